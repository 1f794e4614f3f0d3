/* Reading the ledger and the events, newest first. */
#include "store/log.h"

#include "base/time.h"
#include "config_row.h"
#include "ledger_row.h"
#include "lookup.h"
#include "post_filter.h"
#include "row.h"
#include "store/query.h"

static const char decisions[] = "SELECT " LEDGER_COLUMNS " FROM console_decisions d";
static const char of_drafts[] = " JOIN pending_posts p ON p.id = d.post_id";
static const char *const decided_since[] = {
	[DB_SQLITE] = " AND replace(d.decided_at, 'T', ' ') >= ",
	[DB_POSTGRES] = " AND d.decided_at >= ",
};

static const char events[] = "SELECT d.seq, d.id, d.at, d.actor_id, d.actor, d.kind, d.subject,"
			     " d.detail FROM console_events d";
static const char *const happened_since[] = {
	[DB_SQLITE] = " AND replace(d.at, 'T', ' ') >= ",
	[DB_POSTGRES] = " AND d.at >= ",
};

static const char *const by_actor[][2] = {
	[DB_SQLITE] = {" AND lower(d.actor) = lower(", ")"},
	[DB_POSTGRES] = {" AND " POSTGRES_LOWER("d.actor") " = lower(", " COLLATE \"C\")"},
};

/* " WHERE …": the part that both have. One row more than asked for says whether there are
 * further ones. */
static void add_place(
	struct query *sql, const struct log_query *q, const char *const *since, struct arena *a)
{
	query_add(sql, " WHERE d.seq < ");
	query_int(sql, q->before ? q->before : INT64_MAX);
	if (q->after) {
		query_add(sql, " AND d.seq > ");
		query_int(sql, q->after);
	}
	if (q->actor.p) {
		query_add(sql, by_actor[sql->engine][0]);
		query_text(sql, q->actor);
		query_add(sql, by_actor[sql->engine][1]);
	}
	if (q->since == TIME_NONE)
		return;
	char *text = arena_alloc(a, 20);
	time_format_seconds(q->since, text);
	query_add(sql, since[sql->engine]);
	query_text(sql, span_of(text));
}

static void add_end(struct query *sql, const struct log_query *q)
{
	query_add(sql, q->after ? " ORDER BY d.seq LIMIT " : " ORDER BY d.seq DESC LIMIT ");
	query_int(sql, (int64_t)q->limit + 1);
}

/* Here no status is taken for granted. */
static void add_filter(struct query *sql, const struct filter *f, struct arena *a)
{
	const struct filter_node *status = filter_status_term(f);

	if (status) {
		query_add(sql, " AND p.status = ");
		query_text(sql, status->value);
	}
	post_filter_rest(sql, f, a);
}

int log_decisions(struct db *db, const struct log_query *q, struct arena *a,
	struct ledger_row **out, size_t *n, bool *more, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	*n = 0;
	*more = false;
	*out = arena_calloc(a, q->limit, sizeof(**out));
	query_add(&sql, decisions);
	if (q->filter)
		query_add(&sql, of_drafts);
	add_place(&sql, q, decided_since, a);
	if (q->filter)
		add_filter(&sql, q->filter, a);
	add_end(&sql, q);
	struct stmt *st = query_prepare(&sql, db, e);
	while (st && (step = stmt_step(st, e)) > 0 && !(*more = *n == q->limit))
		ledger_row_read(st, a, &(*out)[(*n)++]);
	stmt_done(&st);
	query_clear(&sql);
	return step < 0 ? -1 : 0;
}

/* None is logged; what looks like a secret by today's rule may have been logged before it. */
static struct span open_detail(struct span stored, struct arena *a)
{
	bool json = stored.n > 0 && stored.p[0] == '{';

	return json ? config_open_text(stored, a, NULL) : stored;
}

static void read_event(struct stmt *st, struct arena *a, struct event_row *out)
{
	out->seq = col_int(st, 0);
	out->id = row_text(st, 1, a);
	out->at = row_text(st, 2, a);
	out->actor_id = row_text(st, 3, a);
	out->actor = row_text(st, 4, a);
	out->kind = row_text(st, 5, a);
	out->subject = row_text(st, 6, a);
	out->detail = open_detail(row_text(st, 7, a), a);
}

static const char *const of_kind[][3] = {
	[DB_SQLITE] = {" AND (d.kind = ", " OR (d.kind > ", " AND d.kind < "},
	[DB_POSTGRES] = {" AND (d.kind = ", " OR (d.kind COLLATE \"C\" > ",
		" AND d.kind COLLATE \"C\" < "},
};

/* "account.add" lies between "account." and "account/". */
static void add_kind(struct query *sql, struct span kind, struct arena *a)
{
	const char *const *parts = of_kind[sql->engine];
	int n = (int)kind.n;

	query_add(sql, parts[0]);
	query_text(sql, kind);
	query_add(sql, parts[1]);
	query_text(sql, span_of(arena_printf(a, "%.*s.", n, kind.p)));
	query_add(sql, parts[2]);
	query_text(sql, span_of(arena_printf(a, "%.*s/", n, kind.p)));
	query_add(sql, "))");
}

static const char lately[] = " AND d.seq > (SELECT max(seq) FROM console_events) - ";
/* The subjects of other kinds may have the same name. */
static const char of_accounts[] = " AND (d.kind IN ('login', 'login.failed', 'logout', "
				  "'session.end') OR d.kind LIKE 'account.%')))";

static void add_account(struct query *sql, const struct log_account *x)
{
	query_add(sql, lately);
	query_int(sql, LOG_LATELY);
	query_add(sql, " AND (d.actor_id = ");
	query_text(sql, x->id);
	query_add(sql, " OR (d.subject = ");
	query_text(sql, x->name);
	query_add(sql, of_accounts);
}

static void turn_round(struct event_row *rows, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct event_row row = rows[i];
		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = row;
	}
}

int log_events(struct db *db, const struct log_query *q, struct arena *a, struct event_row **out,
	size_t *n, bool *more, struct err *e)
{
	static const char *const columns[] = {"d.kind", "coalesce(d.actor, '')",
		"coalesce(d.subject, '')", "coalesce(d.detail, '')"};
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	*n = 0;
	*more = false;
	*out = arena_calloc(a, q->limit, sizeof(**out));
	query_add(&sql, events);
	add_place(&sql, q, happened_since, a);
	if (q->kind.p)
		add_kind(&sql, q->kind, a);
	if (q->about)
		add_account(&sql, q->about);
	if (q->words.p) {
		query_add(&sql, " AND ");
		query_contains(&sql, columns, 4, q->words);
	}
	add_end(&sql, q);
	struct stmt *st = query_prepare(&sql, db, e);
	while (st && (step = stmt_step(st, e)) > 0 && !(*more = *n == q->limit))
		read_event(st, a, &(*out)[(*n)++]);
	stmt_done(&st);
	query_clear(&sql);
	if (q->after)
		turn_round(*out, *n);
	return step < 0 ? -1 : 0;
}
