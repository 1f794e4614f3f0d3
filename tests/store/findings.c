/* What is wrong in the graph is found, and not found any more once it was mended. */
#include "store/findings.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "fixture.h"

#define ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n
#define OTHERS "22222222-2222-4222-8222-222222222222"
#define NOW "2026-11-22 10:00:00"

/* Four beliefs in order: each with one live stance of its confidence and some evidence, touched a
 * month ago. */
static const char sound[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary, "
	"current_confidence, tags,"
	" updated_at) SELECT id, '" STORE_PERSONA
	"', title, '', confidence, '[]', '2026-10-20 10:00:00' FROM (SELECT "
	"'" ID(1) "' AS id, 'one' AS title, 0.9 AS confidence UNION SELECT "
		  "'" ID(2) "', 'two',"
			    " 0.8 UNION SELECT '" ID(3) "', 'three', 0.71 "
							"UNION SELECT '" ID(4) "', 'four', "
									       "0.5)"
									       " AS given;"
									       "INSERT "
									       "INTO "
									       "stance_"
									       "versions "
									       "(id, "
									       "persona_id,"
									       " belief_id,"
									       " text, "
									       "confidence,"
									       " status,"
									       " created_"
									       "at) SELECT "
									       "'cccc' || "
									       "substr("
									       "CAST(id AS "
									       "text), 5), "
									       "persona_id,"
									       " id, 't',"
									       " current_"
									       "confidence,"
									       " 'current',"
									       " '2026-08-"
									       "01 "
									       "10:00:00' "
									       "FROM "
									       "belief_"
									       "nodes;"
									       "INSERT "
									       "INTO "
									       "evidence_"
									       "links (id, "
									       "persona_id,"
									       " belief_id,"
									       " source_"
									       "type, "
									       "source_ref,"
									       " created_"
									       "at) SELECT "
									       "'eeee' || "
									       "substr("
									       "CAST(id AS "
									       "text), 5), "
									       "persona_id,"
									       " id, "
									       "'note', "
									       "'n',"
									       " '2026-08-"
									       "01 "
									       "10:00:00' "
									       "FROM "
									       "belief_"
									       "nodes";

/* On PostgreSQL texts become ids only where they are told to. */
static const char sound_postgres[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence, tags,"
	" updated_at) VALUES ('" ID(
		1) "', '" STORE_PERSONA "', 'one', '', 0.9, '[]',"
		   " '2026-10-20 10:00:00'), ('" ID(
			   2) "', '" STORE_PERSONA "', 'two', '', 0.8, '[]',"
			      " '2026-10-20 10:00:00'), ('" ID(
				      3) "', '" STORE_PERSONA "', 'three', '', 0.71, '[]',"
					 " '2026-10-20 10:00:00'), ('" ID(
						 4) "', '" STORE_PERSONA "', 'four', '', 0.5, '[]',"
						    " '2026-10-20 10:00:00');"
						    "INSERT INTO stance_versions (id, persona_id, "
						    "belief_id, text, confidence, status,"
						    " created_at) SELECT CAST('cccc' || "
						    "substr(CAST(id AS text), 5) AS uuid), "
						    "persona_id, id,"
						    " 't', current_confidence, 'current', "
						    "'2026-08-01 10:00:00' FROM belief_nodes;"
						    "INSERT INTO evidence_links (id, persona_id, "
						    "belief_id, source_type, source_ref,"
						    " created_at) SELECT CAST('eeee' || "
						    "substr(CAST(id AS text), 5) AS uuid), "
						    "persona_id, id,"
						    " 'note', 'n', '2026-08-01 10:00:00' FROM "
						    "belief_nodes";

static void add_sound(struct store *s)
{
	store_exec(s->db, s->engine == DB_SQLITE ? sound : sound_postgres);
}

static void add_edge(struct store *s, const char *id, const char *source, const char *target,
	const char *relation, const char *weight)
{
	const char *const values[] = {id, source, target, relation, weight};

	store_write(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" VALUES ($1, '" STORE_PERSONA "', $2, $3, $4, $5)",
		values, 5);
}
#define EDGE(n) "aaaaaaaa-0000-4000-8000-00000000000" #n

static struct finding_list find_of(
	struct store *s, enum finding_kind kind, struct span persona_id, size_t limit)
{
	struct finding_list list;
	struct err e = {0};
	int64_t now;

	assert_true(time_parse(SPAN_LIT(NOW), &now));
	assert_ok(findings_of_kind(s->db, kind, now, persona_id, limit, &s->arena, &list, &e), e);
	return list;
}

static struct finding_list find_some(struct store *s, enum finding_kind kind, size_t limit)
{
	return find_of(s, kind, SPAN_NULL, limit);
}

/* Nothing else is wrong. */
static struct finding_list only(struct store *s, enum finding_kind kind, size_t n)
{
	struct finding_list found = {0};

	for (int k = 0; k < FINDING_KINDS; k++) {
		struct finding_list list = find_some(s, (enum finding_kind)k, 50);
		if (list.n != ((int)kind == k ? n : 0))
			fail_msg("%zu findings of %s", list.n,
				finding_info((enum finding_kind)k)->name);
		if ((int)kind == k)
			found = list;
	}
	return found;
}

static void nothing_is_wrong(struct store *s)
{
	only(s, FINDING_KINDS, 0);
}

static const char *explained(struct store *s, const struct finding *f)
{
	struct str text = {0};

	finding_explain(f, &text);
	const char *copy = arena_strdup(&s->arena, str_cstr(&text));
	str_free(&text);
	return copy;
}

static void a_sound_graph_has_no_findings(void **state)
{
	struct store *s = *state;

	nothing_is_wrong(s);
	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(2), "supports", "0.5");
	add_edge(s, EDGE(2), ID(2), ID(3), "depends_on", "0.5");
	add_edge(s, EDGE(3), ID(1), ID(4), "contradicts", "1");
	nothing_is_wrong(s);
}

static void tensions_come_by_weight_times_the_weaker_confidence(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(3), "contradicts", "0.8");
	add_edge(s, EDGE(2), ID(2), ID(1), "contradicts", "0.75");
	add_edge(s, EDGE(3), ID(2), ID(3), "contradicts", NULL);
	struct finding_list list = only(s, FINDING_TENSION, 3);
	assert_string_equal(list.rows[0].belief, ID(2));
	assert_string_equal(list.rows[0].other, ID(1));
	assert_string_equal(list.rows[1].belief, ID(1));
	assert_true(isnan(list.rows[2].weight));
	assert_string_equal(explained(s, &list.rows[0]),
		"\"two\" (0.800) contradicts \"one\" (0.900) with weight 0.75, and both are held"
		" strongly: weight × the weaker confidence = 0.600.");
	store_exec(s->db,
		"DELETE FROM belief_edges WHERE id <> '" EDGE(
			1) "';"
			   "UPDATE belief_nodes SET current_confidence = 0.699 WHERE id = '" ID(
				   3) "';"
				      "UPDATE stance_versions SET confidence = 0.699 WHERE "
				      "belief_id = '" ID(3) "'");
	nothing_is_wrong(s);
}

