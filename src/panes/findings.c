/* What is wrong in the graph of beliefs: the list by kinds, and one finding with its grounds. */
#include <string.h>

#include "findings_pane.h"

#define A_KIND "this is a kind: {down} goes to its first finding"
#define CAPACITY (FINDING_KINDS * (FINDINGS_MOST + 1))

static void findings_open(struct pane *p, void *console)
{
	struct findings *f = (struct findings *)p;

	f->console = console;
	f->list = list_new(CAPACITY);
	f->view = textview_new();
	findings_load(f);
}

static void findings_close(struct pane *p)
{
	struct findings *f = (struct findings *)p;

	worker_forget(f->console->worker, f);
	list_free(&f->list);
	textview_free(&f->view);
	str_free(&f->state);
	for (int k = 0; k < FINDING_KINDS; k++)
		arena_free(&f->arenas[k]);
}

/* Who comes back after mending something finds it gone. */
static void findings_enter(struct pane *p)
{
	struct findings *f = (struct findings *)p;

	f->detail_focus = false;
	if (f->next == FINDING_KINDS || f->stopped)
		findings_load(f);
}

/* Nobody waits for what the reader turned away from. */
static void findings_leave(struct pane *p)
{
	struct findings *f = (struct findings *)p;

	worker_forget(f->console->worker, f);
	f->stopped = f->next < FINDING_KINDS;
	f->wanted[0] = '\0';
}

static void findings_layout(struct pane *p, struct rect r)
{
	struct findings *f = (struct findings *)p;

	f->split = split_of(f->console, r, f->detail_focus);
	list_set_height(f->list, f->split.list.h);
	findings_want_detail(f);
	textview_layout(f->view, f->split.detail.w, f->split.detail.h);
}

static bool findings_wait(const struct pane *p)
{
	const struct findings *f = (const struct findings *)p;

	return f->wanted[0] || (f->next < FINDING_KINDS && !f->stopped);
}

/* --- Drawing --- */

static void draw_severity(struct screen *s, struct rect r, enum finding_severity severity)
{
	switch (severity) {
	case FINDING_WRONG: draw_glyph(s, r, 0, 2, STYLE_BAD, GLYPH_REJECTED); break;
	case FINDING_DOUBTFUL: draw_glyph(s, r, 0, 2, STYLE_WARN, GLYPH_WARN); break;
	default: draw_glyph(s, r, 0, 2, STYLE_DIM, GLYPH_DOT);
	}
}

static void draw_heading(
	const struct findings *f, struct screen *s, struct rect r, enum finding_kind kind)
{
	const struct finding_info *info = finding_info(kind);
	const struct finding_list *found = &f->found[kind];
	struct str note = {0};

	draw_severity(s, r, info->severity);
	str_addf(&note, "%zu%s %s", found->n, found->more ? "+" : "",
		finding_severity_name(info->severity));
	struct rect title = r;
	title.w = draw_right(s, r, 0, r.w - 1, STYLE_DIM, str_span(&note)) - 1;
	draw_str(s, title, 0, 4, STYLE_STRONG, info->title);
	str_free(&note);
}

static struct span named(struct span title)
{
	return title.n > 0 ? title : SPAN_LIT("(no title)");
}

/* Both ends of an edge have their half of the line. */
static void draw_finding(struct screen *s, struct rect r, const struct finding *found)
{
	struct rect left = r;

	if (!found->other[0]) {
		draw_text(s, r, 0, 6, STYLE_TEXT, named(found->title));
		return;
	}
	left.w = 6 + (r.w - 9) / 2;
	int x = draw_text(s, left, 0, 6, STYLE_TEXT, named(found->title));
	draw_glyph(s, r, 0, x + 1, STYLE_ACCENT, GLYPH_RIGHT);
	draw_text(s, r, 0, x + 3, STYLE_TEXT, named(found->other_title));
}

static void draw_line(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct findings *f = arg;
	const struct finding_line *line = finding_line_of(data);

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (line->finding)
		draw_finding(s, r, line->finding);
	else
		draw_heading(f, s, r, line->kind);
}

static void draw_empty(const struct findings *f, struct screen *s)
{
	if (f->stopped)
		split_draw_empty(&f->split, s, STYLE_WARN, "Not all was looked at.",
			console_words(f->console, "{refresh} looks again").text);
	else if (f->next < FINDING_KINDS)
		split_draw_empty(&f->split, s, STYLE_DIM, "Looking for what is wrong …", "");
	else
		split_draw_empty(&f->split, s, STYLE_GOOD, "Nothing was found to be wrong.", "");
}

static void findings_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct findings *f = (const struct findings *)p;
	const struct finding_line *line = finding_line_of(list_selected(f->list));
	struct str head = {0};

	(void)r;
	str_add(&head, "Findings");
	console_say_persona(f->console, &head);
	draw_subject(s, f->viewed);
	split_draw(s, &f->split, f->detail_focus, str_span(&head), SPAN_LIT("by kind"),
		line ? span_of(line->finding ? "Finding" : "Kind") : SPAN_LIT(""),
		textview_more(f->view)
			? span_of(console_words(f->console, "{scroll-down}: more").text)
			: SPAN_LIT(""));
	str_free(&head);
	if (!line) {
		draw_empty(f, s);
		return;
	}
	list_draw(f->list, s, f->split.list, !f->detail_focus, draw_line, (void *)f);
	textview_draw(f->view, s, f->split.detail, f->detail_focus);
}

