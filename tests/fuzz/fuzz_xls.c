/* Any bytes as a workbook of the old kind, or as anything that calls itself one. */
#include "show_workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    show_twice((Str) { (const char *) data, size });
    return 0;
}
