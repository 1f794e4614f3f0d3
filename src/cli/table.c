/* Aligned tables that need no more memory for a million rows than for a few hundred. */
#include <langinfo.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "model/confidence.h"

#define BATCH_ROWS 256
#define GAP 2
#define LEAST_CUT 24 /* a column is cut to no less, so that others may be seen */
#define LEAST_LAST 12 /* the last one, on which others are left out */
#define LEAST_SHOWN 4 /* of a column at the edge */
#define LEFT_TO_RIGHT_MARK "\u200e" /* around a text from right to left: see tui/isolate.c */

struct cell {
	size_t at, n, width; /* safe text within `bytes` */
	enum print_style style;
};

struct table {
	const char *const *headings;
	size_t columns;
	size_t *widths;
	struct cell *cells; /* BATCH_ROWS rows at most */
	size_t used;
	struct str bytes;
	size_t limit; /* cells of the terminal, 0: no terminal */
	bool *left_out; /* columns for which it is too narrow */
	bool coloured, headed;
	bool tells_cut, cut; /* a cell of its rows */
};

/* How a heading begins: its column is aligned to the right, it may be left out. */
#define RIGHT '>'
#define SPARE '-'

struct table *table_new(const char *const *headings)
{
	struct table *t = xcalloc(1, sizeof *t);
	t->headings = headings;
	while (headings[t->columns])
		t->columns++;
	t->widths = xcalloc(t->columns, sizeof *t->widths);
	t->left_out = xcalloc(t->columns, sizeof *t->left_out);
	t->cells = xcalloc(BATCH_ROWS * t->columns, sizeof *t->cells);
	t->limit = print_columns();
	t->coloured = print_coloured();
	return t;
}

void table_tell_cut(struct table *t)
{
	t->tells_cut = true;
}

static bool has_mark(const struct table *t, size_t column, char mark)
{
	const char *h = t->headings[column];
	return memchr(h, mark, strspn(h, (const char[]){RIGHT, SPARE, 0})) != NULL;
}

static bool is_right(const struct table *t, size_t column)
{
	return has_mark(t, column, RIGHT);
}

static struct span heading(const struct table *t, size_t column)
{
	return span_of(t->headings[column] + is_right(t, column) + has_mark(t, column, SPARE));
}

/* The last of the columns that are there. */
static size_t last_shown(const struct table *t)
{
	size_t i = t->columns - 1;

	while (i > 0 && t->left_out[i])
		i--;
	return i;
}

/* Adds as much of a safe text as fits into `room` cells, with a mark when it is cut; returns the
 * cells. */
static size_t add_cut(struct str *line, struct span safe, size_t room)
{
	const char *mark = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? "…" : "~";
	struct text_iter it;
	struct text_cluster c;
	size_t used = 0;

	text_begin(&it, safe, TEXT_ONE_LINE);
	while (text_next(&it, &c) && used + (size_t)c.width < room) {
		str_addn(line, c.p, c.n);
		used += (size_t)c.width;
	}
	str_add(line, mark);
	return used + 1;
}

static bool goes_left(struct span safe)
{
	uint32_t cp;

	for (size_t at = 0; at < safe.n;) {
		size_t n = utf8_decode(safe, at, &cp);
		if (n > 0 && utf8_goes_left(cp))
			return true;
		at += n > 0 ? n : 1;
	}
	return false;
}

/* Adds one cell at its column; blanks before it are added only here, so that lines end without
 * any. */
static void add_cell(struct table *t, struct str *line, size_t *at, size_t start, size_t column,
	const struct cell *c, struct span safe)
{
	size_t room = column < last_shown(t) ? t->widths[column] : c->width;
	size_t pad = is_right(t, column) && c->width < room ? t->widths[column] - c->width : 0;
	bool styled = t->coloured && c->style != PRINT_PLAIN;
	bool isolated = t->limit && goes_left(safe);

	if (c->n == 0 || (t->limit && start + pad >= t->limit))
		return;
	str_addf(line, "%*s", (int)(start + pad - *at), "");
	*at = start + pad;
	if (isolated && line->len > 0)
		str_add(line, LEFT_TO_RIGHT_MARK); /* needs a cell before it */
	if (styled)
		str_add(line, print_style_on(c->style));
	if (t->limit && *at + room > t->limit)
		room = t->limit - *at;
	if (c->width > room) {
		*at += add_cut(line, safe, room);
		t->cut = true;
	} else {
		str_adds(line, safe);
		*at += c->width;
	}
	if (isolated)
		str_add(line, LEFT_TO_RIGHT_MARK);
	if (styled)
		str_add(line, "\033[0m");
}

static void put_row(struct table *t, const struct cell *cells, const char *bytes)
{
	struct str line = {0};
	size_t at = 0, start = 0;

	for (size_t i = 0; i < t->columns; i++) {
		if (t->left_out[i])
			continue;
		struct span safe =
			bytes ? (struct span){bytes + cells[i].at, cells[i].n} : heading(t, i);
		add_cell(t, &line, &at, start, i, &cells[i], safe);
		start += t->widths[i] + GAP;
	}
	printf("%s\n", str_cstr(&line));
	str_free(&line);
}

static void put_headings(struct table *t)
{
	struct cell *cells = xcalloc(t->columns, sizeof *cells);
	for (size_t i = 0; i < t->columns; i++)
		cells[i] =
			(struct cell){0, heading(t, i).n, text_width(heading(t, i)), PRINT_STRONG};
	put_row(t, cells, NULL);
	free(cells);
	t->headed = true;
}

static size_t at_most(size_t width, size_t most)
{
	return width < most ? width : most;
}

