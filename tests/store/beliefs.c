/* Beliefs: pages by title, and one with what hangs on it. */
#include "store/beliefs.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "fixture_beliefs.h"

#define ID(n) "bbbbbbbb-0000-4000-8000-00000000000" #n

static void add_four(struct store *s)
{
	store_belief(s, ID(1), "banana", "yellow", "0.5", NULL);
	store_belief(s, ID(2), "Apple", "red", NULL, "[\"fruit\"]");
	store_belief(s, ID(3), "banana", "green", "0.25", "[]");
	store_belief(s, ID(4), "Cherry", "100%", "1", "[\"fruit\", \"red\"]");
	store_edge(s, ID(1), ID(2), "supports", "0.4");
	store_edge(s, ID(1), ID(3), "supports", "0.9");
	store_edge(s, ID(1), ID(4), "contradicts", NULL);
	store_edge(s, ID(1), ID(4), "supports", NULL);
	store_edge(s, ID(4), ID(1), "inspired_by", "0.1");
	store_evidence(s, ID(1), "older", "weak", "2026-11-22 10:00:00");
	store_evidence(s, ID(1), "newer", NULL, "2026-11-22T10:00:00.5");
	store_stance(s, ID(4), "locked");
	store_stance(s, ID(1), "current");
}

static struct belief_page page_of(struct store *s, const struct belief_query *q)
{
	struct belief_page page;
	struct err e = {0};

