/* What WASI's C library declares and does not have: temporary files under a name of their own, and the one name of a file. And what must be
   there before `main`. */
#define _GNU_SOURCE /* getentropy */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 100, MARKS = 6, LONGEST_NAME = 4096 };

/* Six letters or digits in place of the six X at the end. */
static void draw_name(char *at)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    uint8_t drawn[MARKS];
    if (getentropy(drawn, sizeof drawn) != 0)
        memset(drawn, 0, sizeof drawn);
    for (int i = 0; i < MARKS; i++)
        at[i] = letters[drawn[i] % (sizeof letters - 1)];
}

int mkstemp(char *name)
{
    size_t len = strlen(name);
    if (len < MARKS || memcmp(name + len - MARKS, "XXXXXX", MARKS) != 0) {
        errno = EINVAL;
        return -1;
    }
    for (int i = 0; i < TRIES; i++) {
        draw_name(name + len - MARKS);
        int descriptor = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
        if (descriptor >= 0 || errno != EEXIST)
            return descriptor;
    }
    return -1;
}

/* Takes "." and ".." and double slashes out. There are no links to follow: a host hands out folders, and a link may lead out of them. */
static void clean(char *path)
{
    char *to = path, *at = path;
    while (*at) {
        char *end = strchr(at, '/');
        size_t len = end ? (size_t) (end - at) : strlen(at);
        if (len == 2 && at[0] == '.' && at[1] == '.') {
            while (to > path && *--to != '/')
                ;
        } else if (len > 0 && !(len == 1 && at[0] == '.')) {
            *to++ = '/';
            memmove(to, at, len);
            to += len;
        }
        at += len + (end != NULL);
    }
    if (to == path)
        *to++ = '/';
    *to = 0;
}

char *realpath(const char *path, char *room)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return NULL;
    char *whole = room ? room : malloc(LONGEST_NAME);
    if (!whole)
        return NULL;
    size_t len = 0;
    whole[0] = '/';
    if (path[0] != '/' && getcwd(whole, LONGEST_NAME / 2))
        len = strlen(whole);
    if (len + strlen(path) + 2 > LONGEST_NAME) {
        errno = ENAMETOOLONG;
        if (!room)
            free(whole);
        return NULL;
    }
    whole[len] = '/';
    memcpy(whole + len + 1, path, strlen(path) + 1);
    /* `clean` puts a slash before each part, so it needs one byte before the first. */
    memmove(whole + 1, whole, strlen(whole) + 1);
    whole[0] = '/';
    clean(whole);
    return whole;
}

/* `iconv` of this C library writes to where the locale would be, so there must be one. This one changes nothing else. */
__attribute__((constructor)) static void have_a_locale(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* lint: for all threads, of which there is one */
}

/* A module stands nowhere. Its host says where it would stand. */
__attribute__((constructor)) static void stand_somewhere(void)
{
    const char *folder = getenv("PWD");
    if (folder && chdir(folder) != 0)
        errno = 0;
}
