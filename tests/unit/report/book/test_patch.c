/* A part on its way: what nothing was changed in comes through byte by byte, and what is put in between stands where it should. */
#include "unit.h"

#include "report/book/patch.h"

typedef struct {
    const char *element, *put, *attribute;
    bool at_end;
} Change;

static void at_start(Patch *patch, Str name, const char **attributes)
{
    const Change *change = patch->context;
    (void) attributes;
    if (change->at_end || !str_is(name, change->element))
        return;
    if (change->attribute)
        patch_set(patch, change->attribute, STR("new"));
    if (change->put)
        patch_put(patch, str_of(change->put));
}

static void at_end(Patch *patch, Str name)
{
    const Change *change = patch->context;
    if (change->at_end && str_is(name, change->element))
        patch_put(patch, str_of(change->put));
}

static void expect_cut(const char *xml, const Change *change, const char *expected, size_t step)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    Patch patch = { .context = (void *) change, .start = at_start, .end = at_end };
    assert_true(patch_run(&patch, &arena, input_of_bytes(&arena, STR("a part"), str_of(xml), step), &problem));
    assert_str(text_str(&patch.out), expected);
    arena_free(&arena);
}

static void expect(const char *xml, const Change *change, const char *expected)
{
    static const size_t steps[] = { 0, 1, 3, 7 };
    for (size_t i = 0; i < COUNT(steps); i++)
        expect_cut(xml, change, expected, steps[i]);
}

static void test_nothing_is_changed(void **state)
{
    (void) state;
    static const char *const parts[] = {
        "<a/>",
        "<?xml version='1.0' encoding=\"UTF-8\" standalone = 'yes' ?>\r\n<!-- c --><a  b = 'x>y'\tc=\"&quot;'\" ><b></b >\n<c "
        "/>&#10;&amp;<![CDATA[<d>]]></a>\n",
        "<x:a xmlns:x='u' x:b=''><x:b/><?p i?></x:a>",
        "<a>机电学院😀</a>",
        "<a><b><c><d/></c></b></a><!-- at the end -->",
    };
    static const Change none = { "nothing", "", NULL, false };
    for (size_t i = 0; i < COUNT(parts); i++)
        expect(parts[i], &none, parts[i]);
}

static void test_attributes(void **state)
{
    (void) state;
    static const Change set = { "b", NULL, "s", false };
    expect("<a><b/></a>", &set, "<a><b s=\"new\"/></a>");
    expect("<a><b s='old'/></a>", &set, "<a><b s='new'/></a>");
    expect("<a><b  s = \"old\" t='s=\"x\"'></b></a>", &set, "<a><b  s = \"new\" t='s=\"x\"'></b></a>");
    expect("<a><b ss='1' t=\" s='2'\"/></a>", &set, "<a><b s=\"new\" ss='1' t=\" s='2'\"/></a>");
    expect("<p:a xmlns:p='u'><p:b s=''/></p:a>", &set, "<p:a xmlns:p='u'><p:b s='new'/></p:a>");
}

static void test_fragments(void **state)
{
    (void) state;
    static const Change before = { "b", "<n/>", NULL, false }, within = { "b", "<n><m/></n>", NULL, true };
    expect("<a>1<b/>2</a>", &before, "<a>1<n/><b/>2</a>");
    expect("<a>1<b>x</b>2</a>", &within, "<a>1<b>x<n><m/></n></b>2</a>");
    expect("<a>1<b/>2</a>", &within, "<a>1<b><n><m/></n></b>2</a>");
    expect("<a>1<b c='/' />2</a>", &within, "<a>1<b c='/' ><n><m/></n></b>2</a>");
    expect("<p:a xmlns:p='u'><p:b/></p:a>", &within, "<p:a xmlns:p='u'><p:b><p:n><p:m/></p:n></p:b></p:a>");
    expect("<a xmlns='u'><b></b></a>", &within, "<a xmlns='u'><b><n><m/></n></b></a>");
}

static void test_what_is_no_xml(void **state)
{
    (void) state;
    static const char *const parts[] = {
        "", "a", "<a>", "<a></b>", "<a b=1/>", "<!DOCTYPE a><a/>", "<a>&b;</a>", "<a/><a/>", "<a>\xFF</a>"
    };
    static const Change none = { "nothing", "", NULL, false };
    for (size_t i = 0; i < COUNT(parts); i++) {
        Arena arena = { 0 };
        Str problem = { 0 };
        Patch patch = { .context = (void *) &none, .start = at_start };
        assert_false(patch_run(&patch, &arena, input_of_bytes(&arena, STR("a part"), str_of(parts[i]), 0), &problem));
        assert_true(problem.len > 0);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_changed),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_fragments),
        cmocka_unit_test(test_what_is_no_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
