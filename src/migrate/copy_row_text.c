/* A row as one JSON object on one line, and back. */
#include <stdlib.h>

#include "base/json.h"
#include "base/number.h"
#include "base/utf8.h"
#include "canon.h"
#include "copy_source.h"

/* --- Writing. --- */

void copy_add_string(struct str *out, struct span text)
{
	static const char escapes[32] = {
		['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
	size_t from = 0;

	str_addc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		str_addn(out, text.p + from, i - from);
		from = i + 1;
		if (c >= 0x20 || escapes[c])
			str_addf(out, "\\%c", c >= 0x20 ? c : escapes[c]);
		else
			str_addf(out, "\\u%04x", c);
	}
	str_addn(out, text.p + from, text.n - from);
	str_addc(out, '"');
}

static void add_hex(struct str *out, struct span bytes)
{
	static const char digits[] = "0123456789abcdef";

	str_add(out, "{\"hex\":\"");
	char *to = str_reserve(out, 2 * bytes.n);
	for (size_t i = 0; i < bytes.n; i++) {
		*to++ = digits[(unsigned char)bytes.p[i] >> 4];
		*to++ = digits[bytes.p[i] & 15];
	}
	out->len += 2 * bytes.n;
	str_add(out, "\"}");
}

/* In JSON, a line break can only be a blank between two words. */
static void add_json(struct str *out, struct span text)
{
	size_t from = out->len;

	str_adds(out, text);
	for (char *p = out->p + from; p < out->p + out->len; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
}

static void add_value(struct str *out, const struct copy_column *c, const struct copy_value *v,
	enum copy_trust trust)
{
	struct str ignored = {0};
	char text[NUMBER_TEXT];

	switch (v->kind) {
	case COL_NULL: break;
	case COL_INT: str_addf(out, "%lld", (long long)v->number); break;
	case COL_REAL:
		number_format(v->real, text);
		str_add(out, text);
		break;
	case COL_BLOB: add_hex(out, v->bytes); break;
	case COL_TEXT:
		if (trust == COPY_UNCHECKED && !utf8_valid(v->bytes))
			add_hex(out, v->bytes);
		else if (c->kind == COLUMN_JSON &&
			(trust == COPY_CHECKED || !canon_json(v->bytes, &ignored)))
			add_json(out, v->bytes);
		else
			copy_add_string(out, v->bytes);
		break;
	}
	str_free(&ignored);
}

/* NULL is a column that is not there: null is what a column of JSON may hold. */
void copy_row_write(const struct copy_row *r, enum copy_trust trust, struct str *out)
{
	const struct copy_table *t = r->table;
	bool more = false;

	str_addc(out, '{');
	for (size_t i = 0; i < t->n; i++) {
		if (r->v[i].kind == COL_NULL)
			continue;
		str_addf(out, "%s\"%s\":", more ? "," : "", t->columns[i].name);
		more = true;
		if (r->v[i].kind == COL_REAL && r->v[i].real - r->v[i].real != 0)
			str_add(out, r->v[i].real > 0 ? "\"inf\"" : "\"-inf\"");
		else
			add_value(out, &t->columns[i], &r->v[i], trust);
	}
	str_addc(out, '}');
}

/* --- Reading. --- */

/* A string in canon_json's spelling, with its quotes, as what it means. */
static struct span unquote(struct span spelled, struct arena *a)
{
	char *out = arena_alloc(a, spelled.n);
	size_t n = 0;

	for (size_t i = 1; i + 1 < spelled.n; i++) {
		bool escaped = spelled.p[i] == '\\';
		i += escaped;
		char c = spelled.p[i];
		if (escaped && c == 'u') {
			const char digits[] = {spelled.p[i + 3], spelled.p[i + 4], '\0'};
			c = (char)strtol(digits, NULL, 16);
			i += 4;
		}
		out[n++] = c;
	}
	return (struct span){out, n};
}

static int digit_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* {"hex":"00ff"} */
static int parse_hex(struct span spelled, struct arena *a, struct copy_value *v, struct err *e)
{
	static const char before[] = "{\"hex\":\"", after[] = "\"}";
	const size_t around = sizeof(before) - 1 + sizeof(after) - 1;

	if (spelled.n < around || (spelled.n - around) % 2 ||
		memcmp(spelled.p, before, sizeof(before) - 1) != 0)
		return err_set(e, ERR_OTHER, "bytes are written as {\"hex\":\"00ff\"}");
	const char *from = spelled.p + sizeof(before) - 1;
	size_t n = (spelled.n - around) / 2;
	char *out = arena_alloc(a, n + 1);
	for (size_t i = 0; i < n; i++) {
		int high = digit_value(from[2 * i]), low = digit_value(from[2 * i + 1]);
		if (high < 0 || low < 0)
			return err_set(e, ERR_OTHER, "bytes are written as {\"hex\":\"00ff\"}");
		out[i] = (char)(high << 4 | low);
	}
	v->kind = COL_BLOB;
	v->bytes = (struct span){out, n};
	return 0;
}

static int parse_number(struct span raw, struct copy_value *v, struct err *e)
{
	json_t *number = json_read(raw, e);

	if (!number)
		return -1;
	v->kind = json_is_integer(number) ? COL_INT : COL_REAL;
	v->number = json_integer_value(number);
	v->real = json_real_value(number);
	json_decref(number);
	return 0;
}

static int parse_value(const struct copy_column *c, struct span raw, struct span spelled,
	struct arena *a, struct copy_value *v, struct err *e)
{
	if (c->kind == COLUMN_JSON) {
		v->kind = COL_TEXT;
		v->bytes = raw;
		return 0;
	}
	if (span_is(spelled, "null"))
		return 0;
	switch (spelled.p[0]) {
	case '"':
		v->kind = COL_TEXT;
		v->bytes = unquote(spelled, a);
		return 0;
	case '{': return parse_hex(spelled, a, v, e);
	case '[':
	case 't':
	case 'f': return err_set(e, ERR_OTHER, "a value that no column has");
	default: return parse_number(raw, v, e);
	}
}

static bool take(struct span *rest, char c)
{
	while (rest->n > 0 && (rest->p[0] == ' ' || rest->p[0] == '\t' || rest->p[0] == '\r'))
		*rest = (struct span){rest->p + 1, rest->n - 1};
	if (rest->n == 0 || rest->p[0] != c)
		return false;
	*rest = (struct span){rest->p + 1, rest->n - 1};
	return true;
}

static int parse_next(struct span *rest, struct span *raw, struct str *spelled, struct err *e)
{
	str_clear(spelled);
	const char *why = canon_next(rest, raw, spelled);
	if (!why)
		return 0;
	return err_set(e, ERR_OTHER, "%s", *why ? why : "not JSON");
}

static int parse_member(struct span *rest, const struct copy_table *t, uint32_t *seen,
	struct arena *a, struct copy_row *out, struct err *e)
{
	struct str spelled = {0};
	struct span raw;
	int column = -1, result = -1;

	if (parse_next(rest, NULL, &spelled, e) != 0)
		goto out;
	if (spelled.p[0] == '"')
		column = copy_column_named(t, (struct span){spelled.p + 1, spelled.len - 2});
	if (column < 0 || *seen & UINT32_C(1) << column || !take(rest, ':')) {
		err_set(e, ERR_OTHER, "%s has no column %.80s, or it comes twice", t->name,
			str_cstr(&spelled));
		goto out;
	}
	*seen |= UINT32_C(1) << column;
	if (parse_next(rest, &raw, &spelled, e) == 0)
		result = parse_value(
			&t->columns[column], raw, str_span(&spelled), a, &out->v[column], e);
	if (result != 0)
		err_prefix(e, "%s", t->columns[column].name);
out:
	str_free(&spelled);
	return result;
}

int copy_row_parse(struct span text, const struct copy_table *t, struct arena *a,
	struct copy_row *out, struct err *e)
{
	uint32_t seen = 0;

	*out = (struct copy_row){.table = t};
	if (!take(&text, '{'))
		return err_set(e, ERR_OTHER, "a row is an object");
	if (!take(&text, '}')) {
		do
			if (parse_member(&text, t, &seen, a, out, e) != 0)
				return -1;
		while (take(&text, ','));
		if (!take(&text, '}'))
			return err_set(e, ERR_OTHER, "a row without an end");
	}
	take(&text, '\n');
	return text.n == 0 ? 0 : err_set(e, ERR_OTHER, "something stands behind the row");
}
