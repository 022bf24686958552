/* Operands: literals, names, calls, lists, maps, and the fields, methods and indexes that follow them.

   To the grammar has(x.f) and list.all(x, x > 0) are calls like any other; they are read whole before macro.c is asked whether they are
   macros. Names of a prelude are replaced here, where names are read, so that they can stand wherever a name can. */
#include "lang/parsing.h"

static const uint64_t INT_MAGNITUDE_MAX = (uint64_t) INT64_MAX + 1; /* of -9223372036854775808 */

/* ---- literals and names */

static Expr *parse_literal(Parser *p)
{
    static const Value constants[TOK_COUNT] = {
        [TOK_TRUE] = { .kind = KIND_BOOL, .boolean = true },
        [TOK_FALSE] = { .kind = KIND_BOOL, .boolean = false },
        [TOK_NULL] = { .kind = KIND_NULL },
    };
    TokenKind kind = p->token.kind;
    bool constant = kind == TOK_TRUE || kind == TOK_FALSE || kind == TOK_NULL;
    Expr *expr = parser_node(p, EXPR_LITERAL, parser_span(p, p->token));
    expr->literal = constant ? constants[kind] : p->token.value;
    parser_advance(p);
    return expr;
}

Expr *parse_number(Parser *p, uint32_t start, bool negative)
{
    Token token = p->token;
    Expr *expr = parser_node(p, EXPR_LITERAL, expr_text_span(p->text, start, token.end));
    uint64_t magnitude = token.value.u;
    parser_advance(p);
    if (token.kind == TOK_DOUBLE)
        expr->literal = value_double(negative ? -token.value.d : token.value.d);
    else if (magnitude < INT_MAGNITUDE_MAX)
        expr->literal = value_int(negative ? -(int64_t) magnitude : (int64_t) magnitude);
    else if (magnitude == INT_MAGNITUDE_MAX && negative)
        expr->literal = value_int(INT64_MIN);
    else {
        bool said = parser_complain(p, E_SYNTAX, expr->span, "the number %.*s is out of range", STR_ARG(token.text));
        parser_hint(p, said,
                    "int reaches from -9223372036854775808 to 9223372036854775807; "
                    "with a point (1.0) it is a double");
        expr->literal = value_int(0);
    }
    return expr;
}

static void parse_args(Parser *p, Expr *call)
{
    ExprArray args = { 0 };
    Bracket bracket = bracket_open(p, false);
    while (bracket_more(p, &bracket))
        arena_push(p->arena, &args, parse_expression(p));
    bracket_close(p, &bracket);
    call->call.args = args.at;
    call->call.count = (uint32_t) args.count;
}

static Expr *parse_call(Parser *p, uint32_t start, Expr *call)
{
    parse_args(p, call);
    return parser_finish(p, macro_recognise(p, call, start), start);
}

/* ---- names of a prelude */

static const Definition *find_definition(const Parser *p, Str name)
{
    const MadeText *made = p->text->made;
    for (uint32_t i = 0; made && i < made->count; i++)
        if (str_equal(made->definitions[i].name, name))
            return &made->definitions[i];
    return NULL;
}

/* Reads a text in place of a name, as if it stood in parentheses. What is bounded or counted is handed in and out again (depth, nodes,
   variables, errors), so that a definition of definitions is no way around a bound. */
static Expr *parse_in_place(Parser *p, const MadeText *made, Str text)
{
    ExprText inner = { .source = p->text->source, .text = text, .made = made };
    Parser place = { .arena = p->arena, .diags = p->diags, .text = &inner, .depth = p->depth, .nodes = p->nodes, .locals = p->locals };
    place.lexer = (Lexer) { .text = &inner, .arena = p->arena, .diags = p->diags };
    parser_advance(&place);
    Expr *expr = parse_expression(&place);
    p->nodes = place.nodes;
    p->locals = place.locals;
    p->lexer.errors += place.lexer.errors;
    p->stopped = p->stopped || place.stopped;
    expr->grouped = true;
    return expr;
}

/* name(argument): the text of the definition, in which its parameter is one definition more. The argument is parsed here to find its
   end, and again wherever the parameter stands, since a tree may stand in one place only: its nodes are numbered and typed. */
