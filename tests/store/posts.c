/* Pages, counts and single drafts. */
#include "store/posts.h"

#include <string.h>

#include "base/str.h"
#include "fixture.h"

static struct filter filter_of(struct store *s, const char *text)
{
	struct filter f;
	struct err e = {0};

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(text), &s->arena, &f, &e), e);
	return f;
}

static struct post_page page_of(struct store *s, const struct post_query *q)
{
	struct post_page page;
	struct err e = {0};

	assert_ok(posts_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

/* Seven drafts of one second, in both forms of a timestamp, among others that were added earlier
 * but are younger. */
static void add_drafts(struct store *s)
{
	static const char *const times[] = {"2026-11-22 12:00:00", "2026-11-22T09:59:59.999999",
		"2026-11-22 10:00:00", "2026-11-22T10:00:00", "2026-11-22 10:00:00",
		"2026-11-22T10:00:00.000001", "2026-11-22 10:00:00", "2026-11-22T10:00:00",
		"2026-11-22 10:00:00", "2026-11-22 10:00:00", "2026-11-22T11:00:00.5",
		"2026-11-22 10:30:00", "2026-11-22 08:00:00"};

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		store_draft(s, &(struct store_draft){.created = times[i]});
}

static const char *in_order(struct store *s)
{
	return store_column(s,
		arena_printf(&s->arena, "SELECT id FROM pending_posts WHERE status = 'pending'%s",
			store_queue_order(s)));
}

static void pages_join_without_gap_or_repeat(void **state)
{
	struct store *s = *state;
	struct str seen = {0};
	struct post_query q = {.from = PAGE_FIRST, .limit = 3};
	struct post_page page;

	add_drafts(s);
	do {
		page = page_of(s, &q);
		for (size_t i = 0; i < page.n; i++)
			str_addf(&seen, "%s ", page.lines[i].id);
		q.from = PAGE_AFTER;
		q.key = page.lines[page.n - 1].key;
	} while (page.more);
	assert_string_equal(str_cstr(&seen), in_order(s));
	str_free(&seen);
}

static void pages_backwards_show_the_same_rows(void **state)
{
	struct store *s = *state;
	struct post_query q = {
		.filter = filter_of(s, "status:pending"), .from = PAGE_LAST, .limit = 4};
	struct post_page page;
	const char *seen = "";

	add_drafts(s);
	do {
		struct str rows = {0};
		page = page_of(s, &q);
		for (size_t i = 0; i < page.n; i++)
			str_addf(&rows, "%s ", page.lines[i].id);
		seen = arena_printf(&s->arena, "%s%s", str_cstr(&rows), seen);
		str_free(&rows);
		q.from = PAGE_BEFORE;
		q.key = page.lines[0].key;
	} while (page.more);
	assert_string_equal(seen, in_order(s));
}

static void an_empty_queue_is_an_empty_page(void **state)
{
	struct store *s = *state;
	struct post_query q = {
		.filter = filter_of(s, "status:rejected nothing_says_this"), .limit = 5};

	for (q.from = PAGE_FIRST; q.from <= PAGE_LAST; q.from++) {
		struct post_page page = page_of(s, &q);
		assert_int_equal(page.n, 0);
		assert_false(page.more);
	}
}

static int64_t count(struct store *s, const char *filter, int64_t cap)
{
	struct filter f = filter_of(s, filter);
	struct err e = {0};
	int64_t n = -1;

	assert_ok(posts_count(s->db, &f, cap, &n, &e), e);
	return n;
}

static void a_filter_finds_what_it_says(void **state)
{
	struct store *s = *state;

	store_draft(s, &(struct store_draft){.content = "Lottery tickets", .subreddit = "Science"});
	store_draft(s, &(struct store_draft){.content = "a lottery of 100 %", .subreddit = "de"});
	store_draft(s, &(struct store_draft){.content = "a_b\\c", .status = "approved"});
	store_draft(s, &(struct store_draft){.content = "aXb", .status = "rejected"});
	assert_int_equal(count(s, "", 99), 2);
	assert_int_equal(count(s, "status:any", 99), 4);
	assert_int_equal(count(s, "status:approved", 99), 1);
	assert_int_equal(count(s, "!status:pending", 99), 2);
	assert_int_equal(count(s, "lottery", 99), 2);
	assert_int_equal(count(s, "lottery sub:r/science", 99), 1);
	assert_int_equal(count(s, "lottery !sub:science", 99), 1);
	assert_int_equal(count(s, "!lottery", 99), 0);
	assert_int_equal(count(s, "!lottery status:any", 99), 2);
	assert_int_equal(count(s, "100%", 99), 0);
	assert_int_equal(count(s, "\"100 %\"", 99), 1);
	assert_int_equal(count(s, "a_b status:any", 99), 1);
	assert_int_equal(count(s, "b\\c status:any", 99), 1);
	assert_int_equal(count(s, "status:pending status:approved", 99), 0);
}

static void a_filtered_page_shows_what_is_counted(void **state)
{
	struct store *s = *state;
	struct post_query q = {.filter = filter_of(s, "lottery status:any"), .limit = 1000};

	store_draft(s, &(struct store_draft){.content = "the lottery"});
	store_draft(s, &(struct store_draft){.content = "not this"});
	struct post_page page = page_of(s, &q);
	assert_true(page.n > 0);
	assert_int_equal(page.n, count(s, "lottery status:any", 1000));
	assert_span(page.lines[page.n - 1].snippet, "the lottery");
}

static void counting_stops_at_the_cap(void **state)
{
	struct store *s = *state;

	add_drafts(s);
	assert_int_equal(count(s, "", 5), 6);
	assert_int_equal(count(s, "status:any", 5), 6);
	assert_int_equal(count(s, "thought", 5), 6);
	assert_int_equal(count(s, "thought sub:science", 13), 13);
}

static int64_t arrived(
	struct store *s, const char *filter, const struct post_key *since, int64_t cap)
{
	struct filter f = filter_of(s, filter);
	struct err e = {0};
	int64_t n = -1;

	assert_ok(posts_arrived(s->db, &f, since, cap, &n, &e), e);
	return n;
}

static struct post_key newest(struct store *s)
{
	struct post_key key;
	struct err e = {0};

	assert_ok(posts_newest(s->db, &key, &e), e);
	return key;
}

static void what_arrived_is_counted_from_the_newest_row_on(void **state)
{
	struct store *s = *state;
	struct post_key before = newest(s);

	assert_int_equal(arrived(s, "", &before, 10), 0);
	store_draft(s, &(struct store_draft){.created = "2027-01-01 00:00:00"});
	store_draft(s, &(struct store_draft){.created = "2027-01-01T00:00:01", .subreddit = "de"});
	store_draft(
		s, &(struct store_draft){.created = "2027-01-01 00:00:02", .status = "approved"});
	assert_int_equal(arrived(s, "", &before, 10), 2);
	assert_int_equal(arrived(s, "sub:de", &before, 10), 1);
	assert_int_equal(arrived(s, "", &before, 1), 2);
	struct post_key after = newest(s);
	assert_false(post_key_eq(&before, &after));
	assert_int_equal(arrived(s, "status:any", &after, 10), 0);
}

/* What counts is that it was not there. */
static void a_draft_with_an_old_time_arrives_all_the_same(void **state)
{
	struct store *s = *state;
	struct post_key before = newest(s);

	store_draft(s, &(struct store_draft){.created = "2020-01-01 00:00:00"});
	assert_int_equal(arrived(s, "", &before, 10), 1);
}

static void a_page_at_a_key_begins_with_its_row(void **state)
{
	struct store *s = *state;

	add_drafts(s);
	struct post_page all = page_of(s, &(struct post_query){.limit = 300});
	for (size_t i = 0; i < all.n; i++) {
		struct post_query q = {.from = PAGE_AT, .key = all.lines[i].key, .limit = 2};
		struct post_page at = page_of(s, &q);
		assert_string_equal(at.lines[0].id, all.lines[i].id);
		if (i + 1 < all.n)
			assert_string_equal(at.lines[1].id, all.lines[i + 1].id);
		q.from = PAGE_BEFORE;
		assert_int_equal(page_of(s, &q).n, i < 2 ? i : 2);
	}
}

static void a_key_of_nothing_is_before_the_first_row(void **state)
{
	struct store *s = *state;
	struct post_query q = {.from = PAGE_AFTER, .limit = 50};

	add_drafts(s);
	assert_int_equal(page_of(s, &q).n, 13);
	q.from = PAGE_AT;
	assert_int_equal(page_of(s, &q).n, 13);
	q.from = PAGE_BEFORE;
	assert_int_equal(page_of(s, &q).n, 0);
}

static void a_word_that_no_text_can_hold_is_found_nowhere(void **state)
{
	struct store *s = *state;

	store_draft(s, &(struct store_draft){.content = "words"});
	assert_int_equal(count(s, "\xFF", 9), 0);
	assert_int_equal(count(s, "!\xFF", 9), 1);
	assert_int_equal(count(s, "sub:\xC3", 9), 0);
	assert_int_equal(count(s, "!sub:\xC3", 9), 1);
}

struct metadata_case {
	const char *metadata;
	bool flagged, published;
};

static void check_metadata(struct store *s, const struct metadata_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *id =
			store_draft(s, &(struct store_draft){.metadata = cases[i].metadata});
		struct post_line *line;
		struct err e = {0};
		char ids[1][UUID_TEXT];
		memcpy(ids[0], id, UUID_TEXT);
		assert_ok(
			posts_lines(s->db, (const char(*)[UUID_TEXT])ids, 1, &s->arena, &line, &e),
			e);
		assert_int_equal(line->flagged, cases[i].flagged);
		assert_int_equal(line->published, cases[i].published);
	}
}

static void metadata_says_whether_a_draft_is_flagged_or_published(void **state)
{
	static const struct metadata_case cases[] = {
		{NULL, false, false},
		{"[1, 2]", false, false},
		{"\"flagged\"", false, false},
		{"{\"evaluation\": {\"flagged\": true}}", true, false},
		{"{\"evaluation\": {\"flagged\": false}, \"reddit_id\": \"t1_a\"}", false, true},
		{"{\"evaluation\": 7, \"reddit_id\": \"\"}", false, false},
		{"{\"evaluation\": null, \"reddit_id\": null}", false, false},
		{"{\"evaluation\": [true], \"reddit_id\": 7}", false, true},
	};

	check_metadata(*state, cases, sizeof(cases) / sizeof(cases[0]));
}

static void metadata_that_is_not_json_flags_nothing(void **state)
{
	static const struct metadata_case cases[] = {
		{"", false, false}, {"{not json", false, false}};

	check_metadata(*state, cases, 2);
}

/* As much as one text of Reddit can hold is looked through, and an honest letter that the end of
 * that cuts in half is no invalid one. */
static void a_line_says_whether_its_draft_hides_something(void **state)
{
	static const char bidi[] = "\xE2\x80\xAE", letter[] = "\xC3\xB6";
	struct store *s = *state;
	static const struct {
		const char *end;
		size_t before;
		bool hides;
	} cases[] = {
		{"", 10, false},
		{bidi, 0, true},
		{bidi, 30000, true},
		{letter, 39998, false},
		{letter, 39999, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text = {0};
		while (text.len < cases[i].before)
			str_addc(&text, 'm');
		str_add(&text, cases[i].end);
		store_exec(s->db, "DELETE FROM pending_posts");
		store_draft(s, &(struct store_draft){.content = str_cstr(&text)});
		str_free(&text);
		struct post_page page = page_of(s, &(struct post_query){.limit = 1});
		assert_int_equal(page.lines[0].hides, cases[i].hides);
	}
	store_exec(s->db, "DELETE FROM pending_posts");
	store_draft(s, &(struct store_draft){.content = "ok", .subreddit = "sci\033[31mence"});
	assert_true(page_of(s, &(struct post_query){.limit = 1}).lines[0].hides);
}

static void a_snippet_is_a_prefix_that_ends_between_characters(void **state)
{
	struct store *s = *state;
	struct str text = {0};

	/* 399 bytes, then characters of three bytes. */
	for (int i = 0; i < 399; i++)
		str_addc(&text, 'a');
	for (int i = 0; i < 1000; i++)
		str_add(&text, "字");
	store_draft(s, &(struct store_draft){.content = str_cstr(&text)});
	struct post_page page = page_of(s, &(struct post_query){.limit = 1});
	assert_int_equal(page.lines[0].snippet.n, 399);
	assert_memory_equal(page.lines[0].snippet.p, text.p, 399);
	str_free(&text);
}

static void content_with_nul_and_broken_bytes_is_read_whole(void **state)
{
	struct store *s = *state;
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});

