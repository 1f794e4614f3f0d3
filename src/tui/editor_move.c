/* Moving the cursor of an editor. */
#include "base/utf8.h"
#include "editor_private.h"

bool editor_is_move(enum editor_op op)
{
	return op >= EDITOR_LEFT && op <= EDITOR_TURN;
}

/* --- Words --- */

enum part_kind { KIND_BLANK, KIND_WORD, KIND_SIGN };

/* Letters of all scripts are in words, and so is whatever hides between them. */
static enum part_kind kind_at(const struct editor *e, size_t at)
{
	struct span s = editor_text_span(&e->text, at, editor_text_next(&e->text, at));
	unsigned char c = (unsigned char)s.p[0];

	if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		return KIND_BLANK;
	if (c >= 0x80 || (c >= '0' && c <= '9') || c == '_' || c == '\'')
		return KIND_WORD;
	return utf8_lower(c) >= 'a' && utf8_lower(c) <= 'z' ? KIND_WORD : KIND_SIGN;
}

size_t editor_word_left(const struct editor *e, size_t at)
{
	const struct editor_text *t = &e->text;

	while (at && kind_at(e, editor_text_previous(t, at)) == KIND_BLANK)
		at = editor_text_previous(t, at);
	if (!at)
		return 0;
	enum part_kind kind = kind_at(e, editor_text_previous(t, at));
	while (at && kind_at(e, editor_text_previous(t, at)) == kind)
		at = editor_text_previous(t, at);
	return at;
}

size_t editor_word_right(const struct editor *e, size_t at)
{
	const struct editor_text *t = &e->text;
	size_t end = editor_text_size(t);

	while (at < end && kind_at(e, at) == KIND_BLANK)
		at = editor_text_next(t, at);
	if (at == end)
		return end;
	enum part_kind kind = kind_at(e, at);
	while (at < end && kind_at(e, at) == kind)
		at = editor_text_next(t, at);
	return at;
}

/* --- Rows --- */

/* To the row beside the one the cursor is in, or to the end of the text that lies there. */
static bool step_row(struct editor *e, bool down)
{
	struct editor_row row = editor_cursor_row(e);
	size_t was = e->cursor;

	if (e->wanted < 0)
		e->wanted = editor_row_column(e, &row, e->cursor);
	struct text_range from = row.range;
	bool there = down ? editor_row_next(e, &row) : editor_row_previous(e, &row);
	e->behind = false;
	if (!there) {
		e->cursor = down ? editor_text_size(&e->text) : 0;
		return e->cursor != was;
	}
	e->cursor = editor_row_place(e, &row, e->wanted);
	/* A row may hold nothing but the rest of a character that began above. */
	if (down && e->cursor < from.to)
		e->cursor = editor_text_edge_up(&e->text, from.to);
	return e->cursor != was;
}

static void move_page(struct editor *e, bool down)
{
	struct editor_row top = editor_row(e, e->top);
	int rows = e->height > 1 ? e->height - 1 : 1;

	for (int i = 0; i < rows; i++) {
		bool moved = down ? editor_row_next(e, &top) : editor_row_previous(e, &top);
		if (!moved)
			break;
	}
	e->top = top.range.from;
	for (int i = 0; i < rows && step_row(e, down); i++)
		;
}

static void move_home(struct editor *e)
{
	struct editor_row row = editor_cursor_row(e);
	size_t start = editor_text_edge_up(&e->text, row.range.from);

	if (e->cursor == start || start > e->cursor)
		start = editor_text_line_start(&e->text, e->cursor);
	e->cursor = start;
	e->behind = false;
}

/* Behind the last character of the row, where a break without a blank leaves no place of its own:
 * there the cursor is shown behind the row although the next one begins with it. */
static void move_end(struct editor *e)
{
	struct editor_row row = editor_cursor_row(e);
	size_t last = editor_row_last(e, &row);
	size_t line = editor_text_line_end(&e->text, e->cursor);
	bool soft = row.range.to < line;
	bool full = soft && kind_at(e, last) != KIND_BLANK;
	size_t target = full ? row.range.to : last;

	if (e->cursor == target && (!full || e->behind)) {
		e->cursor = line;
		e->behind = false;
	} else {
		e->cursor = editor_text_edge(&e->text, target);
		e->behind = full && e->cursor == row.range.to;
	}
}

static void move_to(struct editor *e, size_t at)
{
	e->cursor = at;
	e->behind = false;
}

void editor_move(struct editor *e, enum editor_op op)
{
	const struct editor_text *t = &e->text;
	size_t end = editor_text_size(t);

	switch (op) {
	case EDITOR_UP: step_row(e, false); return;
	case EDITOR_DOWN: step_row(e, true); return;
	case EDITOR_PAGE_UP: move_page(e, false); return;
	case EDITOR_PAGE_DOWN: move_page(e, true); return;
	case EDITOR_LEFT: move_to(e, editor_text_previous(t, e->cursor)); break;
	case EDITOR_RIGHT: move_to(e, editor_text_next(t, e->cursor)); break;
	case EDITOR_WORD_LEFT: move_to(e, editor_word_left(e, e->cursor)); break;
	case EDITOR_WORD_RIGHT: move_to(e, editor_word_right(e, e->cursor)); break;
	case EDITOR_HOME: move_home(e); break;
	case EDITOR_END: move_end(e); break;
	case EDITOR_TOP: move_to(e, 0); break;
	case EDITOR_BOTTOM: move_to(e, end); break;
	case EDITOR_TURN: move_to(e, e->cursor ? 0 : end); break;
	default: return;
	}
	e->wanted = -1;
}
