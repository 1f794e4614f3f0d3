/* Identifiers and digests, through libuuid and libmd. */
#include "base/uuid.h"

#include <endian.h>
#include <sha256.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uuid/uuid.h>

#include "base/str.h"

_Static_assert(UUID_TEXT == UUID_STR_LEN, "a uuid is 36 characters");

/* Random. Built for the tests: where TENET_IDS is set, the next of the series that it names, so
 * that a picture of them is the same each time. */
static void generate(uuid_t id)
{
#ifdef TENET_TEST_CLOCK
	static _Atomic unsigned count;
	const char *series = getenv("TENET_IDS");
	if (series) {
		struct str name = {0};
		str_addf(&name, "%s %u", series, count++);
		uuid_generate_sha1(id, (const uuid_t){0}, name.p, name.len);
		id[6] = (unsigned char)((id[6] & 0x0f) | 0x40); /* version 4, as all others */
		str_free(&name);
		return;
	}
#endif
	uuid_generate_random(id);
}

void uuid_new(char out[UUID_TEXT])
{
	uuid_t id = {0};

	generate(id);
	uuid_unparse_lower(id, out);
}

void uuid_series(char (*out)[UUID_TEXT], size_t n)
{
	uint32_t number;
	uuid_t id = {0};

	generate(id);
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
