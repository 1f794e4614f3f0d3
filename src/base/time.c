/* The clock, and timestamps read and written as the agent does. */
#include "base/time.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MINUTE (60 * TIME_SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)
#define YEAR (365 * DAY)

static int64_t clock_micros(clockid_t clock)
{
	struct timespec ts = {0};

	if (clock_gettime(clock, &ts) != 0)
		return 0;
	return (int64_t)ts.tv_sec * TIME_SECOND + ts.tv_nsec / 1000;
}

#ifdef TENET_TEST_CLOCK
static bool read_frozen(int64_t *out)
{
	const char *now = getenv("TENET_NOW");
	char line[64];

	if (!now || now[0] != '/')
		return time_parse(span_of(now), out);
	int fd = open(now, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof(line));
	if (fd >= 0)
		close(fd);
	return n > 0 && time_parse((struct span){line, (size_t)n}, out);
}
#endif

int64_t time_now(void)
{
#ifdef TENET_TEST_CLOCK
	int64_t frozen;

	if (read_frozen(&frozen))
		return frozen;
#endif
	return clock_micros(CLOCK_REALTIME);
}

int64_t time_monotonic(void)
{
	return clock_micros(CLOCK_MONOTONIC);
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar, and back: Howard Hinnant, "chrono-
 * compatible low-level date algorithms". */
static int64_t days_from_date(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date {
	int64_t year;
	int month, day;
};

static struct date date_from_days(int64_t days)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){
		.year = yoe + era * 400 + (month <= 2),
		.month = month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
	};
}

/* Takes exactly `n` digits whose value lies in [least, most]. */
static bool take_number(struct span *s, size_t n, int least, int most, int *out)
{
	int value = 0;

	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		value = value * 10 + (s->p[i] - '0');
	}
	*s = (struct span){s->p + n, s->n - n};
	*out = value;
	return value >= least && value <= most;
}

static bool take_char(struct span *s, const char *any)
{
	if (s->n == 0 || s->p[0] == '\0' || !strchr(any, s->p[0]))
		return false;
	*s = (struct span){s->p + 1, s->n - 1};
	return true;
}

static bool take_date(struct span *s, int64_t *days)
{
	int y, m, d;

	if (!take_number(s, 4, 0, 9999, &y) || !take_char(s, "-") ||
		!take_number(s, 2, 1, 12, &m) || !take_char(s, "-") ||
		!take_number(s, 2, 1, 31, &d))
		return false;
	*days = days_from_date(y, m, d);
	return date_from_days(*days).day == d;
}

static bool take_minutes(struct span *s, int64_t *micros)
{
	int h, m;

	if (!take_number(s, 2, 0, 23, &h) || !take_char(s, ":") || !take_number(s, 2, 0, 59, &m))
		return false;
	*micros = h * HOUR + m * MINUTE;
	return true;
}

static bool take_seconds(struct span *s, int64_t *micros)
{
	int sec;

	if (!take_char(s, ":") || !take_number(s, 2, 0, 59, &sec))
		return false;
	*micros += sec * TIME_SECOND;
	if (take_char(s, ".")) {
		int64_t unit = TIME_SECOND;
		for (int digit; take_number(s, 1, 0, 9, &digit); unit /= 10)
			*micros += digit * (unit / 10);
	}
	return true;
}

/* The seconds may be left out. */
static bool take_clock(struct span *s, int64_t *micros)
{
	return take_minutes(s, micros) && (s->n == 0 || s->p[0] != ':' || take_seconds(s, micros));
}

static bool take_zone(struct span *s, int64_t *offset)
{
	int h, m;

	*offset = 0;
	if (s->n == 0 || take_char(s, "Z"))
		return true;
	int64_t sign = s->p[0] == '-' ? -1 : 1;
	if (!take_char(s, "+-") || !take_number(s, 2, 0, 23, &h) || !take_char(s, ":") ||
		!take_number(s, 2, 0, 59, &m))
		return false;
	*offset = sign * (h * HOUR + m * MINUTE);
	return true;
}

