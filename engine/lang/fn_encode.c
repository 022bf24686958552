/* Base64 (RFC 4648), with + and /, where padding is written but need not be there to be read; and the check character of numbers that
   people copy by hand. */
#include "lang/fn.h"
#include "base/ascii.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static Value run_encode(Call *call, const Value *args)
{
    Str bytes = fn_str(args[0]);
    Growing text = { .call = call };
    if (!fn_walk(call, bytes.len))
        return value_error();
    for (size_t i = 0; i < bytes.len && !text.failed; i += 3) {
        size_t left = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < left ? (unsigned char) bytes.at[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            grow_char(&text, k <= left ? alphabet[group >> (18 - 6 * k) & 63] : '=');
    }
    return grow_end(&text);
}

static Str without_padding(Str s)
{
    size_t padding = 0;
    while (padding < 2 && s.len % 4 == 0 && s.len > padding && s.at[s.len - 1 - padding] == '=')
        padding++;
    return str_slice(s, 0, s.len - padding);
}

/* The six bits that a letter stands for, or -1. */
static int fn_encode_bits_of(char c)
{
    const char *found = c ? strchr(alphabet, c) : NULL;
    return found ? (int) (found - alphabet) : -1;
}

static Value run_decode(Call *call, const Value *args)
{
    Str s = without_padding(fn_str(args[0]));
    Growing bytes = { .call = call };
    uint32_t waiting = 0, count = 0; /* bits not yet written */
    bool wrong = s.len % 4 == 1;
    if (!fn_walk(call, s.len))
        return value_error();
    for (size_t i = 0; i < s.len && !bytes.failed && !wrong; i++) {
        int bits = fn_encode_bits_of(s.at[i]);
        wrong = bits < 0;
        waiting = (waiting << 6 | (uint32_t) (bits & 63)) & 0xFFFF;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        grow_char(&bytes, (char) (waiting >> count & 0xFF));
    }
    if (wrong)
        return fn_fail(call, "$1 is not base64", args);
    Value result = grow_end(&bytes);
    return value_is_error(result) ? result : value_bytes(value_as_str(result));
}

/* ISO 7064, MOD 11-2: each digit counts for the double of what stands before it, modulo eleven; X stands for ten. */
static Value run_mod11_2(Call *call, const Value *args)
{
    static const char checks[] = "0123456789X";
    Str digits = fn_str(args[0]);
    unsigned sum = 0;
    if (!fn_walk(call, digits.len))
        return value_error();
    for (size_t i = 0; i < digits.len; i++) {
        if (!ascii_is_digit(digits.at[i]))
            return fn_fail(call, "$1 is not made of digits alone", args);
        sum = (sum + (unsigned) (digits.at[i] - '0')) * 2 % 11;
    }
    if (digits.len == 0)
        return fn_fail(call, "an empty text has no check character", args);
    return value_str((Str) { checks + (12 - sum) % 11, 1 });
}

static const Overload rows[] = {
    { "base64.decode", FUNCTION, PARAMS1(STRING), &TYPE_BYTES, run_decode, DEAR, "base64.decode('aGVsbG8=') == b'hello'",
      "the bytes that base64 stands for" },
    { "base64.encode", FUNCTION, PARAMS1(BYTES), &TYPE_STRING, run_encode, DEAR, "base64.encode(b'hello') == 'aGVsbG8='",
      "the bytes in base64" },
    { "mod11_2", FUNCTION, PARAMS1(STRING), &TYPE_STRING, run_mod11_2, PLAIN, "mod11_2('11010519491231002') == 'X'",
      "the check character that belongs behind these digits (ISO 7064, MOD 11-2)" },
};

const OverloadTable fn_encode = OVERLOAD_TABLE(rows);
