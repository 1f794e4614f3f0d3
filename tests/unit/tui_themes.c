/* Promises of a user's own themes: how they are found, and that saving one is noticed. */
#include "tui/theme_watch.h"
#include "tui/themes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER "tenet/themes"
#define MINE FOLDER "/mine.json"

/* What the watch said. */
struct fixture {
	char root[64];
	struct arena arena;
	struct loop *loop;
	struct theme_watch *watch;
	int saved;
	struct theme theme;
	struct err why;
};

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void shell(const char *command)
{
	assert_int_equal(system(command), 0);
}

static int on_idle(void *arg)
{
	(void)arg;
	return -1;
}

static void no_signal(void *arg, int signo)
{
	(void)arg;
	(void)signo;
}

static int set_up(void **state)
{
	static const int none[] = {0};
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	strcpy(f->root, "/tmp/tenet-themes-XXXXXX");
	if (!mkdtemp(f->root) || chdir(f->root) != 0)
		return -1;
	setenv("XDG_CONFIG_HOME", f->root, 1);
	shell("mkdir -p " FOLDER);
	f->loop = loop_new(none, no_signal, on_idle, f);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[80];

	theme_watch_free(&f->watch);
	loop_free(&f->loop);
	arena_free(&f->arena);
	snprintf(command, sizeof(command), "rm -rf %s", f->root);
	free(f);
	return chdir("/") != 0 || system(command) != 0;
}

/* --- finding --- */

static struct theme_source locate(struct fixture *f, const char *name)
{
	struct theme_source s = {0};
	struct err e = {0};

	if (themes_locate(name, THEMES_ALL, &f->arena, &s, &e) < 0)
		fail_msg("%s", e.text);
	return s;
}

static void own_themes_stand_beside_those_built_in(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {
		"default", "contrast", "dark", "light", "mine", "mono", "safe"};
	struct theme_source *list;

	write_file(MINE, "{}");
	write_file(FOLDER "/.hidden.json", "{}");
	write_file(FOLDER "/.json", "{}");
	write_file(FOLDER "/mine.json~", "{}");
	assert_int_equal(themes_list(THEMES_ALL, &f->arena, &list), 7);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(list[i].name, names[i]);
	assert_non_null(strstr(list[4].path, MINE));
	assert_null(list[5].path);
}

static void an_own_theme_of_the_same_name_wins(void **state)
{
	struct fixture *f = *state;
	struct theme t;
	struct err e = {0};

	write_file(FOLDER "/dark.json", "{\"name\":\"other\",\"styles\":{\"text\":{\"fg\":7}}}");
	struct theme_source s = locate(f, "dark");
	assert_int_equal(themes_read(&s, &t, &e), 0);
	assert_string_equal(t.name, "dark");
	assert_int_equal(t.pair[STYLE_TEXT].fg, 7);
}

static void a_path_names_a_file_anywhere(void **state)
{
	struct fixture *f = *state;
	struct theme t;
	struct err e = {0};

	write_file("here.json", "{\"about\":\"x\"}");
	write_file("plain", "{}");
	struct theme_source s = locate(f, "./here.json"), plain = locate(f, "./plain");
	assert_string_equal(s.name, "here");
	assert_string_equal(plain.name, "plain");
	assert_int_equal(themes_read(&s, &t, &e), 0);
	assert_string_equal(t.name, "here");
	assert_string_equal(t.about, "x");
	struct theme_source none = locate(f, "./none.json");
	assert_int_equal(themes_read(&none, &t, &e), -1);
	assert_string_equal(e.text, "cannot read ./none.json: No such file or directory");
}

