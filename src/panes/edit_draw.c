/* The editor and its pages on the screen: over the draft, or all of it where there is little. */
#include "base/time.h"
#include "edit.h"
#include "panes/frame.h"
#include "tui/keymap.h"

#define SLOW_US (300 * 1000) /* then the line below says what runs, as everywhere */
#define ROOM_ROWS 10 /* less than that beside the list, and the editor takes the whole screen */

struct hint {
	const char *key; /* NULL: the first key of the operation */
	enum editor_op op;
	const char *text;
	const char *brief; /* NULL, or what is said where there is no room for all */
};

static const struct hint typing_hints[] = {
	{"Ctrl-S", EDITOR_NONE, "go on", NULL},
	{"Esc", EDITOR_NONE, "leave", NULL},
	{NULL, EDITOR_UNDO, "undo", NULL},
	{NULL, EDITOR_REDO, "redo", NULL},
	{NULL, EDITOR_SEARCH, "search", NULL},
	{NULL, EDITOR_MARK, "select", NULL},
	{NULL, EDITOR_CUT, "cut", NULL},
	{NULL, EDITOR_COPY, "copy", NULL},
	{NULL, EDITOR_PASTE, "paste", NULL},
	{NULL, EDITOR_CUT_END, "cut line", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint search_hints[] = {
	{NULL, EDITOR_NEXT, "next", NULL},
	{"Up", EDITOR_NONE, "previous", NULL},
	{"Enter", EDITOR_NONE, "stay here", NULL},
	{"Esc", EDITOR_NONE, "go back", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint confirm_hints[] = {
	{"a", EDITOR_NONE, "approve your text", "approve"},
	{"e", EDITOR_NONE, "edit on", "edit"},
	{"Esc", EDITOR_NONE, "leave, your text is kept", "leave"},
	{"J K", EDITOR_NONE, "scroll", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint hiding_hints[] = {
	{"h", EDITOR_NONE, "what it hides", "hidden"},
	{"a", EDITOR_NONE, "approve your text", "approve"},
	{"e", EDITOR_NONE, "edit on", "edit"},
	{"Esc", EDITOR_NONE, "leave, your text is kept", "leave"},
	{"J K", EDITOR_NONE, "scroll", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint changed_hints[] = {
	{"e", EDITOR_NONE, "back to your text", "edit"},
	{"Esc", EDITOR_NONE, "leave, your text is kept", "leave"},
	{"J K", EDITOR_NONE, "scroll", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint gone_hints[] = {
	{"e", EDITOR_NONE, "back to your text", "edit"},
	{"Esc", EDITOR_NONE, "leave", NULL},
	{"J K", EDITOR_NONE, "scroll", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint offer_hints[] = {
	{"y", EDITOR_NONE, "go on with it", "go on"},
	{"n", EDITOR_NONE, "start from the draft", "anew"},
	{"d", EDITOR_NONE, "forget it", "forget"},
	{"Esc", EDITOR_NONE, "leave", NULL},
	{"J K", EDITOR_NONE, "scroll", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint waiting_hints[] = {
	{"Ctrl-C", EDITOR_NONE, "stop", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};
static const struct hint leaving_hints[] = {
	{"Esc", EDITOR_NONE, "leave", NULL},
	{NULL, EDITOR_NONE, NULL, NULL},
};

static const struct hint *hints_of(const struct edit *e, const struct editor_status *st)
{
	switch (e->stage) {
	case EDIT_LOADING: return leaving_hints;
	case EDIT_OFFER: return offer_hints;
	case EDIT_TYPING: return st->searching ? search_hints : typing_hints;
	case EDIT_CONFIRM: return edit_must_examine(e) ? hiding_hints : confirm_hints;
	case EDIT_SAVING: return e->in_doubt ? leaving_hints : waiting_hints;
	case EDIT_CHANGED:
	case EDIT_OVER: break;
	}
	return e->gone ? gone_hints : changed_hints;
}

static void hint_key(const struct hint *h, char out[24])
{
	size_t n;
	const struct editor_binding *b = editor_bindings(&n);

	out[0] = '\0';
	if (h->key)
		memcpy(out, h->key, strlen(h->key) + 1);
	for (size_t i = 0; !h->key && i < n; i++)
		if (b[i].op == h->op) {
			key_name(b[i].code, out);
			return;
		}
}

static const char *hint_text(const struct hint *h, bool brief)
{
	return brief && h->brief ? h->brief : h->text;
}

/* Columns of all of them, of which those from `from` on are brief; and two before the next. */
static int columns_of(const struct hint *h, int from)
{
	char key[24];
	int columns = 1;

	for (int i = 0; h[i].text; i++) {
		const char *text = hint_text(&h[i], i >= from);
		hint_key(&h[i], key);
		columns += (int)(strlen(key) + strlen(" ") + strlen(text)) + 2;
	}
	return columns;
}

static void draw_footer(struct screen *s, struct rect r, const struct hint *h)
{
	char key[24];
	int x = 1, from = 0;

	while (h[from].text)
		from++;
	while (from > 0 && columns_of(h, from) - 2 > r.w)
		from--;
	draw_fill(s, r, STYLE_TEXT);
	for (int i = 0; h[i].text; i++) {
		const char *text = hint_text(&h[i], i >= from);
		hint_key(&h[i], key);
		if (x + (int)(strlen(key) + 1 + strlen(text)) > r.w)
			return;
		x = draw_str(s, r, 0, x, STYLE_KEY, key);
		x = draw_fmt(s, r, 0, x, STYLE_TEXT, " %s", text) + 2;
	}
}

static const char *news_of(struct edit *e)
{
	const struct draft *d = e->stage == EDIT_TYPING ? edit_newer(e) : NULL;

	if (!d)
		return "";
	return d->post.status == POST_PENDING ? "the draft changed meanwhile: Ctrl-S shows how"
					      : "the draft was decided meanwhile";
}

static void say_place(const struct edit *e, const struct editor_status *st, struct str *out)
{
	char line[16], lines[16], column[16], characters[16], selected[16];

	console_number((int64_t)st->line, line);
	console_number((int64_t)st->lines, lines);
	console_number((int64_t)st->column, column);
	console_number((int64_t)st->characters, characters);
	console_number((int64_t)st->selected, selected);
	str_addf(out, "line %s of %s · column %s · %s character%s", line, lines, column, characters,
		st->characters == 1 ? "" : "s");
	if (st->selected > 0)
		str_addf(out, " · %s selected", selected);
	else if (st->marking)
		str_add(out, " · selecting");
	if (edit_modified(e))
		str_add(out, edit_is_kept(e) ? " · modified, kept" : " · modified");
}

static void draw_status(
	struct edit *e, const struct editor_status *st, struct screen *s, struct rect r)
{
	int64_t since;
	const char *running = worker_running(e->queue->console->worker, &since, NULL, NULL);
	const char *note = e->problem.len ? str_cstr(&e->problem) : st->note;
	struct str place = {0};
	int x = 1;

	if (running && time_monotonic() - since >= SLOW_US)
		return; /* what lies below says so */
	if (!note[0])
		note = news_of(e);
	if (e->stage == EDIT_TYPING)
		say_place(e, st, &place);
	draw_fill(s, r, STYLE_TEXT);
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	if (screen_plain(s) && note[0])
		str_clear(&place);
	draw_told(s, r, 0, note[0] ? 0 : DRAW_TOLD_FIRST);
	if ((int)(text_width(str_span(&place)) + text_width(span_of(note))) + 8 <= r.w || !note[0])
		x = frame_part(s, r, 1, STYLE_TEXT,
			frame_whole_parts(str_span(&place), r.w - FRAME_AROUND));
	frame_part(s, r, x, STYLE_WARN, span_of(note));
	str_free(&place);
}

/* --- The place --- */

/* Beside the list, all that the draft takes from its heading on, whatever stands above its text;
 * where that is small, the whole screen. */
static struct rect place(const struct edit *e, struct rect r)
{
	const struct split *sp = &e->queue->split;
	struct rect part = sp->detail_head;

	part.h = sp->detail.y + sp->detail.h - part.y;
	return sp->mode == SPLIT_SINGLE || part.h <= ROOM_ROWS ? r : part;
}

static const char *heading(const struct edit *e)
{
	switch (e->stage) {
	case EDIT_OFFER: return "Unfinished";
	case EDIT_CONFIRM: return "Approve your";
	case EDIT_CHANGED: return "Changed";
	case EDIT_OVER: return "Not approved";
	default: return "Editing";
	}
}

static void draw_heading(const struct edit *e, struct screen *s, struct rect r)
{
	int x;

	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	x = draw_fmt(s, r, 0, 1, STYLE_STRONG, " %s ", heading(e));
	x = draw_text(s, r, 0, x, STYLE_STRONG, str_span(&e->title));
	draw_str(s, r, 0, x, STYLE_TEXT, " ");
}

static void draw_page(struct edit *e, struct screen *s, struct rect r)
{
	draw_subject(
		s, heading(e)); /* a line that was typed is said again in what would be published */
	textview_layout(e->view, r.w, r.h);
	textview_draw(e->view, s, r, false);
	draw_cursor(s, r, 0, 0, false);
	if (!e->page_at && r.w > 0 && r.h > 0)
		e->page_at = time_monotonic();
	e->drawn = true;
}

static void draw_body(struct edit *e, struct screen *s, struct rect r)
{
	bool empty = textview_lines(e->view) == 0;

	edit_page_wait(e);
	switch (e->stage) {
	case EDIT_LOADING:
		draw_str(s, r, 0, 0, STYLE_DIM, "Looking for what you typed before …");
		break;
	case EDIT_SAVING:
		draw_page(e, s, r);
		if (empty)
			draw_str(s, r, 0, 0, STYLE_DIM, "Keeping your text …");
		break;
	case EDIT_TYPING:
		editor_layout(e->editor, r.w, r.h);
		editor_draw(e->editor, s, r, true);
		break;
	default:
		if (e->waiting)
			draw_str(s, r, 0, 0, STYLE_DIM, "Loading what the draft says now …");
		else
			draw_page(e, s, r);
	}
}

void edit_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct edit *e = (struct edit *)o;
	struct rect footer = rect_bottom(&r, r.h >= 3 ? 1 : 0);
	struct rect status = rect_bottom(&r, r.h >= 2 ? 1 : 0);
	struct rect body = place(e, r);
	struct editor_status st;

	draw_fill(s, body, STYLE_TEXT);
	if (body.h >= 5)
		draw_heading(e, s, rect_top(&body, 1));
	draw_body(e, s, body.w > 20 ? rect_inset(body, 0, 1) : body);
	editor_status(e->editor, &st);
	if (status.h > 0)
		draw_status(e, &st, s, status);
	if (footer.h > 0)
		draw_footer(s, footer, hints_of(e, &st));
}
