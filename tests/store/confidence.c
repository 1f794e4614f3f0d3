/* A confidence that is no number is none, wherever it is read: never 0. */
#include <math.h>

#include "fixture_beliefs.h"
#include "store/beliefs.h"
#include "store/findings.h"
#include "store/graph.h"
#include "store/stances.h"

#define ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n
#define EVERYWHERE(value) \
	"UPDATE belief_nodes SET current_confidence = " value \
	" WHERE id = '" ID(1) "';" \
			      "UPDATE stance_versions SET confidence = " value

static void fill(struct store *s)
{
	store_belief(s, ID(1), "one", "", "0.5", NULL);
	store_belief(s, ID(2), "two", "", "0.5", NULL);
	store_edge(s, ID(2), ID(1), "supports", "0.4");
	store_edge(s, ID(2), ID(1), "supports", "0.4");
	store_stance(s, ID(1), "current");
}

#define assert_no_number(value, broken) \
	do { \
		assert_true(isnan(value)); \
		assert_true(broken); \
	} while (0)

static void the_graph_has_no_number(struct store *s)
{
	const char ids[][UUID_TEXT] = {ID(1), ID(2)};
	struct err e = {0};
	struct graph g;
	struct graph_paths paths;
	struct ego ego;

	assert_ok(graph_among(s->db, ids, 2, &s->arena, &g, &e), e);
	assert_no_number(g.nodes[0].confidence, g.nodes[0].confidence_broken);
	assert_false(g.nodes[1].confidence_broken);
	assert_ok(graph_around(s->db, ID(2), 1, &s->arena, &ego, &e), e);
	assert_no_number(ego.ties[0].confidence, ego.ties[0].confidence_broken);
	assert_ok(graph_paths_find(s->db, ID(2), ID(1), &s->arena, &paths, &e), e);
	assert_no_number(paths.ends[1].confidence, paths.ends[1].confidence_broken);
}

static void the_belief_has_no_number(struct store *s)
{
	struct err e = {0};
	struct belief_detail d;
	struct stance_query q = {.belief_id = ID(1), .limit = 5};
	struct stance_page page;
	struct stance_course course;
	struct belief_course brief;

	assert_ok(beliefs_get(s->db, span_of(ID(2)), &s->arena, &d, &e), e);
	assert_no_number(d.out[0].other_confidence, d.out[0].other_broken);
	assert_ok(beliefs_get(s->db, span_of(ID(1)), &s->arena, &d, &e), e);
	assert_no_number(d.belief.confidence, d.belief.confidence_broken);
	assert_ok(stances_page(s->db, &q, &s->arena, &page, &e), e);
	assert_no_number(page.rows[0].confidence, page.rows[0].confidence_broken);
	assert_ok(stances_course(s->db, ID(1), &s->arena, &course, &e), e);
	assert_true(isnan(course.points[0].v));
	assert_ok(beliefs_courses(s->db, (const char[][UUID_TEXT]){ID(1)}, 1, &brief, &e), e);
	assert_int_equal(brief.n, 1);
	assert_true(isnan(brief.v[0]));
}

static void a_finding_says_so(struct store *s)
{
	struct err e = {0};
	struct finding_list list;
	struct str said = {0};

	assert_ok(
		findings_of_kind(s->db, FINDING_DOUBLE_EDGE, 0, SPAN_NULL, 5, &s->arena, &list, &e),
		e);
	assert_int_equal(list.n, 1);
	assert_no_number(list.rows[0].other_confidence, list.rows[0].other_broken);
	finding_explain(&list.rows[0], &said);
	assert_string_equal(str_cstr(&said),
		"\"two\" (0.500) has the relation supports 2 times to \"one\" (no number).");
	str_free(&said);
}

static void a_text_is_no_number(void **state)
{
	struct store *s = *state;

	fill(s);
	store_exec(s->db,
		"PRAGMA ignore_check_constraints = 1;" EVERYWHERE(
			"'abc'") ";"
				 "PRAGMA ignore_check_constraints = 0");
	the_graph_has_no_number(s);
	the_belief_has_no_number(s);
	a_finding_says_so(s);
}

static void what_postgres_calls_no_number_is_none(void **state)
{
	struct store *s = *state;

	fill(s);
	store_exec(s->db,
		"ALTER TABLE belief_nodes DROP CONSTRAINT ck_belief_confidence_range;"
		"ALTER TABLE stance_versions DROP CONSTRAINT "
		"ck_stance_confidence_range;" EVERYWHERE("'NaN'"));
	the_graph_has_no_number(s);
	the_belief_has_no_number(s);
	a_finding_says_so(s);
	store_exec(s->db,
		EVERYWHERE("0.5") ";"
				  "ALTER TABLE belief_nodes ADD CONSTRAINT "
				  "ck_belief_confidence_range CHECK"
				  " (current_confidence IS NULL OR (current_confidence >= 0 AND"
				  " current_confidence <= 1));"
				  "ALTER TABLE stance_versions ADD CONSTRAINT "
				  "ck_stance_confidence_range CHECK"
				  " (confidence IS NULL OR (confidence >= 0 AND confidence <= 1))");
}

static void a_weight_that_is_a_text_is_none(void **state)
{
	const char ids[][UUID_TEXT] = {ID(1), ID(2)};
	struct store *s = *state;
	struct err e = {0};
	struct graph g;
	struct graph_paths paths;

	fill(s);
	store_exec(s->db, "UPDATE belief_edges SET weight = 'abc'");
	assert_ok(graph_among(s->db, ids, 2, &s->arena, &g, &e), e);
	assert_true(isnan(g.edges[0].weight));
	assert_ok(graph_paths_find(s->db, ID(2), ID(1), &s->arena, &paths, &e), e);
	assert_float_equal(paths.strongest.product, 0.5, 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_SQLITE(a_text_is_no_number),
		FRESH_POSTGRES(what_postgres_calls_no_number_is_none),
		FRESH_SQLITE(a_weight_that_is_a_text_is_none),
	};

	return RUN_CASES(tests);
}
