/* Taking back one's own decision, while it still can be taken back. */
#include <string.h>

#include "account_row.h"
#include "base/time.h"
#include "bulk_transaction.h"
#include "lookup.h"
#include "post_row.h"
#include "row.h"
#include "store/bulk.h"
#include "store/four_eyes.h"
#include "store/ledger.h"

#define STANDING \
	" AND d.action IN ('approve', 'reject')" \
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)"
#define DECISIONS \
	"SELECT d.seq, d.id, d.post_id, d.action, d.status_after, d.batch_id" \
	" FROM console_decisions d"
#define OWN_DECISION DECISIONS " WHERE d.actor_id = $1" STANDING

static const char newest_own[] = OWN_DECISION " AND d.seq < $2 ORDER BY d.seq DESC LIMIT 1";
static const char newest_own_on_post[] =
	OWN_DECISION " AND d.seq < $2 AND d.post_id = $3 ORDER BY d.seq DESC LIMIT 1";

/* One of them, whatever became of it since. */
static const char own_at[] =
	"SELECT d.seq, d.id, d.post_id, d.action, d.status_after, d.batch_id,"
	" CASE WHEN EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)"
	" THEN 1 ELSE 0 END,"
	" CASE WHEN EXISTS (SELECT 1 FROM console_decisions l WHERE l.post_id = d.post_id"
	" AND l.seq > d.seq AND l.action IN ('approve', 'reject') AND NOT EXISTS"
	" (SELECT 1 FROM console_decisions u WHERE u.undoes = l.id)) THEN 1 ELSE 0 END"
	" FROM console_decisions d WHERE d.actor_id = $1 AND d.seq = $2"
	" AND d.action IN ('approve', 'reject')";

struct undoing {
	const struct session *session;
	const char *post_id; /* NULL: whatever the newest decision was on */
	int64_t before;
	int64_t seq; /* of the one that is meant; 0: the newest */
	char ledger_id[UUID_TEXT];
	struct arena *arena;
	struct undo_result *out;
};

struct own_decision {
	char id[UUID_TEXT], batch[UUID_TEXT];
	enum post_status status; /* that it gave the draft */
	bool undone, decided_again; /* since, where one is meant */
};

static void read_decision(struct stmt *st, struct own_decision *own, struct undo_result *out)
{
	out->seq = col_int(st, 0);
	row_copy(own->id, sizeof(own->id), col_text(st, 1));
	row_copy(out->post_id, sizeof(out->post_id), col_text(st, 2));
	out->decision = span_is(col_text(st, 3), "approve") ? DECIDE_APPROVE : DECIDE_REJECT;
	own->status = post_status_of(col_text(st, 4));
	out->first = own->status == POST_PENDING;
	row_copy(own->batch, sizeof(own->batch), col_text(st, 5));
}

static int find_this(
	struct db *db, const struct undoing *u, struct own_decision *own, struct err *e)
{
	struct stmt *st = db_prepare(db, own_at, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(u->session->id));
	stmt_int(st, 2, u->seq);
	int found = stmt_step(st, e);
	if (found > 0) {
		read_decision(st, own, u->out);
		own->undone = col_int(st, 6) != 0;
		own->decided_again = col_int(st, 7) != 0;
	}
	stmt_done(&st);
	if (found == 0)
		return err_set(e, ERR_MISSING, "%s made no such decision", u->session->name);
	return found < 0 ? -1 : 0;
}

static int find_decision(
	struct db *db, const struct undoing *u, struct own_decision *own, struct err *e)
{
	if (u->seq)
		return find_this(db, u, own, e);
	struct stmt *st = db_prepare(db, u->post_id ? newest_own_on_post : newest_own, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(u->session->id));
	stmt_int(st, 2, u->before ? u->before : INT64_MAX);
	if (u->post_id)
		stmt_text(st, 3, lookup_id(db, span_of(u->post_id)));
	int found = stmt_step(st, e);
	if (found > 0)
		read_decision(st, own, u->out);
	stmt_done(&st);
	if (found == 0)
		return err_set(e, ERR_MISSING, "%s has no decision %sthat could be taken back",
			u->session->name, u->post_id ? "on this draft " : "");
	return found < 0 ? -1 : 0;
}

