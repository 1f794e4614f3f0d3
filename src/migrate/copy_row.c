/* What a value must be so that it is the same on both engines; nothing is repaired here. */
#include "copy_row.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/json.h"
#include "base/number.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "base/utf8.h"
#include "canon.h"

static int fault(struct copy_fault *why, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int fault(struct copy_fault *why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why->reason, sizeof(why->reason), fmt, args);
	va_end(args);
	return -1;
}

/* What stands there, short enough for a sentence, and safe. */
static int fault_shown(struct copy_fault *why, const char *what, struct span text)
{
	struct str safe = {0};
	size_t n = text.n < 40 ? text.n : 40;

	while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n--;
	text_sanitize(&safe, (struct span){text.p, n}, TEXT_ONE_LINE);
	fault(why, "%s: %s%s", what, str_cstr(&safe), n < text.n ? "…" : "");
	str_free(&safe);
	return -1;
}

static const char *const kind_names[] = {
	[COL_NULL] = "NULL",
	[COL_TEXT] = "text",
	[COL_BLOB] = "bytes",
	[COL_INT] = "a whole number",
	[COL_REAL] = "a number",
};

static int fault_kind(struct copy_fault *why, enum col_kind is, const char *must)
{
	return fault(why, "is %s, and must be %s", kind_names[is], must);
}

/* Each row has a dozen of these, and printf would be half of the work. */
static void add_number(struct str *out, char mark, int64_t n, char end)
{
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char text[24];
	size_t at = sizeof(text);

	text[--at] = end;
	do
		text[--at] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		text[--at] = '-';
	text[--at] = mark;
	str_addn(out, text + at, sizeof(text) - at);
}

static void add_bytes(struct str *out, char mark, struct span bytes)
{
	add_number(out, mark, (int64_t)bytes.n, ':');
	str_adds(out, bytes);
}

/* --- Texts. --- */

/* Characters, or -1 when it is not UTF-8 or holds NUL. */
static int64_t characters(struct span text)
{
	int64_t n = 0;
	uint32_t cp;

	for (size_t at = 0, step; at < text.n; at += step, n++) {
		step = 1;
		if (text.p[at] == '\0')
			return -1;
		if ((unsigned char)text.p[at] >= 0x80 && (step = utf8_decode(text, at, &cp)) == 0)
			return -1;
	}
	return n;
}

static int check_bytes(const struct copy_value *v, struct copy_fault *why)
{
	if (v->kind != COL_TEXT)
		return fault_kind(why, v->kind, "text");
	if (memchr(v->bytes.p, '\0', v->bytes.n))
		return fault(why, "holds a NUL character, which PostgreSQL does not keep");
	return 0;
}

static int check_text(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	if (check_bytes(v, why) != 0)
		return -1;
	int64_t n = characters(v->bytes);
	if (n < 0)
		return fault(why, "is not valid UTF-8");
	if (c->max && n > c->max)
		return fault(why, "is %lld characters long, and may have %d", (long long)n, c->max);
	add_bytes(out, 't', v->bytes);
	return 0;
}

static bool is_uuid(struct span text)
{
	if (text.n != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? text.p[i] != '-' : !(text.p[i] && strchr("0123456789abcdef", text.p[i])))
			return false;
	}
	return true;
}

static int check_id(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	(void)c;
	if (check_bytes(v, why) != 0)
		return -1;
	if (!is_uuid(v->bytes))
		return fault_shown(why, "is not a UUID in lower case", v->bytes);
	add_bytes(out, 't', v->bytes);
	return 0;
}

static int check_json(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	struct str spelled = {0};
	struct err e = {0};

	(void)c;
	if (check_bytes(v, why) != 0)
		return -1;
	const char *wrong = canon_json(v->bytes, &spelled);
	if (!wrong)
		add_bytes(out, 'j', str_span(&spelled));
	else if (*wrong)
		fault(why, "%s", wrong);
	else if (characters(v->bytes) < 0)
		fault(why, "is not valid UTF-8");
	else {
		json_decref(json_read(v->bytes, &e));
		fault(why, "is %.200s", e.text);
	}
	str_free(&spelled);
	return wrong ? -1 : 0;
}

