/* Draws the box of saved filters. */
#include "views.h"

#define COLUMNS 92
#define COUNT_COLUMNS 8
#define NAME_COLUMNS 22
#define OWNER_COLUMNS 9
#define WIDE 60 /* columns of the box from which a row has its filter, too */

static void draw_count(struct screen *s, struct rect r, const struct views_row *row)
{
	char count[16];

	if (row->count >= 0) {
		console_count(row->count, count);
		draw_right(s, r, 0, r.w, STYLE_TEXT, span_of(count));
	} else if (row->problem.code != ERR_NONE) {
		draw_glyph(s, r, 0, r.w - 1, STYLE_WARN, GLYPH_WARN);
	} else if (!screen_plain(s)) {
		draw_glyph(s, r, 0, r.w - 1, STYLE_DIM, GLYPH_ELLIPSIS);
	}
}

static void draw_row(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	const struct views_row *row = &((const struct views *)arg)->rows[i];
	bool wide = r.w >= WIDE;

	(void)selected;
	rect_left(&r, 2);
	struct rect count = rect_left(&r, COUNT_COLUMNS);
	rect_left(&r, 2);
	struct rect name, owner;
	if (wide) {
		name = rect_left(&r, NAME_COLUMNS);
		rect_left(&r, 2);
		owner = rect_left(&r, OWNER_COLUMNS);
		draw_text(s, r, 0, 0, STYLE_DIM,
			row->view.filter.n > 0 ? row->view.filter : SPAN_LIT("status:pending"));
	} else {
		owner = rect_right(&r, OWNER_COLUMNS);
		name = r;
	}
	draw_count(s, count, row);
	draw_text(s, name, 0, 0, STYLE_TEXT, row->view.name);
	draw_str(s, owner, 0, wide ? 0 : 1,
		row->view.owner == VIEW_SHARED ? STYLE_ACCENT : STYLE_DIM,
		view_owner_name(row->view.owner));
}

static void draw_rows(struct views *v, struct screen *s, struct rect r)
{
	if (v->loaded)
		menu_draw(&v->menu, s, r, draw_row, v);
	else if (v->load_error.code != ERR_NONE)
		draw_str(s, r, 0, 0, STYLE_BAD, v->load_error.text);
	else
		draw_str(s, r, 0, 0, STYLE_DIM, "Loading saved filters …");
}

/* What the last key came to, else what is wrong with the selected one, else what it shows. */
static void draw_said(const struct views *v, struct screen *s, struct rect r)
{
	const struct views_row *row = views_selected(v);

	if (v->writing)
		draw_str(s, r, 0, 0, STYLE_DIM, "saving …");
	else if (v->said.text.len > 0)
		draw_text(s, r, 0, 0, v->said.style, str_span(&v->said.text));
	else if (row && row->problem.code != ERR_NONE)
		draw_str(s, r, 0, 0, STYLE_WARN, row->problem.text);
	else if (row && v->stage == VIEWS_CHOOSING)
		draw_text(s, r, 0, 0, STYLE_DIM,
			row->view.filter.n > 0 ? row->view.filter
					       : SPAN_LIT("all that waits, oldest first"));
}

static void draw_name(struct views *v, struct screen *s, struct rect r)
{
	static const char *const labels[] = {
		[VIEWS_SAVING_OWN] = "save as: ",
		[VIEWS_SAVING_SHARED] = "save for everybody as: ",
		[VIEWS_RENAMING] = "new name: ",
	};
	int x = draw_str(s, r, 0, 0, STYLE_STRONG, labels[v->stage]);

	lineedit_draw(&v->name, s, r, 0, x, r.w - x);
}

/* What is going to be saved under the name, or why it was not. */
static void draw_filter(const struct views *v, struct screen *s, struct rect r)
{
	const struct str *text = &v->queue->filter_text;

	if (v->said.text.len > 0 || v->writing || v->stage == VIEWS_RENAMING) {
		draw_said(v, s, r);
		return;
	}
	int x = draw_str(s, r, 0, 0, STYLE_DIM, "filter: ");
	draw_text(s, r, 0, x, STYLE_TEXT,
		text->len > 0 ? str_span(text) : SPAN_LIT("all that waits, oldest first"));
}

static void draw_keys(const struct views *v, struct screen *s, struct rect r)
{
	static const char *const choosing[] = {"Enter", "show", "s", "save", "S", "save for all",
		"r", "rename", "d", "delete", "Esc", "close", NULL};
	static const char *const looking[] = {"Enter", "show", "Esc", "close", NULL};
	static const char *const naming[] = {"Enter", "saves", "Esc", "does not save", NULL};

	if (v->stage != VIEWS_CHOOSING)
		overlay_keys(s, r, naming);
	else
		overlay_keys(
			s, r, console_refuses(v->queue->console, MAY_READ) ? looking : choosing);
}

void views_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct views *v = (struct views *)o;
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS, key_rows = columns < WIDE ? 2 : 1;
	int rows = v->menu.n > 0 ? (int)v->menu.n : 1;
	struct rect in = overlay_box(s, r, rows + 2 + key_rows, columns, "Saved filters");
	struct rect keys = rect_bottom(&in, in.h > 3 + key_rows ? key_rows : 0);
	struct rect said = rect_bottom(&in, in.h > 1 ? 1 : 0);
	struct rect above = rect_bottom(&in, in.h > 1 ? 1 : 0);

	draw_rows(v, s, in);
	if (!v->loaded)
		draw_cursor(s, in, 0, 0, false);
	if (v->stage == VIEWS_CHOOSING) {
		draw_said(v, s, said);
	} else {
		draw_filter(v, s, above);
		draw_name(v, s, said);
	}
	draw_keys(v, s, keys);
}
