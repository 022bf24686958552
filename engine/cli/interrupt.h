/* Control-C: the run ends early, and what is complete is written. */
#ifndef DULY_CLI_INTERRUPT_H
#define DULY_CLI_INTERRUPT_H

/* From now on the first interruption sets what is pointed to; a second one ends the program at once. */
const volatile int *interrupt_watch(void);

#endif
