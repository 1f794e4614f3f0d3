/* The lines around the panes, made from the tables of panes, actions and keys. */
#include "panes/frame.h"

#include <stdio.h>
#include <string.h>

#define WIDE_BAR 60 /* columns from which the bar says what can be done without */
#define NAMES_PALETTE 72 /* columns for the way to all actions as well … */
#define WIDE_FOOTER 100 /* … and for its whole name */
#define WHOLE_FOOTER 48 /* columns for two keys, help and the way out */

/* Columns `from` to before `to` run an action when they are clicked. */
static void offer_click(struct screen *s, struct rect r, int from, int to, enum action a)
{
	draw_spot(s, (struct rect){r.y, r.x + from, r.h, to - from}, point_actions, a);
}

#define PROGRAM "tenet  "

/* Of the bar, without the program's name. */
static int bar_columns(const struct console *c, struct span where, const struct str *who)
{
	return (int)(text_width(SPAN_LIT("  ·  ▾  ")) + text_width(span_of(c->database)) +
		text_width(where) + text_width(str_span(who)));
}

/* How many people are here, where nothing but the program's name has to give way for it. */
static void say_here(const struct console *c, struct span where, int columns, struct str *who)
{
	char here[32];

	snprintf(here, sizeof(here), " · %lld here", (long long)c->others + 1);
	int needed = bar_columns(c, where, who) + (int)text_width(span_of(here));
	if (c->others > 0 && needed <= columns)
		str_add(who, here);
}

void frame_bar(struct screen *s, struct rect r, const struct console *c)
{
	bool wide = r.w >= WIDE_BAR;
	struct span all = wide ? SPAN_LIT("all personas") : SPAN_LIT("all");
	struct span where = c->persona_id[0] ? str_span(&c->persona) : all;
	struct str who = {0};
	char number[16];

	draw_fill(s, r, STYLE_BAR);
	draw_told(s, r, 0, c->lost ? 0 : DRAW_TOLD_QUIET);
	str_add(&who, c->session.name);
	if (wide)
		str_addf(&who, " (%s)", role_name(c->session.role));
	if (c->pending >= 0) {
		console_count(c->pending, number);
		str_addf(&who, " · %s pending", number);
	}
	if (c->read_only)
		str_add(&who, " · read-only");
	if (c->lost)
		str_add(&who, " · NOT CONNECTED");
	if (wide)
		say_here(c, where, r.w, &who);
	bool named = wide && bar_columns(c, where, &who) + (int)strlen(PROGRAM) <= r.w;
	r.w = draw_right(s, r, 0, r.w - 1, STYLE_BAR, str_span(&who)) - 1;
	int x = 1;
	if (named)
		x = draw_str(s, r, 0, x, STYLE_BAR, PROGRAM);
	x = draw_text(s, r, 0, x, STYLE_BAR, span_of(c->database));
	if (x + 3 >= r.w) {
		str_free(&who);
		return;
	}
	x = draw_str(s, r, 0, x, STYLE_BAR, " · ");
	int end = draw_text(s, r, 0, x, STYLE_BAR, where);
	end = draw_glyph(s, r, 0, end + 1, STYLE_BAR, GLYPH_MENU);
	offer_click(s, r, x, end, ACTION_PERSONA);
	str_free(&who);
}

static enum action tab_action(int pane)
{
	return pane == PANE_DRAWING ? ACTION_DRAW : (enum action)(ACTION_PANE_1 + pane);
}

static void tab_key(const struct keymap *keys, int pane, char key[KEYMAP_NAME])
{
	keymap_key(keys, KEYS_BELIEFS, tab_action(pane), key); /* everywhere, or from the beliefs */
}

static bool has_tab(int pane, enum pane_id front)
{
	return pane < PANE_MINE || pane == (int)front;
}

/* Columns of a tab without its name, and those that its name adds. */
static int tab_columns(const struct keymap *keys, int pane)
{
	char key[KEYMAP_NAME];

	tab_key(keys, pane, key);
	return (int)text_width(span_of(key)) + 2;
}

static int name_columns(const struct keymap *keys, int pane, const char *name)
{
	char key[KEYMAP_NAME];

	tab_key(keys, pane, key);
	return (int)strlen(name) + (key[0] ? 1 : 0);
}

