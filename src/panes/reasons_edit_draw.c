/* Draws the box in which admins edit the saved reasons. */
#include "reasons_edit.h"

#define COLUMNS 92
#define CODE_COLUMNS 16
#define WHERE_COLUMNS 20
#define LABEL_COLUMNS 11
#define TWO_ROWS 60 /* columns of the box below which the keys need two rows */
#define WIDE 80 /* … from which a row says for what it is */
#define DIGITS 9

/* "replies in r/science": for which drafts it is. */
static void say_where(const struct reason *r, struct str *out)
{
	if (r->post_type.p)
		str_adds(out, r->post_type);
	if (r->subreddit.p) {
		str_add(out, r->post_type.p ? " in r/" : "r/");
		str_adds(out, r->subreddit);
	}
	if (!r->post_type.p && !r->subreddit.p)
		str_add(out, "all drafts");
}

static void draw_row(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	const struct reason *one = &((const struct reasons_edit *)arg)->list[i];
	bool wide = r.w >= WIDE;

	(void)selected;
	rect_left(&r, 2);
	struct rect digit = rect_left(&r, 2);
	if (i < DIGITS)
		draw_fmt(s, digit, 0, 0, STYLE_KEY, "%zu", i + 1);
	draw_text(s, rect_left(&r, CODE_COLUMNS), 0, 0, STYLE_TEXT, one->code);
	rect_left(&r, 1);
	if (wide) {
		struct str where = {0};
		struct rect cell = rect_right(&r, WHERE_COLUMNS);
		say_where(one, &where);
		draw_text(s, cell, 0, 1, STYLE_DIM, str_span(&where));
		str_free(&where);
	}
	draw_text(s, r, 0, 0, STYLE_DIM, one->text);
}

static void draw_list(struct reasons_edit *r, struct screen *s, struct rect in)
{
	draw_cursor(s, in, 0, 0, false);
	if (r->loaded)
		menu_draw(&r->menu, s, in, draw_row, r);
	else if (r->load_error.code != ERR_NONE)
		draw_str(s, in, 0, 0, STYLE_BAD, r->load_error.text);
	else
		draw_str(s, in, 0, 0, STYLE_DIM, "Loading reasons …");
}

static void draw_form(struct reasons_edit *r, struct screen *s, struct rect in)
{
	static const struct {
		const char *label, *none;
	} fields[] = {
		[REASONS_CODE] = {"code", "what the ledger keeps: off-topic"},
		[REASONS_TEXT] = {"text", "what moderators read"},
		[REASONS_SUBREDDIT] = {"subreddit", "all"},
		[REASONS_TYPE] = {"type", "all · post, comment, reply"},
	};

	for (int i = 0; i < REASONS_FIELDS; i++) {
		struct rect row = rect_top(&in, 1);
		bool here = (int)r->at == i;
		draw_spot(s, row, r, (size_t)i);
		int x = draw_str(s, row, 0, 0, here ? STYLE_STRONG : STYLE_DIM, fields[i].label);
		if (screen_plain(s)) {
			row = draw_long_row(s, row, 0);
			x = draw_fmt(s, row, 0, x, STYLE_TEXT, " (%s): ", fields[i].none);
		}
		rect_left(&row, screen_plain(s) ? x : LABEL_COLUMNS);
		bool empty = r->field[i].len == 0 && !screen_plain(s);
		if (empty)
			draw_str(s, row, 0, here ? 2 : 0, STYLE_DIM, fields[i].none);
		else if (!here)
			draw_text(s, row, 0, 0, STYLE_TEXT, lineedit_text(&r->field[i]));
		if (here)
			lineedit_draw(&r->field[i], s, row, 0, 0, empty ? 1 : row.w);
	}
}

/* What the last key came to, else all that there is to say of the selected one. */
static void draw_said(const struct reasons_edit *r, struct screen *s, struct rect in)
{
	const struct reason *one = reasons_edit_selected(r);
	struct str text = {0};

	if (r->writing) {
		draw_str(s, in, 0, 0, STYLE_DIM, "saving …");
	} else if (r->said.text.len > 0) {
		draw_text(s, in, 0, 0, r->said.style, str_span(&r->said.text));
	} else if (one && !r->typing) {
		str_add(&text, "for ");
		say_where(one, &text);
		str_addf(&text, " · used %lld time%s", (long long)one->uses,
			one->uses == 1 ? "" : "s");
		if (in.w >= TWO_ROWS)
			str_add(&text, " in the newest 5,000 decisions");
		draw_text(s, in, 0, 0, STYLE_DIM, str_span(&text));
	}
	str_free(&text);
}

static void draw_keys(const struct reasons_edit *r, struct screen *s, struct rect in)
{
	static const char *const list[] = {
		"a", "add", "e", "edit", "d", "remove", "+ -", "move", "Esc", "close", NULL};
	static const char *const form[] = {
		"Enter", "saves", "Tab", "next line", "Esc", "does not save", NULL};

	overlay_keys(s, in, r->typing ? form : list);
}

void reasons_edit_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct reasons_edit *box = (struct reasons_edit *)o;
	int columns = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS, key_rows = columns < TWO_ROWS ? 2 : 1;
	int rows = box->typing ? REASONS_FIELDS : box->menu.n > 0 ? (int)box->menu.n : 1;
	struct rect in = overlay_box(s, r, rows + 2 + key_rows, columns,
		!box->typing                  ? "Reasons for rejecting"
			: box->was.code.n > 0 ? "Edit a reason"
					      : "Add a reason");
	struct rect keys = rect_bottom(&in, in.h > rows + key_rows ? key_rows : 0);
	struct rect said = rect_bottom(&in, in.h > 1 ? 1 : 0);
	rect_bottom(&in, in.h > rows ? 1 : 0);

	if (box->typing)
		draw_form(box, s, in);
	else
		draw_list(box, s, in);
	draw_said(box, s, said);
	draw_keys(box, s, keys);
}
