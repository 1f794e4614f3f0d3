/* Keeping and giving back what was being typed. */
#include "store/recovery.h"

#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "transaction.h"

static const char save_text[] =
	"INSERT INTO console_recovery (account_id, post_id, content, based_on, updated_at)"
	" SELECT $1, p.id, $3, $4, $5 FROM pending_posts p WHERE p.id = $2"
	" ON CONFLICT (account_id, post_id) DO UPDATE SET content = excluded.content,"
	" based_on = excluded.based_on, updated_at = excluded.updated_at";

struct saving {
	const struct session *session;
	const struct recovery *text;
};

/* A transaction_work. */
static int save(struct db *db, void *arg, struct err *e)
{
	const struct saving *k = arg;
	int64_t changed = 0;
	char now[27];

	if (session_check(db, k->session, MAY_DECIDE, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, save_text, e);
	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(k->session->id));
	stmt_text(st, 2, lookup_id(db, span_of(k->text->post_id)));
	stmt_text(st, 3, k->text->content);
	stmt_text(st, 4, span_of(k->text->based_on));
	stmt_text(st, 5, span_of(now));
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed == 1 ? 0 : err_set(e, ERR_MISSING, "the draft was deleted");
}

int recovery_save(struct db *db, const struct session *s, const struct recovery *r, struct err *e)
{
	struct saving k = {s, r};

	if (!lookup_possible(db_engine(db), r->content))
		return err_set(e, ERR_USAGE,
			"the text cannot be kept: it holds NUL or bytes that are not UTF-8");
	if (transaction_run(db, TRANSACTION_ROWS, save, &k, NULL, e) == 0)
		return 0;
	return err_prefix(e, "the text was not kept");
}

#define KEPT "SELECT post_id, based_on, updated_at"
static const char one_text[] =
	KEPT ", content FROM console_recovery WHERE account_id = $1 AND post_id = $2";
static const char all_texts[] =
	KEPT " FROM console_recovery WHERE account_id = $1 ORDER BY updated_at";

static void read_kept(struct stmt *st, struct recovery *out)
{
	row_copy(out->post_id, sizeof(out->post_id), col_text(st, 0));
	row_copy(out->based_on, sizeof(out->based_on), col_text(st, 1));
	time_parse(col_text(st, 2), &out->at);
}

int recovery_load(struct db *db, const struct session *s, const char *post_id, struct arena *a,
	struct recovery *out, bool *found, struct err *e)
{
	struct stmt *st = db_prepare(db, one_text, e);

	*out = (struct recovery){0};
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(s->id));
	stmt_text(st, 2, lookup_id(db, span_of(post_id)));
	int step = stmt_step(st, e);
	*found = step > 0;
	if (step > 0) {
		read_kept(st, out);
		out->content = row_text(st, 3, a);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

int recovery_list(struct db *db, const struct session *s, struct arena *a, struct recovery **out,
	size_t *n, struct err *e)
{
	struct recovery *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, all_texts, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(s->id));
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		read_kept(st, &list[used++]);
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

static const char drop_text[] =
	"DELETE FROM console_recovery WHERE account_id = $1 AND post_id = $2";

struct dropping {
	const struct session *session;
	const char *post_id;
};

/* A transaction_work. Whose it is says who asks; whether she may still decide does not matter. */
static int drop(struct db *db, void *arg, struct err *e)
{
	const struct dropping *d = arg;
	struct stmt *st = db_prepare(db, drop_text, e);
	int64_t changed = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(d->session->id)));
	stmt_text(st, 2, lookup_id(db, span_of(d->post_id)));
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed == 0;
}

int recovery_drop(struct db *db, const struct session *s, const char *post_id, struct err *e)
{
	struct dropping d = {s, post_id};

	return transaction_run(db, TRANSACTION_ROWS, drop, &d, NULL, e);
}
