/* Saved reasons: listing them by use, and changing them. */
#include "store/reasons.h"

#include <stdio.h>
#include <strings.h>

#include "base/sanitize.h"
#include "base/time.h"
#include "base/utf8.h"
#include "lookup.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

#define LONGEST_CODE 50
#define LONGEST_TEXT 200
#define LONGEST_SUBREDDIT 100
#define LONGEST_TYPE 50

/* What most queues reject drafts for. */
static const struct {
	const char *code, *text;
} first_reasons[] = {
	{"off-topic", "Has little to do with what it answers"},
	{"unsupported", "Claims more than it can show"},
	{"tone", "Rude, condescending, or too sure of itself"},
	{"repetitive", "Says again what was said before"},
	{"rules", "Breaks a rule of the subreddit"},
	{"hidden", "Hides or disguises what it says"},
};
#define FIRST_REASONS (sizeof(first_reasons) / sizeof(first_reasons[0]))

static struct reason first_reason(size_t i)
{
	return (struct reason){
		.code = span_of(first_reasons[i].code), .text = span_of(first_reasons[i].text)};
}

static const char all_reasons[] = "SELECT id, code, text, subreddit, post_type FROM console_reasons"
				  " WHERE action = 'reject' ORDER BY position, code";

static int read_saved(struct db *db, struct arena *a, struct reason **out, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, all_reasons, e);
	size_t room = 0;
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		*out = row_room(a, *out, *n, sizeof(**out), &room);
		struct reason *r = &(*out)[(*n)++];
		*r = (struct reason){0};
		row_copy(r->id, sizeof(r->id), col_text(st, 0));
		r->code = row_text(st, 1, a);
		r->text = row_text(st, 2, a);
		r->subreddit = row_text(st, 3, a);
		r->post_type = row_text(st, 4, a);
	}
	stmt_done(&st);
	return step;
}

static const char newest_uses[] =
	"SELECT reason, count(*) FROM"
	" (SELECT reason FROM console_decisions ORDER BY seq DESC LIMIT 5000) AS newest"
	" WHERE reason IS NOT NULL GROUP BY reason";

static int count_uses(struct db *db, struct reason *list, size_t n, struct err *e)
{
	struct stmt *st = db_prepare(db, newest_uses, e);
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			if (span_eq(list[i].code, col_text(st, 0)))
				list[i].uses = col_int(st, 1);
	stmt_done(&st);
	return step;
}

/* Few, and those used as often keep their order. */
static void sort_by_uses(struct reason *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct reason one = list[i];
		size_t at = i;
		for (; at > 0 && list[at - 1].uses < one.uses; at--)
			list[at] = list[at - 1];
		list[at] = one;
	}
}

int reasons_list(struct db *db, struct arena *a, struct reason **out, size_t *n, struct err *e)
{
	*out = NULL;
	*n = 0;
	if (read_saved(db, a, out, n, e) < 0)
		return -1;
	if (*n == 0) {
		*n = FIRST_REASONS;
		*out = arena_calloc(a, FIRST_REASONS, sizeof(**out));
		for (size_t i = 0; i < FIRST_REASONS; i++)
			(*out)[i] = first_reason(i);
	}
	if (count_uses(db, *out, *n, e) < 0)
		return -1;
	sort_by_uses(*out, *n);
	return 0;
}

struct reason reason_copy(const struct reason *r, struct arena *a)
{
	struct reason out = *r;

	out.code = arena_span(a, r->code);
	out.text = arena_span(a, r->text);
	out.subreddit = arena_span(a, r->subreddit);
	out.post_type = arena_span(a, r->post_type);
	return out;
}

/* Of all is also of one. */
static bool covers(struct span wanted, struct span is)
{
	return !wanted.p || (is.p && wanted.n == is.n && strncasecmp(wanted.p, is.p, is.n) == 0);
}

