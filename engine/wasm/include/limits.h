/* There are no pipes, and so nothing says what goes through one whole. */
#include_next <limits.h>
#ifndef PIPE_BUF
#define PIPE_BUF 4096
#endif
