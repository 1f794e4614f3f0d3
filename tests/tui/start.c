/* What keeps the console from starting is said in words, on a terminal that was not touched. */
#include "tui/fixture_raw.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The program must end with this status, having sent the terminal these words and no more control
 * than line ends. */
static void expect_refusal(
	struct walk *w, struct raw *r, int status, const char *says, const char *hints)
{
	int ended = raw_wait(r);
	const char *sent = arena_printf(&w->arena, "%.*s", (int)raw_sent(r).n, raw_sent(r).p);

	raw_free(&r);
	if (ended != status)
		fail_msg("status %d: %s", ended, sent);
	for (const char *p = sent; *p; p++)
		if ((unsigned char)*p < ' ' && *p != '\r' && *p != '\n')
			fail_msg("it sends the byte 0x%02x: %s", (unsigned)*p, sent);
	if (strncmp(sent, "tenet: ", 7) != 0 || !strstr(sent, says))
		fail_msg("it does not say \"%s\": %s", says, sent);
	if (hints && !(strstr(sent, "hint: ") && strstr(strstr(sent, "hint: "), hints)))
		fail_msg("it does not hint \"%s\": %s", hints, sent);
}

static void expect_no_start(struct walk *w, int status, const char *says, const char *hints)
{
	static const char *const args[] = {"--database", "agent.db", NULL};

	expect_refusal(w, raw_start(w, args, NULL, NULL, NULL), status, says, hints);
}

static const char *path_in(struct walk *w, const char *name)
{
	return arena_printf(&w->arena, "%s/%s", w->folder, name);
}

static void put_file(struct walk *w, const char *text)
{
	FILE *out = fopen(path_in(w, "agent.db"), "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void a_missing_database_says_how_to_make_one(void **state)
{
	struct walk *w = *state;

	expect_no_start(w, 1, "cannot open agent.db: there is no such file",
		"`tenet --database agent.db db upgrade head`");
	assert_int_equal(access(path_in(w, "agent.db"), F_OK), -1);
}

static void a_directory_is_no_database(void **state)
{
	struct walk *w = *state;

	assert_int_equal(mkdir(path_in(w, "agent.db"), 0700), 0);
	expect_no_start(w, 1, "cannot open agent.db: it is a directory", NULL);
	assert_int_equal(rmdir(path_in(w, "agent.db")), 0);
}

static void a_text_file_is_no_database_and_stays_as_it_was(void **state)
{
	struct walk *w = *state;

	put_file(w, "Dear diary, this is not a database, however long the text may be.\n");
	expect_no_start(w, 1, "cannot open agent.db: it is not a database", NULL);
	struct stat st;
	assert_int_equal(stat(path_in(w, "agent.db"), &st), 0);
	assert_int_equal(st.st_size, 66);
}

static void an_empty_file_says_how_to_fill_it(void **state)
{
	struct walk *w = *state;

	put_file(w, "");
	expect_no_start(w, 1, "empty", "`tenet --database agent.db db upgrade head`");
}

/* Closes the other process, so that all its rows are in the one file. */
static void close_database(struct walk *w)
{
	db_close(&w->db);
}

static void a_database_that_was_cut_off_is_called_damaged(void **state)
{
	struct walk *w = *state;
	struct stat st;

	close_database(w);
	assert_int_equal(stat(path_in(w, "agent.db"), &st), 0);
	assert_int_equal(truncate(path_in(w, "agent.db"), st.st_size / 2), 0);
	expect_no_start(w, 1, "damaged", NULL);
}

static void a_newer_schema_is_left_to_a_newer_tenet(void **state)
{
	struct walk *w = *state;

	walk_enter(w);
	int made = system("\"$TENET\" --database agent.db db upgrade head >/dev/null && sqlite3"
			  " agent.db \"UPDATE alembic_version SET version_num = '9999'\"");
	walk_leave();
	assert_int_equal(made, 0);
	expect_no_start(
		w, 1, "agent.db is at revision 9999, which this tenet does not know", "newer");
}

static void a_lacking_table_is_named(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DROP TABLE stance_versions");
	close_database(w);
	expect_no_start(w, 1, "stance_versions", NULL);
}

static void a_lacking_column_is_named(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "ALTER TABLE pending_posts DROP COLUMN draft_metadata");
	close_database(w);
	expect_no_start(w, 1, "draft_metadata", NULL);
}

static void start_with(struct walk *w, const char *input, const char *output, const char *term,
	const char *says, const char *hints)
{
	static const char *const args[] = {"--database", "agent.db", NULL};
	const char *const env[] = {term, NULL};

	expect_refusal(w, raw_start(w, args, input, output, env), 2, says, hints);
}

static void standard_input_must_be_a_terminal(void **state)
{
	start_with(*state, "/dev/null", NULL, "TERM=xterm-256color",
		"standard input is not a terminal", "tenet posts list");
}

static void standard_output_must_be_a_terminal(void **state)
{
	start_with(*state, NULL, "/dev/null", "TERM=xterm-256color",
		"standard output is not a terminal", "tenet posts list");
}

static void a_terminal_without_a_type_is_not_guessed(void **state)
{
	start_with(*state, NULL, NULL, "TERM", "TERM is not set", "xterm-256color");
	start_with(*state, NULL, NULL, "TERM=", "TERM is not set", "xterm-256color");
}

static void a_dumb_terminal_is_refused(void **state)
{
	start_with(*state, NULL, NULL, "TERM=dumb", "TERM is dumb", "tenet --plain");
}

static void an_unknown_terminal_is_refused_without_trusting_its_name(void **state)
{
	start_with(*state, NULL, NULL, "TERM=no-such\033[2J", "TERM is no-such^[[2J",
		"xterm-256color");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_FOLDER(a_missing_database_says_how_to_make_one),
		WALK_FOLDER(a_directory_is_no_database),
		WALK_FOLDER(a_text_file_is_no_database_and_stays_as_it_was),
		WALK_FOLDER(an_empty_file_says_how_to_fill_it),
		WALK(a_database_that_was_cut_off_is_called_damaged),
		WALK_FOLDER(a_newer_schema_is_left_to_a_newer_tenet),
		WALK(a_lacking_table_is_named),
		WALK(a_lacking_column_is_named),
		WALK(standard_input_must_be_a_terminal),
		WALK(standard_output_must_be_a_terminal),
		WALK(a_terminal_without_a_type_is_not_guessed),
		WALK(a_dumb_terminal_is_refused),
		WALK(an_unknown_terminal_is_refused_without_trusting_its_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
