/* What a text view holds, which of its lines the window shows, and which block is selected. */
#include "tui/textview.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "textview_private.h"

#define NONE SIZE_MAX

struct textview *textview_new(void)
{
	struct textview *v = xcalloc(1, sizeof(*v));
	v->selected = NONE;
	v->overlap = -1;
	return v;
}

void textview_free(struct textview **v)
{
	if (!*v)
		return;
	arena_free(&(*v)->arena);
	free((*v)->blocks);
	free((*v)->runs);
	free((*v)->lines.v);
	free(*v);
	*v = NULL;
}

void textview_reset(struct textview *v)
{
	arena_clear(&v->arena);
	v->block_count = v->run_count = v->lines.n = v->wrapped = v->top = 0;
	v->selected = v->start = NONE;
	v->word = SPAN_NULL;
	v->read_from = v->read_to = v->unread = v->mark = 0;
	v->reveal = v->begun = v->to_end = v->all_read = false;
	v->stale = true;
}

static struct textview_block *add_block(struct textview *v, enum textview_kind kind)
{
	if (v->block_count == v->block_room) {
		v->block_room = v->block_room ? v->block_room * 2 : 32;
		v->blocks = xrealloc(v->blocks, v->block_room * sizeof(*v->blocks));
	}
	struct textview_block *b = &v->blocks[v->block_count++];
	*b = (struct textview_block){.kind = kind};
	b->first_run = b->end_run = v->run_count;
	v->stale = true;
	return b;
}

static struct wrap_run *add_run(struct textview *v, enum wrap_kind kind, enum style style)
{
	if (!v->block_count)
		add_block(v, TEXTVIEW_TEXT);
	if (v->run_count == v->run_room) {
		v->run_room = v->run_room ? v->run_room * 2 : 64;
		v->runs = xrealloc(v->runs, v->run_room * sizeof(*v->runs));
	}
	struct wrap_run *run = &v->runs[v->run_count++];
	*run = (struct wrap_run){.kind = kind, .style = style};
	v->blocks[v->block_count - 1].end_run = v->run_count;
	if (v->wrapped == v->block_count)
		v->wrapped--;
	v->begun = false;
	v->stale = true;
	return run;
}

void textview_block(struct textview *v, int indent, int hang, bool bar, const char *target)
{
	struct textview_block *b = add_block(v, TEXTVIEW_TEXT);
	b->indent = indent;
	b->hang = hang;
	b->bar = bar;
	b->target = target ? arena_strdup(&v->arena, target) : NULL;
}

void textview_single(struct textview *v)
{
	v->blocks[v->block_count - 1].single = true;
}

void textview_run(struct textview *v, enum style style, struct span text)
{
	add_run(v, WRAP_TEXT, style)->text = arena_span(&v->arena, text);
}

void textview_field(struct textview *v, enum style style, struct span text)
{
	struct wrap_run *run = add_run(v, WRAP_TEXT, style);
	run->text = arena_span(&v->arena, text);
	run->one_line = true;
}

void textview_lookalikes(struct textview *v, enum style style, struct span text)
{
	textview_run(v, style, text);
	v->runs[v->run_count - 1].lookalikes = true;
}

void textview_runf(struct textview *v, enum style style, const char *fmt, ...)
{
	va_list ap;
	char *text = NULL;
	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_of_memory(strlen(fmt));
	textview_run(v, style, (struct span){text, (size_t)n});
	free(text);
}

void textview_glyph(struct textview *v, enum style style, enum glyph g)
{
	add_run(v, WRAP_GLYPH, style)->glyph = g;
}

void textview_meter(struct textview *v, double value, int width)
{
	struct wrap_run *run = add_run(v, WRAP_METER, STYLE_METER);
	run->value = value;
	run->width = width > 0 ? width : 0;
}

void textview_line(struct textview *v, enum style style, struct span text)
{
	textview_block(v, 0, 0, false, NULL);
	textview_run(v, style, text);
}

void textview_gap(struct textview *v)
{
	textview_block(v, 0, 0, false, NULL);
}

void textview_heading(struct textview *v, const char *text)
{
	struct textview_block *b = add_block(v, TEXTVIEW_HEADING);
	b->heading = arena_strdup(&v->arena, text);
}

void textview_start(struct textview *v)
{
	v->start = v->block_count;
}

void textview_read_from(struct textview *v)
{
	v->read_from = v->block_count;
}

void textview_read_to(struct textview *v)
{
	v->read_to = v->block_count;
}

void textview_mark(struct textview *v)
{
	v->mark = v->block_count;
}

int textview_marked_lines(const struct textview *v)
{
	return (int)(v->mark < v->block_count ? v->blocks[v->mark].first_line : v->lines.n);
}

void textview_gradual(struct textview *v)
{
	v->gradual = true;
}

