/* Promises of the tables of actions and keys. */
#include "tui/keymap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tui/key.h"

static struct keymap *map;

static int make_keymap(void **state)
{
	(void)state;
	map = keymap_new();
	return 0;
}

static int drop_keymap(void **state)
{
	(void)state;
	keymap_free(&map);
	return 0;
}

static void every_action_has_a_name_of_its_own_and_a_help_text(void **state)
{
	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);

		assert_non_null(info->name);
		assert_true(strlen(info->help) > 5);
		assert_int_equal(action_named(span_of(info->name)), a);
	}
	assert_int_equal(action_named(SPAN_LIT("explode")), ACTION_NONE);
	assert_int_equal(action_named(SPAN_NULL), ACTION_NONE);
}

static void every_action_has_a_key(void **state)
{
	char out[KEYMAP_NAME];

	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		bool bound = false;

		for (int p = 0; p < KEYS_PLACES; p++) {
			keymap_key(map, (enum key_place)p, (enum action)a, out);
			bound = bound || out[0];
		}
		assert_true(bound);
	}
}

static void no_key_is_bound_twice_in_one_place(void **state)
{
	size_t n;
	const struct key_binding *b = keymap_table(map, &n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			assert_false(b[i].place == b[j].place && b[i].n > 0 && b[j].n > 0 &&
				b[i].codes[0] == b[j].codes[0]);
}

static void decisions_exist_in_the_queue_only(void **state)
{
	(void)state;
	assert_int_equal(keymap_action(map, KEYS_QUEUE, 'a'), ACTION_APPROVE);
	assert_int_equal(keymap_action(map, KEYS_QUEUE, 'x'), ACTION_REJECT);
	assert_int_equal(keymap_action(map, KEYS_BELIEFS, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(map, KEYS_STANCES, 'x'), ACTION_NONE);
	assert_int_equal(keymap_action(map, KEYS_EVERYWHERE, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(map, KEYS_BELIEFS, 't'), ACTION_STANCES);
}

static void keys_from_everywhere_work_in_every_place(void **state)
{
	(void)state;
	for (int p = 0; p < KEYS_PLACES; p++) {
		assert_int_equal(keymap_action(map, (enum key_place)p, 'j'), ACTION_DOWN);
		assert_int_equal(keymap_action(map, (enum key_place)p, KEYC_ESC), ACTION_CANCEL);
		assert_int_equal(keymap_action(map, (enum key_place)p, 3), ACTION_INTERRUPT);
		assert_int_equal(keymap_action(map, (enum key_place)p, '3'), ACTION_PANE_3);
	}
}

static void an_unknown_key_and_a_paste_mean_nothing(void **state)
{
	(void)state;
	for (int p = 0; p < KEYS_PLACES; p++) {
		assert_int_equal(keymap_action(map, (enum key_place)p, KEYC_UNKNOWN), ACTION_NONE);
		assert_int_equal(keymap_action(map, (enum key_place)p, KEYC_PASTE), ACTION_NONE);
		assert_int_equal(keymap_action(map, (enum key_place)p, 0), ACTION_NONE);
	}
}

static void an_action_is_shown_by_its_first_key(void **state)
{
	char out[KEYMAP_NAME];

	(void)state;
	keymap_key(map, KEYS_QUEUE, ACTION_APPROVE, out);
	assert_string_equal(out, "a");
	keymap_key(map, KEYS_BELIEFS, ACTION_APPROVE, out);
	assert_string_equal(out, "");
	keymap_key(map, KEYS_BELIEFS, ACTION_DOWN, out);
	assert_string_equal(out, "j");
	keymap_key(map, KEYS_STANCES, ACTION_PAGE_DOWN, out);
	assert_string_equal(out, "PgDn");
}

static int rebind(const char *action, const char *one, const char *two, struct err *e)
{
	struct key_text keys[] = {{span_of(one), 1}, {span_of(two), 2}};
	size_t fault = 0;

	return keymap_rebind(map, span_of(action), keys, one ? two ? 2 : 1 : 0, &fault, e);
}

static int check(struct err *e)
{
	size_t fault = 0;

	return keymap_check(map, &fault, e);
}

/* Does it, checks it, and gives the usual keys back. */
static void assert_refused(const char *action, const char *one, const char *two, const char *why)
{
	struct err e = {0};

	assert_true(rebind(action, one, two, &e) < 0 || check(&e) < 0);
	assert_int_equal(e.code, ERR_USAGE);
	assert_string_equal(e.text, why);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static enum keymap_match find(enum key_place place, const char *typed, enum action *out)
{
	uint32_t codes[KEYMAP_CHORD];
	size_t n = 0;

	for (; typed[n]; n++)
		codes[n] = (unsigned char)typed[n];
	return keymap_find(map, place, codes, n, out);
}

static void an_action_may_have_other_keys(void **state)
{
	struct err e = {0};
	char out[KEYMAP_NAME];

	(void)state;
	assert_int_equal(rebind("approve", "y e s", "F5", &e), 0);
	assert_int_equal(rebind("copy", "c", NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	assert_int_equal(keymap_action(map, KEYS_QUEUE, 'a'), ACTION_NONE);
	assert_int_equal(keymap_action(map, KEYS_QUEUE, KEYC_F1 + 4), ACTION_APPROVE);
	keymap_key(map, KEYS_QUEUE, ACTION_APPROVE, out);
	assert_string_equal(out, "y e s");
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void a_chord_is_begun_before_it_is_whole(void **state)
{
	struct err e = {0};
	enum action a;

	(void)state;
	assert_int_equal(rebind("top", "g g", "Home", &e), 0);
	assert_int_equal(check(&e), 0);
	assert_int_equal(find(KEYS_QUEUE, "g", &a), KEYMAP_BEGUN);
	assert_int_equal(find(KEYS_QUEUE, "gg", &a), KEYMAP_ACTION);
	assert_int_equal(a, ACTION_TOP);
	assert_int_equal(find(KEYS_QUEUE, "gx", &a), KEYMAP_NOTHING);
	assert_int_equal(a, ACTION_NONE);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void one_place_alone_may_have_other_keys(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(rebind("beliefs.raise", ")", NULL, &e), 0);
	assert_int_equal(keymap_action(map, KEYS_BELIEFS, ')'), ACTION_RAISE);
	assert_int_equal(keymap_action(map, KEYS_BELIEFS, '+'), ACTION_NONE);
	assert_int_equal(keymap_action(map, KEYS_STANCES, '+'), ACTION_RAISE);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void assert_keys(enum key_place place, enum action a, const char *expected)
{
	char out[KEYMAP_NAME];

	keymap_key(map, place, a, out);
	assert_string_equal(out, expected);
}

static void the_keys_of_one_place_replace_those_from_everywhere(void **state)
{
	struct err e = {0};
	enum action a;

	(void)state;
	assert_int_equal(rebind("queue.filter", "f", NULL, &e), 0);
	assert_int_equal(rebind("queue.skip", "/", NULL, &e), 0);
	assert_int_equal(rebind("queue.theme", NULL, NULL, &e), 0);
	assert_int_equal(rebind("queue.top", "g g", NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	assert_keys(KEYS_QUEUE, ACTION_FILTER, "f");
	assert_int_equal(keymap_action(map, KEYS_QUEUE, '/'), ACTION_SKIP);
	assert_keys(KEYS_QUEUE, ACTION_THEME, ":");
	assert_int_equal(keymap_action(map, KEYS_QUEUE, 'T'), ACTION_NONE);
	assert_int_equal(find(KEYS_QUEUE, "gg", &a), KEYMAP_ACTION);
	assert_int_equal(keymap_action(map, KEYS_QUEUE, KEYC_HOME), ACTION_NONE);
	for (int p = 0; p < KEYS_PLACES; p++) {
		if (p == KEYS_QUEUE)
			continue;
		assert_keys((enum key_place)p, ACTION_FILTER, "/");
		assert_keys((enum key_place)p, ACTION_THEME, "T");
		assert_keys((enum key_place)p, ACTION_TOP, "g");
	}
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void one_place_may_keep_a_key_from_everywhere(void **state)
{
	struct key_binding held[3];
	struct err e = {0};
	size_t n, found = 0;

	(void)state;
	assert_int_equal(rebind("queue.filter", "/", "f", &e), 0);
	assert_int_equal(check(&e), 0);
	const struct key_binding *all = keymap_table(map, &n);
	for (size_t i = 0; i < n; i++)
		if (all[i].action == ACTION_FILTER && keymap_holds(map, KEYS_QUEUE, &all[i]))
			held[found++] = all[i];
	assert_int_equal(found, 2);
	assert_int_equal(held[0].codes[0], '/');
	assert_int_equal(held[1].codes[0], 'f');
	assert_int_equal(keymap_action(map, KEYS_BELIEFS, 'f'), ACTION_PANE_FINDINGS);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void an_action_without_keys_keeps_its_name(void **state)
{
	struct err e = {0};
	char out[KEYMAP_NAME];

	(void)state;
	assert_int_equal(rebind("skip", NULL, NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	assert_int_equal(keymap_action(map, KEYS_QUEUE, 's'), ACTION_NONE);
	keymap_key(map, KEYS_QUEUE, ACTION_SKIP, out);
	assert_string_equal(out, ":");
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void what_cannot_be_typed_is_refused(void **state)
{
	(void)state;
	assert_refused("aprove", "a", NULL, "there is no action \"aprove\"");
	/* Neither hides what a key means in another place, nor is hidden by it. */
	assert_refused("down", "a", NULL, "a means both down and approve");
	assert_refused("approve", "j", NULL, "j means both down and approve");
	assert_refused("approve", "Ctrl-M", NULL, "Enter means both open and approve");
	assert_refused("approve", "F5", "F5", "F5 stands twice for approve");
	assert_refused("queue.raise", "a", NULL, "raise has no meaning in queue");
	assert_refused("kitchen.raise", "a", NULL, "\"kitchen\" is no place that has keys");
	assert_refused("approve", "Hyper-a", NULL, "\"Hyper-a\" is no key");
	assert_refused("approve", "", NULL, "a key is missing between the quotes");
	assert_refused("approve", "a b c d e", NULL, "\"a b c d e\" is more than 4 keys");
	assert_refused("approve", "Esc", NULL, "Esc keeps its meaning");
	assert_refused("approve", "Ctrl-C", NULL, "Ctrl-C keeps its meaning");
	assert_refused("cancel", "w", NULL, "cancel keeps its key");
	assert_refused("approve", "x", NULL, "x means both approve and reject");
	assert_refused(
		"approve", "a a", "a", "a is approve, so \"a a\" (approve) cannot begin with it");
	assert_refused(
		"approve", "g a", NULL, "g is top, so \"g a\" (approve) cannot begin with it");
}

/* Does the first, and then the second as well. */
static void assert_fault(
	const char *first, const char *one, const char *second, const char *two, size_t expected)
{
	struct key_text a = {span_of(one), 10}, b[] = {{SPAN_LIT("F5"), 20}, {span_of(two), 30}};
	struct err e = {0};
	size_t fault = 0;

	assert_int_equal(keymap_rebind(map, span_of(first), &a, 1, &fault, &e), 0);
	assert_true(keymap_rebind(map, span_of(second), b, 2, &fault, &e) < 0 ||
		keymap_check(map, &fault, &e) < 0);
	assert_int_equal(fault, expected);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void what_is_wrong_is_the_key_that_was_written_last(void **state)
{
	(void)state;
	assert_fault("skip", "F6", "approve", "Hyper-a", 30);
	assert_fault("skip", "F6", "approve", "F6", 30);
	assert_fault("approve", "F6", "skip", "F6", 30);
	assert_fault("approve", "x", "skip", "F6", 10); /* the usual key of another */
	assert_fault("skip", "F6", "aprove", "F7", 0);
}

static void a_usual_key_may_be_freed(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(rebind("approve", "x", NULL, &e), 0);
	assert_int_equal(check(&e), -1);
	assert_string_equal(e.hint, "give reject other keys as well, or none: \"reject\": []");
	err_clear(&e);
	assert_int_equal(rebind("reject", NULL, NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void a_key_from_everywhere_is_freed_where_it_is_wanted(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(rebind("skip", "/", NULL, &e), 0);
	assert_int_equal(check(&e), -1);
	assert_string_equal(
		e.hint, "give filter other keys as well, or none: \"queue.filter\": []");
	err_clear(&e);
	assert_int_equal(rebind("queue.filter", NULL, NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	drop_keymap(NULL);
	make_keymap(NULL);
}

static void the_nearest_place_is_named(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(rebind("blief.raise", "w", NULL, &e), -1);
	assert_string_equal(e.hint, "did you mean beliefs?");
}

static void help_or_command_must_have_a_key(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(rebind("help", NULL, NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	assert_refused("command", NULL, NULL, "neither help nor command has a key: one must have");
	assert_int_equal(rebind("queue.help", NULL, NULL, &e), 0);
	assert_int_equal(check(&e), 0);
	assert_refused("queue.command", NULL, NULL,
		"neither help nor command has a key in queue: one must have");
}

static void assert_words(enum key_place place, const char *text, const char *expected)
{
	struct str out = {0};

	keymap_words(map, place, text, &out);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void sentences_name_the_keys_that_are_bound(void **state)
{
	struct str format = {0};
	struct err e = {0};

	(void)state;
	assert_words(KEYS_QUEUE, "done · {undo} takes it back", "done · u takes it back");
	assert_int_equal(rebind("undo", "g u", "F5", &e), 0);
	assert_int_equal(rebind("queue.mark", "%", NULL, &e), 0);
	assert_int_equal(rebind("reject", NULL, NULL, &e), 0);
	assert_words(KEYS_QUEUE, "{undo}", "g u");
	/* Elsewhere it is the key of where it works; a place can be told. */
	assert_words(KEYS_MEMORY, "{undo} {undo-change}", "g u u");
	assert_words(KEYS_QUEUE, "{mark} {beliefs.mark}", "% Space");
	/* What has no key is called by its name. */
	assert_words(KEYS_QUEUE, "{approve} or {reject}", "a or :reject");
	assert_int_equal(rebind("command", "Ctrl-P", NULL, &e), 0);
	assert_words(KEYS_QUEUE, "{reject}", "Ctrl-P reject");
	assert_int_equal(rebind("command", NULL, NULL, &e), 0);
	assert_words(KEYS_QUEUE, "{reject}", "?reject");
	assert_words(KEYS_QUEUE, "{} {no} { {undo", "{} {no} { {undo");
	keymap_format(map, KEYS_QUEUE, "{mark} %s", &format);
	assert_string_equal(str_cstr(&format), "%% %s");
	str_free(&format);
}

static void a_name_that_no_key_has_is_answered_with_the_nearest(void **state)
{
	static const char *const pairs[][2] = {{"Control-X", "Ctrl-X"}, {"Return", "Enter"},
		{"return", "Enter"}, {"PageDown", "PgDn"}, {"Ctrl-PageDown", "Ctrl-PgDn"},
		{"Shift-PageUp", "Shift-PgUp"}, {"Escape", "Esc"}, {"Ctrl-Return", NULL},
		{"Alt-a", NULL}, {"Alt-Left", NULL}, {"Ctrl-Alt-a", NULL}, {"M-x", NULL},
		{"delete", "Del"}, {"PageUp", "PgUp"}, {"backspce", "Backspace"},
		{"shift-lft", "Shift-Left"}, {"Crtl-A", "Ctrl-A"}, {"Strg-b", "Ctrl-B"},
		{"Ctrl-PgDwn", "Ctrl-PgDn"}, {"Ctrl-Insert", "Ctrl-Ins"}, {"Shift-a", "A"},
		{"Ctrl-1", NULL}, {"Ctrl-[", NULL}, {"Ctrl-Tab", NULL}, {"Ctrl-Enter", NULL},
		{"Ctrl-Shift-A", NULL}, {"Shift-1", NULL}, {"F13", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char near[24];
		bool known = key_nearest(pairs[i][0], near);
		assert_int_equal(known, pairs[i][1] != NULL);
		if (known)
			assert_string_equal(near, pairs[i][1]);
	}
}

static void what_a_terminal_sends_is_said_where_no_name_is_near(void **state)
{
	static const char *const pairs[][2] = {
		{"Ctrl-1", "a terminal sends Ctrl with a letter, or with a key as in Ctrl-Up"},
		{"Shift-1", "a terminal sends Shift with a key as in Shift-Up"},
		{"Ctrl-Shift-A", "a terminal sends Shift with a key as in Shift-Up"},
		{"Alt-a", "there are no keys with Alt: a terminal sends it as Esc"},
		{"Ctrl-Alt-F13", "there are no keys with Alt: a terminal sends it as Esc"},
		{"F13", "a terminal sends F1 to F12"}, {"Shift-F13", "a terminal sends F1 to F12"},
		{"Hyper-a", "a character, or a name as in PgDn, Ctrl-D, F5, Space"}};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(key_instead(span_of(pairs[i][0])), pairs[i][1]);
}

static void every_name_of_a_key_is_read_back(void **state)
{
	char name[24];
	uint32_t code;

	(void)state;
	for (uint32_t c = 1; c < 0x250; c++) {
		bool known = c != 8 && !(c >= KEY_CTRL('[') && c < ' ') && !(c >= 0x7f && c < 0xa1);
		key_name(c, name);
		if (known)
			assert_true(key_parse(span_of(name), &code) && code == c);
	}
	for (uint32_t c = KEYC_UP; c <= KEYC_F12; c++) {
		key_name(c, name);
		assert_true(key_parse(span_of(name), &code));
		assert_int_equal(code, c);
		if (c == KEYC_BACKTAB)
			continue;
		key_name(c | KEYM_SHIFT, name);
		assert_true(key_parse(span_of(name), &code));
		assert_int_equal(code, c | KEYM_SHIFT);
	}
	assert_true(key_parse(SPAN_LIT("ctrl-x"), &code) && code == KEY_CTRL('X'));
	assert_true(key_parse(SPAN_LIT("PGDN"), &code) && code == KEYC_PGDN);
	assert_true(key_parse(SPAN_LIT("shift-f3"), &code) && code == ((KEYC_F1 + 2) | KEYM_SHIFT));
	assert_false(key_parse(SPAN_LIT("Paste"), &code));
	assert_false(key_parse(SPAN_LIT("Shift-a"), &code));
	assert_false(key_parse(SPAN_LIT("Ctrl-"), &code));
	static const char *const no_letters[] = {"Ctrl-1", "Ctrl-*", "Ctrl-+", "Ctrl-/", "Ctrl--",
		"Ctrl-;", "Ctrl-#", "Ctrl-?", "Ctrl-[", "Ctrl-_", "Ctrl-@", "Ctrl-Space", "Ctrl-ü"};
	for (size_t i = 0; i < sizeof(no_letters) / sizeof(no_letters[0]); i++)
		assert_false(key_parse(span_of(no_letters[i]), &code));
	assert_false(key_parse(SPAN_LIT("ab"), &code));
	assert_false(key_parse(SPAN_LIT(""), &code));
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_has_a_name_of_its_own_and_a_help_text),
		cmocka_unit_test(every_action_has_a_key),
		cmocka_unit_test(no_key_is_bound_twice_in_one_place),
		cmocka_unit_test(decisions_exist_in_the_queue_only),
		cmocka_unit_test(keys_from_everywhere_work_in_every_place),
		cmocka_unit_test(an_unknown_key_and_a_paste_mean_nothing),
		cmocka_unit_test(an_action_is_shown_by_its_first_key),
		cmocka_unit_test(an_action_may_have_other_keys),
		cmocka_unit_test(a_chord_is_begun_before_it_is_whole),
		cmocka_unit_test(one_place_alone_may_have_other_keys),
		cmocka_unit_test(the_keys_of_one_place_replace_those_from_everywhere),
		cmocka_unit_test(one_place_may_keep_a_key_from_everywhere),
		cmocka_unit_test(an_action_without_keys_keeps_its_name),
		cmocka_unit_test(what_cannot_be_typed_is_refused),
		cmocka_unit_test(what_is_wrong_is_the_key_that_was_written_last),
		cmocka_unit_test(a_usual_key_may_be_freed),
		cmocka_unit_test(a_key_from_everywhere_is_freed_where_it_is_wanted),
		cmocka_unit_test(the_nearest_place_is_named),
		cmocka_unit_test(help_or_command_must_have_a_key),
		cmocka_unit_test(sentences_name_the_keys_that_are_bound),
		cmocka_unit_test(every_name_of_a_key_is_read_back),
		cmocka_unit_test(a_name_that_no_key_has_is_answered_with_the_nearest),
		cmocka_unit_test(what_a_terminal_sends_is_said_where_no_name_is_near),
	};

	return cmocka_run_group_tests(tests, make_keymap, drop_keymap);
}