/* Where they do not all fit, the one in front has its name, and of the others who finds room. */
void frame_tabs(struct screen *s, struct rect r, const struct keymap *keys,
	const struct pane_ops *const *panes, int n, enum pane_id front)
{
	int spare = r.w - 1, names = 0, x = 1;

	for (int i = 0; i < n; i++) {
		spare -= has_tab(i, front) ? tab_columns(keys, i) : 0;
		names += has_tab(i, front) ? name_columns(keys, i, panes[i]->name) + 1 : 0;
	}
	bool all = names - 1 <= spare;
	spare -= name_columns(keys, (int)front, panes[front]->name);
	for (int i = 0; i < n; i++) {
		bool other = i != (int)front;
		int from = x, name = other ? name_columns(keys, i, panes[i]->name) : 0;
		enum style style = other ? STYLE_TAB : STYLE_TAB_ON;
		char key[KEYMAP_NAME];
		if (!has_tab(i, front))
			continue;
		if (other && !all && spare < 0) {
			spare += tab_columns(keys, i);
			continue;
		}
		tab_key(keys, i, key);
		if (other && !all && name > spare) {
			x = draw_fmt(s, r, 0, x, style, " %s ", key);
		} else {
			x = draw_fmt(s, r, 0, x, style, key[0] ? " %s %s " : " %s%s ", key,
				panes[i]->name);
			spare -= name;
		}
		if (other)
			offer_click(s, r, from, x, tab_action(i));
		x += all ? 1 : 0;
	}
}

struct span frame_whole_parts(struct span text, int columns)
{
	static const char dot[] = " · ";
	const char *end = text.p + text.n;
	struct span kept = text;

	if ((int)text_width(text) <= columns)
		return text;
	for (const char *at = text.p; (at = memmem(at, (size_t)(end - at), dot, strlen(dot)));
		at += strlen(dot)) {
		struct span parts = {text.p, (size_t)(at - text.p)};
		if ((int)text_width(parts) > columns)
			break;
		kept = parts;
	}
	return kept;
}

int frame_part(struct screen *s, struct rect r, int x, enum style style, struct span text)
{
	if (text.n == 0)
		return x;
	x = draw_str(s, r, 0, x, STYLE_TEXT, " ");
	x = draw_text(s, r, 0, x, style, text);
	return draw_str(s, r, 0, x, STYLE_TEXT, " ") + 2;
}

/* Cuts off what one line has room for, whole words where that can be. */
static struct span take_line(struct span *text, int columns)
{
	size_t fits = text_fit(*text, columns), end = fits;

	while (end > 0 && end < text->n && text->p[end] != ' ')
		end--;
	struct span line = {text->p, end > 0 ? end : fits};
	*text = (struct span){text->p + line.n, text->n - line.n};
	if (text->n > 0 && text->p[0] == ' ')
		*text = (struct span){text->p + 1, text->n - 1};
	return line;
}

int frame_lines(struct span message, int columns)
{
	int lines = 1;

	while (take_line(&message, columns - 3).n > 0 && message.n > 0)
		lines++;
	return lines;
}

/* Over all of the lines. */
static void draw_long_message(
	struct screen *s, struct rect r, enum style style, struct span message)
{
	frame_part(s, r, 1, style, take_line(&message, r.w - 3));
	for (int y = 1; y < r.h; y++) {
		draw_fill(s, (struct rect){r.y + y, r.x, 1, r.w}, STYLE_TEXT);
		draw_text(s, r, y, 2, style, y + 1 < r.h ? take_line(&message, r.w - 3) : message);
	}
}

int frame_status(struct screen *s, struct rect r, const struct pane *p, struct span running,
	enum style style, struct span message)
{
	struct str status = {0};
	int x = 1, lines = 1, columns = (int)text_width(message);

	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	if (p)
		p->ops->status(p, &status);
	/* A message that needs all of the line gets it, and else the lines below it, too. */
	int room = r.w - (int)(text_width(str_span(&status)) + text_width(running)) - 10;
	if (message.n == 0 || columns <= room) {
		struct rect own = r;
		own.w -= 2 + (running.n > 0 ? (int)text_width(running) + 4 : 0);
		struct span parts = frame_whole_parts(str_span(&status), own.w - 3);
		if (running.n == 0 || (int)text_width(parts) <= own.w - 3)
			x = frame_part(s, own, 1, STYLE_TEXT, parts);
	}
	x = frame_part(s, r, x, STYLE_ACCENT, running);
	if (running.n == 0 && columns > r.w - 3 && r.h > 1) {
		draw_long_message(s, r, style, message);
		lines = r.h;
	} else {
		frame_part(s, r, x, style, message);
	}
	str_free(&status);
	return lines;
}

/* Two that belong together under one word, or a shorter word than in the list of keys. */
static const struct shorter {
	enum action action, other; /* ACTION_NONE: it alone */
	const char *name;
} shorter[] = {
	{ACTION_RAISE, ACTION_LOWER, "nudge"},
	{ACTION_LOCK_BELIEF, ACTION_NONE, "lock"},
	{ACTION_UNDO_CHANGE, ACTION_NONE, "undo"},
	{ACTION_TAKE_BACK, ACTION_NONE, "undo"},
	{ACTION_SCROLL_DOWN, ACTION_SCROLL_UP, "scroll"},
	{ACTION_SCROLL_DOWN, ACTION_NONE, "more"},
	{ACTION_PALETTE, ACTION_NONE, "all"},
	{ACTION_PAN_LEFT, ACTION_PAN_RIGHT, "pan"},
	{ACTION_NEXT_BELIEF, ACTION_NONE, "next"},
	{ACTION_MINIMAP, ACTION_NONE, "map"},
};

