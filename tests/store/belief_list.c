/* Filters and orders of beliefs, and what their list shows of several at once. */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "base/str.h"
#include "fixture_beliefs.h"
#include "store/beliefs.h"

#define ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n

/* Seven beliefs, each odd in a way of its own. */
static void fill(struct store *s)
{
	setenv("TENET_NOW", "2026-11-22 12:00:00", 1);
	store_belief(s, ID(1), "banana", "yellow", "0.5", "[\"Fruit\", \"science\"]");
	store_belief(s, ID(2), "Apple", "", NULL, NULL);
	store_belief(s, ID(3), "banana", "green", "0.5", "[]");
	store_belief(s, ID(4), "Cherry", "100%", "0.81", "[\"fruit\"]");
	store_belief(s, ID(5), "date", "dry", "0", "{\"fruit\": 1}");
	store_belief(s, ID(6), "elder", "late", "1", "[7, \"x y\"]");
	store_belief(s, ID(7), "fig", " ", "0.8004", "[\"science fiction\"]");
	store_edge(s, ID(1), ID(2), "supports", "0.4");
	store_edge(s, ID(1), ID(3), "Contradicts", "0.9");
	store_edge(s, ID(4), ID(1), "inspired_by", "0.1");
	store_edge(s, ID(5), ID(5), "depends_on", "0.1");
	store_evidence(s, ID(1), "older", "weak", "2026-11-20 10:00:00");
	store_evidence(s, ID(1), "newer", NULL, "2026-11-20T10:00:00.5");
	store_evidence(s, ID(6), "one", NULL, "2026-11-20 10:00:00");
	store_stance(s, ID(4), "locked");
	store_stance(s, ID(1), "current");
	store_stance(s, ID(1), "deprecated");
	store_stance(s, ID(6), "current");
	store_stance(s, ID(6), "current");
	store_exec(s->db, "UPDATE belief_nodes SET created_at = '2026-11-01 00:00:00'");
	store_exec(s->db, "UPDATE belief_nodes SET updated_at = '2026-11-21T12:00:00.5'");
	store_exec(s->db,
		"UPDATE belief_nodes SET updated_at = '2026-11-22 11:00:00' WHERE id = '" ID(
			3) "'");
	store_exec(s->db,
		"UPDATE belief_nodes SET updated_at = '2026-11-02T00:00:00.000001',"
		" created_at = '2026-11-22 11:30:00' WHERE id = '" ID(6) "'");
	store_exec(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, reason, updated_by) VALUES"
		" ('" ID(1) "', '" STORE_PERSONA "', '" ID(2) "', 'r', 'Rosa')");
}

/* The last digits of the ids of all that match, in their order, by pages of `limit`. */
static const char *listed(struct store *s, const char *filter, size_t limit, bool from_end)
{
	struct belief_query q = {.from = from_end ? PAGE_LAST : PAGE_FIRST, .limit = limit};
	struct belief_page page;
	struct err e = {0};
	const char *all = "";

	assert_ok(filter_parse(FILTER_BELIEFS, span_of(filter), &s->arena, &q.filter, &e), e);
	do {
		assert_ok(beliefs_page(s->db, &q, &s->arena, &page, &e), e);
		struct str rows = {0};
		for (size_t i = 0; i < page.n; i++)
			str_addc(&rows, page.rows[i].id[UUID_TEXT - 2]);
		all = from_end ? arena_printf(&s->arena, "%s%s", str_cstr(&rows), all)
			       : arena_printf(&s->arena, "%s%s", all, str_cstr(&rows));
		str_free(&rows);
		if (page.n == 0)
			break;
		q.from = from_end ? PAGE_BEFORE : PAGE_AFTER;
		q.key = page.keys[from_end ? 0 : page.n - 1];
	} while (page.more);
	return all;
}

static void assert_matches(struct store *s, const char *filter, const char *expected)
{
	struct filter f;
	struct err e = {0};
	int64_t n;
	const char *found = listed(s, filter, 100, false);

	if (strcmp(found, expected) != 0)
		fail_msg("%s finds %s, not %s", filter, found, expected);
	assert_ok(filter_parse(FILTER_BELIEFS, span_of(filter), &s->arena, &f, &e), e);
	assert_ok(beliefs_count(s->db, &f, 100, &n, &e), e);
	assert_int_equal(n, strlen(expected));
}

