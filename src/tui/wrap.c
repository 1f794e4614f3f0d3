/* Greedy line breaking in one pass: remembers the last place to break and carries over what follows
 * it. */
#include "wrap.h"

#include <stdint.h>

#include "base/err.h"
#include "base/utf8.h"

#define TAB 8

/* What an item is to the one before and after it. */
enum kind { KIND_FEED, KIND_BLANK, KIND_WORD, KIND_DIGIT, KIND_WIDE, KIND_HYPHEN, KIND_SLASH };

/* Never at the start of a line beside a wide character, and never at its end. */
static const uint32_t closing[] = {'!', '"', '%', '\'', ')', ',', '.', ':', ';', '?', ']', '}',
	0x2019, 0x201D, 0x2026, 0x3001, 0x3002, 0x3005, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011,
	0x3015, 0x3017, 0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F};
static const uint32_t opening[] = {'"', '\'', '(', '[', '{', 0x2018, 0x201C, 0x3008, 0x300A, 0x300C,
	0x300E, 0x3010, 0x3014, 0x3016, 0xFF08};

/* A line being filled. */
struct wrapper {
	struct wrap_lines *out;
	struct wrap_shape shape;
	struct wrap_line line;
	int column; /* from the indent */
	size_t kept; /* items without the blanks at the end */
	bool soft; /* the line began at a break, not at a line feed */
	enum kind before[2]; /* the last item's kind, and that of the one before it */
	uint32_t last; /* the last item's first character */
	struct {
		bool set;
		size_t kept; /* items that stay when the line is broken here */
		struct wrap_cursor next; /* where the next line would begin */
		size_t items; /* of this line up to `next` */
		int column;
	} place;
};

void wrap_start(const struct wrap_run *runs, size_t first, size_t end, struct wrap_cursor *c)
{
	bool one_line = first < end && runs[first].one_line;

	c->run = first;
	text_begin(&c->it, first < end ? runs[first].text : SPAN_NULL,
		one_line ? TEXT_ONE_LINE : TEXT_MANY_LINES);
}

bool wrap_next(
	const struct wrap_run *runs, size_t end, struct wrap_cursor *c, struct wrap_item *out)
{
	while (c->run < end) {
		const struct wrap_run *run = &runs[c->run];
		*out = (struct wrap_item){.run = run};
		if (run->kind == WRAP_TEXT && text_next(&c->it, &out->cluster))
			return true;
		wrap_start(runs, c->run + 1, end, c);
		if (run->kind != WRAP_TEXT)
			return true;
	}
	return false;
}

static bool is_byte(const struct wrap_item *item, char c)
{
	return item->run->kind == WRAP_TEXT && !item->cluster.escaped && item->cluster.n == 1 &&
		item->cluster.p[0] == c;
}

int wrap_width(const struct wrap_item *item, int column)
{
	if (item->run->kind == WRAP_GLYPH)
		return 1;
	if (item->run->kind == WRAP_METER)
		return item->run->width;
	return is_byte(item, '\t') ? TAB - column % TAB : item->cluster.width;
}

struct wrap_line *wrap_add(struct wrap_lines *lines)
{
	if (lines->n == lines->room) {
		lines->room = lines->room ? lines->room * 2 : 64;
		lines->v = xrealloc(lines->v, lines->room * sizeof(*lines->v));
	}
	return &lines->v[lines->n++];
}

static uint32_t code_point(const struct wrap_item *item)
{
	uint32_t cp = 0;
	if (item->run->kind != WRAP_TEXT || item->cluster.escaped)
		return 0;
	if (!utf8_decode((struct span){item->cluster.p, item->cluster.n}, 0, &cp))
		return 0;
	return cp;
}

static bool is_among(uint32_t cp, const uint32_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (set[i] == cp)
			return true;
	}
	return false;
}

static bool opens_text(uint32_t cp)
{
	return is_among(cp, opening, sizeof(opening) / sizeof(*opening));
}

static bool closes_text(uint32_t cp)
{
	return is_among(cp, closing, sizeof(closing) / sizeof(*closing));
}

static enum kind kind_of(const struct wrap_item *item, uint32_t cp)
{
	switch (cp) {
	case '\n': return KIND_FEED;
	case ' ':
	case '\t': return KIND_BLANK;
	case '/': return KIND_SLASH;
	case '-':
	case 0x2010: /* hyphen */
	case 0x2013: /* en dash */
	case 0x2014: /* em dash */ return KIND_HYPHEN;
	default: break;
	}
	if (cp >= '0' && cp <= '9')
		return KIND_DIGIT;
	return cp && item->cluster.width == 2 ? KIND_WIDE : KIND_WORD;
}

