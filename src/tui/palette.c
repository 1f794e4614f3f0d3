/* The actions of a place as lines to search and run. */
#include "tui/palette.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define WIDEST 96
#define SMALL_ROWS 12
#define SMALL_COLUMNS 50
#define KEYS_WIDEST 16
#define NAME_COLUMNS 15
#define NOTHING SIZE_MAX

struct line {
	enum action action;
	const char *keys; /* "j, Down" */
	const char *words; /* what the filter looks at */
};

struct palette {
	struct arena arena;
	enum key_place place;
	const char *title;
	palette_enabled *enabled;
	void *arg;
	struct lineedit filter;
	struct line lines[ACTION_COUNT];
	size_t line_count;
	size_t matches[ACTION_COUNT]; /* indices of lines */
	size_t match_count;
	size_t selected; /* index of matches. NOTHING until one types or moves: the Enter of someone
			    who only looked must not run the first line */
	size_t top, height;
	int keys_width;
	const char *refusal; /* why the last Enter ran nothing; NULL when it was no Enter */
};

static bool has_line(const struct palette *p, enum action a)
{
	for (size_t i = 0; i < p->line_count; i++) {
		if (p->lines[i].action == a)
			return true;
	}
	return false;
}

/* All keys that mean `a` here: those of the place, and those from everywhere that it leaves alone.
 */
static const char *keys_of(struct palette *p, enum action a)
{
	struct str keys = {0};
	size_t n;
	const struct key_binding *table = keymap_table(&n);
	for (size_t i = 0; i < n; i++) {
		bool here = table[i].place == p->place || table[i].place == KEYS_EVERYWHERE;
		if (table[i].action != a || !here || keymap_action(p->place, table[i].code) != a)
			continue;
		char name[24];
		key_name(table[i].code, name);
		if (keys.len)
			str_add(&keys, ", ");
		str_add(&keys, name);
	}
	const char *copy = arena_strdup(&p->arena, str_cstr(&keys));
	str_free(&keys);
	return copy;
}

static void add_lines(struct palette *p, enum key_place place)
{
	size_t n;
	const struct key_binding *table = keymap_table(&n);
	for (size_t i = 0; i < n; i++) {
		enum action a = table[i].action;
		if (table[i].place != place || has_line(p, a))
			continue;
		const struct action_info *info = action_info(a);
		struct line *line = &p->lines[p->line_count++];
		line->action = a;
		line->keys = keys_of(p, a);
		line->words =
			arena_printf(&p->arena, "%s %s %s", line->keys, info->name, info->help);
		int width = (int)text_width(span_of(line->keys));
		if (width > p->keys_width)
			p->keys_width = width < KEYS_WIDEST ? width : KEYS_WIDEST;
	}
}

/* Whether every word that was typed occurs in the line. */
static bool matches(const struct line *line, struct span typed)
{
	bool all = true;
	char *copy = xcalloc(1, typed.n + 1);
	memcpy(copy, typed.p, typed.n);
	char *rest = copy;
	for (char *word; all && (word = strsep(&rest, " "));)
		all = strcasestr(line->words, word) != NULL;
	free(copy);
	return all;
}

/* Whether key or name begin with what was typed. */
static bool is_named(const struct line *line, struct span typed)
{
	return strncasecmp(line->keys, typed.p, typed.n) == 0 ||
		strncasecmp(action_info(line->action)->name, typed.p, typed.n) == 0;
}

/* The first match is what Enter runs: an action that was named comes before those which only speak
 * of it. */
static void find_matches(struct palette *p)
{
	struct span typed = lineedit_text(&p->filter);
	p->match_count = 0;
	for (size_t i = 0; i < p->line_count; i++) {
		if (is_named(&p->lines[i], typed))
			p->matches[p->match_count++] = i;
	}
	for (size_t i = 0; i < p->line_count; i++) {
		if (!is_named(&p->lines[i], typed) && matches(&p->lines[i], typed))
			p->matches[p->match_count++] = i;
	}
	p->selected = typed.n && p->match_count ? 0 : NOTHING;
	p->top = 0;
}

struct palette *palette_open(
	enum key_place place, const char *title, palette_enabled *enabled, void *arg)
{
	struct palette *p = xcalloc(1, sizeof(*p));
	p->place = place;
	p->title = arena_strdup(&p->arena, title);
	p->enabled = enabled;
	p->arg = arg;
	add_lines(p, place);
	add_lines(p, KEYS_EVERYWHERE);
	find_matches(p);
	return p;
}

void palette_close(struct palette **p)
{
	if (!*p)
		return;
	arena_free(&(*p)->arena);
	free(*p);
	*p = NULL;
}

static bool is_enabled(const struct palette *p, enum action a, const char **why)
{
	*why = NULL;
	if (!p->enabled || p->enabled(p->arg, a, why))
		return true;
	if (!*why)
		*why = "not now";
	return false;
}

enum action palette_action(const struct palette *p)
{
	if (p->selected >= p->match_count)
		return ACTION_NONE;
	return p->lines[p->matches[p->selected]].action;
}

