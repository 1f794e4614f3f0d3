/* Progress of a copy, and its end by Ctrl-C. */
#include "copying.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"
#include "waiting.h"

#define EVERY 64 /* rows between two looks at the clock */
#define REDRAW (TIME_SECOND / 10)
#define BAR 20 /* cells */

const char *const copying_choices[] = {"stop", "reject", NULL};

/* --- The bar. --- */

static size_t terminal_columns(void)
{
	const char *term = getenv("TERM");
	struct winsize w;

	if (!isatty(STDERR_FILENO) || !term || !*term || strcmp(term, "dumb") == 0)
		return 0;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
}

static void add_bar(const struct copying *c, const struct copy_progress *p, struct str *line)
{
	int64_t full = p->rows < p->total ? p->rows * BAR / p->total : BAR;

	str_add(line, "  ");
	for (int i = 0; i < BAR; i++)
		if (c->ascii)
			str_addc(line, i < full ? '#' : '-');
		else
			str_add(line, i < full ? "█" : "░");
}

static const char *const doing[] = {
	[COPY_ROWS] = "", [COPY_KEYS] = "making ", [COPY_COMPARE] = "comparing "};

enum bar { NO_BAR, WITH_BAR };

static void compose(const struct copying *c, const struct copy_progress *p, int64_t now,
	enum bar bar, struct str *line)
{
	int64_t took = now - c->phase_began, fast = took > 0 ? p->rows * TIME_SECOND / took : 0;

	str_clear(line);
	str_addf(line, "%s%s", doing[p->phase], p->what);
	if (bar == WITH_BAR && p->total > 0)
		add_bar(c, p, line);
	if (p->rows > 0)
		str_addf(line, "  %lld", (long long)p->rows);
	if (p->total > 0)
		str_addf(line, " of %lld", (long long)p->total);
	if (p->rows > 0)
		str_addf(line, " rows, %lld/s", (long long)fast);
	if (fast > 0 && p->total > p->rows)
		str_addf(line, ", %llds left", (long long)((p->total - p->rows) / fast + 1));
}

/* A line that wraps could not be drawn over. */
static void draw(struct copying *c, const struct copy_progress *p, int64_t now)
{
	struct str line = {0};

	compose(c, p, now, WITH_BAR, &line);
	if (text_width(str_span(&line)) >= c->columns)
		compose(c, p, now, NO_BAR, &line);
	if (text_width(str_span(&line)) < c->columns) {
		fprintf(stderr, "\r\033[K%s", str_cstr(&line));
		c->drawn = true;
	}
	str_free(&line);
}

static void clear_bar(struct copying *c)
{
	if (c->drawn)
		fputs("\r\033[K", stderr);
	c->drawn = false;
}

/* --- A line a table. --- */

const char *copying_rows(int64_t n)
{
	return n == 1 ? "row" : "rows";
}

static void say_table(const struct copying *c, const struct copy_progress *p)
{
	int64_t rows = p->table_rows - p->table_rejected;

	if (p->phase == COPY_KEYS)
		return;
	fprintf(stderr, "%s %s: %lld %s", p->phase == COPY_ROWS ? c->verb : "compared", p->what,
		(long long)rows, copying_rows(rows));
	if (p->table_rejected > 0)
		fprintf(stderr, ", %lld rejected", (long long)p->table_rejected);
	fputc('\n', stderr);
}

/* --- What the copy calls. --- */

static bool watch(void *arg, const struct copy_progress *p)
{
	struct copying *c = arg;
	bool another = c->phase != (int)p->phase || c->what != p->what;

	if (!another && !p->table_done && ++c->calls % EVERY != 0)
		return true;
	int64_t now = time_monotonic();
	if (c->phase != (int)p->phase)
		c->phase_began = now;
	c->phase = (int)p->phase;
	c->what = p->what;
	if (c->columns > 0 && (another || now - c->last >= REDRAW)) {
		draw(c, p, now);
		c->last = now;
	}
	if (c->columns == 0 && p->table_done)
		say_table(c, p);
	return !stopping_came();
}

/* --- Beginning and end. --- */

int copying_options(struct copying *c, const struct call *call, const char *verb,
	struct copy_options *out, struct err *e)
{
	const char *on_bad = call_option(call, "--on-bad");
	const char *file = call_option(call, "--reject-file");

	*c = (struct copying){.verb = verb, .ascii = call->globals->ascii, .phase = -1};
	c->columns = terminal_columns();
	bool reject = on_bad && strcmp(on_bad, "reject") == 0;
	if (file && !reject)
		return err_set(e, ERR_USAGE, "%s: --reject-file needs --on-bad reject",
			call->command->name);
	*out = (struct copy_options){
		.migrations = call->globals->migrations, .watch = watch, .arg = c};
	if (reject)
		out->reject_file = file ? file : "rejected.jsonl";
	return 0;
}

int copying_open(const struct call *call, const struct db_address *where, enum db_access access,
	struct db **out, struct err *e)
{
	waiting_begin(call);
	int opened = db_open(where, access, out, e);
	waiting_end();
	return opened;
}

int copying_begin(struct copying *c, struct err *e)
{
	int result = stopping_begin(&c->stopping, NULL, e);

	c->begun = result == 0;
	return result;
}

void copying_end(struct copying *c)
{
	clear_bar(c);
	if (c->begun)
		stopping_end(&c->stopping);
	c->begun = false;
}

int copying_refuse_read_only(const struct call *call, struct err *e)
{
	if (!call->globals->read_only)
		return 0;
	return err_set(
		e, ERR_READONLY, "%s writes, and --read-only forbids it", call->command->name);
}