static void each_term_finds_what_it_says(void **state)
{
	struct store *s = *state;

	fill(s);
	assert_matches(s, "conf>0.8", "46");
	assert_matches(s, "conf:0.8", "7");
	assert_matches(s, "conf<0.5 | conf:1", "56");
	assert_matches(s, "conf:none", "2");
	assert_matches(s, "!conf>=0", "2");
	assert_matches(s, "tag:fruit", "14");
	assert_matches(s, "tag:#FRUIT !tag:science", "4");
	assert_matches(s, "tag:\"x y\"", "6");
	assert_matches(s, "rel:contradicts", "13");
	assert_matches(s, "rel:other", "134");
	assert_matches(s, "!rel:any", "67");
	assert_matches(s, "rel:depends_on", "5");
	assert_matches(s, "locked:yes", "4");
	assert_matches(s, "locked:no conf>0.7", "67");
	assert_matches(s, "evidence:0", "23457");
	unsetenv("TENET_NOW");
}

static void counts_ages_and_neighbours_are_asked_for(void **state)
{
	struct store *s = *state;

	fill(s);
	assert_matches(s, "degree>1", "1");
	assert_matches(s, "edges:1", "2345");
	assert_matches(s, "stances:0", "2357");
	assert_matches(s, "stances>1", "6");
	assert_matches(s, "changed<2h", "3");
	assert_matches(s, "changed>7d", "6");
	assert_matches(s, "created<1h", "6");
	assert_matches(s, "by:rosa", "2");
	assert_matches(s, "near:" ID(1), "2134");
	assert_matches(s, "near:zz", "");
	assert_matches(s, "id:" ID(4), "4");
	assert_matches(s, "persona:u/testbot has:summary", "13456");
	assert_matches(s, "has:tags", "1467");
	assert_matches(s, "persona:nobody", "");
	assert_matches(s, "fruit science", "1");
	unsetenv("TENET_NOW");
}

static void a_text_that_no_column_can_hold_matches_nothing(void **state)
{
	struct store *s = *state;

	fill(s);
	assert_matches(s, "tag:\xFF", "");
	assert_matches(s, "rel:\xFF", "");
	assert_matches(s, "by:\xFF | persona:\xFF", "");
	assert_matches(s, "!rel:\xFF conf:1", "6");
	unsetenv("TENET_NOW");
}

static void each_order_is_the_same_in_pages_of_any_size_from_both_ends(void **state)
{
	static const char *const orders[][3] = {
		/* as it is, and turned round: what has no confidence stands last in both */
		{"sort:title", "2134567", "7654312"},
		{"sort:conf", "5137462", "6471352"},
		{"sort:changed", "3754216", "6124573"},
		{"sort:degree", "1234567", "7654321"},
		{"sort:evidence", "1623457", "7543261"},
		{"sort:conf conf<1", "51374", "47135"},
	};
	struct store *s = *state;

	fill(s);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		const char *turned = arena_printf(&s->arena, "sort:-%s", orders[i][0] + 5);
		for (size_t limit = 1; limit < 9; limit++) {
			assert_string_equal(listed(s, orders[i][0], limit, false), orders[i][1]);
			assert_string_equal(listed(s, orders[i][0], limit, true), orders[i][1]);
			assert_string_equal(listed(s, turned, limit, false), orders[i][2]);
			assert_string_equal(listed(s, turned, limit, true), orders[i][2]);
		}
	}
	unsetenv("TENET_NOW");
}

static void a_page_at_a_key_begins_with_its_row_in_every_order(void **state)
{
	static const char *const orders[] = {"sort:-title", "sort:conf", "sort:-conf",
		"sort:changed", "sort:-changed", "sort:degree", "sort:-evidence"};
	struct store *s = *state;
	struct belief_page all, at;
	struct err e = {0};

	fill(s);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct belief_query q = {.limit = 9};
		assert_ok(
			filter_parse(FILTER_BELIEFS, span_of(orders[i]), &s->arena, &q.filter, &e),
			e);
		assert_ok(beliefs_page(s->db, &q, &s->arena, &all, &e), e);
		for (size_t k = 0; k < all.n; k++) {
			q.from = PAGE_AT;
			q.key = all.keys[k];
			assert_ok(beliefs_page(s->db, &q, &s->arena, &at, &e), e);
			assert_int_equal(at.n, all.n - k);
			assert_string_equal(at.rows[0].id, all.rows[k].id);
		}
	}
	unsetenv("TENET_NOW");
}

