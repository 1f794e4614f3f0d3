/* Pages, counts and single drafts. */
#include "store/posts.h"

#include <string.h>

#include "base/str.h"
#include "fixture.h"

static struct filter filter_of(struct store *s, const char *text)
{
	struct filter f;
	struct err e = {0};

	assert_ok(filter_parse(span_of(text), &s->arena, &f, &e), e);
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

static const char in_order[] =
	"SELECT group_concat(id, ' ') FROM (SELECT id FROM pending_posts WHERE status = 'pending'"
	" ORDER BY replace(created_at, 'T', ' '), rowid)";

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
			str_addf(&seen, "%s%s", seen.len ? " " : "", page.lines[i].id);
		q.from = PAGE_AFTER;
		q.key = page.lines[page.n - 1].key;
	} while (page.more);
	assert_string_equal(str_cstr(&seen), store_text(s, in_order));
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
	assert_string_equal(seen, arena_printf(&s->arena, "%s ", store_text(s, in_order)));
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

static void what_arrived_is_counted_from_the_newest_row_on(void **state)
{
	struct store *s = *state;
	struct filter all = filter_of(s, ""), german = filter_of(s, "sub:de");
	struct err e = {0};
	struct post_key before;
	int64_t n = -1;

	assert_ok(posts_newest(s->db, &before, &e), e);
	assert_ok(posts_arrived(s->db, &all, &before, 10, &n, &e), e);
	assert_int_equal(n, 0);
	/* Its time is long ago: what counts is that it was not there. */
	store_draft(s, &(struct store_draft){.created = "2020-01-01 00:00:00"});
	store_draft(s, &(struct store_draft){.subreddit = "de"});
	store_draft(s, &(struct store_draft){.status = "approved"});
	assert_ok(posts_arrived(s->db, &all, &before, 10, &n, &e), e);
	assert_int_equal(n, 2);
	assert_ok(posts_arrived(s->db, &german, &before, 10, &n, &e), e);
	assert_int_equal(n, 1);
	assert_ok(posts_arrived(s->db, &all, &before, 1, &n, &e), e);
	assert_int_equal(n, 2);
}

static void metadata_says_whether_a_draft_is_flagged_or_published(void **state)
{
	struct store *s = *state;
	static const struct {
		const char *metadata;
		bool flagged, published;
	} cases[] = {
		{NULL, false, false},
		{"", false, false},
		{"{not json", false, false},
		{"[1, 2]", false, false},
		{"\"flagged\"", false, false},
		{"{\"evaluation\": {\"flagged\": true}}", true, false},
		{"{\"evaluation\": {\"flagged\": false}, \"reddit_id\": \"t1_a\"}", false, true},
		{"{\"evaluation\": 7, \"reddit_id\": \"\"}", false, false},
		{"{\"reddit_id\": null}", false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		store_draft(s, &(struct store_draft){.metadata = cases[i].metadata});
	struct post_page page = page_of(s, &(struct post_query){.limit = 20});
	assert_int_equal(page.n, sizeof(cases) / sizeof(cases[0]));
	for (size_t i = 0; i < page.n; i++) {
		assert_int_equal(page.lines[i].flagged, cases[i].flagged);
		assert_int_equal(page.lines[i].published, cases[i].published);
	}
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
		" WHERE id NOT LIKE 'abcd%'");
	assert_ok(posts_get(s->db, SPAN_LIT("abcd2"), &s->arena, &p, &e), e);
	assert_string_equal(p.id, "abcd2222-0000-4000-8000-000000000002");
	assert_span(p.persona, "TestBot");
	assert_fails(posts_get(s->db, SPAN_LIT("abcd"), &s->arena, &p, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(posts_get(s->db, SPAN_LIT("abc"), &s->arena, &p, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(posts_get(s->db, SPAN_LIT("ffff0000"), &s->arena, &p, &e), e, ERR_MISSING);
	assert_says(e, "ffff0000");
}

static void lines_come_in_the_order_asked_for_and_show_what_is_gone(void **state)
{
	struct store *s = *state;
	const char *first = store_draft(s, &(struct store_draft){.content = "first"});
	const char *second = store_draft(s, &(struct store_draft){.content = "second"});
	char ids[3][UUID_TEXT] = {"", "no such draft", ""};
	struct post_line *lines;
	struct err e = {0};

	memcpy(ids[0], second, UUID_TEXT);
	memcpy(ids[2], first, UUID_TEXT);
	assert_ok(posts_lines(s->db, (const char(*)[UUID_TEXT])ids, 3, &s->arena, &lines, &e), e);
	assert_span(lines[0].snippet, "second");
	assert_string_equal(lines[1].id, "");
	assert_span(lines[2].snippet, "first");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		ON_BOTH(pages_join_without_gap_or_repeat),
		ON_BOTH(pages_backwards_show_the_same_rows),
		ON_BOTH(an_empty_queue_is_an_empty_page),
		ON_FRESH(a_filter_finds_what_it_says),
		ON_BOTH(a_filtered_page_shows_what_is_counted),
		ON_FRESH(counting_stops_at_the_cap),
		ON_BOTH(what_arrived_is_counted_from_the_newest_row_on),
		ON_FRESH(metadata_says_whether_a_draft_is_flagged_or_published),
		ON_FRESH(a_snippet_is_a_prefix_that_ends_between_characters),
		ON_FRESH(content_with_nul_and_broken_bytes_is_read_whole),
		ON_FRESH(a_draft_is_found_by_the_beginning_of_its_id),
		ON_FRESH(lines_come_in_the_order_asked_for_and_show_what_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