bool textview_unfinished(const struct textview *v)
{
	return v->wrapped < v->block_count;
}

/* Whether some line of the block is laid out. */
static bool is_begun(const struct textview *v, size_t block)
{
	return block < v->wrapped || (v->begun && block == v->wrapped);
}

/* Lines of the blocks that must be read: from, and before which. Where some are not known yet, one
 * more than there are. */
static void lines_to_read(const struct textview *v, size_t *from, size_t *to)
{
	bool any = v->lines.n > 0 && v->read_from < v->read_to;

	*from = *to = 0;
	if (!any)
		return;
	const struct textview_block *last = &v->blocks[v->read_to - 1];
	*from = is_begun(v, v->read_from) ? v->blocks[v->read_from].first_line : v->lines.n;
	*to = v->read_to <= v->wrapped ? last->first_line + last->line_count : v->lines.n + 1;
}

/* Whether one is done with it; to be asked before it is wrapped anew. */
static void note_read(struct textview *v)
{
	size_t from, to;

	lines_to_read(v, &from, &to);
	v->all_read = v->all_read || (to > 0 && v->unread >= to);
}

void textview_read_before(struct textview *v)
{
	v->all_read = true;
}

/* What was read on another width, or before it was filled anew, was read. */
static void keep_read(struct textview *v)
{
	size_t from, to;

	if (!v->all_read || textview_unfinished(v))
		return;
	lines_to_read(v, &from, &to);
	v->unread = to;
	v->all_read = false;
}

void textview_refill(struct textview *v)
{
	note_read(v);
	arena_clear(&v->arena);
	v->block_count = v->run_count = v->wrapped = v->mark = 0;
	v->word = SPAN_NULL;
	v->begun = false;
	v->stale = true;
}

void textview_cut(struct textview *v)
{
	if (v->mark == v->block_count)
		return;
	note_read(v);
	v->run_count = v->blocks[v->mark].first_run;
	v->block_count = v->mark;
	if (v->wrapped >= v->mark) {
		v->wrapped = v->mark;
		v->begun = false;
	}
	if (v->selected != NONE && v->selected >= v->mark)
		v->selected = NONE;
	v->stale = true;
}

/* The first line left to read once the window has been on the glass. */
static size_t unread_after(const struct textview *v, size_t from, size_t to)
{
	size_t unread = v->unread < from ? from : v->unread, end = v->top + v->height;

	end = end < v->lines.n ? end : v->lines.n;

	if (v->width < TEXTVIEW_NARROWEST || v->top > unread || unread >= end)
		return unread;
	return end < to ? end : to;
}

void textview_painted(struct textview *v)
{
	size_t from, to;

	lines_to_read(v, &from, &to);
	v->unread = unread_after(v, from, to);
}

static size_t window_height(const struct textview *v)
{
	return v->height ? v->height : 1;
}

static size_t last_top(const struct textview *v)
{
	size_t height = window_height(v);
	return v->lines.n > height ? v->lines.n - height : 0;
}

/* Moves the window as little as shows the block, its first line before all. */
static void reveal(struct textview *v, size_t block)
{
	const struct textview_block *b = &v->blocks[block];
	size_t end = b->first_line + b->line_count;
	if (end > v->top + window_height(v))
		v->top = end - window_height(v);
	if (v->top > b->first_line)
		v->top = b->first_line;
}

/* A third of the window, at most, goes to what stands before the block that the reader came for. */
static void begin_at(struct textview *v, size_t block)
{
	size_t line = v->blocks[block].first_line, above = window_height(v) / 3;

	if (line >= 2 * window_height(v) / 3)
		v->top = line - above;
}

/* Whether enough is laid out to open there. */
static bool may_begin_at(const struct textview *v, size_t block)
{
	return is_begun(v, block) &&
		(!textview_unfinished(v) || v->lines.n >= v->blocks[block].first_line + v->height);
}

void textview_layout(struct textview *v, int width, int height)
{
	v->height = height > 0 ? (size_t)height : 0;
	if (v->width != width) {
		note_read(v);
		v->width = width;
		v->wrapped = 0;
		v->stale = true;
	}
	textview_wrap(v);
	keep_read(v);
	if (v->reveal && v->selected != NONE && v->selected < v->wrapped)
		reveal(v, v->selected);
	v->reveal = v->reveal && v->selected != NONE && v->selected >= v->wrapped;
	if (v->start < v->block_count && v->height > 0 && may_begin_at(v, v->start)) {
		begin_at(v, v->start);
		v->start = NONE;
	}
	if (v->top > last_top(v) || v->to_end)
		v->top = last_top(v);
	v->to_end = v->to_end && textview_unfinished(v);
}

