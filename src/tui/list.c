/* The window of a list onto a table: loaded pages, the selection, and which pages may go. */
#include "tui/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define FEWEST_PAGES 3
#define SCREENS_AHEAD 2

struct list {
	struct list_page *pages; /* in the table's order */
	size_t page_count, page_room;
	size_t count; /* rows in all pages */
	size_t capacity;
	size_t selected; /* row index; below count unless the list is empty */
	size_t top; /* row index of the window's first line */
	size_t height;
	struct paging paging; /* of the screen */
	bool pointed; /* a mouse moved it last: what is under it stays there, whatever the margin */
	bool more[2]; /* by enum list_edge */
	bool asked[2];
	bool counted; /* `before` is known */
	uint64_t before; /* rows of the table in front of the first loaded one */
};

struct list *list_new(size_t capacity)
{
	struct list *l = xcalloc(1, sizeof(*l));
	l->capacity = capacity;
	return l;
}

void list_reset(struct list *l)
{
	for (size_t i = 0; i < l->page_count; i++)
		arena_free(&l->pages[i].arena);
	l->page_count = l->count = 0;
	l->selected = l->top = 0;
	memset(l->more, 0, sizeof(l->more));
	memset(l->asked, 0, sizeof(l->asked));
	l->counted = false;
	l->before = 0;
}

void list_free(struct list **l)
{
	if (!*l)
		return;
	list_reset(*l);
	free((*l)->pages);
	free(*l);
	*l = NULL;
}

static size_t window_height(const struct list *l)
{
	return l->height ? l->height : 1;
}

/* Moves the window as little as shows the selection and leaves no blank line that a row could fill.
 */
static void window_follow(struct list *l)
{
	size_t height = window_height(l);
	if (l->count <= height)
		l->top = 0;
	else if (l->top > l->count - height)
		l->top = l->count - height;
	size_t least = (height - 1) / 2, margin = l->pointed ? 0 : (size_t)l->paging.margin;
	margin = margin < least ? margin : least;
	size_t first = l->selected > margin ? l->selected - margin : 0;
	size_t last = l->selected + margin < l->count ? l->selected + margin : l->count - 1;
	if (first < l->top)
		l->top = first;
	else if (l->count > 0 && last >= l->top + height)
		l->top = last - height + 1;
}

/* Loaded rows between the window and an edge. */
static size_t rows_beyond(const struct list *l, enum list_edge edge)
{
	size_t bottom = l->top + window_height(l);
	if (edge == LIST_START)
		return l->top;
	return l->count > bottom ? l->count - bottom : 0;
}

static void drop_page(struct list *l, enum list_edge edge)
{
	size_t i = edge == LIST_START ? 0 : l->page_count - 1;
	size_t n = l->pages[i].n;
	arena_free(&l->pages[i].arena);
	l->page_count--;
	l->count -= n;
	l->more[edge] = true;
	if (edge == LIST_START) {
		memmove(l->pages, l->pages + 1, l->page_count * sizeof(*l->pages));
		l->selected -= n;
		l->top -= n;
		l->before += n;
	}
}

/*
 * A page stays while its going would make list_wants ask for it again at once (else two edges could
 * evict each other for ever), and while an answer that continues from it is under way.
 */
static bool may_drop(const struct list *l, enum list_edge edge)
{
	size_t n = l->pages[edge == LIST_START ? 0 : l->page_count - 1].n;
	return !l->asked[edge] && rows_beyond(l, edge) >= n + SCREENS_AHEAD * window_height(l);
}

static void evict(struct list *l)
{
	while (l->count > l->capacity && l->page_count > FEWEST_PAGES) {
		enum list_edge far =
			l->selected > l->count - 1 - l->selected ? LIST_START : LIST_END;
		enum list_edge near = far == LIST_START ? LIST_END : LIST_START;
		if (may_drop(l, far))
			drop_page(l, far);
		else if (may_drop(l, near))
			drop_page(l, near);
		else
			break;
	}
}

