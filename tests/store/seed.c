/* The seeds: complete, idempotent, and true to the agent's rules. */
#include "store/seed.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"
#include "fixture.h"
#include "model/password.h"
#include "store/accounts.h"
#include "store/beliefs.h"

typedef int seed_fn(struct db *, const struct session *, struct str *, struct err *);

/* Runs a seed and gives its report. */
static const char *sow(struct store *s, seed_fn *seed, const struct session *who)
{
	struct str report = {0};
	struct err e = {0};

	assert_ok(seed(s->db, who, &report, &e), e);
	assert_false(db_in_transaction(s->db));
	const char *text = arena_strdup(&s->arena, str_cstr(&report));
	str_free(&report);
	return text;
}

#define ROWS \
	"SELECT (SELECT count(*) FROM admins) + (SELECT count(*) FROM personas)" \
	" + (SELECT count(*) FROM agent_config) + (SELECT count(*) FROM belief_nodes)" \
	" + (SELECT count(*) FROM belief_edges) + (SELECT count(*) FROM stance_versions)" \
	" + (SELECT count(*) FROM evidence_links) + (SELECT count(*) FROM belief_updates)" \
	" + (SELECT count(*) FROM interactions) + (SELECT count(*) FROM pending_posts)" \
	" + (SELECT count(*) FROM console_accounts) + (SELECT count(*) FROM console_events)"

static void a_second_run_adds_nothing_and_says_so(void **state)
{
	static seed_fn *const seeds[] = {seed_config, seed_demo, seed_admin};
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);

	for (size_t i = 0; i < 3; i++) {
		sow(s, seeds[i], &ada);
		int64_t before = store_number(s, ROWS);
		const char *report = sow(s, seeds[i], &ada);
		assert_int_equal(store_number(s, ROWS), before);
		assert_non_null(strstr(report, "there already"));
		assert_null(strstr(report, "added"));
	}
}

static void the_admin_has_the_well_known_password_and_must_change_it(void **state)
{
	struct store *s = *state;
	struct session nobody = {0}, admin;
	const char *report = sow(s, seed_admin, &nobody);
	struct err e = {0};
	bool setting_up;

	assert_non_null(strstr(report, "warning"));
	assert_memory_equal(store_text(s, "SELECT hashed_password FROM admins"), "$2b$12$", 7);
	assert_ok(
		session_login(s->db, SPAN_LIT("admin"), SPAN_LIT(PASSWORD_DEFAULT), &admin, &e), e);
	assert_true(admin.must_change);
	assert_int_equal(admin.role, ROLE_ADMIN);
	assert_ok(accounts_setting_up(s->db, &setting_up, &e), e);
	assert_true(setting_up);
}

static void nobody_sows_where_somebody_works(void **state)
{
	static seed_fn *const seeds[] = {seed_config, seed_demo};
	struct store *s = *state;
	struct session nobody = {0}, mia = store_account(s, "mia", ROLE_MODERATOR);
	int64_t before = store_number(s, ROWS);

	for (size_t i = 0; i < 2; i++) {
		struct str report = {0};
		struct err e = {0};
		assert_fails(seeds[i](s->db, &nobody, &report, &e), e, ERR_DENIED);
		err_clear(&e);
		assert_fails(seeds[i](s->db, &mia, &report, &e), e, ERR_DENIED);
		assert_int_equal(report.len, 0);
	}
	assert_int_equal(store_number(s, ROWS), before);
}

static json_t *json_of(struct span text)
{
	json_error_t why;
	json_t *value = json_loadb(text.p, text.n, JSON_DECODE_ANY, &why);

	if (!value)
		fail_msg("%s: %.*s", why.text, (int)text.n, text.p);
	return value;
}

static void assert_all_json(struct store *s, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(s->db, sql, &e);

	assert_non_null(st);
	while (stmt_step(st, &e) > 0)
		json_decref(json_of(col_text(st, 0)));
	stmt_done(&st);
}

