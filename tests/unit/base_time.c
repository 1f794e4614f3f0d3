/* Timestamps of the agent are read in every form and written in the two that it writes. */
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static int64_t parsed(const char *text)
{
	int64_t t;

	assert_true(time_parse(span_of(text), &t));
	return t;
}

static void both_forms_of_the_agent_are_read(void **state)
{
	(void)state;
	assert_int_equal(parsed("1970-01-01 00:00:00"), 0);
	assert_int_equal(parsed("2026-11-22 10:00:00"), INT64_C(1795341600) * TIME_SECOND);
	assert_int_equal(
		parsed("2026-11-22T10:00:00.123456"), INT64_C(1795341600) * TIME_SECOND + 123456);
	assert_int_equal(parsed("1969-12-31T23:59:59.999999"), -1);
}

static void fractions_of_any_length_are_read_and_cut(void **state)
{
	const int64_t whole = parsed("2026-11-22 10:00:00");

	(void)state;
	assert_int_equal(parsed("2026-11-22 10:00:00.5"), whole + 500000);
	assert_int_equal(parsed("2026-11-22 10:00:00."), whole);
	assert_int_equal(parsed("2026-11-22 10:00:00.123456999"), whole + 123456);
}

static void zones_are_taken_off(void **state)
{
	const int64_t t = parsed("2026-11-22 10:00:00");

	(void)state;
	assert_int_equal(parsed("2026-11-22T10:00:00Z"), t);
	assert_int_equal(parsed("2026-11-22T12:00:00+02:00"), t);
	assert_int_equal(parsed("2026-11-22T04:30:00.0-05:30"), t);
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"yesterday",
		"2026-11-22",
		"2026-11-22 10:00",
		"2026-02-29 10:00:00",
		"2026-04-31 10:00:00",
		"2026-13-01 10:00:00",
		"2026-00-01 10:00:00",
		"2026-11-22 24:00:00",
		"2026-11-22 10:60:00",
		"2026-11-22 10:00:60",
		"2026-11-22 10:00:00 ",
		" 2026-11-22 10:00:00",
		"2026-11-22 10:00:00ZZ",
		"2026-11-22 10:00:00+2:00",
		"+026-11-22 10:00:00",
		"2026/11/22 10:00:00",
	};
	int64_t t = 5;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(time_parse(span_of(bad[i]), &t));
		assert_true(t == TIME_NONE);
	}
	assert_false(time_parse(SPAN_NULL, &t));
	assert_false(time_parse(SPAN_LIT("2026-11-22 10:00:00\0"), &t));
	assert_true(time_parse(SPAN_LIT("2024-02-29 10:00:00"), &t));
}

static void every_day_of_a_thousand_years_agrees_with_libc(void **state)
{
	(void)state;
	for (int64_t day = -200000; day < 200000; day += 3) {
		time_t seconds = (time_t)(day * 86400 + 45296);
		struct tm tm;
		char expected[32], text[20];
		assert_non_null(gmtime_r(&seconds, &tm));
		strftime(expected, sizeof(expected), "%Y-%m-%d %H:%M:%S", &tm);
		time_format_seconds((int64_t)seconds * TIME_SECOND, text);
		assert_string_equal(text, expected);
		assert_int_equal(parsed(text), (int64_t)seconds * TIME_SECOND);
	}
}

