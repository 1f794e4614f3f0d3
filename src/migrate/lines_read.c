/* Rows out of an export. */
#include <stdlib.h>

#include "base/json.h"
#include "lines.h"

struct reader {
	struct copy_source source;
	struct lines_in *in;
	json_t *header, *end; /* `end` is NULL until the last line was read */
	const struct copy_table *table;
	bool pending; /* `line` was read, and belongs to a later table, or is the last */
	struct span line;
	struct arena row;
	int64_t rows;
};

static int fail(const struct reader *r, const char *why, struct err *e)
{
	return err_set(e, ERR_CORRUPT, "%s:%zu: %s", lines_path(r->in), lines_number(r->in), why);
}

static int fail_cut(const struct reader *r, struct err *e)
{
	return err_set(e, ERR_CORRUPT, "%s:%zu: the export was cut off %s this line, at byte %zu",
		lines_path(r->in), lines_number(r->in),
		lines_broken(r->in) ? "in the middle of" : "behind", lines_bytes(r->in));
}

/* --- The first line. --- */

static int say_unknown(const struct reader *r, const char *what, const char *name, struct err *e)
{
	err_set(e, ERR_SCHEMA, "%s holds a %s %.80s, which this tenet does not know",
		lines_path(r->in), what, name);
	return err_hint(e, "use the tenet that wrote it, or a newer one");
}

static int check_columns(const struct reader *r, const char *table, json_t *columns, struct err *e)
{
	const struct copy_table *t = copy_table_named(span_of(table));
	size_t i;
	json_t *c;

	if (!t)
		return say_unknown(r, "table", table, e);
	json_array_foreach(columns, i, c)
	{
		const char *name = json_string_value(c);
		if (!name || copy_column_named(t, span_of(name)) < 0)
			return say_unknown(r, "column", name ? name : "without a name", e);
	}
	return 0;
}

static int check_header(struct reader *r, struct err *e)
{
	const char *what = json_string_value(json_object_get(r->header, "tenet"));
	int64_t format = json_get_int(r->header, "format", 0);
	const char *table;
	json_t *columns;

	if (!what || strcmp(what, "export") != 0)
		return err_set(e, ERR_CORRUPT, "%s is no export of tenet's", lines_path(r->in));
	if (format != LINES_FORMAT) {
		err_set(e, ERR_SCHEMA, "%s is in format %lld, and this tenet reads %d",
			lines_path(r->in), (long long)format, LINES_FORMAT);
		return err_hint(e, "use the tenet that wrote it, or a newer one");
	}
	if (!json_is_string(json_object_get(r->header, "revision")) ||
		!json_is_object(json_object_get(r->header, "tables")))
		return fail(r, "the header names no revision, or no tables", e);
	json_object_foreach(json_object_get(r->header, "tables"), table, columns)
	{
		if (check_columns(r, table, columns, e) != 0)
			return -1;
	}
	return 0;
}

static int read_header(struct reader *r, struct err *e)
{
	struct span line;
	int more = lines_next(r->in, &line, e);

	if (more < 0)
		return -1;
	if (more == 1)
		r->header = json_read(line, NULL);
	return check_header(r, e);
}

/* --- Rows. --- */

static int begin(struct copy_source *s, const struct copy_table *t, struct err *e)
{
	struct reader *r = (struct reader *)s;

	(void)e;
	r->table = t;
	return json_object_get(json_object_get(r->header, "tables"), t->name) ? 1 : 0;
}

static bool skip(struct span *text, const char *word)
{
	size_t n = strlen(word);

	if (text->n < n || memcmp(text->p, word, n) != 0)
		return false;
	*text = (struct span){text->p + n, text->n - n};
	return true;
}

static int parse(struct reader *r, struct span row, struct copy_row *out, struct err *e)
{
	struct err why = {0};

	if (row.n > 0 && row.p[row.n - 1] != '\n')
		return fail_cut(r, e);
	while (row.n > 0 && strchr("\r\n", row.p[row.n - 1]) && row.p[row.n - 1])
		row.n--;
	if (row.n == 0 || row.p[row.n - 1] != '}')
		return fail(r, "the line does not end as a row does", e);
	row.n--;
	arena_clear(&r->row);
	if (copy_row_parse(row, r->table, &r->row, out, &why) != 0)
		return fail(r, why.text, e);
	r->rows++;
	return 1;
}