static void the_persona_is_configured(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);

	sow(s, seed_config, &ada);
	assert_string_equal(store_text(s,
				    "SELECT display_name FROM personas WHERE"
				    " reddit_username = 'DemoAgentBot'"),
		"Demo AI Agent");
	assert_string_equal(
		store_column(s,
			"SELECT config_key FROM agent_config c JOIN personas p ON p.id ="
			" c.persona_id WHERE p.reddit_username = 'DemoAgentBot' ORDER BY 1"),
		"auto_posting_enabled persona_style safety_flags target_subreddits ");
	assert_all_json(s, "SELECT config_value FROM agent_config");
	assert_all_json(s, "SELECT config FROM personas");
	assert_string_equal(store_text(s,
				    "SELECT config_value FROM agent_config c JOIN personas p"
				    " ON p.id = c.persona_id WHERE config_key ="
				    " 'auto_posting_enabled' AND reddit_username ="
				    " 'DemoAgentBot'"),
		"false");
}

#define DEMO " persona_id = (SELECT id FROM personas WHERE reddit_username = 'DemoAgentBot')"

static void the_demonstration_is_complete(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);

	sow(s, seed_demo, &ada);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_nodes WHERE" DEMO), 9);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_edges WHERE" DEMO), 7);
	assert_int_equal(
		store_number(s, "SELECT count(DISTINCT relation) FROM belief_edges WHERE" DEMO), 4);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM pending_posts WHERE status ="
				 " 'pending' AND" DEMO),
		30);
	assert_int_equal(store_number(s, "SELECT count(*) FROM interactions WHERE" DEMO), 24);
	assert_int_equal(
		store_number(s,
			"SELECT min(n) FROM (SELECT count(*) AS n FROM"
			" stance_versions WHERE" DEMO " GROUP BY belief_id) AS each_belief"),
		3);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM stance_versions WHERE status ="
				 " 'locked' AND" DEMO),
		1);
}

/* A visitor finds a tension to look into, and memories that are like others. */
static void the_demonstration_has_something_to_find(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);

	sow(s, seed_demo, &ada);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM belief_edges g"
				 " JOIN belief_nodes a ON a.id = g.source_id"
				 " JOIN belief_nodes b ON b.id = g.target_id"
				 " WHERE g.relation = 'contradicts' AND"
				 " EXISTS (SELECT 1 FROM personas p WHERE p.id = g.persona_id AND"
				 " p.reddit_username = 'DemoAgentBot')"
				 " AND a.current_confidence > 0.7 AND b.current_confidence > 0.7"),
		1);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM interactions"
				 " WHERE length(embedding) = 4 * 384 AND" DEMO),
		24);
}

static void every_belief_ends_where_its_history_ends(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);

	sow(s, seed_demo, &ada);
	/* One live stance each, the newest, with the confidence of the belief. */
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM stance_versions v JOIN belief_nodes b ON"
				 " b.id = v.belief_id WHERE v.status IN ('current', 'locked') AND"
				 " v.confidence = b.current_confidence AND b.created_at <="
				 " v.created_at AND NOT EXISTS (SELECT 1 FROM stance_versions n"
				 " WHERE n.belief_id = b.id AND n.created_at > v.created_at)"
				 " AND v."
				 "persona_id = (SELECT id FROM personas WHERE"
				 " reddit_username = 'DemoAgentBot')"),
		9);
	assert_int_equal(store_number(s, "SELECT count(*) FROM stance_versions WHERE" DEMO) - 9,
		store_number(s, "SELECT count(*) FROM belief_updates WHERE" DEMO));
	char soon[20];
	time_format_seconds(time_now() + 60 * TIME_SECOND, soon);
	assert_string_equal(
		store_text_of(s,
			"SELECT count(*) FROM stance_versions WHERE created_at > $1 AND" DEMO,
			soon),
		"0");
}

static const char changes[] =
	"SELECT u.old_value, u.new_value, (SELECT v.rationale FROM stance_versions v"
	" WHERE v.belief_id = u.belief_id AND v.created_at = u.created_at)"
	" FROM belief_updates u WHERE" DEMO;

static double confidence_of(struct stmt *st, int col)
{
	json_t *version = json_of(col_text(st, col));
	double confidence = json_number_value(json_object_get(version, "confidence"));

	json_decref(version);
	return confidence;
}