bool reason_fits(const struct reason *r, struct span subreddit, struct span post_type)
{
	return covers(r->subreddit, subreddit) && covers(r->post_type, post_type);
}

/* What moderators read is what it says. */
static int check_text(struct span text, const char *what, size_t most, struct err *e)
{
	size_t characters = 0;
	char name[32];

	for (size_t i = 0; i < text.n; i += utf8_cluster(text, i))
		characters++;
	if (characters > most)
		return err_set(
			e, ERR_USAGE, "a reason's %s has at most %zu characters", what, most);
	snprintf(name, sizeof(name), "a reason's %s", what);
	return text_check_line(text, name, e);
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
	if (check_text(r->text, "text", LONGEST_TEXT, e) < 0 ||
		check_text(r->subreddit, "subreddit", LONGEST_SUBREDDIT, e) < 0)
		return -1;
	return check_text(r->post_type, "post type", LONGEST_TYPE, e);
}

struct change {
	const struct session *session;
	const struct reason *reason, *was;
	const char *id, *other;
};

static const char reason_by_id[] =
	"SELECT code, text, subreddit, post_type FROM console_reasons WHERE id = $1";

/* Nobody changes it meanwhile: one transaction of this kind runs at a time. */
static int check_unchanged(struct db *db, const struct reason *was, struct err *e)
{
	struct stmt *st = db_prepare(db, reason_by_id, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(was->id)));
	int step = stmt_step(st, e);
	bool same = step > 0 && span_eq(col_text(st, 0), was->code) &&
		span_eq(col_text(st, 1), was->text) && span_eq(col_text(st, 2), was->subreddit) &&
		span_eq(col_text(st, 3), was->post_type);
	stmt_done(&st);
	if (step == 0)
		return err_set(e, ERR_MISSING, "it was deleted meanwhile");
	if (step > 0 && !same)
		return err_set(e, ERR_CONFLICT, "somebody changed it meanwhile");
	return step < 0 ? -1 : 0;
}

static const char same_codes[] = "SELECT count(*) FROM console_reasons WHERE code = $1"
				 " AND id <> $2";

static int check_free(struct db *db, const struct change *c, struct err *e)
{
	struct stmt *st = db_prepare(db, same_codes, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, c->reason->code);
	stmt_text(st, 2, span_of(c->id));
	if (row_number(st, &n, e) < 0)
		return -1;
	if (n > 0)
		return err_set(e, ERR_CONSTRAINT, "the code %.*s is taken by another reason",
			(int)c->reason->code.n, c->reason->code.p);
	return 0;
}

static const char add_reason[] =
	"INSERT INTO console_reasons (code, text, subreddit, post_type, updated_at, id, position)"
	" VALUES ($1, $2, $3, $4, $5, $6,"
	" (SELECT coalesce(max(position), 0) + 1 FROM console_reasons))";
static const char change_reason[] =
	"UPDATE console_reasons SET code = $1, text = $2, subreddit = $3, post_type = $4,"
	" updated_at = $5 WHERE id = $6";

static int write_reason(struct db *db, const struct change *c, struct err *e)
{
	const struct reason *r = c->reason;
	struct stmt *st = db_prepare(db, c->was ? change_reason : add_reason, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, r->code);
	stmt_text(st, 2, r->text);
	stmt_text(st, 3, r->subreddit);
	stmt_text(st, 4, r->post_type);
	stmt_text(st, 5, span_of(now));
	stmt_text(st, 6, span_of(c->id));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return events_add(db, c->session, "reason.save", r->code, r->text, e);
}

/* A transaction_work. */
static int save(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;

	if (session_check(db, c->session, MAY_SHARE, e) < 0 ||
		(c->was && check_unchanged(db, c->was, e) < 0) || check_free(db, c, e) < 0)
		return -1;
	return write_reason(db, c, e);
}

