/* Deleting beliefs, and taking changes back. */
#include <math.h>
#include <string.h>

#include "fixture_steer.h"

#define WHY SPAN_LIT("as the thread shows")
#define SEVERAL 7

static struct steer_undo newest(struct store *s, const struct session *by)
{
	struct steer_undo u;
	struct err e = {0};

	assert_ok(steer_undo_find(s->db, by, SPAN_NULL, &s->arena, &u, &e), e);
	return u;
}

static struct steer_result take_back(struct store *s, const struct session *by)
{
	struct steer_undo u = newest(s, by);
	struct steer_result out = {0};
	struct err e = {0};

	assert_ok(steer_undo(s->db, by, &u, SPAN_NULL, &s->arena, &out, &e), e);
	return out;
}

static struct err refused(struct store *s, const struct session *by, const struct steer_undo *u)
{
	struct steer_result out = {0};
	struct err e = {0};

	if (steer_undo(s->db, by, u, SPAN_NULL, &s->arena, &out, &e) == 0)
		fail_msg("it was taken back");
	if (e.code != ERR_CONFLICT)
		fail_msg("code %d: %s", (int)e.code, e.text);
	return e;
}

static void nothing_to_take_back(struct store *s, const struct session *by)
{
	struct steer_undo u;
	struct err e = {0};

	assert_fails(steer_undo_find(s->db, by, SPAN_NULL, &s->arena, &u, &e), e, ERR_MISSING);
}

static struct err cannot_be_taken_back(struct store *s, const struct session *by)
{
	struct steer_undo u;
	struct err e = {0};

	assert_fails(steer_undo_find(s->db, by, SPAN_NULL, &s->arena, &u, &e), e, ERR_CONFLICT);
	return e;
}

/* --- Changes of one belief --- */

static void changes_are_taken_back_one_after_the_other(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	const struct steer_change changes[SEVERAL] = {
		{.what = STEER_NUDGE, .reason = WHY, .strength = STRENGTH_WEAK, .direction = -1},
		{.what = STEER_SET,
			.reason = WHY,
			.confidence = 0.123,
			.text = SPAN_LIT("Ünïcode and\nlines")},
		{.what = STEER_EDIT,
			.reason = WHY,
			.title = SPAN_LIT("uno"),
			.summary = SPAN_LIT("kurz"),
			.tags = SPAN_LIT("[]")},
		{.what = STEER_EVIDENCE,
			.reason = WHY,
			.strength = STRENGTH_STRONG,
			.direction = 1,
			.source_type = SPAN_LIT("note"),
			.source_ref = SPAN_LIT("see there")},
		{.what = STEER_LOCK, .reason = WHY},
		{.what = STEER_UNLOCK, .reason = WHY},
		{.what = STEER_SET, .reason = WHY, .confidence = NAN, .text = SPAN_LIT("no")},
	};
	struct steer_belief then[SEVERAL];

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	nothing_to_take_back(s, &rosa);
	for (int i = 0; i < SEVERAL; i++) {
		then[i] = steer_look(s, STEER_ID(1));
		steer_do(s, &rosa, STEER_ID(1), &changes[i]);
	}
	for (int i = SEVERAL - 1; i >= 0; i--) {
		struct steer_undo u = newest(s, &rosa);
		struct steer_result out = take_back(s, &rosa);
		struct steer_belief b = steer_look(s, STEER_ID(1));
		assert_float_equal(b.confidence, then[i].confidence, 1e-9);
		assert_true(span_eq(b.text, then[i].text));
		assert_true(span_eq(b.title, then[i].title));
		assert_true(span_eq(b.summary, then[i].summary));
		assert_true(span_eq(b.tags, then[i].tags));
		assert_int_equal(b.status, then[i].status);
		assert_int_equal(b.live, 1);
		assert_string_equal(b.update_id, out.update_id);
		assert_string_equal(steer_column(s, b.id, "reason"),
			arena_printf(&s->arena, "undoes %s: as the thread shows", u.id));
	}
	nothing_to_take_back(s, &rosa);
	assert_int_equal(store_number(s, "SELECT count(*) FROM evidence_links"), 0);
	/* Every change and every undo is there; five of each wrote a version. */
	steer_assert_whole(s, STEER_ID(1), 2 * SEVERAL, 1 + 4 + 4);
}

