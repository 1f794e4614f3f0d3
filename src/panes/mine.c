/* One's own decisions: the list, one of them whole beside it, and a key to take it back. */
#include <string.h>

#include "base/time.h"
#include "mine_pane.h"

#define LIST_CAPACITY 192
#define WORD_COLUMNS 11

static void mine_open(struct pane *p, void *console)
{
	struct mine *m = (struct mine *)p;

	m->console = console;
	m->list = list_new(LIST_CAPACITY);
	m->view = textview_new();
	textview_gradual(m->view);
}

static void mine_close(struct pane *p)
{
	struct mine *m = (struct mine *)p;

	worker_forget(m->console->worker, m);
	list_free(&m->list);
	textview_free(&m->view);
}

/* What was decided meanwhile stands on top. */
static void mine_enter(struct pane *p)
{
	struct mine *m = (struct mine *)p;

	mine_doubt_ask(m);
	m->keeps = false;
	mine_load(m, MINE_OLDER);
}

static void mine_changed(struct pane *p)
{
	struct mine *m = (struct mine *)p;

	mine_doubt_ask(m);
	if (m->loaded)
		mine_refresh(m);
	else if (!m->loading)
		mine_load(m, MINE_OLDER);
}

static void mine_layout(struct pane *p, struct rect r)
{
	struct mine *m = (struct mine *)p;

	m->split = split_of(m->console, r, m->detail_focus);
	list_set_height(m->list, m->split.list.h);
	if (list_wants(m->list, LIST_END))
		mine_load_edge(m, LIST_END);
	else if (list_wants(m->list, LIST_START))
		mine_load_edge(m, LIST_START);
	mine_want_detail(m);
	textview_layout(m->view, m->split.detail.w, m->split.detail.h);
}

static bool mine_unfinished(const struct pane *p)
{
	return textview_unfinished(((const struct mine *)p)->view);
}

static bool mine_waits(const struct pane *p)
{
	const struct mine *m = (const struct mine *)p;

	return (m->loading && !m->loaded) || m->wanted[0];
}

/* What became of it, or what it was; who decided again stands with an "@", as in the queue. */
static void draw_word(struct screen *s, struct rect r, const struct mine_row *row)
{
	const struct mine_fate *f = &row->fate;
	bool approved = row->decision == DECIDE_APPROVE;

	switch (f->state) {
	case MINE_UNDONE: draw_str(s, r, 0, 0, STYLE_WARN, "taken back"); break;
	case MINE_PUBLISHED: draw_str(s, r, 0, 0, STYLE_STRONG, "published"); break;
	case MINE_GONE: draw_str(s, r, 0, 0, STYLE_WARN, "deleted"); break;
	case MINE_AGAIN: draw_fmt(s, r, 0, 0, STYLE_WARN, "is %s", f->status); break;
	case MINE_CHANGED:
		draw_fmt(s, r, 0, 0, STYLE_WARN, f->by[0] ? "@%s" : "is %s",
			f->by[0] ? f->by : f->status);
		break;
	case MINE_STANDS:
		draw_str(s, r, 0, 0, approved ? STYLE_GOOD : STYLE_BAD,
			row->first         ? "1st of two"
				: approved ? "approved"
					   : "rejected");
	}
}

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct mine_row *row = data->data;
	bool approved = row->decision == DECIDE_APPROVE;
	enum style style = row->fate.state == MINE_STANDS ? STYLE_TEXT : STYLE_DIM;
	struct span sub = row->target_subreddit;
	char age[12];

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	time_format_age(row->at, *(const int64_t *)arg, age);
	draw_right(s, r, 0, 5 + time_age_wider(), STYLE_DIM, span_of(age));
	rect_left(&r, time_age_wider());
	draw_glyph(s, r, 0, 6, approved ? STYLE_GOOD : STYLE_BAD,
		approved ? GLYPH_APPROVED : GLYPH_REJECTED);
	rect_left(&r, 8);
	draw_word(s, rect_left(&r, WORD_COLUMNS), row);
	rect_left(&r, 1);
	struct rect cell = rect_left(&r, r.w >= 50 ? 18 : r.w >= 36 ? 14 : 10);
	int x = draw_str(s, cell, 0, 0, STYLE_DIM, sub.p ? "r/" : "");
	draw_text(s, cell, 0, x, style, sub.p ? sub : SPAN_LIT("no subreddit"));
	rect_left(&r, 1);
	x = row->reason.p ? draw_text(s, r, 0, 0, STYLE_DIM, row->reason) + 2 : 0;
	draw_text(s, r, 0, x, style, row->snippet);
}

static void draw_empty(const struct mine *m, struct screen *s)
{
	bool failed = m->load_error.code != ERR_NONE;
	const char *first = failed ? m->load_error.text
		: m->loaded        ? "You have not decided anything yet."
				   : "Loading your decisions …";
	const char *there = console_refuses(m->console, MAY_DECIDE)
		? "{queue} goes to the queue."
		: "{queue} goes to the queue, where {approve} approves and {reject} rejects.";
	const char *then = failed ? "{refresh} tries again" : m->loaded ? there : "";

	split_draw_empty(&m->split, s, failed ? STYLE_BAD : STYLE_TEXT, first,
		console_words(m->console, then).text);
}

