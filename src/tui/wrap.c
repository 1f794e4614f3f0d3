/* Greedy line breaking in one pass: remembers the last place to break and carries over what follows
 * it. */
#include "wrap.h"

#include <stdint.h>

#include "base/err.h"
#include "base/utf8.h"

#define TAB 8

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

/* Beside a wide character never at the start of a line (kinsoku): closing brackets and quotes, what
 * ends a sentence or a clause, small kana, and signs that belong to what stands before them. */
static bool closes_text(uint32_t cp)
{
	switch (cp) {
	case '!':
	case '"':
	case '%':
	case '\'':
	case ')':
	case ',':
	case '.':
	case ':':
	case ';':
	case '?':
	case ']':
	case '}':
	case 0x2019: /* quotation marks, ellipses */
	case 0x201D:
	case 0x2025:
	case 0x2026:
	case 0x203C: /* ‼⁇⁈⁉ */
	case 0x2047:
	case 0x2048:
	case 0x2049:
	case 0x3000: /* ideographic space, comma, stop, repetition */
	case 0x3001:
	case 0x3002:
	case 0x3005:
	case 0x3009: /* 〉》」』】〕〗〙〛〟 */
	case 0x300B:
	case 0x300D:
	case 0x300F:
	case 0x3011:
	case 0x3015:
	case 0x3017:
	case 0x3019:
	case 0x301B:
	case 0x301C: /* 〜 */
	case 0x301F:
	case 0x303B: /* 〻 */
	case 0x3041: /* small hiragana */
	case 0x3043:
	case 0x3045:
	case 0x3047:
	case 0x3049:
	case 0x3063:
	case 0x3083:
	case 0x3085:
	case 0x3087:
	case 0x308E:
	case 0x3095:
	case 0x3096:
	case 0x309B: /* ゛゜ゝゞ */
	case 0x309C:
	case 0x309D:
	case 0x309E:
	case 0x30A1: /* small katakana */
	case 0x30A3:
	case 0x30A5:
	case 0x30A7:
	case 0x30A9:
	case 0x30C3:
	case 0x30E3:
	case 0x30E5:
	case 0x30E7:
	case 0x30EE:
	case 0x30F5:
	case 0x30F6:
	case 0x30FB: /* ・ーヽヾ */
	case 0x30FC:
	case 0x30FD:
	case 0x30FE:
	case 0xFF01: /* full width: ！％），．：；？］｝ */
	case 0xFF05:
	case 0xFF09:
	case 0xFF0C:
	case 0xFF0E:
	case 0xFF1A:
	case 0xFF1B:
	case 0xFF1F:
	case 0xFF3D:
	case 0xFF5D:
	case 0xFF60:
	case 0xFF61: /* half width: ｡｣､･ */
	case 0xFF63:
	case 0xFF64:
	case 0xFF65: return true;
	default: return cp >= 0x31F0 && cp <= 0x31FF; /* smaller katakana */
	}
}

/* … and never at its end. */
static bool opens_text(uint32_t cp)
{
	switch (cp) {
	case '"':
	case '\'':
	case '(':
	case '[':
	case '{':
	case 0x2018:
	case 0x201C:
	case 0x3008: /* 〈《「『【〔〖〘〚〝 */
	case 0x300A:
	case 0x300C:
	case 0x300E:
	case 0x3010:
	case 0x3014:
	case 0x3016:
	case 0x3018:
	case 0x301A:
	case 0x301D:
	case 0xFF08: /* （［｛｟｢ */
	case 0xFF3B:
	case 0xFF5B:
	case 0xFF5F:
	case 0xFF62: return true;
	default: return false;
	}
}

static enum wrap_part part_of(const struct wrap_item *item, uint32_t cp)
{
	switch (cp) {
	case '\n': return WRAP_FEED;
	case ' ':
	case '\t': return WRAP_BLANK;
	case '/': return WRAP_SLASH;
	case '-':
	case 0x0F0B: /* Tibetan and Ethiopian signs between words */
	case 0x1361:
	case 0x2010: /* hyphen */
	case 0x2013: /* en dash */
	case 0x2014: /* em dash */ return WRAP_HYPHEN;
	default: break;
	}
	if (cp >= '0' && cp <= '9')
		return WRAP_DIGIT;
	bool wide = cp && item->cluster.width == 2 && !utf8_is_ambiguous(cp);
	return wide ? WRAP_WIDE : WRAP_WORD;
}