bool time_parse(struct span text, int64_t *out)
{
	int64_t days, micros, offset;

	*out = TIME_NONE;
	if (!text.p || !take_date(&text, &days) || !take_char(&text, " T") ||
		!take_minutes(&text, &micros) || !take_seconds(&text, &micros) ||
		!take_zone(&text, &offset) || text.n > 0)
		return false;
	*out = days * DAY + micros - offset;
	return true;
}

/* Years outside 0 to 9999 do not fit the forms: they are shown as the nearest that does. */
static void format(int64_t t, char between, size_t n, char *out)
{
	const int64_t first = days_from_date(0, 1, 1) * DAY;
	const int64_t last = days_from_date(10000, 1, 1) * DAY - 1;
	char text[96];

	t = t < first ? first : t > last ? last : t;
	int64_t days = t / DAY - (t % DAY < 0);
	int64_t rest = t - days * DAY;
	struct date date = date_from_days(days);
	snprintf(text, sizeof(text), "%04d-%02d-%02d%c%02d:%02d:%02d.%06d", (int)date.year,
		date.month, date.day, between, (int)(rest / HOUR), (int)(rest / MINUTE % 60),
		(int)(rest / TIME_SECOND % 60), (int)(rest % TIME_SECOND));
	memcpy(out, text, n);
	out[n] = '\0';
}

void time_format_seconds(int64_t t, char out[20])
{
	format(t, ' ', 19, out);
}

void time_format_micros(int64_t t, char out[27])
{
	format(t, 'T', 26, out);
}

struct span time_text(struct span stored, char out[27])
{
	int64_t t;

	if (!time_parse(stored, &t))
		return stored;
	if (t % TIME_SECOND == 0)
		time_format_seconds(t, out);
	else
		time_format_micros(t, out);
	return span_of(out);
}

/* --- For people. --- */

/* As people chose it, like a locale: for the whole program, before there are threads. */
static struct {
	enum time_style style;
	bool zoned; /* the C library's zone, else UTC */
} shown;

int time_show_as(enum time_style style, const char *zone, struct err *e)
{
	if (time_check_zone(zone, e) < 0)
		return -1;
	shown.style = style;
	shown.zoned = strcmp(zone, "UTC") != 0;
	if (shown.zoned && strcmp(zone, "local") != 0)
		setenv("TZ", zone, 1);
	tzset();
	return 0;
}

/* The time that a clock on the wall of that zone shows. */
static int64_t in_zone(int64_t t)
{
	time_t seconds = (time_t)(t / TIME_SECOND - (t % TIME_SECOND < 0));
	struct tm there;

	if (!shown.zoned || !localtime_r(&seconds, &there))
		return t;
	return t + there.tm_gmtoff * TIME_SECOND;
}

/* When a clock on the wall of that zone shows it: where summer time ends, one of the two times. */
static int64_t from_zone(int64_t wall)
{
	int64_t near = wall - (in_zone(wall) - wall);

	return wall - (in_zone(near) - near);
}

bool time_parse_typed(struct span text, int64_t *out)
{
	int64_t days, micros = 0, offset;

	*out = TIME_NONE;
	if (!text.p || !take_date(&text, &days) ||
		(take_char(&text, " T") && !take_clock(&text, &micros)))
		return false;
	bool zoned = text.n > 0;
	if (!take_zone(&text, &offset) || text.n > 0)
		return false;
	int64_t t = days * DAY + micros;
	*out = zoned ? t - offset : from_zone(t);
	return true;
}

void time_format_minutes(int64_t t, char out[20])
{
	if (t == TIME_NONE)
		memcpy(out, "unknown time", sizeof("unknown time"));
	else
		format(in_zone(t), ' ', 16, out);
}

