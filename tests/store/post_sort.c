/* Every order of the queue: pages join without gap or repeat, forward, backward and from a row. */
#include <string.h>

#include "base/str.h"
#include "fixture.h"
#include "store/posts.h"

static const char *const orders[] = {"sort:oldest", "sort:newest", "sort:conf", "sort:-conf",
	"sort:length", "sort:-length", "sort:flags", "sort:-flags", "sort:sub", "sort:-sub"};
static const char *const with[] = {"", " status:pending|approved !thirty"};

static struct post_page page_of(struct store *s, const struct post_query *q)
{
	struct post_page page;
	struct err e = {0};

	assert_ok(posts_page(s->db, q, &s->arena, &page, &e), e);
	return page;
}

/* Many ties in whatever a list may be ordered by, times among them. */
static void add_drafts(struct store *s)
{
	static const char *const subreddits[] = {"science", "Science", "de", "",
		"r\xC3\xA9sum\xC3\xA9",
		"a_name_that_is_much_longer_than_a_subreddit_can_ever_have_and_that_a_key_cuts"};
	static const char *const contents[] = {"one", "größer", "a thirty-fifth", ""};

	for (int i = 0; i < 60; i++)
		store_draft(s,
			&(struct store_draft){.subreddit = subreddits[i % 6],
				.content = contents[i % 4],
				.status = i % 7 == 3 ? "approved" : "pending",
				.created =
					i % 5 == 0 ? "2026-11-22T10:00:00" : "2026-11-22 10:00:00",
				.metadata = i % 3 == 0
					? NULL
					: arena_printf(&s->arena,
						  "{\"evaluation\": {\"flags\": [%s]},"
						  " \"belief_proposals\": {\"updates\":"
						  " [{\"proposed_confidence\": 0.%d}]}}",
						  i % 4 == 1 ? "1, 2" : "", i % 9)});
}

static const char *walk(struct store *s, const struct filter *f, enum page_from from, size_t limit)
{
	struct post_query q = {.filter = *f, .from = from, .limit = limit};
	struct post_page page;
	const char *seen = "";

	do {
		page = page_of(s, &q);
		struct str ids = {0};
		for (size_t i = 0; i < page.n; i++)
			str_addf(&ids, "%s ", page.lines[i].id);
		seen = from == PAGE_FIRST ? arena_printf(&s->arena, "%s%s", seen, str_cstr(&ids))
					  : arena_printf(&s->arena, "%s%s", str_cstr(&ids), seen);
		str_free(&ids);
		if (page.n == 0)
			break;
		q.key = page.lines[from == PAGE_FIRST ? page.n - 1 : 0].key;
		q.from = from == PAGE_FIRST ? PAGE_AFTER : PAGE_BEFORE;
	} while (page.more);
	return seen;
}

/* A page at each row begins with it, and goes on as the whole list does. */
static void assert_anchors(struct store *s, const struct filter *f, const struct post_page *all)
{
	for (size_t i = 0; i < all->n; i += 19) {
		struct post_query q = {
			.filter = *f, .from = PAGE_AT, .key = all->lines[i].key, .limit = 3};
		struct post_page page = page_of(s, &q);
		assert_int_equal(page.n, all->n - i < 3 ? all->n - i : 3);
		for (size_t k = 0; k < page.n; k++)
			assert_string_equal(page.lines[k].id, all->lines[i + k].id);
	}
}

static int64_t count_of(struct store *s, const struct filter *f)
{
	struct err e = {0};
	int64_t n = -1;

	assert_ok(posts_count(s->db, f, 1000, &n, &e), e);
	return n;
}

static void assert_order(struct store *s, const char *text)
{
	struct post_query q = {.from = PAGE_FIRST, .limit = 1000};
	struct err e = {0};

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(text), &s->arena, &q.filter, &e), e);
	struct post_page all = page_of(s, &q);
	assert_true(all.n > 10);
	assert_int_equal(all.n, count_of(s, &q.filter));
	const char *whole = walk(s, &q.filter, PAGE_FIRST, 1000);
	if (strcmp(whole, walk(s, &q.filter, PAGE_FIRST, 13)) != 0 ||
		strcmp(whole, walk(s, &q.filter, PAGE_LAST, 17)) != 0)
		fail_msg("the pages of \"%s\" do not join", text);
	assert_anchors(s, &q.filter, &all);
}

