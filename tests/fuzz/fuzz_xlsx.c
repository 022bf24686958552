/* Any bytes as a workbook: every sheet of it, hidden or not, to its end. */
#include "show_workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    show_twice((Str) { (const char *) data, size });
    return 0;
}
