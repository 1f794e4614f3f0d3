/* Promises of the themes. */
#include "tui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/embed.h"
#include "tui/contrast.h"

static void the_first_theme_is_the_default_and_uses_the_terminals_colours(void **state)
{
	struct theme t;
	struct err e = {0};

	(void)state;
	assert_int_equal(theme_load(0, &t, &e), 0);
	assert_string_equal(t.name, "default");
	for (int i = 0; i < STYLE_COUNT; i++) {
		assert_true(t.pair[i].fg >= COLOUR_OWN && t.pair[i].fg < 16);
		assert_true(t.pair[i].bg >= COLOUR_OWN && t.pair[i].bg < 16);
	}
}

static void six_themes_are_built_in_each_once(void **state)
{
	static const char *const names[] = {"default", "contrast", "dark", "light", "mono", "safe"};
	struct theme t;
	struct err e = {0};

	(void)state;
	assert_int_equal(theme_count(), 6);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(theme_load(i, &t, &e), 0);
		assert_string_equal(t.name, names[i]);
		assert_true(t.about[0] != '\0');
	}
	assert_int_equal(theme_load(6, &t, &e), -1);
	assert_int_equal(e.code, ERR_MISSING);
}

static void each_is_called_as_its_file(void **state)
{
	struct theme t;
	char file[sizeof t.name + 8];

	(void)state;
	for (const struct embedded *f = embedded_themes; f->name; f++) {
		assert_int_equal(theme_parse((struct span){f->text, f->n}, &t, NULL), 0);
		snprintf(file, sizeof file, "%s.json", t.name);
		assert_string_equal(file, f->name);
	}
}

static void one_that_is_built_in_is_found_by_name(void **state)
{
	struct theme t;
	struct err e = {0};

	(void)state;
	assert_int_equal(theme_find("safe", &t, &e), 0);
	assert_string_equal(t.name, "safe");
	assert_int_equal(theme_find("saf", &t, &e), -1);
	assert_int_equal(e.code, ERR_MISSING);
}

static void the_mono_theme_has_no_colour_and_still_tells_states_apart(void **state)
{
	struct theme t;

	(void)state;
	assert_int_equal(theme_find("mono", &t, NULL), 0);
	for (int i = 0; i < STYLE_COUNT; i++) {
		assert_int_equal(t.pair[i].fg, COLOUR_OWN);
		assert_int_equal(t.pair[i].bg, COLOUR_OWN);
	}
	assert_true(t.pair[STYLE_SELECTED].attributes & ATTR_REVERSE);
	assert_int_not_equal(t.pair[STYLE_WARN].attributes, t.pair[STYLE_TEXT].attributes);
	assert_int_not_equal(t.pair[STYLE_GOOD].attributes, t.pair[STYLE_BAD].attributes);
}

static void a_style_is_the_themes_alone_or_the_defaults(void **state)
{
	struct theme base, t;
	struct err e = {0};

	(void)state;
	assert_int_equal(theme_load(0, &base, &e), 0);
	assert_int_equal(theme_parse(SPAN_LIT("{\"name\":\"mine\",\"styles\":{\"selected\":{\"bg\":"
					      "\"#102030\"},\"good\":{\"fg\":120}}}"),
				 &t, &e),
		0);
	assert_string_equal(t.name, "mine");
	assert_int_equal(t.pair[STYLE_SELECTED].bg, COLOUR_RGB | 0x102030);
	assert_int_equal(t.pair[STYLE_SELECTED].fg, COLOUR_OWN);
	assert_int_equal(base.pair[STYLE_SELECTED].attributes, ATTR_REVERSE);
	assert_int_equal(t.pair[STYLE_SELECTED].attributes, 0);
	assert_int_equal(
		t.pair[STYLE_SELECTED_DIM].attributes, base.pair[STYLE_SELECTED_DIM].attributes);
	assert_int_equal(t.pair[STYLE_GOOD].fg, 120);
	assert_int_equal(t.pair[STYLE_BAD].fg, base.pair[STYLE_BAD].fg);
}