static void support_that_contradicts_itself_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(4), ID(1), "supports", "0.25");
	add_edge(s, EDGE(2), ID(4), ID(1), "contradicts", "0.5");
	struct finding_list list = only(s, FINDING_TWO_WAYS, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"four\" (0.500) supports with weight 0.25 and contradicts with weight 0.50"
		" \"one\" (0.900).");
	store_exec(s->db, "DELETE FROM belief_edges WHERE id = '" EDGE(2) "'");
	nothing_is_wrong(s);
}

static void a_cycle_of_dependence_is_named_whole(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(2), ID(4), "depends_on", NULL);
	add_edge(s, EDGE(2), ID(4), ID(1), "depends_on", NULL);
	add_edge(s, EDGE(3), ID(1), ID(2), "depends_on", NULL);
	add_edge(s, EDGE(4), ID(1), ID(3), "depends_on", NULL);
	struct finding_list list = only(s, FINDING_CYCLE, 1);
	assert_string_equal(list.rows[0].belief, ID(1));
	assert_string_equal(list.rows[0].other, ID(2));
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) depends on itself: one → two → four → one (3 beliefs hang"
		" together so).");
	store_exec(s->db, "UPDATE belief_edges SET relation = 'supports' WHERE id = '" EDGE(2) "'");
	nothing_is_wrong(s);
}

static void strong_beliefs_without_evidence_come_strongest_first(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db, "DELETE FROM evidence_links WHERE belief_id <> '" ID(2) "'");
	struct finding_list list = only(s, FINDING_NO_EVIDENCE, 2);
	assert_string_equal(list.rows[0].belief, ID(1));
	assert_string_equal(list.rows[1].belief, ID(3));
	store_exec(s->db,
		"UPDATE evidence_links SET belief_id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET current_confidence = 0.5 WHERE id IN ('" ID(
				   2) "', '" ID(3) "');"
						   "UPDATE stance_versions SET confidence = 0.5 "
						   "WHERE belief_id IN ('" ID(2) "', "
										 "'" ID(3) "')");
	nothing_is_wrong(s);
}

