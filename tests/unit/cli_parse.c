/* The words of a call against the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/cli/parse.h"
#include "base/nearest.h"

static const char *const colours[] = {"red", "green", NULL};
static const struct option_spec options[] = {
	{"--colour", "C", "", colours},
	{"--name", "N", "whose " OPTION_NEEDED "; it stands on it", NULL},
	{"--json", NULL, "", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct command paint = {.name = "wall paint",
	.operands = "WALL…",
	.min = 1,
	.max = 2,
	.help = "",
	.options = options};

struct parsed {
	struct arena a;
	struct call call;
	struct err e;
	int result;
};

#define WORDS(...) \
	(const char *[]) \
	{ \
		__VA_ARGS__, NULL \
	}

static struct parsed parse(const char **words)
{
	static const struct globals globals;
	struct parsed p = {0};
	int n = 0;

	while (words[n])
		n++;
	p.result = call_parse(&paint, n, (char **)words, &globals, &p.a, &p.call, &p.e);
	return p;
}

static void assert_refused(const char **words, const char *text, const char *hint)
{
	struct parsed p = parse(words);
	assert_int_equal(p.result, -1);
	assert_int_equal(p.e.code, ERR_USAGE);
	assert_string_equal(p.e.text, text);
	assert_string_equal(p.e.hint, hint);
	arena_free(&p.a);
}

static void options_take_their_value_behind_a_blank_or_a_sign(void **state)
{
	struct parsed p = parse(WORDS("--colour=red", "north", "--name", "--json", "--name=a=b"));

	(void)state;
	assert_int_equal(p.result, 0);
	assert_int_equal(p.call.n, 1);
	assert_string_equal(p.call.words[0], "north");
	assert_string_equal(call_option(&p.call, "--colour"), "red");
	assert_string_equal(call_option(&p.call, "--name"), "a=b");
	assert_null(call_option(&p.call, "--json"));
	assert_null(call_option(&p.call, "--user"));
	arena_free(&p.a);
}

static void two_dashes_end_the_options(void **state)
{
	struct parsed p = parse(WORDS("--json", "--", "--name", "--help"));

	(void)state;
	assert_int_equal(p.result, 0);
	assert_int_equal(p.call.n, 2);
	assert_string_equal(p.call.words[0], "--name");
	assert_string_equal(p.call.words[1], "--help");
	assert_string_equal(call_option(&p.call, "--json"), "");
	arena_free(&p.a);
}

static void a_sign_before_a_digit_begins_an_operand(void **state)
{
	struct parsed p = parse(WORDS("-1", "+1"));

	(void)state;
	assert_int_equal(p.result, 0);
	assert_int_equal(p.call.n, 2);
	assert_string_equal(p.call.words[0], "-1");
	arena_free(&p.a);
	p = parse(WORDS("-", ""));
	assert_int_equal(p.result, 0);
	assert_int_equal(p.call.n, 2);
	arena_free(&p.a);
}

static void help_is_found_before_anything_is_missed(void **state)
{
	struct parsed p = parse(WORDS("--json", "--help"));

	(void)state;
	assert_int_equal(p.result, 1);
	arena_free(&p.a);
	p = parse(WORDS("a", "b", "c", "-h"));
	assert_int_equal(p.result, 1);
	arena_free(&p.a);
}

static void wrong_words_are_named(void **state)
{
	(void)state;
	assert_refused(WORDS("--json"), "wall paint: WALL is missing",
		"usage: tenet wall paint WALL… --name N");
	assert_refused(WORDS("a", "b", "c"), "wall paint: one word too many: \"c\"",
		"usage: tenet wall paint WALL… --name N");
	assert_refused(WORDS("a", "--color=red"), "wall paint: no option --color",
		"did you mean --colour?");
	assert_refused(WORDS("a", "-x"), "wall paint: no option -x",
		"tenet wall paint --help lists the options");
	assert_refused(WORDS("a", "--colour", "blue"),
		"wall paint: --colour cannot be \"blue\" (red, green)", "");
	assert_refused(WORDS("a", "--name"), "wall paint: --name needs a value (N)", "");
	assert_refused(WORDS("a", "--json=1"), "wall paint: --json takes no value", "");
	assert_refused(WORDS("a", "--ascii"), "wall paint: no option --ascii",
		"--ascii stands before the command: tenet --ascii wall paint");
}

static void an_option_of_any_length_is_refused(void **state)
{
	char *word = malloc(100002);

	(void)state;
	assert_non_null(word);
	memset(word, '-', 100001);
	word[100001] = '\0';
	struct parsed p = parse(WORDS("a", word));
	assert_int_equal(p.result, -1);
	arena_free(&p.a);
	free(word);
}

static const char *nearest(const char *typed)
{
	static const char *const names[] = {"list", "show", "approve", "reject", "undo"};
	struct nearest n = {.word = typed};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		nearest_offer(&n, names[i]);
	return n.best ? n.best : "";
}

static void the_nearest_name_is_one_that_a_slip_explains(void **state)
{
	(void)state;
	assert_string_equal(nearest("lsit"), "list");
	assert_string_equal(nearest("aprove"), "approve");
	assert_string_equal(nearest("rejectt"), "reject");
	assert_string_equal(nearest("rej"), "reject");
	assert_string_equal(nearest("lost"), "list");
	assert_string_equal(nearest("lots"), "");
	assert_string_equal(nearest("erect"), "reject");
	assert_string_equal(nearest("prove"), "approve");
	assert_string_equal(nearest("reacts"), "");
	assert_string_equal(nearest("xyz"), "");
	assert_string_equal(nearest("ls"), "");
	assert_string_equal(nearest(""), "");
}

static void every_command_fits_its_call(void **state)
{
	(void)state;
	for (size_t i = 0; commands[i]; i++) {
		size_t n = 0;
		while (commands[i]->options && commands[i]->options[n].name)
			n++;
		assert_true(n <= sizeof(((struct call *)0)->option_values) / sizeof(char *));
		assert_true(commands[i]->max < 0 || commands[i]->min <= commands[i]->max);
		assert_true(commands[i]->help[strlen(commands[i]->help) - 1] != '.');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(commands[i]->name, commands[j]->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_take_their_value_behind_a_blank_or_a_sign),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(a_sign_before_a_digit_begins_an_operand),
		cmocka_unit_test(help_is_found_before_anything_is_missed),
		cmocka_unit_test(wrong_words_are_named),
		cmocka_unit_test(an_option_of_any_length_is_refused),
		cmocka_unit_test(the_nearest_name_is_one_that_a_slip_explains),
		cmocka_unit_test(every_command_fits_its_call),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
