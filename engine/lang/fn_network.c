/* Network addresses and networks: net.IP and net.CIDR. Their values are the bytes of the address, and of a network one more, how
   many of its bits are the network's. */
#include "lang/fn.h"

#include "base/address.h"

/* ---- values */

static Address address_of(Value v)
{
    Address address = { .len = v.kind == KIND_CIDR ? v.len - 1 : v.len };
    memcpy(address.at, v.at, address.len);
    return address;
}

static uint8_t fn_network_bits_of(Value cidr)
{
    return (uint8_t) cidr.at[cidr.len - 1];
}

static Value fn_network_make(Call *call, Kind kind, const Address *address, uint8_t bits)
{
    uint32_t len = address->len + (kind == KIND_CIDR);
    char *at = call_alloc(call, len);
    if (!at)
        return value_error();
    memcpy(at, address->at, address->len);
    if (kind == KIND_CIDR)
        at[len - 1] = (char) bits;
    return (Value) { .kind = (uint8_t) kind, .len = len, .at = at };
}

/* ---- making them */

static Value fn_network_fail(Call *call, AddressResult result, const char *wrong, const Value *args)
{
    switch (result) {
    case ADDRESS_HAS_ZONE: return fn_fail(call, "the address $1 has a zone, which is not allowed", args);
    case ADDRESS_IS_MAPPED: return fn_fail(call, "$1 is an IPv4 address mapped into IPv6, which is not allowed", args);
    case ADDRESS_WRONG:
    case ADDRESS_OK: break;
    }
    return fn_fail(call, wrong, args);
}

static Value run_ip(Call *call, const Value *args)
{
    Address address;
    AddressResult result = address_parse(fn_str(args[0]), &address);
    return result == ADDRESS_OK ? fn_network_make(call, KIND_IP, &address, 0)
                                : fn_network_fail(call, result, "$1 is not an IP address", args);
}

static Value run_cidr(Call *call, const Value *args)
{
    Address address;
    uint8_t bits;
    AddressResult result = address_parse_network(fn_str(args[0]), &address, &bits);
    return result == ADDRESS_OK ? fn_network_make(call, KIND_CIDR, &address, bits)
                                : fn_network_fail(call, result, "$1 is not a network such as 10.0.0.0/8", args);
}

static Value run_is_ip(Call *call, const Value *args)
{
    Address address;
    (void) call;
    return value_bool(address_parse(fn_str(args[0]), &address) == ADDRESS_OK);
}

static Value run_is_cidr(Call *call, const Value *args)
{
    Address address;
    uint8_t bits;
    (void) call;
    return value_bool(address_parse_network(fn_str(args[0]), &address, &bits) == ADDRESS_OK);
}

static Value run_is_canonical(Call *call, const Value *args)
{
    Address address;
    Text text = { 0 };
    AddressResult result = address_parse(fn_str(args[0]), &address);
    if (result != ADDRESS_OK)
        return fn_network_fail(call, result, "$1 is not an IP address", args);
    address_print(&text, &address);
    bool same = str_equal(text_str(&text), fn_str(args[0]));
    text_free(&text);
    return value_bool(same);
}

static Value run_string(Call *call, const Value *args)
{
    Text text = { 0 };
    value_show(&text, args[0]);
    Value result = call_str(call, text_str(&text));
    text_free(&text);
    return result;
}

/* ---- what an address is for */

typedef struct {
    Address address;
    uint8_t bits;
} Range;

static bool fn_network_is_in(const Address *address, const Range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (address_same(address, &ranges[i].address, ranges[i].bits))
            return true;
    return false;
}

#define V4(...)         \
    {                   \
        4,              \
        {               \
            __VA_ARGS__ \
        }               \
    }
#define V6(...)         \
    {                   \
        16,             \
        {               \
            __VA_ARGS__ \
        }               \
    }
#define IS_IN(address, ranges) fn_network_is_in(&(address), ranges, sizeof(ranges) / sizeof *(ranges))