bool textview_scroll(struct textview *v, int lines)
{
	size_t was = v->top;
	v->to_end = lines == INT_MAX && textview_unfinished(v);
	v->start = NONE;
	size_t by = (size_t)(lines < 0 ? -(int64_t)lines : lines);
	if (lines < 0)
		v->top = by > was ? 0 : was - by;
	else
		v->top = was + by > last_top(v) ? last_top(v) : was + by;
	return v->top != was;
}

bool textview_page(struct textview *v, int heights)
{
	int64_t page = (int64_t)v->height - (v->overlap < 0 ? 1 : v->overlap);
	int64_t step = page > 0 ? page : 1;
	int64_t lines = heights * step;
	return textview_scroll(v,
		(int)(lines > INT_MAX              ? INT_MAX
				: lines < -INT_MAX ? -INT_MAX
						   : lines));
}

bool textview_edge(struct textview *v, int direction)
{
	return textview_scroll(v, direction < 0 ? -INT_MAX : INT_MAX);
}

static int as_int(size_t n)
{
	return n > INT_MAX ? INT_MAX : (int)n;
}

int textview_unread(const struct textview *v)
{
	size_t from, to;

	lines_to_read(v, &from, &to);
	if (v->unread > from)
		from = v->unread;
	return from < to ? as_int(to - from) : 0;
}

int textview_unread_after(const struct textview *v)
{
	size_t from, to;

	lines_to_read(v, &from, &to);
	size_t left = unread_after(v, from, to);
	return left < to ? as_int(to - left) : 0;
}

bool textview_back_to_unread(struct textview *v)
{
	size_t from, to;

	lines_to_read(v, &from, &to);
	if (v->unread > from)
		from = v->unread;
	if (from >= to || from >= v->top)
		return false;
	v->top = from;
	return true;
}

int textview_lines(const struct textview *v)
{
	return as_int(v->lines.n);
}

int textview_top(const struct textview *v)
{
	return as_int(v->top);
}

bool textview_more(const struct textview *v)
{
	return v->top < last_top(v) || textview_unfinished(v);
}

static bool is_shown(const struct textview *v, size_t block)
{
	const struct textview_block *b = &v->blocks[block];
	return is_begun(v, block) && b->first_line < v->top + window_height(v) &&
		b->first_line + b->line_count > v->top;
}

/* The next target from the selection, or from the window's edge when the selection is elsewhere;
 * NONE when the window shows none there. */
static size_t next_target(const struct textview *v, bool down)
{
	bool from = v->selected != NONE && is_shown(v, v->selected);
	size_t i = from ? v->selected : down ? NONE : v->block_count;
	for (;;) {
		i = down ? i + 1 : i - 1;
		if (i >= v->block_count)
			return NONE;
		if (v->blocks[i].target && is_shown(v, i))
			return i;
	}
}

static bool move_one(struct textview *v, bool down)
{
	size_t next = next_target(v, down);
	if (next == NONE)
		return textview_scroll(v, down ? 1 : -1);
	v->selected = next;
	reveal(v, next);
	return true;
}

bool textview_move(struct textview *v, int delta)
{
	bool moved = false;
	for (int left = abs(delta); left > 0 && move_one(v, delta > 0); left--)
		moved = true;
	return moved;
}

void textview_act(struct textview *v, enum action a)
{
	switch (a) {
	case ACTION_DOWN: textview_move(v, 1); break;
	case ACTION_UP: textview_move(v, -1); break;
	case ACTION_PAGE_DOWN: textview_page(v, 1); break;
	case ACTION_PAGE_UP: textview_page(v, -1); break;
	case ACTION_TOP: textview_edge(v, -1); break;
	default: textview_edge(v, 1);
	}
}

const char *textview_target(const struct textview *v)
{
	return v->selected == NONE ? "" : v->blocks[v->selected].target;
}

bool textview_select(struct textview *v, const char *target)
{
	for (size_t i = 0; i < v->block_count; i++) {
		if (!v->blocks[i].target || strcmp(v->blocks[i].target, target) != 0)
			continue;
		v->selected = i;
		v->reveal = true;
		return true;
	}
	return false;
}

enum pointed textview_point(struct textview *v, const struct point *at)
{
	int most = v->height > 0 && at->lines > (int)v->height ? (int)v->height : at->lines;
	size_t was = v->selected, line;

	if (at->on != v)
		return POINTED_ELSEWHERE;
	if (at->what == POINT_WHEEL)
		textview_scroll(v, most);
	if (at->what != POINT_PRESS)
		return POINTED;
	line = point_row(at, v->top, v->height, v->lines.n);
	if (line == SIZE_MAX || !v->blocks[v->lines.v[line].block].target)
		return POINTED;
	v->selected = v->lines.v[line].block;
	return v->selected == was ? POINTED_AGAIN : POINTED;
}
