/* Draws the palette: the filter, the lines, what the chosen one says, and the keys. */
#include <string.h>

#include "base/str.h"
#include "palette_private.h"

#define WIDEST 96
#define SMALL_ROWS 12
#define SMALL_COLUMNS 50
#define NAME_COLUMNS 15

static bool has_idle_lines(const struct palette *p)
{
	for (size_t i = 0; i < p->line_count; i++)
		if (!p->lines[i].works)
			return true;
	return false;
}

/* As large as all lines need: it does not jump while one types. */
static struct rect place_box(const struct palette *p, struct rect whole)
{
	if (whole.w < SMALL_COLUMNS || whole.h < SMALL_ROWS)
		return whole;
	int w = whole.w - 4 < WIDEST ? whole.w - 4 : WIDEST;
	int h = (int)p->line_count + 4; /* border, filter line, and the line at the bottom */
	h += has_idle_lines(p); /* their heading */
	h = h < whole.h - 2 ? h : whole.h - 2;
	return (struct rect){whole.y + (whole.h - h) / 2, whole.x + (whole.w - w) / 2, h, w};
}

static void say_help(const struct palette *p, const struct palette_line *line, struct str *out)
{
	const char *why;

	keymap_words(p->keys, p->place, palette_help(p, line->action), out);
	if (palette_works(p, line, &why))
		return;
	str_add(out, " (");
	keymap_words(p->keys, p->place, why, out);
	str_add(out, ")");
}

static int rows_of(struct span text, int width)
{
	int rows = 0;
	for (; text.n && width > 0; rows++) {
		size_t n = text_fit(text, width);
		text = (struct span){text.p + n, text.n - n};
	}
	return rows;
}

/* Rows in which any help can be read that is cut in its line; 0 when none is. */
static int detail_rows(const struct palette *p, int width)
{
	int most = 0, room = width - p->keys_width - 2 - NAME_COLUMNS;
	for (size_t i = 0; i < p->match_count; i++) {
		struct str help = {0};
		say_help(p, &p->lines[p->matches[i]], &help);
		int rows = rows_of(str_span(&help), width - 2);
		if ((int)text_width(str_span(&help)) > room && rows > most)
			most = rows;
		str_free(&help);
	}
	return most;
}

/* Cut between words: all of it stands below when the line is chosen. */
static void draw_cut(struct screen *s, struct rect r, enum style style, struct span text)
{
	size_t n = text.n;
	if (r.w > 1 && text_width(text) > (size_t)r.w && !screen_plain(s))
		n = text_fit(text, r.w - 1);
	int x = draw_text(s, r, 0, 0, style, (struct span){text.p, n});
	if (n == text.n)
		return;
	while (n > 0 && text.p[n - 1] == ' ') {
		n--;
		x--;
	}
	draw_glyph(s, r, 0, x, style, GLYPH_ELLIPSIS);
}

/* Of what does not work the reason matters more. */
static void say_shorter(const struct palette *p, const struct palette_line *line, struct str *out)
{
	const char *why;

	if (palette_works(p, line, &why))
		return;
	str_clear(out);
	keymap_words(p->keys, p->place, why, out);
}

static void draw_line(
	const struct palette *p, struct screen *s, struct rect row, const struct palette_line *line)
{
	enum style style = line->works ? STYLE_TEXT : STYLE_DIM;
	struct str help = {0};
	say_help(p, line, &help);
	struct rect keys = rect_left(&row, p->keys_width + (screen_plain(s) ? 3 : 2));
	struct rect name = rect_left(&row, NAME_COLUMNS);
	if (text_width(str_span(&help)) > (size_t)row.w && !screen_plain(s))
		say_shorter(p, line, &help);
	if (!line->elsewhere && !line->keys[0]) {
		char call[KEYMAP_NAME];
		keymap_call(p->keys, p->place, line->action, call);
		keys.w += name.w;
		draw_str(s, keys, 0, 1, line->works ? STYLE_KEY : STYLE_DIM, call);
	} else {
		draw_str(s, keys, 0, 1, line->works ? STYLE_KEY : STYLE_DIM, line->keys);
		draw_str(s, name, 0, 0, style, action_info(line->action)->name);
	}
	draw_cut(s, row, style, str_span(&help));
	str_free(&help);
}

