/* Adding beliefs, and adding, changing and deleting edges. */
#include <math.h>
#include <string.h>

#include "fixture_steer.h"

#define WHY SPAN_LIT("as the thread shows")
#define OTHER_PERSONA "22222222-2222-4222-8222-222222222222"

static struct steer_edge_change edge(const char *relation, double weight)
{
	return (struct steer_edge_change){
		.relation = span_of(relation), .weight = weight, .reason = WHY};
}

static void add_two(struct store *s)
{
	given_belief(s, STEER_ID(1), "one", "0.7", "current");
	given_belief(s, STEER_ID(2), "two", "0.4", "current");
}

static void link_them(struct store *s, const struct session *by, const char *relation)
{
	struct steer_edge_change c = edge(relation, 0.5);
	struct steer_result out = {0};
	struct err e = {0};

	assert_ok(steer_edge_add(s->db, by, STEER_ID(1), STEER_ID(2), &c, &s->arena, &out, &e), e);
}

static struct steer_edge the_edge(struct store *s)
{
	struct steer_edge g;
	struct err e = {0};

	assert_ok(steer_edge_find(s->db, span_of(store_text(s, "SELECT id FROM belief_edges")),
			  &s->arena, &g, &e),
		e);
	return g;
}

static struct err refuse_link(struct store *s, const struct session *by, const char *source,
	const char *target, const struct steer_edge_change *c, enum err_code code)
{
	struct steer_result out = {0};
	struct err e = {0};
	int64_t edges = store_number(s, "SELECT count(*) FROM belief_edges");
	int64_t updates = store_number(s, "SELECT count(*) FROM belief_updates");

	assert_fails(steer_edge_add(s->db, by, source, target, c, &s->arena, &out, &e), e, code);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_edges"), edges);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_updates"), updates);
	return e;
}

static void an_edge_is_added_changed_and_deleted_under_audit(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = edge("contradicts", 0.9);
	struct steer_result out = {0};
	struct err e = {0};

	add_two(s);
	link_them(s, &rosa, "supports");
	struct steer_edge g = the_edge(s);
	assert_span(g.source_title, "one");
	assert_span(g.target_title, "two");
	assert_string_equal(steer_value(s, STEER_ID(1), "old_value", "edge"), "null");
	assert_non_null(strstr(steer_value(s, STEER_ID(1), "new_value", "edge"), "\"supports\""));
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "confidence"), "0.7");
	assert_ok(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e);
	assert_span(the_edge(s).relation, "contradicts");
	assert_float_equal(the_edge(s).weight, 0.9, 0);
	assert_non_null(strstr(steer_value(s, STEER_ID(1), "old_value", "edge"), "\"supports\""));
	assert_fails(
		steer_edge_delete(s->db, &rosa, &g, WHY, &s->arena, &out, &e), e, ERR_CONFLICT);
	assert_says(e, "it is contradicts 0.90 now");
	g = the_edge(s);
	err_clear(&e);
	assert_ok(steer_edge_delete(s->db, &rosa, &g, WHY, &s->arena, &out, &e), e);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_edges"), 0);
	assert_string_equal(steer_value(s, STEER_ID(1), "new_value", "edge"), "null");
	steer_assert_whole(s, STEER_ID(1), 3, 1);
	assert_fails(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e, ERR_MISSING);
}

static void edges_that_make_no_sense_are_refused(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = edge("supports", 0.5);

	add_two(s);
	link_them(s, &rosa, "supports");
	store_exec(s->db,
		"INSERT INTO personas (id, reddit_username, display_name, config) VALUES"
		" ('" OTHER_PERSONA "', 'Other', 'Other', '{}');"
		"INSERT INTO belief_nodes (id, persona_id, title, summary) VALUES"
		" ('" STEER_ID(3) "', '" OTHER_PERSONA "', 'three', '')");
	assert_says(refuse_link(s, &rosa, STEER_ID(1), STEER_ID(1), &c, ERR_CONSTRAINT), "itself");
	assert_says(refuse_link(s, &rosa, STEER_ID(1), STEER_ID(2), &c, ERR_CONSTRAINT),
		"an edge supports between these two already");
	assert_says(refuse_link(s, &rosa, STEER_ID(1), STEER_ID(3), &c, ERR_CONSTRAINT),
		"two personas");
	refuse_link(s, &rosa, STEER_ID(1), STEER_ID(4), &c, ERR_MISSING);
	refuse_link(s, &rosa, STEER_ID(4), STEER_ID(1), &c, ERR_MISSING);
	c = edge("inspired_by", 0.5);
	assert_says(refuse_link(s, &rosa, STEER_ID(2), STEER_ID(1), &c, ERR_USAGE), "none of");
	c = edge("supports", 1.1);
	refuse_link(s, &rosa, STEER_ID(2), STEER_ID(1), &c, ERR_USAGE);
	c = edge("supports", NAN);
	refuse_link(s, &rosa, STEER_ID(2), STEER_ID(1), &c, ERR_USAGE);
	c = edge("supports", 0.5);
	c.reason = SPAN_NULL;
	refuse_link(s, &rosa, STEER_ID(2), STEER_ID(1), &c, ERR_USAGE);
	store_exec(s->db, "UPDATE stance_versions SET status = 'locked'");
	c = edge("supports", 0.5);
	assert_says(refuse_link(s, &rosa, STEER_ID(2), STEER_ID(1), &c, ERR_CONFLICT), "locked");
}