static void a_bad_theme_is_refused_with_line_and_column_and_changes_nothing(void **state)
{
	static const struct {
		const char *json, *says;
	} bad[] = {
		{"{\"styles\":{\n  \"selectd\":{}}}",
			"line 2, column 3: no style is called \"selectd\": did you mean "
			"\"selected\"?"},
		{"{\"styles\":{\"text\":{\"fg\":\"mauve\"}}}",
			"line 1, column 25: no colour is called \"mauve\""},
		{"{\"styles\":{\"text\":{\"fg\":\"gren\"}}}", "did you mean \"green\"?"},
		{"{\"styles\":{\"text\":{\"fg\":256}}}",
			"line 1, column 25: colour 256 is not one of 0 to 255"},
		{"{\"styles\":{\"text\":{\"fg\":-1}}}", "colour -1 is not one of"},
		{"{\"styles\":{\"text\":{\"fg\":1.5}}}", "colour 1.5 is not one of"},
		{"{\"styles\":{\"text\":{\"fg\":1e400}}}",
			"line 1, column 25: a number that large"},
		{"{\"styles\":{\"text\":{\"fg\":\"#12345\"}}}", "\"#12345\""},
		{"{\"styles\":{\"text\":{\"fg\":\"#12345g\"}}}", "\"#12345g\""},
		{"{\"styles\":{\"text\":{\"fg\":\"#+12345\"}}}", "\"#+12345\""},
		{"{\"styles\":{\"text\":{\"fg\":true}}}", "column 25: a colour is a name"},
		{"{\"styles\":{\"text\":{\"attributes\":[\"bold\",\n\"blink\"]}}}",
			"line 2, column 1: no attribute is called \"blink\""},
		{"{\"styles\":{\"text\":{\"attributes\":[1]}}}",
			"column 34: an attribute is a name"},
		{"{\"styles\":{\"text\":{\"attributes\":\"bold\"}}}",
			"column 33: attributes are a list"},
		{"{\"styles\":{\"text\":{\"colour\":1}}}",
			"column 20: no member of a style is called \"colour\""},
		{"{\"styles\":{\"text\":1}}", "column 19: a style is an object"},
		{"{\"styles\":[]}", "column 11: \"styles\" is an object"},
		{"{\"style\":{}}",
			"column 2: no member is called \"style\": did you mean \"styles\"?"},
		{"{\"name\":3}", "column 9: this is to be a text"},
		{"\n []", "line 2, column 2: a theme"},
		{"{\"name\":", "line 1, column 9: a value is missing"},
		{"", "line 1, column 1: a value is missing"},
		{"{\"name\":\"a\",\"name\":\"b\"}", "column 13: this member stands twice"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct theme t = {.name = "before"};
		struct err e = {0};

		assert_int_equal(theme_parse(span_of(bad[i].json), &t, &e), -1);
		if (!strstr(e.text, bad[i].says))
			fail_msg("%s: %s", bad[i].json, e.text);
		assert_int_equal(e.code, ERR_OTHER);
		assert_string_equal(t.name, "before");
	}
}

static void names_may_be_written_with_escapes(void **state)
{
	struct theme t;
	struct err e = {0};

	(void)state;
	assert_int_equal(theme_parse(SPAN_LIT("{\"st\\u0079les\":{\"te\\u0078t\":{\"f\\u0067\":"
					      "\"re\\u0064\"}}}"),
				 &t, &e),
		0);
	assert_int_equal(t.pair[STYLE_TEXT].fg, 1);
}

static void colours_come_down_to_what_the_terminal_has(void **state)
{
	(void)state;
	assert_int_equal(theme_colour(COLOUR_OWN, 8), COLOUR_OWN);
	assert_int_equal(theme_colour(9, 256), 9);
	assert_int_equal(theme_colour(9, 8), 1);
	assert_int_equal(theme_colour(8, 8), 7);
	assert_int_equal(theme_colour(COLOUR_RGB | 0xff0000, 256), 196);
	assert_int_equal(theme_colour(COLOUR_RGB | 0x808080, 256), 244);
	assert_int_equal(theme_colour(COLOUR_RGB | 0xff0000, 16), 9);
	assert_int_equal(theme_colour(COLOUR_RGB | 0x00d000, 8), 2);
	assert_int_equal(theme_colour(COLOUR_RGB | 0x123456, 1 << 24), 0x123456);
	assert_int_equal(theme_colour(3, 1 << 24), 3);
	assert_int_equal(theme_colour(196, 1 << 24), 0xff0000);
	for (int32_t c = 0; c < 256; c++) {
		assert_in_range(theme_colour(c, 8), 0, 7);
		assert_in_range(theme_colour(c, 16), 0, 15);
		assert_in_range(theme_colour(c, 88), 0, 87);
	}
}

static bool is_grey(int32_t colour)
{
	int32_t rgb = colour < 0 ? 0 : theme_rgb(colour), r = rgb >> 16, g = rgb >> 8 & 255,
		b = rgb & 255;

	return colour >= 0 && abs(r - g) <= 32 && abs(g - b) <= 32 && abs(r - b) <= 32;
}

static void a_grey_of_eight_colours_is_black_or_white_and_never_that_of_a_warning(void **state)
{
	struct theme t;

	(void)state;
	assert_int_equal(theme_colour(COLOUR_RGB | 0x808080, 8), 7);
	assert_int_equal(theme_colour(COLOUR_RGB | 0x505050, 8), 0);
	assert_int_equal(theme_colour(244, 8), 7);
	for (size_t i = 0; i < theme_count(); i++) {
		assert_int_equal(theme_load(i, &t, NULL), 0);
		for (int s = 0; s < STYLE_COUNT; s++) {
			struct theme_pair p = theme_shown(&t, (enum style)s, 8),
					  warn = theme_shown(&t, STYLE_WARN, 8);

			if (!is_grey(t.pair[s].fg) || s == STYLE_WARN)
				continue;
			if (p.fg != 0 && p.fg != 7)
				fail_msg("%s: %s is of colour %d", t.name, style_name(s), p.fg);
			assert_false(p.fg == warn.fg && p.bg == warn.bg && s != STYLE_SELECTED);
		}
	}
}

static void a_grey_of_eight_colours_can_be_read_on_its_ground(void **state)
{
	struct theme t;

	(void)state;
	assert_int_equal(theme_parse(SPAN_LIT("{\"styles\":{\"dim\":{\"fg\":\"#606060\",\"bg\":"
					      "\"#101010\"},\"border\":{\"fg\":\"#a0a0a0\","
					      "\"bg\":\"#f0f0f0\"},\"bar\":{\"fg\":"
					      "\"bright-black\",\"bg\":\"white\"}}}"),
				 &t, NULL),
		0);
	assert_int_equal(theme_shown(&t, STYLE_DIM, 8).fg, 7);
	assert_int_equal(theme_shown(&t, STYLE_BORDER, 8).fg, 0);
	assert_int_equal(theme_shown(&t, STYLE_BAR, 8).fg, 0);
	assert_int_equal(
		theme_shown(&t, STYLE_DIM, 256).fg, theme_colour(t.pair[STYLE_DIM].fg, 256));
}

/* On white there is no yellow that can be read, and red is what is bad: there a warning is magenta.
 */
static void good_bad_and_a_warning_are_told_apart_in_eight_colours(void **state)
{
	static const struct {
		const char *name;
		int32_t good, bad, warn;
	} all[] = {{"dark", 2, 1, 3}, {"safe", 6, 1, 3}, {"light", 4, 1, 5}};
	struct theme t;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_int_equal(theme_find(all[i].name, &t, NULL), 0);
		assert_int_equal(theme_shown(&t, STYLE_GOOD, 8).fg, all[i].good);
		assert_int_equal(theme_shown(&t, STYLE_BAD, 8).fg, all[i].bad);
		assert_int_equal(theme_shown(&t, STYLE_WARN, 8).fg, all[i].warn);
	}
	for (size_t i = 0; i < theme_count(); i++) {
		assert_int_equal(theme_load(i, &t, NULL), 0);
		struct theme_pair bad = theme_shown(&t, STYLE_BAD, 8),
				  warn = theme_shown(&t, STYLE_WARN, 8);
		bool coloured = warn.fg != COLOUR_OWN;
		assert_true(!coloured || warn.fg != bad.fg);
		if (coloured && warn.bg != COLOUR_OWN)
			assert_true(contrast_ratio(theme_rgb(warn.fg), theme_rgb(warn.bg)) >= 3);
	}
}