static void draw_heading(const struct palette *p, struct screen *s, struct rect row)
{
	draw_hline(s, row, 0, 0, row.w, STYLE_BORDER);
	draw_fmt(s, row, 0, 1, STYLE_STRONG, " %s ",
		p->scope == PALETTE_ALL ? "Not here, or not now" : "Not now");
}

static void draw_detail(const struct palette *p, struct screen *s, struct rect r)
{
	struct str help = {0};
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	if (screen_plain(s)) {
		/* The cursor is where the search is typed: what it found is said here. */
		if (palette_selected(p))
			draw_line(p, s, draw_long_row(s, r, 0), palette_selected(p));
		draw_told(s, r, 0, p->news && !p->refusal ? DRAW_TOLD_NEWS : 0);
		return;
	}
	if (palette_selected(p))
		say_help(p, palette_selected(p), &help);
	else
		str_add(&help, "choose a line, and all of it stands here");
	draw_wrapped(s, r, 1, 1, STYLE_DIM, str_span(&help));
	str_free(&help);
}

static void follow_selection(struct palette *p)
{
	size_t height = p->height ? p->height : 1, rows = palette_rows(p);
	if (rows <= height)
		p->top = 0;
	else if (p->top > rows - height)
		p->top = rows - height;
	if (p->selected == PALETTE_NOTHING)
		return;
	size_t row = palette_row(p, p->selected);
	if (row < p->top)
		p->top = row;
	else if (row >= p->top + height)
		p->top = row - height + 1;
}

