/* Runs a command several times: `measure TRIES OUT COMMAND ...`. Its standard output goes to the file OUT. Prints the least
   of the wall times and of the processor times in seconds, and the greatest peak of memory in bytes. A status of 0 or 1 is
   fine: a checker says 1 where it found something. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    double wall, processor;
} Times;

static double seconds_of(struct timeval time)
{
    return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

static Times now(void)
{
    struct timespec time;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &time);
    getrusage(RUSAGE_CHILDREN, &usage);
    return (Times) { (double) time.tv_sec + (double) time.tv_nsec / 1e9, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime) };
}

/* The greatest peak of all children so far. */
static double peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
#if defined(__APPLE__)
    return (double) usage.ru_maxrss;
#else
    return (double) usage.ru_maxrss * 1024;
#endif
}

static void become(const char *out, char **command)
{
    int file = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file >= 0 && dup2(file, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "measure: %s: %s\n", file < 0 ? out : command[0], strerror(errno));
    _exit(127);
}

static Times run(const char *out, char **command)
{
    int status;
    Times start = now();
    pid_t child = fork();
    if (child == 0)
        become(out, command);
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "measure: %s did not end well\n", command[0]);
        exit(2);
    }
    Times end = now();
    return (Times) { end.wall - start.wall, end.processor - start.processor };
}

int main(int argc, char **argv)
{
    long tries = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
    Times best = { 1e9, 1e9 };
    if (tries < 1) {
        fputs("usage: measure TRIES OUT COMMAND ...\n", stderr);
        return 2;
    }
    for (long i = 0; i < tries; i++) {
        Times times = run(argv[2], argv + 3);
        best.wall = times.wall < best.wall ? times.wall : best.wall;
        best.processor = times.processor < best.processor ? times.processor : best.processor;
    }
    printf("%.6f %.6f %.0f\n", best.wall, best.processor, peak_bytes());
    return 0;
}