	store_exec(s->db, "UPDATE pending_posts SET content = CAST(x'6100FF62' AS TEXT)");
	struct post p = store_post(s, id);
	assert_int_equal(p.content.n, 4);
	assert_memory_equal(p.content.p,
		"a\0\xFF"
		"b",
		4);
	struct post_page page = page_of(s, &(struct post_query){.limit = 1});
	assert_int_equal(page.lines[0].snippet.n, 4);
}

static void a_draft_is_found_by_the_beginning_of_its_id(void **state)
{
	struct store *s = *state;
	struct post p = {0};
	struct err e = {0};

	store_draft(s, &(struct store_draft){0});
	store_exec(s->db, "UPDATE pending_posts SET id = 'abcd1111-0000-4000-8000-000000000001'");
	store_draft(s, &(struct store_draft){0});
	store_exec(s->db,
		"UPDATE pending_posts SET id = 'abcd2222-0000-4000-8000-000000000002'"
		" WHERE id <> 'abcd1111-0000-4000-8000-000000000001'");
	assert_ok(posts_get(s->db, SPAN_LIT("abcd2"), &s->arena, &p, &e), e);
	assert_string_equal(p.id, "abcd2222-0000-4000-8000-000000000002");
	assert_span(p.persona, "TestBot");
	assert_fails(posts_get(s->db, SPAN_LIT("abcd"), &s->arena, &p, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(posts_get(s->db, SPAN_LIT("abc"), &s->arena, &p, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(posts_get(s->db, SPAN_LIT("ffff0000"), &s->arena, &p, &e), e, ERR_MISSING);
	assert_says(e, "ffff0000");
	static const char *const never[] = {"no draft", "ABCD2222-0000-4000-8000-000000000002",
		"abcd2222-0000-4000-8000-000000000002-and-more", "abcd-222", "\xFF\xFF\xFF\xFF"};
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		err_clear(&e);
		assert_fails(
			posts_get(s->db, span_of(never[i]), &s->arena, &p, &e), e, ERR_MISSING);
	}
}

static void lines_come_in_the_order_asked_for_and_show_what_is_gone(void **state)
{
	struct store *s = *state;
	const char *first = store_draft(s, &(struct store_draft){.content = "first"});
	const char *second = store_draft(s, &(struct store_draft){.content = "second"});
	char ids[70][UUID_TEXT] = {"", "no such draft", ""};
	struct post_line *lines;
	struct err e = {0};

	memcpy(ids[0], second, UUID_TEXT);
	memcpy(ids[2], first, UUID_TEXT);
	memcpy(ids[68], second, UUID_TEXT);
	uuid_new(ids[69]);
	assert_ok(posts_lines(s->db, (const char(*)[UUID_TEXT])ids, 70, &s->arena, &lines, &e), e);
	assert_span(lines[0].snippet, "second");
	assert_string_equal(lines[1].id, "");
	assert_span(lines[2].snippet, "first");
	assert_string_equal(lines[67].id, "");
	assert_span(lines[68].snippet, "second");
	assert_string_equal(lines[69].id, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(pages_join_without_gap_or_repeat),
		ON_BOTH(pages_backwards_show_the_same_rows),
		ON_BOTH(an_empty_queue_is_an_empty_page),
		ON_FRESH(a_filter_finds_what_it_says),
		ON_BOTH(a_filtered_page_shows_what_is_counted),
		ON_FRESH(counting_stops_at_the_cap),
		ON_BOTH(what_arrived_is_counted_from_the_newest_row_on),
		FRESH_SQLITE(a_draft_with_an_old_time_arrives_all_the_same),
		ON_BOTH(a_page_at_a_key_begins_with_its_row),
		ON_FRESH(a_key_of_nothing_is_before_the_first_row),
		ON_FRESH(a_word_that_no_text_can_hold_is_found_nowhere),
		ON_FRESH(metadata_says_whether_a_draft_is_flagged_or_published),
		FRESH_SQLITE(metadata_that_is_not_json_flags_nothing),
		ON_FRESH(a_line_says_whether_its_draft_hides_something),
		ON_FRESH(a_snippet_is_a_prefix_that_ends_between_characters),
		FRESH_SQLITE(content_with_nul_and_broken_bytes_is_read_whole),
		ON_FRESH(a_draft_is_found_by_the_beginning_of_its_id),
		ON_FRESH(lines_come_in_the_order_asked_for_and_show_what_is_gone),
	};

	return RUN_CASES(tests);
}