/* Why the decision stands for good; NULL when it can be taken back. */
static const char *refusal(const struct session *s, const struct own_decision *own,
	const struct post *p, struct arena *a)
{
	struct post_meta meta;

	if (own->undone)
		return "it was taken back before";
	post_meta_read(p->draft_metadata, a, &meta);
	if (meta.reddit_id.n > 0)
		return arena_printf(
			a, "it was published as %.*s", (int)meta.reddit_id.n, meta.reddit_id.p);
	if (p->status != own->status)
		return arena_printf(a, "it is %.*s by now", (int)p->status_text.n,
			p->status_text.p ? p->status_text.p : "");
	if (own->status == POST_PENDING)
		return NULL; /* a first approval is withdrawn, whoever gave another one since */
	if (own->decided_again)
		return "it was decided again since";
	if (!span_is(p->reviewed_by, s->name))
		return arena_printf(a, "%.*s decided on it since", (int)p->reviewed_by.n,
			p->reviewed_by.p ? p->reviewed_by.p : "");
	return NULL;
}

static const char edit_of_decision[] = "SELECT content_before, content_after"
				       " FROM console_decisions WHERE id = $1";

/* What the draft said before the decision edited it; SPAN_NULL when it did not. What somebody wrote
 * since is not thrown away. */
static int read_original(struct db *db, const struct undoing *u, const struct own_decision *own,
	const struct post *p, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, edit_of_decision, e);

	*out = SPAN_NULL;
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(own->id));
	int found = stmt_step(st, e);
	if (found > 0 && !col_is_null(st, 1)) {
		if (!span_eq(col_text(st, 1), p->content))
			u->out->refused = "its text was changed once more since you edited it";
		*out = row_text(st, 0, u->arena);
	}
	stmt_done(&st);
	return found < 0 ? -1 : 0;
}

/* What stands against it goes into `out`, with what a person knows the draft by. */
static void look_at(const struct session *s, const struct own_decision *own, const struct post *p,
	struct arena *a, struct undo_result *out)
{
	if (!p->id[0]) {
		out->refused = "the draft was deleted";
		return;
	}
	out->target_subreddit = p->target_subreddit;
	out->snippet = post_snippet(p->content, a);
	out->refused = refusal(s, own, p, a);
}

static struct ledger_row row_of(const char *ledger_id, const struct own_decision *own,
	const struct post *p, struct span original)
{
	return (struct ledger_row){
		.id = span_of(ledger_id),
		.post_id = span_of(p->id),
		.action = SPAN_LIT("undo"),
		.status_before = p->status_text,
		.status_after = SPAN_LIT("pending"),
		.content_before = p->content,
		.content_after = original,
		.viewing_ms = -1,
		.undoes = span_of(own->id),
	};
}

/* A NULL leaves the text alone. */
static const char set_pending[] =
	"UPDATE pending_posts SET status = 'pending', reviewed_by = NULL, reviewed_at = NULL,"
	" updated_at = $2, content = coalesce($3, content) WHERE id = $1";

static int write_undo(struct db *db, const struct undoing *u, const struct own_decision *own,
	const struct post *p, struct span original, struct err *e)
{
	struct stmt *st = db_prepare(db, set_pending, e);
	const struct ledger_row row = row_of(u->ledger_id, own, p, original);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, span_of(now));
	stmt_text(st, 3, original);
	if (row_write(st, NULL, e) < 0)
		return -1;
	u->out->restored = original.p != NULL;
	memcpy(u->out->ledger_id, u->ledger_id, UUID_TEXT);
	return ledger_add(db, u->session, &row, e);
}

