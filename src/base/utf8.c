/* UTF-8 decoding, and the grapheme clusters and cell widths of utf8proc. */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>
#include <wctype.h>

/* Stream-safe text (UAX #15) has at most 30 marks on a base: nothing honest is longer than this. */
#define CLUSTER_MOST 32

static bool continues(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

size_t utf8_decode(struct span s, size_t at, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t left = s.n - at;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xC2 || p[0] > 0xF4 || left < 2 || !continues(p[1]))
		return 0;
	if (p[0] < 0xE0) {
		*cp = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
		return 2;
	}
	if (left < 3 || !continues(p[2]))
		return 0;
	uint32_t c = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	if (p[0] < 0xF0) {
		*cp = c;
		return c < 0x800 || (c >= 0xD800 && c <= 0xDFFF) ? 0 : 3;
	}
	if (left < 4 || !continues(p[3]))
		return 0;
	*cp = c = (c & 0x7FFFu) << 6 | (p[3] & 0x3Fu);
	return c < 0x10000 || c > 0x10FFFF ? 0 : 4;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)out);
}

uint32_t utf8_lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static bool eight_ascii(const char *p)
{
	uint64_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return (bytes & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_is_ascii(struct span s)
{
	size_t at = 0;

	while (s.n - at >= 8 && eight_ascii(s.p + at))
		at += 8;
	for (; at < s.n; at++)
		if ((unsigned char)s.p[at] >= 0x80)
			return false;
	return true;
}

int utf8_valid(struct span s)
{
	size_t at = 0;

	while (at < s.n) {
		if (s.n - at >= 8 && eight_ascii(s.p + at)) {
			at += 8;
			continue;
		}
		uint32_t cp;
		size_t n = utf8_decode(s, at, &cp);
		if (n == 0)
			return 0;
		at += n;
	}
	return 1;
}

size_t utf8_cluster(struct span s, size_t at)
{
	uint32_t last, next;
	utf8proc_int32_t state = 0;
	size_t n = utf8_decode(s, at, &last);

	if (n == 0)
		return 1;
	for (int i = 1; i < CLUSTER_MOST && at + n < s.n; i++) {
		if (last < 0x80 && last != '\r' && (unsigned char)s.p[at + n] < 0x80)
			break;
		size_t more = utf8_decode(s, at + n, &next);
		if (more == 0 ||
			utf8proc_grapheme_break_stateful(
				(utf8proc_int32_t)last, (utf8proc_int32_t)next, &state))
			break;
		n += more;
		last = next;
	}
	return n;
}

static utf8proc_propval_t boundclass(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass;
}

bool utf8_joins(uint32_t last, uint32_t cp)
{
	/* Before the first of either there is nothing to join. */
	if (cp < 0x600)
		return last >= 0x600 && boundclass(last) == UTF8PROC_BOUNDCLASS_PREPEND &&
			cp >= 0x20;
	return last != 0 &&
		(boundclass(cp) == UTF8PROC_BOUNDCLASS_SPACINGMARK ||
			boundclass(last) == UTF8PROC_BOUNDCLASS_PREPEND);
}

bool utf8_goes_left(uint32_t cp)
{
	if (cp < 0x590)
		return false;
	switch (utf8proc_get_property((utf8proc_int32_t)cp)->bidi_class) {
	case UTF8PROC_BIDI_CLASS_R:
	case UTF8PROC_BIDI_CLASS_AL:
	case UTF8PROC_BIDI_CLASS_AN: return true;
	default: return false;
	}
}

bool utf8_is_drawn(uint32_t cp)
{
	return iswprint((wint_t)cp) || !iswprint(L'漢');
}

static bool is_picture(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass ==
		UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool takes_emoji_style(uint32_t cp)
{
	return is_picture(cp) || cp == '#' || cp == '*' || (cp >= '0' && cp <= '9');
}

int utf8_cluster_width(struct span cluster)
{
	int width = 0;
	uint32_t base = 0;

	if (cluster.n == 1 && (unsigned char)cluster.p[0] < 0x80)
		return cluster.p[0] >= 0x20 && cluster.p[0] != 0x7F;
	for (size_t at = 0, n; at < cluster.n && width < 2; at += n) {
		uint32_t cp;
		n = utf8_decode(cluster, at, &cp);
		if (n == 0)
			return 1;
		if (cp == 0xFE0F && takes_emoji_style(base))
			return 2;
		width += utf8_width(cp) > 0 ? utf8_width(cp) : 0;
		base = cp;
	}
	return width > 2 ? 2 : width;
}