static void an_undo_can_be_undone_by_its_id(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.2};
	struct steer_undo u;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	struct steer_result first = steer_do(s, &rosa, STEER_ID(1), &c);
	out = take_back(s, &rosa);
	assert_fails(steer_undo_find(s->db, &rosa, span_of(first.update_id), &s->arena, &u, &e), e,
		ERR_CONFLICT);
	assert_says(e, "taken back before");
	err_clear(&e);
	assert_ok(steer_undo_find(s->db, &rosa, span_of(out.update_id), &s->arena, &u, &e), e);
	assert_ok(steer_undo(s->db, &rosa, &u, SPAN_LIT("after all"), &s->arena, &out, &e), e);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.2, 1e-9);
	assert_non_null(strstr(steer_column(s, STEER_ID(1), "reason"), ": after all"));
}

static void what_moved_on_is_not_taken_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct session lee = store_account(s, "lee", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.2};
	struct steer_change other = {.what = STEER_SET, .reason = WHY, .confidence = 0.3};
	struct steer_change lock = {.what = STEER_LOCK, .reason = WHY};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_undo u = newest(s, &rosa);
	steer_do(s, &lee, STEER_ID(1), &other);
	assert_says(refused(s, &rosa, &u), "moved on since: its stance is another one, by lee at ");
	take_back(s, &lee);
	steer_do(s, &lee, STEER_ID(1), &lock);
	refused(s, &rosa, &u);
	take_back(s, &lee);
	take_back(s, &rosa);
	assert_says(refused(s, &rosa, &u), "taken back before");
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.7, 1e-9);
}

static void values_that_cannot_be_read_are_not_taken_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_undo u;
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	store_exec(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, old_value, reason,"
		" updated_by) VALUES ('dddddddd-0000-4000-8000-000000000001', '" STORE_PERSONA
		"', '" STEER_ID(1) "', '[1]', 'r', 'rosa')");
	assert_fails(steer_undo_find(s->db, &rosa, SPAN_NULL, &s->arena, &u, &e), e, ERR_CONFLICT);
	assert_says(e, "cannot be read");
}

static void text_that_is_no_json_is_not_taken_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_undo u;
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	store_exec(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, old_value, new_value,"
		" reason, updated_by) VALUES ('dddddddd-0000-4000-8000-000000000001', "
		"'" STORE_PERSONA "', '" STEER_ID(1) "', '{\"text', 'x', 'r', 'rosa')");
	assert_fails(steer_undo_find(s->db, &rosa, SPAN_NULL, &s->arena, &u, &e), e, ERR_CONFLICT);
}

static void only_who_steers_takes_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct session mo = store_account(s, "mo", ROLE_MODERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.2};
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_undo u = newest(s, &rosa);
	assert_fails(steer_undo(s->db, &mo, &u, SPAN_NULL, &s->arena, &out, &e), e, ERR_DENIED);
}

static void what_was_no_number_is_not_gone_back_to(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.5};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	store_exec(s->db,
		"PRAGMA ignore_check_constraints = 1;"
		"UPDATE belief_nodes SET current_confidence = 'high'");
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct err e = cannot_be_taken_back(s, &rosa);
	assert_says(e, "one: it cannot be taken back: its confidence was no number from 0 to 1");
}

static void a_confidence_beyond_its_range_is_passed_over(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.5};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	store_exec(s->db,
		"PRAGMA ignore_check_constraints = 1;"
		"UPDATE belief_nodes SET current_confidence = -0.3 WHERE title = 'one'");
	steer_do(s, &rosa, STEER_ID(2), &c);
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_undo u = newest(s, &rosa);
	assert_span(u.title, "two");
	assert_span(
		u.passed, "one: it cannot be taken back: its confidence was no number from 0 to 1");
	take_back(s, &rosa);
	assert_float_equal(steer_look(s, STEER_ID(2)).confidence, 0.7, 1e-9);
	cannot_be_taken_back(s, &rosa);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.5, 1e-9);
}