/* The approval that is left: of the text as it is now. */
static int find_counting(
	struct db *db, const struct post *p, struct span original, struct undoing *u, struct err *e)
{
	struct post now = *p;
	struct ledger_row *rows;
	size_t n;

	if (original.p)
		now.content = original;
	if (ledger_of_post(db, p->id, u->arena, &rows, &n, e) < 0)
		return -1;
	const struct ledger_row *first = four_eyes_first(&now, rows, n);
	u->out->counts = first ? first->actor : SPAN_NULL;
	return 0;
}

/* One of several waits until it is asked for all of them. */
static int find_others(
	struct db *db, const struct undoing *u, const struct own_decision *own, struct err *e)
{
	struct undo_result *out = u->out;

	if (u->post_id || u->seq || !own->batch[0])
		return 0;
	if (bulk_count(db, u->session, own->batch, &out->batch_count, e) < 0)
		return -1;
	if (out->batch_count > 1)
		memcpy(out->batch, own->batch, UUID_TEXT);
	return 0;
}

/* A transaction_work. */
static int undo(struct db *db, void *arg, struct err *e)
{
	struct undoing *u = arg;
	struct undo_result *out = u->out;
	struct own_decision own = {0};
	struct span original;
	struct post p = {0};

	*out = (struct undo_result){0};
	/* One after another: two at once would take back the same decision. */
	if (session_check_alone(db, u->session, MAY_DECIDE, e) < 0)
		return -1;
	if (find_decision(db, u, &own, e) < 0 || find_others(db, u, &own, e) < 0)
		return -1;
	if (out->batch[0])
		return 1;
	int found = post_hold(db, span_of(out->post_id), u->arena, &p, e);
	if (found < 0)
		return -1;
	look_at(u->session, &own, &p, u->arena, out);
	if (!out->refused && read_original(db, u, &own, &p, &original, e) < 0)
		return -1;
	if (out->refused)
		return 1;
	if (write_undo(db, u, &own, &p, original, e) < 0)
		return -1;
	return find_counting(db, &p, original, u, e);
}

static int run_undo(struct db *db, struct undoing *u, struct err *e)
{
	bool in_doubt;

	uuid_new(u->ledger_id);
	if (transaction_run(db, TRANSACTION_ROWS, undo, u, &in_doubt, e) == 0)
		return 0;
	if (in_doubt)
		return err_prefix(e, "it is not known whether the decision was taken back");
	*u->out = (struct undo_result){0};
	return err_prefix(e, "nothing was taken back");
}

int posts_undo(struct db *db, const struct session *s, const char *post_id, int64_t before,
	struct arena *a, struct undo_result *out, struct err *e)
{
	struct undoing u = {
		.session = s, .post_id = post_id, .before = before, .arena = a, .out = out};

	return run_undo(db, &u, e);
}

int posts_undo_this(struct db *db, const struct session *s, int64_t seq, struct arena *a,
	struct undo_result *out, struct err *e)
{
	struct undoing u = {.session = s, .seq = seq, .arena = a, .out = out};

	return run_undo(db, &u, e);
}

/* --- Several that were made together. --- */

/* The case does not let SQLite take the index of all that the account ever decided. */
#define OWN_OF_BATCH " WHERE d.batch_id = $2 AND CASE WHEN d.actor_id = $1 THEN 1 END = 1" STANDING

static const char count_batch[] = "SELECT count(*) FROM console_decisions d" OWN_OF_BATCH;

int bulk_count(
	struct db *db, const struct session *s, const char *batch, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, count_batch, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(s->id));
	stmt_text(st, 2, lookup_id(db, span_of(batch)));
	return row_number(st, out, e);
}

struct undoing_batch {
	const struct session *session;
	const char *batch;
	int64_t after;
	size_t most;
	char (*ledger_ids)[UUID_TEXT];
	struct arena *arena;
	struct undo_result *out;
	size_t n;
	struct own_decision *own; /* in the arena */
};