static void what_is_written_is_what_the_agent_writes(void **state)
{
	const int64_t t = parsed("2026-11-22T10:05:09.000042");
	char out[27];

	(void)state;
	time_format_seconds(t, out);
	assert_string_equal(out, "2026-11-22 10:05:09");
	time_format_micros(t, out);
	assert_string_equal(out, "2026-11-22T10:05:09.000042");
	time_format_minutes(t, out);
	assert_string_equal(out, "2026-11-22 10:05");
	time_format_minutes(TIME_NONE, out);
	assert_string_equal(out, "unknown time");
	time_format_micros(-1, out);
	assert_string_equal(out, "1969-12-31T23:59:59.999999");
	time_format_micros(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59.999999");
	time_format_micros(TIME_NONE, out);
	assert_string_equal(out, "0000-01-01T00:00:00.000000");
}

static void ages_are_short_and_say_which_way(void **state)
{
	static const struct {
		int64_t seconds;
		const char *age;
	} ages[] = {
		{0, "now"},
		{40, "40s"},
		{59, "59s"},
		{60, "1m"},
		{3599, "59m"},
		{7200, "2h"},
		{3 * 86400, "3d"},
		{8 * 7 * 86400, "8w"},
		{364 * 86400, "52w"},
		{2 * 365 * 86400, "2y"},
		{-300, "in 5m"},
		{INT64_C(40000) * 365 * 86400, "999y"},
	};
	char out[12];

	(void)state;
	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		time_format_age(-ages[i].seconds * TIME_SECOND, 0, out);
		assert_string_equal(out, ages[i].age);
	}
	time_format_age(TIME_NONE, 0, out);
	assert_string_equal(out, "?");
	time_format_age(INT64_MAX, -5, out);
	assert_string_equal(out, "?");
}

static void times_in_a_sentence_read_well(void **state)
{
	static const struct {
		int64_t t, now;
		const char *ago;
	} times[] = {
		{0, 0, "just now"},
		{0, TIME_SECOND - 1, "just now"},
		{TIME_SECOND - 1, 0, "just now"},
		{0, TIME_SECOND, "1s ago"},
		{0, 300 * TIME_SECOND, "5m ago"},
		{300 * TIME_SECOND, 0, "in 5m"},
		{TIME_NONE, 0, "at an unknown time"},
		{INT64_MAX, -5, "at an unknown time"},
		{-INT64_MAX, 0, "999y ago"},
	};
	char out[24];

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		time_format_ago(times[i].t, times[i].now, out);
		assert_string_equal(out, times[i].ago);
	}
}

static void a_stored_time_is_shown_in_one_form(void **state)
{
	static const char *const times[][2] = {
		{"2026-11-22T10:00:00.000000", "2026-11-22 10:00:00"},
		{"2026-11-22 10:00:00", "2026-11-22 10:00:00"},
		{"2026-11-22 10:00:00.5", "2026-11-22T10:00:00.500000"},
		{"2026-11-22T10:00:00.123456", "2026-11-22T10:00:00.123456"},
		{"2026-11-22T12:00:00+02:00", "2026-11-22 10:00:00"}, {"soon", "soon"}, {"", ""}};
	char out[27];

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		assert_true(span_is(time_text(span_of(times[i][0]), out), times[i][1]));
	assert_null(time_text(SPAN_NULL, out).p);
}

static void a_frozen_clock_stands_still_and_durations_go_on(void **state)
{
	(void)state;
	assert_int_equal(setenv("TENET_NOW", "2026-11-22 10:00:00", 1), 0);
	assert_int_equal(time_now(), parsed("2026-11-22 10:00:00"));
	int64_t before = time_monotonic();
	while (time_monotonic() == before)
		;
	assert_int_equal(time_now(), parsed("2026-11-22 10:00:00"));
	assert_int_equal(setenv("TENET_NOW", "no time", 1), 0);
	assert_true(time_now() != TIME_NONE);
	assert_int_equal(unsetenv("TENET_NOW"), 0);
	assert_true(time_now() > parsed("2024-01-01 00:00:00"));
}