/* The schema allows NULL, and the audit row says that it was that. */
static void what_had_no_confidence_has_none_again(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {
		.what = STEER_SET, .reason = WHY, .confidence = 0.4, .text = SPAN_LIT("perhaps")};

	given_belief(s, STEER_ID(1), "one", NULL, "current");
	steer_do(s, &rosa, STEER_ID(1), &c);
	assert_span(newest(s, &rosa).said,
		"confidence 0.400 back to none, the stance says what it said before");
	struct steer_result out = take_back(s, &rosa);
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_int_equal(b.kind, CONFIDENCE_NONE);
	assert_span(b.text, "it is so");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "confidence"), "0.4");
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "confidence"), "null");
	steer_assert_whole(s, STEER_ID(1), 2, 3);
	/* And there it goes again. */
	struct steer_undo u;
	struct err e = {0};
	assert_ok(steer_undo_find(s->db, &rosa, span_of(out.update_id), &s->arena, &u, &e), e);
	assert_ok(steer_undo(s->db, &rosa, &u, SPAN_NULL, &s->arena, &out, &e), e);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.4, 1e-9);
	steer_assert_whole(s, STEER_ID(1), 3, 4);
}

/* A belief keeps its live stance: what made it is passed over, and so is what came before. */
static void a_first_live_stance_is_passed_over(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.5};
	struct steer_change edit = {.what = STEER_EDIT, .reason = WHY, .summary = SPAN_LIT("s")};
	struct steer_toll toll;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	given_belief(s, STEER_ID(3), "three", "0.7", "current");
	steer_do(s, &rosa, STEER_ID(2), &c);
	steer_do(s, &rosa, STEER_ID(1), &edit);
	steer_do(s, &rosa, STEER_ID(1), &c);
	struct steer_belief third = steer_look(s, STEER_ID(3));
	assert_ok(steer_toll(s->db, third.id, &toll, &e), e);
	assert_ok(steer_delete(s->db, &rosa, &third, &toll, third.title, WHY, &s->arena, &out, &e),
		e);
	assert_true(span_eq(newest(s, &rosa).title, third.title));
	take_back(s, &rosa);
	struct steer_undo u = newest(s, &rosa);
	assert_span(u.title, "two");
	assert_span(u.passed, "one: it cannot be taken back: it had no live stance");
	take_back(s, &rosa);
	assert_says(cannot_be_taken_back(s, &rosa), "it had no live stance");
	steer_assert_whole(s, STEER_ID(1), 2, 1);
	steer_assert_whole(s, STEER_ID(2), 2, 3);
	/* Nor is it by its id. */
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_fails(steer_undo_find(s->db, &rosa, span_of(b.update_id), &s->arena, &u, &e), e,
		ERR_CONFLICT);
	assert_says(e, "it had no live stance");
}

/* --- Edges and new beliefs --- */

static void an_edge_without_a_weight_gets_none_again(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = {
		.relation = SPAN_LIT("supports"), .weight = 0.5, .reason = WHY};
	struct steer_edge g;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	assert_ok(
		steer_edge_add(s->db, &rosa, STEER_ID(1), STEER_ID(2), &c, &s->arena, &out, &e), e);
	store_exec(s->db, "UPDATE belief_edges SET weight = NULL");
	const char *id = store_text(s, "SELECT id FROM belief_edges");
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &g, &e), e);
	assert_ok(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e);
	assert_span(newest(s, &rosa).said, "the edge supports 0.50 is supports again");
	take_back(s, &rosa);
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &g, &e), e);
	assert_true(isnan(g.weight));
}

static void changes_of_edges_are_taken_back(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = {
		.relation = SPAN_LIT("supports"), .weight = 0.5, .reason = WHY};
	struct steer_edge was, g;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	assert_ok(
		steer_edge_add(s->db, &rosa, STEER_ID(1), STEER_ID(2), &c, &s->arena, &out, &e), e);
	const char *id = store_text(s, "SELECT id FROM belief_edges");
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &was, &e), e);
	c.relation = SPAN_LIT("contradicts");
	c.weight = 1;
	assert_ok(steer_edge_set(s->db, &rosa, &was, &c, &s->arena, &out, &e), e);
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &g, &e), e);
	assert_ok(steer_edge_delete(s->db, &rosa, &g, WHY, &s->arena, &out, &e), e);

	assert_span(take_back(s, &rosa).said, "the edge contradicts comes back");
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &g, &e), e);
	assert_span(g.relation, "contradicts");
	struct steer_undo u = newest(s, &rosa);
	store_exec(s->db, "UPDATE belief_edges SET weight = 0.9");
	assert_says(refused(s, &rosa, &u), "the edge is another one");
	store_exec(s->db, "UPDATE belief_edges SET weight = 1");
	take_back(s, &rosa);
	assert_ok(steer_edge_find(s->db, span_of(id), &s->arena, &g, &e), e);
	assert_span(g.relation, "supports");
	assert_float_equal(g.weight, 0.5, 0);
	take_back(s, &rosa);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_edges"), 0);
	steer_assert_whole(s, STEER_ID(1), 6, 1);
	nothing_to_take_back(s, &rosa);
}