static void an_unknown_name_is_refused_with_the_names_there_are(void **state)
{
	struct fixture *f = *state;
	struct theme_source s;
	struct err e = {0}, file = {0};

	write_file(MINE, "{}");
	assert_int_equal(themes_locate("saf", THEMES_ALL, &f->arena, &s, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_string_equal(e.text, "no theme is called saf");
	assert_string_equal(e.hint,
		"did you mean \"safe\"? There are default, contrast, dark, light, "
		"mine, mono, safe");
	assert_int_equal(themes_locate("here.json", THEMES_ALL, &f->arena, &s, &file), -1);
	assert_string_equal(file.hint, "the path of a file holds a slash: ./here.json");
}

static void where_no_file_is_read_own_themes_are_not_there(void **state)
{
	struct fixture *f = *state;
	struct theme_source *list, s;
	struct err name = {0}, path = {0};

	write_file(MINE, "{}");
	write_file(FOLDER "/dark.json", "{}");
	assert_int_equal(themes_list(THEMES_BUILT_IN, &f->arena, &list), 6);
	for (size_t i = 0; i < 6; i++)
		assert_null(list[i].path);
	assert_int_equal(themes_locate("mine", THEMES_BUILT_IN, &f->arena, &s, &name), -1);
	assert_int_equal(name.code, ERR_USAGE);
	assert_int_equal(themes_locate("./x.json", THEMES_BUILT_IN, &f->arena, &s, &path), -1);
	assert_int_equal(path.code, ERR_DENIED);
}

static void a_bad_file_is_named_with_line_and_column(void **state)
{
	struct fixture *f = *state;
	struct theme t = {.name = "before"};
	struct err e = {0};

	write_file("bad.json", "{\n\t\"styles\": {\"txt\": {}}\n}\n");
	struct theme_source s = locate(f, "./bad.json");
	assert_int_equal(themes_read(&s, &t, &e), -1);
	assert_string_equal(e.text,
		"./bad.json: line 2, column 13: no style is called \"txt\": did you "
		"mean \"text\"?");
	assert_string_equal(t.name, "before");
}

static void a_folder_of_thousands_is_cut(void **state)
{
	struct fixture *f = *state;
	struct theme_source *list;

	shell("for i in $(seq 1000); do : >" FOLDER "/$i.json; done");
	assert_in_range(themes_list(THEMES_ALL, &f->arena, &list), 7, 6 + THEMES_OWN_MOST);
}

/* --- watching --- */

static void on_saved(void *arg, const struct theme *t, const struct err *why)
{
	struct fixture *f = arg;

	f->saved++;
	err_clear(&f->why);
	if (t)
		f->theme = *t;
	else
		f->why = *why;
	loop_stop(f->loop);
}

static void watch(struct fixture *f, const char *name)
{
	struct theme_source s = locate(f, name);

	f->watch = f->watch ? f->watch : theme_watch_new(f->loop, on_saved, f);
	theme_watch_source(f->watch, &s);
}

static void stop(void *arg)
{
	loop_stop(((struct fixture *)arg)->loop);
}

/* Lets the loop run until the watch says something. */
static void expect_saved(struct fixture *f)
{
	int before = f->saved, id = loop_after(f->loop, 20000, stop, f);

	loop_run(f->loop);
	loop_cancel(f->loop, id);
	assert_int_equal(f->saved, before + 1);
}

/* Whatever is ready is taken before the timer. */
static void expect_nothing(struct fixture *f)
{
	int before = f->saved;

	loop_after(f->loop, 20, stop, f);
	loop_run(f->loop);
	assert_int_equal(f->saved, before);
}

static void saving_a_file_is_noticed_however_an_editor_does_it(void **state)
{
	struct fixture *f = *state;

	write_file(MINE, "{}");
	watch(f, "mine");
	write_file(MINE, "{\"styles\":{\"text\":{\"fg\":3}}}");
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 3);
	write_file(FOLDER "/mine.tmp", "{\"styles\":{\"text\":{\"fg\":4}}}");
	assert_int_equal(rename(FOLDER "/mine.tmp", MINE), 0);
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 4);
	assert_int_equal(unlink(MINE), 0);
	expect_nothing(f);
	write_file(MINE, "{\"styles\":{\"text\":{\"fg\":5}}}");
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 5);
	write_file(FOLDER "/other.json", "{}");
	expect_nothing(f);
}

static void a_bad_file_is_said_and_a_good_one_taken_again(void **state)
{
	struct fixture *f = *state;

	write_file(MINE, "{}");
	watch(f, "mine");
	write_file(MINE, "{\"styles\": }");
	expect_saved(f);
	assert_non_null(strstr(f->why.text, MINE ": line 1, column 12: a value is missing"));
	write_file(MINE, "{\"styles\": {\"bad\": {\"fg\": 9}}}");
	expect_saved(f);
	assert_int_equal(f->why.code, ERR_NONE);
	assert_int_equal(f->theme.pair[STYLE_BAD].fg, 9);
	shell("rm " MINE " && mkfifo " FOLDER "/pipe && mv " FOLDER "/pipe " MINE);
	expect_saved(f);
	assert_non_null(strstr(f->why.text, "is not a file"));
}