static void draw_detail(const struct mine *m, struct screen *s, const struct list_row *selected)
{
	struct rect r = m->split.detail;

	if (r.w <= 0)
		return;
	if (m->detail_focus)
		draw_cursor(s, r, 0, 0, false);
	if (strcmp(m->viewed, selected->id) == 0)
		textview_draw(m->view, s, r, m->detail_focus);
	else
		draw_str(s, r, 0, 0, STYLE_DIM, "Loading the decision …");
}

static void mine_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct mine *m = (const struct mine *)p;
	const struct list_row *selected = list_selected(m->list);
	const struct mine_row *row = mine_row_of(selected);
	struct console_text more = {0};
	struct split sp = m->split;
	struct str title = {0};
	int64_t now = time_now();

	(void)r;
	if (row && textview_more(m->view))
		more = console_words(m->console, "{scroll-down}: more");
	sp.insists = (int)text_width(span_of(more.text));
	if (row) {
		str_adds(&title, row->post_type.p ? row->post_type : SPAN_LIT("draft"));
		str_add(&title, row->target_subreddit.p ? " in r/" : "");
		str_adds(&title, row->target_subreddit);
	}
	draw_subject(s, m->viewed);
	split_draw(s, &sp, m->detail_focus, SPAN_LIT("Your decisions"), SPAN_LIT("newest first"),
		str_span(&title), span_of(more.text));
	if (selected) {
		list_draw(m->list, s, m->split.list, !m->detail_focus, draw_row, &now);
		draw_detail(m, s, selected);
	} else {
		draw_empty(m, s);
	}
	str_free(&title);
}

static void move(struct mine *m, enum action a)
{
	if (list_act(m->list, a))
		return;
	else if (a == ACTION_TOP)
		mine_enter(&m->pane);
	else
		mine_load(m, MINE_NEWER);
}

static bool go_back(struct mine *m, enum action a)
{
	if (m->detail_focus)
		m->detail_focus = false;
	else if (a == ACTION_CANCEL)
		return false;
	else
		m->console->ops->show(m->console, PANE_QUEUE, NULL);
	return true;
}

static bool mine_act(struct pane *p, enum action a)
{
	struct mine *m = (struct mine *)p;

	if (split_text_act(&m->split, m->view, m->detail_focus, a))
		return true;
	if (split_moves(a)) {
		move(m, a);
		return true;
	}
	switch (a) {
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		m->detail_focus =
			(a == ACTION_OPEN || !m->detail_focus) && list_selected(m->list) != NULL;
		return true;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL: return go_back(m, a);
	case ACTION_TAKE_BACK: mine_take_back(m); return true;
	case ACTION_REFRESH:
		m->keeps = true;
		mine_load(m, MINE_OLDER);
		return true;
	default: return false;
	}
}

static enum action mine_point(struct pane *p, const struct point *at)
{
	struct mine *m = (struct mine *)p;

	return split_point(m->list, m->view, &m->detail_focus, at);
}

/* Why a decision stands for good, or is none any more. */
static const char *is_final(const struct mine_row *row)
{
	switch (row ? row->fate.state : MINE_STANDS) {
	case MINE_UNDONE: return "it was taken back before";
	case MINE_PUBLISHED: return "it was published";
	case MINE_GONE: return "the draft was deleted";
	default: return NULL;
	}
}

static bool mine_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct mine *m = (const struct mine *)p;
	bool none = m->loaded && !list_selected(m->list);

	*why = none && (a == ACTION_TAKE_BACK || a == ACTION_OPEN) ? "no decision is listed" : NULL;
	if (*why)
		return false;
	switch (a) {
	case ACTION_TAKE_BACK:
		*why = console_refuses(m->console, MAY_DECIDE);
		if (!*why)
			*why = is_final(mine_row_of(list_selected(m->list)));
		return !*why;
	case ACTION_FILTER: *why = "these are all of yours"; return false;
	default: return true;
	}
}

static const enum action *mine_footer(const struct pane *p)
{
	static const enum action list[] = {
		ACTION_OPEN, ACTION_TAKE_BACK, ACTION_BACK, ACTION_REFRESH, ACTION_NONE};
	static const enum action detail[] = {ACTION_TAKE_BACK, ACTION_BACK, ACTION_NONE};

	return ((const struct mine *)p)->detail_focus ? detail : list;
}

static void mine_status(const struct pane *p, struct str *out)
{
	const struct mine *m = (const struct mine *)p;

	list_say_position(m->list, out);
}

const struct pane_ops mine_pane = {
	.name = "Decisions",
	.keys = KEYS_MINE,
	.size = sizeof(struct mine),
	.open = mine_open,
	.close = mine_close,
	.enter = mine_enter,
	.layout = mine_layout,
	.draw = mine_draw,
	.waits = mine_waits,
	.unfinished = mine_unfinished,
	.act = mine_act,
	.point = mine_point,
	.enabled = mine_enabled,
	.footer = mine_footer,
	.status = mine_status,
	.changed = mine_changed,
};