	assert_ok(beliefs_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

static const char *titles(struct store *s, struct belief_query q, bool back)
{
	struct str rows = {0};
	struct belief_page page;
	const char *all = "";

	do {
		page = page_of(s, &q);
		str_clear(&rows);
		for (size_t i = 0; i < page.n; i++)
			str_addf(&rows, "%s ", page.rows[i].id);
		all = back ? arena_printf(&s->arena, "%s%s", str_cstr(&rows), all)
			   : arena_printf(&s->arena, "%s%s", all, str_cstr(&rows));
		q.from = back ? PAGE_BEFORE : PAGE_AFTER;
		q.key = page.keys[back ? 0 : page.n - 1];
	} while (page.more);
	str_free(&rows);
	return all;
}

static void pages_join_in_both_directions(void **state)
{
	struct store *s = *state;

	add_four(s);
	const char *expected =
		store_column(s, "SELECT id FROM belief_nodes ORDER BY lower(title), id");
	for (size_t limit = 1; limit < 5; limit++) {
		struct belief_query q = {.from = PAGE_FIRST, .limit = limit};
		assert_string_equal(titles(s, q, false), expected);
		q.from = PAGE_LAST;
		assert_string_equal(titles(s, q, true), expected);
	}
}

static void titles_stand_in_one_order_on_both_engines(void **state)
{
	static const char *const in_order[] = {
		"apple tart", "Apple-tart", "appletart", "Zebra", "Äb", "ãa", "日本"};
	struct store *s = *state;
	struct belief_query q = {.from = PAGE_FIRST, .limit = 10};
	char id[] = "dddddddd-0000-4000-8000-000000000000";

	for (size_t i = 0; i < 7; i++) {
		id[0] = (char)('9' - i);
		store_belief(s, id, in_order[i], "It is so.", "0.5", "[]");
	}
	struct belief_page page = page_of(s, &q);
	assert_int_equal(page.n, 7);
	for (size_t i = 0; i < 7; i++)
		assert_span(page.rows[i].title, in_order[i]);
}

static int64_t count(struct store *s, const char *words)
{
	struct belief_query q = {.limit = 100};
	struct err e = {0};
	int64_t n = -1;

	assert_ok(filter_parse(FILTER_BELIEFS, span_of(words), &s->arena, &q.filter, &e), e);
	assert_ok(beliefs_count(s->db, &q.filter, 100, &n, &e), e);
	assert_int_equal(page_of(s, &q).n, n);
	return n;
}

static void every_word_must_occur_somewhere(void **state)
{
	struct store *s = *state;

	add_four(s);
	assert_int_equal(count(s, NULL), 4);
	assert_int_equal(count(s, "  "), 4);
	assert_int_equal(count(s, "FRUIT"), 2);
	assert_int_equal(count(s, "fruit red"), 2);
	assert_int_equal(count(s, "fruit cherry"), 1);
	assert_int_equal(count(s, "banana  green"), 1);
	assert_int_equal(count(s, "100%"), 1);
	assert_int_equal(count(s, "r%d"), 0);
	assert_int_equal(count(s, "plum"), 0);
	struct err e = {0};
	int64_t n;
	assert_ok(beliefs_count(s->db, &(struct filter){0}, 2, &n, &e), e);
	assert_int_equal(n, 3);
}

static void tags_that_are_not_json_are_told_apart(void **state)
{
	struct store *s = *state;

	store_belief(s, ID(1), "banana", "yellow", "0.5", "{bad");
	store_belief(s, ID(2), "Apple", "red", NULL, NULL);
	struct belief_page page = page_of(s, &(struct belief_query){.limit = 9});
	assert_false(page.rows[0].tags_broken);
	assert_true(page.rows[1].tags_broken);
}

static void a_page_at_a_key_begins_with_its_row(void **state)
{
	struct store *s = *state;

	add_four(s);
	struct belief_page all = page_of(s, &(struct belief_query){.limit = 300});
	for (size_t i = 0; i < all.n; i++) {
		struct belief_query q = {.from = PAGE_AT, .key = all.keys[i], .limit = 1};
		struct belief_page at = page_of(s, &q);
		assert_string_equal(at.rows[0].id, all.rows[i].id);
		assert_int_equal(at.more, i + 1 < all.n);
	}
	struct belief_query nothing = {.from = PAGE_BEFORE, .limit = 9};
	assert_int_equal(page_of(s, &nothing).n, 0);
	nothing.from = PAGE_AFTER;
	assert_int_equal(page_of(s, &nothing).n, all.n < 9 ? all.n : 9);
}

static struct belief_detail get(struct store *s, const char *name)
{
	struct belief_detail d;
	struct err e = {0};

	assert_ok(beliefs_get(s->db, span_of(name), &s->arena, &d, &e), e);
	return d;
}

static void a_belief_comes_with_its_edges_and_evidence(void **state)
{
	struct store *s = *state;

	add_four(s);
	struct belief_detail d = get(s, ID(1));
	assert_span(d.belief.title, "banana");
	assert_span(d.belief.persona, "TestBot");
	assert_int_equal(d.belief.edges_out, 4);
	assert_int_equal(d.belief.edges_in, 1);
	assert_int_equal(d.belief.evidence, 2);
	assert_false(d.belief.locked);
	assert_int_equal(d.out_count, 4);
	assert_span(d.out[0].relation, "contradicts");
	assert_true(isnan(d.out[0].weight));
	assert_string_equal(d.out[1].other_id, ID(3));
	assert_float_equal(d.out[1].other_confidence, 0.25, 1e-9);
	assert_span(d.out[2].other_title, "Apple");
	assert_true(isnan(d.out[2].other_confidence));
	assert_true(isnan(d.out[3].weight));
	assert_int_equal(d.in_count, 1);
	assert_span(d.in[0].relation, "inspired_by");
	assert_string_equal(d.in[0].other_id, ID(4));
	assert_int_equal(d.evidence_count, 2);
	assert_span(d.evidence[0].source_ref, "newer");
	assert_null(d.evidence[0].strength.p);
}

static void a_list_shows_locks_tags_and_counts(void **state)
{
	struct store *s = *state;

	add_four(s);
	struct belief_page page = page_of(s, &(struct belief_query){.limit = 9});
	assert_int_equal(page.n, 4);
	assert_false(page.more);
	assert_true(isnan(page.rows[0].confidence));
	assert_int_equal(page.rows[0].tag_count, 1);
	assert_span(page.rows[0].tag[0], "fruit");
	assert_int_equal(page.rows[1].edges_out, 4);
	assert_false(page.rows[2].tags_broken);
	assert_true(page.rows[3].locked);
	assert_false(page.rows[1].locked);
}

static void an_edge_to_itself_is_counted_and_shown_once(void **state)
{
	struct store *s = *state;

	add_four(s);
	store_exec(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation) VALUES"
		" ('eeee0000-0000-4000-8000-000000000009', '11111111-1111-4111-8111-111111111111',"
		" '" ID(1) "', '" ID(1) "', 'supports')");
	struct belief_detail d = get(s, ID(1));
	assert_int_equal(d.belief.edges_out, 5);
	assert_int_equal(d.belief.edges_in, 1);
	assert_int_equal(d.out_count, 5);
	assert_int_equal(d.in_count, 1);
	assert_int_equal(page_of(s, &(struct belief_query){.limit = 9}).rows[1].edges_in, 1);
}

static void a_belief_is_found_by_title_or_the_beginning_of_its_id(void **state)
{
	struct store *s = *state;
	struct belief_detail d;
	struct err e = {0};

	add_four(s);
	store_belief(s, "dddd0000-0000-4000-8000-000000000005", "Date", "", NULL, NULL);
	assert_span(get(s, "dddd").belief.title, "Date");
	assert_string_equal(get(s, "Apple").belief.id, ID(2));
	assert_fails(beliefs_get(s->db, SPAN_LIT("bbbb"), &s->arena, &d, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(beliefs_get(s->db, SPAN_LIT("banana"), &s->arena, &d, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(beliefs_get(s->db, SPAN_LIT("plum"), &s->arena, &d, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(beliefs_get(s->db, SPAN_LIT("\xFFplum"), &s->arena, &d, &e), e, ERR_MISSING);
	assert_false(db_in_transaction(s->db));
}

static void the_agents_beliefs_have_whole_graphs(void **state)
{
	struct store *s = *state;
	struct belief_page page = page_of(s, &(struct belief_query){.limit = 100});
	int64_t in = 0, out = 0, evidence = 0;
	int locked = 0;

	for (size_t i = 0; i < page.n; i++) {
		struct belief_detail d = get(s, page.rows[i].id);
		assert_int_equal(d.in_count, page.rows[i].edges_in);
		assert_int_equal(d.out_count, page.rows[i].edges_out);
		assert_int_equal(d.evidence_count, page.rows[i].evidence);
		in += page.rows[i].edges_in;
		out += page.rows[i].edges_out;
		evidence += page.rows[i].evidence;
		locked += page.rows[i].locked;
	}
	assert_int_equal(page.n, 24);
	assert_int_equal(in, store_number(s, "SELECT count(*) FROM belief_edges"));
	assert_int_equal(out, in);
	assert_int_equal(evidence, store_number(s, "SELECT count(*) FROM evidence_links"));
	assert_int_equal(locked,
		store_number(s,
			"SELECT count(DISTINCT belief_id) FROM"
			" stance_versions WHERE status = 'locked'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(pages_join_in_both_directions),
		ON_FRESH(titles_stand_in_one_order_on_both_engines),
		ON_BOTH(a_page_at_a_key_begins_with_its_row),
		FRESH_SQLITE(tags_that_are_not_json_are_told_apart),
		ON_FRESH(every_word_must_occur_somewhere),
		ON_FRESH(a_belief_comes_with_its_edges_and_evidence),
		ON_FRESH(a_list_shows_locks_tags_and_counts),
		ON_BOTH(an_edge_to_itself_is_counted_and_shown_once),
		ON_FRESH(a_belief_is_found_by_title_or_the_beginning_of_its_id),
		AMONG_ROWS(the_agents_beliefs_have_whole_graphs),
	};

	return RUN_CASES(tests);
}
