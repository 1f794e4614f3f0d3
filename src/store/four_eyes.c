/* Looks whether a draft needs a second approver, and whether there was a first. */
#include "four_eyes.h"

#include "base/json.h"
#include "post_filter.h"
#include "row.h"

static const char console_settings[] = "SELECT config_value FROM agent_config"
				       " WHERE persona_id = $1 AND config_key = 'console'";

/* The filter's text; SPAN_NULL: none is set. */
static int read_setting(
	struct db *db, const struct post *p, struct arena *a, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, console_settings, e);
	struct err ignored = {0};

	*out = SPAN_NULL;
	if (!st)
		return -1;
	stmt_text(st, 1, p->persona_id);
	int found = stmt_step(st, e);
	json_t *settings = found > 0 ? json_read(col_text(st, 0), &ignored) : NULL;
	if (settings)
		*out = json_get_text(settings, "four_eyes", a);
	json_decref(settings);
	stmt_done(&st);
	return found < 0 ? -1 : 0;
}

static int matches(struct db *db, const struct post *p, const struct filter *f, struct arena *a,
	bool *out, struct err *e)
{
	struct query q = {.engine = db_engine(db)};
	int64_t n = 0;

	query_add(&q, "SELECT count(*) FROM pending_posts p WHERE p.id = ");
	query_text(&q, span_of(p->id));
	post_filter_rest(&q, f, a);
	struct stmt *st = query_prepare(&q, db, e);
	int result = st ? row_number(st, &n, e) : -1;
	query_clear(&q);
	*out = n > 0;
	return result;
}

static const char first_approver[] =
	"SELECT CASE WHEN d.actor_id = $3 THEN 1 ELSE 0 END FROM console_decisions d WHERE "
	"d.post_id = $1"
	" AND d.action = 'approve' AND d.status_after = 'pending' AND d.content_before = $2"
	" AND (d.seen_hash IS NULL OR d.seen_hash = $4)"
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)"
	" ORDER BY 1 LIMIT 1";

static int find_first(struct db *db, const struct session *s, const struct post *p,
	enum four_eyes *out, struct err *e)
{
	struct stmt *st = db_prepare(db, first_approver, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, p->content);
	stmt_text(st, 3, span_of(s->id));
	stmt_text(st, 4, span_of(p->hash));
	int found = stmt_step(st, e);
	*out = found == 0 ? EYES_FIRST : col_int(st, 0) ? EYES_SAME : EYES_ENOUGH;
	stmt_done(&st);
	return found < 0 ? -1 : 0;
}

int four_eyes_check(struct db *db, const struct session *s, const struct post *p, struct arena *a,
	enum four_eyes *out, struct err *e)
{
	struct err why = {0};
	struct filter f;
	struct span text;
	bool needed = false;

	*out = EYES_ENOUGH;
	if (read_setting(db, p, a, &text, e) < 0)
		return -1;
	if (text.n == 0)
		return 0;
	if (filter_parse(text, a, &f, &why) < 0)
		return err_set(e, ERR_USAGE,
			"the filter of drafts that need two approvers is wrong (%s)", why.text);
	if (matches(db, p, &f, a, &needed, e) < 0)
		return -1;
	return needed ? find_first(db, s, p, out, e) : 0;
}
