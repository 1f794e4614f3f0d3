/* What is wrong with a confidence, in words and in five columns. */
#include "model/confidence.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *said(double value, bool broken)
{
	static char text[64];
	struct str out = {0};

	confidence_say(value, broken, &out);
	snprintf(text, sizeof(text), "%s", str_cstr(&out));
	str_free(&out);
	return text;
}

static const char *brief(double value, bool broken)
{
	static char text[CONFIDENCE_COLUMNS + 1];

	confidence_short(value, broken, text);
	return text;
}

static void words_say_what_is_wrong(void **state)
{
	(void)state;
	assert_null(confidence_wrong(0, false));
	assert_string_equal(said(0.74, false), "0.740");
	assert_string_equal(said(NAN, false), "no confidence");
	assert_string_equal(said(NAN, true), "no number");
	assert_string_equal(said(-3, true), "-3.000 not 0–1");
	assert_string_equal(said(INFINITY, true), "inf not 0–1");
}

static void five_columns_say_it_too(void **state)
{
	(void)state;
	assert_string_equal(brief(1, false), "1.000");
	assert_string_equal(brief(NAN, false), "none");
	assert_string_equal(brief(NAN, true), "text?");
	assert_string_equal(brief(-3, true), "-3.0!");
	assert_string_equal(brief(1.7, true), "1.70!");
	assert_string_equal(brief(1.0004, true), "1.00!");
	assert_string_equal(brief(1234, true), "1234!");
	assert_string_equal(brief(-999.9, true), "<0!");
	assert_string_equal(brief(99999.9, true), ">1!");
	assert_string_equal(brief(-INFINITY, true), "<0!");
	assert_string_equal(brief(1e300, true), ">1!");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_say_what_is_wrong),
		cmocka_unit_test(five_columns_say_it_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