static int next(struct copy_source *s, struct copy_row *out, struct err *e)
{
	struct reader *r = (struct reader *)s;
	int more = r->pending ? 1 : lines_next(r->in, &r->line, e);
	struct span text = r->line;

	if (more != 1)
		return more == 0 ? fail_cut(r, e) : -1;
	r->pending = false;
	if (skip(&text, "{\"table\":\"") && skip(&text, r->table->name) &&
		skip(&text, "\",\"row\":"))
		return parse(r, text, out, e);
	r->pending = true;
	return 0;
}

const char *lines_revision(const struct copy_source *s)
{
	const struct reader *r = (const struct reader *)s;

	return json_string_value(json_object_get(r->header, "revision"));
}

/* --- The last line. --- */

struct digest lines_expected(const struct copy_source *s, const struct copy_table *t)
{
	const struct reader *r = (const struct reader *)s;
	const json_t *of = json_object_get(json_object_get(r->end, "tables"), t->name);
	const char *hash = json_string_value(json_object_get(of, "hash"));
	struct digest d = {.rows = json_get_int(of, "rows", 0)};

	digest_parse(span_of(hash), &d);
	return d;
}

static int check_end(struct reader *r, const char *sum, struct err *e)
{
	const char *said = json_string_value(json_object_get(r->end, "sha256"));
	struct span after;

	if (!json_is_true(json_object_get(r->end, "end")) || !said ||
		!json_is_object(json_object_get(r->end, "tables")))
		return fail(r, "this is neither a row in its place nor the last line", e);
	if (strcmp(said, sum) != 0)
		return fail(r,
			"the sum of the lines is not the one that the last line says: the"
			" file was changed",
			e);
	if (json_get_int(r->end, "rows", -1) != r->rows)
		return fail(r, "there are not as many rows as the last line says", e);
	int more = lines_next(r->in, &after, e);
	return more == 1 ? fail(r, "something stands behind the last line", e) : more;
}

static int finish(struct copy_source *s, struct err *e)
{
	struct reader *r = (struct reader *)s;
	char sum[65];
	int more = r->pending ? 1 : lines_next(r->in, &r->line, e);

	r->pending = false;
	if (more != 1)
		return more == 0 ? fail_cut(r, e) : -1;
	r->end = json_read(r->line, NULL);
	if (!r->end && r->line.p[r->line.n - 1] != '\n')
		return fail_cut(r, e);
	lines_sum_before(r->in, sum);
	return check_end(r, sum, e);
}

static void close_reader(struct copy_source *s)
{
	struct reader *r = (struct reader *)s;

	lines_close(&r->in);
	json_decref(r->header);
	json_decref(r->end);
	arena_free(&r->row);
	free(r);
}

int lines_read_new(struct lines_in *in, struct copy_source **out, struct err *e)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->source = (struct copy_source){begin, next, finish, close_reader};
	r->in = in;
	*out = &r->source;
	if (read_header(r, e) == 0)
		return 0;
	close_reader(*out);
	*out = NULL;
	return -1;
}

/* --- Before anything is done with it. --- */

static bool is_row(struct span line)
{
	return skip(&line, "{\"table\":\"");
}

int lines_verify(const char *path, int64_t *rows, struct err *e)
{
	struct lines_in *in;
	struct copy_source *s;

	*rows = 0;
	if (lines_open(path, &in, e) != 0 || lines_read_new(in, &s, e) != 0)
		return -1;
	struct reader *r = (struct reader *)s;
	int more;
	while ((more = lines_next(r->in, &r->line, e)) == 1 && is_row(r->line))
		r->rows++;
	r->pending = more == 1;
	int result = more < 0 ? -1 : finish(s, e);
	if (result < 0 && e->code == ERR_CORRUPT)
		err_hint(e, "nothing was imported: copy the file once more, or export again");
	*rows = r->rows;
	close_reader(s);
	return result;
}
