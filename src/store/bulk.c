/* Many decisions in one transaction, each on what was seen. */
#include "store/bulk.h"

#include <assert.h>

#include "base/sanitize.h"
#include "base/time.h"
#include "bulk_transaction.h"
#include "four_eyes.h"
#include "lookup.h"
#include "model/links.h"
#include "post_filter.h"
#include "post_row.h"
#include "row.h"
#include "store/ledger.h"
#include "store/recovery.h"

#define SHORT_US 150000
#define LONG_US 500000

size_t bulk_fit(size_t size, int64_t took)
{
	if (took < SHORT_US && size < BULK_MOST)
		return size * 2;
	return took > LONG_US && size > BULK_LEAST ? size / 2 : size;
}

/* Some hundreds of rows touch more pages than one: with the room for one they would be written and
 * read again many times before the commit. */
#define MORE_ROOM 4096
#define USUAL_ROOM 256

int bulk_transaction(
	struct db *db, transaction_work *work, void *arg, bool *in_doubt, struct err *e)
{
	db_set_cache(db, MORE_ROOM);
	int rc = transaction_run(db, TRANSACTION_ROWS, work, arg, in_doubt, e);
	db_set_cache(db, USUAL_ROOM);
	return rc;
}

struct deciding {
	const struct session *session;
	const struct bulk_request *request;
	struct bulk_item *items;
	size_t n;
	char (*ledger_ids)[UUID_TEXT];
	struct arena *arena;
	bool four_eyes; /* some persona's drafts need them */
	struct recovery *kept; /* one's own edits */
	size_t kept_count;
};

static bool is_kept(const struct deciding *d, const char *post_id)
{
	for (size_t i = 0; i < d->kept_count; i++)
		if (strcmp(d->kept[i].post_id, post_id) == 0)
			return true;
	return false;
}

static const struct bulk_request *request_of(const struct deciding *d, const struct bulk_item *item)
{
	return item->own ? item->own : d->request;
}

static enum post_status status_after(const struct bulk_request *r)
{
	return r->decision == DECIDE_APPROVE ? POST_APPROVED : POST_REJECTED;
}

/* Whether it holds something that whoever approves it has not looked at. */
static bool hides(const struct bulk_item *item, const struct post *p, struct arena *a)
{
	unsigned alarms = text_alarms(p->content) | text_alarms(p->target_subreddit);
	struct link_warning link;

	if (!item->seen_hash[0] && (alarms || links_check(p->content, a, &link, 1) > 0))
		return true;
	return alarms & TEXT_EXAMINE && !item->examined;
}

/* What stands against deciding this draft; DECIDED: nothing. */
static enum decision_outcome obstacle(
	const struct deciding *d, const struct bulk_item *item, const struct post *p)
{
	const struct bulk_request *r = request_of(d, item);

	if (!p->id[0])
		return DECISION_GONE;
	if (p->status != POST_PENDING)
		return DECIDED_BEFORE;
	if (item->seen_hash[0] && strcmp(item->seen_hash, p->hash) != 0)
		return DECISION_CHANGED;
	if (r->refuse_hidden && r->decision == DECIDE_APPROVE && hides(item, p, d->arena))
		return DECISION_HIDDEN;
	if (r->decision == DECIDE_APPROVE && !r->forgets && is_kept(d, p->id))
		return DECISION_EDITED;
	return DECIDED;
}

static int count_eyes(struct db *db, const struct deciding *d, const struct bulk_request *r,
	const struct post *p, enum decision_outcome *out, struct err *e)
{
	enum four_eyes eyes;

	if (!d->four_eyes || *out != DECIDED || r->decision != DECIDE_APPROVE)
		return 0;
	if (four_eyes_check(db, d->session, p, d->arena, &eyes, e) < 0)
		return -1;
	if (eyes != EYES_ENOUGH)
		*out = eyes == EYES_FIRST ? DECISION_FIRST : DECISION_SAME;
	return 0;
}

static bool writes(const struct bulk_item *item)
{
	return item->result.outcome == DECIDED || item->result.outcome == DECISION_FIRST;
}

static int put_result(
	struct db *db, const struct deciding *d, size_t i, const struct post *p, struct err *e)
{
	struct bulk_item *item = &d->items[i];
	const struct bulk_request *request = request_of(d, item);
	struct decision_result *r = &item->result;

