/* Changing beliefs: the agent's formula and rules, and what is refused. */
#include "store/steer.h"

#include <math.h>
#include <string.h>

#include "fixture_steer.h"

#define WHY SPAN_LIT("two labs found it again")

static struct steer_change nudge(int direction, enum belief_strength strength)
{
	return (struct steer_change){
		.what = STEER_NUDGE, .reason = WHY, .strength = strength, .direction = direction};
}

static struct steer_change set(double confidence)
{
	return (struct steer_change){.what = STEER_SET, .reason = WHY, .confidence = confidence};
}

static struct steer_change lock(enum steer_what what)
{
	return (struct steer_change){.what = what, .reason = WHY};
}

static struct err refused(struct store *s, const struct session *by,
	const struct steer_belief *seen, const struct steer_change *c, enum err_code code)
{
	struct steer_result out = {0};
	struct err e = {0};
	int64_t rows = store_number(s, "SELECT count(*) FROM belief_updates");

	assert_fails(steer_change(s->db, by, seen, c, &s->arena, &out, &e), e, code);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_updates"), rows);
	return e;
}

/* --- The formula --- */

/* D3, computed in another way and with more digits. */
static double by_the_formula(long double p, enum belief_strength strength, int direction)
{
	static const long double deltas[] = {0.05L, 0.10L, 0.20L};

	p = fminl(fmaxl(p, 0.01L), 0.99L);
	long double odds = p / (1 - p) * expl(direction * 5 * deltas[strength]);
	p = fminl(fmaxl(odds / (1 + odds), 0.01L), 0.99L);
	return (double)(roundl(p * 1000) / 1000);
}

static void a_thousand_nudges_equal_the_formula(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	unsigned seed = 20261122;

	for (int i = 0; i < 1000; i++) {
		char id[UUID_TEXT];
		uuid_new(id);
		double p = rand_r(&seed) % 10001 / 10000.0;
		enum belief_strength strength = rand_r(&seed) % 3;
		int direction = rand_r(&seed) % 2 ? 1 : -1;
		double expected = by_the_formula(p, strength, direction);
		struct steer_change c = nudge(direction, strength);

		given_belief(s, id, id, arena_printf(&s->arena, "%.4f", p), "current");
		struct steer_belief seen = steer_look(s, id);
		if (seen.confidence == expected) {
			refused(s, &rosa, &seen, &c, ERR_USAGE);
			steer_assert_whole(s, id, 0, 1);
			continue;
		}
		struct steer_result out = steer_do(s, &rosa, id, &c);
		assert_float_equal(out.after.confidence, expected, 1e-9);
		assert_float_equal(steer_look(s, id).confidence, expected, 1e-9);
		steer_assert_whole(s, id, 1, 2);
	}
}

/* --- What a change writes --- */

static void a_nudge_writes_what_the_agent_would_write(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = nudge(+1, STRENGTH_MODERATE);

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	struct steer_result out = steer_do(s, &rosa, STEER_ID(1), &c);
	assert_string_equal(steer_look(s, STEER_ID(1)).update_id, out.update_id);
	assert_string_equal(steer_column(s, STEER_ID(1), "updated_by"), "rosa");
	assert_string_equal(steer_column(s, STEER_ID(1), "trigger_type"), "manual");
	assert_string_equal(steer_column(s, STEER_ID(1), "reason"), "two labs found it again");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "confidence"), "0.7");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "confidence"), "0.794");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "text"), "\"it is so\"");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "status"), "\"current\"");
	assert_string_equal(
		store_text(s, "SELECT rationale FROM stance_versions WHERE status = 'current'"),
		"two labs found it again");
}

static void setting_may_change_the_text_the_confidence_or_both(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_ADMIN);
	struct steer_change c = set(0.25);

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	assert_span(steer_look(s, STEER_ID(1)).text, "it is so");
	c = set(NAN);
	c.text = SPAN_LIT("it may be so");
	steer_do(s, &rosa, STEER_ID(1), &c);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.25, 0);
	assert_span(steer_look(s, STEER_ID(1)).text, "it may be so");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "text"), "\"it is so\"");
	steer_assert_whole(s, STEER_ID(1), 2, 3);
	struct steer_belief seen = steer_look(s, STEER_ID(1));
	refused(s, &rosa, &seen, &c, ERR_USAGE); /* it says that already */
}