static Expr *parse_application(Parser *p, const Definition *definition)
{
    Bracket bracket = bracket_open(p, false);
    uint32_t start = p->token.start;
    bracket_more(p, &bracket);
    parse_expression(p);
    Str argument = str_slice(p->text->text, start, p->previous.end);
    bracket_close(p, &bracket);
    MadeText made = *p->text->made;
    Definition *definitions = arena_array(p->arena, Definition, made.count + 1);
    definitions[0] = (Definition) { .name = definition->parameter, .text = argument };
    memcpy(definitions + 1, made.definitions, made.count * sizeof *definitions);
    made.definitions = definitions;
    made.count++;
    return parse_in_place(p, &made, definition->text);
}

static Expr *parse_name(Parser *p, uint32_t start, bool rooted)
{
    Token name = p->token;
    const Definition *definition = rooted ? NULL : find_definition(p, name.text);
    parser_advance(p);
    if (definition && definition->parameter.len > 0)
        return parse_application(p, definition);
    if (definition && p->token.kind != TOK_LEFT_PAREN)
        return parse_in_place(p, p->text->made, definition->text);
    if (definition)
        name.text = definition->text;
    if (p->token.kind == TOK_LEFT_PAREN) {
        Str function = rooted ? arena_format(p->arena, ".%.*s", STR_ARG(name.text)) : name.text;
        return parse_call(p, start, parser_call(p, parser_span(p, name), function, NULL));
    }
    Expr *expr = parser_node(p, EXPR_NAME, parser_span(p, name));
    expr->name.name = name.text;
    expr->name.rooted = rooted;
    return parser_finish(p, expr, start);
}

static Expr *parse_rooted_name(Parser *p)
{
    uint32_t start = p->token.start;
    parser_advance(p);
    if (p->token.kind == TOK_NAME)
        return parse_name(p, start, true);
    parser_complain(p, E_SYNTAX, parser_span(p, p->previous), "a name is missing after '.'");
    return parser_bad(p);
}

/* A reserved word or a quoted name where only a plain name may stand: taken for one. */
static Expr *parse_bad_name(Parser *p)
{
    Token token = p->token;
    bool reserved = token.kind == TOK_RESERVED;
    const char *sentence = reserved ? "is a reserved word and no name" : "may only follow a '.'";
    bool said = parser_complain(p, E_SYNTAX, parser_span(p, token), "%.*s %s", STR_ARG(parser_shown(p, token)), sentence);
    if (str_is(token.text, "if") || str_is(token.text, "else"))
        parser_hint(p, said, "a choice is written condition ? this : that");
    Expr *expr = parser_bad(p);
    parser_advance(p);
    return expr;
}

/* ---- brackets */

static Expr *parse_group(Parser *p)
{
    Expr *inner = NULL;
    Bracket bracket = bracket_open(p, false);
    while (bracket_more(p, &bracket)) {
        if (inner)
            parser_complain(p, E_SYNTAX, parser_span(p, p->previous), "',' does not belong between ( and )");
        Expr *item = parse_expression(p);
        inner = inner ? inner : item;
    }
    if (!inner) {
        parser_missing_operand(p);
        inner = parser_bad(p);
    }
    bracket_close(p, &bracket);
    inner->grouped = true;
    return inner;
}

/* The ? of an optional item. The flags come into being with the first of them. */
static bool parse_optional_mark(Parser *p)
{
    bool optional = p->token.kind == TOK_QUESTION;
    if (optional)
        parser_advance(p);
    return optional;
}

typedef ARRAY(bool) FlagArray;

static bool *flags_or_null(const FlagArray *flags)
{
    for (size_t i = 0; i < flags->count; i++)
        if (flags->at[i])
            return flags->at;
    return NULL;
}

static Expr *parse_list(Parser *p)
{
    ExprArray items = { 0 };
    FlagArray optional = { 0 };
    Expr *list = parser_node(p, EXPR_LIST, parser_span(p, p->token));
    uint32_t start = p->token.start;
    Bracket bracket = bracket_open(p, true);
    while (bracket_more(p, &bracket)) {
        arena_push(p->arena, &optional, parse_optional_mark(p));
        arena_push(p->arena, &items, parse_expression(p));
    }
    bracket_close(p, &bracket);
    list->list.items = items.at;
    list->list.count = (uint32_t) items.count;
    list->list.optional = flags_or_null(&optional);
    return parser_finish(p, list, start);
}