	*r = (struct decision_result){.outcome = obstacle(d, item, p)};
	if (count_eyes(db, d, request, p, &r->outcome, e) < 0)
		return -1;
	if (item->barred && writes(item))
		r->outcome = DECISION_UNASKED;
	r->status = p->id[0] ? p->status : POST_OTHER;
	item->target_subreddit = p->target_subreddit;
	item->snippet = p->id[0] ? post_snippet(p->content, d->arena) : SPAN_NULL;
	if (r->outcome == DECIDED_BEFORE) {
		r->by = p->reviewed_by;
		r->at = p->reviewed_at;
	}
	if (r->outcome == DECIDED)
		r->status = status_after(request);
	if (writes(item))
		memcpy(r->ledger_id, d->ledger_ids[i], UUID_TEXT);
	return 0;
}

static struct ledger_row row_of(const struct deciding *d, size_t i, const struct post *p)
{
	const struct bulk_item *item = &d->items[i];
	const struct bulk_request *r = request_of(d, item);

	return (struct ledger_row){
		.id = span_of(d->ledger_ids[i]),
		.post_id = span_of(item->post_id),
		.action = r->decision == DECIDE_APPROVE ? SPAN_LIT("approve") : SPAN_LIT("reject"),
		.reason = r->reason,
		.note = r->note,
		.status_before = p->status_text,
		.status_after = span_of(post_status_name(item->result.status)),
		.content_before = p->content,
		.seen_hash = item->seen_hash[0] ? span_of(item->seen_hash) : SPAN_NULL,
		.viewing_ms = item->own ? item->own_viewing_ms : -1,
		.batch_id = span_of(r->batch),
	};
}

/* The condition does not let SQLite take the index of the status, in which all that wait stand. */
static const char set_status[] =
	"UPDATE pending_posts SET status = $33, reviewed_by = $34, reviewed_at = $35,"
	" updated_at = $35 WHERE coalesce(status, '') = 'pending' AND id IN " ROW_PLACES;

/* Nobody has to be asked about them any more. With roles in the server a row in the ledger is what
 * lets one end somebody else's claim. */
static const char end_claims[] = "DELETE FROM console_claims WHERE post_id IN " ROW_PLACES;
static const char end_recoveries[] =
	"DELETE FROM console_recovery WHERE post_id IN " ROW_PLACES " AND account_id = $33";

static void bind_ids(struct stmt *st, const struct span *ids, size_t n)
{
	for (size_t i = 0; i < ROW_BATCH; i++)
		stmt_text(st, (int)i + 1, i < n ? ids[i] : SPAN_NULL);
}

static int release(struct db *db, const struct span *ids, size_t n, struct err *e)
{
	struct stmt *st = db_prepare(db, end_claims, e);

	if (!st)
		return -1;
	bind_ids(st, ids, n);
	return row_write(st, NULL, e);
}

/* Only an approval ends them: a rejection that is taken back finds what was being typed. */
static int forget(
	struct db *db, const struct deciding *d, const struct span *ids, size_t n, struct err *e)
{
	struct stmt *st = db_prepare(db, end_recoveries, e);

	if (!st)
		return -1;
	bind_ids(st, ids, n);
	stmt_text(st, ROW_BATCH + 1, span_of(d->session->id));
	return row_write(st, NULL, e);
}

static int write_some(struct db *db, const struct deciding *d, enum post_status status,
	const struct span *ids, size_t n, struct err *e)
{
	struct stmt *st = db_prepare(db, set_status, e);
	int64_t changed = 0;
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	bind_ids(st, ids, n);
	stmt_text(st, ROW_BATCH + 1, span_of(post_status_name(status)));
	stmt_text(st, ROW_BATCH + 2, span_of(d->session->name));
	stmt_text(st, ROW_BATCH + 3, span_of(now));
	if (row_write(st, &changed, e) < 0)
		return -1;
	if (changed != (int64_t)n)
		return err_set(e, ERR_CONFLICT, "some of them are not pending any more");
	if (release(db, ids, n, e) < 0)
		return -1;
	return status == POST_APPROVED && d->kept_count > 0 ? forget(db, d, ids, n, e) : 0;
}

/* A first approval of two leaves the draft as it is. */
static int write_statuses(
	struct db *db, const struct deciding *d, enum post_status status, struct err *e)
{
	struct span ids[ROW_BATCH];
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct decision_result *r = &d->items[i].result;
		if (r->outcome == DECIDED && r->status == status)
			ids[n++] = span_of(d->items[i].post_id);
		if (n == ROW_BATCH || (n > 0 && i + 1 == d->n)) {
			if (write_some(db, d, status, ids, n, e) < 0)
				return -1;
			n = 0;
		}
	}
	return 0;
}