/* The rationale names the strength; the direction is what is left. */
static void every_update_follows_the_formula(void **state)
{
	static const char *const words[] = {"weak", "moderate", "strong"};
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct err e = {0};
	int rows = 0;

	sow(s, seed_demo, &ada);
	struct stmt *st = db_prepare(s->db, changes, &e);
	assert_non_null(st);
	for (; stmt_step(st, &e) > 0; rows++) {
		double before = confidence_of(st, 0), after = confidence_of(st, 1);
		double expected = NAN;
		const char *why = arena_span(&s->arena, col_text(st, 2)).p;
		for (size_t i = 0; i < 3; i++)
			if (strstr(why, arena_printf(&s->arena, "Evidence: %s", words[i])))
				expected = belief_update(before, strength_of(span_of(words[i])),
					after > before ? +1 : -1);
		assert_float_equal(after, expected, 1e-9);
	}
	stmt_done(&st);
	assert_int_equal(rows, 29);
}

static void exactly_one_draft_hides_something(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct post_query q = {.limit = 100};
	struct post_page page;
	struct err e = {0};
	unsigned classes = 0;
	int alarms = 0, flagged = 0;

	sow(s, seed_demo, &ada);
	assert_ok(posts_page(s->db, &q, &s->arena, &page, &e), e);
	for (size_t i = 0; i < page.n; i++) {
		struct post p = store_post(s, page.lines[i].id);
		struct post_meta meta;
		struct text_report report;
		post_meta_read(p.draft_metadata, &s->arena, &meta);
		assert_int_not_equal(meta.state, META_INVALID);
		text_scan(p.content, &report);
		alarms += (report.classes & TEXT_ALARM) != 0;
		classes |= report.classes & TEXT_ALARM;
		flagged += page.lines[i].flagged;
	}
	assert_int_equal(alarms, 1);
	assert_int_equal(classes, TEXT_BIDI | TEXT_INVISIBLE);
	assert_int_equal(flagged, 5);
}

static void what_the_drafts_propose_is_what_the_formula_gives(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct post_query q = {.limit = 100};
	struct post_page page;
	struct err e = {0};
	size_t updates = 0, new_beliefs = 0, threads = 0;

	sow(s, seed_demo, &ada);
	assert_ok(posts_page(s->db, &q, &s->arena, &page, &e), e);
	for (size_t i = 0; i < page.n; i++) {
		struct post p = store_post(s, page.lines[i].id);
		struct post_meta meta;
		post_meta_read(p.draft_metadata, &s->arena, &meta);
		new_beliefs += meta.has_new_belief;
		threads += meta.original_reply.body.p && meta.our_comment.body.p;
		for (size_t k = 0; k < meta.update_count; k++, updates++) {
			const struct belief_proposal *u = &meta.updates[k];
			struct belief_detail d;
			assert_ok(beliefs_get(s->db, u->belief_id, &s->arena, &d, &e), e);
			assert_true(span_eq(d.belief.title, u->title));
			assert_float_equal(d.belief.confidence, u->current, 1e-9);
			int direction = u->proposed > u->current ? +1 : -1;
			assert_float_equal(u->proposed,
				belief_update(u->current, strength_of(u->strength), direction),
				1e-9);
		}
	}
	assert_int_equal(new_beliefs, 3);
	assert_true(updates >= 15);
	assert_true(threads >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_second_run_adds_nothing_and_says_so),
		ON_FRESH(the_admin_has_the_well_known_password_and_must_change_it),
		ON_BOTH(nobody_sows_where_somebody_works),
		ON_BOTH(the_persona_is_configured),
		ON_BOTH(the_demonstration_is_complete),
		ON_BOTH(the_demonstration_has_something_to_find),
		ON_BOTH(every_belief_ends_where_its_history_ends),
		ON_BOTH(every_update_follows_the_formula),
		ON_FRESH(exactly_one_draft_hides_something),
		ON_FRESH(what_the_drafts_propose_is_what_the_formula_gives),
	};

	return RUN_CASES(tests);
}
