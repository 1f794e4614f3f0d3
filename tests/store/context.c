/* What stands beside a draft: the drafts before it, and what is alike among the interactions. */
#include "fixture.h"

#include <string.h>

#include "store/context.h"

static const char *draft_at(struct store *s, const char *content, const char *sub, const char *time)
{
	return store_draft(
		s, &(struct store_draft){.content = content, .subreddit = sub, .created = time});
}

static struct post_line *posts_of(struct store *s, const char *id, size_t *n)
{
	struct post p = store_post(s, id);
	struct post_line *lines = NULL;
	struct err e = {0};

	assert_ok(context_posts(s->db, &p, &s->arena, &lines, n, &e), e);
	return lines;
}

static void the_last_five_before_it_come_newest_first_with_their_outcome(void **state)
{
	struct store *s = *state;
	size_t n;

	for (int i = 0; i < 7; i++)
		store_draft(s,
			&(struct store_draft){
				.content = arena_printf(&s->arena, "number %d\nmore", i),
				.subreddit = "tulips",
				.status = i % 2 ? "approved" : "rejected",
				.created = arena_printf(&s->arena, "2026-09-0%d 10:00:00", i + 1)});
	draft_at(s, "elsewhere", "roses", "2026-09-08 10:00:00");
	const char *id = draft_at(s, "this one", "tulips", "2026-09-08 10:00:00");
	draft_at(s, "later", "tulips", "2026-09-09 10:00:00");
	struct post_line *lines = posts_of(s, id, &n);
	assert_int_equal(n, 5);
	assert_span(lines[0].snippet, "number 6\nmore");
	assert_span(lines[4].snippet, "number 2\nmore");
	assert_int_equal(lines[0].status, POST_REJECTED);
	assert_int_equal(lines[1].status, POST_APPROVED);
}

static void drafts_of_other_personas_are_not_among_them(void **state)
{
	struct store *s = *state;
	size_t n;

	store_exec(s->db,
		"INSERT INTO personas (id, reddit_username, config) VALUES"
		" ('22222222-2222-4222-8222-222222222222', 'Somebody', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content, target_subreddit, status,"
		" created_at) VALUES ('33333333-3333-4333-8333-333333333333',"
		" '22222222-2222-4222-8222-222222222222', 'x', 'tulips', 'approved',"
		" '2026-09-01 10:00:00')");
	const char *id = draft_at(s, "this one", "tulips", "2026-09-08 10:00:00");
	posts_of(s, id, &n);
	assert_int_equal(n, 0);
}

static void a_draft_without_a_subreddit_stands_alone(void **state)
{
	struct store *s = *state;
	const char *id = draft_at(s, "this one", NULL, "2026-09-08 10:00:00");
	struct context_interaction *alike;
	struct err e = {0};
	size_t n, looked;

	store_write(
		s->db, "UPDATE pending_posts SET target_subreddit = NULL WHERE id = $1", &id, 1);
	posts_of(s, id, &n);
	assert_int_equal(n, 0);
	struct post p = store_post(s, id);
	assert_ok(context_similar(s->db, &p, &s->arena, &alike, &n, &looked, &e), e);
	assert_int_equal(n, 0);
	assert_int_equal(looked, 0);
}

static void add_interaction(struct store *s, const char *content, const char *sub, const char *time)
{
	static int added;
	const char *values[] = {arena_printf(&s->arena, "44444444-4444-4444-8444-%012d", ++added),
		s->persona, content, arena_printf(&s->arena, "t1_%d", added), sub, time};

	store_write(s->db,
		"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id,"
		" subreddit, created_at) VALUES ($1, $2, $3, 'comment', $4, $5, $6)",
		values, 6);
}

static void what_shares_rare_words_is_alike(void **state)
{
	struct store *s = *state;
	struct context_interaction *alike;
	struct err e = {0};
	size_t n, looked;

	add_interaction(s, "A windmill grinds flour.", "tulips", "2026-09-01 10:00:00");
	add_interaction(s, "Nothing of the kind.", "tulips", "2026-09-02 10:00:00");
	add_interaction(s, "Flour from a windmill!", "roses", "2026-09-02 10:00:00");
	add_interaction(s, "Flour from a windmill later.", "tulips", "2026-09-09 10:00:00");
	const char *id =
		draft_at(s, "FLOUR of the old Windmill.", "tulips", "2026-09-08T10:00:00.5");
	struct post p = store_post(s, id);
	assert_ok(context_similar(s->db, &p, &s->arena, &alike, &n, &looked, &e), e);
	assert_int_equal(looked, 2);
	assert_int_equal(n, 1);
	assert_span(alike[0].snippet, "A windmill grinds flour.");
	assert_span(alike[0].type, "comment");
	assert_span(alike[0].words[0], "FLOUR");
	assert_span(alike[0].words[1], "Windmill");
	assert_null(alike[0].words[2].p);
}

static void no_more_than_the_newest_five_hundred_are_looked_at(void **state)
{
	struct store *s = *state;
	struct context_interaction *alike;
	struct err e = {0};
	size_t n, looked;

	add_interaction(s, "A windmill grinds flour.", "tulips", "2026-08-01 10:00:00");
	store_exec(s->db, "BEGIN");
	for (int i = 0; i < CONTEXT_LOOKED; i++)
		add_interaction(s, "Nothing of the kind.", "tulips", "2026-09-02 10:00:00");
	store_exec(s->db, "COMMIT");
	const char *id = draft_at(s, "Flour, windmill.", "tulips", "2026-09-08 10:00:00");
	struct post p = store_post(s, id);
	assert_ok(context_similar(s->db, &p, &s->arena, &alike, &n, &looked, &e), e);
	assert_int_equal(looked, CONTEXT_LOOKED);
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(the_last_five_before_it_come_newest_first_with_their_outcome),
		ON_FRESH(drafts_of_other_personas_are_not_among_them),
		ON_BOTH(a_draft_without_a_subreddit_stands_alone),
		ON_BOTH(what_shares_rare_words_is_alike),
		ON_FRESH(no_more_than_the_newest_five_hundred_are_looked_at),
	};

	return RUN_CASES(tests);
}
