/* Waiting for changes where the system tells of none: files are looked at from time to time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/watch.h"

static volatile int never, at_once = 1;

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void *write_later(void *folder)
{
    poll(NULL, 0, 200);
    write_file(folder, "a.csv", "another text");
    return NULL;
}

static void change_and_wait(bool polls)
{
    char folder[] = "/tmp/duly-watch-XXXXXX", path[256];
    Arena arena = { 0 };
    Watch watch;
    pthread_t writer;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "a.csv", "a text");
    write_file(folder, "b.json", "{}");
    watch_init(&watch, &arena, polls);
    assert_true(!polls || watch.descriptor == -1);
    watch_add(&watch, str_of(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
    watch_add(&watch, str_of(path));
    assert_int_equal(watch.paths.count, 1);
    snprintf(path, sizeof path, "%s/../%s/b.json", folder, folder + sizeof "/tmp/" - 1);
    watch_ignore(&watch, str_of(path));
    snprintf(path, sizeof path, "%s/a", folder); /* a report that is called as the records begin */
    watch_ignore(&watch, str_of(path));
    write_file(folder, "b.json.x1Y2z3", "{");
    watch_look(&watch);
    assert_int_equal(watch.files.count, 1);
    write_file(folder, "b.json", "{} ");
    assert_int_equal(pthread_create(&writer, NULL, write_later, folder), 0);
    Str changed = watch_wait(&watch, &never);
    assert_true(str_ends_with(changed, STR("/a.csv")));
    pthread_join(writer, NULL);
    assert_int_equal(watch_wait(&watch, &at_once).len, 0);
    watch_free(&watch);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, i == 0 ? "a.csv" : i == 1 ? "b.json" : "b.json.x1Y2z3");
        unlink(path);
    }
    rmdir(folder);
    arena_free(&arena);
}

static void test_polling(void **state)
{
    (void) state;
    change_and_wait(true);
}

static void test_told(void **state)
{
    (void) state;
    change_and_wait(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_polling), cmocka_unit_test(test_told) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
