/* Shares of a batch, and sizes of memory, as command lines have them. */
#ifndef DULY_CLI_SHARE_H
#define DULY_CLI_SHARE_H

#include "cli/batch.h"

/* "3/8"; empty: none. False with a mistake. */
typedef struct {
    unsigned number, count;
} Share;
bool share_parse(Cli *cli, const char *text, Share *share, Mistake *mistake);
/* "512M", "2G", bytes without a letter. False with a mistake. */
bool size_parse(Cli *cli, const char *text, uint64_t *bytes, Mistake *mistake);

#endif
