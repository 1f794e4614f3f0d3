/* One version of a stance as a text: what it says and why, or what became of it. */
#include <math.h>

#include "base/time.h"
#include "panes/belief.h"
#include "panes/changes.h"
#include "stances_pane.h"

static void show_status(const struct stance *s, struct textview *v)
{
	if (s->status == STANCE_LOCKED) {
		textview_glyph(v, STYLE_WARN, GLYPH_LOCK);
		textview_run(v, STYLE_WARN, SPAN_LIT(" "));
	}
	textview_field(v, s->status == STANCE_LOCKED ? STYLE_WARN : STYLE_TEXT,
		s->status_text.p ? s->status_text : SPAN_LIT("no status"));
}

static void show_when(const struct stance *s, struct textview *v)
{
	char at[20], ago[24], zone[12];

	time_format_minutes(s->created, at);
	time_format_ago(s->created, time_now(), ago);
	time_format_zone(s->created, zone);
	textview_runf(v, STYLE_DIM, "%s %s · ", at, zone);
	if (time_shows_ages())
		textview_runf(v, STYLE_DIM, "%s · ", ago);
	show_status(s, v);
}

static void show_confidence(const struct stance *s, double change, struct textview *v)
{
	belief_confidence(v, STYLE_TEXT, s->confidence, s->confidence_broken);
	if (!isnan(change) && !isinf(change))
		textview_runf(v, change < 0 ? STYLE_BAD : STYLE_GOOD, "  %+.3f", change);
}

static void show_why(const struct stance *s, struct textview *v)
{
	textview_gap(v);
	textview_heading(v, "Why");
	textview_block(v, 2, 2, false, NULL);
	if (s->rationale.p)
		textview_run(v, STYLE_TEXT, s->rationale);
	else
		textview_run(v, STYLE_DIM, SPAN_LIT("No rationale was written down."));
}

static void show_id(const struct stance *s, struct textview *v)
{
	textview_gap(v);
	textview_block(v, 0, 10, false, NULL);
	textview_runf(v, STYLE_DIM, "version   %s", s->id);
}

void version_show(const struct stance *s, struct textview *v)
{
	textview_reset(v);
	textview_block(v, 0, 0, false, NULL);
	show_when(s, v);
	textview_block(v, 0, 0, false, NULL);
	textview_meter(v, s->confidence_broken ? (double)NAN : s->confidence, 20);
	textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
	show_confidence(s, s->change, v);
	textview_gap(v);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, s->text);
	show_why(s, v);
	show_id(s, v);
}

static void show_side(const char *name, const struct stance *s, struct textview *v)
{
	char at[20];

	time_format_minutes(s->created, at);
	textview_block(v, 0, 6, false, NULL);
	textview_runf(v, STYLE_STRONG, "%-6s", name);
	textview_runf(v, STYLE_DIM, "%s · ", at);
	show_status(s, v);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" · "));
	show_confidence(s, (double)NAN, v);
}

void version_compare(
	const struct stance *s, const struct stance *with, bool marked, struct textview *v)
{
	textview_reset(v);
	if (!with) {
		textview_line(v, STYLE_DIM,
			SPAN_LIT("This is the first version: nothing was before it."));
		textview_gap(v);
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_TEXT, s->text);
		return;
	}
	bool later = with->created > s->created;
	const struct stance *old = later ? s : with, *new = later ? with : s;
	show_side("from", old, v);
	show_side("to", new, v);
	textview_block(v, 6, 6, false, NULL);
	double change = new->confidence - old->confidence;
	if (!isnan(change) && !isinf(change))
		textview_runf(v, change < 0 ? STYLE_BAD : STYLE_GOOD, "%+.3f  ", change);
	textview_run(v, STYLE_DIM,
		marked ? SPAN_LIT("the marked version and this one")
		       : SPAN_LIT("the version before and this one"));
	textview_gap(v);
	changes_show(v, old->text, new->text);
	if (!marked)
		show_why(s, v);
}
