/* One decision on one draft, on what was seen and as what was written, in one transaction. */
#include "store/posts.h"

#include "base/time.h"
#include "four_eyes.h"
#include "lookup.h"
#include "post_row.h"
#include "row.h"
#include "store/ledger.h"
#include "transaction.h"

static const char set_status[] =
	"UPDATE pending_posts SET status = $2, reviewed_by = $3, reviewed_at = $4, updated_at = $4"
	" WHERE id = $1 AND status = 'pending'";

static int write_status(struct db *db, const struct session *s, const struct post *p,
	const char *status, struct err *e)
{
	struct stmt *st = db_prepare(db, set_status, e);
	int64_t changed = 0;
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, span_of(status));
	stmt_text(st, 3, span_of(s->name));
	stmt_text(st, 4, span_of(now));
	if (row_write(st, &changed, e) < 0)
		return -1;
	if (changed != 1)
		return err_set(e, ERR_CONFLICT, "it is not pending any more");
	return 0;
}

struct deciding {
	const struct session *session;
	const struct decision_request *request;
	char ledger_id[UUID_TEXT];
	bool kept; /* an edit of one's own, which an approval ends */
	struct arena *arena;
	struct decision_result *out;
};

static const char end_claim[] = "DELETE FROM console_claims WHERE post_id = $1";
static const char end_recovery[] =
	"DELETE FROM console_recovery WHERE post_id = $1 AND account_id = $2";

/* Nobody has to be asked about it any more. Comes after the row in the ledger: with roles in the
 * server it is what lets one end somebody else's claim. */
static int release(struct db *db, const struct post *p, struct err *e)
{
	struct stmt *st = db_prepare(db, end_claim, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(p->id));
	return row_write(st, NULL, e);
}

/* Only an approval ends it: a rejection that is taken back finds what was being typed. */
static int forget(struct db *db, const struct session *s, const struct post *p, struct err *e)
{
	struct stmt *st = db_prepare(db, end_recovery, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, span_of(s->id));
	return row_write(st, NULL, e);
}

static const char set_content[] =
	"UPDATE pending_posts SET content = $2, updated_at = $3 WHERE id = $1";

static int write_content(struct db *db, const struct post *p, struct span content, struct err *e)
{
	struct stmt *st = db_prepare(db, set_content, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, content);
	stmt_text(st, 3, span_of(now));
	return row_write(st, NULL, e);
}

/* What it says instead from now on; NULL when the text stays as it is. */
static struct span edited(const struct deciding *d, const struct post *p)
{
	return span_eq(d->request->content, p->content) ? SPAN_NULL : d->request->content;
}

static int write_decision(
	struct db *db, const struct deciding *d, const struct post *p, struct err *e)
{
	const struct decision_request *r = d->request;
	bool approve = r->decision == DECIDE_APPROVE, first = d->out->outcome == DECISION_FIRST;
	enum post_status status = first ? POST_PENDING : approve ? POST_APPROVED : POST_REJECTED;
	const struct ledger_row row = {
		.id = span_of(d->ledger_id),
		.post_id = span_of(p->id),
		.action = approve ? SPAN_LIT("approve") : SPAN_LIT("reject"),
		.reason = r->reason,
		.note = r->note,
		.status_before = p->status_text,
		.status_after = span_of(post_status_name(status)),
		.content_before = p->content,
		.content_after = edited(d, p),
		.seen_hash = span_of(r->seen_hash),
		.viewing_ms = r->viewing_ms,
		.batch_id = span_of(r->batch),
	};

	if (!first && write_status(db, d->session, p, post_status_name(status), e) < 0)
		return -1;
	if (ledger_add(db, d->session, &row, e) < 0 || release(db, p, e) < 0 ||
		(d->kept && forget(db, d->session, p, e) < 0))
		return -1;
	d->out->status = status;
	memcpy(d->out->ledger_id, d->ledger_id, UUID_TEXT);
	return 0;
}

static const char count_recovery[] =
	"SELECT count(*) FROM console_recovery WHERE post_id = $1 AND account_id = $2";