/* A transaction_work. */
static int decide(struct db *db, void *arg, struct err *e)
{
	struct deciding *d = arg;
	struct post *posts = arena_calloc(d->arena, d->n, sizeof(*posts));
	struct ledger_row *rows = arena_calloc(d->arena, d->n, sizeof(*rows));
	const char **ids = arena_calloc(d->arena, d->n, sizeof(*ids));
	size_t n = 0;

	if (session_check(db, d->session, MAY_DECIDE, e) < 0 ||
		four_eyes_used(db, &d->four_eyes, e) < 0 ||
		recovery_list(db, d->session, d->arena, &d->kept, &d->kept_count, e) < 0)
		return -1;
	for (size_t i = 0; i < d->n; i++)
		ids[i] = d->items[i].post_id;
	if (post_hold_all(db, ids, d->n, d->arena, posts, e) < 0)
		return -1;
	for (size_t i = 0; i < d->n; i++) {
		if (put_result(db, d, i, &posts[i], e) < 0)
			return -1;
		if (writes(&d->items[i]))
			rows[n++] = row_of(d, i, &posts[i]);
	}
	if (n == 0)
		return 1;
	/* The ledger first: see release. */
	if (ledger_add_all(db, d->session, rows, n, e) < 0 ||
		write_statuses(db, d, POST_APPROVED, e) < 0)
		return -1;
	return write_statuses(db, d, POST_REJECTED, e);
}

int bulk_decide(struct db *db, const struct session *s, const struct bulk_request *r,
	struct bulk_item *items, size_t n, struct arena *a, struct err *e)
{
	struct deciding d = {.session = s, .request = r, .items = items, .n = n, .arena = a};
	bool in_doubt;

	assert(n <= BULK_MOST);
	d.ledger_ids = arena_calloc(a, n, sizeof(*d.ledger_ids));
	uuid_series(d.ledger_ids, n);
	if (bulk_transaction(db, decide, &d, &in_doubt, e) == 0)
		return 0;
	if (in_doubt)
		return err_prefix(e, "it is not known whether %zu drafts were decided", n);
	for (size_t i = 0; i < n; i++)
		items[i].result = (struct decision_result){0};
	return err_prefix(e, "%zu drafts were not decided", n);
}

static const char count_some[] = "SELECT count(*) FROM pending_posts p WHERE p.id IN " ROW_PLACES;

static int matching(struct db *db, const struct filter *f, const char (*ids)[UUID_TEXT], size_t n,
	int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	const char *status = filter_status(f);
	struct arena a = {0};

	for (size_t i = 0; i < ROW_BATCH; i++)
		query_bind_text(&sql, i < n ? lookup_id(db, span_of(ids[i])) : SPAN_NULL);
	query_add(&sql, count_some);
	if (status) {
		query_add(&sql, " AND coalesce(p.status, '') = ");
		query_text(&sql, span_of(status));
	}
	post_filter_rest(&sql, f, &a);
	struct stmt *st = query_prepare(&sql, db, e);
	int rc = st ? row_number(st, out, e) : -1;
	query_clear(&sql);
	arena_free(&a);
	return rc;
}

int bulk_matching(struct db *db, const struct filter *f, const char (*ids)[UUID_TEXT], size_t n,
	int64_t *out, struct err *e)
{
	int64_t some = 0;

	*out = 0;
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		if (matching(db, f, ids + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, &some, e) <
			0)
			return -1;
		*out += some;
	}
	return 0;
}

static const char pending_some[] =
	"SELECT p.id FROM pending_posts p"
	" WHERE coalesce(p.status, '') = 'pending' AND p.id IN " ROW_PLACES;

static int mark_pending(
	struct db *db, const char (*ids)[UUID_TEXT], size_t n, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, pending_some, e);
	int step = -1;

	if (st)
		lookup_bind_ids(st, db, ids, n);
	while (st && (step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			out[i] = out[i] || span_is(col_text(st, 0), ids[i]);
	stmt_done(&st);
	return step;
}

int bulk_pending(struct db *db, const char (*ids)[UUID_TEXT], size_t n, bool *out, struct err *e)
{
	for (size_t at = 0; at < n; at += ROW_BATCH)
		if (mark_pending(
			    db, ids + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, out + at, e) < 0)
			return -1;
	return 0;
}
