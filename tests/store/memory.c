/* The agent's memory: pages and filters, threads, what followed, and what is alike. */
#include "store/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "fixture.h"

#define ID(n) "cccccccc-0000-4000-8000-0000000000" #n

struct row {
	const char *id, *reddit, *parent, *content, *created, *metadata;
};

static void add(struct store *s, struct row r)
{
	const char *const values[] = {r.id, s->persona, r.content ? r.content : "Words.", r.reddit,
		r.parent, r.metadata, r.created ? r.created : "2026-11-20 10:00:00"};

	store_write(s->db,
		"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id,"
		" subreddit, parent_id, metadata, created_at)"
		" VALUES ($1, $2, $3, 'comment', $4, 'Science', $5, $6, $7)",
		values, 7);
}

/* Stores these numbers, the last `cut` bytes missing. */
static void set_embedding(struct store *s, const char *id, const float *v, size_t n, size_t cut)
{
	struct err e = {0};
	struct stmt *st =
		db_prepare(s->db, "UPDATE interactions SET embedding = $2 WHERE id = $1", &e);

	assert_non_null(st);
	stmt_text(st, 1, span_of(id));
	stmt_blob(st, 2, (struct span){(const char *)v, n * sizeof(*v) - cut});
	assert_int_equal(stmt_step(st, &e), 0);
	stmt_done(&st);
}

static struct filter filter_of(struct store *s, const char *text)
{
	struct filter f;
	struct err e = {0};

	assert_ok(filter_parse(FILTER_INTERACTIONS, span_of(text), &s->arena, &f, &e), e);
	return f;
}

static struct memory_page page_of(struct store *s, const struct memory_query *q)
{
	struct memory_page page;
	struct err e = {0};

