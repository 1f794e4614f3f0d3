/* Draws a form: what it is about, its fields, the button, and what went wrong. */
#include "form_private.h"

#include <string.h>

#include "base/sanitize.h"

#define COLUMNS 72
#define LABELS_BESIDE 40 /* columns of the box from which labels stand beside their fields */
#define KEYS_BESIDE 58 /* … from which the keys fit into one row */
#define SAID_MOST 4

/* The part of `in` that rows y to y + h of what is scrolled through it fall on. */
static struct rect window(struct rect in, int y, int h)
{
	int from = y < 0 ? 0 : y, to = y + h < in.h ? y + h : in.h;

	return (struct rect){in.y + from, in.x, to > from ? to - from : 0, in.w};
}

static int label_columns(const struct form *f, int width)
{
	int most = 0;

	if (width < LABELS_BESIDE)
		return 0;
	for (size_t i = 0; i < f->ask.n; i++) {
		int n = (int)strlen(f->items[i].field.label);
		most = n > most ? n : most;
	}
	return most + 2;
}

/* --- Heights --- */

static int error_rows(struct form_item *i, int width)
{
	if (!i->failed)
		return 0;
	textview_layout(i->error, width, 1);
	return textview_lines(i->error);
}

static int input_rows(const struct form_item *i)
{
	return form_has_editor(i) ? i->field.rows : 1;
}

static int item_rows(const struct form *f, struct form_item *i, int width, int labels)
{
	return form_label_above(f, i, labels) + input_rows(i) + form_offers(f, i) +
		error_rows(i, width - labels);
}

static int field_rows(const struct form *f, int width, int labels)
{
	int rows = 0;

	for (size_t i = 0; i < f->ask.n; i++)
		rows += item_rows(f, &f->items[i], width, labels);
	return rows;
}

/* --- One field --- */

/* All words, the chosen one with the cursor before it; where they do not fit, that one alone and
 * which of how many it is. */
static void draw_choice(const struct form_item *i, struct screen *s, struct rect r, bool here)
{
	const char *const *words = i->field.choices;
	int width = screen_plain(s) ? r.w : 0, x = 0;
	size_t n = 0;

	for (; words[n]; n++)
		width += (int)strlen(words[n]) + 3;
	for (size_t k = 0; k < n; k++) {
		bool on = k == i->choice;
		if (!on && width > r.w)
			continue;
		if (on)
			draw_glyph(s, r, 0, x, STYLE_KEY, GLYPH_CURSOR);
		if (on && here)
			draw_cursor(s, r, 0, x, false);
		int from = x;
		x = draw_str(s, r, 0, x + 1,
			    !on            ? STYLE_DIM
				    : here ? STYLE_SELECTED
					   : STYLE_STRONG,
			    words[k]) +
			2;
		draw_spot(s, (struct rect){r.y, r.x + from, r.h, x - from}, i, k);
	}
	if (width > r.w)
		draw_fmt(s, r, 0, x - 1, STYLE_DIM, "%zu of %zu", i->choice + 1, n);
}

static void draw_line(struct form_item *i, struct screen *s, struct rect r, bool here)
{
	bool empty = i->line.len == 0;

	if (i->picked != SIZE_MAX) {
		draw_glyph(s, r, 0, 0, STYLE_KEY, GLYPH_MARK);
		draw_text(s, r, 0, 2, here ? STYLE_SELECTED : STYLE_STRONG, i->offered[i->picked]);
		if (here)
			draw_cursor(s, r, 0, 0, true);
		return;
	}
	if (here)
		lineedit_draw(&i->line, s, r, 0, 0, r.w);
	else if (!i->line.secret)
		draw_text(s, r, 0, 0, STYLE_TEXT, lineedit_text(&i->line));
	if (empty && i->field.none && !screen_plain(s))
		draw_str(s, r, 0, 0, STYLE_DIM, i->field.none);
}

static struct span first_line(struct span text)
{
	const char *end = text.n > 0 ? memchr(text.p, '\n', text.n) : NULL;

	return (struct span){text.p, end ? (size_t)(end - text.p) : text.n};
}

static void draw_editor(struct form_item *i, struct screen *s, struct rect r, bool here)
{
	if (screen_plain(s) && !here) {
		draw_text(s, r, 0, 0, STYLE_TEXT, first_line(editor_text(i->editor)));
		return;
	}
	if (here)
		draw_fill(s, r, STYLE_INPUT);
	editor_layout(i->editor, r.w, r.h);
	editor_draw(i->editor, s, r, here);
	if (!here && i->field.none && editor_text(i->editor).n == 0)
		draw_str(s, r, 0, 0, STYLE_DIM, i->field.none);
}

static void draw_offer(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	(void)selected;
	draw_text(s, r, 0, 2, STYLE_TEXT, ((const struct form_item *)arg)->offered[i]);
}