/* Whether a line may end between the last item and this one; breaks at blanks are seen to apart. */
static bool may_break(const struct wrapper *w, enum kind kind, uint32_t cp)
{
	enum kind last = w->before[0];
	enum kind earlier = w->before[1];
	bool place = false;
	if (kind <= KIND_BLANK || kind >= KIND_HYPHEN || last <= KIND_BLANK)
		return false;
	if (last >= KIND_HYPHEN)
		place = earlier >= KIND_WORD && earlier != KIND_HYPHEN && kind != KIND_DIGIT;
	else if (last == KIND_WIDE || kind == KIND_WIDE)
		place = !opens_text(w->last);
	return place && !closes_text(cp);
}

static void note_place(struct wrapper *w, size_t kept, const struct wrap_cursor *next)
{
	w->place.set = true;
	w->place.kept = kept;
	w->place.next = *next;
	w->place.items = w->line.items;
	w->place.column = w->column;
}

static void emit(struct wrapper *w, size_t items)
{
	struct wrap_line *line = wrap_add(w->out);
	*line = w->line;
	line->items = items;
}

/* Begins a line at `next` that has `items` of `column` columns carried over into it. */
static void begin_line(
	struct wrapper *w, const struct wrap_cursor *next, size_t items, int column, bool soft)
{
	w->line.from = *next;
	w->line.items = w->kept = items;
	w->line.indent = w->shape.hang;
	w->column = column;
	w->soft = soft;
	w->place.set = false;
}

static bool fits(const struct wrapper *w, int width)
{
	return w->column + width <= w->shape.width - w->line.indent;
}

static void take(struct wrapper *w, int width)
{
	w->line.items++;
	w->column += width;
}

/* True for a line that holds nothing but blanks swallowed after a break. */
static bool is_leftover(const struct wrapper *w)
{
	return w->soft && !w->line.items;
}

static void add_feed(struct wrapper *w, const struct wrap_cursor *after)
{
	if (!is_leftover(w))
		emit(w, w->line.items);
	begin_line(w, after, 0, 0, false);
}

/* Blanks at a break are dropped; those that begin a line of the text stay and are no place to
 * break, so that an indented word is not torn from its indent. */
static void add_blank(struct wrapper *w, int width, const struct wrap_cursor *after)
{
	if (is_leftover(w)) {
		w->line.from = *after;
	} else if (!fits(w, width)) {
		emit(w, w->kept);
		begin_line(w, after, 0, 0, true);
	} else {
		take(w, width);
		if (w->kept)
			note_place(w, w->kept, after);
	}
}

static void add_word(
	struct wrapper *w, const struct wrap_item *item, const struct wrap_cursor *before)
{
	int width = wrap_width(item, w->column);
	if (!fits(w, width) && w->place.set) {
		emit(w, w->place.kept);
		struct wrap_cursor next = w->place.next;
		begin_line(w, &next, w->line.items - w->place.items, w->column - w->place.column,
			true);
	}
	if (!fits(w, width) && w->line.items) {
		emit(w, w->line.items);
		begin_line(w, before, 0, 0, true);
	}
	take(w, width);
	w->kept = w->line.items;
}

void wrap_paragraph(const struct wrap_run *runs, size_t first, size_t end, struct wrap_shape shape,
	size_t block, struct wrap_lines *out)
{
	struct wrapper w = {.out = out, .shape = shape};
	struct wrap_cursor at, before;
	struct wrap_item item;
	wrap_start(runs, first, end, &at);
	w.line = (struct wrap_line){.block = block, .from = at, .indent = shape.indent};
	for (before = at; wrap_next(runs, end, &at, &item); before = at) {
		uint32_t cp = code_point(&item);
		enum kind kind = kind_of(&item, cp);
		if (may_break(&w, kind, cp))
			note_place(&w, w.line.items, &before);
		if (kind == KIND_FEED)
			add_feed(&w, &at);
		else if (kind == KIND_BLANK)
			add_blank(&w, wrap_width(&item, w.column), &at);
		else
			add_word(&w, &item, &before);
		w.before[1] = w.before[0];
		w.before[0] = kind;
		w.last = cp;
	}
	if (!is_leftover(&w))
		emit(&w, w.line.items);
}