/* What the columns need, each of them cut. */
static size_t least_room(const struct table *t)
{
	size_t last = last_shown(t), sum = at_most(t->widths[last], LEAST_LAST);

	for (size_t i = 0; i < last; i++)
		if (!t->left_out[i])
			sum += at_most(t->widths[i], LEAST_CUT) + GAP;
	return sum;
}

/* Columns that may be left out are, from the right, until there is room for the others. */
static void leave_out(struct table *t)
{
	for (size_t i = t->columns; i-- > 0 && least_room(t) > t->limit;)
		t->left_out[i] = has_mark(t, i, SPARE);
}

/* On a terminal the widest of the columns before the last one give way until a quarter of its width
 * is left for the last. */
static void fit(struct table *t)
{
	size_t last = last_shown(t), taken = at_most(t->widths[last], t->limit / 4);

	for (size_t i = 0; i < last; i++) {
		if (t->left_out[i])
			continue;
		t->widths[i] = at_most(t->widths[i], t->limit);
		taken += t->widths[i] + GAP;
	}
	for (; taken > t->limit; taken--) {
		size_t widest = 0;
		for (size_t i = 1; i < last; i++)
			if (!t->left_out[i] && t->widths[i] > t->widths[widest])
				widest = i;
		if (t->widths[widest] <= LEAST_CUT)
			break;
		t->widths[widest]--;
	}
}

/* A column of which the edge shows next to nothing is left out, too. */
static void leave_out_slivers(struct table *t)
{
	size_t start = 0;

	for (size_t i = 0; i < t->columns; i++) {
		if (t->left_out[i])
			continue;
		t->left_out[i] = i > 0 && start + at_most(t->widths[i], LEAST_SHOWN) > t->limit;
		start += t->widths[i] + GAP;
	}
}

static void put_batch(struct table *t)
{
	size_t rows = t->used / t->columns;

	for (size_t i = 0; i < t->columns; i++)
		if (!t->headed && text_width(heading(t, i)) > t->widths[i])
			t->widths[i] = text_width(heading(t, i));
	for (size_t i = 0; i < t->used; i++)
		if (t->cells[i].width > t->widths[i % t->columns])
			t->widths[i % t->columns] = t->cells[i].width;
	if (t->limit && !t->headed)
		leave_out(t);
	if (t->limit)
		fit(t);
	if (t->limit && !t->headed)
		leave_out_slivers(t);
	if (!t->headed && rows > 0)
		put_headings(t);
	for (size_t i = 0; i < rows; i++)
		put_row(t, t->cells + i * t->columns, str_cstr(&t->bytes));
	str_clear(&t->bytes);
	t->used = 0;
}

void table_cell_styled(struct table *t, enum print_style style, struct span text)
{
	struct cell *c;

	if (t->used == BATCH_ROWS * t->columns)
		put_batch(t);
	c = &t->cells[t->used++];
	c->at = t->bytes.len;
	text_sanitize(&t->bytes, text, TEXT_ONE_LINE);
	c->n = t->bytes.len - c->at;
	c->width = text_width(text);
	c->style = style;
}

void table_cell(struct table *t, struct span text)
{
	table_cell_styled(t, PRINT_PLAIN, text);
}

void table_cellf(struct table *t, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		die_of_memory(0);
	va_end(args);
	table_cell(t, span_of(text));
	free(text);
}

void table_cell_cut(struct table *t, struct span text, size_t most)
{
	size_t at = 0;

	for (size_t n = 0; at < text.n && n < most; n++)
		at += utf8_cluster(text, at);
	if (at < text.n)
		table_cellf(t, "%.*s…", (int)at, text.p);
	else
		table_cell(t, text);
}

void table_time(struct table *t, struct span stored)
{
	char minutes[20];
	int64_t at;

	if (time_parse(stored, &at)) {
		time_format_minutes(at, minutes);
		stored = span_of(minutes);
	}
	table_cell(t, stored);
}

void table_number(struct table *t, double value)
{
	if (isnan(value))
		table_cell(t, SPAN_LIT("-"));
	else
		table_cellf(t, "%.3f", value);
}

void table_confidence(struct table *t, double value, bool broken)
{
	struct str said = {0};

	if (!broken) {
		table_number(t, value);
		return;
	}
	confidence_say(value, broken, &said);
	table_cell_styled(t, PRINT_WARN, str_span(&said));
	str_free(&said);
}

/* What a terminal has no room for, below the rows. */
static void say_hidden(const struct table *t)
{
	bool cut = t->tells_cut && t->cut;
	struct str line = {0};
	size_t start = 0;

	for (size_t i = 0; i < t->columns; i++) {
		bool hidden = t->left_out[i] || start >= t->limit;
		if (hidden)
			str_addf(&line, "%s%s", line.len > 0 ? ", " : "", heading(t, i).p);
		if (!t->left_out[i])
			start += t->widths[i] + GAP;
	}
	if (cut && line.len > 0)
		print_line(PRINT_DIM, "cut at %zu columns, without %s · --json has all", t->limit,
			str_cstr(&line));
	else if (cut)
		print_line(PRINT_DIM, "cut at %zu columns · --json has all", t->limit);
	else if (line.len > 0)
		print_line(PRINT_DIM, "not shown at %zu columns: %s · --json has all", t->limit,
			str_cstr(&line));
	str_free(&line);
}

int table_print(struct table **t, const char *empty)
{
	put_batch(*t);
	if (!(*t)->headed && empty)
		print_note("%s", empty);
	if ((*t)->headed && (*t)->limit)
		say_hidden(*t);
	free((*t)->widths);
	free((*t)->left_out);
	free((*t)->cells);
	str_free(&(*t)->bytes);
	free(*t);
	*t = NULL;
	return print_lost() ? -1 : 0;
}