static void ranks_follow_what_this_and_other_connections_change(void **state)
{
	struct store *s = *state;
	struct db *other = store_connect(s, DB_READ_WRITE);

	fill(s);
	assert_string_equal(listed(s, "sort:degree", 3, false), "1234567");
	store_edge(s, ID(7), ID(6), "supports", NULL);
	store_edge(s, ID(7), ID(5), "supports", NULL);
	assert_string_equal(listed(s, "sort:degree", 3, false), "1572346");
	store_exec(other, "DELETE FROM belief_edges WHERE source_id = '" ID(1) "'");
	assert_string_equal(listed(s, "sort:degree", 3, false), "5714623");
	store_exec(other, "DELETE FROM evidence_links");
	assert_string_equal(listed(s, "sort:evidence", 3, false), "2134567");
	db_close(&other);
	unsetenv("TENET_NOW");
}

/* Beliefs whose row of ranks is missing, left over, or tells another title or other numbers. */
static const char wrong_ranks[] =
	"SELECT count(*) FROM belief_nodes b FULL JOIN console_belief_ranks r ON r.id = b.id"
	" WHERE r.id IS NULL OR b.id IS NULL OR r.title IS NOT lower(b.title) OR r.degree <>"
	" (SELECT count(*) FROM belief_edges g WHERE b.id IN (g.source_id, g.target_id))"
	" OR r.evidence <> (SELECT count(*) FROM evidence_links v WHERE v.belief_id = b.id)";

static void ranks_are_true_whatever_the_agent_writes(void **state)
{
	static const char *const writes[] = {
		"PRAGMA foreign_keys = ON",
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" SELECT '" ID(8) "', persona_id, id, id, 'supports', 0.5 FROM belief_nodes"
				  " WHERE id = '" ID(3) "'",
		"UPDATE belief_edges SET source_id = '" ID(4) "', weight = 0.1"
							      " WHERE id = '" ID(8) "'",
		"UPDATE belief_edges SET target_id = source_id",
		"UPDATE belief_edges SET target_id = '" ID(5) "'",
		"UPDATE evidence_links SET belief_id = '" ID(6) "'",
		"UPDATE belief_nodes SET title = 'NEW ' || title, current_confidence = 0.3",
		"DELETE FROM belief_edges WHERE source_id = '" ID(1) "'",
		"DELETE FROM belief_nodes WHERE id = '" ID(5) "'",
		"PRAGMA foreign_keys = OFF",
		"CREATE TEMP TABLE kept AS SELECT * FROM belief_nodes WHERE id = '" ID(6) "'",
		"DELETE FROM belief_nodes WHERE id = '" ID(6) "'",
		"INSERT INTO belief_nodes SELECT * FROM temp.kept",
		"INSERT OR REPLACE INTO belief_nodes SELECT * FROM temp.kept",
		"INSERT OR IGNORE INTO belief_nodes SELECT * FROM temp.kept",
		"DELETE FROM evidence_links",
		"DELETE FROM belief_edges",
		"DELETE FROM belief_nodes",
	};
	struct store *s = *state;
	sqlite3 *agent;

	fill(s);
	assert_int_equal(sqlite3_open(db_file(s->db), &agent), SQLITE_OK);
	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
		assert_int_equal(sqlite3_exec(agent, writes[i], NULL, NULL, NULL), SQLITE_OK);
		if (store_number(s, wrong_ranks) != 0)
			fail_msg("the ranks are wrong after %s", writes[i]);
	}
	sqlite3_close(agent);
	unsetenv("TENET_NOW");
}

static void ids_that_match_come_in_parts(void **state)
{
	struct store *s = *state;
	struct filter f;
	struct err e = {0};
	char(*ids)[UUID_TEXT];
	size_t n;
	bool more;

	fill(s);
	assert_ok(filter_parse(FILTER_BELIEFS, SPAN_LIT("conf>0"), &s->arena, &f, &e), e);
	assert_ok(beliefs_ids(s->db, &f, "", 3, &s->arena, &ids, &n, &more, &e), e);
	assert_int_equal(n, 3);
	assert_true(more);
	assert_string_equal(ids[2], ID(4));
	assert_ok(beliefs_ids(s->db, &f, ids[2], 3, &s->arena, &ids, &n, &more, &e), e);
	assert_int_equal(n, 2);
	assert_false(more);
	assert_string_equal(ids[0], ID(6));
	unsetenv("TENET_NOW");
}