static void a_stance_that_says_another_confidence_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"UPDATE stance_versions SET confidence = 0.9004, status = 'locked'"
		" WHERE belief_id = '" ID(1) "'");
	nothing_is_wrong(s);
	store_exec(s->db,
		"UPDATE stance_versions SET confidence = 0.901 WHERE belief_id = '" ID(
			1) "';"
			   "UPDATE stance_versions SET confidence = NULL WHERE belief_id = '" ID(
				   2) "'");
	struct finding_list list = only(s, FINDING_DRIFT, 2);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has a live stance with the confidence 0.901.");
	assert_string_equal(explained(s, &list.rows[1]),
		"\"two\" (0.800) has a live stance without a confidence.");
	store_exec(s->db,
		"UPDATE stance_versions SET confidence = (SELECT b.current_confidence FROM"
		" belief_nodes b WHERE b.id = belief_id)");
	nothing_is_wrong(s);
}

static void a_belief_has_one_live_stance(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"UPDATE stance_versions SET status = 'deprecated' WHERE belief_id = '" ID(
			1) "';"
			   "INSERT INTO stance_versions (id, persona_id, belief_id, text, "
			   "confidence, status,"
			   " created_at) VALUES ('dddddddd-0000-4000-8000-000000000001', "
			   "'" STORE_PERSONA
			   "', '" ID(2) "', 't', 0.8, 'locked', '2026-08-01 10:00:00')");
	struct finding_list list = only(s, FINDING_LIVE, 2);
	assert_string_equal(explained(s, &list.rows[0]), "\"one\" (0.900) has no live stance.");
	assert_string_equal(explained(s, &list.rows[1]), "\"two\" (0.800) has 2 live stances.");
	store_exec(s->db,
		"UPDATE stance_versions SET status = 'current' WHERE belief_id = '" ID(
			1) "'; UPDATE stance_versions SET status = 'deprecated' WHERE id ="
			   " 'dddddddd-0000-4000-8000-000000000001'");
	nothing_is_wrong(s);
}

static void edges_stay_within_one_persona(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(2), "supports", "0.5");
	store_exec(s->db,
		"INSERT INTO personas (id, reddit_username, display_name, config) VALUES"
		" ('" OTHERS "', 'OtherBot', 'Other', '{}');"
		"UPDATE belief_nodes SET persona_id = '" OTHERS "' WHERE id = '" ID(2) "'");
	struct finding_list list = only(s, FINDING_PERSONAS, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) of TestBot is tied to \"two\" (0.800) of OtherBot.");
	store_exec(
		s->db, "UPDATE belief_nodes SET persona_id = '" OTHERS "' WHERE id = '" ID(1) "'");
	list = only(s, FINDING_PERSONAS, 1);
	assert_non_null(strstr(explained(s, &list.rows[0]), "by an edge of another persona"));
	store_exec(s->db, "UPDATE belief_edges SET persona_id = '" OTHERS "'");
	nothing_is_wrong(s);
}

static void an_edge_to_itself_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(1), "contradicts", "1");
	struct finding_list list = only(s, FINDING_SELF_EDGE, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has the relation contradicts to itself.");
	store_exec(s->db, "UPDATE belief_edges SET relation = ''");
	list = only(s, FINDING_SELF_EDGE, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has the relation (no relation) to itself.");
	store_exec(s->db, "UPDATE belief_edges SET target_id = '" ID(4) "'");
	nothing_is_wrong(s);
}

static void edges_that_are_there_twice_are_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(2), "supports", "0.5");
	add_edge(s, EDGE(2), ID(1), ID(2), "supports", "0.6");
	add_edge(s, EDGE(3), ID(2), ID(1), "supports", "0.6");
	struct finding_list list = only(s, FINDING_DOUBLE_EDGE, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has the relation supports 2 times to \"two\" (0.800).");
	store_exec(
		s->db, "UPDATE belief_edges SET relation = 'inspired_by' WHERE id = '" EDGE(2) "'");
	nothing_is_wrong(s);
}

