/* An editor: which operation a key means, and what it is for the caller. */
#include "tui/editor.h"

#include <stdlib.h>

#include "base/err.h"
#include "editor_private.h"

struct editor *editor_new(void)
{
	struct editor *e = xcalloc(1, sizeof(*e));

	e->width = 80;
	e->height = 24;
	editor_set_text(e, SPAN_NULL);
	return e;
}

void editor_free(struct editor **e)
{
	if (!*e)
		return;
	editor_text_free(&(*e)->text);
	history_free(&(*e)->history);
	str_free(&(*e)->original);
	str_free(&(*e)->clip);
	str_free(&(*e)->search.last);
	free((*e)->rows.lines.v);
	free(*e);
	*e = NULL;
}

void editor_set_text(struct editor *e, struct span text)
{
	struct str original = {0};

	str_addn(&original, text.p, text.n);
	str_free(&e->original);
	e->original = original;
	editor_text_set(&e->text, str_span(&original));
	history_clear(&e->history);
	e->version++;
	e->cursor = e->top = 0;
	e->search.open = e->behind = e->cutting = false;
	e->wanted = -1;
	e->note = "";
	editor_unselect(e);
}

struct span editor_text(const struct editor *e)
{
	return editor_text_span(&e->text, 0, editor_text_size(&e->text));
}

bool editor_modified(const struct editor *e)
{
	return !span_eq(editor_text(e), str_span(&e->original));
}

uint64_t editor_version(const struct editor *e)
{
	return e->version;
}

size_t editor_cursor(const struct editor *e)
{
	return e->cursor;
}

void editor_go(struct editor *e, size_t at)
{
	size_t size = editor_text_size(&e->text);

	e->cursor = editor_text_edge(&e->text, at < size ? at : size);
	e->behind = false;
	e->wanted = -1;
	history_pause(&e->history);
	editor_unselect(e);
}

struct span editor_clipboard(const struct editor *e)
{
	return str_span(&e->clip);
}

/* --- Selecting --- */

bool editor_selection(const struct editor *e, struct text_range *out)
{
	size_t a = e->anchor == EDITOR_NOWHERE ? e->cursor : e->anchor;

	*out = a < e->cursor ? (struct text_range){a, e->cursor}
			     : (struct text_range){e->cursor, a};
	return out->from < out->to;
}

void editor_unselect(struct editor *e)
{
	e->anchor = EDITOR_NOWHERE;
	e->marking = false;
}

enum reach { REACH_MOVE, REACH_SELECT };

static void move(struct editor *e, enum editor_op op, enum reach reach)
{
	struct text_range r;
	bool selected = editor_selection(e, &r);

	if (reach == REACH_SELECT && e->anchor == EDITOR_NOWHERE)
		e->anchor = e->cursor;
	if (reach == REACH_SELECT || e->marking) {
		editor_move(e, op);
		return;
	}
	editor_unselect(e);
	if (selected && (op == EDITOR_LEFT || op == EDITOR_RIGHT)) {
		e->cursor = op == EDITOR_LEFT ? r.from : r.to;
		e->behind = false;
		e->wanted = -1;
		return;
	}
	editor_move(e, op);
}

/* --- Operations and keys --- */

static bool give_up(struct editor *e)
{
	bool selected = e->anchor != EDITOR_NOWHERE;

	editor_unselect(e);
	return selected;
}

static bool is_of_search(enum editor_op op)
{
	return op >= EDITOR_NEXT && op <= EDITOR_GIVE_UP;
}

static bool run(struct editor *e, enum editor_op op, enum reach reach)
{
	bool again = e->cutting;

	e->note = "";
	e->cutting = false;
	if (op <= EDITOR_NONE || op >= EDITOR_OPS)
		return false;
	if (e->search.open != is_of_search(op) && op != EDITOR_GIVE_UP)
		return false;
	if (e->search.open) {
		editor_search_do(e, op);
		return true;
	}
	if (op == EDITOR_GIVE_UP)
		return give_up(e);
	if (op > EDITOR_DELETE || editor_is_move(op))
		history_pause(&e->history);
	if (editor_is_move(op))
		move(e, op, reach);
	else
		editor_edit(e, op, again);
	return true;
}

bool editor_do(struct editor *e, enum editor_op op)
{
	return run(e, op, REACH_MOVE);
}

static const struct editor_binding *find_binding(uint32_t code, bool searching)
{
	size_t n;
	const struct editor_binding *b = editor_bindings(&n);

	for (size_t i = 0; i < n; i++)
		if (b[i].code == code && b[i].searching == searching)
			return &b[i];
	return NULL;
}

/* A key with modifiers that the table does not have is the key without them; with Shift, a move
 * selects. */
static enum editor_op op_of(const struct key *k, bool searching)
{
	const struct editor_binding *b = find_binding(k->code | k->modifiers, searching);

	if (!b)
		b = find_binding(k->code | (k->modifiers & KEYM_CTRL), searching);
	if (!b)
		b = find_binding(k->code, searching);
	return b ? b->op : EDITOR_NONE;
}

/* What is typed belongs to the search; a key that moves through the text ends it. */
static bool search_key(struct editor *e, const struct key *k)
{
	enum editor_op op = op_of(k, true);

	if (op != EDITOR_NONE)
		return editor_do(e, op);
	e->note = "";
	e->cutting = false;
	if (editor_search_key(e, k))
		return true;
	op = op_of(k, false);
	if (op == EDITOR_NONE)
		return false;
	if (editor_is_move(op) || op == EDITOR_UNDO || op == EDITOR_REDO) {
		editor_search_do(e, EDITOR_FOUND);
		return run(e, op, k->modifiers & KEYM_SHIFT ? REACH_SELECT : REACH_MOVE);
	}
	e->note = "first end the search: Enter stays here, Esc goes back";
	return true;
}

bool editor_key(struct editor *e, const struct key *k)
{
	enum editor_op op = op_of(k, false);
	struct text_range r;

	if (e->search.open)
		return search_key(e, k);
	if (op == EDITOR_COPY && k->code == KEY_CTRL('C') && !editor_selection(e, &r))
		return false;
	if (op != EDITOR_NONE)
		return run(e, op, k->modifiers & KEYM_SHIFT ? REACH_SELECT : REACH_MOVE);
	e->note = "";
	e->cutting = false;
	if (k->code == KEYC_PASTE && k->cut) {
		e->note = "not pasted: it holds more than 1 MB";
		return true;
	}
	if (k->code == KEYC_PASTE) {
		editor_paste(e, k->paste);
		return true;
	}
	return k->code >= ' ' && (k->code < 0x7F || k->code >= 0xA0) && editor_type(e, k->code);
}

void editor_status(const struct editor *e, struct editor_status *out)
{
	const struct editor_text *t = &e->text;
	struct text_part before = editor_text_count(t, e->cursor);
	struct text_part line = editor_text_count(t, editor_text_line_start(t, e->cursor));
	struct text_part all = editor_text_count(t, editor_text_size(t));
	struct text_range r;

	editor_selection(e, &r);
	*out = (struct editor_status){
		.line = before.feeds + 1,
		.lines = all.feeds + 1,
		.column = before.points - line.points + 1,
		.characters = all.points,
		.selected = editor_text_count(t, r.to).points - editor_text_count(t, r.from).points,
		.modified = editor_modified(e),
		.marking = e->marking,
		.searching = e->search.open,
		.note = e->note,
	};
}