/* The cursor stays where the words are typed: what is selected is said in one row. */
static void say_offer(const struct form_item *i, struct screen *s, struct rect r)
{
	int x = draw_fmt(s, r, 0, 0, STYLE_TEXT, "%zu of %zu: ", i->menu.at + 1, i->menu.n);

	draw_text(s, r, 0, x, STYLE_TEXT, i->offered[i->menu.at]);
}

/* What is heard has no right edge. */
static struct rect long_row(const struct screen *s, struct rect r)
{
	return r.h > 0 ? draw_long_row(s, r, 0) : r;
}

/* With what belongs there, which would else stand where one types; returns the column behind. */
static int say_label(const struct form_item *i, struct screen *s, struct rect r, bool here)
{
	int x = draw_str(s, r, 0, 0, STYLE_TEXT, i->field.label);

	if (i->field.none)
		x = draw_fmt(s, r, 0, x, STYLE_TEXT, " (%s)", i->field.none);
	if (here && i->field.kind == FORM_TEXT)
		x = draw_str(s, r, 0, x, STYLE_TEXT, ", line by line");
	return draw_str(s, r, 0, x, STYLE_TEXT, ":") + 1;
}

/* Draws one field with what belongs to it from row y of `in`; returns the row behind. */
static int draw_item(
	struct form *f, struct form_item *i, struct screen *s, struct rect in, int y, int labels)
{
	bool here = i == &f->items[f->at];
	struct rect label = window(in, y, 1), r;
	int offers = form_offers(f, i), errors = error_rows(i, in.w - labels), column = labels;

	draw_spot(s, window(in, y, item_rows(f, i, in.w, labels)), f, (size_t)(i - f->items));
	bool above = form_label_above(f, i, labels);
	if (f->plain)
		column = say_label(i, s, long_row(s, label), here);
	else
		draw_str(s, label, 0, 0, here ? STYLE_STRONG : STYLE_DIM, i->field.label);
	y += above;
	r = window(in, y, input_rows(i));
	r.w = long_row(s, r).w;
	rect_left(&r, above ? 0 : column);
	if (form_has_editor(i))
		draw_editor(i, s, r, here);
	else if (i->field.kind == FORM_CHOICE)
		draw_choice(i, s, r, here);
	else
		draw_line(i, s, r, here);
	y += input_rows(i);
	r = window(in, y, offers);
	rect_left(&r, labels);
	if (offers > 0) {
		int cursor_x = (int)text_width((struct span){i->line.buf, i->line.at});
		if (f->plain)
			say_offer(i, s, long_row(s, r));
		else
			menu_draw(&i->menu, s, r, draw_offer, i);
		/* Typing goes on above, whatever is selected below. */
		struct rect line = long_row(s, window(in, y - 1, 1));
		rect_left(&line, above ? 0 : column);
		draw_cursor(s, line, 0, cursor_x < line.w ? cursor_x : line.w - 1, true);
	}
	y += offers;
	r = window(in, y, errors);
	rect_left(&r, labels);
	if (errors > 0) {
		textview_layout(i->error, r.w, r.h);
		textview_draw(i->error, s, r, false);
	}
	return y + errors;
}

/* --- All of them --- */

/* With the button, and a blank row above it where there is room. */
static int all_rows(const struct form *f, int width, int labels)
{
	return field_rows(f, width, labels) + !f->tight + 1;
}

/* Of the field that has the keys, or of the button. */
static int rows_here(const struct form *f, int width, int labels)
{
	return f->at < f->ask.n ? item_rows(f, &f->items[f->at], width, labels) : 1;
}

/* The first row shown, so that the field that has the keys is among them. */
static int first_row(const struct form *f, struct rect in, int labels)
{
	int y = 0, h = rows_here(f, in.w, labels);

	for (size_t i = 0; i < f->at; i++)
		y += item_rows(f, &f->items[i], in.w, labels);
	if (f->at == f->ask.n)
		y = all_rows(f, in.w, labels) - 1;
	if (y + h <= in.h)
		return 0;
	return h > in.h ? y : y + h - in.h;
}

static void draw_button(const struct form *f, struct screen *s, struct rect r)
{
	bool here = f->at == f->ask.n;

	draw_spot(s, r, f, f->ask.n);
	if (here)
		draw_cursor(s, r, 0, 0, false);
	if (here)
		draw_glyph(s, r, 0, 0, STYLE_KEY, GLYPH_CURSOR);
	draw_fmt(s, r, 0, 1, here ? STYLE_SELECTED : STYLE_TEXT, "[ %s ]", f->ask.button);
}

static void draw_fields(struct form *f, struct screen *s, struct rect in, int labels)
{
	int y = -first_row(f, in, labels);

	for (size_t i = 0; i < f->ask.n; i++)
		y = draw_item(f, &f->items[i], s, in, y, labels);
	draw_button(f, s, window(in, y + !f->tight, 1));
}

