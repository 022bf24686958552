/* What --part and --memory say: "3/8", "512M". Sizes are in powers of 1024 however they are written (M, MB, MiB), since what they bound
   is memory. */
#include "cli/share.h"

enum { MOST_PARTS = 100000 };

bool share_parse(Cli *cli, const char *text, Share *share, Mistake *mistake)
{
    Str given = str_of(text);
    uint64_t number = 0, count = 0;
    size_t slash = str_find(given, STR("/"), 0);
    *share = (Share) { 0 };
    if (!text)
        return true;
    bool is_share = slash != SIZE_MAX && str_to_uint(str_slice(given, 0, slash), &number) &&
                    str_to_uint(str_slice(given, slash + 1, given.len), &count);
    if (is_share && number > 0 && number <= count && count <= MOST_PARTS) {
        *share = (Share) { (unsigned) number, (unsigned) count };
        return true;
    }
    mistake->problem = arena_format(cli->arena, "--part '%.*s' is no share", STR_ARG(given));
    mistake->hint =
        is_share && number == 0 ? STR("the first of eight is 1/8, the last 8/8") : STR("write --part 3/8 for the third of eight");
    return false;
}

bool size_parse(Cli *cli, const char *text, uint64_t *bytes, Mistake *mistake)
{
    static const char units[] = "KMGT";
    Str given = str_of(text);
    uint64_t factor = 1;
    *bytes = 0;
    if (!text)
        return true;
    if (given.len > 1 && (given.at[given.len - 1] == 'B' || given.at[given.len - 1] == 'b'))
        given.len--;
    if (given.len > 1 && (given.at[given.len - 1] == 'i'))
        given.len--;
    for (unsigned i = 0; given.len > 1 && i < sizeof units - 1; i++)
        if (given.at[given.len - 1] == units[i] || given.at[given.len - 1] == units[i] + ('a' - 'A'))
            factor = (uint64_t) 1 << 10 * (i + 1);
    given.len -= factor > 1;
    if (str_to_uint(given, bytes) && *bytes > 0 && *bytes <= UINT64_MAX / factor) {
        *bytes *= factor;
        return true;
    }
    mistake->problem = arena_format(cli->arena, "--memory '%s' is no size", text);
    mistake->hint = STR("write --memory 512M, or 2G");
    return false;
}
