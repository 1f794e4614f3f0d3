/* One decision on one draft, on what was seen, in one transaction. */
#include "store/posts.h"

#include "base/time.h"
#include "post_row.h"
#include "row.h"
#include "store/ledger.h"

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

static int write_decision(struct db *db, const struct session *s, const struct decision_request *r,
	const struct post *p, struct decision_result *out, struct err *e)
{
	bool approve = r->decision == DECIDE_APPROVE;
	enum post_status status = approve ? POST_APPROVED : POST_REJECTED;
	const struct ledger_row row = {
		.post_id = span_of(p->id),
		.action = approve ? SPAN_LIT("approve") : SPAN_LIT("reject"),
		.reason = r->reason,
		.note = r->note,
		.status_before = p->status_text,
		.status_after = span_of(post_status_name(status)),
		.content_before = p->content,
		.seen_hash = span_of(r->seen_hash),
		.viewing_ms = r->viewing_ms,
		.batch_id = span_of(r->batch),
	};

	if (write_status(db, s, p, post_status_name(status), e) < 0)
		return -1;
	out->status = status;
	return ledger_add(db, s, &row, out->ledger_id, e);
}

/* What stands against deciding this draft; DECIDED: nothing. */
static enum decision_outcome obstacle(const struct decision_request *r, const struct post *p)
{
	if (p->status != POST_PENDING)
		return DECIDED_BEFORE;
	if (r->seen_hash && !span_is(span_of(r->seen_hash), p->hash))
		return DECISION_CHANGED;
	return DECIDED;
}

static int decide(struct db *db, const struct session *s, const struct decision_request *r,
	struct arena *a, struct decision_result *out, struct err *e)
{
	struct post p = {0};

	if (session_check(db, s, MAY_DECIDE, e) < 0)
		return -1;
	int found = post_load(db, span_of(r->post_id), a, &p, e);
	if (found < 0)
		return -1;
	if (!found) {
		out->outcome = DECISION_GONE;
		out->status = POST_OTHER;
		return 0;
	}
	out->outcome = obstacle(r, &p);
	out->status = p.status;
	if (out->outcome == DECIDED_BEFORE) {
		out->by = p.reviewed_by;
		out->at = p.reviewed_at;
	}
	if (out->outcome != DECIDED)
		return 0;
	return write_decision(db, s, r, &p, out, e);
}

int posts_decide(struct db *db, const struct session *s, const struct decision_request *r,
	struct arena *a, struct decision_result *out, struct err *e)
{
	*out = (struct decision_result){0};
	if (db_begin(db, e) < 0)
		goto fail;
	if (decide(db, s, r, a, out, e) < 0)
		goto fail;
	if (out->outcome == DECIDED && db_commit(db, e) < 0)
		goto fail;
	db_rollback(db);
	return 0;
fail:
	db_rollback(db);
	return err_prefix(e, "draft %.8s was not decided", r->post_id);
}
