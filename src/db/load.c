/* Many rows into one table: lines of COPY where the engine has it, else one INSERT again and again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/str.h"
#include "engine.h"

#define CHUNK 65536 /* bytes that go to the server at once */

struct load {
	struct db *db;
	char *sql;
	int columns, next; /* the next value of the row, from 0 */
	struct stmt *insert; /* NULL: COPY */
	struct str lines;
};

/* Names come from tables in the code; quoted, since "text" and "position" are words, too. */
static void add_names(struct str *sql, const char *table, const char *const *columns, int n)
{
	str_addf(sql, "\"%s\" (", table);
	for (int i = 0; i < n; i++)
		str_addf(sql, "%s\"%s\"", i ? ", " : "", columns[i]);
	str_addc(sql, ')');
}

static char *load_sql(const struct db *db, const char *table, const char *const *columns, int n)
{
	struct str sql = {0};

	str_add(&sql, db->engine->copy_begin ? "COPY " : "INSERT INTO ");
	add_names(&sql, table, columns, n);
	if (db->engine->copy_begin)
		str_add(&sql, " FROM STDIN");
	else
		for (int i = 0; i < n; i++)
			str_addf(&sql, "%s$%d", i ? ", " : " VALUES (", i + 1);
	if (!db->engine->copy_begin)
		str_addc(&sql, ')');
	return sql.p;
}

struct load *load_begin(
	struct db *db, const char *table, const char *const *columns, int n, struct err *e)
{
	struct load *l = xcalloc(1, sizeof(*l));

	l->db = db;
	l->columns = n;
	l->sql = load_sql(db, table, columns, n);
	bool ready;
	if (db->engine->copy_begin)
		ready = db->engine->copy_begin(db, l->sql, e) == 0;
	else
		ready = (l->insert = db_prepare(db, l->sql, e));
	if (ready)
		return l;
	free(l->sql);
	free(l);
	return NULL;
}

/* --- Values. --- */

/* COPY's text form: what could end a value or a line is written with a backslash. */
static const char escapes[256] = {['\b'] = 'b',
	['\f'] = 'f',
	['\n'] = 'n',
	['\r'] = 'r',
	['\t'] = 't',
	['\v'] = 'v',
	['\\'] = '\\'};

static void add_escaped(struct str *out, struct span text)
{
	char *to = str_reserve(out, 2 * text.n);
	const char *start = to;

	for (size_t i = 0; i < text.n; i++) {
		char escape = escapes[(unsigned char)text.p[i]];
		if (escape)
			*to++ = '\\';
		*to++ = escape ? escape : text.p[i];
	}
	out->len += (size_t)(to - start);
}

static void begin_value(struct load *l)
{
	if (l->next++ > 0)
		str_addc(&l->lines, '\t');
}

void load_text(struct load *l, struct span text)
{
	if (l->insert) {
		stmt_text(l->insert, ++l->next, text);
		return;
	}
	begin_value(l);
	if (text.p)
		add_escaped(&l->lines, text);
	else
		str_add(&l->lines, "\\N");
}

void load_blob(struct load *l, struct span bytes)
{
	static const char digits[] = "0123456789abcdef";

	if (l->insert) {
		stmt_blob(l->insert, ++l->next, bytes);
		return;
	}
	begin_value(l);
	str_add(&l->lines, bytes.p ? "\\\\x" : "\\N");
	char *to = str_reserve(&l->lines, 2 * bytes.n);
	for (size_t i = 0; bytes.p && i < bytes.n; i++) {
		*to++ = digits[(unsigned char)bytes.p[i] >> 4];
		*to++ = digits[bytes.p[i] & 15];
	}
	l->lines.len += 2 * bytes.n;
}

void load_int(struct load *l, int64_t v)
{
	if (l->insert) {
		stmt_int(l->insert, ++l->next, v);
		return;
	}
	begin_value(l);
	str_addf(&l->lines, "%lld", (long long)v);
}

void load_real(struct load *l, double v)
{
	char text[NUMBER_TEXT];

	if (l->insert) {
		stmt_real(l->insert, ++l->next, v);
		return;
	}
	begin_value(l);
	number_format(v, text);
	str_add(&l->lines, text);
}

/* --- Rows. --- */

static int send_lines(struct load *l, struct err *e)
{
	int result = l->lines.len ? l->db->engine->copy_put(l->db, str_span(&l->lines), e) : 0;

	str_clear(&l->lines);
	return result;
}

int load_row(struct load *l, struct err *e)
{
	if (l->next != l->columns)
		return err_set(
			e, ERR_OTHER, "a row of %d values for %d columns", l->next, l->columns);
	l->next = 0;
	if (l->insert) {
		int row = stmt_step(l->insert, e);
		l->db->engine->reset(l->insert);
		return row < 0 ? -1 : 0;
	}
	str_addc(&l->lines, '\n');
	return l->lines.len < CHUNK ? 0 : send_lines(l, e);
}

static void load_free(struct load **l)
{
	stmt_done(&(*l)->insert);
	str_free(&(*l)->lines);
	free((*l)->sql);
	free(*l);
	*l = NULL;
}

int load_end(struct load **l, struct err *e)
{
	struct db *db = (*l)->db;
	int result = 0;

	if (!(*l)->insert) {
		result = send_lines(*l, e);
		if (db->engine->copy_end(db, result == 0 ? NULL : "given up", (*l)->sql, e) != 0)
			result = -1;
	}
	load_free(l);
	return result;
}

void load_abort(struct load **l)
{
	struct err expected = {0};

	if (!*l)
		return;
	if (!(*l)->insert)
		(*l)->db->engine->copy_end((*l)->db, "given up", (*l)->sql, &expected);
	load_free(l);
}