static void a_locked_belief_takes_nothing_until_it_is_unlocked(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = lock(STEER_LOCK);

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 1, 1);
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "status"), "\"current\"");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "status"), "\"locked\"");
	struct steer_belief seen = steer_look(s, STEER_ID(1));
	const struct steer_change changes[] = {nudge(-1, STRENGTH_WEAK), set(0.1), c,
		{.what = STEER_EDIT, .reason = WHY, .title = SPAN_LIT("two")},
		{.what = STEER_EVIDENCE,
			.reason = WHY,
			.source_type = SPAN_LIT("note"),
			.source_ref = SPAN_LIT("x")}};
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct err e = refused(s, &rosa, &seen, &changes[i], ERR_CONFLICT);
		assert_says(e, "locked");
	}
	c = lock(STEER_UNLOCK);
	steer_do(s, &rosa, STEER_ID(1), &c);
	assert_int_equal(steer_look(s, STEER_ID(1)).status, STANCE_CURRENT);
	c = nudge(-1, STRENGTH_WEAK);
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 3, 2);
}

static void words_are_changed_with_what_they_were(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_EDIT,
		.reason = WHY,
		.title = SPAN_LIT("uno"),
		.tags = SPAN_LIT("[\"b\"]")};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_span(b.title, "uno");
	assert_span(b.summary, "in short");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "title"), "\"one\"");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "title"), "\"uno\"");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "summary"), "");
	steer_assert_whole(s, STEER_ID(1), 1, 1);
	const struct span bad[] = {
		SPAN_LIT("{}"), SPAN_LIT("[1]"), SPAN_LIT("[\"a\""), SPAN_LIT("")};
	for (size_t i = 0; i < 4; i++) {
		c = (struct steer_change){.what = STEER_EDIT, .reason = WHY, .tags = bad[i]};
		refused(s, &rosa, &b, &c, ERR_USAGE);
	}
}

static void a_title_holds_500_wide_characters_and_no_more(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_EDIT, .reason = WHY};
	char *title = arena_alloc(&s->arena, 501 * 4 + 1);

	for (int i = 0; i < 501; i++)
		memcpy(title + i * 4, "🜁", 4);
	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	c.title = (struct span){title, 500 * 4};
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_true(span_eq(b.title, c.title));
	c.title.n += 4;
	assert_says(refused(s, &rosa, &b, &c, ERR_USAGE), "this one has 501");
	c.title = SPAN_LIT("two\nlines");
	refused(s, &rosa, &b, &c, ERR_USAGE);
	c.title = SPAN_LIT(" ");
	refused(s, &rosa, &b, &c, ERR_USAGE);
}

/* The agent may have written one, and what else there is can still be changed. */
static void a_title_that_hides_something_is_not_written(void **state)
{
	static const char *const titles[] = {"say \033[2J", "a\u202eb", "zero\u200bwidth", "\xff"};
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_EDIT, .reason = WHY};

	given_belief(s, STEER_ID(1), "one\u200b", "0.7", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		c.title = span_of(titles[i]);
		refused(s, &rosa, &b, &c, ERR_USAGE);
	}
	c.title = b.title;
	c.summary = SPAN_LIT("It is so.");
	steer_do(s, &rosa, STEER_ID(1), &c);
	assert_span(steer_look(s, STEER_ID(1)).summary, "It is so.");
}

static void evidence_may_nudge_in_the_same_change(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_EVIDENCE,
		.reason = WHY,
		.strength = STRENGTH_STRONG,
		.source_type = SPAN_LIT("external_link"),
		.source_ref = SPAN_LIT("https://example.org/1")};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 1, 1);
	assert_string_equal(steer_column(s, STEER_ID(1), "trigger_type"), "evidence");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "evidence"), "null");
	assert_non_null(strstr(
		steer_value(s, STEER_ID(1), "new_value", "evidence"), "\"strength\": \"strong\""));
	c.direction = -1;
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 2, 2);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.462, 1e-9);
	assert_int_equal(store_number(s, "SELECT count(*) FROM evidence_links"), 2);
	struct steer_belief b = steer_look(s, STEER_ID(1));
	c.source_type = SPAN_LIT("rumour");
	refused(s, &rosa, &b, &c, ERR_USAGE);
	c.source_type = SPAN_LIT("note");
	c.source_ref = SPAN_LIT(" ");
	refused(s, &rosa, &b, &c, ERR_USAGE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM evidence_links"), 2);
}

/* --- Bad values --- */

static void a_belief_without_confidence_can_be_set_not_nudged(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = nudge(+1, STRENGTH_WEAK);

	given_belief(s, STEER_ID(1), "one", NULL, "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_int_equal(b.kind, CONFIDENCE_NONE);
	assert_says(refused(s, &rosa, &b, &c, ERR_CONSTRAINT), "no confidence");
	c = set(NAN);
	c.text = SPAN_LIT("perhaps");
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 1, 2);
	c = set(0.5);
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 2, 3);
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "confidence"), "null");
}

