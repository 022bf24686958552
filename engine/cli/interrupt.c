/* The one thing that must be reached from a signal handler, which is given nothing but the signal's number. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static volatile int interrupted;

static void interrupt_note(int signal_number)
{
    (void) signal_number;
    interrupted = 1;
}

bool interrupt_came(void)
{
    return interrupted;
}

/* Who started the run with nohup means it to go on. */
static bool interrupt_is_ignored(int signal_number)
{
    struct sigaction present;
    return sigaction(signal_number, NULL, &present) == 0 && present.sa_handler == SIG_IGN;
}

/* The first signal asks the run to end in good order, with reports that say that they are not whole; the handler goes with it
   (SA_RESETHAND), so that a second one ends the process at once, whatever it hangs in. Each run sets the handlers anew, since --watch
   has many of them. */
const volatile int *interrupt_watch(Cli *cli)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = interrupt_note, .sa_flags = (int) SA_RESETHAND | SA_RESTART };
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        if (signals[i] != SIGHUP || !interrupt_is_ignored(SIGHUP))
            sigaction(signals[i], &action, NULL);
    output_stop(cli->out, &interrupted);
    output_stop(cli->err, &interrupted);
    return &interrupted;
}
