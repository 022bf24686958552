/* Reports without a file: what `duly check --format NAME` writes, handed to a callback.
 *
 *     duly_report page = { .size = sizeof page, .format = "html", .write = send, .context = client };
 *     duly_status status = duly_check_report(pack, &options, &page, 1, &sink);
 *
 * The bytes are those that the program writes for the same run. They come in order, some ten thousand at once, from the thread that
 * called and during the call only; those of several reports take turns. A report is whole when the call came to DULY_CLEAN, DULY_FOUND or
 * DULY_INCOMPLETE (which it says in its own words); after any other status what came is not one.
 */
#ifndef DULY_REPORT_H
#define DULY_REPORT_H

#include "duly.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    size_t size;
    const char *format; /* "html", "json", "xlsx": those of `duly check --format`; one that there is not is told, and DULY_MISUSED */
    /* Takes bytes of the report, which live during the call. False: it cannot, and no more of this report is wanted; the run goes on for the
       others, and comes to DULY_INCOMPLETE. */
    bool (*write)(void *context, const char *bytes, size_t len);
    void *context;
    bool records; /* the verdict of every record also of an audit, in formats for programs */
    bool brief;   /* text: only what was found, and the totals */
    bool verbose; /* text: each finding in full; with duly_check_options.clauses also what was not met */
    size_t width; /* columns of a line of text; 0: 80 */
} duly_report;

/* As duly_check, with reports; the sink hears all that it does there. */
duly_status duly_check_report(const duly_pack *pack, const duly_check_options *options, const duly_report *reports, size_t report_count,
                              const duly_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