int reasons_save(struct db *db, const struct session *s, const struct reason *r,
	const struct reason *was, struct err *e)
{
	char id[UUID_TEXT];
	struct change c = {.session = s, .reason = r, .was = r->id[0] ? was : NULL, .id = id};

	if (check_reason(r, e) < 0)
		return -1;
	if (r->id[0])
		memcpy(id, r->id, UUID_TEXT);
	else
		uuid_new(id);
	return transaction_run(db, TRANSACTION_ALONE, save, &c, NULL, e);
}

static const char delete_reason[] = "DELETE FROM console_reasons WHERE id = $1";

/* A transaction_work. */
static int delete_it(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;

	if (session_check(db, c->session, MAY_SHARE, e) < 0 || check_unchanged(db, c->was, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, delete_reason, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(c->was->id));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return events_add(db, c->session, "reason.delete", c->was->code, c->was->text, e);
}

int reasons_delete(struct db *db, const struct session *s, const struct reason *was, struct err *e)
{
	struct change c = {.session = s, .was = was};

	return transaction_run(db, TRANSACTION_ALONE, delete_it, &c, NULL, e);
}

static const char place_of[] = "SELECT position, code FROM console_reasons WHERE id = $1";
static const char set_place[] =
	"UPDATE console_reasons SET position = $2, updated_at = $3 WHERE id = $1";

/* `code` has room for the longest one. */
static int read_place(
	struct db *db, const char *id, int64_t *place, char code[LONGEST_CODE + 1], struct err *e)
{
	struct stmt *st = db_prepare(db, place_of, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	int step = stmt_step(st, e);
	if (step > 0) {
		*place = col_int(st, 0);
		row_copy(code, LONGEST_CODE + 1, col_text(st, 1));
	}
	stmt_done(&st);
	if (step == 0)
		return err_set(e, ERR_MISSING, "it was deleted meanwhile");
	return step < 0 ? -1 : 0;
}

static int write_place(struct db *db, const char *id, int64_t place, struct err *e)
{
	struct stmt *st = db_prepare(db, set_place, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(id));
	stmt_int(st, 2, place);
	stmt_text(st, 3, span_of(now));
	return row_write(st, NULL, e);
}

/* A transaction_work. */
static int exchange(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;
	char code[LONGEST_CODE + 1], other[LONGEST_CODE + 1];
	int64_t from = 0, to = 0;

	if (session_check(db, c->session, MAY_SHARE, e) < 0 ||
		read_place(db, c->id, &from, code, e) < 0 ||
		read_place(db, c->other, &to, other, e) < 0)
		return -1;
	if (write_place(db, c->id, to, e) < 0 || write_place(db, c->other, from, e) < 0)
		return -1;
	return events_add(db, c->session, "reason.move", span_of(code), span_of(other), e);
}

int reasons_exchange(
	struct db *db, const struct session *s, const char *id, const char *other, struct err *e)
{
	struct change c = {.session = s, .id = id, .other = other};

	return transaction_run(db, TRANSACTION_ALONE, exchange, &c, NULL, e);
}

static const char count_reasons[] = "SELECT count(*) FROM console_reasons WHERE action = 'reject'";

/* A transaction_work. */
static int begin(struct db *db, void *arg, struct err *e)
{
	struct change c = *(struct change *)arg;
	struct stmt *st = db_prepare(db, count_reasons, e);
	int64_t n = 0;

	if (!st || row_number(st, &n, e) < 0)
		return -1;
	if (n > 0)
		return 1;
	if (session_check(db, c.session, MAY_SHARE, e) < 0)
		return -1;
	for (size_t i = 0; i < FIRST_REASONS; i++) {
		struct reason r = first_reason(i);
		char id[UUID_TEXT];
		uuid_new(id);
		c.reason = &r;
		c.id = id;
		if (write_reason(db, &c, e) < 0)
			return -1;
	}
	return 0;
}

int reasons_begin(struct db *db, const struct session *s, struct err *e)
{
	struct change c = {.session = s};

	return transaction_run(db, TRANSACTION_ALONE, begin, &c, NULL, e);
}