static void a_missing_confidence_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"UPDATE belief_nodes SET current_confidence = NULL WHERE id = '" ID(
			1) "';"
			   "UPDATE stance_versions SET confidence = NULL WHERE belief_id = '" ID(
				   1) "'");
	struct finding_list list = only(s, FINDING_CONFIDENCE, 1);
	assert_string_equal(explained(s, &list.rows[0]), "\"one\" has no confidence.");
	store_exec(s->db,
		"UPDATE belief_nodes SET current_confidence = 1 WHERE id = '" ID(
			1) "';"
			   "UPDATE stance_versions SET confidence = 1 WHERE belief_id = '" ID(
				   1) "'");
	nothing_is_wrong(s);
}

/* The agent's schema refuses these; a file that was written past it may hold them. */
static void confidences_that_are_no_number_or_no_probability_are_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"PRAGMA ignore_check_constraints = ON;"
		"UPDATE belief_nodes SET current_confidence = 'quite' WHERE id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET current_confidence = 1.5 WHERE id = '" ID(
				   2) "';"
				      "UPDATE belief_nodes SET current_confidence = -9e999 WHERE "
				      "id = '" ID(3) "';"
						     "PRAGMA ignore_check_constraints = OFF");
	struct finding_list list = find_some(s, FINDING_CONFIDENCE, 50);
	assert_int_equal(list.n, 3);
	assert_string_equal(
		explained(s, &list.rows[0]), "\"one\" has the text \"quite\" for a confidence.");
	assert_string_equal(explained(s, &list.rows[1]),
		"\"two\" has the confidence 1.5, which is not from 0 to 1.");
	assert_string_equal(explained(s, &list.rows[2]),
		"\"three\" has the confidence -inf, which is not from 0 to 1.");
	add_edge(s, EDGE(1), ID(1), ID(2), "contradicts", "1");
	assert_int_equal(find_some(s, FINDING_TENSION, 50).n, 0);
}

static void a_text_is_no_number_that_a_stance_could_differ_from(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"PRAGMA ignore_check_constraints = ON;"
		"UPDATE belief_nodes SET current_confidence = 'quite';"
		"UPDATE stance_versions SET confidence = 'very' WHERE belief_id = '" ID(
			1) "';"
			   "UPDATE stance_versions SET confidence = NULL WHERE belief_id = '" ID(
				   2) "';"
				      "UPDATE stance_versions SET confidence = 0 WHERE belief_id "
				      "= '" ID(3) "';"
						  "PRAGMA ignore_check_constraints = OFF");
	struct finding_list list = find_some(s, FINDING_DRIFT, 50);
	assert_int_equal(list.n, 2);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"three\" (no number) has a live stance with the confidence 0.000.");
	assert_string_equal(explained(s, &list.rows[1]),
		"\"four\" (no number) has a live stance with the confidence 0.500.");
}

static void a_confidence_that_postgres_calls_no_number_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"ALTER TABLE belief_nodes DROP CONSTRAINT ck_belief_confidence_range;"
		"UPDATE belief_nodes SET current_confidence = 'NaN' WHERE id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET current_confidence = -0.5 WHERE id = '" ID(
				   2) "'");
	assert_int_equal(find_some(s, FINDING_CONFIDENCE, 50).n, 2);
	store_exec(s->db,
		"UPDATE stance_versions SET confidence = NULL WHERE belief_id = '" ID(1) "'");
	assert_int_equal(find_some(s, FINDING_DRIFT, 50).n, 1);
	add_edge(s, EDGE(1), ID(1), ID(3), "contradicts", "1");
	assert_int_equal(find_some(s, FINDING_TENSION, 50).n, 0);
	store_exec(s->db,
		"UPDATE belief_nodes SET current_confidence = 0.5 WHERE id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET current_confidence = 0.5 WHERE id = '" ID(
				   2) "';"
				      "ALTER TABLE belief_nodes ADD CONSTRAINT "
				      "ck_belief_confidence_range CHECK"
				      " (current_confidence IS NULL OR (current_confidence >= 0 AND"
				      " current_confidence <= 1))");
}

static void tags_that_are_no_list_are_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"UPDATE belief_nodes SET tags = '{\"a\": 1}' WHERE id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET tags = NULL WHERE id = '" ID(2) "'");
	struct finding_list list = only(s, FINDING_TAGS, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has tags that are no list: {\"a\": 1}.");
	store_exec(s->db, "UPDATE belief_nodes SET tags = '[\"a\"]' WHERE id = '" ID(1) "'");
	nothing_is_wrong(s);
}