/* As Go's net/netip has them, which cel-go asks. */
static const Range unspecified[] = { { V4(0), 32 }, { V6(0), 128 } };
static const Range loopback[] = { { V4(127), 8 }, { V6([15] = 1), 128 } };
static const Range multicast[] = { { V4(224), 4 }, { V6(0xFF), 8 } };
static const Range link_unicast[] = { { V4(169, 254), 16 }, { V6(0xFE, 0x80), 10 } };
static const Range link_multicast[] = { { V4(224), 24 } };
static const Range broadcast[] = { { V4(255, 255, 255, 255), 32 } };

static Value run_family(Call *call, const Value *args)
{
    (void) call;
    return value_int(args[0].len == ADDRESS_V4 ? 4 : 6);
}

static Value run_is_unspecified(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    (void) call;
    return value_bool(IS_IN(address, unspecified));
}

static Value run_is_loopback(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    (void) call;
    return value_bool(IS_IN(address, loopback));
}

static Value run_is_link_local_unicast(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    (void) call;
    return value_bool(IS_IN(address, link_unicast));
}

/* In IPv6 the flags do not matter, only the scope. */
static Value run_is_link_local_multicast(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    (void) call;
    bool six = address.len == ADDRESS_V6 && address.at[0] == 0xFF && (address.at[1] & 0x0F) == 2;
    return value_bool(six || IS_IN(address, link_multicast));
}

static Value run_is_global_unicast(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    (void) call;
    return value_bool(!IS_IN(address, unspecified) && !IS_IN(address, loopback) && !IS_IN(address, multicast) &&
                      !IS_IN(address, link_unicast) && !IS_IN(address, broadcast));
}

/* ---- networks */

static Value fn_network_contains(Value cidr, Value other, uint8_t least_bits)
{
    Address network = address_of(cidr), address = address_of(other);
    return value_bool(least_bits >= fn_network_bits_of(cidr) && address_same(&network, &address, fn_network_bits_of(cidr)));
}

static Value run_contains_ip(Call *call, const Value *args)
{
    (void) call;
    return fn_network_contains(args[0], args[1], UINT8_MAX);
}

static Value run_contains_ip_text(Call *call, const Value *args)
{
    Value ip = run_ip(call, args + 1);
    return value_is_error(ip) ? ip : fn_network_contains(args[0], ip, UINT8_MAX);
}

static Value run_contains_cidr(Call *call, const Value *args)
{
    (void) call;
    return fn_network_contains(args[0], args[1], fn_network_bits_of(args[1]));
}

static Value run_contains_cidr_text(Call *call, const Value *args)
{
    Value cidr = run_cidr(call, args + 1);
    return value_is_error(cidr) ? cidr : fn_network_contains(args[0], cidr, fn_network_bits_of(cidr));
}

static Value run_network_ip(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    return fn_network_make(call, KIND_IP, &address, 0);
}

static Value run_masked(Call *call, const Value *args)
{
    Address address = address_of(args[0]);
    address_mask(&address, fn_network_bits_of(args[0]));
    return fn_network_make(call, KIND_CIDR, &address, fn_network_bits_of(args[0]));
}

static Value run_is_mask(Call *call, const Value *args)
{
    Address address = address_of(args[0]), masked = address;
    (void) call;
    address_mask(&masked, fn_network_bits_of(args[0]));
    return value_bool(address_same(&address, &masked, UINT8_MAX));
}

static Value run_prefix_length(Call *call, const Value *args)
{
    (void) call;
    return value_int(fn_network_bits_of(args[0]));
}