/* The agent's checks keep such values out; a file that somebody wrote past them holds them. */
static void a_confidence_that_is_none_can_be_set_not_nudged(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	static const char *const bad[][3] = {{"1.7", "beyond 0 to 1", "1.7"},
		{"-0.2", "beyond 0 to 1", "-0.2"}, {"'high'", "the text \"high\"", "\"high\""}};

	store_exec(s->db, "PRAGMA ignore_check_constraints = 1");
	for (size_t i = 0; i < 3; i++) {
		char id[UUID_TEXT];
		uuid_new(id);
		given_belief(s, id, id, "0.5", "current");
		store_exec(s->db,
			arena_printf(&s->arena,
				"UPDATE belief_nodes SET current_confidence = %s WHERE id = '%s'",
				bad[i][0], id));
		struct steer_belief b = steer_look(s, id);
		struct steer_change c = nudge(+1, STRENGTH_WEAK);
		assert_says(refused(s, &rosa, &b, &c, ERR_CONSTRAINT), bad[i][1]);
		c = set(NAN);
		c.text = SPAN_LIT("perhaps");
		refused(s, &rosa, &b, &c, ERR_USAGE);
		c = lock(STEER_LOCK);
		steer_do(s, &rosa, id, &c);
		c = lock(STEER_UNLOCK);
		steer_do(s, &rosa, id, &c);
		c = set(0.5);
		steer_do(s, &rosa, id, &c);
		steer_assert_whole(s, id, 3, 2);
		assert_string_equal(steer_value(s, id, "old_value", "confidence"), bad[i][2]);
	}
}

static void what_is_no_confidence_or_has_no_reason_is_refused(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	static const double bad[] = {-0.001, 1.001, INFINITY, -INFINITY};
	struct steer_change c;

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	for (size_t i = 0; i < 4; i++) {
		c = set(bad[i]);
		refused(s, &rosa, &b, &c, ERR_USAGE);
	}
	c = set(0.1);
	c.reason = SPAN_LIT(" \n");
	assert_says(refused(s, &rosa, &b, &c, ERR_USAGE), "reason");
	c.reason = SPAN_NULL;
	refused(s, &rosa, &b, &c, ERR_USAGE);
	c = set(NAN);
	c.text = SPAN_LIT("");
	refused(s, &rosa, &b, &c, ERR_USAGE);
	c = nudge(+1, STRENGTH_OTHER);
	refused(s, &rosa, &b, &c, ERR_USAGE);
	steer_assert_whole(s, STEER_ID(1), 0, 1);
}

static void however_many_live_stances_there_were_there_is_one_then(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = nudge(+1, STRENGTH_WEAK);

	given_belief(s, STEER_ID(1), "none", "0.5", "");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	struct steer_change no = lock(STEER_LOCK);
	assert_says(refused(s, &rosa, &b, &no, ERR_CONFLICT), "no live stance");
	steer_do(s, &rosa, STEER_ID(1), &c);
	steer_assert_whole(s, STEER_ID(1), 1, 1);
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "status"), "null");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "text"), "null");
	assert_span(steer_look(s, STEER_ID(1)).text, "in short");

	given_belief(s, STEER_ID(2), "three", "0.5", "current");
	store_exec(s->db,
		"INSERT INTO stance_versions (id, persona_id, belief_id, text, status, created_at)"
		" VALUES ('cccccccc-0000-4000-8000-000000000001', '" STORE_PERSONA "', '" STEER_ID(
			2) "', 'old', 'current', '2020-01-01 00:00:00'),"
			   " ('cccccccc-0000-4000-8000-000000000002', '" STORE_PERSONA
			   "', '" STEER_ID(2) "', 'older', 'current', '2019-01-01 00:00:00')");
	assert_int_equal(steer_look(s, STEER_ID(2)).live, 3);
	steer_do(s, &rosa, STEER_ID(2), &c);
	steer_assert_whole(s, STEER_ID(2), 1, 4);
	assert_span(steer_look(s, STEER_ID(2)).text, "it is so");

	store_exec(s->db, "UPDATE stance_versions SET status = 'current' WHERE text = 'old'");
	c = lock(STEER_LOCK);
	steer_do(s, &rosa, STEER_ID(2), &c);
	steer_assert_whole(s, STEER_ID(2), 2, 4);
	assert_int_equal(steer_look(s, STEER_ID(2)).status, STANCE_LOCKED);
}

/* --- Who may, and who was first --- */

static void only_operators_and_admins_steer(void **state)
{
	struct store *s = *state;
	struct session mo = store_account(s, "mo", ROLE_MODERATOR), nobody = {0};
	struct steer_change c = set(0.1);

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_says(refused(s, &mo, &b, &c, ERR_DENIED), "steer beliefs");
	refused(s, &nobody, &b, &c, ERR_DENIED);
	steer_assert_whole(s, STEER_ID(1), 0, 1);
}