static void a_course_is_the_last_sixteen_versions_in_the_order_of_time(void **state)
{
	static const char ids[][UUID_TEXT] = {ID(2), ID(1), ID(9)};
	struct store *s = *state;
	struct belief_course c[3];
	struct err e = {0};

	fill(s);
	store_exec(s->db, "DELETE FROM stance_versions");
	for (int i = 0; i < 20; i++) {
		char id[UUID_TEXT];
		uuid_new(id);
		const char *const values[] = {id, s->persona, ID(1),
			arena_printf(&s->arena, "0.%02d", i),
			arena_printf(&s->arena,
				i % 2 ? "2026-11-01T10:00:%02d.5" : "2026-11-01 10:00:%02d", i)};
		store_write(s->db,
			"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence,"
			" created_at) VALUES ($1, $2, $3, 't', $4, $5)",
			values, 5);
	}
	store_stance(s, ID(2), "current");
	assert_ok(beliefs_courses(s->db, ids, 3, c, &e), e);
	assert_int_equal(c[0].n, 1);
	assert_true(isnan(c[0].v[0]));
	assert_int_equal(c[1].n, BELIEF_COURSE);
	for (size_t i = 0; i < BELIEF_COURSE; i++)
		assert_float_equal(c[1].v[i], (double)(i + 4) / 100, 1e-9);
	assert_int_equal(c[2].n, 0);
	unsetenv("TENET_NOW");
}

static void rows_of_several_come_in_the_order_asked_for(void **state)
{
	static const char ids[][UUID_TEXT] = {ID(4), ID(9), ID(2)};
	struct store *s = *state;
	struct belief rows[3];
	struct err e = {0};

	fill(s);
	assert_ok(beliefs_rows(s->db, ids, 3, &s->arena, rows, &e), e);
	assert_span(rows[0].title, "Cherry");
	assert_true(rows[0].locked);
	assert_string_equal(rows[1].id, "");
	assert_true(isnan(rows[2].confidence));
	assert_false(rows[2].confidence_broken);
	unsetenv("TENET_NOW");
}

static void a_confidence_that_is_no_number_from_0_to_1_is_told_apart(void **state)
{
	struct store *s = *state;
	struct belief_query q = {.limit = 9};
	struct belief_page page;
	struct err e = {0};

	fill(s);
	store_exec(s->db, "PRAGMA ignore_check_constraints = 1");
	store_exec(s->db,
		"UPDATE belief_nodes SET current_confidence = 'high' WHERE id = '" ID(1) "'");
	store_exec(
		s->db, "UPDATE belief_nodes SET current_confidence = 7.5 WHERE id = '" ID(5) "'");
	store_exec(s->db, "PRAGMA ignore_check_constraints = 0");
	assert_matches(s, "conf:none", "21");
	assert_matches(s, "conf>0.9", "56");
	assert_string_equal(listed(s, "sort:conf", 2, false), "3746215");
	assert_string_equal(listed(s, "sort:-conf", 2, false), "6473215");
	assert_string_equal(listed(s, "sort:-conf", 2, true), "6473215");
	assert_ok(beliefs_page(s->db, &q, &s->arena, &page, &e), e);
	assert_true(isnan(page.rows[1].confidence));
	assert_true(page.rows[1].confidence_broken);
	assert_true(page.rows[4].confidence_broken);
	assert_float_equal(page.rows[4].confidence, 7.5, 1e-9);
	unsetenv("TENET_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(each_term_finds_what_it_says),
		ON_FRESH(counts_ages_and_neighbours_are_asked_for),
		IN_TURKISH(a_text_that_no_column_can_hold_matches_nothing),
		IN_TURKISH(each_order_is_the_same_in_pages_of_any_size_from_both_ends),
		ON_FRESH(a_page_at_a_key_begins_with_its_row_in_every_order),
		ON_FRESH(ranks_follow_what_this_and_other_connections_change),
		FRESH_SQLITE(ranks_are_true_whatever_the_agent_writes),
		AGENT_SQLITE(ranks_are_true_whatever_the_agent_writes),
		ON_FRESH(ids_that_match_come_in_parts),
		ON_FRESH(a_course_is_the_last_sixteen_versions_in_the_order_of_time),
		ON_FRESH(rows_of_several_come_in_the_order_asked_for),
		FRESH_SQLITE(a_confidence_that_is_no_number_from_0_to_1_is_told_apart),
	};

	return RUN_CASES(tests);
}
