/* The actions of a place as lines to search and run. */
#include "tui/palette.h"

#include <ctype.h>
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
	const char *elsewhere; /* where alone it works; NULL: here */
};

struct palette {
	struct arena arena;
	const struct keymap *keys; /* borrowed */
	enum key_place place;
	enum palette_scope scope;
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

/* What is drawn has no sides that lead in and out, and rows of boxes. */
static const char *help_of(const struct palette *p, enum action a)
{
	static const char *const drawn[] = {
		[ACTION_DOWN] = "select the next belief below",
		[ACTION_UP] = "select the next belief above",
		[ACTION_LEFT] = "select the next belief to the left",
		[ACTION_RIGHT] = "select the next belief to the right",
		[ACTION_SCROLL_DOWN] = "move the window over the drawing down",
		[ACTION_SCROLL_UP] = "move the window over the drawing up",
	};
	bool known = p->place == KEYS_DRAWING && a < sizeof(drawn) / sizeof(*drawn);

	return known && drawn[a] ? drawn[a] : action_info(a)->help;
}

/* All keys that mean `a` here: those of the place, and those from everywhere that it leaves alone.
 */
static const char *keys_of(struct palette *p, enum action a)
{
	struct str keys = {0};
	size_t n;
	const struct key_binding *table = keymap_table(p->keys, &n);
	for (size_t i = 0; i < n; i++) {
		char name[KEYMAP_NAME] = ":";
		if (table[i].action != a || !keymap_holds(p->keys, p->place, &table[i]))
			continue;
		if (table[i].n > 0)
			keymap_say(table[i].codes, table[i].n, name);
		if (keys.len)
			str_add(&keys, ", ");
		str_add(&keys, name);
	}
	const char *copy = arena_strdup(&p->arena, str_cstr(&keys));
	str_free(&keys);
	return copy;
}

/* Of another place: to be found, and to say where it works. */
static bool is_here(const struct palette *p, enum key_place place)
{
	return place == p->place || place == KEYS_EVERYWHERE;
}

static void add_lines(struct palette *p, enum key_place place)
{
	size_t n;
	const struct key_binding *table = keymap_table(p->keys, &n);
	for (size_t i = 0; i < n; i++) {
		enum action a = table[i].action;
		if (table[i].place != place || has_line(p, a))
			continue;
		const struct action_info *info = action_info(a);
		struct line *line = &p->lines[p->line_count++];
		line->action = a;
		line->keys = is_here(p, place) ? keys_of(p, a) : "";
		if (!is_here(p, place))
			line->elsewhere =
				arena_printf(&p->arena, "only in %s", key_place_name(place));
		line->words = arena_printf(&p->arena, "%s %s %s %s", line->keys, info->name,
			info->help, help_of(p, a));
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

/* Whether the name holds what was typed, letter after letter with others between: "mka" is
 * mark-all. */
static bool is_abbreviated(const struct line *line, struct span typed)
{
	const char *name = action_info(line->action)->name;

	for (size_t i = 0; i < typed.n; i++) {
		name = strchr(name, tolower((unsigned char)typed.p[i]));
		if (!name || !*name++)
			return false;
	}
	return typed.n > 1;
}

/* How well a line fits what was typed; 0 is best, 3 not at all. */
static int rank_of(const struct line *line, struct span typed)
{
	return is_named(line, typed)          ? 0
		: matches(line, typed)        ? 1
		: is_abbreviated(line, typed) ? 2
					      : 3;
}

/* The first match is what Enter runs: an action that was named comes before those which only speak
 * of it. */
static void find_matches(struct palette *p)
{
	struct span typed = lineedit_text(&p->filter);
	p->match_count = 0;
	for (int rank = 0; rank < 3; rank++)
		for (size_t i = 0; i < p->line_count; i++)
			if (rank_of(&p->lines[i], typed) == rank)
				p->matches[p->match_count++] = i;
	p->selected = typed.n && p->match_count ? 0 : NOTHING;
	p->top = 0;
}

struct palette *palette_open(const struct keymap *keys, enum key_place place,
	enum palette_scope scope, const char *title, palette_enabled *enabled, void *arg)
{
	struct palette *p = xcalloc(1, sizeof(*p));
	p->keys = keys;
	p->place = place;
	p->scope = scope;
	p->title = arena_strdup(&p->arena, title);
	p->enabled = enabled;
	p->arg = arg;
	add_lines(p, place);
	add_lines(p, KEYS_EVERYWHERE);
	for (int other = 0; scope == PALETTE_ALL && other < KEYS_PLACES; other++)
		if (!is_here(p, (enum key_place)other))
			add_lines(p, (enum key_place)other);
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

static bool is_enabled(const struct palette *p, const struct line *line, const char **why)
{
	*why = line->elsewhere;
	if (*why)
		return false;
	if (!p->enabled || p->enabled(p->arg, line->action, why))
		return true;
	if (!*why)
		*why = "not now";
	return false;
}

static const struct line *selected_line(const struct palette *p)
{
	return p->selected < p->match_count ? &p->lines[p->matches[p->selected]] : NULL;
}

enum action palette_action(const struct palette *p)
{
	const struct line *line = selected_line(p);

	return line ? line->action : ACTION_NONE;
}

static void move(struct palette *p, bool down, size_t rows)
{
	if (!p->match_count)
		return;
	size_t last = p->match_count - 1;
	size_t bottom = p->height && last - p->top >= p->height ? p->top + p->height - 1 : last;
	if (p->selected == NOTHING)
		p->selected = down ? p->top : bottom;
	else if (down)
		p->selected = rows > last - p->selected ? last : p->selected + rows;
	else
		p->selected = rows > p->selected ? 0 : p->selected - rows;
}

/* Who only reads, and has nothing selected, has nothing selected after it. */
static void turn(struct palette *p, bool down, size_t rows)
{
	size_t height = p->height ? p->height : 1;
	size_t end = p->match_count > height ? p->match_count - height : 0;
	if (down)
		p->top = rows > end - p->top ? end : p->top + rows;
	else
		p->top = rows > p->top ? 0 : p->top - rows;
	if (p->selected != NOTHING)
		move(p, down, rows);
}

static void turn_page(struct palette *p, bool down)
{
	turn(p, down, p->height > 2 ? p->height - 1 : 1);
}

/* The keys that open the box close it again, while nothing is searched. */
static bool is_opener(const struct palette *p, const struct key *k)
{
	enum action a = keymap_action(p->keys, p->place, k->code);
	return !p->filter.len && (a == ACTION_HELP || a == ACTION_PALETTE);
}

static enum palette_result run(struct palette *p)
{
	const struct line *line = selected_line(p);
	if (!line)
		p->refusal = p->match_count ? "choose a line first" : "nothing matches";
	else if (is_enabled(p, line, &p->refusal))
		return PALETTE_RUN;
	return PALETTE_STAY;
}

enum palette_result palette_key(struct palette *p, const struct key *k)
{
	p->refusal = NULL;
	if (is_opener(p, k))
		return PALETTE_CLOSE;
	switch (k->code) {
	case KEYC_ESC:
	case KEY_CTRL('c'): return PALETTE_CLOSE;
	case KEYC_ENTER: return run(p);
	case KEYC_DOWN: move(p, true, 1); break;
	case KEYC_UP: move(p, false, 1); break;
	case KEYC_PGDN: turn_page(p, true); break;
	case KEYC_PGUP: turn_page(p, false); break;
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

enum palette_result palette_point(struct palette *p, const struct point *at)
{
	size_t was = p->selected, row;

	if (at->on != p)
		return PALETTE_STAY;
	if (at->what == POINT_WHEEL)
		turn(p, at->lines > 0, (size_t)abs(at->lines));
	if (at->what != POINT_PRESS)
		return PALETTE_STAY;
	p->refusal = NULL;
	row = point_row(at, p->top, p->height, p->match_count);
	if (row == SIZE_MAX)
		return PALETTE_STAY;
	p->selected = row;
	if (row != was)
		return PALETTE_STAY;
	if (point_may_run(palette_action(p)))
		return run(p);
	p->refusal = "no click does this: Enter does";
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

static void say_help(const struct palette *p, const struct line *line, struct str *out)
{
	const char *why;

	keymap_words(p->keys, p->place, help_of(p, line->action), out);
	if (is_enabled(p, line, &why))
		return;
	str_add(out, " (");
	keymap_words(p->keys, p->place, why, out);
	str_add(out, ")");
}

/* Bytes of the text that one row of this width takes, up to a blank. */
static size_t row_of(struct span text, int width)
{
	size_t best = 0;
	if (text_width(text) <= (size_t)width)
		return text.n;
	for (size_t i = 1; i < text.n; i++) {
		if (text.p[i] != ' ')
			continue;
		if (text_width((struct span){text.p, i}) > (size_t)width)
			break;
		best = i + 1;
	}
	return best ? best : text.n;
}

static int rows_of(struct span text, int width)
{
	int rows = 0;
	for (; text.n; rows++) {
		size_t n = row_of(text, width);
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

static void draw_line(
	const struct palette *p, struct screen *s, struct rect row, const struct line *line)
{
	const char *why;
	bool on = is_enabled(p, line, &why);
	struct str help = {0};
	say_help(p, line, &help);
	struct rect keys = rect_left(&row, p->keys_width + (screen_plain(s) ? 3 : 2));
	struct rect name = rect_left(&row, NAME_COLUMNS);
	draw_str(s, keys, 0, 1, on ? STYLE_KEY : STYLE_DIM, line->keys);
	draw_str(s, name, 0, 0, on ? STYLE_TEXT : STYLE_DIM, action_info(line->action)->name);
	draw_text(s, row, 0, 0, on ? STYLE_TEXT : STYLE_DIM, str_span(&help));
	str_free(&help);
}

static void draw_detail(const struct palette *p, struct screen *s, struct rect r)
{
	struct str help = {0};
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	if (screen_plain(s)) {
		/* The cursor is where the search is typed: what it found is said here. */
		if (selected_line(p))
			draw_line(p, s, r, selected_line(p));
		return;
	}
	if (selected_line(p))
		say_help(p, selected_line(p), &help);
	else
		str_add(&help, "choose a line, and all of it stands here");
	struct span rest = str_span(&help);
	for (int y = 1; y < r.h && rest.n; y++) {
		size_t n = y == r.h - 1 ? rest.n : row_of(rest, r.w - 2);
		draw_text(s, r, y, 1, STYLE_DIM, (struct span){rest.p, n});
		rest = (struct span){rest.p + n, rest.n - n};
	}
	str_free(&help);
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
	draw_spot(s, r, p, 0);
	for (int y = 0; y < r.h && p->top + (size_t)y < p->match_count; y++) {
		size_t i = p->top + (size_t)y;
		draw_line(p, s, (struct rect){r.y + y, r.x, 1, r.w}, &p->lines[p->matches[i]]);
		if (p->filter.len || p->selected != NOTHING || p->scope == PALETTE_ALL)
			draw_told(s, r, y, DRAW_TOLD_QUIET);
		if (i == p->selected)
			draw_row_style(s, r, y, STYLE_SELECTED);
	}
}

/* What part is shown, and the keys as far as there is room for them. */
static void draw_part(const struct palette *p, struct screen *s, struct rect r)
{
	const char *dot = glyph_text(s, GLYPH_DOT), *more = "PgUp, PgDn more";
	size_t end = p->top + p->height;
	struct str part = {0};
	if (!p->top)
		more = "PgDn more";
	else if (end >= p->match_count)
		more = "PgUp more";
	if (p->match_count <= p->height)
		str_addf(&part, "%zu of %zu", p->match_count, p->line_count);
	else
		str_addf(&part, "%zu–%zu of %zu %s %s", p->top + 1, end, p->match_count, dot, more);
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
		str_free(&why);
	} else if (p->filter.full) {
		draw_str(s, r, 0, 1, STYLE_WARN, "no room for more");
	} else if (!p->match_count) {
		draw_str(s, r, 0, 1, STYLE_WARN, "nothing matches");
	} else {
		draw_part(p, s, r);
	}
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
	struct rect bottom = rect_bottom(&r, r.h > 1 ? 1 : 0);
	int rows = detail_rows(p, r.w);
	struct rect detail = rect_bottom(&r,
		screen_plain(s)                      ? 1
			: rows && r.h > 2 * rows + 2 ? rows + 1
						     : 0);
	draw_lines(p, s, r);
	draw_detail(p, s, detail);
	draw_bottom(p, s, bottom);
	int x = screen_plain(s) ? draw_str(s, filter, 0, 0, STYLE_TEXT, "search: ")
		: filter.w > 8  ? draw_glyph(s, filter, 0, 1, STYLE_KEY, GLYPH_CURSOR) + 1
				: 0;
	lineedit_draw(&p->filter, s, filter, 0, x, filter.w - x);
}
