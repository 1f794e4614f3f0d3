/* What config.json may hold, and how it is told that it may not. */
#include "tui/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/key.h"

static void nothing_set_is_as_ever(void **state)
{
	struct settings s;
	struct err e = {0};

	(void)state;
	settings_init(&s);
	assert_int_equal(settings_read(&s, SPAN_LIT(" {}\n"), NULL, THEMES_ALL, &e), 0);
	assert_null(s.theme);
	assert_false(s.mouse || s.bell || s.plain || s.ascii || s.wide);
	assert_string_equal(s.zone, "UTC");
	assert_int_equal(s.start, ACTION_PANE_1);
	assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, 'a'), ACTION_APPROVE);
	settings_clear(&s);
}

static void all_that_there_is_can_be_set(void **state)
{
	static const char text[] =
		"{\"theme\": \"dark\", \"mouse\": true, \"bell\": true,\n"
		" \"plain\": true, \"ascii\": true, \"ambiguous\": \"wide\",\n"
		" \"dates\": \"absolute\", \"zone\": \"local\", \"overlap\": 2,\n"
		" \"margin\": 3, \"wheel\": 5, \"start\": \"beliefs\",\n"
		" \"keys\": {\"approve\": [\"y\", \"F5\"], \"top\": \"g g\",\n"
		"  \"copy\": [], \"beliefs.mark\": [\"Ins\"]}}";
	struct settings s;
	struct err e = {0};
	size_t n = 0;

	(void)state;
	settings_init(&s);
	assert_int_equal(settings_read(&s, span_of(text), NULL, THEMES_ALL, &e), 0);
	assert_string_equal(s.theme, "dark");
	assert_true(s.mouse && s.bell && s.plain && s.ascii && s.wide);
	assert_true(s.absolute);
	assert_string_equal(s.zone, "local");
	assert_int_equal(s.overlap, 2);
	assert_int_equal(s.margin, 3);
	assert_int_equal(s.wheel, 5);
	assert_int_equal(s.start, ACTION_PANE_2);
	assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, 'y'), ACTION_APPROVE);
	assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(s.keymap, KEYS_BELIEFS, KEYC_INSERT), ACTION_MARK);
	assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, ' '), ACTION_MARK);
	for (; settings_list[n].name; n++)
		assert_non_null(strstr(text, settings_list[n].name));
	assert_int_equal(n, 13);
	settings_clear(&s);
}

static void the_keys_of_one_place_hold_whatever_stands_first(void **state)
{
	static const char *const texts[] = {
		"{\"keys\": {\"beliefs.mark\": \"Ins\", \"mark\": \"M\"}}",
		"{\"keys\": {\"mark\": \"M\", \"beliefs.mark\": \"Ins\"}}",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct settings s;
		struct err e = {0};
		settings_init(&s);
		assert_int_equal(settings_read(&s, span_of(texts[i]), NULL, THEMES_ALL, &e), 0);
		assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, 'M'), ACTION_MARK);
		assert_int_equal(keymap_action(s.keymap, KEYS_BELIEFS, 'M'), ACTION_NONE);
		assert_int_equal(keymap_action(s.keymap, KEYS_BELIEFS, KEYC_INSERT), ACTION_MARK);
		settings_clear(&s);
	}
}