static void draw_lines(struct palette *p, struct screen *s, struct rect r)
{
	p->height = r.h > 0 ? (size_t)r.h : 0;
	follow_selection(p);
	draw_spot(s, r, p, 0);
	for (int y = 0; y < r.h && p->top + (size_t)y < palette_rows(p); y++) {
		size_t i = palette_match(p, p->top + (size_t)y);
		struct rect row = draw_long_row(s, r, y);
		if (i == PALETTE_NOTHING)
			draw_heading(p, s, row);
		else
			draw_line(p, s, row, &p->lines[p->matches[i]]);
		if (p->filter.len || p->selected != PALETTE_NOTHING || p->scope == PALETTE_ALL)
			draw_told(s, r, y, DRAW_TOLD_QUIET);
		if (i != p->selected || i == PALETTE_NOTHING)
			continue;
		if (!screen_plain(s))
			draw_glyph(s, row, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
		draw_row_style(s, r, y, STYLE_SELECTED);
	}
}

/* What part is shown, and the keys as far as there is room for them. */
static void draw_part(const struct palette *p, struct screen *s, struct rect r)
{
	const char *dot = glyph_text(s, GLYPH_DOT), *more = "PgUp, PgDn more";
	size_t first = palette_matches_before(p, p->top) + 1;
	size_t end = palette_matches_before(p, p->top + p->height);
	struct str part = {0};
	if (!p->top)
		more = "PgDn more";
	else if (end >= p->match_count)
		more = "PgUp more";
	if (palette_rows(p) <= p->height)
		str_addf(&part, "%zu of %zu", p->match_count, p->line_count);
	else
		str_addf(&part, "%zu–%zu of %zu %s %s", first, end, p->match_count, dot, more);
	if (part.len + sizeof(" * Enter runs * Esc closes") <= (size_t)r.w)
		str_addf(&part, " %s Enter runs", dot);
	str_addf(&part, " %s Esc closes", dot);
	draw_told(s, r, 0, DRAW_TOLD_FIRST);
	draw_text(s, r, 0, 1, STYLE_DIM, str_span(&part));
	str_free(&part);
}

static void draw_bottom(const struct palette *p, struct screen *s, struct rect r)
{
	if (p->refusal) {
		struct str why = {0};
		keymap_words(p->keys, p->place, p->refusal, &why);
		draw_text(s, r, 0, 1, STYLE_WARN, str_span(&why));
		draw_told(s, r, 0, p->news ? DRAW_TOLD_NEWS : 0);
		str_free(&why);
	} else if (p->filter.full) {
		draw_str(s, r, 0, 1, STYLE_WARN, "no room for more");
	} else if (!p->match_count) {
		draw_str(s, r, 0, 1, STYLE_WARN, "nothing matches");
	} else {
		draw_part(p, s, r);
	}
}

#define SIGNS 5

struct sign {
	enum glyph glyph;
	enum style style;
	const char *means; /* NULL: there is none */
};

#define MARKED \
	{ \
		GLYPH_MARK, STYLE_ACCENT, "marked" \
	}
#define HIDES \
	{ \
		GLYPH_HIDES, STYLE_WARN, "hides" \
	}
#define LOCKED \
	{ \
		GLYPH_LOCK, STYLE_WARN, "locked" \
	}
#define APPROVED \
	{ \
		GLYPH_APPROVED, STYLE_GOOD, "approved" \
	}
#define REJECTED \
	{ \
		GLYPH_REJECTED, STYLE_BAD, "rejected" \
	}

/* What the rows of the lists have; the same sign means one thing here and another there. */
static const struct sign signs[KEYS_PLACES][SIGNS] = {
	[KEYS_QUEUE] = {MARKED, {GLYPH_FLAG, STYLE_WARN, "flagged"}, HIDES, APPROVED, REJECTED},
	[KEYS_BELIEFS] = {MARKED, LOCKED},
	[KEYS_STANCES] = {MARKED, LOCKED},
	[KEYS_MEMORY] = {HIDES},
	[KEYS_PEOPLE] = {{GLYPH_REJECTED, STYLE_BAD, "disabled"},
		{GLYPH_WARN, STYLE_WARN, "must change, waits or ran out"},
		{GLYPH_APPROVED, STYLE_GOOD, "in"}, {GLYPH_LOCK, STYLE_DIM, "second factor"}},
	[KEYS_MINE] = {APPROVED, REJECTED},
	[KEYS_FINDINGS] = {{GLYPH_REJECTED, STYLE_BAD, "wrong"},
		{GLYPH_WARN, STYLE_WARN, "doubtful"}, {GLYPH_DOT, STYLE_DIM, "worth a look"}},
	[KEYS_DRAWING] = {LOCKED},
};

/* Their meanings, where nothing is searched for yet. Returns the columns before them. */
static int draw_signs(const struct palette *p, struct screen *s, struct rect r)
{
	const struct sign *here = signs[p->place];
	int before = r.w + 1;

	for (int i = 0; i < SIGNS && here[i].means; i++)
		before -= (int)strlen(here[i].means) + 4;
	if (p->scope != PALETTE_HERE || p->filter.len > 0 || screen_plain(s) || before < 4 ||
		!here->means)
		return r.w;
	for (int i = 0, x = before; i < SIGNS && here[i].means; i++) {
		x = draw_glyph(s, r, 0, x, here[i].style, here[i].glyph);
		x = draw_str(s, r, 0, x + 1, STYLE_DIM, here[i].means) + 2;
	}
	return before - 1;
}

void palette_draw(struct palette *p, struct screen *s, struct rect whole)
{
	palette_sort(p);
	struct rect r = place_box(p, whole);
	draw_fill(s, r, STYLE_TEXT);
	if (r.h >= 5 && r.w >= 10) {
		draw_box(s, r, STYLE_BORDER);
		draw_fmt(s, rect_inset(r, 0, 2), 0, 0, STYLE_STRONG, " %s ", p->title);
		r = rect_inset(r, 1, 1);
	}
	struct rect filter = rect_top(&r, 1);
	struct rect bottom = rect_bottom(&r, r.h > 1 ? 1 : 0);
	int rows = detail_rows(p, r.w);
	struct rect detail = rect_bottom(&r,
		screen_plain(s)                      ? 1
			: rows && r.h > 2 * rows + 2 ? rows + 1
						     : 0);
	draw_lines(p, s, r);
	draw_detail(p, s, detail);
	draw_bottom(p, s, bottom);
	const char *sign = p->scope == PALETTE_ALL ? ":" : "/";
	int x = screen_plain(s) ? draw_str(s, filter, 0, 0, STYLE_TEXT, "search: ")
		: filter.w > 8  ? draw_str(s, filter, 0, 1, STYLE_KEY, sign) + 1
				: 0;
	lineedit_draw(&p->filter, s, filter, 0, x, draw_signs(p, s, filter) - x);
	p->seen = true;
	p->news = false;
}
