/* Writing and reading the ledger of decisions. */
#include "store/ledger.h"

#include "base/str.h"
#include "base/time.h"
#include "ledger_row.h"
#include "lookup.h"
#include "row.h"

static const char add_rows[] =
	"INSERT INTO console_decisions (id, post_id, actor_id, actor, action, reason, note,"
	" status_before, status_after, content_before, content_after, seen_hash, viewing_ms,"
	" batch_id, undoes, decided_at) VALUES ";
#define COLUMNS 16

/* The placeholders of the i-th row. */
static void add_places(struct str *sql, size_t i)
{
	str_add(sql, i > 0 ? ", (" : "(");
	for (size_t k = 1; k <= COLUMNS; k++)
		str_addf(sql, k > 1 ? ", $%zu" : "$%zu", i * COLUMNS + k);
	str_add(sql, ")");
}

/* Behind the first `at` placeholders. */
static void bind_row(struct stmt *st, int at, const struct session *s, const struct ledger_row *row,
	struct span now)
{
	stmt_text(st, at + 1, row->id);
	stmt_text(st, at + 2, row->post_id);
	stmt_text(st, at + 3, span_of(s->id));
	stmt_text(st, at + 4, span_of(s->name));
	stmt_text(st, at + 5, row->action);
	stmt_text(st, at + 6, row->reason);
	stmt_text(st, at + 7, row->note);
	stmt_text(st, at + 8, row->status_before);
	stmt_text(st, at + 9, row->status_after);
	stmt_text(st, at + 10, row->content_before);
	stmt_text(st, at + 11, row->content_after);
	stmt_text(st, at + 12, row->seen_hash);
	if (row->viewing_ms < 0)
		stmt_null(st, at + 13);
	else
		stmt_int(st, at + 13, row->viewing_ms);
	stmt_text(st, at + 14, row->batch_id);
	stmt_text(st, at + 15, row->undoes);
	stmt_text(st, at + 16, now);
}

static int add_some(struct db *db, const struct session *s, const struct ledger_row *rows, size_t n,
	struct err *e)
{
	struct str sql = {0};
	char now[27];

	str_add(&sql, add_rows);
	for (size_t i = 0; i < n; i++)
		add_places(&sql, i);
	struct stmt *st = db_prepare(db, str_cstr(&sql), e);
	str_free(&sql);
	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	for (size_t i = 0; i < n; i++)
		bind_row(st, (int)(i * COLUMNS), s, &rows[i], span_of(now));
	return row_write(st, NULL, e);
}

int ledger_add_all(struct db *db, const struct session *s, const struct ledger_row *rows, size_t n,
	struct err *e)
{
	for (size_t at = 0; at < n; at += ROW_BATCH)
		if (add_some(db, s, rows + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, e) < 0)
			return -1;
	return 0;
}

int ledger_add(struct db *db, const struct session *s, const struct ledger_row *row, struct err *e)
{
	return add_some(db, s, row, 1, e);
}

bool ledger_is_first(const struct ledger_row *row)
{
	return span_is(row->action, "approve") && span_is(row->status_after, "pending");
}

static const char history_of_post[] =
	"SELECT " LEDGER_COLUMNS " FROM console_decisions d WHERE d.post_id = $1"
	" ORDER BY d.seq";

void ledger_row_read(struct stmt *st, struct arena *a, struct ledger_row *out)
{
	out->seq = col_int(st, 0);
	out->id = row_text(st, 1, a);
	out->post_id = row_text(st, 2, a);
	out->actor_id = row_text(st, 3, a);
	out->actor = row_text(st, 4, a);
	out->action = row_text(st, 5, a);
	out->reason = row_text(st, 6, a);
	out->note = row_text(st, 7, a);
	out->status_before = row_text(st, 8, a);
	out->status_after = row_text(st, 9, a);
	out->content_before = row_text(st, 10, a);
	out->content_after = row_text(st, 11, a);
	out->seen_hash = row_text(st, 12, a);
	out->viewing_ms = col_is_null(st, 13) ? -1 : col_int(st, 13);
	out->batch_id = row_text(st, 14, a);
	out->undoes = row_text(st, 15, a);
	out->decided_at = row_text(st, 16, a);
}

int ledger_of_post(struct db *db, const char *post_id, struct arena *a, struct ledger_row **out,
	size_t *n, struct err *e)
{
	struct ledger_row *rows = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, history_of_post, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(post_id)));
	while ((step = stmt_step(st, e)) > 0) {
		rows = row_room(a, rows, used, sizeof(*rows), &room);
		ledger_row_read(st, a, &rows[used++]);
	}
	stmt_done(&st);
	*out = rows;
	*n = used;
	return step;
}
