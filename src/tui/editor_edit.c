/* What changes the text of an editor, its selection and its clipboard. */
#include "base/utf8.h"
#include "editor_private.h"

/* The text changes, without a trace in the history; the cursor stands behind what came. */
static void put(struct editor *e, struct text_range r, struct span by)
{
	editor_text_replace(&e->text, r.from, r.to, by);
	if (e->top > r.to)
		e->top = e->top - (r.to - r.from) + by.n;
	else if (e->top > r.from)
		e->top = r.from;
	e->cursor = editor_text_edge_up(&e->text, r.from + by.n);
	e->behind = false;
	e->wanted = -1;
	e->version++;
	editor_unselect(e);
}

static void change(struct editor *e, enum change_kind kind, struct text_range r, struct span by)
{
	if (r.from == r.to && !by.n)
		return;
	history_add(
		&e->history, kind, r.from, editor_text_span(&e->text, r.from, r.to), by, e->cursor);
	put(e, r, by);
}

/* Typed and pasted text takes the place of what is selected. */
static void insert(struct editor *e, enum change_kind kind, struct span text)
{
	struct text_range r;

	if (!text.n)
		return;
	editor_selection(e, &r);
	change(e, kind, r, text);
}

static void erase(struct editor *e, enum change_kind kind, size_t from, size_t to)
{
	struct text_range r;

	if (editor_selection(e, &r))
		change(e, CHANGE_OTHER, r, SPAN_NULL);
	else
		change(e, kind, (struct text_range){from, to}, SPAN_NULL);
}

static bool ends_lines_with_cr(const struct editor *e)
{
	size_t end = editor_text_line_end(&e->text, 0);

	return end < editor_text_size(&e->text) && str_cstr(&e->text.bytes)[end] == '\r';
}

static void insert_newline(struct editor *e)
{
	insert(e, CHANGE_TYPED, ends_lines_with_cr(e) ? SPAN_LIT("\r\n") : SPAN_LIT("\n"));
}

bool editor_type(struct editor *e, uint32_t code)
{
	char bytes[4];
	size_t n = utf8_encode(code, bytes);

	insert(e, CHANGE_TYPED, (struct span){bytes, n});
	return n > 0;
}

/* A terminal sends the line breaks of a paste as CR. */
void editor_paste(struct editor *e, struct span text)
{
	struct str out = {0};
	struct span feed = ends_lines_with_cr(e) ? SPAN_LIT("\r\n") : SPAN_LIT("\n");

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n')
			continue;
		if (text.p[i] == '\r' || text.p[i] == '\n')
			str_adds(&out, feed);
		else
			str_addc(&out, text.p[i]);
	}
	insert(e, CHANGE_OTHER, str_span(&out));
	str_free(&out);
}

/* --- The clipboard --- */

static void copy(struct editor *e, enum editor_op op)
{
	struct text_range r;

	if (!editor_selection(e, &r)) {
		e->note = "nothing is selected: Ctrl-T begins a selection";
		return;
	}
	str_clear(&e->clip);
	str_adds(&e->clip, editor_text_span(&e->text, r.from, r.to));
	if (op == EDITOR_CUT)
		change(e, CHANGE_OTHER, r, SPAN_NULL);
	e->marking = false;
}

/* Cuts between the cursor and an end of its line, or the line break if the cursor is at that end.
 * What is cut so one after the other can be pasted as one. */
static void cut_line(struct editor *e, bool down, bool again)
{
	const struct editor_text *t = &e->text;
	struct text_range r;
	struct str clip = {0};

	if (editor_selection(e, &r)) {
		copy(e, EDITOR_CUT);
		return;
	}
	size_t end =
		down ? editor_text_line_end(t, e->cursor) : editor_text_line_start(t, e->cursor);
	if (end == e->cursor)
		end = down ? editor_text_next(t, end) : editor_text_previous(t, end);
	r = down ? (struct text_range){e->cursor, end} : (struct text_range){end, e->cursor};
	if (again && down)
		str_adds(&clip, str_span(&e->clip));
	str_adds(&clip, editor_text_span(t, r.from, r.to));
	if (again && !down)
		str_adds(&clip, str_span(&e->clip));
	if (r.from == r.to) {
		e->note = "there is nothing to cut";
		str_free(&clip);
		return;
	}
	str_free(&e->clip);
	e->clip = clip;
	e->cutting = true;
	change(e, CHANGE_OTHER, r, SPAN_NULL);
}

static void paste_clip(struct editor *e)
{
	if (!e->clip.len)
		e->note = "nothing was cut or copied yet";
	insert(e, CHANGE_OTHER, str_span(&e->clip));
}

/* --- Back and forth --- */

static void undo(struct editor *e)
{
	const struct editor_change *c = history_undo(&e->history);

	if (!c) {
		e->note = "nothing to take back";
		return;
	}
	put(e, (struct text_range){c->at, c->at + c->inserted.len}, str_span(&c->removed));
	e->cursor = editor_text_edge(&e->text, c->cursor);
}

static void redo(struct editor *e)
{
	const struct editor_change *c = history_redo(&e->history);

	if (!c) {
		e->note = "nothing to do again";
		return;
	}
	put(e, (struct text_range){c->at, c->at + c->removed.len}, str_span(&c->inserted));
}

/* --- Operations --- */

static void mark(struct editor *e)
{
	bool marking = !e->marking;

	editor_unselect(e);
	if (!marking)
		return;
	e->marking = true;
	e->anchor = e->cursor;
}

void editor_edit(struct editor *e, enum editor_op op, bool again)
{
	const struct editor_text *t = &e->text;
	size_t at = e->cursor;

	switch (op) {
	case EDITOR_NEWLINE: insert_newline(e); break;
	case EDITOR_TAB: editor_type(e, '\t'); break;
	case EDITOR_BACKSPACE:
		erase(e, CHANGE_ERASED_BEFORE, editor_text_previous(t, at), at);
		break;
	case EDITOR_DELETE: erase(e, CHANGE_ERASED_BEHIND, at, editor_text_next(t, at)); break;
	case EDITOR_DELETE_WORD: erase(e, CHANGE_OTHER, editor_word_left(e, at), at); break;
	case EDITOR_DELETE_NEXT_WORD: erase(e, CHANGE_OTHER, at, editor_word_right(e, at)); break;
	case EDITOR_CUT_END: cut_line(e, true, again); break;
	case EDITOR_CUT_START: cut_line(e, false, again); break;
	case EDITOR_MARK: mark(e); break;
	case EDITOR_CUT:
	case EDITOR_COPY: copy(e, op); break;
	case EDITOR_PASTE: paste_clip(e); break;
	case EDITOR_UNDO: undo(e); break;
	case EDITOR_REDO: redo(e); break;
	case EDITOR_SEARCH: editor_search_open(e); break;
	default: break;
	}
}
