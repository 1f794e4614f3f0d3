/* Fragments of SQL that are constant, and values that are bound. */
#include "store/query.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "lookup.h"

void query_add(struct query *q, const char *sql)
{
	str_add(&q->sql, sql);
}

/* Filters and lists of words have at most 32 terms of two values, beside 32 ids and some of the
 * page: more are a mistake in the program. */
static int next_param(struct query *q)
{
	assert(q->n < QUERY_PARAMS);
	return q->n++;
}

void query_bind_text(struct query *q, struct span value)
{
	int i = next_param(q);

	q->param[i].type = QUERY_TEXT;
	q->param[i].text = value;
}

void query_bind_blob(struct query *q, struct span value)
{
	query_bind_text(q, value);
	q->param[q->n - 1].type = QUERY_BLOB;
}

void query_bind_int(struct query *q, int64_t value)
{
	int i = next_param(q);

	q->param[i].type = QUERY_INT;
	q->param[i].number = value;
}

void query_bind_real(struct query *q, double value)
{
	int i = next_param(q);

	q->param[i].type = QUERY_REAL;
	q->param[i].real = value;
}

void query_spell(struct str *out, struct span value)
{
	str_add(out, "E'");
	for (size_t at = 0; at < value.n;) {
		uint32_t cp;
		at += utf8_decode(value, at, &cp);
		if (cp < ' ' || cp > '~' || strchr("'\\${}", (int)cp))
			str_addf(out, "\\U%08X", (unsigned)cp);
		else
			str_addc(out, (char)cp);
	}
	str_add(out, "'");
}

/* The last value that was bound, where it is to stand. */
static void add_place(struct query *q)
{
	if (!q->spelled)
		str_addf(&q->sql, "$%d", q->n);
	else if (q->param[q->n - 1].type == QUERY_INT)
		str_addf(&q->sql, "%lld", (long long)q->param[q->n - 1].number);
	else
		query_spell(&q->sql, q->param[q->n - 1].text);
}

void query_text(struct query *q, struct span value)
{
	query_bind_text(q, value);
	add_place(q);
}

void query_int(struct query *q, int64_t value)
{
	query_bind_int(q, value);
	add_place(q);
}

/*
 * Full case folding by ICU: upper case of lower case is one form for all that Unicode folds to one,
 * and differs from it only in the four i's of Turkish, which it makes one, but for the dot.
 */
#define POSTGRES_FOLD(text) \
	"replace(upper(lower(" text " COLLATE \"und-x-icu\")), 'I\xCC\x87', 'I')"
/* The characters beyond ASCII that fold to letters of ASCII (see base/fold.c). */
#define FOLDS_TO_ASCII "'[ßẞſ\xE2\x84\xAAŉǰẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆıİ\xCC\x87]'"

/* In these, @ stands for the column, and $ for the placeholder of the text. */
#define SOUGHT "CAST($ AS text)"
static const char sqlite_any[] = "console_contains(@, $)";
static const char postgres_any[] = "strpos(" POSTGRES_FOLD("@") ", " POSTGRES_FOLD(SOUGHT) ") > 0";
/* Folding every draft costs PostgreSQL ten times as much as a look at bytes: a word of ASCII pays
 * for it only where one of these characters stands. */
static const char postgres_ascii[] =
	"(strpos(lower(@ COLLATE \"C\"), lower(" SOUGHT " COLLATE \"C\")) > 0"
	" OR (@ COLLATE \"C\" ~ " FOLDS_TO_ASCII
	" AND strpos(" POSTGRES_FOLD("@") ", " POSTGRES_FOLD(SOUGHT) ") > 0))";

static void add_template(struct query *q, const char *sql, const char *column)
{
	for (; *sql; sql++)
		switch (*sql) {
		case '@': query_add(q, column); break;
		case '$': add_place(q); break;
		default: str_addc(&q->sql, *sql);
		}
}

static bool is_ascii(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

void query_contains(struct query *q, const char *const *columns, size_t n, struct span text)
{
	const char *sql = sqlite_any;

	if (!lookup_possible(q->engine, text)) {
		query_add(q, "(1 = 0)");
		return;
	}
	if (q->engine == DB_POSTGRES)
		sql = is_ascii(text) ? postgres_ascii : postgres_any;
	query_bind_text(q, text);
	for (size_t i = 0; i < n; i++) {
		query_add(q, i > 0 ? " OR " : "(");
		add_template(q, sql, columns[i]);
	}
	query_add(q, ")");
}

struct stmt *query_prepare(struct query *q, struct db *db, struct err *e)
{
	struct stmt *st = db_prepare(db, str_cstr(&q->sql), e);

	if (!st)
		return NULL;
	for (int i = 0; i < q->n; i++) {
		switch (q->param[i].type) {
		case QUERY_TEXT: stmt_text(st, i + 1, q->param[i].text); break;
		case QUERY_BLOB: stmt_blob(st, i + 1, q->param[i].text); break;
		case QUERY_INT: stmt_int(st, i + 1, q->param[i].number); break;
		case QUERY_REAL: stmt_real(st, i + 1, q->param[i].real); break;
		}
	}
	return st;
}

void query_clear(struct query *q)
{
	str_free(&q->sql);
	q->n = 0;
}
