/* Looks whether a draft needs a second approver, and whether there was a first. */
#include "four_eyes.h"

#include "base/json.h"
#include "post_filter.h"
#include "row.h"
#include "store/four_eyes.h"

static const char console_settings[] = "SELECT config_value FROM agent_config"
				       " WHERE persona_id = $1 AND config_key = 'console'";

/* The filter's text, SPAN_NULL when none is set. What cannot be understood is no reason to let a
 * draft through. */
static int read_filter(struct span value, struct arena *a, struct span *out, struct err *e)
{
	struct err why = {0};
	json_t *settings = json_read(value, &why);
	const json_t *filter = json_object_get(settings, "four_eyes");
	int result = 0;

	if (!json_is_object(settings))
		result = err_set(e, ERR_USAGE,
			"the setting console, which says which drafts need two approvers, is %s",
			settings ? "no object" : why.text);
	else if (filter && !json_is_string(filter) && !json_is_null(filter))
		result = err_set(e, ERR_USAGE,
			"four_eyes, the filter of drafts that need two approvers, is no text");
	else
		*out = json_get_text(settings, "four_eyes", a);
	json_decref(settings);
	return result;
}

static int read_setting(
	struct db *db, const struct post *p, struct arena *a, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, console_settings, e);

	*out = SPAN_NULL;
	if (!st)
		return -1;
	stmt_text(st, 1, p->persona_id);
	int found = stmt_step(st, e);
	int result = found > 0 ? read_filter(col_text(st, 0), a, out, e) : found;
	stmt_done(&st);
	return result;
}

static const char count_settings[] =
	"SELECT count(*) FROM agent_config WHERE config_key = 'console'";

int four_eyes_used(struct db *db, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, count_settings, e);
	int64_t n = 0;

	if (!st || row_number(st, &n, e) < 0)
		return -1;
	*out = n > 0;
	return 0;
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

/* As long as it stands, the text that it wrote needs the second approver whom the one before
 * needed. */
static const char first_edits[] =
	"SELECT count(*) FROM console_decisions d WHERE d.post_id = $1"
	" AND d.action = 'approve' AND d.status_after = 'pending' AND d.content_after = $2"
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)";

static int edited_by_first(struct db *db, const struct post *p, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, first_edits, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(p->id));
	stmt_text(st, 2, p->content);
	int result = row_number(st, &n, e);
	*out = n > 0;
	return result;
}

int four_eyes_needed(struct db *db, const struct post *p, struct arena *a, bool *out, struct err *e)
{
	struct err why = {0};
	struct filter f;
	struct span text;

	*out = false;
	if (read_setting(db, p, a, &text, e) < 0)
		return -1;
	if (text.n == 0)
		return 0;
	if (filter_parse(FILTER_DRAFTS, text, a, &f, &why) < 0)
		return err_set(e, ERR_USAGE,
			"the filter of drafts that need two approvers is wrong (%s)", why.text);
	if (matches(db, p, &f, a, out, e) < 0)
		return -1;
	return *out ? 0 : edited_by_first(db, p, out, e);
}

static bool taken_back(const struct ledger_row *row, const struct ledger_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(rows[i].undoes, row->id))
			return true;
	return false;
}

/* Whether all of the draft is what this approver saw, or wrote. */
static bool approved_this(const struct ledger_row *row, const struct post *p)
{
	struct post then = *p;

	if (!span_eq(row->content_after.p ? row->content_after : row->content_before, p->content))
		return false;
	if (!row->seen_hash.p)
		return true;
	then.content = row->content_before;
	post_hash(&then, then.hash);
	return span_is(row->seen_hash, then.hash);
}

const struct ledger_row *four_eyes_first(
	const struct post *p, const struct ledger_row *rows, size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (ledger_is_first(&rows[i]) && !taken_back(&rows[i], rows, n) &&
			approved_this(&rows[i], p))
			return &rows[i];
	return NULL;
}

int four_eyes_count(struct db *db, const struct session *s, const struct post *p, struct arena *a,
	enum four_eyes *out, struct err *e)
{
	struct ledger_row *rows;
	size_t n;

	if (ledger_of_post(db, p->id, a, &rows, &n, e) < 0)
		return -1;
	const struct ledger_row *first = four_eyes_first(p, rows, n);
	*out = !first ? EYES_FIRST : span_is(first->actor_id, s->id) ? EYES_SAME : EYES_ENOUGH;
	return 0;
}

int four_eyes_check(struct db *db, const struct session *s, const struct post *p, struct arena *a,
	enum four_eyes *out, struct err *e)
{
	bool needed;

