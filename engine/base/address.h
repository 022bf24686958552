/* Network addresses: IPv4 in 4 bytes, IPv6 in 16, in the order of the network. */
#ifndef DULY_BASE_ADDRESS_H
#define DULY_BASE_ADDRESS_H

#include "base/text.h"

enum { ADDRESS_V4 = 4, ADDRESS_V6 = 16 };

typedef struct {
    uint32_t len; /* ADDRESS_V4 or ADDRESS_V6 */
    uint8_t at[ADDRESS_V6];
} Address;

typedef enum { ADDRESS_OK, ADDRESS_WRONG, ADDRESS_HAS_ZONE, ADDRESS_IS_MAPPED /* ::ffff:1.2.3.4 */ } AddressResult;

/* An IPv4 address mapped into IPv6 (::ffff:102:304) is the IPv4 address. */
AddressResult address_parse(Str text, Address *out);
/* "10.0.0.0/8": an address, and how many of its bits are the network's; those behind them may be set. */
AddressResult address_parse_network(Str text, Address *out, uint8_t *bits);

/* As RFC 5952 has it: lower case, the longest run of zeros as "::". */
void address_print(Text *out, const Address *address);

/* Whether the first bits of two addresses of one family are the same. */
bool address_same(const Address *a, const Address *b, uint8_t bits);
/* Sets the bits behind the first ones to zero. */
void address_mask(Address *address, uint8_t bits);

#endif
