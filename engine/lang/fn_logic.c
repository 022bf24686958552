/* Logic. All but `!` are done by the compiler: they look at their right side only where the left does not
   decide. */
#include "lang/fn.h"

static Value fn_logic_run_not(Call *call, const Value *args)
{
    (void) call;
    return value_bool(!args[0].boolean);
}

/* clang-format off */
static const Overload rows[] = {
    { "!", FUNCTION, PARAMS1(BOOL), &TYPE_BOOL, fn_logic_run_not, PLAIN, "!false", "the opposite" },
    { "&&", FUNCTION, PARAMS2(BOOL, BOOL), &TYPE_BOOL, NULL, PLAIN,
      "true && !(false && 1 / 0 == 1)", "whether both hold; false decides, whatever the other side is" },
    { "?:", FUNCTION, PARAMS3(BOOL, A, A), &TYPE_A, NULL, PLAIN,
      "(1 < 2 ? 'yes' : 'no') == 'yes'", "the second value where the condition holds, else the third" },
    { "||", FUNCTION, PARAMS2(BOOL, BOOL), &TYPE_BOOL, NULL, PLAIN,
      "1 / 0 == 1 || true", "whether one holds; true decides, whatever the other side is" },
};
/* clang-format on */

const OverloadTable fn_logic = OVERLOAD_TABLE(rows);