static void a_belief_that_was_added_goes_again_unless_something_hangs_on_it(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_new n = {.title = SPAN_LIT("new"),
		.summary = SPAN_LIT("in short"),
		.confidence = 0.6,
		.reason = WHY};
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.2};
	struct steer_result out = {0};
	struct err e = {0};

	assert_ok(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e);
	struct steer_undo u = newest(s, &rosa);
	assert_int_equal(u.what, UNDO_ADD);
	steer_do(s, &rosa, out.belief_id, &c);
	assert_says(refused(s, &rosa, &u), "something hangs on it");
	/* It goes, and even that can be taken back. */
	n.title = SPAN_LIT("newer");
	assert_ok(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e);
	take_back(s, &rosa);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_nodes"), 1);
	u = newest(s, &rosa);
	assert_int_equal(u.what, UNDO_DELETE);
	take_back(s, &rosa);
	steer_look(s, "newer");
}

/* --- Deleting --- */

#define ALL_ROWS \
	"SELECT id || ' ' || title || ' ' || summary || ' ' || current_confidence || tags" \
	" || created_at || updated_at FROM belief_nodes ORDER BY id"
#define ALL_STANCES \
	"SELECT id || text || coalesce(CAST(confidence AS TEXT), '') || status ||" \
	" coalesce(rationale, '') || created_at || updated_at FROM stance_versions ORDER BY id"
#define ALL_EDGES \
	"SELECT id || CAST(source_id AS TEXT) || CAST(target_id AS TEXT) || relation || weight" \
	" || created_at || updated_at FROM belief_edges ORDER BY id"
#define ALL_EVIDENCE \
	"SELECT id || source_type || source_ref || coalesce(strength, '') || created_at ||" \
	" updated_at FROM evidence_links ORDER BY id"
#define OLD_UPDATES \
	"SELECT id || CAST(old_value AS TEXT) || CAST(new_value AS TEXT) || reason ||" \
	" coalesce(updated_by, '') || created_at || updated_at FROM belief_updates" \
	" WHERE reason NOT LIKE 'undoes%' ORDER BY id"

static void a_deleted_belief_comes_back_as_it_was(void **state)
{
	static const char *const tables[] = {
		ALL_ROWS, ALL_STANCES, ALL_EDGES, ALL_EVIDENCE, OLD_UPDATES};
	struct store *s = *state;
	struct session rosa = store_account(s, "operator", ROLE_OPERATOR);
	struct steer_belief b = steer_look(s, "Evidence-based reasoning");
	const char *before[5];
	struct steer_toll toll, left;
	struct steer_result out = {0};
	struct err e = {0};

	for (int i = 0; i < 5; i++)
		before[i] = store_column(s, tables[i]);
	assert_ok(steer_toll(s->db, b.id, &toll, &e), e);
	assert_true(toll.edges > 0 && toll.stances > 1 && toll.evidence > 0 && toll.updates > 0);
	assert_fails(steer_delete(s->db, &rosa, &b, &toll, SPAN_LIT("Evidence"), WHY, &s->arena,
			     &out, &e),
		e, ERR_USAGE);
	err_clear(&e);
	assert_ok(steer_delete(s->db, &rosa, &b, &toll, b.title, WHY, &s->arena, &out, &e), e);
	assert_ok(steer_toll(s->db, b.id, &left, &e), e);
	assert_int_equal(left.edges + left.stances + left.evidence + left.updates, 0);
	struct steer_undo u = newest(s, &rosa);
	assert_int_equal(u.what, UNDO_DELETE);
	assert_span(u.title, "Evidence-based reasoning");
	assert_span(u.reason, "as the thread shows");
	assert_string_equal(u.id, out.update_id);
	take_back(s, &rosa);
	for (int i = 0; i < 5; i++)
		assert_string_equal(store_column(s, tables[i]), before[i]);
	assert_string_equal(steer_column(s, b.id, "updated_by"), "operator");
	assert_string_equal(steer_value(s, b.id, "old_value", "status"), "null");
	assert_says(refused(s, &rosa, &u), "taken back before");
}