static Str name_of_token(Token token)
{
    return token.kind == TOK_QUOTED_NAME ? str_slice(token.text, 1, token.text.len - 1) : token.text;
}

/* The name of a field of a message literal, as a string literal. */
static Expr *parse_field_key(Parser *p)
{
    Token token = p->token;
    if (token.kind != TOK_NAME && token.kind != TOK_RESERVED && token.kind != TOK_QUOTED_NAME) {
        parser_complain(p, E_SYNTAX, parser_span(p, token), "the name of a field is needed before %.*s", STR_ARG(parser_shown(p, token)));
        return parse_expression(p);
    }
    Expr *key = parser_node(p, EXPR_LITERAL, parser_span(p, token));
    key->literal = value_str(name_of_token(token));
    parser_advance(p);
    return key;
}

static Expr *parse_entry_value(Parser *p)
{
    if (p->token.kind == TOK_COLON) {
        parser_advance(p);
        return parse_expression(p);
    }
    parser_complain(p, E_SYNTAX, parser_span(p, p->token), "':' is needed before %.*s: an entry is written key: value",
                    STR_ARG(parser_shown(p, p->token)));
    return parser_bad(p);
}

/* The entries of a map, or of a message literal: those have names for keys. */
static Expr *parse_entries(Parser *p, Expr *map, uint32_t start)
{
    ExprArray keys = { 0 }, values = { 0 };
    FlagArray optional = { 0 };
    Bracket bracket = bracket_open(p, true);
    while (bracket_more(p, &bracket)) {
        arena_push(p->arena, &optional, parse_optional_mark(p));
        arena_push(p->arena, &keys, map->kind == EXPR_MAP ? parse_expression(p) : parse_field_key(p));
        arena_push(p->arena, &values, parse_entry_value(p));
    }
    bracket_close(p, &bracket);
    map->map.keys = keys.at;
    map->map.values = values.at;
    map->map.count = (uint32_t) keys.count;
    map->map.optional = flags_or_null(&optional);
    return parser_finish(p, map, start);
}

static Expr *parse_map(Parser *p)
{
    uint32_t start = p->token.start;
    return parse_entries(p, parser_node(p, EXPR_MAP, parser_span(p, p->token)), start);
}

Expr *parse_primary(Parser *p)
{
    switch (p->token.kind) {
    case TOK_INT:
    case TOK_DOUBLE: return parse_number(p, p->token.start, false);
    case TOK_UINT:
    case TOK_STRING:
    case TOK_BYTES:
    case TOK_TRUE:
    case TOK_FALSE:
    case TOK_NULL: return parse_literal(p);
    case TOK_NAME: return parse_name(p, p->token.start, false);
    case TOK_DOT: return parse_rooted_name(p);
    case TOK_LEFT_PAREN: return parse_group(p);
    case TOK_LEFT_BRACKET: return parse_list(p);
    case TOK_LEFT_BRACE: return parse_map(p);
    case TOK_RESERVED:
    case TOK_QUOTED_NAME: return parse_bad_name(p);
    default: break;
    }
    Expr *bad = parser_bad(p);
    if (p->token.kind == TOK_BAD)
        parser_advance(p);
    else
        parser_missing_operand(p);
    return bad;
}

/* ---- what follows an operand */

static bool is_field_name(TokenKind kind)
{
    return kind == TOK_NAME || kind == TOK_RESERVED || kind == TOK_QUOTED_NAME;
}

/* No name after a dot: a keyword is taken for one. Whether there is something to take. */
static bool mend_field_name(Parser *p, const Expr *operand)
{
    bool is_int = operand->kind == EXPR_LITERAL && operand->literal.kind == KIND_INT, said;
    switch (p->token.kind) {
    case TOK_TRUE:
    case TOK_FALSE:
    case TOK_NULL:
    case TOK_IN:
        said = parser_complain(p, E_SYNTAX, parser_span(p, p->token), "'%.*s' cannot follow a '.'", STR_ARG(p->token.text));
        parser_hint(p, said, "a field of that name is written in back quotes");
        return true;
    default:
        parser_complain(p, E_SYNTAX, parser_span(p, p->previous), "%s",
                        is_int ? "digits are needed after the point" : "a name is missing after '.'");
        return false;
    }
}