	*out = EYES_ENOUGH;
	if (four_eyes_needed(db, p, a, &needed, e) < 0)
		return -1;
	return needed ? four_eyes_count(db, s, p, a, out, e) : 0;
}

/* --- For who reads them. --- */

static const char every_setting[] = "SELECT persona_id, config_value FROM agent_config"
				    " WHERE config_key = 'console'";

struct rule {
	struct span persona_id, filter;
};

static int read_rules(struct db *db, struct arena *a, struct rule **rules, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, every_setting, e);
	size_t room = 0;
	int step = -1;

	*rules = NULL;
	*n = 0;
	while (st && (step = stmt_step(st, e)) > 0) {
		struct rule rule = {row_text(st, 0, a), SPAN_NULL};
		struct err why = {0};
		if (read_filter(col_text(st, 1), a, &rule.filter, &why) < 0 || rule.filter.n == 0)
			continue;
		*rules = row_room(a, *rules, *n, sizeof(**rules), &room);
		(*rules)[(*n)++] = rule;
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static bool is_under(const struct rule *rule, const struct post *p)
{
	return p->id[0] && p->status == POST_PENDING && span_eq(p->persona_id, rule->persona_id);
}

static void mark(const struct post *const *posts, size_t n, struct span id, bool *out)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(id, posts[i]->id))
			out[i] = true;
}

/* Marks those of a persona's drafts that its filter matches. */
static int ask_rule(struct db *db, const struct rule *rule, const struct post *const *posts,
	size_t n, struct arena *a, bool *out, struct err *e)
{
	struct query q = {.engine = db_engine(db)};
	struct err why = {0};
	struct filter f;
	size_t asked = 0;
	int step = 0;

	if (filter_parse(FILTER_DRAFTS, rule->filter, a, &f, &why) < 0)
		return 0;
	query_add(&q, "SELECT p.id FROM pending_posts p WHERE p.id IN (");
	for (size_t i = 0; i < n; i++) {
		if (!is_under(rule, posts[i]))
			continue;
		query_add(&q, asked++ > 0 ? ", " : "");
		query_text(&q, span_of(posts[i]->id));
	}
	query_add(&q, ")");
	post_filter_rest(&q, &f, a);
	struct stmt *st = asked > 0 ? query_prepare(&q, db, e) : NULL;
	if (asked > 0)
		step = st ? stmt_step(st, e) : -1;
	for (; step > 0; step = stmt_step(st, e))
		mark(posts, n, col_text(st, 0), out);
	stmt_done(&st);
	query_clear(&q);
	return step;
}

int four_eyes_ask(
	struct db *db, const struct post *const *posts, size_t n, bool *out, struct err *e)
{
	struct arena a = {0};
	struct rule *rules;
	size_t rule_count;
	int result = read_rules(db, &a, &rules, &rule_count, e);

	for (size_t i = 0; result == 0 && i < rule_count; i++)
		result = ask_rule(db, &rules[i], posts, n, &a, out, e);
	arena_free(&a);
	return result;
}

/* --- For the server. --- */

/* What the transaction itself wrote into the ledger does not count: the console asks before it
 * writes. */
static const char before_the_row[] =
	"            two := coalesce(two, false) OR (WITH console_decisions AS (\n"
	"                SELECT d.* FROM console_decisions d WHERE d.post_id = p.id\n"
	"                AND d.xmin <> CAST(pg_current_xact_id() AS xid)) SELECT true";

static void spell(struct span filter, struct arena *a, struct str *out)
{
	struct query q = {.engine = DB_POSTGRES, .spelled = true};
	struct err why = {0};
	struct filter f;

	if (filter.n == 0 || filter_parse(FILTER_DRAFTS, filter, a, &f, &why) < 0)
		return;
	post_filter_rest(&q, &f, a);
	str_add(out, "        IF asked = ");
	query_spell(out, filter);
	str_addf(out, " THEN\n%s%s);\n        END IF;\n", before_the_row, str_cstr(&q.sql));
	query_clear(&q);
}

static const char all_settings[] = "SELECT DISTINCT CAST(config_value AS text) FROM agent_config"
				   " WHERE config_key = 'console' ORDER BY 1";

int four_eyes_spell(struct db *db, struct str *out, struct err *e)
{
	struct stmt *st = db_prepare(db, all_settings, e);
	struct arena a = {0};
	int step = -1;

	while (st && (step = stmt_step(st, e)) > 0) {
		struct err why = {0};
		struct span filter;
		if (read_filter(col_text(st, 0), &a, &filter, &why) == 0)
			spell(filter, &a, out);
	}
	stmt_done(&st);
	arena_free(&a);
	return step < 0 ? -1 : 0;
}
