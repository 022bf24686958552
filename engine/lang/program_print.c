/* The readable listing of a program: one instruction a line, the lines of macros indented below them. */
#include "lang/node.h"

static void print_args(Text *out, const Node *node)
{
    for (uint32_t i = 0; i < node->arg_count; i++)
        text_format(out, "%s%%%u", i ? ", " : " ", node->args[i]);
}

static void print_details(Text *out, const Node *node)
{
    switch (node->op) {
    case OP_CONSTANT:
        text_add_char(out, ' ');
        value_print(out, node->constant, 60);
        break;
    case OP_INPUT:
    case OP_ELEMENT:
    case OP_MEMBER: text_format(out, " #%u", node->slot); break;
    case OP_GUARD: text_format(out, " is%s %s", node->slot & 4 ? "" : " not", (node->slot & 3) == TRUTH_TRUE ? "true" : "false"); break;
    case OP_FIELD:
    case OP_HAS_FIELD:
    case OP_OPTIONAL_FIELD:
    case OP_IN_STRINGS:
        text_add_char(out, ' ');
        value_print(out, node->constant, 60);
        break;
    case OP_ADD_MONTHS:
    case OP_ADD_DAYS: text_format(out, " %d", (int) (int32_t) node->slot); break;
    case OP_ADD_COUNTED:
        text_format(out, " %s%u %s", node->slot & COUNTED_BACK ? "-" : "", node->slot / COUNTED_UNIT,
                    node->slot & COUNTED_MONTHS ? "months" : "days");
        break;
    default: break;
    }
}

static void print_name(Text *out, const Node *node)
{
    if (node->op == OP_CALL || node->op == OP_DISPATCH)
        text_format(out, "%s %.*s", op_info[node->op].text, STR_ARG(node->call->function));
    else
        text_format(out, "%s", op_info[node->op].text);
}

static void print_line(Text *out, const Program *program, uint32_t block, size_t indent);

static void print_node(Text *out, const Program *program, NodeId id, size_t indent)
{
    const Node *node = &program->nodes[id];
    text_add_repeat(out, ' ', indent);
    text_format(out, "%%%u: ", id);
    type_print(out, node->type);
    text_add(out, STR(" = "));
    print_name(out, node);
    print_args(out, node);
    print_details(out, node);
    if (node->dear && node->guard != NODE_NONE)
        text_format(out, " where %%%u", node->guard);
    text_add_char(out, '\n');
    if (node->op != OP_MACRO)
        return;
    print_line(out, program, node->macro->block, indent + 4);
    text_add_repeat(out, ' ', indent + 4);
    if (node->macro->filter != NODE_NONE)
        text_format(out, "where %%%u ", node->macro->filter);
    if (node->macro->body != NODE_NONE)
        text_format(out, "gives %%%u", node->macro->body);
    text_add_char(out, '\n');
}

static void print_line(Text *out, const Program *program, uint32_t block, size_t indent)
{
    for (NodeId id = 0; id < program->node_count; id++)
        if (program->nodes[id].live && program->nodes[id].block == block)
            print_node(out, program, id, indent);
}

void program_print(Text *out, const Program *program)
{
    print_line(out, program, 0, 0);
}