static void add_page(struct list *l, enum list_edge edge, struct list_page *page)
{
	if (l->page_count == l->page_room) {
		l->page_room = l->page_room ? l->page_room * 2 : 8;
		l->pages = xrealloc(l->pages, l->page_room * sizeof(*l->pages));
	}
	size_t i = edge == LIST_START ? 0 : l->page_count;
	memmove(l->pages + i + 1, l->pages + i, (l->page_count - i) * sizeof(*l->pages));
	l->pages[i] = *page;
	l->page_count++;
	if (edge == LIST_START && l->count) {
		l->selected += page->n;
		l->top += page->n;
	}
	l->count += page->n;
}

/* Keeps `before` true when rows were put in front; a table that changed meanwhile makes it unknown.
 */
static void count_front(struct list *l, size_t n, bool more)
{
	if (!more) {
		l->counted = true;
		l->before = 0;
	} else if (l->before > n) {
		l->before -= n;
	} else {
		l->counted = false;
		l->before = 0;
	}
}

void list_put(struct list *l, enum list_edge edge, struct list_page *page, bool more)
{
	if (edge == LIST_START)
		count_front(l, page->n, more);
	if (page->n)
		add_page(l, edge, page);
	else
		arena_free(&page->arena);
	memset(page, 0, sizeof(*page));
	l->more[edge] = more;
	l->asked[edge] = false;
	window_follow(l);
	evict(l);
}

void list_begin(struct list *l, struct list_page *page, bool more_before, bool more_after)
{
	list_reset(l);
	l->counted = !more_before;
	list_put(l, LIST_END, page, more_after);
	l->more[LIST_START] = more_before;
}

bool list_wants(const struct list *l, enum list_edge edge)
{
	return l->more[edge] && !l->asked[edge] &&
		rows_beyond(l, edge) < SCREENS_AHEAD * window_height(l);
}

void list_asked(struct list *l, enum list_edge edge)
{
	l->asked[edge] = true;
}

void list_ask_failed(struct list *l, enum list_edge edge)
{
	l->asked[edge] = false;
}

size_t list_count(const struct list *l)
{
	return l->count;
}

struct list_row *list_at(const struct list *l, size_t i)
{
	for (size_t p = 0; p < l->page_count; i -= l->pages[p].n, p++) {
		if (i < l->pages[p].n)
			return &l->pages[p].rows[i];
	}
	return NULL;
}

/* The index of the row with this id; `count` when it is not loaded. */
static size_t index_of(const struct list *l, const char *id)
{
	size_t index = 0;
	for (size_t p = 0; p < l->page_count; p++) {
		for (size_t i = 0; i < l->pages[p].n; i++, index++) {
			if (strcmp(l->pages[p].rows[i].id, id) == 0)
				return index;
		}
	}
	return index;
}

struct list_row *list_find(const struct list *l, const char *id)
{
	return list_at(l, index_of(l, id));
}

struct list_row *list_selected(const struct list *l)
{
	return list_at(l, l->selected);
}

size_t list_selected_index(const struct list *l)
{
	return l->selected;
}

int list_selected_line(const struct list *l)
{
	return (int)(l->selected - l->top);
}

void list_select_index(struct list *l, size_t i)
{
	l->pointed = false;
	l->selected = i < l->count ? i : l->count ? l->count - 1 : 0;
	window_follow(l);
}

bool list_select(struct list *l, const char *id)
{
	size_t i = index_of(l, id);
	if (i == l->count)
		return false;
	list_select_index(l, i);
	return true;
}

uint64_t list_position(const struct list *l)
{
	return l->counted && l->count ? l->before + l->selected + 1 : 0;
}

void list_say_position(const struct list *l, struct str *out)
{
	uint64_t position = list_position(l);

	if (position == 0)
		return;
	bool whole = list_at_edge(l, LIST_END);
	str_addf(out, "%s%llu", whole ? "" : "row ", (unsigned long long)position);
	if (whole)
		str_addf(out, " of %llu", (unsigned long long)(l->before + l->count));
}

