/* Drafts that nobody should have written (odd_rows.sql): what was seen of them is what is decided,
 * and any change to what was seen is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_decide.h"

struct scene {
	char *path;
	struct db *db;
	struct arena arena;
	struct post_page page; /* all of them */
};

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));
	struct post_query query = {.from = PAGE_LAST, .limit = 500};
	struct err e = {0};
	char *command = NULL;

	s->path = scratch_path("odd.db");
	decide_prepare(s->path, 1);
	assert_true(asprintf(&command, "sqlite3 '%s' <tests/fault/odd_rows.sql", s->path) > 0);
	assert_int_equal(system(command), 0);
	free(command);
	s->db = decide_open(s->path);
	if (posts_page(s->db, &query, &s->arena, &s->page, &e) != 0)
		fail_msg("%s", e.text);
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	db_close(&s->db);
	unlink(s->path);
	arena_free(&s->arena);
	free(s->path);
	free(s);
	return 0;
}

static bool is_odd(const char *id)
{
	return strncmp(id, "0dd", 3) == 0;
}

static enum decision_outcome decide_seen(struct scene *s, const char *id, const char *hash)
{
	struct decision_result result;
	struct err e = {0};

	if (decide_seen_by(s->db, id, hash, &s->arena, &result, &e) != 0)
		fail_msg("%s: %s", id, e.text);
	return result.outcome;
}

static void see(struct scene *s, const char *id, struct post *out)
{
	struct err e = {0};

	if (posts_get(s->db, span_of(id), &s->arena, out, &e) != 0)
		fail_msg("%s: %s", id, e.text);
}

/* Changes one column as little as can be. */
static void change(struct scene *s, const char *id, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(s->db, sql, &e);

	assert_non_null(st);
	stmt_text(st, 1, span_of(id));
	assert_int_equal(stmt_step(st, &e), 0);
	assert_int_equal(stmt_changes(st), 1);
	stmt_done(&st);
}

static void what_changed_after_it_was_seen_is_not_decided(void **state)
{
	/* A blank, a NUL, and NULL in place of a text or of nothing. */
	static const char *const changes[] = {
		"UPDATE pending_posts SET content = content || ' ' WHERE id = $1",
		"UPDATE pending_posts SET content = CAST(content || x'00' AS TEXT) WHERE id = $1",
		"UPDATE pending_posts SET draft_metadata = CASE WHEN draft_metadata IS NULL THEN ''"
		" END WHERE id = $1",
		"UPDATE pending_posts SET target_subreddit = CASE WHEN target_subreddit IS NULL"
		" THEN '' END WHERE id = $1",
	};
	struct scene *s = *state;

	for (size_t i = 0; i < s->page.n; i++) {
		const char *id = s->page.lines[i].id;
		for (size_t k = 0; is_odd(id) && k < sizeof(changes) / sizeof(changes[0]); k++) {
			struct post seen;
			see(s, id, &seen);
			change(s, id, changes[k]);
			if (decide_seen(s, id, seen.hash) != DECISION_CHANGED)
				fail_msg("%s was decided after change %zu", id, k);
		}
	}
}

static void what_was_seen_can_be_decided(void **state)
{
	struct scene *s = *state;
	size_t odd = 0;

	for (size_t i = 0; i < s->page.n; i++) {
		const char *id = s->page.lines[i].id;
		struct post seen;
		if (!is_odd(id))
			continue;
		see(s, id, &seen);
		if (decide_seen(s, id, seen.hash) != DECIDED)
			fail_msg("%s was not decided", id);
		odd++;
	}
	assert_true(odd > 30);
	agent_expect_sound(s->path);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_changed_after_it_was_seen_is_not_decided, prepare, clean),
		cmocka_unit_test_setup_teardown(what_was_seen_can_be_decided, prepare, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