static void move(struct palette *p, bool down, size_t rows)
{
	if (!p->match_count)
		return;
	size_t last = p->match_count - 1;
	if (p->selected == NOTHING)
		p->selected = down ? 0 : last;
	else if (down)
		p->selected = rows > last - p->selected ? last : p->selected + rows;
	else
		p->selected = rows > p->selected ? 0 : p->selected - rows;
}

static enum palette_result run(struct palette *p)
{
	enum action a = palette_action(p);
	if (a == ACTION_NONE)
		p->refusal = p->match_count ? "choose a line first" : "nothing matches";
	else if (is_enabled(p, a, &p->refusal))
		return PALETTE_RUN;
	return PALETTE_STAY;
}

enum palette_result palette_key(struct palette *p, const struct key *k)
{
	size_t page = p->height > 1 ? p->height - 1 : 1;
	p->refusal = NULL;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('c'): return PALETTE_CLOSE;
	case KEYC_ENTER: return run(p);
	case KEYC_DOWN: move(p, true, 1); break;
	case KEYC_UP: move(p, false, 1); break;
	case KEYC_PGDN: move(p, true, page); break;
	case KEYC_PGUP: move(p, false, page); break;
	case KEYC_LEFT:
	case KEYC_RIGHT:
	case KEYC_HOME:
	case KEYC_END: lineedit_key(&p->filter, k); break;
	default:
		if (lineedit_key(&p->filter, k))
			find_matches(p);
	}
	return PALETTE_STAY;
}

static struct rect place_box(const struct palette *p, struct rect whole)
{
	if (whole.w < SMALL_COLUMNS || whole.h < SMALL_ROWS)
		return whole;
	int w = whole.w - 4 < WIDEST ? whole.w - 4 : WIDEST;
	int h = (int)p->line_count + 4; /* border, filter line, and the line at the bottom */
	h = h < whole.h - 2 ? h : whole.h - 2;
	return (struct rect){whole.y + (whole.h - h) / 2, whole.x + (whole.w - w) / 2, h, w};
}

static void draw_line(
	const struct palette *p, struct screen *s, struct rect row, const struct line *line)
{
	const struct action_info *info = action_info(line->action);
	const char *why;
	bool on = is_enabled(p, line->action, &why);
	struct rect keys = rect_left(&row, p->keys_width + 2);
	struct rect name = rect_left(&row, NAME_COLUMNS);
	draw_str(s, keys, 0, 1, on ? STYLE_KEY : STYLE_DIM, line->keys);
	draw_str(s, name, 0, 0, on ? STYLE_TEXT : STYLE_DIM, info->name);
	if (on)
		draw_str(s, row, 0, 0, STYLE_TEXT, info->help);
	else
		draw_fmt(s, row, 0, 0, STYLE_DIM, "(%s) %s", why, info->help);
}

static void follow_selection(struct palette *p)
{
	size_t height = p->height ? p->height : 1;
	if (p->match_count <= height)
		p->top = 0;
	else if (p->top > p->match_count - height)
		p->top = p->match_count - height;
	if (p->selected == NOTHING)
		return;
	if (p->selected < p->top)
		p->top = p->selected;
	else if (p->selected >= p->top + height)
		p->top = p->selected - height + 1;
}

static void draw_lines(struct palette *p, struct screen *s, struct rect r)
{
	p->height = r.h > 0 ? (size_t)r.h : 0;
	follow_selection(p);
	for (int y = 0; y < r.h && p->top + (size_t)y < p->match_count; y++) {
		size_t i = p->top + (size_t)y;
		draw_line(p, s, (struct rect){r.y + y, r.x, 1, r.w}, &p->lines[p->matches[i]]);
		if (i == p->selected)
			draw_row_style(s, r, y, STYLE_SELECTED);
	}
}

static void draw_bottom(const struct palette *p, struct screen *s, struct rect r)
{
	const char *dot = glyph_text(s, GLYPH_DOT);
	if (p->refusal)
		draw_str(s, r, 0, 1, STYLE_WARN, p->refusal);
	else if (p->filter.full)
		draw_str(s, r, 0, 1, STYLE_WARN, "no room for more");
	else if (!p->match_count)
		draw_str(s, r, 0, 1, STYLE_WARN, "nothing matches");
	else
		draw_fmt(s, r, 0, 1, STYLE_DIM, "%zu of %zu %s Enter runs %s Esc closes",
			p->match_count, p->line_count, dot, dot);
}

void palette_draw(struct palette *p, struct screen *s, struct rect whole)
{
	struct rect r = place_box(p, whole);
	draw_fill(s, r, STYLE_TEXT);
	if (r.h >= 5 && r.w >= 10) {
		draw_box(s, r, STYLE_BORDER);
		draw_fmt(s, rect_inset(r, 0, 2), 0, 0, STYLE_STRONG, " %s ", p->title);
		r = rect_inset(r, 1, 1);
	}
	struct rect filter = rect_top(&r, 1);
	if (r.h > 1)
		draw_bottom(p, s, rect_bottom(&r, 1));
	draw_lines(p, s, r);
	int x = filter.w > 8 ? draw_glyph(s, filter, 0, 1, STYLE_KEY, GLYPH_CURSOR) + 1 : 0;
	lineedit_draw(&p->filter, s, filter, 0, x, filter.w - x);
}