/* Digits behind the sixth of a second would be lost. */
static bool is_finer(struct span text)
{
	const char *point = memchr(text.p, '.', text.n);
	size_t n = point ? (size_t)(text.p + text.n - point) : 0;

	for (size_t i = 7; i < n && point[i] >= '0' && point[i] <= '9'; i++)
		if (point[i] != '0')
			return true;
	return false;
}

#define FIRST_TIME INT64_C(-62135596800000000) /* 0001-01-01 00:00:00 */
#define LAST_TIME INT64_C(253402300799999999) /* 9999-12-31 23:59:59.999999 */

static int check_time(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	(void)c;
	if (check_bytes(v, why) != 0)
		return -1;
	if (!time_parse(v->bytes, &v->number))
		return fault_shown(why, "is not a time", v->bytes);
	if (v->number < FIRST_TIME || v->number > LAST_TIME)
		return fault_shown(why, "is outside of the years 1 to 9999", v->bytes);
	if (is_finer(v->bytes))
		return fault_shown(why, "is finer than a microsecond", v->bytes);
	add_number(out, '@', v->number, ';');
	return 0;
}

/* --- Numbers and bytes. --- */

static int check_real(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	char text[NUMBER_TEXT];

	(void)c;
	if (v->kind == COL_INT && (int64_t)(double)v->number == v->number) {
		v->real = (double)v->number;
		v->kind = COL_REAL;
	}
	if (v->kind != COL_REAL)
		return fault_kind(why, v->kind, "a number");
	if (!isfinite(v->real))
		return fault(why, "is not a finite number");
	if (v->real == 0)
		v->real = 0; /* -0, which SQLite does not keep */
	number_format(v->real, text);
	str_addf(out, "r%s;", text);
	return 0;
}

static int check_int(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	if (v->kind != COL_INT)
		return fault_kind(why, v->kind, "a whole number");
	if (c->max == 4 && (v->number < INT32_MIN || v->number > INT32_MAX))
		return fault(why, "is %lld, which does not fit 32 bits", (long long)v->number);
	add_number(out, 'i', v->number, ';');
	return 0;
}

static int check_blob(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	(void)c;
	if (v->kind != COL_BLOB)
		return fault_kind(why, v->kind, "bytes");
	add_bytes(out, 'b', v->bytes);
	return 0;
}

/* --- The row. --- */

typedef int check_fn(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why);

static check_fn *const checks[] = {
	[COLUMN_ID] = check_id,
	[COLUMN_TEXT] = check_text,
	[COLUMN_JSON] = check_json,
	[COLUMN_TIME] = check_time,
	[COLUMN_REAL] = check_real,
	[COLUMN_INT] = check_int,
	[COLUMN_BLOB] = check_blob,
};

static int check_value(
	const struct copy_column *c, struct copy_value *v, struct str *out, struct copy_fault *why)
{
	if (v->kind != COL_NULL)
		return checks[c->kind](c, v, out, why);
	if (c->needed)
		return fault(why, "is NULL, and must not be");
	str_addc(out, 'n');
	return 0;
}

int copy_row_check(struct copy_row *r, struct str *out, struct copy_fault *why)
{
	const struct copy_table *t = r->table;

	str_clear(out);
	str_addn(out, t->name, strlen(t->name) + 1);
	for (size_t i = 0; i < t->n; i++) {
		why->column = (int)i;
		if (check_value(&t->columns[i], &r->v[i], out, why) != 0)
			return -1;
		if (r->orphan & UINT32_C(1) << i)
			return fault(why, "names a row that is not in %s", t->columns[i].parent);
	}
	return 0;
}

static void add_key(const struct copy_row *r, const char *name, struct str *out)
{
	const struct copy_value *v = &r->v[copy_column_named(r->table, span_of(name))];

	switch (v->kind) {
	case COL_INT: str_addf(out, "%lld", (long long)v->number); break;
	case COL_REAL: str_addf(out, "%g", v->real); break;
	case COL_NULL: str_add(out, "NULL"); break;
	default: str_adds(out, v->bytes);
	}
}

void copy_row_key(const struct copy_row *r, struct str *out)
{
	str_clear(out);
	add_key(r, r->table->key, out);
	if (!r->table->also)
		return;
	str_addc(out, ' ');
	add_key(r, r->table->also, out);
}