/* --- Acting --- */

/* In the detail the chosen belief, else the one that the finding is about. */
static void jump(struct findings *f)
{
	const struct finding_line *line = finding_line_of(list_selected(f->list));
	const char *chosen = f->detail_focus ? textview_target(f->view) : "";
	char id[UUID_TEXT];

	if (!line)
		return;
	if (!line->finding) {
		console_say(f->console, STYLE_DIM, A_KIND);
		return;
	}
	memcpy(id, chosen[0] ? chosen : line->finding->belief, UUID_TEXT);
	if (!id[0]) {
		console_say(f->console, STYLE_DIM, "neither end exists: there is nothing to go to");
		return;
	}
	f->console->ops->show(f->console, PANE_BELIEFS, id);
}

static void change_part(struct findings *f)
{
	const struct finding_line *line = finding_line_of(list_selected(f->list));

	f->detail_focus = !f->detail_focus && line;
	if (f->detail_focus && line->finding && !textview_target(f->view)[0])
		textview_select(f->view, line->finding->belief);
}

static bool go_back(struct findings *f)
{
	if (f->detail_focus)
		f->detail_focus = false;
	else
		f->console->ops->show(f->console, PANE_BELIEFS, NULL);
	return true;
}

static bool findings_act(struct pane *p, enum action a)
{
	struct findings *f = (struct findings *)p;

	if (split_text_act(&f->split, f->view, f->detail_focus, a))
		return true;
	if (split_moves(a)) {
		list_act(f->list, a);
		return true;
	}
	switch (a) {
	case ACTION_OPEN: jump(f); return true;
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART: change_part(f); return true;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL: return go_back(f);
	case ACTION_REFRESH: findings_load(f); return true;
	default: return false;
	}
}

static enum action findings_point(struct pane *p, const struct point *at)
{
	struct findings *f = (struct findings *)p;

	return split_point(f->list, f->view, &f->detail_focus, at);
}

static bool findings_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct findings *f = (const struct findings *)p;
	const struct finding_line *line = finding_line_of(list_selected(f->list));

	*why = NULL;
	if (a == ACTION_FILTER)
		*why = "all that was found is listed";
	else if (a != ACTION_OPEN && a != ACTION_NEXT_PART && a != ACTION_PREVIOUS_PART)
		return true;
	else if (!line)
		*why = "nothing is listed";
	else if (a == ACTION_OPEN && !line->finding)
		*why = A_KIND;
	return !*why;
}

static const enum action *findings_footer(const struct pane *p)
{
	static const enum action list[] = {
		ACTION_OPEN, ACTION_NEXT_PART, ACTION_BACK, ACTION_REFRESH, ACTION_NONE};
	static const enum action more[] = {ACTION_OPEN, ACTION_SCROLL_DOWN, ACTION_NEXT_PART,
		ACTION_BACK, ACTION_REFRESH, ACTION_NONE};

	const struct findings *f = (const struct findings *)p;
	bool seen = f->split.detail.h > 0;

	return seen && textview_more(f->view) ? more : list;
}

/* "3 of ", among the findings alone; nothing on a kind. */
static void add_position(const struct findings *f, struct str *out)
{
	const struct finding_line *line = finding_line_of(list_selected(f->list));
	size_t at = 0;

	if (!line || !line->finding)
		return;
	for (size_t i = 0; i <= list_selected_index(f->list); i++)
		at += finding_line_of(list_at(f->list, i))->finding != NULL;
	str_addf(out, "%zu of ", at);
}

static void findings_status(const struct pane *p, struct str *out)
{
	const struct findings *f = (const struct findings *)p;
	int64_t n = 0;
	bool more = false;
	char number[16];

	for (int k = 0; k < FINDING_KINDS; k++) {
		n += (int64_t)f->found[k].n;
		more |= f->found[k].more;
	}
	console_number(n, number);
	add_position(f, out);
	str_addf(out, "%s%s finding%s", number, more ? "+" : "", n == 1 ? "" : "s");
	if (f->next < FINDING_KINDS)
		str_addf(out, " · %d of %d kinds looked for%s", (int)f->next, FINDING_KINDS,
			f->stopped ? ", stopped" : "");
	if (f->stale)
		str_add(out, console_words(f->console, " · changed: {refresh}").text);
}

/* Looking for all kinds costs several looks at every belief: it is not done again by itself. */
static void findings_changed(struct pane *p)
{
	findings_look((struct findings *)p);
}

static void findings_narrowed(struct pane *p)
{
	findings_load((struct findings *)p);
}

const struct pane_ops findings_pane = {
	.name = "Findings",
	.keys = KEYS_FINDINGS,
	.size = sizeof(struct findings),
	.open = findings_open,
	.close = findings_close,
	.enter = findings_enter,
	.leave = findings_leave,
	.layout = findings_layout,
	.draw = findings_draw,
	.waits = findings_wait,
	.act = findings_act,
	.point = findings_point,
	.enabled = findings_enabled,
	.footer = findings_footer,
	.status = findings_status,
	.changed = findings_changed,
	.narrowed = findings_narrowed,
};
