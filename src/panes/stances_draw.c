/* The timeline of one belief on the screen: list and chart, and what stands in their place. */
#include <math.h>
#include <string.h>

#include "base/time.h"
#include "model/confidence.h"
#include "panes/belief.h"
#include "stances_pane.h"

#define CHANGE 6 /* columns of "+0.006" */

static int draw_confidence(
	struct screen *s, struct rect r, int x, enum style style, const struct stance *v)
{
	belief_draw_confidence(s, r, x, style, v->confidence, v->confidence_broken);
	if (isfinite(v->change) && v->change != 0 && x + 6 + CHANGE <= r.w)
		draw_fmt(
			s, r, 0, x + 6, v->change < 0 ? STYLE_BAD : STYLE_GOOD, "%+.3f", v->change);
	return x + 14;
}

static void draw_version(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct stances *st = arg;
	const struct stance *v = version_of(data);
	bool live = v->status == STANCE_CURRENT || v->status == STANCE_LOCKED;
	bool whole = r.w >= 56, aged = r.w >= 52 && time_shows_ages();
	int lock = (whole ? 19 : 14) + (aged ? 5 : 0), number = lock + 14;
	enum style style = live ? STYLE_TEXT : STYLE_DIM;
	struct rect before = r;
	char at[20], age[12];

	if (number > r.w - CONFIDENCE_COLUMNS)
		number = r.w - CONFIDENCE_COLUMNS;
	before.w = number - 1;
	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (strcmp(st->mark.id, v->id) == 0)
		draw_glyph(s, r, 0, 1, STYLE_ACCENT, GLYPH_MARK);
	time_format_minutes(v->created, at);
	draw_str(s, before, 0, 2, STYLE_DIM, whole ? at : at + 5);
	time_format_age(v->created, time_now(), age);
	if (aged)
		draw_right(s, r, 0, lock - 1, STYLE_DIM, span_of(age));
	if (v->status == STANCE_LOCKED && !screen_plain(s)) /* in lines the word says it */
		draw_glyph(s, before, 0, lock, STYLE_WARN, GLYPH_LOCK);
	draw_text(s, before, 0, lock + 2, style, v->status_text.p ? v->status_text : SPAN_LIT("–"));
	int x = draw_confidence(s, r, number, style, v);
	if (v->rationale.p)
		draw_text(s, r, 0, x, STYLE_DIM, v->rationale);
}

static void draw_empty(const struct stances *st, struct screen *s)
{
	if (st->error.code != ERR_NONE)
		split_draw_empty(&st->split, s, STYLE_BAD, st->error.text, "");
	else if (st->none)
		split_draw_empty(&st->split, s, STYLE_TEXT, "The agent holds no beliefs yet.", "");
	else if (!st->loaded[0])
		split_draw_empty(&st->split, s, STYLE_DIM, "Loading the timeline …", "");
	else
		split_draw_empty(&st->split, s, STYLE_TEXT, "This belief has no stance yet.", "");
}

static const char *detail_title(const struct stances *st)
{
	if (!list_selected(stances_list(st)))
		return "";
	if (st->history)
		return "What happened";
	return st->compares ? "What changed" : "Version";
}

static void add_note(const struct stances *st, struct str *out)
{
	if (st->locked)
		str_add(out, "the belief is locked");
	else if (textview_more(st->view))
		str_add(out, console_words(st->console, "{scroll-down}: more").text);
}

static void draw_chart(const struct stances *st, struct screen *s)
{
	const struct split above = {.mode = SPLIT_STACKED, .detail_head = st->chart_head};
	struct chart chart = stances_chart(st);

	split_draw(s, &above, false, SPAN_NULL, SPAN_NULL, SPAN_LIT("Confidence"), SPAN_NULL);
	chart_draw(s, st->chart, &chart);
}

void stances_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct stances *st = (const struct stances *)p;
	struct str head = {0}, note = {0}, kinds = {0};
	bool rows = list_count(stances_list(st)) > 0;

	(void)r;
	str_add(&head, st->history ? "History" : "Stances");
	if (st->loaded[0]) {
		str_add(&head, "  ");
		str_adds(&head, st->title);
	}
	str_add(&kinds, "newest first");
	if (st->history && st->words.len > 0)
		str_addf(&kinds, " · only %s", str_cstr(&st->words));
	add_note(st, &note);
	draw_subject(s, st->viewed);
	split_draw(s, &st->split, st->detail_focus, str_span(&head), str_span(&kinds),
		span_of(detail_title(st)), str_span(&note));
	if (rows)
		list_draw(stances_list(st), s, st->split.list, !st->detail_focus,
			st->history ? events_draw_row : draw_version, (void *)st);
	else if (st->history && st->loaded[0])
		events_draw_empty(st, s);
	else
		draw_empty(st, s);
	draw_chart(st, s);
	if (rows)
		textview_draw(st->view, s, st->split.detail, st->detail_focus);
	str_free(&head);
	str_free(&note);
	str_free(&kinds);
}