static int find_kept(struct db *db, struct deciding *d, const struct post *p, struct err *e)
{
	int64_t n = 0;

	d->kept = false;
	if (d->request->decision != DECIDE_APPROVE)
		return 0;
	struct stmt *st = db_prepare(db, count_recovery, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, span_of(d->session->id));
	if (row_number(st, &n, e) < 0)
		return -1;
	d->kept = n > 0;
	return 0;
}

/* What stands against deciding this draft; DECIDED: nothing. */
static enum decision_outcome obstacle(const struct deciding *d, const struct post *p)
{
	const struct decision_request *r = d->request;

	if (p->status != POST_PENDING)
		return DECIDED_BEFORE;
	if (r->seen_hash && !span_is(span_of(r->seen_hash), p->hash))
		return DECISION_CHANGED;
	if (d->kept && !r->content.p && !r->forgets)
		return DECISION_EDITED;
	return DECIDED;
}

/* Nobody escapes the second pair of eyes by editing: neither what it said before nor what it says
 * then may ask for them. */
static int count_eyes_on_edit(struct db *db, const struct deciding *d, const struct post *p,
	enum four_eyes *eyes, struct err *e)
{
	struct post after = *p;
	bool needed_before, needed;

	after.content = d->request->content;
	if (four_eyes_needed(db, p, d->arena, &needed_before, e) < 0 ||
		write_content(db, p, after.content, e) < 0 ||
		four_eyes_needed(db, &after, d->arena, &needed, e) < 0)
		return -1;
	if (!needed_before && !needed)
		return 0;
	return four_eyes_count(db, d->session, &after, d->arena, eyes, e);
}

static int count_eyes(struct db *db, const struct deciding *d, const struct post *p, struct err *e)
{
	enum four_eyes eyes = EYES_ENOUGH;
	int result = edited(d, p).p ? count_eyes_on_edit(db, d, p, &eyes, e)
				    : four_eyes_check(db, d->session, p, d->arena, &eyes, e);

	if (result == 0 && eyes != EYES_ENOUGH)
		d->out->outcome = eyes == EYES_FIRST ? DECISION_FIRST : DECISION_SAME;
	return result;
}

/* A transaction_work. */
static int decide(struct db *db, void *arg, struct err *e)
{
	struct deciding *d = arg;
	struct decision_result *out = d->out;
	struct post p = {0};

	*out = (struct decision_result){0};
	if (session_check(db, d->session, MAY_DECIDE, e) < 0)
		return -1;
	int found = post_hold(db, span_of(d->request->post_id), d->arena, &p, e);
	if (found < 0)
		return -1;
	if (!found) {
		out->outcome = DECISION_GONE;
		out->status = POST_OTHER;
		return 1;
	}
	if (find_kept(db, d, &p, e) < 0)
		return -1;
	out->outcome = obstacle(d, &p);
	out->status = p.status;
	if (out->outcome == DECIDED_BEFORE) {
		out->by = p.reviewed_by;
		out->at = p.reviewed_at;
	}
	if (out->outcome == DECIDED && d->request->decision == DECIDE_APPROVE &&
		count_eyes(db, d, &p, e) < 0)
		return -1;
	bool writes = out->outcome == DECIDED || out->outcome == DECISION_FIRST;
	return writes ? write_decision(db, d, &p, e) : 1;
}

int posts_decide(struct db *db, const struct session *s, const struct decision_request *r,
	struct arena *a, struct decision_result *out, struct err *e)
{
	struct deciding d = {.session = s, .request = r, .arena = a, .out = out};
	bool in_doubt;

	*out = (struct decision_result){0};
	if (!lookup_possible(db_engine(db), r->content))
		return err_set(e, ERR_USAGE,
			"draft %.8s was not decided: its new text holds NUL or bytes that are not "
			"UTF-8, which PostgreSQL cannot keep",
			r->post_id);
	uuid_new(d.ledger_id);
	if (transaction_run(db, TRANSACTION_ROWS, decide, &d, &in_doubt, e) == 0)
		return 0;
	if (in_doubt)
		return err_prefix(e, "it is not known whether draft %.8s was decided", r->post_id);
	*out = (struct decision_result){0};
	return err_prefix(e, "draft %.8s was not decided", r->post_id);
}
