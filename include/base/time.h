/* Time: microseconds since 1970 in UTC, the two forms that the agent writes, and how long ago
 * something was. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

#define TIME_SECOND INT64_C(1000000)
#define TIME_NONE INT64_MIN

/* The wall clock in microseconds. Built with TENET_TEST_CLOCK, as for the tests, it is what
 * TENET_NOW says (either form below), or the file that it names with its whole path: then time
 * stands still. */
int64_t time_now(void);
/* A clock that only moves forward, in microseconds; never frozen. For durations and timers. */
int64_t time_monotonic(void);

/*
 * Parses `2026-11-22 10:00:00`, `2026-11-22T10:00:00.123456`, with 0 to 6 (or more, cut) digits of
 * fraction and an optional Z or ±hh:mm. Returns false for anything else, dates that do not exist
 * and NULL; `out` is then TIME_NONE.
 */
bool time_parse(struct span text, int64_t *out);

/* `2026-11-22 10:00:00` (created_at) and `2026-11-22T10:00:00.123456` (updated_at, reviewed_at).
 * UTC. */
void time_format_seconds(int64_t t, char out[20]);
void time_format_micros(int64_t t, char out[27]);
/* A stored time in the shorter of the two forms that holds it, whichever its engine or writer
 * chose, in `out`; what is no time as it is, borrowed. */
struct span time_text(struct span stored, char out[27]);

/*
 * How people are shown times from now on: for the whole program, like a locale, so call it before
 * there are threads. TIME_RELATIVE and UTC at first. `zone` is "UTC", "local" (what the system or
 * TZ says) or a name of the tz database. ERR_USAGE: there is no such zone on this machine.
 */
enum time_style { TIME_RELATIVE, TIME_ABSOLUTE };
int time_show_as(enum time_style style, const char *zone, struct err *e);
/* Whether that zone is there; the same error. */
int time_check_zone(const char *zone, struct err *e);

/* A time as people type it, in their zone unless it names another: `2026-11-22`, which is its
 * midnight, `2026-11-22 10:00` or `2026-11-22T10:00:00.5`, each with an optional Z or ±hh:mm. As
 * time_parse else. */
bool time_parse_typed(struct span text, int64_t *out);
/* For people, in their zone: `2026-11-22 10:00`; "unknown time" for TIME_NONE. */
void time_format_minutes(int64_t t, char out[20]);
/* What their zone is called at that time: "UTC", "CET". */
void time_format_zone(int64_t t, char out[12]);
/* To the second: `2026-11-22 10:00:00`. */
void time_format_clock(int64_t t, char out[20]);
/* A stored time to the second, in their zone, which is named where it is not UTC; what is no time
 * as it is, borrowed. */
struct span time_format_stored(struct span stored, char out[40]);
/* The same, but in UTC as time_text gives it. */
struct span time_format_exact(struct span stored, char out[40]);
/* How long something takes or took, as the ages are written. */
void time_format_duration(int64_t micros, char out[12]);
/* "now", "40s", "5m", "2h", "3d", "8w", "2y"; "in 5m" for the future; "?" for TIME_NONE. At most 7
 * columns. With TIME_ABSOLUTE "10:00" (of today), "Nov 22", "2024-11". */
void time_format_age(int64_t t, int64_t now, char out[12]);
/* Whether ages are shown as ages: beside a whole date they say nothing new else. */
bool time_shows_ages(void);
/* How many columns more than "in 59m" an age may take as it is shown: for lists. */
int time_age_wider(void);
/* The same inside a sentence: "just now", "5m ago", "in 5m", "at an unknown time"; "at 10:00", "on
 * Nov 22", "in 2024-11". */
void time_format_ago(int64_t t, int64_t now, char out[24]);

#endif
