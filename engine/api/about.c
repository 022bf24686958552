/* What a finding about no record is about, as people say it: "Unit: Physics; Month: 12/2003". Machines have the names of its keys. */
#include "api/about.h"

#include "base/words.h"

/* Where a field is selected: of loan.lent_on.monthStart() the day; of loan.book.id the book, which is what that means. */
static const Expr *field_behind(const Expr *expr)
{
    while (expr && expr->kind == EXPR_CALL)
        expr = expr->call.target;
    if (!expr || expr->kind != EXPR_SELECT || !expr->symbol || expr->symbol->kind != SYMBOL_INPUT)
        return NULL;
    const Expr *reference = pack_reference_of(expr);
    return reference ? field_behind(reference) : expr;
}

static Str title_behind(const Pack *pack, const Expr *field, Str language)
{
    const Record *record = field->select.operand->type->record;
    for (uint32_t i = 0; i < pack->table_count; i++)
        if (&pack->tables[i].record == record)
            return local_text(&pack->tables[i].table.fields[field->symbol->slot].title, language);
    return (Str) { 0 };
}

static bool about_is_month(const Named *key)
{
    return key->value.expr && expr_calls(key->value.expr, "monthStart");
}

Str about_key(const Pack *pack, const Named *key, Str language)
{
    if (about_is_month(key))
        return words_get(language, WORDS_ABOUT_MONTH);
    const Expr *field = field_behind(key->value.expr);
    Str title = field ? title_behind(pack, field, language) : (Str) { 0 };
    return title.len ? title : key->name;
}

Str about_value(Arena *arena, const Named *key, Str value, Str language)
{
    enum { YEAR = 4, MONTH = 5, MONTH_END = 7, DAY = 10 };
    bool is_day = value.len == DAY && key->value.expr && key->value.expr->type->kind == KIND_DATE;
    Text text = text_in(arena);
    if (!is_day)
        return value;
    if (!about_is_month(key)) {
        words_add_days(&text, language, value);
        return text_str(&text);
    }
    Str month = str_slice(value, MONTH, MONTH_END), number = month.at[0] == '0' ? str_slice(month, 1, 2) : month;
    words_add(&text, language, WORDS_YEAR_MONTH, (Str[]) { number, str_slice(value, 0, YEAR) });
    return text_str(&text);
}

/* What a finding about a file has in place of keys. */
static Str name_in_file(Str name, Str language)
{
    static const struct {
        const char *name;
        WordsId word;
    } names[] = { { "column", WORDS_ABOUT_COLUMN },
                  { "files", WORDS_HTML_COLUMN_FILE },
                  { "rule", WORDS_HTML_COLUMN_RULE },
                  { "key", WORDS_COLUMN_RECORD } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i].name))
            return words_get(language, names[i].word);
    return name;
}

Str about_finding(Arena *arena, const Pack *pack, const Finding *finding, Str language)
{
    const Grouping *grouping = finding->is_group ? pack->rules[finding->rule].grouping : NULL;
    Text text = text_in(arena);
    for (uint32_t i = 0; i < finding->group_count; i++) {
        const NamedText *pair = &finding->group[i];
        const Named *key = grouping && i < grouping->key_count ? &grouping->keys[i] : NULL;
        bool is_called = finding->called && finding->called[i].len > 0;
        Str said[] = { key ? about_key(pack, key, language) : name_in_file(pair->name, language),
                       is_called ? finding->called[i]
                       : key     ? about_value(arena, key, pair->value, language)
                                 : pair->value };
        if (i > 0)
            words_add(&text, language, WORDS_ALSO, NULL);
        words_add(&text, language, WORDS_ABOUT, said);
    }
    if (finding->is_group && finding->group_count == 0) { /* all records of a table are one group */
        const Table *table = &pack->tables[finding->table].table;
        Str title = local_text(&table->title, language);
        return title.len ? title : table->name;
    }
    return text_str(&text);
}