static void the_selected_row_never_looks_like_text(void **state)
{
	struct theme t;

	(void)state;
	for (size_t i = 0; i < theme_count(); i++) {
		assert_int_equal(theme_load(i, &t, NULL), 0);
		for (int colours = 8; colours <= 256; colours *= colours == 8 ? 2 : 16) {
			struct theme_pair a = theme_shown(&t, STYLE_SELECTED, colours),
					  b = theme_shown(&t, STYLE_TEXT, colours);

			if (a.fg == b.fg && a.bg == b.bg &&
				!((a.attributes ^ b.attributes) & ATTR_REVERSE))
				fail_msg("%s in %d colours", t.name, colours);
		}
	}
	assert_int_equal(theme_find("light", &t, NULL), 0);
	assert_int_equal(theme_shown(&t, STYLE_SELECTED, 8).attributes, ATTR_REVERSE);
	assert_int_equal(theme_shown(&t, STYLE_SELECTED, 256).attributes, 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_theme_is_the_default_and_uses_the_terminals_colours),
		cmocka_unit_test(six_themes_are_built_in_each_once),
		cmocka_unit_test(each_is_called_as_its_file),
		cmocka_unit_test(one_that_is_built_in_is_found_by_name),
		cmocka_unit_test(the_mono_theme_has_no_colour_and_still_tells_states_apart),
		cmocka_unit_test(a_style_is_the_themes_alone_or_the_defaults),
		cmocka_unit_test(a_bad_theme_is_refused_with_line_and_column_and_changes_nothing),
		cmocka_unit_test(names_may_be_written_with_escapes),
		cmocka_unit_test(colours_come_down_to_what_the_terminal_has),
		cmocka_unit_test(
			a_grey_of_eight_colours_is_black_or_white_and_never_that_of_a_warning),
		cmocka_unit_test(a_grey_of_eight_colours_can_be_read_on_its_ground),
		cmocka_unit_test(good_bad_and_a_warning_are_told_apart_in_eight_colours),
		cmocka_unit_test(the_selected_row_never_looks_like_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
