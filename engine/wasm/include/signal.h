/* Nobody sends signals to a module. What stops it is its host, which ends the whole. */
#ifndef DULY_WASM_SIGNAL_H
#define DULY_WASM_SIGNAL_H

#include <errno.h>

enum {
    SIGHUP = 1,
    SIGINT = 2,
    SIGILL = 4,
    SIGABRT = 6,
    SIGBUS = 7,
    SIGFPE = 8,
    SIGSEGV = 11,
    SIGPIPE = 13,
    SIGTERM = 15,
    SIGXFSZ = 25,
};
enum { SA_RESTART = 1, SA_RESETHAND = 2, SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2 };

typedef int sig_atomic_t;
typedef int sigset_t;
typedef void (*SignalHandler)(int);

#define SIG_DFL ((SignalHandler) 0)
#define SIG_IGN ((SignalHandler) 1)

struct sigaction {
    SignalHandler sa_handler;
    sigset_t sa_mask;
    int sa_flags;
};

static inline int sigaction(int signal_number, const struct sigaction *action, struct sigaction *before)
{
    (void) signal_number, (void) action;
    if (before)
        *before = (struct sigaction) { 0 };
    return 0;
}

#define sigemptyset(set) (*(set) = 0)
#define sigaddset(set, number) (*(set) |= 1 << (number))
#define pthread_sigmask(how, set, before) ((void) (how), (void) (set), (void) (before), 0)
#define sigprocmask(how, set, before) ((void) (how), (void) (set), (void) (before), 0)
#define signal(number, handler) ((void) (number), (void) (handler))
#define raise(number) ((void) (number), -1)

#endif
