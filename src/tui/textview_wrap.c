/* Lays the blocks of a text view out in lines: all at once, or share by share. */
#include <stdint.h>

#include "textview_private.h"

#define LEAST_TEXT 12 /* columns that indents leave for text */
#define SHARE 100000 /* items that a gradual layout wraps: some 10 ms */

static int clamp(int n, int most)
{
	return n < 0 ? 0 : n > most ? most : n;
}

static struct wrap_shape shape_of(struct textview_block *b, int width)
{
	int bar = b->bar ? TEXTVIEW_BAR : 0;
	int most = width - LEAST_TEXT - bar;
	int indent = clamp(b->indent, most);
	int hang = clamp(b->hang, most);

	b->bar_column = indent < hang ? indent : hang;
	return (struct wrap_shape){width, indent + bar, hang + bar};
}

/* Goes on with the first block that is not wrapped, for so many items. */
static void wrap_block(struct textview *v, size_t *items)
{
	struct textview_block *b = &v->blocks[v->wrapped];
	int width = v->width < TEXTVIEW_NARROWEST ? TEXTVIEW_NARROWEST : v->width;
	bool done = true;

	if (!v->begun) {
		b->first_line = v->lines.n;
		wrap_begin(&v->wrapper, v->runs, b->first_run, b->end_run, shape_of(b, width),
			v->wrapped);
	}
	if (b->kind == TEXTVIEW_TEXT) {
		done = wrap_more(&v->wrapper, v->runs, b->end_run, items, &v->lines);
	} else {
		struct wrap_line *line = wrap_add(&v->lines);
		*line = (struct wrap_line){.block = v->wrapped};
		line->from.run = b->first_run;
	}
	b->cut = done && b->single && v->lines.n > b->first_line + 1;
	if (b->cut)
		v->lines.n = b->first_line + 1;
	b->line_count = v->lines.n - b->first_line;
	v->begun = !done;
	v->wrapped += done;
}

/* Orders places in the text: negative when a stands before b. */
static int compare_places(const struct wrap_line *a, const struct wrap_line *b)
{
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	if (a->from.run != b->from.run)
		return a->from.run < b->from.run ? -1 : 1;
	return (a->from.it.at > b->from.it.at) - (a->from.it.at < b->from.it.at);
}

/* The line that holds the text at which the line `place` began in another layout. */
static size_t line_holding(const struct textview *v, const struct wrap_line *place)
{
	size_t found = 0;
	for (size_t i = 1; i < v->lines.n && compare_places(&v->lines.v[i], place) <= 0; i++) {
		if (compare_places(&v->lines.v[i], &v->lines.v[found]) > 0)
			found = i;
	}
	return found;
}

static size_t wrapped_lines(const struct textview *v)
{
	const struct textview_block *last = v->wrapped > 0 ? &v->blocks[v->wrapped - 1] : NULL;

	return last ? last->first_line + last->line_count : 0;
}

/* Wraps a share, or until the text at `place` is among the lines. */
static void wrap_share(struct textview *v, const struct wrap_line *place)
{
	size_t items = v->gradual ? SHARE : SIZE_MAX;

	while (textview_unfinished(v)) {
		bool there = !place ||
			(v->lines.n > 0 && compare_places(&v->lines.v[v->lines.n - 1], place) > 0);
		if (items == 0 && there)
			return;
		if (items == 0)
			items = SHARE;
		wrap_block(v, &items);
	}
}

/* The later of the two that are there. */
static const struct wrap_line *later(
	const struct wrap_line *a, bool a_there, const struct wrap_line *b, bool b_there)
{
	if (!a_there || !b_there)
		return a_there ? a : b_there ? b : NULL;
	return compare_places(a, b) > 0 ? a : b;
}

static void wrap_anew(struct textview *v)
{
	struct wrap_line reading = {0}, unread = {0};
	bool kept = v->top > 0 && v->top < v->lines.n;
	bool some = v->unread > 0 && v->unread < v->lines.n;
	if (kept)
		reading = v->lines.v[v->top];
	if (some)
		unread = v->lines.v[v->unread];
	v->lines.n = wrapped_lines(v);
	v->begun = false;
	v->stale = false;
	wrap_share(v, later(&reading, kept, &unread, some));
	if (kept)
		v->top = line_holding(v, &reading);
	v->unread = some ? line_holding(v, &unread) : 0;
}

void textview_wrap(struct textview *v)
{
	if (v->stale)
		wrap_anew(v);
	else
		wrap_share(v, NULL);
}