static void a_file_that_is_gone_is_said_and_read_when_it_is_back(void **state)
{
	struct fixture *f = *state;

	write_file(MINE, "{}");
	watch(f, "mine");
	assert_int_equal(unlink(MINE), 0);
	expect_saved(f);
	assert_non_null(strstr(f->why.text, MINE " is gone"));
	assert_string_equal(f->why.hint, "the colours stay as they were");
	write_file(MINE, "{\"styles\":{\"text\":{\"fg\":5}}}");
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 5);
	shell("mv " MINE " kept.json");
	expect_saved(f);
	assert_non_null(strstr(f->why.text, MINE " is gone"));
	shell("ln -s ../../kept.json " MINE);
	expect_saved(f);
	assert_int_equal(f->why.code, ERR_NONE);
	shell("rm kept.json");
	expect_saved(f);
	assert_non_null(strstr(f->why.text, MINE " is gone"));
	shell("rm -r " FOLDER);
	expect_saved(f);
	assert_non_null(strstr(f->why.text, MINE " is gone"));
}

static void the_file_behind_a_link_is_watched_too(void **state)
{
	struct fixture *f = *state;

	shell("mkdir dotfiles && echo {} >dotfiles/real.json && ln -s "
	      "../../dotfiles/real.json " MINE);
	watch(f, "mine");
	write_file("dotfiles/real.json", "{\"styles\":{\"text\":{\"fg\":6}}}");
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 6);
	assert_string_equal(f->theme.name, "mine");
	shell("echo '{\"styles\":{\"text\":{\"fg\":2}}}' >dotfiles/next.json && "
	      "ln -s ../../dotfiles/next.json " FOLDER "/new && mv " FOLDER "/new " MINE);
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 2);
	write_file("dotfiles/next.json", "{\"styles\":{\"text\":{\"fg\":1}}}");
	expect_saved(f);
	assert_int_equal(f->theme.pair[STYLE_TEXT].fg, 1);
	write_file("dotfiles/real.json", "{}");
	expect_nothing(f);
}

static void a_folder_that_vanishes_is_survived(void **state)
{
	struct fixture *f = *state;

	write_file(MINE, "{}");
	watch(f, "mine");
	shell("rm -r " FOLDER);
	expect_nothing(f);
	shell("mkdir " FOLDER);
	write_file(MINE, "{}");
	expect_nothing(f);
	watch(f, "mine");
	shell("mv " FOLDER " tenet/elsewhere");
	write_file("tenet/elsewhere/mine.json", "{}");
	expect_nothing(f);
	watch(f, "./no/such/folder.json");
	expect_nothing(f);
}

static void only_the_theme_that_is_shown_is_watched(void **state)
{
	struct fixture *f = *state;

	write_file(MINE, "{}");
	write_file(FOLDER "/other.json", "{}");
	watch(f, "mine");
	watch(f, "other");
	write_file(MINE, "{}");
	expect_nothing(f);
	watch(f, "dark");
	write_file(FOLDER "/other.json", "{}");
	expect_nothing(f);
}

static void watching_costs_nothing_while_nothing_is_saved(void **state)
{
	struct fixture *f = *state;
	struct rusage before, after;

	write_file(MINE, "{}");
	watch(f, "mine");
	getrusage(RUSAGE_SELF, &before);
	loop_after(f->loop, 300, stop, f);
	loop_run(f->loop);
	getrusage(RUSAGE_SELF, &after);
	/* Asleep all the time: one wait for the timer, and what the machine adds. */
	assert_in_range(after.ru_nvcsw - before.ru_nvcsw, 0, 3);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(own_themes_stand_beside_those_built_in),
		T(an_own_theme_of_the_same_name_wins),
		T(a_path_names_a_file_anywhere),
		T(an_unknown_name_is_refused_with_the_names_there_are),
		T(where_no_file_is_read_own_themes_are_not_there),
		T(a_bad_file_is_named_with_line_and_column),
		T(a_folder_of_thousands_is_cut),
		T(saving_a_file_is_noticed_however_an_editor_does_it),
		T(a_bad_file_is_said_and_a_good_one_taken_again),
		T(a_file_that_is_gone_is_said_and_read_when_it_is_back),
		T(the_file_behind_a_link_is_watched_too),
		T(a_folder_that_vanishes_is_survived),
		T(only_the_theme_that_is_shown_is_watched),
		T(watching_costs_nothing_while_nothing_is_saved),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
