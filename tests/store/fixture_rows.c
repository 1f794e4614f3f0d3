/* The agent's rows, carried from one engine to the other. */
#include "fixture_rows.h"

#include "base/str.h"
#include "fixture.h"

const char *const rows_tables[] = {"personas", "belief_nodes", "belief_edges", "stance_versions",
	"evidence_links", "interactions", "belief_updates", "pending_posts", "agent_config",
	"admins"};

static const char columns_of[] = "SELECT name FROM pragma_table_info($1)";

/* The statements that read and write a table whole; the number of its columns. */
static int build(struct db *from, const char *table, struct str *read, struct str *write)
{
	struct err e = {0};
	struct stmt *st = db_prepare(from, columns_of, &e);
	struct str places = {0};
	int n = 0;

	assert_non_null(st);
	stmt_text(st, 1, span_of(table));
	str_add(read, "SELECT ");
	str_addf(write, "INSERT INTO %s (", table);
	for (; stmt_step(st, &e) > 0; n++) {
		struct span name = col_text(st, 0);
		const char *comma = n > 0 ? ", " : "";
		if (span_is(name, "draft_metadata"))
			str_addf(read,
				"%sCASE WHEN json_valid(draft_metadata) THEN draft_metadata END",
				comma);
		else
			str_addf(read, "%s%s", comma, name.p);
		str_addf(write, "%s%s", comma, name.p);
		str_addf(&places, "%s$%d", comma, n + 1);
	}
	stmt_done(&st);
	str_addf(read, " FROM %s ORDER BY rowid", table);
	str_addf(write, ") VALUES (%s)", str_cstr(&places));
	str_free(&places);
	return n;
}

static void copy_row(struct stmt *from, struct stmt *to, int columns, bool bytes)
{
	for (int i = 0; i < columns; i++) {
		bool blob = bytes && i == columns - 1;
		if (blob)
			stmt_blob(to, i + 1, col_blob(from, i));
		else
			stmt_text(to, i + 1, col_text(from, i));
	}
}

static void copy_table(struct db *from, struct db *to, const char *table)
{
	struct str read = {0}, write = {0};
	int columns = build(from, table, &read, &write);
	/* interactions.embedding is the only column of bytes, and the last one of its table. */
	bool bytes = span_is(span_of(table), "interactions");
	struct err e = {0};
	struct stmt *rows = db_prepare(from, str_cstr(&read), &e);
	int step = -1;

	while (rows && (step = stmt_step(rows, &e)) > 0) {
		struct stmt *st = db_prepare(to, str_cstr(&write), &e);
		if (!st)
			fail_msg("%s", e.text);
		copy_row(rows, st, columns, bytes);
		assert_ok(stmt_step(st, &e), e);
		stmt_done(&st);
	}
	stmt_done(&rows);
	if (step < 0)
		fail_msg("%s", e.text);
	str_free(&read);
	str_free(&write);
}

void rows_copy(struct db *from, struct db *to)
{
	struct err e = {0};

	assert_ok(db_begin(to, &e), e);
	for (size_t i = 0; i < ROWS_TABLES; i++)
		copy_table(from, to, rows_tables[i]);
	assert_ok(db_commit(to, &e), e);
}
