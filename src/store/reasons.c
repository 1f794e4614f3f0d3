/* Saved reasons: listing them by use, and changing them. */
#include "store/reasons.h"

#include <strings.h>

#include "base/time.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

#define LONGEST_CODE 50

static const char all_reasons[] =
	"SELECT r.id, r.code, r.text, r.subreddit, r.post_type, coalesce(u.uses, 0)"
	" FROM console_reasons r LEFT JOIN"
	" (SELECT reason, count(*) AS uses FROM"
	" (SELECT reason FROM console_decisions ORDER BY seq DESC LIMIT 5000) AS newest"
	" WHERE reason IS NOT NULL GROUP BY reason) AS u ON u.reason = r.code"
	" WHERE r.action = 'reject' ORDER BY 6 DESC, r.position, r.code";

int reasons_list(struct db *db, struct arena *a, struct reason **out, size_t *n, struct err *e)
{
	struct reason *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, all_reasons, e);
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		struct reason *r = &list[used++];
		row_copy(r->id, sizeof(r->id), col_text(st, 0));
		r->code = row_text(st, 1, a);
		r->text = row_text(st, 2, a);
		r->subreddit = row_text(st, 3, a);
		r->post_type = row_text(st, 4, a);
		r->uses = col_int(st, 5);
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

/* Of all is also of one. */
static bool covers(struct span wanted, struct span is)
{
	return !wanted.p ||
		(is.p && wanted.n == is.n && strncasecmp(wanted.p, is.p, is.n) == 0);
}

bool reason_fits(const struct reason *r, struct span subreddit, struct span post_type)
{
	return covers(r->subreddit, subreddit) && covers(r->post_type, post_type);
}

static int check_reason(const struct reason *r, struct err *e)
{
	bool right = r->code.n > 0 && r->code.n <= LONGEST_CODE;

	for (size_t i = 0; right && i < r->code.n; i++) {
		char c = r->code.p[i];
		right = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || (c == '-' && i > 0);
	}
	if (!right)
		return err_set(e, ERR_USAGE,
			"a reason's code is made of letters, digits and hyphens, %d at most",
			LONGEST_CODE);
	if (r->text.n == 0)
		return err_set(e, ERR_USAGE, "a reason needs a text for people");
	return 0;
}

static const char add_reason[] =
	"INSERT INTO console_reasons (code, text, subreddit, post_type, updated_at, id, position)"
	" VALUES ($1, $2, $3, $4, $5, $6,"
	" (SELECT coalesce(max(position), 0) + 1 FROM console_reasons))";
static const char change_reason[] =
	"UPDATE console_reasons SET code = $1, text = $2, subreddit = $3, post_type = $4,"
	" updated_at = $5 WHERE id = $6";

struct saving {
	const struct session *session;
	const struct reason *reason;
	char id[UUID_TEXT];
};

/* A transaction_work. */
static int save(struct db *db, void *arg, struct err *e)
{
	const struct saving *w = arg;
	const struct reason *r = w->reason;
	int64_t changed = 0;
	char now[27];

	if (session_check(db, w->session, MAY_CONFIGURE, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, r->id[0] ? change_reason : add_reason, e);
	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, r->code);
	stmt_text(st, 2, r->text);
	stmt_text(st, 3, r->subreddit);
	stmt_text(st, 4, r->post_type);
	stmt_text(st, 5, span_of(now));
	stmt_text(st, 6, span_of(w->id));
	if (row_write(st, &changed, e) < 0)
		return -1;
	if (changed == 0)
		return err_set(e, ERR_MISSING, "it was deleted meanwhile");
	return events_add(db, w->session, "reason.save", r->code, r->text, e);
}

int reasons_save(struct db *db, const struct session *s, const struct reason *r, struct err *e)
{
	struct saving w = {.session = s, .reason = r};
	struct err why = {0};

	if (check_reason(r, e) < 0)
		return -1;
	if (r->id[0])
		memcpy(w.id, r->id, UUID_TEXT);
	else
		uuid_new(w.id);
	if (transaction_run(db, TRANSACTION_ROWS, save, &w, NULL, &why) == 0)
		return 0;
	if (why.code == ERR_CONSTRAINT)
		return err_set(e, ERR_CONFLICT, "the code %.*s is taken by another reason",
			(int)r->code.n, r->code.p);
	err_set(e, why.code, "%s", why.text);
	return err_prefix(e, "the reason %.*s was not saved", (int)r->code.n, r->code.p);
}

static const char delete_reason[] = "DELETE FROM console_reasons WHERE id = $1";

struct deleting {
	const struct session *session;
	const char *id;
};

/* A transaction_work. */
static int delete(struct db *db, void *arg, struct err *e)
{
	const struct deleting *w = arg;
	int64_t changed = 0;

	if (session_check(db, w->session, MAY_CONFIGURE, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, delete_reason, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(w->id));
	if (row_write(st, &changed, e) < 0)
		return -1;
	if (changed == 0)
		return err_set(e, ERR_MISSING, "it was deleted before");
	return events_add(db, w->session, "reason.delete", span_of(w->id), SPAN_NULL, e);
}

int reasons_delete(struct db *db, const struct session *s, const char *id, struct err *e)
{
	struct deleting w = {.session = s, .id = id};

	if (transaction_run(db, TRANSACTION_ROWS, delete, &w, NULL, e) == 0)
		return 0;
	return err_prefix(e, "the reason was not deleted");
}