static void a_belief_is_deleted_only_as_it_was_seen(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_LOCK, .reason = WHY};
	struct steer_toll toll;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_ok(steer_toll(s->db, b.id, &toll, &e), e);
	store_exec(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation) VALUES"
		" ('eeeeeeee-0000-4000-8000-000000000001', '" STORE_PERSONA
		"', '" STEER_ID(2) "', '" STEER_ID(1) "', 'supports')");
	assert_fails(steer_delete(s->db, &rosa, &b, &toll, b.title, WHY, &s->arena, &out, &e), e,
		ERR_CONFLICT);
	assert_says(e, "1 edge, 1 stance, 0 pieces of evidence and 0 audit rows");
	err_clear(&e);
	steer_do(s, &rosa, STEER_ID(1), &c);
	b = steer_look(s, STEER_ID(1));
	assert_ok(steer_toll(s->db, b.id, &toll, &e), e);
	assert_fails(steer_delete(s->db, &rosa, &b, &toll, b.title, WHY, &s->arena, &out, &e), e,
		ERR_CONFLICT);
	assert_says(e, "locked");
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_nodes"), 2);
}

/* The other end went as well: its edge cannot come back. */
static void an_edge_without_its_other_end_stays_gone_and_that_is_said(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_toll toll;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.7", "current");
	store_exec(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation) VALUES"
		" ('eeeeeeee-0000-4000-8000-000000000001', '" STORE_PERSONA
		"', '" STEER_ID(2) "', '" STEER_ID(1) "', 'supports')");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_ok(steer_toll(s->db, b.id, &toll, &e), e);
	assert_ok(steer_delete(s->db, &rosa, &b, &toll, b.title, WHY, &s->arena, &out, &e), e);
	store_exec(s->db, "DELETE FROM belief_nodes");
	out = take_back(s, &rosa);
	assert_non_null(strstr(out.said.p, "1 of its edges stay gone"));
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_edges"), 0);
	assert_int_equal(steer_look(s, STEER_ID(1)).live, 1);
}

/* SQLite keeps any bytes. */
static void bytes_that_are_no_text_come_back_as_they_were(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_toll toll;
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	store_exec(s->db,
		"UPDATE belief_nodes SET summary = CAST(x'41ff00c3' AS TEXT), current_confidence ="
		" 0.1234567890123456789");
	const char *before = store_text(s,
		"SELECT hex(summary) || current_confidence FROM"
		" belief_nodes");
	struct steer_belief b = steer_look(s, STEER_ID(1));
	assert_ok(steer_toll(s->db, b.id, &toll, &e), e);
	assert_ok(steer_delete(s->db, &rosa, &b, &toll, b.title, WHY, &s->arena, &out, &e), e);
	take_back(s, &rosa);
	assert_string_equal(
		store_text(s, "SELECT hex(summary) || current_confidence FROM belief_nodes"),
		before);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(changes_are_taken_back_one_after_the_other),
		ON_FRESH(an_undo_can_be_undone_by_its_id),
		ON_FRESH(what_moved_on_is_not_taken_back),
		ON_FRESH(values_that_cannot_be_read_are_not_taken_back),
		FRESH_SQLITE(text_that_is_no_json_is_not_taken_back),
		ON_FRESH(only_who_steers_takes_back),
		FRESH_SQLITE(what_was_no_number_is_not_gone_back_to),
		FRESH_SQLITE(a_confidence_beyond_its_range_is_passed_over),
		ON_FRESH(what_had_no_confidence_has_none_again),
		ON_FRESH(a_first_live_stance_is_passed_over),
		ON_FRESH(an_edge_without_a_weight_gets_none_again),
		ON_FRESH(changes_of_edges_are_taken_back),
		ON_FRESH(a_belief_that_was_added_goes_again_unless_something_hangs_on_it),
		AMONG_ROWS(a_deleted_belief_comes_back_as_it_was),
		ON_FRESH(a_belief_is_deleted_only_as_it_was_seen),
		ON_FRESH(an_edge_without_its_other_end_stays_gone_and_that_is_said),
		FRESH_SQLITE(bytes_that_are_no_text_come_back_as_they_were),
	};

	return RUN_CASES(cases);
}
