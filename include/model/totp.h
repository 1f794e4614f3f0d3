/* The second factor: codes that change every 30 seconds (TOTP), and recovery codes. */
#ifndef MODEL_TOTP_H
#define MODEL_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"
#include "base/uuid.h"

#define TOTP_SECRET_BYTES 20 /* as long as the digest, which RFC 4226 recommends */
#define TOTP_SECRET_TEXT 33 /* in Base32, and the NUL */
#define TOTP_CODES 10
#define TOTP_CODE_TEXT 20 /* "ABCD-EFGH-IJKL-MNOP": 80 bits, and the NUL */

/* Base32 without padding (RFC 4648). Decoding takes either case; -1 for any other character, for
 * bits left over, and for more than `size` bytes; else how many bytes there are. */
void base32_encode(const unsigned char *bytes, size_t n, struct str *out);
int base32_decode(struct span text, unsigned char *out, size_t size);

/* A new secret from the system's random numbers; a new recovery code. */
void totp_new_secret(char out[TOTP_SECRET_TEXT]);
void totp_new_code(char out[TOTP_CODE_TEXT]);

/* The value of one counter (RFC 4226: HMAC-SHA-1, six digits). */
uint32_t hotp_value(const unsigned char *secret, size_t n, uint64_t counter);

/*
 * Whether the text is the code of the secret for this time or the 30 seconds before or after it
 * (RFC 6238), and of no step up to `last_step`, which were used. Then its step is in *step. Blanks
 * in the text do not count.
 */
bool totp_accepts(
	struct span secret, struct span text, int64_t now, int64_t last_step, int64_t *step);

/* What is stored of a recovery code: SHA-256 of its letters, whatever their case and what stands
 * between them. False when it can be none. */
bool totp_code_hash(struct span code, char out[SHA256_TEXT]);

/* "otpauth://totp/tenet:NAME?secret=SECRET", which is what phones read from the drawing. */
void totp_uri(struct span name, struct span secret, struct str *out);

#endif