static void audit_rows_that_cannot_be_read_are_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, old_value, new_value, "
		"reason)"
		" VALUES ('" EDGE(1) "', '" STORE_PERSONA "', '" ID(
			1) "', NULL, '{}', 'r'),"
			   " ('" EDGE(2) "', '" STORE_PERSONA "', '" ID(
				   1) "', NULL, '[1]', 'r'),"
				      " ('" EDGE(3) "', '" STORE_PERSONA "', '" ID(
					      1) "', '\"nope\"', NULL, 'r'),"
						 " ('" EDGE(4) "', '" STORE_PERSONA
							       "', '" ID(2) "', '{}', '5', 'r')");
	struct finding_list list = only(s, FINDING_AUDIT, 2);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has 2 audit rows that cannot be read, as: \"nope\".");
	assert_string_equal(explained(s, &list.rows[1]),
		"\"two\" (0.800) has an audit row that cannot be read: 5.");
	store_exec(s->db, "DELETE FROM belief_updates WHERE id <> '" EDGE(1) "'");
	nothing_is_wrong(s);
}

/* A server keeps such edges out; so does a file, while foreign keys are on. */
static void an_edge_whose_end_is_gone_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db, "PRAGMA foreign_keys = OFF");
	add_edge(s, EDGE(1), ID(1), ID(7), "supports", "0.5");
	add_edge(s, EDGE(2), ID(8), ID(2), "contradicts", "0.5");
	add_edge(s, EDGE(3), ID(7), ID(8), "supports", "0.5");
	struct finding_list list = only(s, FINDING_NO_END, 3);
	assert_string_equal(list.rows[1].belief, ID(2));
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has an edge supports to a belief that does not exist, " ID(7) ".");
	assert_string_equal(explained(s, &list.rows[1]),
		"\"two\" (0.800) is led to by an edge contradicts from a belief that does not"
		" exist, " ID(8) ".");
	assert_string_equal(explained(s, &list.rows[2]),
		"A belief that does not exist has an edge supports to another one that does not.");
	store_exec(s->db, "DELETE FROM belief_edges");
	nothing_is_wrong(s);
}

static void of_several_live_stances_that_differ_one_finding_is_made(void **state)
{
	struct store *s = *state;

	add_sound(s);
	for (int i = 0; i < 6; i++) {
		char id[UUID_TEXT];
		uuid_new(id);
		const char *const values[] = {id};
		store_write(s->db,
			"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence,"
			" status, created_at) VALUES ($1, '" STORE_PERSONA
			"', '" ID(1) "', 't', 0.2, 'current', '2026-08-01 10:00:00')",
			values, 1);
	}
	struct finding_list list = find_some(s, FINDING_DRIFT, 50);
	assert_int_equal(list.n, 1);
	assert_string_equal(explained(s, &list.rows[0]),
		"\"one\" (0.900) has 6 live stances with another confidence.");
}

static void tags_that_are_no_json_are_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db, "UPDATE belief_nodes SET tags = '[a' WHERE id = '" ID(1) "'");
	only(s, FINDING_TAGS, 1);
}

static void what_nobody_touched_for_90_days_is_found(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db,
		"UPDATE belief_nodes SET updated_at = '2026-08-24T09:59:59' WHERE id = '" ID(
			1) "';"
			   "UPDATE belief_nodes SET updated_at = '2026-08-24 10:00:00' WHERE id = "
			   "'" ID(2) "';"
				     "UPDATE belief_nodes SET updated_at = '2026-01-01 10:00:00' "
				     "WHERE id = '" ID(3) "'");
	struct finding_list list = only(s, FINDING_STALE, 2);
	assert_string_equal(list.rows[0].belief, ID(3));
	assert_string_equal(explained(s, &list.rows[1]),
		"\"one\" (0.900) was last touched at 2026-08-24 09:59.");
	store_exec(s->db,
		"UPDATE evidence_links SET created_at = '2026-11-01T10:00:00' WHERE"
		" belief_id = '" ID(
			1) "';"
			   "UPDATE stance_versions SET created_at = '2026-11-01 10:00:00' WHERE"
			   " belief_id = '" ID(3) "'");
	nothing_is_wrong(s);
}

static void more_than_asked_for_is_said_to_be_there(void **state)
{
	struct store *s = *state;

	add_sound(s);
	store_exec(s->db, "DELETE FROM evidence_links");
	struct finding_list list = find_some(s, FINDING_NO_EVIDENCE, 2);
	assert_int_equal(list.n, 2);
	assert_true(list.more);
	assert_false(find_some(s, FINDING_NO_EVIDENCE, 3).more);
}