static void another_relation_is_taken_on_purpose(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = edge("inspired_by", 0.5);
	struct steer_result out = {0};
	struct err e = {0};

	add_two(s);
	c.other = RELATION_OTHER;
	assert_ok(
		steer_edge_add(s->db, &rosa, STEER_ID(1), STEER_ID(2), &c, &s->arena, &out, &e), e);
	assert_span(the_edge(s).relation, "inspired_by");
}

static void an_edge_that_lost_its_weight_meanwhile_is_said_to_have_none(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = edge("contradicts", 1);
	struct steer_result out = {0};
	struct err e = {0};

	add_two(s);
	link_them(s, &rosa, "supports");
	struct steer_edge g = the_edge(s);
	store_exec(s->db, "UPDATE belief_edges SET weight = NULL");
	assert_fails(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e, ERR_CONFLICT);
	assert_says(e, "it is supports without a weight now");
}

static void a_changed_edge_may_not_become_a_double(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_edge_change c = edge("contradicts", 0.5);
	struct steer_result out = {0};
	struct err e = {0};

	add_two(s);
	link_them(s, &rosa, "supports");
	struct steer_edge g = the_edge(s);
	link_them(s, &rosa, "contradicts");
	assert_fails(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	c = edge("supports", 0.5);
	assert_fails(steer_edge_set(s->db, &rosa, &g, &c, &s->arena, &out, &e), e, ERR_USAGE);
}

static void a_new_belief_has_its_first_stance(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_new n = {.title = SPAN_LIT("new"),
		.summary = SPAN_LIT("in short"),
		.tags = SPAN_LIT("[\"a\"]"),
		.confidence = 0.6,
		.reason = WHY};
	struct steer_result out = {0};
	struct err e = {0};

	assert_ok(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e);
	steer_assert_whole(s, out.belief_id, 1, 1);
	struct steer_belief b = steer_look(s, "new");
	assert_span(b.text, "in short");
	assert_float_equal(b.confidence, 0.6, 0);
	assert_string_equal(steer_value(s, b.id, "old_value", "title"), "null");
	assert_string_equal(steer_value(s, b.id, "new_value", "title"), "\"new\"");
	assert_fails(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	n.title = SPAN_LIT("");
	assert_fails(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e, ERR_USAGE);
	err_clear(&e);
	n.title = SPAN_LIT("newer");
	n.persona = SPAN_LIT("nobody");
	assert_fails(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e, ERR_MISSING);
	err_clear(&e);
	n.persona = SPAN_NULL;
	n.confidence = 2;
	assert_fails(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e, ERR_USAGE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM belief_nodes"), 1);
}

static void of_several_personas_one_is_named(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "operator", ROLE_OPERATOR);
	struct steer_new n = {.title = SPAN_LIT("new"),
		.summary = SPAN_LIT("in short"),
		.confidence = 0.6,
		.reason = WHY};
	struct steer_result out = {0};
	struct err e = {0};

	assert_fails(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e, ERR_USAGE);
	assert_says(e, "several personas");
	err_clear(&e);
	n.persona = SPAN_LIT("HonestBubble");
	assert_ok(steer_add(s->db, &rosa, &n, &s->arena, &out, &e), e);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(an_edge_is_added_changed_and_deleted_under_audit),
		ON_FRESH(edges_that_make_no_sense_are_refused),
		ON_FRESH(another_relation_is_taken_on_purpose),
		ON_FRESH(an_edge_that_lost_its_weight_meanwhile_is_said_to_have_none),
		ON_FRESH(a_changed_edge_may_not_become_a_double),
		ON_FRESH(a_new_belief_has_its_first_stance),
		AMONG_ROWS(of_several_personas_one_is_named),
	};

	return RUN_CASES(cases);
}
