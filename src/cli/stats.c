/* tenet stats. */
#include <inttypes.h>
#include <langinfo.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "store/stats.h"

#define CHART_COLUMNS 72 /* of a name, a bar an hour, and their sum */
#define BAR_MOST 8 /* hours */

#define HOUR (3600 * TIME_SECOND)

/* --- JSON. --- */

static json_t *counts_json(const char *name, const struct stats_count *list, size_t n)
{
	json_t *all = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		json_put(o, name, json_from_text(list[i].name));
		json_put(o, "drafts", json_integer(list[i].n));
		json_array_append_new(all, o);
	}
	return all;
}

static json_t *hours_json(const struct stats *s)
{
	json_t *all = json_array();

	for (int i = 0; i < STATS_HOURS; i++) {
		json_t *o = json_object();
		char hour[20];
		time_format_seconds(s->hour + i * HOUR, hour);
		json_put(o, "hour", json_from_text(span_of(hour)));
		json_put(o, "arrived", json_integer(s->arrived[i]));
		json_put(o, "decided", json_integer(s->decided[i]));
		json_array_append_new(all, o);
	}
	return all;
}

static json_t *moderators_json(const struct stats *s)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->moderator_n; i++) {
		const struct stats_moderator *m = &s->moderators[i];
		json_t *o = json_object();
		json_put(o, "actor", json_from_text(m->name));
		json_put(o, "approved", json_integer(m->approved));
		json_put(o, "rejected", json_integer(m->rejected));
		json_put(o, "reversed", json_integer(m->reversed));
		json_put(o, "median_viewing_ms",
			m->median_ms < 0 ? json_null() : json_integer(m->median_ms));
		json_array_append_new(all, o);
	}
	return all;
}

static json_t *seconds_json(int64_t age)
{
	return age < 0 ? json_null() : json_integer(age / TIME_SECOND);
}

static json_t *stats_json(const struct stats *s)
{
	json_t *o = json_object();

	json_put(o, "statuses", counts_json("status", s->statuses, s->status_n));
	json_put(o, "pending", json_integer(s->pending));
	json_put(o, "pending_subreddits", counts_json("subreddit", s->subreddits, s->subreddit_n));
	json_put(o, "age_p50_seconds", seconds_json(s->age_p50));
	json_put(o, "age_p95_seconds", seconds_json(s->age_p95));
	json_put(o, "hours", hours_json(s));
	json_put(o, "moderator_days", json_integer(STATS_DAYS));
	json_put(o, "moderators", moderators_json(s));
	return o;
}

/* --- Text. --- */

/* How many hours a bar stands for, so that they fit; 0: where there is no room for bars. */
static int hours_of_bar(void)
{
	size_t columns = print_columns(), besides = CHART_COLUMNS - STATS_HOURS;

	if (columns == 0)
		return 1;
	for (int hours = 1; hours <= BAR_MOST; hours *= 2)
		if (columns >= besides + (size_t)(STATS_HOURS / hours))
			return hours;
	return 0;
}

static int64_t sum_of(const int64_t *hours, int n)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++)
		sum += hours[i];
	return sum;
}