static void the_agents_strongest_tension_is_found(void **state)
{
	struct finding_list list = find_some(*state, FINDING_TENSION, 50);

	assert_true(list.n > 0);
	assert_span(list.rows[0].title, "Nuclear power belongs in a clean grid");
	assert_span(list.rows[0].other_title, "Renewables plus storage can carry most grids");
}

/* Those of the others do not fill the list. */
static void findings_can_be_those_of_one_persona(void **state)
{
	struct store *s = *state;
	struct span nobody = SPAN_LIT("99999999-9999-4999-8999-999999999999");

	for (int k = 0; k < FINDING_KINDS; k++) {
		enum finding_kind kind = (enum finding_kind)k;
		struct finding_list list = find_some(s, kind, 50);
		assert_int_equal(find_of(s, kind, nobody, 50).n, 0);
		if (list.n == 0)
			continue;
		struct finding *last = &list.rows[list.n - 1];
		const char *owner = store_text_of(
			s, "SELECT persona_id FROM belief_nodes WHERE id = $1", last->belief);
		struct finding_list own = find_of(s, kind, span_of(owner), 1);
		assert_int_equal(own.n, 1);
		own = find_of(s, kind, span_of(owner), 50);
		assert_true(own.n <= list.n);
		assert_string_equal(own.rows[own.n - 1].belief, last->belief);
	}
}

static const char *state_of(struct store *s)
{
	struct span state;
	struct err e = {0};

	assert_int_equal(findings_state(s->db, &s->arena, &state, &e), 0);
	return arena_printf(&s->arena, "%.*s", (int)state.n, state.p);
}

static void the_state_is_another_one_when_rows_changed_and_else_the_same(void **state)
{
	static const char *const changes[] = {
		"UPDATE belief_nodes SET current_confidence = 0.3 WHERE id = '" ID(1) "'",
		"UPDATE belief_edges SET relation = 'contradicts'",
		"UPDATE stance_versions SET status = 'deprecated' WHERE belief_id = '" ID(2) "'",
		"UPDATE belief_nodes SET title = 'x', updated_at = '2027-01-01 10:00:00'",
		"DELETE FROM evidence_links WHERE belief_id = '" ID(3) "'",
		"DELETE FROM belief_edges",
	};
	struct store *s = *state;

	add_sound(s);
	add_edge(s, EDGE(1), ID(1), ID(2), "supports", "1");
	const char *before = state_of(s);
	store_exec(s->db, "UPDATE pending_posts SET status = 'rejected'");
	assert_string_equal(state_of(s), before);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		store_exec(s->db, changes[i]);
		const char *after = state_of(s);
		assert_string_not_equal(after, before);
		before = after;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(a_sound_graph_has_no_findings),
		ON_FRESH(tensions_come_by_weight_times_the_weaker_confidence),
		ON_FRESH(support_that_contradicts_itself_is_found),
		ON_FRESH(a_cycle_of_dependence_is_named_whole),
		ON_FRESH(strong_beliefs_without_evidence_come_strongest_first),
		ON_FRESH(a_stance_that_says_another_confidence_is_found),
		ON_FRESH(a_belief_has_one_live_stance),
		ON_FRESH(edges_stay_within_one_persona),
		ON_FRESH(an_edge_to_itself_is_found),
		ON_FRESH(the_state_is_another_one_when_rows_changed_and_else_the_same),
		ON_FRESH(edges_that_are_there_twice_are_found),
		ON_FRESH(a_missing_confidence_is_found),
		FRESH_SQLITE(confidences_that_are_no_number_or_no_probability_are_found),
		FRESH_SQLITE(a_text_is_no_number_that_a_stance_could_differ_from),
		FRESH_POSTGRES(a_confidence_that_postgres_calls_no_number_is_found),
		ON_FRESH(tags_that_are_no_list_are_found),
		ON_FRESH(audit_rows_that_cannot_be_read_are_found),
		ON_FRESH(of_several_live_stances_that_differ_one_finding_is_made),
		FRESH_SQLITE(tags_that_are_no_json_are_found),
		FRESH_SQLITE(an_edge_whose_end_is_gone_is_found),
		ON_FRESH(what_nobody_touched_for_90_days_is_found),
		ON_FRESH(more_than_asked_for_is_said_to_be_there),
		AMONG_ROWS(the_agents_strongest_tension_is_found),
		AMONG_ROWS(findings_can_be_those_of_one_persona),
	};

	return RUN_CASES(tests);
}
