/* The box of themes: the one under the cursor is shown, Enter stays with it, Esc goes back. */
#include <stdlib.h>

#include "app_parts.h"
#include "base/sanitize.h"
#include "tui/menu.h"

#define COLUMNS 76
#define NAMES 15 /* columns before what they are like */
#define WHOLE 3 /* rows for all that is to be said of the selected one */

struct row {
	struct theme_source source;
	struct theme theme;
	struct err wrong;
};

struct themes_box {
	struct overlay overlay;
	struct app *app;
	struct arena arena;
	struct theme before;
	size_t row_before;
	struct row *rows;
	struct menu menu;
};

static bool is_wrong(const struct row *row)
{
	return row->wrong.code != ERR_NONE;
}

static void show_selected(struct themes_box *b)
{
	const struct row *row = &b->rows[b->menu.at];

	app_theme_show(b->app, is_wrong(row) ? &b->before : &row->theme);
}

static enum overlay_result take_selected(struct themes_box *b)
{
	const struct row *row = &b->rows[b->menu.at];

	if (is_wrong(row)) {
		console_say_error(&b->app->console, &row->wrong);
		return OVERLAY_STAY;
	}
	app_theme_take(b->app, &row->source);
	return OVERLAY_CLOSE;
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct themes_box *b = (struct themes_box *)o;

	if (menu_key(&b->menu, k)) {
		show_selected(b);
		return OVERLAY_STAY;
	}
	switch (k->code) {
	case KEYC_ENTER: return take_selected(b);
	case KEYC_ESC:
	case KEY_CTRL('C'):
	case 'q': app_theme_show(b->app, &b->before); return OVERLAY_CLOSE;
	default: return OVERLAY_STAY;
	}
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct themes_box *b = (struct themes_box *)o;

	if (menu_point(&b->menu, at) == POINTED_AGAIN)
		return take_selected(b);
	show_selected(b);
	return OVERLAY_STAY;
}

static void draw_row(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	const struct themes_box *b = arg;
	const struct row *row = &b->rows[i];

	(void)selected;
	if (i == b->row_before)
		draw_glyph(s, r, 0, 2, STYLE_ACCENT, GLYPH_MARK);
	int x = draw_str(s, r, 0, 4, STYLE_TEXT, row->source.name);
	x = draw_column(s, x, x < NAMES ? NAMES : x + 1);
	if (is_wrong(row))
		draw_str(s, r, 0, x, STYLE_WARN, row->wrong.text);
	else
		draw_str(s, r, 0, x, STYLE_DIM, row->theme.about);
}

/* What its row has no room for. */
static void draw_whole(const struct themes_box *b, struct screen *s, struct rect r)
{
	const struct row *row = &b->rows[b->menu.at];
	const char *text = is_wrong(row) ? row->wrong.text : row->theme.about;

	if (screen_plain(s) || (int)text_width(span_of(text)) <= r.w - NAMES)
		return;
	draw_wrapped(s, r, 0, 0, is_wrong(row) ? STYLE_WARN : STYLE_DIM, span_of(text));
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	static const char *const good[] = {"Enter", "take it", "Esc", "as before", NULL};
	static const char *const wrong[] = {"Esc", "as before", NULL};
	struct themes_box *b = (struct themes_box *)o;
	int n = (int)b->menu.n, columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;
	struct rect in = overlay_box(s, r, n + 1 + WHOLE, columns, "Themes");
	struct rect last = rect_bottom(&in, in.h > 2 ? 1 : 0);
	struct rect whole = rect_bottom(&in, in.h > WHOLE + 2 ? WHOLE : 0);

	menu_draw(&b->menu, s, in, draw_row, b);
	draw_whole(b, s, whole);
	overlay_keys(s, last, is_wrong(&b->rows[b->menu.at]) ? wrong : good);
}

static void box_free(struct overlay *o)
{
	struct themes_box *b = (struct themes_box *)o;

	arena_free(&b->arena);
	free(b);
}

void app_themes_choose(struct app *a)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct themes_box *b = xcalloc(1, sizeof(*b));
	struct theme_source *list;

	b->overlay.ops = &ops;
	b->app = a;
	b->before = a->theme.shown;
	size_t n = app_theme_list(a, &b->arena, &list, &b->row_before);
	b->rows = arena_calloc(&b->arena, n, sizeof(*b->rows));
	for (size_t i = 0; i < n; i++) {
		b->rows[i].source = list[i];
		if (themes_read(&list[i], &b->rows[i].theme, &b->rows[i].wrong) < 0)
			app_theme_cut_folder(&b->rows[i].wrong, list[i].path);
	}
	menu_set(&b->menu, n);
	b->menu.at = b->row_before < n ? b->row_before : 0;
	a->console.ops->overlay(&a->console, &b->overlay);
}