static void pages_join_in_every_order(void **state)
{
	struct store *s = *state;

	add_drafts(s);
	store_exec(s->db,
		"UPDATE pending_posts SET target_subreddit = NULL WHERE content = 'größer'"
		" AND target_subreddit = ''");
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		for (size_t k = 0; k < sizeof(with) / sizeof(with[0]); k++)
			assert_order(s, arena_printf(&s->arena, "%s%s", orders[i], with[k]));
}

static const char *snippets(struct store *s, const char *text)
{
	struct post_query q = {.from = PAGE_FIRST, .limit = 100};
	struct str all = {0};
	struct err e = {0};

	assert_ok(filter_parse(FILTER_DRAFTS, span_of(text), &s->arena, &q.filter, &e), e);
	struct post_page page = page_of(s, &q);
	for (size_t i = 0; i < page.n; i++) {
		str_adds(&all, page.lines[i].snippet);
		str_addc(&all, ' ');
	}
	const char *copy = arena_strdup(&s->arena, str_cstr(&all));
	str_free(&all);
	return copy;
}

static void orders_say_what_they_are(void **state)
{
	struct store *s = *state;

	store_draft(s, &(struct store_draft){.content = "z", .created = "2026-11-22 10:00:02"});
	store_draft(s,
		&(struct store_draft){
			.content = "a", .subreddit = "DE", .created = "2026-11-22 10:00:01"});
	store_draft(s,
		&(struct store_draft){.content = "long",
			.subreddit = "Energy",
			.created = "2026-11-22 10:00:03"});
	assert_string_equal(snippets(s, ""), "a z long ");
	assert_string_equal(snippets(s, "sort:newest"), "long z a ");
	assert_string_equal(snippets(s, "sort:length"), "a z long ");
	assert_string_equal(snippets(s, "sort:-length"), "long z a ");
	assert_string_equal(snippets(s, "sort:sub"), "a long z ");
	assert_string_equal(snippets(s, "sort:-sub"), "z long a ");
}

/* A profile post has no subreddit. */
static void a_draft_without_a_subreddit_comes_before_all_that_have_one(void **state)
{
	struct store *s = *state;

	store_draft(s, &(struct store_draft){.content = "de", .subreddit = "de"});
	store_draft(s,
		&(struct store_draft){
			.content = "none", .subreddit = "none", .created = "2026-11-22 10:00:01"});
	store_draft(s,
		&(struct store_draft){
			.content = "empty", .subreddit = "", .created = "2026-11-22T10:00:02"});
	store_exec(
		s->db, "UPDATE pending_posts SET target_subreddit = NULL WHERE content = 'none'");
	assert_string_equal(snippets(s, "sort:sub"), "none empty de ");
	assert_string_equal(snippets(s, "sort:-sub"), "de empty none ");
	assert_string_equal(snippets(s, "sort:sub status:any !empty"), "none de ");
}

/* The same by names that no subreddit has: the key holds bytes, not text. */
static void odd_names_do_not_stop_the_pages(void **state)
{
	struct store *s = *state;

	for (int i = 0; i < 9; i++)
		store_draft(s, &(struct store_draft){.content = "x"});
	store_exec(s->db,
		"UPDATE pending_posts SET target_subreddit = CASE rowid % 3 WHEN 0 THEN"
		" CAST(x'6100FF62' AS TEXT) WHEN 1 THEN CAST(x'6100FF' AS TEXT)"
		" ELSE x'FFFFFF' END WHERE content = 'x'");
	struct post_query q = {.limit = 100};
	struct err e = {0};
	assert_ok(filter_parse(FILTER_DRAFTS, SPAN_LIT("sort:sub"), &s->arena, &q.filter, &e), e);
	assert_int_equal(page_of(s, &q).n, 9);
	assert_string_equal(
		walk(s, &q.filter, PAGE_FIRST, 2), walk(s, &q.filter, PAGE_FIRST, 1000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(pages_join_in_every_order),
		ON_FRESH(orders_say_what_they_are),
		ON_FRESH(a_draft_without_a_subreddit_comes_before_all_that_have_one),
		FRESH_SQLITE(odd_names_do_not_stop_the_pages),
	};

	return RUN_CASES(tests);
}