/* A method: the call without its arguments. */
static Expr *parse_method(Parser *p, uint32_t start, Expr *target, Token name)
{
    if (name.kind == TOK_QUOTED_NAME)
        parser_complain(p, E_SYNTAX, parser_span(p, name), "a quoted name means a field and cannot be called");
    return parse_call(p, start, parser_call(p, parser_span(p, name), name_of_token(name), target));
}

static Expr *parse_selection(Parser *p, uint32_t start, Expr *operand)
{
    parser_advance(p);
    bool optional = parse_optional_mark(p);
    if (!is_field_name(p->token.kind) && !mend_field_name(p, operand))
        return operand;
    Token name = p->token;
    parser_advance(p);
    if (p->token.kind == TOK_LEFT_PAREN && optional)
        parser_complain(p, E_SYNTAX, parser_span(p, name), "'.?' selects a field; a method is called with '.'");
    if (p->token.kind == TOK_LEFT_PAREN)
        return parse_method(p, start, operand, name);
    Expr *select = parser_node(p, EXPR_SELECT, parser_span(p, name));
    select->select.operand = operand;
    select->select.field = name_of_token(name);
    select->select.optional = optional;
    return parser_finish(p, select, start);
}

static Expr *parse_index(Parser *p, uint32_t start, Expr *operand)
{
    Token opener = p->token;
    Expr *index = NULL;
    Bracket bracket = bracket_open(p, false);
    bool optional = parse_optional_mark(p);
    while (bracket_more(p, &bracket)) {
        if (index)
            parser_complain(p, E_SYNTAX, parser_span(p, p->previous), "an index is a single expression");
        Expr *item = parse_expression(p);
        index = index ? index : item;
    }
    if (!index) {
        parser_missing_operand(p);
        index = parser_bad(p);
    }
    bracket_close(p, &bracket);
    Span at = expr_text_span(p->text, opener.start, p->previous.end);
    Expr *call = parser_operator(p, at, optional ? OPERATOR_OPTIONAL_INDEX : OPERATOR_INDEX);
    parser_set_args(p, call, operand, index, NULL);
    return parser_finish(p, call, start);
}

/* Appends the dotted name that an expression spells; false where it spells none. */
static bool dotted_name(const Expr *expr, Text *out)
{
    if (expr->grouped)
        return false;
    if (expr->kind == EXPR_NAME) {
        text_add(out, expr->name.rooted ? STR(".") : STR(""));
        text_add(out, expr->name.name);
        return true;
    }
    bool plain = expr->kind == EXPR_SELECT && !expr->select.test && !expr->select.optional;
    if (!plain || !lexer_is_name(expr->select.field) || !dotted_name(expr->select.operand, out))
        return false;
    text_add_char(out, '.');
    text_add(out, expr->select.field);
    return true;
}

/* The message literal that begins after a type's name; NULL where the name is none. */
static Expr *parse_struct(Parser *p, uint32_t start, const Expr *name)
{
    Text text = { 0 };
    Expr *message = NULL;
    if (dotted_name(name, &text)) {
        message = parser_node(p, EXPR_STRUCT, name->span);
        message->map.name = arena_str(p->arena, text_str(&text));
        message = parse_entries(p, message, start);
    }
    text_free(&text);
    return message;
}

Expr *parse_member(Parser *p, uint32_t start, Expr *operand)
{
    for (;;) {
        Expr *message;
        switch (p->token.kind) {
        case TOK_DOT: operand = parse_selection(p, start, operand); break;
        case TOK_LEFT_BRACKET: operand = parse_index(p, start, operand); break;
        case TOK_LEFT_BRACE:
            message = parse_struct(p, start, operand);
            if (!message)
                return operand;
            operand = message;
            break;
        default: return operand;
        }
    }
}