static const char next_of_batch[] =
	DECISIONS OWN_OF_BATCH " AND d.seq > $3 ORDER BY d.seq LIMIT $4";

static int find_batch(struct db *db, struct undoing_batch *u, struct err *e)
{
	struct stmt *st = db_prepare(db, next_of_batch, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(u->session->id));
	stmt_text(st, 2, lookup_id(db, span_of(u->batch)));
	stmt_int(st, 3, u->after);
	stmt_int(st, 4, (int64_t)u->most);
	u->n = 0;
	while ((step = stmt_step(st, e)) > 0) {
		u->out[u->n] = (struct undo_result){0};
		read_decision(st, &u->own[u->n], &u->out[u->n]);
		u->n++;
	}
	stmt_done(&st);
	return step;
}

static const char set_all_pending[] =
	"UPDATE pending_posts SET status = 'pending', reviewed_by = NULL, reviewed_at = NULL,"
	" updated_at = $33 WHERE id IN " ROW_PLACES;

static int write_batch(struct db *db, const struct undoing_batch *u, const struct ledger_row *rows,
	size_t n, struct err *e)
{
	char now[27];

	time_format_micros(time_now(), now);
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		struct stmt *st = db_prepare(db, set_all_pending, e);
		if (!st)
			return -1;
		for (size_t i = 0; i < ROW_BATCH; i++)
			stmt_text(st, (int)i + 1, at + i < n ? rows[at + i].post_id : SPAN_NULL);
		stmt_text(st, ROW_BATCH + 1, span_of(now));
		if (row_write(st, NULL, e) < 0)
			return -1;
	}
	return ledger_add_all(db, u->session, rows, n, e);
}

/* A transaction_work. */
static int undo_batch(struct db *db, void *arg, struct err *e)
{
	struct undoing_batch *u = arg;
	struct post *posts = arena_calloc(u->arena, u->most, sizeof(*posts));
	struct ledger_row *rows = arena_calloc(u->arena, u->most, sizeof(*rows));
	const char **ids = arena_calloc(u->arena, u->most, sizeof(*ids));
	size_t n = 0;

	if (session_check_alone(db, u->session, MAY_DECIDE, e) < 0 || find_batch(db, u, e) < 0)
		return -1;
	for (size_t i = 0; i < u->n; i++)
		ids[i] = u->out[i].post_id;
	if (post_hold_all(db, ids, u->n, u->arena, posts, e) < 0)
		return -1;
	for (size_t i = 0; i < u->n; i++) {
		look_at(u->session, &u->own[i], &posts[i], u->arena, &u->out[i]);
		if (u->out[i].refused)
			continue;
		memcpy(u->out[i].ledger_id, u->ledger_ids[i], UUID_TEXT);
		rows[n++] = row_of(u->ledger_ids[i], &u->own[i], &posts[i], SPAN_NULL);
	}
	return n > 0 ? write_batch(db, u, rows, n, e) : 1;
}

int bulk_undo(struct db *db, const struct session *s, const char *batch, int64_t after, size_t most,
	struct arena *a, struct undo_result *out, size_t *n, struct err *e)
{
	struct undoing_batch u = {
		.session = s, .batch = batch, .after = after, .most = most, .arena = a, .out = out};
	bool in_doubt;

	u.own = arena_calloc(a, most, sizeof(*u.own));
	u.ledger_ids = arena_calloc(a, most, sizeof(*u.ledger_ids));
	uuid_series(u.ledger_ids, most);
	int rc = bulk_transaction(db, undo_batch, &u, &in_doubt, e);
	*n = rc == 0 || in_doubt ? u.n : 0;
	if (rc == 0)
		return 0;
	if (in_doubt)
		return err_prefix(e, "it is not known whether %zu decisions were taken back", u.n);
	return err_prefix(e, "nothing more was taken back");
}
