/* Network addresses: as the ip() and cidr() functions of CEL's extension have them, with inet_pton to read and our own shortest form to
   write, since one address must have one spelling. */
#include "base/address.h"
#include "base/ascii.h"

#include <arpa/inet.h>

/* ---- reading

   ::ffff:c0a8:1 is 192.168.0.1: an IPv4 address mapped into IPv6 is the IPv4 address, so that one address is one value. With dots
   (::ffff:192.168.0.1) it is refused: some readers see an IPv4 address in it and some an IPv6 one, and a rule about networks
   must not depend on which. */

enum { MAPPED_BYTES = ADDRESS_V6 - ADDRESS_V4, MAPPED_BITS = 8 * MAPPED_BYTES };

static bool is_mapped(const Address *address)
{
    static const uint8_t prefix[MAPPED_BYTES] = { [10] = 0xFF, [11] = 0xFF };
    return address->len == ADDRESS_V6 && memcmp(address->at, prefix, sizeof prefix) == 0;
}

static void unmap(Address *address)
{
    memmove(address->at, address->at + MAPPED_BYTES, ADDRESS_V4);
    address->len = ADDRESS_V4;
}

/* The address as it is written, mapped or not. */
static AddressResult parse_written(Str text, Address *out)
{
    char room[INET6_ADDRSTRLEN];
    if (str_find(text, STR("%"), 0) != SIZE_MAX)
        return ADDRESS_HAS_ZONE;
    if (text.len >= sizeof room || (text.len > 0 && memchr(text.at, '\0', text.len)))
        return ADDRESS_WRONG;
    if (text.len > 0)
        memcpy(room, text.at, text.len);
    room[text.len] = '\0';
    *out = (Address) { .len = strchr(room, ':') ? ADDRESS_V6 : ADDRESS_V4 };
    if (inet_pton(out->len == ADDRESS_V6 ? AF_INET6 : AF_INET, room, out->at) != 1)
        return ADDRESS_WRONG;
    return is_mapped(out) && strchr(room, '.') ? ADDRESS_IS_MAPPED : ADDRESS_OK;
}

AddressResult address_parse(Str text, Address *out)
{
    AddressResult result = parse_written(text, out);
    if (result == ADDRESS_OK && is_mapped(out))
        unmap(out);
    return result;
}

/* Digits without a sign or zeros before them. */
static bool parse_bits(Str text, uint8_t most, uint8_t *bits)
{
    unsigned number = 0;
    if (text.len == 0 || text.len > 3 || (text.len > 1 && text.at[0] == '0'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_digit(text.at[i]))
            return false;
        number = number * 10 + (unsigned) (text.at[i] - '0');
    }
    *bits = (uint8_t) number;
    return number <= most;
}

AddressResult address_parse_network(Str text, Address *out, uint8_t *bits)
{
    size_t slash = str_find(text, STR("/"), 0);
    if (slash == SIZE_MAX)
        return ADDRESS_WRONG;
    AddressResult result = parse_written(str_slice(text, 0, slash), out);
    if (result != ADDRESS_OK)
        return result;
    if (!parse_bits(str_slice(text, slash + 1, text.len), (uint8_t) (8 * out->len), bits))
        return ADDRESS_WRONG;
    if (!is_mapped(out))
        return ADDRESS_OK;
    if (*bits < MAPPED_BITS)
        return ADDRESS_IS_MAPPED; /* wider than all of IPv4 */
    unmap(out);
    *bits = (uint8_t) (*bits - MAPPED_BITS);
    return ADDRESS_OK;
}

/* ---- printing */

enum { WORDS = ADDRESS_V6 / 2 };

static unsigned address_word_at(const Address *address, int word)
{
    return (unsigned) address->at[2 * word] << 8 | address->at[2 * word + 1];
}

/* The first of the longest runs of two zero words or more; 0 words: there is none. */
static int find_zeros(const Address *address, int *first)
{
    int longest = 1, run = 0;
    for (int i = 0; i < WORDS; i++) {
        run = address_word_at(address, i) == 0 ? run + 1 : 0;
        if (run <= longest)
            continue;
        longest = run;
        *first = i + 1 - run;
    }
    return longest > 1 ? longest : 0;
}

static void print_words(Text *out, const Address *address)
{
    int first = WORDS, zeros = find_zeros(address, &first);
    for (int i = 0; i < WORDS; i++) {
        if (zeros > 0 && i == first) {
            text_add(out, STR("::"));
            i += zeros - 1;
        } else {
            text_format(out, "%s%x", i > 0 && !(zeros > 0 && i == first + zeros) ? ":" : "", address_word_at(address, i));
        }
    }
}

void address_print(Text *out, const Address *address)
{
    if (address->len == ADDRESS_V6)
        print_words(out, address);
    else
        text_format(out, "%d.%d.%d.%d", address->at[0], address->at[1], address->at[2], address->at[3]);
}

/* ---- networks */

static uint8_t mask_of(uint32_t byte, uint8_t bits)
{
    uint32_t kept = bits > 8 * byte ? bits - 8 * byte : 0;
    return (uint8_t) (0xFF00 >> (kept < 8 ? kept : 8));
}

bool address_same(const Address *a, const Address *b, uint8_t bits)
{
    bool same = a->len == b->len;
    for (uint32_t i = 0; i < a->len && same; i++)
        same = ((a->at[i] ^ b->at[i]) & mask_of(i, bits)) == 0;
    return same;
}

void address_mask(Address *address, uint8_t bits)
{
    for (uint32_t i = 0; i < address->len; i++)
        address->at[i] &= mask_of(i, bits);
}
