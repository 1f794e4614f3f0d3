/* Identifiers and digests, through libuuid and libmd. */
#include "base/uuid.h"

#include <endian.h>
#include <sha256.h>
#include <stdint.h>
#include <string.h>
#include <uuid/uuid.h>

_Static_assert(UUID_TEXT == UUID_STR_LEN, "a uuid is 36 characters");

void uuid_new(char out[UUID_TEXT])
{
	uuid_t id;

	uuid_generate_random(id);
	uuid_unparse_lower(id, out);
}

void uuid_series(char (*out)[UUID_TEXT], size_t n)
{
	uint32_t number;
	uuid_t id;

	uuid_generate_random(id);
	memcpy(&number, id + sizeof(id) - sizeof(number), sizeof(number));
	for (size_t i = 0; i < n; i++) {
		uint32_t digits = htobe32(number + (uint32_t)i);
		memcpy(id + sizeof(id) - sizeof(digits), &digits, sizeof(digits));
		uuid_unparse_lower(id, out[i]);
	}
}

void sha256_parts(const struct span *parts, size_t n, char out[SHA256_TEXT])
{
	SHA256_CTX ctx;

	SHA256Init(&ctx);
	for (size_t i = 0; i < n; i++) {
		uint64_t length = htole64(parts[i].p ? parts[i].n : UINT64_MAX);
		SHA256Update(&ctx, (const uint8_t *)&length, sizeof(length));
		if (parts[i].p)
			SHA256Update(&ctx, (const uint8_t *)parts[i].p, parts[i].n);
	}
	SHA256End(&ctx, out);
}