static int64_t max(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* 48 hours as one line of bars, as high as the highest of both lines, where there is room. */
static void put_hours(const char *name, const int64_t *hours, int of_bar, int64_t highest)
{
	static const char *const bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const signs[] = {" ", ".", ":", "-", "=", "+", "*", "#", "@"};
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	struct str line = {0};

	for (int i = 0; of_bar > 0 && i < STATS_HOURS; i += of_bar) {
		int64_t n = sum_of(hours + i, of_bar);
		int64_t step = highest > 0 ? (n * 8 + highest - 1) / highest : 0;
		str_add(&line, (utf8 ? bars : signs)[step]);
	}
	print_fieldf(name, "%s%s%" PRId64, str_cstr(&line), of_bar > 0 ? "  " : "",
		sum_of(hours, STATS_HOURS));
	str_free(&line);
}

static void put_flow(const struct stats *s)
{
	int of_bar = hours_of_bar(), step = of_bar > 0 ? of_bar : 1;
	int64_t highest = 0;
	char from[20];

	for (int i = 0; i < STATS_HOURS; i += step) {
		highest = max(highest, sum_of(s->arrived + i, step));
		highest = max(highest, sum_of(s->decided + i, step));
	}
	time_format_minutes(s->hour, from);
	print_heading("Last 48 hours");
	put_hours("arrived", s->arrived, of_bar, highest);
	put_hours("decided", s->decided, of_bar, highest);
	if (step == 1)
		print_fieldf("", "from %s on; the highest hour has %" PRId64, from, highest);
	else
		print_fieldf("", "from %s on, %d hours a bar; the highest has %" PRId64, from, step,
			highest);
}

static void put_depth(const struct stats *s)
{
	for (size_t i = 0; i < s->status_n; i++) {
		struct str name = {0};
		str_adds(
			&name, s->statuses[i].name.p ? s->statuses[i].name : SPAN_LIT("no status"));
		print_fieldf(str_cstr(&name), "%" PRId64, s->statuses[i].n);
		str_free(&name);
	}
	if (s->pending == 0) {
		print_line(PRINT_PLAIN, "No draft waits.");
		return;
	}
	char half[12], most[12];
	time_format_age(-s->age_p50, 0, half);
	time_format_age(-s->age_p95, 0, most);
	if (strcmp(half, most) == 0)
		print_fieldf("waiting", "half of them %s or longer", half);
	else
		print_fieldf("waiting", "half of them %s or longer, 5 %% of them %s or longer",
			half, most);
}

static int put_subreddits(const struct stats *s)
{
	static const char *const headings[] = {"SUBREDDIT", ">PENDING", ">SHARE", NULL};
	struct table *t;

	if (s->subreddit_n == 0)
		return 0;
	print_heading("Pending by subreddit");
	t = table_new(headings);
	for (size_t i = 0; i < s->subreddit_n; i++) {
		const struct stats_count *c = &s->subreddits[i];
		table_cellf(t, "%s%.*s", c->name.n ? "r/" : "(none)", (int)c->name.n, c->name.p);
		table_cellf(t, "%" PRId64, c->n);
		table_cellf(t, "%.0f %%", 100.0 * (double)c->n / (double)s->pending);
	}
	return table_print(&t, "");
}

static int put_moderators(const struct stats *s)
{
	static const char *const headings[] = {
		"MODERATOR", ">APPROVED", ">REJECTED", ">REVERSED", ">VIEWED", NULL};
	struct table *t;

	print_heading("Decisions of the last 7 days");
	if (s->moderator_n == 0) {
		print_line(PRINT_PLAIN, "Nobody decided.");
		return 0;
	}
	t = table_new(headings);
	for (size_t i = 0; i < s->moderator_n; i++) {
		const struct stats_moderator *m = &s->moderators[i];
		table_cell(t, m->name);
		table_cellf(t, "%" PRId64, m->approved);
		table_cellf(t, "%" PRId64, m->rejected);
		table_cellf(t, "%" PRId64, m->reversed);
		if (m->median_ms < 0)
			table_cell(t, SPAN_LIT("-"));
		else
			table_cellf(t, "%.1f s", (double)m->median_ms / 1000);
	}
	return table_print(&t, "");
}

static int put_text(const struct stats *s)
{
	put_depth(s);
	put_flow(s);
	return put_subreddits(s) < 0 || put_moderators(s) < 0 ? -1 : 0;
}

static int run(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct stats s;
	int status;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 ||
		stats_read(db, time_now(), &a, &s, &e) < 0)
		status = command_fail(&e);
	else if (call_option(c, "--json"))
		status = print_json(stats_json(&s)) < 0 ? EXIT_FAILED : EXIT_DONE;
	else
		status = put_text(&s) < 0 ? EXIT_FAILED : EXIT_DONE;
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_stats = {
	.name = "stats",
	.operands = "",
	.help = "Say how deep and old the queue is, what arrives, and who decides how much",
	.options = options,
	.run = run,
};