static void of_two_operators_at_once_one_wins_and_the_other_is_told(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct session lee = store_account(s, "lee", ROLE_OPERATOR);
	struct steer_change c = nudge(+1, STRENGTH_WEAK);
	struct db *other = store_connect(s, DB_READ_WRITE);
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_ok(steer_change(other, &lee, &b, &c, &s->arena, &out, &e), e);
	e = refused(s, &rosa, &b, &c, ERR_CONFLICT);
	assert_says(e, "0.500 became 0.562, by lee at ");
	assert_says(e, "two labs found it again");
	steer_assert_whole(s, STEER_ID(1), 1, 2);
	db_close(&other);
}

static void what_the_agent_did_meanwhile_is_said(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = set(0.1);

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	store_exec(s->db, "UPDATE stance_versions SET status = 'locked'");
	assert_says(refused(s, &rosa, &b, &c, ERR_CONFLICT), "it is locked now, and no audit row");
	store_exec(s->db, "UPDATE stance_versions SET status = 'current', text = 'no'");
	assert_says(refused(s, &rosa, &b, &c, ERR_CONFLICT), "its stance says something else");
	store_exec(s->db,
		"UPDATE stance_versions SET text = 'it is so';"
		"UPDATE belief_nodes SET title = 'uno'");
	assert_says(refused(s, &rosa, &b, &c, ERR_CONFLICT), "it is called \"uno\" now");
	store_exec(s->db,
		"UPDATE belief_nodes SET title = 'one', current_confidence = 0.6;"
		"INSERT INTO belief_updates (id, persona_id, belief_id, reason, trigger_type) "
		"VALUES"
		" ('dddddddd-0000-4000-8000-000000000001', '" STORE_PERSONA
		"', '" STEER_ID(1) "', 'a thread', 'auto')");
	assert_says(refused(s, &rosa, &b, &c, ERR_CONFLICT),
		"0.500 became 0.600, by somebody without a name at ");
	store_exec(s->db, "DELETE FROM belief_nodes");
	assert_says(refused(s, &rosa, &b, &c, ERR_MISSING), "deleted meanwhile");
}

static void a_dry_run_does_all_but_commit(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = set(0.1);
	struct steer_result out = {.dry = true};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_ok(steer_change(s->db, &rosa, &b, &c, &s->arena, &out, &e), e);
	assert_float_equal(out.after.confidence, 0.1, 0);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.5, 0);
	steer_assert_whole(s, STEER_ID(1), 0, 1);
}

static void beliefs_of_the_agent_can_be_steered(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "operator", ROLE_OPERATOR);
	struct steer_belief b = steer_look(s, "Evidence-based reasoning");
	int64_t updates = strtoll(
		store_text_of(s,
			"SELECT CAST(count(*) AS TEXT) FROM belief_updates WHERE belief_id = $1",
			b.id),
		NULL, 10);
	int64_t versions = strtoll(
		store_text_of(s,
			"SELECT CAST(count(*) AS TEXT) FROM stance_versions WHERE belief_id = $1",
			b.id),
		NULL, 10);
	struct steer_change c = nudge(-1, STRENGTH_STRONG);

	steer_do(s, &rosa, b.id, &c);
	steer_assert_whole(s, b.id, updates + 1, versions + 1);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(a_thousand_nudges_equal_the_formula),
		ON_FRESH(a_nudge_writes_what_the_agent_would_write),
		ON_FRESH(setting_may_change_the_text_the_confidence_or_both),
		ON_FRESH(a_locked_belief_takes_nothing_until_it_is_unlocked),
		ON_FRESH(words_are_changed_with_what_they_were),
		ON_FRESH(a_title_holds_500_wide_characters_and_no_more),
		ON_FRESH(a_title_that_hides_something_is_not_written),
		ON_FRESH(evidence_may_nudge_in_the_same_change),
		ON_FRESH(a_belief_without_confidence_can_be_set_not_nudged),
		FRESH_SQLITE(a_confidence_that_is_none_can_be_set_not_nudged),
		ON_FRESH(what_is_no_confidence_or_has_no_reason_is_refused),
		ON_FRESH(however_many_live_stances_there_were_there_is_one_then),
		ON_FRESH(only_operators_and_admins_steer),
		ON_FRESH(of_two_operators_at_once_one_wins_and_the_other_is_told),
		ON_FRESH(what_the_agent_did_meanwhile_is_said),
		ON_FRESH(a_dry_run_does_all_but_commit),
		AMONG_ROWS(beliefs_of_the_agent_can_be_steered),
	};

	return RUN_CASES(cases);
}