void time_format_zone(int64_t t, char out[12])
{
	time_t seconds = (time_t)(t / TIME_SECOND);
	struct tm there;
	const char *name = "UTC";

	if (shown.zoned && localtime_r(&seconds, &there))
		name = there.tm_zone;
	snprintf(out, 12, "%s", name);
}

void time_format_clock(int64_t t, char out[20])
{
	format(in_zone(t), ' ', 19, out);
}

struct span time_format_stored(struct span stored, char out[40])
{
	char zone[12];
	int64_t t;

	if (!time_parse(stored, &t))
		return stored;
	time_format_clock(t, out);
	if (shown.zoned) {
		time_format_zone(t, zone);
		snprintf(out + 19, 40 - 19, " %s", zone);
	}
	return span_of(out);
}

struct span time_format_exact(struct span stored, char out[40])
{
	return shown.zoned ? time_format_stored(stored, out) : time_text(stored, out);
}

/* "10:00" of the same day, "Nov 22" of the same year, "2024-11". */
static void format_short(int64_t t, int64_t now, char out[12])
{
	static const char months[12][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	char then[20], today[20];

	time_format_minutes(t, then);
	time_format_minutes(now, today);
	if (strncmp(then, today, 10) == 0)
		memcpy(out, then + 11, 6);
	else if (strncmp(then, today, 4) == 0)
		snprintf(out, 12, "%s %.2s", months[(then[5] - '0') * 10 + then[6] - '0' - 1],
			then + 8);
	else
		snprintf(out, 12, "%.7s", then);
}

static const struct age {
	int64_t below, unit;
	char letter;
} ages[] = {
	{MINUTE, TIME_SECOND, 's'},
	{HOUR, MINUTE, 'm'},
	{DAY, HOUR, 'h'},
	{8 * WEEK, DAY, 'd'},
	{YEAR, WEEK, 'w'},
	{INT64_MAX, YEAR, 'y'},
};

/* False for TIME_NONE and what is too far away to count. */
static bool age_of(int64_t t, int64_t now, int64_t *age)
{
	return t != TIME_NONE && !__builtin_sub_overflow(now, t, age) && *age != INT64_MIN;
}

static void format_age(int64_t age, char out[12])
{
	const char *in = age < 0 ? "in " : "";
	const struct age *a = ages;
	age = age < 0 ? -age : age;
	if (age < TIME_SECOND) {
		memcpy(out, "now", 4);
		return;
	}
	while (a->unit < YEAR && age >= a->below)
		a++;
	short count = (short)(age / a->unit > 999 ? 999 : age / a->unit);
	snprintf(out, 12, "%s%hd%c", in, count, a->letter);
}

void time_format_duration(int64_t micros, char out[12])
{
	format_age(micros, out);
}

void time_format_age(int64_t t, int64_t now, char out[12])
{
	int64_t age;

	if (!age_of(t, now, &age))
		memcpy(out, "?", 2);
	else if (shown.style == TIME_ABSOLUTE)
		format_short(t, now, out);
	else
		format_age(age, out);
}

bool time_shows_ages(void)
{
	return shown.style == TIME_RELATIVE;
}

int time_age_wider(void)
{
	return time_shows_ages() ? 0 : 3;
}

void time_format_ago(int64_t t, int64_t now, char out[24])
{
	char text[12];
	int64_t age;

	time_format_age(t, now, text);
	if (!age_of(t, now, &age))
		memcpy(out, "at an unknown time", sizeof("at an unknown time"));
	else if (shown.style == TIME_ABSOLUTE)
		snprintf(out, 24, "%s %s",
			text[2] == ':'          ? "at"
				: text[0] > '9' ? "on"
						: "in",
			text);
	else if (age > -TIME_SECOND && age < TIME_SECOND)
		memcpy(out, "just now", sizeof("just now"));
	else
		snprintf(out, 24, "%s%s", text, age > 0 ? " ago" : "");
}