/* Whether a line may end between the last item and this one; breaks at blanks are seen to apart. */
static bool may_break(const struct wrapper *w, enum wrap_part part, uint32_t cp)
{
	enum wrap_part last = w->before[0];
	enum wrap_part earlier = w->before[1];
	bool place = false;
	if (part <= WRAP_BLANK || part >= WRAP_HYPHEN || last <= WRAP_BLANK)
		return false;
	if (last >= WRAP_HYPHEN)
		place = earlier >= WRAP_WORD && earlier != WRAP_HYPHEN && part != WRAP_DIGIT;
	else if (last == WRAP_WIDE || part == WRAP_WIDE)
		place = !opens_text(w->last);
	return place && !closes_text(cp) && !utf8_joins(w->last, cp);
}

static void note_place(const struct wrapper *w, struct wrap_place *place, size_t kept,
	const struct wrap_cursor *next)
{
	place->set = true;
	place->kept = kept;
	place->next = *next;
	place->items = w->line.items;
	place->column = w->column;
}

static void emit(struct wrapper *w, struct wrap_lines *out, size_t items)
{
	struct wrap_line *line = wrap_add(out);
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
	w->place.set = w->letter.set = false;
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

static void add_feed(struct wrapper *w, struct wrap_lines *out)
{
	if (!is_leftover(w))
		emit(w, out, w->line.items);
	begin_line(w, &w->at, 0, 0, false);
}

/* Blanks at a break are dropped; those that begin a line of the text stay and are no place to
 * break, so that an indented word is not torn from its indent. */
static void add_blank(struct wrapper *w, struct wrap_lines *out, int width)
{
	if (is_leftover(w)) {
		w->line.from = w->at;
	} else if (!fits(w, width)) {
		emit(w, out, w->kept);
		begin_line(w, &w->at, 0, 0, true);
	} else {
		take(w, width);
		if (w->kept)
			note_place(w, &w->place, w->kept, &w->at);
	}
}

static void break_at(struct wrapper *w, struct wrap_lines *out, const struct wrap_place *where)
{
	struct wrap_cursor next = where->next;

	emit(w, out, where->kept);
	begin_line(w, &next, w->line.items - where->items, w->column - where->column, true);
}

static void add_word(struct wrapper *w, struct wrap_lines *out, const struct wrap_item *item,
	const struct wrap_cursor *before, bool joined)
{
	int width = wrap_width(item, w->column);

	if (w->line.items && !joined)
		note_place(w, &w->letter, w->line.items, before);
	if (!fits(w, width) && w->place.set)
		break_at(w, out, &w->place);
	if (!fits(w, width) && w->letter.set)
		break_at(w, out, &w->letter);
	if (!fits(w, width) && w->line.items) {
		emit(w, out, w->line.items);
		begin_line(w, before, 0, 0, true);
	}
	take(w, width);
	w->kept = w->line.items;
}

static void add_item(struct wrapper *w, struct wrap_lines *out, const struct wrap_item *item,
	const struct wrap_cursor *before)
{
	uint32_t cp = code_point(item);
	enum wrap_part part = part_of(item, cp);

	if (may_break(w, part, cp))
		note_place(w, &w->place, w->line.items, before);
	if (part == WRAP_FEED)
		add_feed(w, out);
	else if (part == WRAP_BLANK)
		add_blank(w, out, wrap_width(item, w->column));
	else
		add_word(w, out, item, before, utf8_joins(w->last, cp));
	w->before[1] = w->before[0];
	w->before[0] = part;
	w->last = cp;
}

void wrap_begin(struct wrapper *w, const struct wrap_run *runs, size_t first, size_t end,
	struct wrap_shape shape, size_t block)
{
	*w = (struct wrapper){.shape = shape};
	wrap_start(runs, first, end, &w->at);
	w->line = (struct wrap_line){.block = block, .from = w->at, .indent = shape.indent};
}

bool wrap_more(struct wrapper *w, const struct wrap_run *runs, size_t end, size_t *items,
	struct wrap_lines *out)
{
	struct wrap_item item;

	for (; *items > 0; --*items) {
		struct wrap_cursor before = w->at;
		if (!wrap_next(runs, end, &w->at, &item)) {
			if (!is_leftover(w))
				emit(w, out, w->line.items);
			return true;
		}
		add_item(w, out, &item, &before);
	}
	return false;
}

void wrap_paragraph(const struct wrap_run *runs, size_t first, size_t end, struct wrap_shape shape,
	size_t block, struct wrap_lines *out)
{
	struct wrapper w;
	size_t items = SIZE_MAX;

	wrap_begin(&w, runs, first, end, shape, block);
	wrap_more(&w, runs, end, &items, out);
}