static const struct shorter *find_shorter(enum action action, enum action next)
{
	for (size_t i = 0; i < sizeof(shorter) / sizeof(*shorter); i++)
		if (shorter[i].action == action &&
			(shorter[i].other == ACTION_NONE || shorter[i].other == next))
			return &shorter[i];
	return NULL;
}

static const char *hint_name(const struct pane *p, enum action action, const struct shorter *by)
{
	const char *here = p->ops->called ? p->ops->called(p, action) : NULL;

	return here ? here : by ? by->name : action_info(action)->name;
}

/* "key name", "key key name", "g +, - name" with a chord, or, of an action without keys, how it is
 * called (":name"). */
static void say_hint(const struct keymap *keys, const struct pane *p, enum action action,
	const struct shorter *by, char key[2 * KEYMAP_NAME], const char **name)
{
	char bare[KEYMAP_NAME], second[KEYMAP_NAME];

	keymap_key(keys, p->ops->keys, action, bare);
	keymap_call(keys, p->ops->keys, action, key);
	bool has_key = strcmp(bare, key) == 0, alone = !by || by->other == ACTION_NONE;
	*name = has_key || !alone ? hint_name(p, action, by) : "";
	if (alone)
		return;
	keymap_call(keys, p->ops->keys, by->other, second);
	/* The blanks of a chord are not those between two keys. */
	const char *gap = strchr(key, ' ') || strchr(second, ' ') ? ", " : " ";
	size_t used = strlen(key);
	snprintf(key + used, 2 * KEYMAP_NAME - used, "%s%s", gap, second);
}

static int hint_columns(const struct keymap *keys, const struct pane *p, enum action action,
	const struct shorter *by)
{
	char key[2 * KEYMAP_NAME];
	const char *name;

	say_hint(keys, p, action, by, key, &name);
	return (int)(text_width(span_of(key)) + strlen("   ") + strlen(name));
}

/* What does not fit whole is left out. */
static int draw_hint(struct screen *s, struct rect r, int x, const struct keymap *keys,
	const struct pane *p, enum action action, const struct shorter *by)
{
	char key[2 * KEYMAP_NAME];
	const char *name;

	say_hint(keys, p, action, by, key, &name);
	if (x + (int)(text_width(span_of(key)) + (*name != '\0') + strlen(name)) > r.w)
		return x;
	int from = x;
	x = draw_str(s, r, 0, x, STYLE_KEY, key);
	if (*name)
		x = draw_fmt(s, r, 0, x, STYLE_TEXT, " %s", name);
	offer_click(s, r, from, x, action);
	return x + 2;
}

static bool offers(const struct pane *p, enum action action)
{
	for (const enum action *f = p->ops->footer(p); *f != ACTION_NONE; f++)
		if (*f == action)
			return true;
	return false;
}

/* What waits for an answer is left by that, and not by closing anything; and where there is room
 * for one of the two, the way to the other part is named. */
static bool names_quit(const struct pane *p, int columns)
{
	return !offers(p, ACTION_CANCEL) &&
		(columns >= WHOLE_FOOTER || !offers(p, ACTION_NEXT_PART));
}

void frame_footer(struct screen *s, struct rect r, const struct keymap *keys, const struct pane *p)
{
	const struct shorter *all =
		r.w < WIDE_FOOTER ? find_shorter(ACTION_PALETTE, ACTION_NONE) : NULL;
	struct rect before_help = r, before_quit = r;
	const char *why;
	int x = 1;

	/* The ways to all the rest, and the way out, are named as long as there is any room. */
	if (names_quit(p, r.w))
		before_quit.w -= hint_columns(keys, p, ACTION_QUIT, NULL);
	before_help.w = before_quit.w - hint_columns(keys, p, ACTION_HELP, NULL);
	if (r.w >= NAMES_PALETTE)
		before_help.w -= hint_columns(keys, p, ACTION_PALETTE, all);
	for (const enum action *f = p->ops->footer(p); *f != ACTION_NONE; f++) {
		const struct shorter *by = find_shorter(*f, f[1]);
		if (p->ops->enabled(p, *f, &why))
			x = draw_hint(s, before_help, x, keys, p, *f, by);
		f += by && by->other != ACTION_NONE;
	}
	x = draw_hint(s, r, x, keys, p, ACTION_HELP, NULL);
	x = draw_hint(s, before_quit, x, keys, p, ACTION_PALETTE, all);
	draw_hint(s, r, x, keys, p, ACTION_QUIT, NULL);
}
