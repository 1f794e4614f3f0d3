/* TOTP through libmd's SHA-1, and Base32. */
#include "model/totp.h"

#include <ctype.h>
#include <endian.h>
#include <sha1.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/time.h"

#define STEP (30 * TIME_SECOND)
#define WINDOW 1 /* steps on both sides: the clocks of phones differ */
#define DIGITS 6
#define MODULUS 1000000
#define CODE_BYTES 10

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void base32_encode(const unsigned char *bytes, size_t n, struct str *out)
{
	uint32_t held = 0;
	int bits = 0;

	for (size_t i = 0; i < n; i++) {
		held = held << 8 | bytes[i];
		for (bits += 8; bits >= 5; bits -= 5)
			str_addc(out, alphabet[held >> (bits - 5) & 31]);
	}
	if (bits > 0)
		str_addc(out, alphabet[held << (5 - bits) & 31]);
}

int base32_decode(struct span text, unsigned char *out, size_t size)
{
	uint32_t held = 0;
	size_t n = 0;
	int bits = 0;

	for (size_t i = 0; i < text.n; i++) {
		int c = toupper((unsigned char)text.p[i]);
		const char *at = c ? strchr(alphabet, c) : NULL;
		if (!at)
			return -1;
		held = held << 5 | (uint32_t)(at - alphabet);
		bits += 5;
		if (bits < 8)
			continue;
		bits -= 8;
		if (n == size)
			return -1;
		out[n++] = (unsigned char)(held >> bits);
	}
	return bits >= 5 || (held & ((1u << bits) - 1)) != 0 ? -1 : (int)n;
}

/* Nothing secret may come from anything less, so that this ends the program. */
static void draw_lots(unsigned char *out, size_t n)
{
	if (getrandom(out, n, 0) != (ssize_t)n)
		abort();
}

void totp_new_secret(char out[TOTP_SECRET_TEXT])
{
	unsigned char bytes[TOTP_SECRET_BYTES];
	struct str text = {0};

	draw_lots(bytes, sizeof(bytes));
	base32_encode(bytes, sizeof(bytes), &text);
	memcpy(out, text.p, TOTP_SECRET_TEXT);
	explicit_bzero(bytes, sizeof(bytes));
	explicit_bzero(text.p, text.len);
	str_free(&text);
}

void totp_new_code(char out[TOTP_CODE_TEXT])
{
	unsigned char bytes[CODE_BYTES];
	struct str text = {0};

	draw_lots(bytes, sizeof(bytes));
	base32_encode(bytes, sizeof(bytes), &text);
	for (size_t i = 0, to = 0; i < text.len; i++) {
		if (i > 0 && i % 4 == 0)
			out[to++] = '-';
		out[to++] = text.p[i];
	}
	out[TOTP_CODE_TEXT - 1] = '\0';
	explicit_bzero(bytes, sizeof(bytes));
	explicit_bzero(text.p, text.len);
	str_free(&text);
}

/* RFC 2104, for keys that are no longer than a block. */
static void hmac_sha1(const unsigned char *key, size_t key_n, const unsigned char *text, size_t n,
	unsigned char out[SHA1_DIGEST_LENGTH])
{
	unsigned char pad[SHA1_BLOCK_LENGTH] = {0};
	SHA1_CTX context;

	memcpy(pad, key, key_n);
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36;
	SHA1Init(&context);
	SHA1Update(&context, pad, sizeof(pad));
	SHA1Update(&context, text, n);
	SHA1Final(out, &context);
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36 ^ 0x5C;
	SHA1Init(&context);
	SHA1Update(&context, pad, sizeof(pad));
	SHA1Update(&context, out, SHA1_DIGEST_LENGTH);
	SHA1Final(out, &context);
	explicit_bzero(pad, sizeof(pad));
	explicit_bzero(&context, sizeof(context));
}

uint32_t hotp_value(const unsigned char *secret, size_t n, uint64_t counter)
{
	unsigned char digest[SHA1_DIGEST_LENGTH];
	uint64_t big = htobe64(counter);
	uint32_t word;

	hmac_sha1(secret, n, (const unsigned char *)&big, sizeof(big), digest);
	memcpy(&word, digest + (digest[SHA1_DIGEST_LENGTH - 1] & 15), sizeof(word));
	return (be32toh(word) & 0x7FFFFFFF) % MODULUS;
}

/* -1 unless it is six digits, with blanks between them or not. */
static int64_t read_digits(struct span text)
{
	int64_t value = 0;
	int digits = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ')
			continue;
		if (text.p[i] < '0' || text.p[i] > '9' || ++digits > DIGITS)
			return -1;
		value = value * 10 + (text.p[i] - '0');
	}
	return digits == DIGITS ? value : -1;
}

bool totp_accepts(
	struct span secret, struct span text, int64_t now, int64_t last_step, int64_t *step)
{
	unsigned char key[SHA1_BLOCK_LENGTH];
	int64_t given = read_digits(text), here = now / STEP;
	int n = base32_decode(secret, key, sizeof(key));
	bool found = false;

	for (int64_t at = here - WINDOW; n > 0 && at <= here + WINDOW; at++) {
		if (at <= last_step || at < 0 || hotp_value(key, (size_t)n, (uint64_t)at) != given)
			continue;
		*step = at;
		found = true;
	}
	explicit_bzero(key, sizeof(key));
	return found;
}

bool totp_code_hash(struct span code, char out[SHA256_TEXT])
{
	unsigned char bytes[CODE_BYTES];
	char letters[TOTP_CODE_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] == '-' || code.p[i] == ' ')
			continue;
		if (n == sizeof(letters))
			return false;
		letters[n++] = code.p[i];
	}
	bool is_one = base32_decode((struct span){letters, n}, bytes, sizeof(bytes)) == CODE_BYTES;
	if (is_one)
		sha256_parts(&(struct span){(const char *)bytes, sizeof(bytes)}, 1, out);
	explicit_bzero(letters, sizeof(letters));
	explicit_bzero(bytes, sizeof(bytes));
	return is_one;
}

void totp_uri(struct span name, struct span secret, struct str *out)
{
	str_add(out, "otpauth://totp/tenet:");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (isalnum(c) || (c && strchr("-._~", c)))
			str_addc(out, (char)c);
		else
			str_addf(out, "%%%02X", c);
	}
	str_add(out, "?secret=");
	str_adds(out, secret);
}
