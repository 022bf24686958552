/* The columns of empty rosters. */
#include "report/template.h"

bool template_has(const duly_field *field, Str table)
{
    bool has_cell = !str_is(field->type, "many") && field->shares.len == 0; /* else one column would stand there twice */
    return has_cell && str_equal(field->table, table);
}

Str template_heading(const duly_field *field, Str language)
{
    if (str_starts_with(language, STR("zh")) && field->headings.count > 0)
        return field->headings.at[0];
    return field->title.len > 0 ? field->title : field->name;
}