/* Of POSIX's form, which needs no files of the tz database. */
static void people_in_another_zone_read_its_times_and_its_name(void **state)
{
	char text[40], zone[12];
	struct err e = {0};
	int64_t t;

	(void)state;
	setenv("TZ", "JST-9", 1);
	assert_int_equal(time_show_as(TIME_ABSOLUTE, "local", &e), 0);
	assert_true(time_parse(SPAN_LIT("2026-11-22T20:30:15.5"), &t));
	time_format_minutes(t, text);
	assert_string_equal(text, "2026-11-23 05:30");
	time_format_clock(t, text);
	assert_string_equal(text, "2026-11-23 05:30:15");
	time_format_zone(t, zone);
	assert_string_equal(zone, "JST");
	time_format_stored(SPAN_LIT("2026-11-22 20:30:15"), text);
	assert_string_equal(text, "2026-11-23 05:30:15 JST");
	time_format_age(t, t + 60 * TIME_SECOND, text);
	assert_string_equal(text, "05:30");
	time_format_age(t, t + 24 * 3600 * TIME_SECOND, text);
	assert_string_equal(text, "Nov 23");
	time_format_ago(t, t + 24 * 3600 * TIME_SECOND, text);
	assert_string_equal(text, "on Nov 23");
	time_format_age(t, t + 400 * INT64_C(86400) * TIME_SECOND, text);
	assert_string_equal(text, "2026-11");
	/* A duration is one, whatever the dates look like; what is stored stays UTC. */
	time_format_duration(2 * 3600 * TIME_SECOND, text);
	assert_string_equal(text, "2h");
	time_format_seconds(t, text);
	assert_string_equal(text, "2026-11-22 20:30:15");
	assert_int_equal(time_show_as(TIME_RELATIVE, "Middle/Earth", &e), -1);
	assert_string_equal(e.text, "there is no time zone \"Middle/Earth\" on this machine");
	assert_int_equal(time_show_as(TIME_RELATIVE, "UTC", &e), 0);
	time_format_zone(t, zone);
	assert_string_equal(zone, "UTC");
}

static void assert_typed(const char *text, const char *expected)
{
	int64_t t;

	if (expected && !time_parse_typed(span_of(text), &t))
		fail_msg("%s is refused", text);
	if (expected)
		assert_int_equal(t, parsed(expected));
	else if (time_parse_typed(span_of(text), &t))
		fail_msg("%s is taken", text);
	else
		assert_int_equal(t, TIME_NONE);
}

/* The zone of Berlin, as POSIX writes it. */
static void people_in_another_zone_type_its_times(void **state)
{
	struct err e = {0};

	(void)state;
	assert_typed("2026-11-22", "2026-11-22 00:00:00");
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	assert_int_equal(time_show_as(TIME_ABSOLUTE, "local", &e), 0);
	assert_typed("2026-11-22", "2026-11-21 23:00:00");
	assert_typed("2026-07-01", "2026-06-30 22:00:00");
	assert_typed("2026-07-01 10:00", "2026-07-01 08:00:00");
	assert_typed("2026-07-01T10:00:30.5", "2026-07-01 08:00:30.5");
	/* One that names a zone is of that one. */
	assert_typed("2026-07-01Z", "2026-07-01 00:00:00");
	assert_typed("2026-07-01 10:00Z", "2026-07-01 10:00:00");
	assert_typed("2026-07-01T10:00:00-05:00", "2026-07-01 15:00:00");
	/* Around the two changes of the year. */
	assert_typed("2026-03-29 01:59", "2026-03-29 00:59:00");
	assert_typed("2026-03-29 03:00", "2026-03-29 01:00:00");
	assert_typed("2026-10-25 01:59", "2026-10-24 23:59:00");
	assert_typed("2026-10-25 03:00", "2026-10-25 02:00:00");
	assert_typed("2026-02-30", NULL);
	assert_typed("2026-07-01 ", NULL);
	assert_typed("2026-07-01 10", NULL);
	assert_typed("2026-07-01:30", NULL);
	assert_typed("2026-07-01 10:00 UTC", NULL);
	assert_typed("10:00", NULL);
	assert_typed("", NULL);
	assert_int_equal(time_show_as(TIME_RELATIVE, "UTC", &e), 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_of_the_agent_are_read),
		cmocka_unit_test(fractions_of_any_length_are_read_and_cut),
		cmocka_unit_test(zones_are_taken_off),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(every_day_of_a_thousand_years_agrees_with_libc),
		cmocka_unit_test(what_is_written_is_what_the_agent_writes),
		cmocka_unit_test(ages_are_short_and_say_which_way),
		cmocka_unit_test(times_in_a_sentence_read_well),
		cmocka_unit_test(a_stored_time_is_shown_in_one_form),
		cmocka_unit_test(a_frozen_clock_stands_still_and_durations_go_on),
		cmocka_unit_test(people_in_another_zone_read_its_times_and_its_name),
		cmocka_unit_test(people_in_another_zone_type_its_times),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
