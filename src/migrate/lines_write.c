/* Rows into an export. */
#include <stdlib.h>

#include "base/json.h"
#include "lines.h"

struct writer {
	struct copy_sink sink;
	struct lines_out *out;
	bool console;
	const struct copy_table *table;
	struct digest *tables; /* what was written, by copy_tables */
	struct str line;
};

static int put_line(struct writer *w, struct err *e)
{
	int result = lines_put(w->out, str_span(&w->line), e);

	str_clear(&w->line);
	return result;
}

static int begin(
	struct copy_sink *s, const struct copy_table *t, struct copy_mark *done, struct err *e)
{
	struct writer *w = (struct writer *)s;

	(void)e;
	w->table = t;
	*done = (struct copy_mark){0};
	return 0;
}

static int put(
	struct copy_sink *s, const struct copy_row *r, const struct row_hash *h, struct err *e)
{
	struct writer *w = (struct writer *)s;

	str_addf(&w->line, "{\"table\":\"%s\",\"row\":", w->table->name);
	copy_row_write(r, COPY_CHECKED, &w->line);
	str_add(&w->line, "}\n");
	digest_add(&w->tables[w->table - copy_tables], h);
	return put_line(w, e);
}

static int commit(struct copy_sink *s, const struct copy_mark *now, struct err *e)
{
	(void)s;
	(void)now;
	(void)e;
	return 0;
}

static bool full(const struct copy_sink *s)
{
	(void)s;
	return false;
}

static void close_writer(struct copy_sink *s)
{
	struct writer *w = (struct writer *)s;

	lines_discard(&w->out);
	free(w->tables);
	str_free(&w->line);
	free(w);
}

/* --- The first line and the last. --- */

static bool is_written(const struct writer *w, const struct copy_table *t)
{
	return w->console || !t->console;
}

static void add_columns(struct str *line, const struct copy_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		str_addf(line, "%s\"%s\"", i ? "," : "[", t->columns[i].name);
	str_addc(line, ']');
}

static void add_text(struct str *line, const char *text)
{
	if (text)
		copy_add_string(line, span_of(text));
	else
		str_add(line, "null");
}

int lines_write_new(
	struct lines_out *out, const struct lines_header *h, struct copy_sink **sink, struct err *e)
{
	struct writer *w = xcalloc(1, sizeof(*w));
	const char *comma = "";

	w->sink = (struct copy_sink){
		.begin = begin, .put = put, .commit = commit, .full = full, .close = close_writer};
	w->out = out;
	w->console = h->console;
	w->tables = xcalloc(copy_tables_n, sizeof(*w->tables));
	str_addf(&w->line, "{\"tenet\":\"export\",\"format\":%d,\"revision\":", LINES_FORMAT);
	add_text(&w->line, h->revision);
	str_add(&w->line, ",\"agent_revision\":");
	add_text(&w->line, h->agent_revision);
	str_add(&w->line, ",\"tables\":{");
	for (size_t i = 0; i < copy_tables_n; i++) {
		if (!is_written(w, &copy_tables[i]))
			continue;
		str_addf(&w->line, "%s\"%s\":", comma, copy_tables[i].name);
		add_columns(&w->line, &copy_tables[i]);
		comma = ",";
	}
	str_add(&w->line, "}}\n");
	*sink = &w->sink;
	if (put_line(w, e) == 0)
		return 0;
	close_writer(*sink);
	*sink = NULL;
	return -1;
}

int lines_write_end(struct copy_sink *sink, struct err *e)
{
	struct writer *w = (struct writer *)sink;
	const char *comma = "";
	char hash[DIGEST_TEXT], sum[65];
	int64_t rows = 0;

	for (size_t i = 0; i < copy_tables_n; i++)
		rows += w->tables[i].rows;
	str_addf(&w->line, "{\"end\":true,\"rows\":%lld,\"tables\":{", (long long)rows);
	for (size_t i = 0; i < copy_tables_n; i++) {
		if (!is_written(w, &copy_tables[i]))
			continue;
		digest_format(&w->tables[i], hash);
		str_addf(&w->line, "%s\"%s\":{\"rows\":%lld,\"hash\":\"%s\"}", comma,
			copy_tables[i].name, (long long)w->tables[i].rows, hash);
		comma = ",";
	}
	lines_sum(w->out, sum);
	str_addf(&w->line, "},\"sha256\":\"%s\"}\n", sum);
	if (put_line(w, e) != 0)
		return -1;
	return lines_commit(&w->out, e);
}
