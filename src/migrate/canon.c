/* Reads JSON once, and writes its canonical spelling on the way. */
#include "canon.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/utf8.h"

#define DEPTH 2048 /* jansson's JSON_PARSER_MAX_DEPTH */
#define PLACES 16383 /* numeric's digits after the point */

struct member {
	size_t at, name, n; /* in `out`: from the name's quote; the name with its quotes; all */
};

struct reader {
	const char *p, *end;
	struct str *out;
	const char *why;
	int depth;
	struct member *members; /* of the objects that are open, the innermost last */
	size_t used, room;
};

static const char syntax[] = "";

static bool fail(struct reader *r, const char *why)
{
	r->why = why;
	return false;
}

static void skip_blanks(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r'))
		r->p++;
}

static bool take(struct reader *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

/* --- Strings. --- */

static bool take_hex(struct reader *r, uint32_t *out)
{
	if (r->end - r->p < 4)
		return fail(r, syntax);
	*out = 0;
	for (int i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)*r->p++;
		if (!isxdigit(c))
			return fail(r, syntax);
		*out = *out * 16 + (uint32_t)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return true;
}

static void add_char(struct str *out, uint32_t cp)
{
	char bytes[4];

	if (cp < 0x20)
		str_addf(out, "\\u%04x", (unsigned)cp);
	else if (cp == '"' || cp == '\\')
		str_addf(out, "\\%c", (int)cp);
	else
		str_addn(out, bytes, utf8_encode(cp, bytes));
}

/* What follows \u: one code point of one or two escapes. */
static bool escaped_char(struct reader *r)
{
	uint32_t cp, low;

	if (!take_hex(r, &cp))
		return false;
	if (cp == 0)
		return fail(r, "holds U+0000, which PostgreSQL does not keep");
	if (cp >= 0xD800 && cp <= 0xDFFF) {
		if (cp >= 0xDC00 || r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
			return fail(r, "holds half of a surrogate pair");
		r->p += 2;
		if (!take_hex(r, &low))
			return false;
		if (low < 0xDC00 || low > 0xDFFF)
			return fail(r, "holds half of a surrogate pair");
		cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
	}
	add_char(r->out, cp);
	return true;
}

static bool escape(struct reader *r)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";

	if (take(r, 'u'))
		return escaped_char(r);
	const char *found = r->p < r->end && *r->p ? strchr(from, *r->p) : NULL;
	if (!found)
		return fail(r, syntax);
	add_char(r->out, (unsigned char)to[found - from]);
	r->p++;
	return true;
}

/* Bytes that stay as they are: up to a quote, a backslash or what is wrong. */
static bool plain(struct reader *r)
{
	const char *from = r->p;

	while (r->p < r->end && *r->p != '"' && *r->p != '\\') {
		unsigned char c = (unsigned char)*r->p;
		uint32_t cp;
		size_t n = c < 0x80
			? 1
			: utf8_decode((struct span){r->p, (size_t)(r->end - r->p)}, 0, &cp);
		if (c < 0x20)
			return fail(r, syntax);
		if (n == 0)
			return fail(r, "is not valid UTF-8");
		r->p += n;
	}
	str_addn(r->out, from, (size_t)(r->p - from));
	return true;
}

static bool string(struct reader *r)
{
	if (!take(r, '"'))
		return fail(r, syntax);
	str_addc(r->out, '"');
	for (;;) {
		if (!plain(r))
			return false;
		if (take(r, '"'))
			break;
		if (!take(r, '\\'))
			return fail(r, syntax);
		if (!escape(r))
			return false;
	}
	str_addc(r->out, '"');
	return true;
}

/* --- Numbers. --- */

static size_t digits(struct reader *r)
{
	const char *from = r->p;

	while (r->p < r->end && isdigit((unsigned char)*r->p))
		r->p++;
	return (size_t)(r->p - from);
}

/* The exponent, cut where no number can be any more. */
static bool exponent(struct reader *r, long *out)
{
	bool minus = false;
	long v = 0;

	*out = 0;
	if (!take(r, 'e') && !take(r, 'E'))
		return true;
	if (!take(r, '+'))
		minus = take(r, '-');
	const char *from = r->p;
	if (digits(r) == 0)
		return fail(r, syntax);
	for (; from < r->p; from++)
		v = v < 1000000 ? v * 10 + (*from - '0') : v;
	*out = minus ? -v : v;
	return true;
}

/* Whether a whole number of these digits fits 64 bits. */
static bool fits(struct span number, long exp, bool minus)
{
	unsigned long long v = 0, limit = (unsigned long long)INT64_MAX + minus;

	for (size_t i = 0; i < number.n + (size_t)exp; i++) {
		unsigned digit = i < number.n ? (unsigned)(number.p[i] - '0') : 0;
		if (v > (limit - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	return true;
}

/* Whether digits × 10^exp is beyond every double; before_point of them stand before the point. */
static bool is_too_large(struct span all, long exp, long before_point)
{
	struct str text = {0};

	if (before_point != 309)
		return before_point > 309;
	str_addf(&text, "%.*se%ld", (int)all.n, all.p, exp);
	bool finite = isfinite(strtod(str_cstr(&text), NULL));
	str_free(&text);
	return !finite;
}

/*
 * Whether digits × 10^exp stays what it is on both sides. jansson reads up to 1.8e308; JSONB keeps
 * so many places, and writes what has none as a whole number, which jansson must be able to read
 * again.
 */
static bool is_kept(struct reader *r, struct span all, long exp, long places, bool minus)
{
	long before_point = (long)all.n + exp;

	if (places > PLACES)
		return fail(r, "holds a number with more than 16383 places");
	if (all.n == 0)
		return true;
	if (is_too_large(all, exp, before_point))
		return fail(r, "holds a number that is too large");
	if (places <= 0 && (before_point > 19 || !fits(all, exp, minus)))
		return fail(r, "holds a whole number that does not fit 64 bits");
	return true;
}

/* The digits without the zeros around them, and the exponent that belongs to them. */
static bool add_number(struct reader *r, struct span all, long places, bool minus)
{
	size_t n;

	while (all.n > 0 && all.p[0] == '0')
		all = (struct span){all.p + 1, all.n - 1};
	for (n = all.n; n > 0 && all.p[n - 1] == '0';)
		n--;
	long exp = (long)(all.n - n) - places;
	all.n = n;
	if (!is_kept(r, all, exp, places, minus))
		return false;
	if (n == 0) {
		str_addc(r->out, '0');
		return true;
	}
	if (minus)
		str_addc(r->out, '-');
	str_adds(r->out, all);
	if (exp != 0)
		str_addf(r->out, "e%ld", exp);
	return true;
}

static bool number(struct reader *r)
{
	struct str all = {0};
	size_t fraction = 0;
	long exp;

	bool minus = take(r, '-');
	const char *from = r->p;
	size_t whole = digits(r);
	bool good = whole == 1 || (whole > 1 && *from != '0');
	str_addn(&all, from, whole);
	if (take(r, '.')) {
		from = r->p;
		fraction = digits(r);
		str_addn(&all, from, fraction);
		good = good && fraction > 0;
	}
	if (good && exponent(r, &exp))
		good = add_number(r, str_span(&all), (long)fraction - exp, minus);
	else
		good = fail(r, syntax);
	str_free(&all);
	return good;
}

/* --- Objects and arrays. --- */

static bool value(struct reader *r);

static struct member *new_member(struct reader *r)
{
	if (r->used == r->room) {
		r->room = r->room ? r->room * 2 : 32;
		r->members = xrealloc(r->members, r->room * sizeof(*r->members));
	}
	return &r->members[r->used++];
}

static bool member(struct reader *r)
{
	size_t at = r->out->len;

	skip_blanks(r);
	if (!string(r))
		return false;
	size_t name = r->out->len - at;
	skip_blanks(r);
	if (!take(r, ':'))
		return fail(r, syntax);
	str_addc(r->out, ':');
	if (!value(r))
		return false;
	*new_member(r) = (struct member){at, name, r->out->len - at};
	return true;
}

/* Without the quote at its end, which would order "a" behind "a b". */
static int by_name(const void *a, const void *b, void *out)
{
	const struct member *x = a, *y = b;
	const char *text = ((const struct str *)out)->p;
	size_t n = x->name < y->name ? x->name : y->name;
	int order = memcmp(text + x->at, text + y->at, n - 1);

	return order ? order : (x->name > y->name) - (x->name < y->name);
}

/* The members stand one behind the other from `begin` on. */
static bool sort_members(struct reader *r, size_t first, size_t begin)
{
	size_t n = r->used - first;
	bool sorted = true;

	if (n < 2)
		return true;
	struct member *m = r->members + first;
	for (size_t i = 1; i < n; i++)
		sorted = sorted && by_name(&m[i - 1], &m[i], r->out) < 0;
	if (sorted)
		return true;
	qsort_r(m, n, sizeof(*m), by_name, r->out);
	for (size_t i = 1; i < n; i++)
		if (by_name(&m[i - 1], &m[i], r->out) == 0)
			return fail(r, "holds an object with one name twice");
	struct str again = {0};
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_addc(&again, ',');
		str_addn(&again, r->out->p + m[i].at, m[i].n);
	}
	memcpy(r->out->p + begin, again.p, again.len);
	str_free(&again);
	return true;
}

static bool object(struct reader *r)
{
	size_t first = r->used, begin;

	str_addc(r->out, '{');
	begin = r->out->len;
	skip_blanks(r);
	if (!take(r, '}')) {
		do {
			if (r->used > first)
				str_addc(r->out, ',');
			if (!member(r))
				return false;
			skip_blanks(r);
		} while (take(r, ','));
		if (!take(r, '}'))
			return fail(r, syntax);
	}
	if (!sort_members(r, first, begin))
		return false;
	r->used = first;
	str_addc(r->out, '}');
	return true;
}

static bool array(struct reader *r)
{
	bool more = false;

	str_addc(r->out, '[');
	skip_blanks(r);
	if (!take(r, ']')) {
		do {
			if (more)
				str_addc(r->out, ',');
			more = true;
			if (!value(r))
				return false;
			skip_blanks(r);
		} while (take(r, ','));
		if (!take(r, ']'))
			return fail(r, syntax);
	}
	str_addc(r->out, ']');
	return true;
}

static bool word(struct reader *r, const char *w)
{
	size_t n = strlen(w);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, w, n) != 0)
		return fail(r, syntax);
	r->p += n;
	str_addn(r->out, w, n);
	return true;
}

static bool value(struct reader *r)
{
	bool good;

	skip_blanks(r);
	if (r->p == r->end)
		return fail(r, syntax);
	if (++r->depth > DEPTH)
		return fail(r, "is nested deeper than 2048 levels");
	switch (*r->p) {
	case '{': r->p++, good = object(r); break;
	case '[': r->p++, good = array(r); break;
	case '"': good = string(r); break;
	case 't': good = word(r, "true"); break;
	case 'f': good = word(r, "false"); break;
	case 'n': good = word(r, "null"); break;
	default: good = number(r);
	}
	r->depth--;
	return good;
}

const char *canon_next(struct span *rest, struct span *raw, struct str *out)
{
	struct reader r = {.p = rest->p, .end = rest->p + rest->n, .out = out};

	skip_blanks(&r);
	const char *from = r.p;
	value(&r);
	free(r.members);
	if (raw)
		*raw = (struct span){from, (size_t)(r.p - from)};
	*rest = (struct span){r.p, (size_t)(r.end - r.p)};
	return r.why;
}

const char *canon_json(struct span text, struct str *out)
{
	const char *why = canon_next(&text, NULL, out);

	while (!why && text.n > 0 && strchr(" \n\t\r", text.p[0]) && text.p[0])
		text = (struct span){text.p + 1, text.n - 1};
	return !why && text.n > 0 ? syntax : why;
}
