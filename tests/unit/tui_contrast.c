/* Promises of the themes that fix their colours: they can be read, and told apart by eyes that lack
 * one kind of cone. */
#include "tui/contrast.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Neither "default" nor "mono" is here: they leave the colours to the terminal, so that nobody but
 * its user knows what stands on what. */
static const char *const fixed[] = {"dark", "light", "contrast", "safe"};
#define FIXED (sizeof(fixed) / sizeof(fixed[0]))

static struct theme load(const char *name)
{
	struct theme t;

	assert_int_equal(theme_find(name, &t, NULL), 0);
	return t;
}

/* --- Contrast --- */

static void contrast_is_that_of_wcag(void **state)
{
	(void)state;
	assert_true(fabs(contrast_ratio(0x000000, 0xffffff) - 21) < 0.001);
	assert_true(fabs(contrast_ratio(0x123456, 0x123456) - 1) < 0.001);
	/* The grey that is the lightest on white with 4.5:1. */
	assert_true(contrast_ratio(0x767676, 0xffffff) >= 4.5);
	assert_true(contrast_ratio(0x777777, 0xffffff) < 4.5);
}

static void every_pair_has_enough_contrast(const char *name, int colours, double least)
{
	struct theme t = load(name);

	for (int s = 0; s < STYLE_COUNT; s++) {
		double c = contrast_of(&t, (enum style)s, colours);

		if (!(c >= least))
			fail_msg("%s in %d colours: %s has a contrast of %.2f", name, colours,
				style_name((enum style)s), c);
	}
}

/* A selected row is drawn in the pair of `selected` alone (draw_row_style), and each style has a
 * ground of its own: there are no pairs but these. Borders and meters are held to it as well. */
static void every_pair_can_be_read_in_all_colours_and_in_256(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIXED; i++) {
		double least = strcmp(fixed[i], "contrast") == 0 ? 7 : CONTRAST_LEAST;

		every_pair_has_enough_contrast(fixed[i], 1 << 24, least);
		every_pair_has_enough_contrast(fixed[i], 256, least);
	}
}

/* Of sixteen colours, which are the terminal's to choose, the greys are few: as xterm shows them,
 * this is what can be had. */
static void sixteen_colours_are_as_good_as_they_can_be(void **state)
{
	(void)state;
	every_pair_has_enough_contrast("contrast", 16, CONTRAST_LEAST);
	every_pair_has_enough_contrast("dark", 16, CONTRAST_LEAST);
	every_pair_has_enough_contrast("safe", 16, CONTRAST_LEAST);
	every_pair_has_enough_contrast("light", 16, 4); /* its grey, 7f7f7f, on white */
}

/* The red of eight on black has not more. */
static void eight_colours_can_be_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIXED; i++)
		every_pair_has_enough_contrast(fixed[i], 8, 3);
}

static void greys_of_eight_colours_can_be_read(void **state)
{
	static const enum style greys[] = {STYLE_TEXT, STYLE_DIM, STYLE_STRONG, STYLE_BORDER,
		STYLE_BAR, STYLE_TAB, STYLE_TAB_ON, STYLE_SELECTED, STYLE_SELECTED_DIM, STYLE_QUOTE,
		STYLE_INPUT, STYLE_METER_REST, STYLE_QR};

	(void)state;
	for (size_t i = 0; i < FIXED; i++) {
		struct theme t = load(fixed[i]);

		for (size_t j = 0; j < sizeof(greys) / sizeof(*greys); j++)
			if (!(contrast_of(&t, greys[j], 8) >= CONTRAST_LEAST))
				fail_msg("%s: %s", t.name, style_name(greys[j]));
	}
}

static void what_is_the_terminals_own_has_no_contrast_to_count(void **state)
{
	(void)state;
	struct theme own = load("default");

	assert_true(isnan(contrast_of(&own, STYLE_TEXT, 256)));
	assert_true(isnan(contrast_of(&own, STYLE_GOOD, 256)));
	assert_true(contrast_of(&own, STYLE_QR, 256) > 7);
}

/* --- Eyes that lack one kind of cone --- */

enum eyes { ALL_CONES, PROTANOPIA, DEUTERANOPIA, TRITANOPIA, EYES };

/*
 * Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009), severity 1.0, on
 * linear RGB.
 */