static void a_fault_is_said_with_its_place_and_changes_nothing(void **state)
{
	static const struct {
		const char *text, *why, *hint;
	} bad[] = {
		{"", "line 1, column 1: a value is missing", "a file that sets nothing holds {}"},
		{" \n", "line 2, column 1: a value is missing",
			"a file that sets nothing holds {}"},
		{"{\"mouse\": true,}", "line 1, column 16: there is a comma too many before this",
			""},
		{"{\"theme\": }", "line 1, column 11: a value is missing", ""},
		{"[]", "line 1, column 1: settings are an object: {\"theme\": \"dark\"}", ""},
		{"{\"mouse\": true,\n  \"tehme\": \"dark\"}",
			"line 2, column 3: there is no setting \"tehme\"", "did you mean theme?"},
		{"{\"mouse\": \"on\"}", "line 1, column 11: mouse is true or false", ""},
		{"{\"overlap\": 11}", "line 1, column 13: overlap is a whole number from 0 to 10",
			""},
		{"{\"wheel\": 1.5}", "line 1, column 11: wheel is a whole number from 1 to 20", ""},
		{"{\"zone\": \"Europe/Berln\"}",
			"line 1, column 10: there is no time zone \"Europe/Berln\" on this machine",
			"did you mean Europe/Berlin?"},
		{"{\"zone\": \"../../../etc/passwd\"}",
			"line 1, column 10: there is no time zone \"../../../etc/passwd\" on this "
			"machine",
			"UTC, local, or a name as in /usr/share/zoneinfo/: Europe/Berlin"},
		{"{\"dates\": \"old\"}", "line 1, column 11: dates is \"relative\" or \"absolute\"",
			""},
		{"{\"dates\": \"relativ\", \"tehme\": \"dark\", \"mouse\": 1}",
			"line 1, column 11: dates is \"relative\" or \"absolute\"",
			"did you mean relative? and 2 more: tenet config-check lists them"},
		{"{\"zone\": \"../../passwd\", \"theme\": \"drak\"}",
			"line 1, column 10: there is no time zone \"../../passwd\" on this machine",
			"UTC, local, or a name as in /usr/share/zoneinfo/: Europe/Berlin; and 1 "
			"more: tenet config-check lists them"},
		{"{\"theme\": \"drak\", \"mouse\": 1, \"dates\": 2}",
			"line 1, column 11: no theme is called drak",
			"did you mean \"dark\"? and 2 more: tenet config-check lists them"},
		{"{\"start\": \"quit\"}",
			"line 1, column 11: start is \"queue\", \"beliefs\", \"stances\", "
			"\"memory\", "
			"\"config\", \"people\" or \"pulse\"",
			""},
		{"{\"keys\": [1]}", "line 1, column 10: keys is {\"ACTION\": [\"KEY\", …], …}", ""},
		{"{\"keys\": {\"bell\": true,\n \"aprove\": [\"a\"]}}",
			"line 1, column 19: a key is a text, as in \"j\" or \"g g\"",
			"and 1 more: tenet config-check lists them"},
		{"{\"keys\": {\n \"aprove\": [\"a\"]}}",
			"line 2, column 2: there is no action \"aprove\"", "did you mean approve?"},
		{"{\"keys\": {\"quit\": [\"Q\"]}}",
			"line 1, column 11: there is no action \"quit\"", "did you mean close?"},
		{"{\"keys\":\n {\"approve\": [\"x\"]}}",
			"line 2, column 15: x means both approve and reject",
			"give reject other keys as well, or none: \"reject\": []"},
		{"{\"keys\": {\"approve\": \"F5\",\n \"skip\": [\"F6\", \"F5\"]}}",
			"line 2, column 17: F5 means both approve and skip", ""},
		{"{\"keys\":\n {\"approve\": [\"F5\", \"Hyper-a\"]}}",
			"line 2, column 21: \"Hyper-a\" is no key",
			"a character, or a name as in PgDn, Ctrl-D, F5, Space"},
		{"{\"keys\": {\"top\": \"Control-x\"}}",
			"line 1, column 18: \"Control-x\" is no key", "did you mean Ctrl-X?"},
		{"{\"keys\": {\"top\": \"Ctrl-1\"}}", "line 1, column 18: \"Ctrl-1\" is no key",
			"a terminal sends Ctrl with a letter, or with a key as in Ctrl-Up"},
		{"{\"keys\": {\"top\": \"esc\"}}", "line 1, column 18: Esc keeps its meaning", ""},
		{"{\"keys\": {\"help\": [],\n \"command\": []}}",
			"line 1, column 10: neither help nor command has a key: one must have", ""},
		{"{\"mouse\": true, \"mouse\": false}",
			"line 1, column 17: this member stands twice in its object", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct settings s;
		struct err e = {0};
		settings_init(&s);
		assert_int_equal(settings_read(&s, span_of(bad[i].text), NULL, THEMES_ALL, &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
		assert_string_equal(e.text, bad[i].why);
		assert_string_equal(e.hint, bad[i].hint);
		assert_false(s.mouse);
		assert_int_equal(keymap_action(s.keymap, KEYS_QUEUE, 'a'), ACTION_APPROVE);
		settings_clear(&s);
	}
}

static void all_faults_are_listed_as_they_stand(void **state)
{
	static const char text[] =
		"{\"keys\": {\"beliefs.mrak\": \"F5\", \"aprove\": [\"Hyper-a\", 5],\n"
		" \"skip\": [\"F6\", \"F14\"], \"undo\": \"x\", \"edit\": \"F6\"},\n"
		" \"theme\": \"drak\", \"zone\": \"Europe/Berln\", \"mouse\": 1}";
	static const char *const places[] = {
		"line 1, column 11: there is no action \"mrak\"",
		"line 1, column 33: there is no action \"aprove\"",
		"line 1, column 44: \"Hyper-a\" is no key",
		"line 1, column 55: a key is a text",
		"line 2, column 17: \"F14\" is no key",
		"line 2, column 33: x means both reject and undo",
		"line 2, column 46: F6 means both skip and edit",
		"line 3, column 11: no theme is called drak",
		"line 3, column 27: there is no time zone \"Europe/Berln\"",
		"line 3, column 52: mouse is true or false",
	};
	struct arena a = {0};
	const struct json_fault *f = settings_faults(span_of(text), NULL, &a);

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++, f = f->next) {
		assert_non_null(f);
		assert_memory_equal(f->why.text, places[i], strlen(places[i]));
	}
	assert_null(f);
	assert_null(settings_faults(SPAN_LIT("{\"theme\": \"dark\"}"), NULL, &a));
	assert_string_equal(settings_faults(SPAN_LIT("{,"), NULL, &a)->why.text,
		"line 1, column 2: a member's name in double quotes, or }, is missing");
	arena_free(&a);
}

static void a_file_is_named_in_its_error_and_may_be_missing(void **state)
{
	char path[] = "/tmp/tenet-settings-XXXXXX", expected[128];
	struct settings s;
	struct err e = {0};
	int fd = mkstemp(path);

	(void)state;
	settings_init(&s);
	assert_int_equal(write(fd, "{\n\"a\": 1}", 9), 9);
	close(fd);
	assert_int_equal(settings_load(&s, path, THEMES_ALL, &e), -1);
	snprintf(expected, sizeof(expected), "%s: line 2, column 1: there is no setting \"a\"",
		path);
	assert_string_equal(e.text, expected);
	unlink(path);
	err_clear(&e);
	assert_int_equal(settings_load(&s, path, THEMES_ALL, &e), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(settings_load(&s, path, THEMES_ALL, &e), -1);
	unlink(path);
	settings_clear(&s);
}

static void a_fault_of_the_theme_is_said_where_it_is_named(void **state)
{
	char path[] = "/tmp/tenet-settings-XXXXXX", expected[128];
	static const char text[] = "{\"mouse\": true,\n \"theme\": \"dusk\"}";
	struct settings s;
	struct err e = {0};
	int fd = mkstemp(path);

	(void)state;
	settings_init(&s);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	assert_int_equal(settings_load(&s, path, THEMES_ALL, &e), 0);
	err_set(&e, ERR_USAGE, "no theme is called %s", s.theme);
	assert_int_equal(settings_blame_theme(&s, &e), -1);
	snprintf(
		expected, sizeof(expected), "%s: line 2, column 11: no theme is called dusk", path);
	assert_string_equal(e.text, expected);
	unlink(path);
	settings_clear(&s);
}

static void a_restricted_console_reads_no_theme_to_count_its_faults(void **state)
{
	struct settings s;
	struct err e = {0};

	(void)state;
	settings_init(&s);
	assert_int_equal(settings_read(&s, SPAN_LIT("{\"theme\": \"/dev/null\", \"mouse\": 1}"),
				 NULL, THEMES_BUILT_IN, &e),
		-1);
	assert_string_equal(
		e.text, "line 1, column 11: /dev/null: only the themes built in are read here");
	assert_string_equal(e.hint, "and 1 more: tenet config-check lists them");
	settings_clear(&s);
}

static void a_restricted_console_reads_the_machines_file(void **state)
{
	struct arena a = {0};

	(void)state;
	setenv("XDG_CONFIG_HOME", "/home/rosa/.config", 1);
	assert_string_equal(settings_path(true, &a), "/etc/tenet/config.json");
	if (access("/etc/tenet/config.json", F_OK) != 0)
		assert_string_equal(
			settings_path(false, &a), "/home/rosa/.config/tenet/config.json");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_set_is_as_ever),
		cmocka_unit_test(all_that_there_is_can_be_set),
		cmocka_unit_test(the_keys_of_one_place_hold_whatever_stands_first),
		cmocka_unit_test(a_fault_is_said_with_its_place_and_changes_nothing),
		cmocka_unit_test(all_faults_are_listed_as_they_stand),
		cmocka_unit_test(a_file_is_named_in_its_error_and_may_be_missing),
		cmocka_unit_test(a_fault_of_the_theme_is_said_where_it_is_named),
		cmocka_unit_test(a_restricted_console_reads_no_theme_to_count_its_faults),
		cmocka_unit_test(a_restricted_console_reads_the_machines_file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
