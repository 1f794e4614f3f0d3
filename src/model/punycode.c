/* Host names as people see them: RFC 3492, with the names that it gives to its parameters. */
#include "punycode.h"

#include <stdint.h>
#include <strings.h>

#include "base/utf8.h"

#define BASE 36u
#define TMIN 1u
#define TMAX 26u
#define SKEW 38u
#define DAMP 700u
#define INITIAL_BIAS 72u
#define INITIAL_N 128u
#define LABEL 63 /* bytes of a label, and so its letters at most (RFC 1035) */

static uint32_t digit_of(char c)
{
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a');
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	return c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 26 : BASE;
}

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

/* One number of variable length, added to `*i`; false when it is broken or too large. */
static bool read_number(struct span in, size_t *at, uint32_t bias, uint32_t *i)
{
	for (uint32_t k = BASE, w = 1;; k += BASE) {
		uint32_t digit = *at < in.n ? digit_of(in.p[(*at)++]) : BASE;
		uint32_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		if (digit >= BASE || digit > (UINT32_MAX - *i) / w)
			return false;
		*i += digit * w;
		if (digit < t)
			return true;
		if (w > UINT32_MAX / (BASE - t))
			return false;
		w *= BASE - t;
	}
}

/* The letters behind xn--; 0 when they are none. */
static size_t decode(struct span in, uint32_t out[LABEL])
{
	size_t n = 0, at = 0;
	uint32_t next = INITIAL_N, i = 0, bias = INITIAL_BIAS;

	for (size_t b = in.n; b > 0 && at == 0; b--)
		at = in.p[b - 1] == '-' ? b : 0;
	for (size_t b = 0; b + 1 < at && n < LABEL; b++)
		out[n++] = (unsigned char)in.p[b];
	while (at < in.n) {
		uint32_t old = i, points = (uint32_t)n + 1;
		if (n == LABEL || !read_number(in, &at, bias, &i))
			return 0;
		bias = adapt(i - old, points, old == 0);
		next += i / points;
		i %= points;
		memmove(&out[i + 1], &out[i], (n - i) * sizeof(*out));
		out[i++] = next;
		n++;
	}
	return n;
}

static void show_label(struct span label, struct str *out)
{
	uint32_t letters[LABEL];
	size_t before = out->len, n = 0;
	char utf8[4];

	if (label.n > 4 && label.n <= LABEL && strncasecmp(label.p, "xn--", 4) == 0)
		n = decode((struct span){label.p + 4, label.n - 4}, letters);
	for (size_t i = 0; i < n; i++) {
		size_t bytes = utf8_encode(letters[i], utf8);
		if (bytes == 0) {
			n = 0;
			out->len = before;
		}
		str_addn(out, utf8, bytes);
	}
	for (size_t i = 0; n == 0 && i < label.n; i++) {
		char c = label.p[i];
		str_addc(out, (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
	}
}

void punycode_show(struct span host, struct str *out)
{
	for (size_t from = 0, to; from <= host.n; from = to + 1) {
		const char *dot = host.n > from ? memchr(host.p + from, '.', host.n - from) : NULL;
		to = dot ? (size_t)(dot - host.p) : host.n;
		show_label((struct span){host.p + from, to - from}, out);
		if (to < host.n)
			str_addc(out, '.');
	}
}