bool list_at_edge(const struct list *l, enum list_edge edge)
{
	return !l->more[edge];
}

/* `from` moved by `by`, within 0 and `last`. */
static size_t shifted(size_t from, int64_t by, size_t last)
{
	if (by < 0)
		return (uint64_t)-by > from ? 0 : from - (size_t)-by;
	return (uint64_t)by > last - from ? last : from + (size_t)by;
}

bool list_move(struct list *l, int rows)
{
	if (!l->count)
		return false;
	size_t was = l->selected;
	list_select_index(l, shifted(was, rows, l->count - 1));
	return l->selected != was;
}

bool list_page_move(struct list *l, int screens)
{
	if (!l->count)
		return false;
	int64_t overlap = l->paging.overlap > 0 ? l->paging.overlap : 0;
	int64_t page = (int64_t)window_height(l) - overlap;
	int64_t rows = screens * (page > 0 ? page : 1);
	size_t was = l->selected;
	l->top = shifted(l->top, rows, l->count - 1);
	list_select_index(l, shifted(was, rows, l->count - 1));
	return l->selected != was;
}

static bool select_edge(struct list *l, enum list_edge edge)
{
	size_t n = list_count(l);

	if (n == 0 || !list_at_edge(l, edge))
		return false;
	list_select_index(l, edge == LIST_START ? 0 : n - 1);
	return true;
}

bool list_act(struct list *l, enum action a)
{
	switch (a) {
	case ACTION_DOWN: list_move(l, 1); return true;
	case ACTION_UP: list_move(l, -1); return true;
	case ACTION_PAGE_DOWN: list_page_move(l, 1); return true;
	case ACTION_PAGE_UP: list_page_move(l, -1); return true;
	case ACTION_TOP: return select_edge(l, LIST_START);
	default: return select_edge(l, LIST_END);
	}
}

static void scroll(struct list *l, int lines)
{
	size_t height = window_height(l), last = l->count > height ? l->count - height : 0;

	l->pointed = true;
	l->top = shifted(l->top < last ? l->top : last, lines, last);
	if (l->selected < l->top)
		l->selected = l->top;
	else if (l->selected >= l->top + height)
		l->selected = l->top + height - 1;
}

enum pointed list_point(struct list *l, const struct point *at)
{
	size_t was = l->selected, row;

	if (at->on != l || l->count == 0)
		return POINTED_ELSEWHERE;
	if (at->what == POINT_WHEEL)
		scroll(l, at->lines);
	if (at->what != POINT_PRESS && at->what != POINT_DRAG)
		return POINTED;
	row = point_row(at, l->top, window_height(l), l->count);
	if (row == SIZE_MAX)
		return POINTED;
	l->pointed = true;
	l->selected = row;
	window_follow(l);
	return at->what == POINT_PRESS && row == was ? POINTED_AGAIN : POINTED;
}

void list_set_height(struct list *l, int rows)
{
	l->height = rows > 0 ? (size_t)rows : 0;
	window_follow(l);
}

void list_draw(
	struct list *l, struct screen *s, struct rect r, bool focused, list_draw_row *fn, void *arg)
{
	l->paging = screen_paging(s);
	list_set_height(l, r.h);
	draw_spot(s, r, l, 0);
	for (int y = 0; y < r.h && l->top + (size_t)y < l->count; y++) {
		size_t i = l->top + (size_t)y;
		bool selected = i == l->selected;
		fn(arg, s, draw_long_row(s, r, y), list_at(l, i), selected);
		draw_told(s, r, y, selected ? DRAW_TOLD_PICKED : DRAW_TOLD_QUIET);
		if (!selected)
			continue;
		draw_row_style(s, r, y, focused ? STYLE_SELECTED : STYLE_SELECTED_DIM);
		if (focused)
			draw_cursor(s, r, y, 0, false);
	}
}