/* clang-format off */
static const Overload rows[] = {
    { "cidr", FUNCTION, PARAMS1(STRING), &TYPE_CIDR, run_cidr, DEAR,
      "string(cidr('10.0.0.0/8')) == '10.0.0.0/8'", "a network of addresses" },
    { "containsCIDR", METHOD, PARAMS2(CIDR, CIDR), &TYPE_BOOL, run_contains_cidr, PLAIN,
      "cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))", "whether all of the other network belongs to it" },
    { "containsCIDR", METHOD, PARAMS2(CIDR, STRING), &TYPE_BOOL, run_contains_cidr_text, DEAR,
      "!cidr('10.0.0.0/8').containsCIDR('11.0.0.0/8')", "the same of a text" },
    { "containsIP", METHOD, PARAMS2(CIDR, IP), &TYPE_BOOL, run_contains_ip, PLAIN,
      "cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))", "whether the address belongs to the network" },
    { "containsIP", METHOD, PARAMS2(CIDR, STRING), &TYPE_BOOL, run_contains_ip_text, DEAR,
      "!cidr('10.0.0.0/8').containsIP('11.1.2.3')", "the same of a text" },
    { "family", METHOD, PARAMS1(IP), &TYPE_INT, run_family, PLAIN, "ip('::1').family() == 6", "4 or 6" },
    { "ip", FUNCTION, PARAMS1(STRING), &TYPE_IP, run_ip, DEAR,
      "string(ip('2001:DB8::1')) == '2001:db8::1'", "a network address" },
    { "ip", METHOD, PARAMS1(CIDR), &TYPE_IP, run_network_ip, DEAR,
      "cidr('10.1.0.0/8').ip() == ip('10.1.0.0')", "the address of the network as it was written" },
    { "ip.isCanonical", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, run_is_canonical, DEAR,
      "!ip.isCanonical('2001:DB8::1')", "whether an address is written in its shortest form" },
    { "isCIDR", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, run_is_cidr, DEAR, "isCIDR('::/0')", "whether a text is a network" },
    { "isGlobalUnicast", METHOD, PARAMS1(IP), &TYPE_BOOL, run_is_global_unicast, PLAIN,
      "ip('192.168.0.1').isGlobalUnicast()", "whether it may be the address of one machine beyond its link" },
    { "isIP", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, run_is_ip, DEAR, "!isIP('10.0.0')", "whether a text is a network address" },
    { "isLinkLocalMulticast", METHOD, PARAMS1(IP), &TYPE_BOOL, run_is_link_local_multicast, PLAIN,
      "ip('ff02::1').isLinkLocalMulticast()", "whether it is a group on its link" },
    { "isLinkLocalUnicast", METHOD, PARAMS1(IP), &TYPE_BOOL, run_is_link_local_unicast, PLAIN,
      "ip('169.254.1.1').isLinkLocalUnicast()", "whether it is one machine on its link" },
    { "isLoopback", METHOD, PARAMS1(IP), &TYPE_BOOL, run_is_loopback, PLAIN,
      "ip('127.0.0.1').isLoopback()", "whether it is the machine itself" },
    { "isMask", METHOD, PARAMS1(CIDR), &TYPE_BOOL, run_is_mask, PLAIN,
      "cidr('10.0.0.0/8').isMask()", "whether it is written without an address inside it: all bits that are not the network's are zero" },
    { "isUnspecified", METHOD, PARAMS1(IP), &TYPE_BOOL, run_is_unspecified, PLAIN,
      "ip('0.0.0.0').isUnspecified()", "whether it is no address at all" },
    { "masked", METHOD, PARAMS1(CIDR), &TYPE_CIDR, run_masked, DEAR,
      "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", "the network, its other bits zero" },
    { "prefixLength", METHOD, PARAMS1(CIDR), &TYPE_INT, run_prefix_length, PLAIN,
      "cidr('10.0.0.0/8').prefixLength() == 8", "how many bits are the network's" },
    { "string", FUNCTION, PARAMS1(IP), &TYPE_STRING, run_string, DEAR,
      "string(ip('::0')) == '::'", "the address in its shortest form" },
    { "string", FUNCTION, PARAMS1(CIDR), &TYPE_STRING, run_string, DEAR,
      "string(cidr('::0/0')) == '::/0'", "the network, its address in the shortest form" },
};

const OverloadTable fn_network = OVERLOAD_TABLE(rows);
