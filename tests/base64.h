/* Base64 as the hostile texts are written in. */
#ifndef TESTS_BASE64_H
#define TESTS_BASE64_H

#include <string.h>

#include "base/str.h"

/* Appends the bytes of a base64 text. */
static inline void add_base64(struct str *out, const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, have = 0;

	for (; *text && *text != '='; text++) {
		bits = (bits << 6 | (unsigned)(strchr(digits, *text) - digits)) & 0xFFFF;
		have += 6;
		if (have >= 8) {
			have -= 8;
			str_addc(out, (char)(bits >> have & 0xFF));
		}
	}
}

#endif