/* Where more of it lies below, "…" says so beside its last row: between text and border. */
static void draw_view(struct textview *v, struct screen *s, struct rect r)
{
	textview_layout(v, r.w, r.h);
	textview_draw(v, s, r, false);
	if (r.h > 0 && textview_more(v) && !screen_plain(s))
		draw_glyph(s, (struct rect){r.y, r.x, r.h, r.w + 1}, r.h - 1, r.w, STYLE_WARN,
			GLYPH_ELLIPSIS);
}

static int said_rows(struct form *f, int width)
{
	if (f->waiting || !f->saying)
		return f->waiting || !f->tight;
	textview_layout(f->said, width, 1);
	int lines = textview_lines(f->said);
	return lines < SAID_MOST ? lines : SAID_MOST;
}

static void draw_said(struct form *f, struct screen *s, struct rect r)
{
	if (f->waiting) {
		draw_str(s, r, 0, 0, STYLE_DIM, f->waiting);
	} else if (f->saying) {
		if (f->leaving)
			draw_cursor(s, r, 0, 0, false);
		draw_view(f->said, s, r);
	}
}

static void draw_keys(const struct form *f, struct screen *s, struct rect r)
{
	static const char *const line[] = {
		"Enter", "next", "Tab", "fields", "Ctrl-S", "does it", "Esc", "leaves", NULL};
	static const char *const text[] = {
		"Tab", "next", "Enter", "new line", "Ctrl-S", "does it", "Esc", "leaves", NULL};
	static const char *const choice[] = {
		"← →", "choose", "Enter", "next", "Ctrl-S", "does it", "Esc", "leaves", NULL};
	static const char *const choice_ascii[] = {
		"Space", "choose", "Enter", "next", "Ctrl-S", "does it", "Esc", "leaves", NULL};
	static const char *const pick[] = {"Up/Down", "choose", "Enter", "takes it", "Ctrl-S",
		"does it", "Esc", "leaves", NULL};
	static const char *const button[] = {
		"Enter", "does it", "Tab", "fields", "Esc", "leaves", NULL};
	static const char *const leaving[] = {
		"y", "throws it away", "n, Esc", "goes on typing", NULL};
	static const char *const loading[] = {"Esc", "leaves", NULL};
	static const char *const stops[] = {"Ctrl-C", "stops it", NULL};
	static const char *const none[] = {NULL};
	const char *const *keys = line;

	if (f->loading)
		keys = loading;
	else if (f->waiting)
		keys = f->ask.cancel ? stops : none;
	else if (f->leaving)
		keys = leaving;
	else if (f->at == f->ask.n)
		keys = button;
	else if (f->items[f->at].field.kind == FORM_TEXT)
		keys = text;
	else if (f->items[f->at].field.kind == FORM_CHOICE)
		keys = screen_ascii(s) ? choice_ascii : choice;
	else if (form_offers(f, &f->items[f->at]) > 0)
		keys = pick;
	overlay_keys(s, r, keys);
}

static bool has_keys(const struct form *f, struct rect in, int said, int labels)
{
	int least = textview_marked_lines(f->about) + rows_here(f, in.w, labels) + said;

	return !f->tight || in.h >= (least < 6 ? 6 : least) + (in.w < KEYS_BESIDE ? 2 : 1);
}

/* With a blank row below it where there is room. */
static int about_rows(const struct form *f, struct rect in, int about, int labels)
{
	int left = in.h - all_rows(f, in.w, labels), most = in.h - rows_here(f, in.w, labels);
	int told = textview_marked_lines(f->about), first = told < most ? told : most;

	left = left < first ? first : left;
	return left < 0 ? 0 : left > about ? about + 1 : left;
}

void form_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct form *f = (struct form *)o;
	f->plain = screen_plain(s);
	o->undoes = f->at < f->ask.n && form_has_editor(&f->items[f->at]);
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;
	int key_rows = columns < KEYS_BESIDE ? 2 : 1, labels = label_columns(f, columns);

	f->tight = false;
	textview_layout(f->about, columns, r.h);
	int about = textview_lines(f->about);
	int wanted = about + (about > 0) + all_rows(f, columns, labels) + said_rows(f, columns) +
		key_rows;
	struct rect in = overlay_box(s, r, wanted, columns, f->ask.title);
	draw_cursor(s, in, 0, 0, false);
	f->tight = in.h < wanted;
	int said = said_rows(f, columns);
	struct rect keys = rect_bottom(&in, has_keys(f, in, said, labels) ? key_rows : 0);
	struct rect below = rect_bottom(&in, in.h > said ? said : in.h > 1);
	struct rect above = rect_top(&in, about_rows(f, in, about, labels));

	rect_bottom(&above, above.h > about ? 1 : 0);
	draw_view(f->about, s, above);
	if (!f->plain || !f->loading) /* what is typed there is said when it has come */
		draw_fields(f, s, in, labels);
	draw_said(f, s, below);
	draw_keys(f, s, keys);
	if (f->doubt == FORM_UNSEEN)
		f->doubt = FORM_SEEN;
}