static const double lacks[EYES][3][3] = {
	[ALL_CONES] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	[PROTANOPIA] = {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
		{-0.003882, -0.048116, 1.051998}},
	[DEUTERANOPIA] = {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
		{-0.011820, 0.042940, 0.968881}},
	[TRITANOPIA] = {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
		{0.004733, 0.691367, 0.303900}},
};

static const char *const eyes_names[EYES] = {
	"all cones", "protanopia", "deuteranopia", "tritanopia"};

static double linear(int32_t channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double lab_of(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (t * 24389 / 27 + 16) / 116;
}

/* CIE 1976 L*a*b* for the white of sRGB (D65). */
static void see(int32_t rgb, enum eyes eyes, double lab[3])
{
	static const double xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
		{0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}};
	static const double white[3] = {0.95047, 1, 1.08883};
	double in[3] = {linear(rgb >> 16 & 255), linear(rgb >> 8 & 255), linear(rgb & 255)};
	double seen[3] = {0}, f[3] = {0};

	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < 3; j++)
			seen[i] += lacks[eyes][i][j] * in[j];
		seen[i] = fmin(fmax(seen[i], 0), 1);
	}
	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < 3; j++)
			f[i] += xyz[i][j] * seen[j];
		f[i] = lab_of(f[i] / white[i]);
	}
	lab[0] = 116 * f[1] - 16;
	lab[1] = 500 * (f[0] - f[1]);
	lab[2] = 200 * (f[1] - f[2]);
}

/* CIE76: plain distance in L*a*b*. CIEDE2000 weighs down what is light, dark or strong in colour,
 * for large patches; thin strokes on a dark ground are told apart by lightness above all. */
static double difference(int32_t a, int32_t b, enum eyes eyes)
{
	double x[3], y[3];

	see(a, eyes, x);
	see(b, eyes, y);
	return sqrt(pow(x[0] - y[0], 2) + pow(x[1] - y[1], 2) + pow(x[2] - y[2], 2));
}

static const enum style states[] = {
	STYLE_GOOD, STYLE_BAD, STYLE_WARN, STYLE_ACCENT, STYLE_QUOTE, STYLE_ESCAPE};
#define STATES (sizeof(states) / sizeof(states[0]))

static int32_t shown(const struct theme *t, enum style s, int colours)
{
	int32_t fg = t->pair[s].fg;

	return theme_rgb(colours > 256 ? fg : theme_colour(fg, colours));
}

static void told_apart(const struct theme *t, int colours, enum eyes eyes, double least)
{
	for (size_t i = 0; i < STATES; i++)
		for (size_t j = 0; j < i; j++) {
			double d = difference(
				shown(t, states[i], colours), shown(t, states[j], colours), eyes);
			if (d < least)
				fail_msg("%s in %d colours: to %s %s and %s differ by %.1f",
					t->name, colours, eyes_names[eyes], style_name(states[i]),
					style_name(states[j]), d);
		}
}

/* One can just tell two large patches apart that differ by 2.3 (Mahy, Van Eycken and Oosterlinck
 * 1994). Thin strokes need several times that: here it is more than eight times. */
static void the_safe_theme_is_told_apart_by_all_eyes(void **state)
{
	struct theme t = load("safe");

	(void)state;
	for (int eyes = 0; eyes < EYES; eyes++) {
		told_apart(&t, 1 << 24, (enum eyes)eyes, 20);
		told_apart(&t, 256, (enum eyes)eyes, 20);
	}
}

/* Those that keep green for good and red for bad cannot go as far: four times. */
static void the_quiet_themes_are_told_apart_by_all_eyes(void **state)
{
	static const char *const names[] = {"dark", "light"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct theme t = load(names[i]);
		for (int eyes = 0; eyes < EYES; eyes++) {
			told_apart(&t, 1 << 24, (enum eyes)eyes, 10);
			told_apart(&t, 256, (enum eyes)eyes, 10);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast_is_that_of_wcag),
		cmocka_unit_test(every_pair_can_be_read_in_all_colours_and_in_256),
		cmocka_unit_test(sixteen_colours_are_as_good_as_they_can_be),
		cmocka_unit_test(eight_colours_can_be_read),
		cmocka_unit_test(greys_of_eight_colours_can_be_read),
		cmocka_unit_test(what_is_the_terminals_own_has_no_contrast_to_count),
		cmocka_unit_test(the_safe_theme_is_told_apart_by_all_eyes),
		cmocka_unit_test(the_quiet_themes_are_told_apart_by_all_eyes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