	assert_ok(memory_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

/* The ids of all pages, read from one end to the other. */
static const char *walk(struct store *s, const char *filter, size_t limit, bool back)
{
	struct memory_query q = {.filter = filter_of(s, filter),
		.from = back ? PAGE_LAST : PAGE_FIRST,
		.limit = limit};
	struct str rows = {0};
	struct memory_page page;
	const char *all = "";

	do {
		page = page_of(s, &q);
		str_clear(&rows);
		for (size_t i = 0; i < page.n; i++)
			str_addf(&rows, "%s ", page.lines[i].id);
		all = back ? arena_printf(&s->arena, "%s%s", str_cstr(&rows), all)
			   : arena_printf(&s->arena, "%s%s", all, str_cstr(&rows));
		if (page.n > 0)
			q.key = page.lines[back ? 0 : page.n - 1].key;
		q.from = back ? PAGE_BEFORE : PAGE_AFTER;
	} while (page.more);
	str_free(&rows);
	return all;
}

static void add_some(struct store *s)
{
	add(s,
		(struct row){ID(01), "t1_a", "t3_out", "Old words", "2026-11-20 10:00:00",
			"{\"score\": 5, \"cost\": 0.01}"});
	add(s, (struct row){ID(02), "t1_b", "t1_a", "Newer", "2026-11-20T10:00:00.500000", NULL});
	add(s,
		(struct row){ID(03), "t1_c", "t1_b", "Same second", "2026-11-20 10:00:01",
			"{\"score\": -7}"});
	add(s,
		(struct row){ID(04), "t1_d", "t1_a", "Words again", "2026-11-20 10:00:01",
			"{\"score\": 5, \"cost\": 0.25, \"model\": \"m\"}"});
	add(s,
		(struct row){ID(05), "t1_e", NULL, "Alone", "2026-11-21 09:00:00",
			"{\"score\": \"high\"}"});
}

static void pages_join_in_both_directions_and_every_order(void **state)
{
	static const char *const filters[] = {"", "sort:oldest", "sort:score", "sort:-score"};
	struct store *s = *state;

	add_some(s);
	for (size_t f = 0; f < 4; f++) {
		const char *whole = walk(s, filters[f], 500, false);
		for (size_t limit = 1; limit < 5; limit++) {
			assert_string_equal(walk(s, filters[f], limit, false), whole);
			assert_string_equal(walk(s, filters[f], limit, true), whole);
		}
	}
}

static void the_newest_come_first_whatever_form_their_time_has(void **state)
{
	struct store *s = *state;

	add_some(s);
	assert_string_equal(
		walk(s, "", 9, false), ID(05) " " ID(04) " " ID(03) " " ID(02) " " ID(01) " ");
	assert_string_equal(walk(s, "sort:oldest", 9, false),
		ID(01) " " ID(02) " " ID(03) " " ID(04) " " ID(05) " ");
	assert_string_equal(walk(s, "sort:score", 9, false),
		ID(01) " " ID(04) " " ID(03) " " ID(02) " " ID(05) " ");
}

static int64_t count(struct store *s, const char *filter)
{
	struct filter f = filter_of(s, filter);
	struct err e = {0};
	int64_t n = -1;

	assert_ok(memory_count(s->db, &f, 1000, &n, &e), e);
	struct memory_query q = {.filter = f, .limit = 1000};
	assert_int_equal(page_of(s, &q).n, n);
	return n;
}

static void each_field_of_the_filter_means_what_it_says(void **state)
{
	struct store *s = *state;

	add_some(s);
	assert_int_equal(count(s, "words"), 2);
	assert_int_equal(count(s, "!words"), 3);
	assert_int_equal(count(s, "sub:r/science"), 5);
	assert_int_equal(count(s, "type:comment"), 5);
	assert_int_equal(count(s, "type:other"), 0);
	assert_int_equal(count(s, "persona:testbot"), 5);
	assert_int_equal(count(s, "persona:nobody"), 0);
	assert_int_equal(count(s, "score:5"), 2);
	assert_int_equal(count(s, "score<0"), 1);
	assert_int_equal(count(s, "!score<0"), 4);
	assert_int_equal(count(s, "cost>0.01"), 1);
	assert_int_equal(count(s, "cost:0.01"), 1);
	assert_int_equal(count(s, "len>9"), 2);
	assert_int_equal(count(s, "reddit:t1_c"), 1);
	assert_int_equal(count(s, "parent:t1_a"), 2);
	assert_int_equal(count(s, "id:cccccccc"), 5);
	assert_int_equal(count(s, "has:parent"), 4);
	assert_int_equal(count(s, "has:metadata"), 4);
	assert_int_equal(count(s, "has:score"), 3);
	assert_int_equal(count(s, "has:cost"), 2);
	assert_int_equal(count(s, "has:embedding"), 0);
	assert_int_equal(count(s, "age>1000w"), 0);
	assert_int_equal(count(s, "words|alone score:5"), 2);
}

static struct interaction get(struct store *s, const char *id)
{
	struct interaction it;
	struct err e = {0};

	assert_ok(memory_get(s->db, span_of(id), &s->arena, &it, &e), e);
	return it;
}

static void one_is_found_by_id_its_beginning_or_its_name_on_reddit(void **state)
{
	struct store *s = *state;
	struct interaction it;
	struct err e = {0};

	add_some(s);
	assert_span(get(s, ID(02)).reddit_id, "t1_b");
	assert_string_equal(get(s, "t1_b").id, ID(02));
	assert_fails(memory_get(s->db, SPAN_LIT("cccc"), &s->arena, &it, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(memory_get(s->db, SPAN_LIT("t1_z"), &s->arena, &it, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(memory_get(s->db, SPAN_LIT("\xFF"), &s->arena, &it, &e), e, ERR_MISSING);
}

static struct memory_thread thread_of(struct store *s, const char *id)
{
	struct interaction it = get(s, id);
	struct memory_thread t;
	struct err e = {0};

	assert_ok(memory_thread(s->db, &it, &s->arena, &t, &e), e);
	return t;
}

static void a_thread_says_what_it_answers_and_what_answers_it(void **state)
{
	struct store *s = *state;

	add_some(s);
	struct memory_thread t = thread_of(s, ID(03));
	assert_int_equal(t.above_count, 2);
	assert_string_equal(t.above[0].id, ID(01));
	assert_string_equal(t.above[1].id, ID(02));
	assert_int_equal(t.end, THREAD_ELSEWHERE);
	assert_span(t.beyond, "t3_out");
	assert_int_equal(t.below_count, 0);
	t = thread_of(s, ID(01));
	assert_int_equal(t.above_count, 0);
	assert_int_equal(t.below_count, 3);
	assert_string_equal(t.below[0].line.id, ID(02));
	assert_string_equal(t.below[1].line.id, ID(03));
	assert_int_equal(t.below[1].depth, 2);
	assert_string_equal(t.below[2].line.id, ID(04));
	assert_int_equal(t.below[2].depth, 1);
	assert_false(t.below_more);
	assert_int_equal(thread_of(s, ID(05)).end, THREAD_ROOT);
}

static void a_thread_that_goes_round_ends(void **state)
{
	struct store *s = *state;

	add(s, (struct row){ID(01), "t1_a", "t1_c", NULL, NULL, NULL});
	add(s, (struct row){ID(02), "t1_b", "t1_a", NULL, NULL, NULL});
	add(s, (struct row){ID(03), "t1_c", "t1_b", NULL, NULL, NULL});
	add(s, (struct row){ID(04), "t1_d", "t1_d", NULL, NULL, NULL});
	struct memory_thread t = thread_of(s, ID(01));
	assert_int_equal(t.end, THREAD_LOOP);
	assert_int_equal(t.above_count, 2);
	assert_string_equal(t.above[0].id, ID(02));
	assert_span(t.beyond, "t1_a");
	assert_int_equal(t.below_count, 2);
	t = thread_of(s, ID(04));
	assert_int_equal(t.end, THREAD_LOOP);
	assert_int_equal(t.above_count, 0);
	assert_int_equal(t.below_count, 0);
}

static void a_long_or_broad_thread_is_cut_and_says_so(void **state)
{
	struct store *s = *state;
	char id[UUID_TEXT], reddit[24], parent[24];

	for (int i = 0; i < 60; i++) {
		snprintf(id, sizeof(id), "dddddddd-0000-4000-8000-%012d", i);
		snprintf(reddit, sizeof(reddit), "t1_%d", i);
		snprintf(parent, sizeof(parent), "t1_%d", i - 1);
		add(s, (struct row){id, reddit, parent, NULL, NULL, NULL});
	}
	struct memory_thread t = thread_of(s, "t1_59");
	assert_int_equal(t.end, THREAD_LONG);
	assert_int_equal(t.above_count, MEMORY_ABOVE);
	assert_span(t.above[MEMORY_ABOVE - 1].reddit_id, "t1_58");
	t = thread_of(s, "t1_0");
	assert_int_equal(t.below_count, MEMORY_DEPTH);
	assert_true(t.below_more);
}

#define DRAFT(n) "dddddddd-0000-4000-8000-00000000000" #n

static void add_draft(
	struct store *s, const char *id, const char *parent, const char *sub, const char *metadata)
{
	const char *const values[] = {id, s->persona, parent, sub, metadata};

	store_write(s->db,
		"INSERT INTO pending_posts (id, persona_id, content, status, parent_id,"
		" target_subreddit, draft_metadata, created_at)"
		" VALUES ($1, $2, 'A draft.', 'pending', $3, $4, $5, '2026-11-20 11:00:00')",
		values, 5);
}

static struct memory_effects effects_of(struct store *s, const char *id)
{
	struct interaction it = get(s, id);
	struct memory_effects led;
	struct err e = {0};

	assert_ok(memory_effects(s->db, &it, &s->arena, &led, &e), e);
	return led;
}

static void drafts_that_name_it_are_found_and_say_how(void **state)
{
	struct store *s = *state;

	add(s, (struct row){ID(01), "t1_a", NULL, NULL, NULL, NULL});
	add_draft(s, DRAFT(1), NULL, "Science", "{\"reddit_id\": \"t1_a\"}");
	add_draft(s, DRAFT(2), "t1_a", NULL, NULL);
	add_draft(s, DRAFT(3), "t1_other", "Science",
		"{\"our_original_comment\": {\"body\": \"x\", \"reddit_id\": \"t1_a\"}}");
	add_draft(s, DRAFT(4), "t1_ab", "Science", "{\"reddit_id\": \"t1_ab\"}");
	struct memory_effects led = effects_of(s, ID(01));
	assert_int_equal(led.draft_count, 3);
	assert_string_equal(led.drafts[0].line.id, DRAFT(1));
	assert_int_equal(led.drafts[0].link, DRAFT_PUBLISHED_AS);
	assert_int_equal(led.drafts[1].link, DRAFT_ANSWERS);
	assert_int_equal(led.drafts[2].link, DRAFT_NAMES);
}

static void add_update(struct store *s, const char *id, const char *belief, const char *reason,
	const char *created)
{
	const char *const values[] = {id, s->persona, belief, reason, created};

	store_write(s->db,
		"INSERT INTO belief_updates (id, persona_id, belief_id, reason, created_at,"
		" old_value, new_value, updated_by) VALUES ($1, $2, $3, $4, $5,"
		" '{\"confidence\": 0.5}', '{\"confidence\": \"unknown\"}', 'agent')",
		values, 5);
}

static void changes_of_beliefs_that_name_it_are_found(void **state)
{
	struct store *s = *state;
	const char *const belief[] = {ID(91), s->persona};

	add(s, (struct row){ID(01), "t1_a", NULL, NULL, "2026-11-20T10:00:00.5", NULL});
	store_write(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary)"
		" VALUES ($1, $2, 'Belief', 'It is so.')",
		belief, 2);
	add_update(s, ID(81), ID(91), "after t1_a: agreed", "2026-11-20 10:00:01");
	add_update(s, ID(82), ID(91), "after t1_ab", "2026-11-20 10:00:02");
	add_update(s, ID(83), ID(91), "see " ID(01) ".", "2026-11-20T10:00:03");
	add_update(s, ID(84), ID(91), "before t1_a", "2026-11-01 10:00:03");
	const char *const evidence[] = {ID(71), s->persona, ID(91)};
	store_write(s->db,
		"INSERT INTO evidence_links (id, persona_id, belief_id, source_type, source_ref,"
		" strength) VALUES ($1, $2, $3, 'reddit_comment', 't1_a', 'strong')",
		evidence, 3);
	struct memory_effects led = effects_of(s, ID(01));
	assert_int_equal(led.change_count, 3);
	assert_span(led.changes[0].text, "after t1_a: agreed");
	assert_float_equal(led.changes[0].before, 0.5, 1e-9);
	assert_true(isnan(led.changes[0].after));
	assert_span(led.changes[0].title, "Belief");
	assert_string_equal(led.changes[0].belief_id, ID(91));
	assert_true(led.changes[2].evidence);
	assert_span(led.changes[2].text, "strong");
}

static struct memory_similar similar_to(struct store *s, const char *id, size_t most)
{
	struct interaction it = get(s, id);
	struct memory_similar out;
	struct err e = {0};

	assert_ok(memory_similar(s->db, &it, SPAN_NULL, most, &s->arena, &out, NULL, NULL, &e), e);
	return out;
}

static void the_nearest_come_first_and_what_cannot_be_compared_is_counted(void **state)
{
	static const float base[] = {1, 0, 0}, near[] = {9, 1, 0}, far[] = {-2, 0, 0},
			   same[] = {4, 0, 0}, zero[] = {0, 0, 0}, nan[] = {1, NAN, 0},
			   infinite[] = {INFINITY, 0, 0}, longer[] = {1, 0, 0, 0};
	struct store *s = *state;
	char id[] = ID(00), reddit[] = "t1_0";

	for (int i = 1; i <= 10; i++) {
		id[sizeof(id) - 2] = (char)('0' + i % 10);
		id[sizeof(id) - 3] = (char)('0' + i / 10);
		reddit[3] = (char)('a' + i);
		add(s, (struct row){id, reddit, NULL, NULL, NULL, NULL});
	}
	set_embedding(s, ID(01), base, 3, 0);
	set_embedding(s, ID(02), far, 3, 0);
	set_embedding(s, ID(03), near, 3, 0);
	set_embedding(s, ID(04), same, 3, 0);
	set_embedding(s, ID(05), zero, 3, 0);
	set_embedding(s, ID(06), nan, 3, 0);
	set_embedding(s, ID(07), infinite, 3, 0);
	set_embedding(s, ID(08), longer, 4, 0);
	set_embedding(s, ID(09), base, 3, 2);
	struct memory_similar out = similar_to(s, ID(01), 20);
	assert_int_equal(out.dimension, 3);
	assert_int_equal(out.compared, 3);
	assert_int_equal(out.n, 3);
	assert_string_equal(out.matches[0].line.id, ID(04));
	assert_float_equal(out.matches[0].cosine, 1, 1e-6);
	assert_string_equal(out.matches[1].line.id, ID(03));
	assert_float_equal(out.matches[1].cosine, (float)(9 / sqrt(82)), 1e-6);
	assert_string_equal(out.matches[2].line.id, ID(02));
	assert_float_equal(out.matches[2].cosine, -1, 1e-6);
	assert_int_equal(out.skipped[EMBEDDING_ODD], 1);
	assert_int_equal(out.skipped[EMBEDDING_DIMENSION], 1);
	assert_int_equal(out.skipped[EMBEDDING_NOT_FINITE], 2);
	assert_int_equal(out.skipped[EMBEDDING_ZERO], 1);
	assert_int_equal(out.others, 9);
	assert_int_equal(out.without, 1);
	out = similar_to(s, ID(01), 1);
	assert_int_equal(out.n, 1);
	assert_int_equal(out.compared, 3);
	assert_string_equal(out.matches[0].line.id, ID(04));
}

static void of_equal_ones_the_lower_id_comes_first(void **state)
{
	static const float v[] = {1, 2};
	struct store *s = *state;

	for (int i = 9; i > 0; i--) {
		char id[] = ID(00), reddit[] = "t1_0";
		id[sizeof(id) - 2] = reddit[3] = (char)('0' + i);
		add(s, (struct row){id, reddit, NULL, NULL, NULL, NULL});
		set_embedding(s, id, v, 2, 0);
	}
	struct memory_similar out = similar_to(s, ID(05), 3);
	assert_int_equal(out.n, 3);
	assert_string_equal(out.matches[0].line.id, ID(01));
	assert_string_equal(out.matches[1].line.id, ID(02));
	assert_string_equal(out.matches[2].line.id, ID(03));
}

static void what_has_no_embedding_is_compared_with_nothing(void **state)
{
	static const float zero[] = {0, 0};
	struct store *s = *state;
	struct memory_similar out;
	struct err e = {0};

	add_some(s);
	struct interaction it = get(s, ID(01));
	assert_int_equal(it.embedding, EMBEDDING_NONE);
	assert_fails(memory_similar(s->db, &it, SPAN_NULL, 5, &s->arena, &out, NULL, NULL, &e), e,
		ERR_USAGE);
	assert_says(e, "was never made");
	set_embedding(s, ID(01), zero, 2, 0);
	err_clear(&e);
	assert_fails(memory_similar(s->db, &it, SPAN_NULL, 5, &s->arena, &out, NULL, NULL, &e), e,
		ERR_USAGE);
	assert_says(e, "all zero");
	set_embedding(s, ID(01), zero, 2, 3);
	it = get(s, ID(01));
	assert_int_equal(it.embedding, EMBEDDING_ODD);
	assert_int_equal(it.embedding_bytes, 5);
}

static void the_agents_embeddings_are_all_fine(void **state)
{
	struct store *s = *state;
	int64_t have =
		store_number(s, "SELECT count(*) FROM interactions WHERE embedding IS NOT NULL");
	struct memory_similar out = similar_to(s, "t1_1389", 500);

	assert_int_equal(out.dimension, 384);
	assert_int_equal(out.compared, have - 1);
	assert_int_equal(out.n, have - 1);
	for (size_t i = 1; i < out.n; i++)
		assert_true(out.matches[i - 1].cosine >= out.matches[i].cosine);
	struct interaction it = get(s, "t1_1389");
	atomic_llong looked = 0, whole = 0;
	struct err e = {0};
	assert_ok(memory_similar(
			  s->db, &it, it.persona_id, 500, &s->arena, &out, &looked, &whole, &e),
		e);
	assert_int_equal(looked, out.compared);
	assert_int_equal(whole, out.others);
	assert_int_equal(out.others, out.compared + out.without);
	assert_true(out.n < (size_t)have);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(pages_join_in_both_directions_and_every_order),
		AMONG_ROWS(pages_join_in_both_directions_and_every_order),
		ON_FRESH(the_newest_come_first_whatever_form_their_time_has),
		ON_FRESH(each_field_of_the_filter_means_what_it_says),
		ON_FRESH(one_is_found_by_id_its_beginning_or_its_name_on_reddit),
		ON_BOTH(a_thread_says_what_it_answers_and_what_answers_it),
		ON_FRESH(a_thread_that_goes_round_ends),
		ON_FRESH(a_long_or_broad_thread_is_cut_and_says_so),
		ON_FRESH(drafts_that_name_it_are_found_and_say_how),
		ON_FRESH(changes_of_beliefs_that_name_it_are_found),
		ON_FRESH(the_nearest_come_first_and_what_cannot_be_compared_is_counted),
		ON_FRESH(of_equal_ones_the_lower_id_comes_first),
		ON_FRESH(what_has_no_embedding_is_compared_with_nothing),
		AMONG_ROWS(the_agents_embeddings_are_all_fine),
	};

	return RUN_CASES(tests);
}
