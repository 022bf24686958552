/* The one thing that must be reached from a signal handler, which is given nothing but the signal's number. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile int interrupted;

static void note(int signal_number)
{
    (void) signal_number;
    interrupted = 1;
}

const volatile int *interrupt_watch(void)
{
    static const int signals[] = { SIGINT, SIGTERM };
    struct sigaction action = { .sa_handler = note, .sa_flags = (int) SA_RESETHAND | SA_RESTART };
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &action, NULL);
    return &interrupted;
}
