/* What happened around a belief, on the screen: a line of the list, and one of them whole. */
#include <math.h>

#include "base/time.h"
#include "model/audit.h"
#include "model/confidence.h"
#include "panes/belief.h"
#include "panes/changes.h"
#include "stances_pane.h"

#define SECONDS_COLUMNS 3

/* --- A line of the list --- */

static bool is_undo(const struct history_row *h)
{
	return span_is(h->what, "undo");
}

static struct span decided(const struct history_row *h)
{
	if (span_is(h->what, "approve"))
		return SPAN_LIT("approved");
	if (span_is(h->what, "reject"))
		return SPAN_LIT("rejected");
	return is_undo(h) ? SPAN_LIT("taken back") : h->what;
}

static enum glyph glyph_of(const struct history_row *h)
{
	switch (h->key.kind) {
	case HISTORY_DECISION:
		if (is_undo(h))
			return GLYPH_LEFT;
		return span_is(h->what, "approve") ? GLYPH_APPROVED : GLYPH_REJECTED;
	case HISTORY_AUDIT: return GLYPH_RIGHT;
	case HISTORY_EVIDENCE: return GLYPH_PLUS;
	default: return GLYPH_QUOTE_BAR;
	}
}

/* What a row says of a confidence; proposals are read as right or none. */
struct said {
	double value;
	bool broken;
};

static struct said said_by(const struct audit_value *v)
{
	return (struct said){v->confidence, v->confidence_broken};
}

static bool is_none(struct said c)
{
	return confidence_kind(c.value, c.broken) == CONFIDENCE_NONE;
}

static int draw_number(struct screen *s, struct rect r, int x, struct said c)
{
	return is_none(c) ? draw_str(s, r, 0, x, STYLE_DIM, "–")
			  : belief_draw_confidence(s, r, x, STYLE_TEXT, c.value, c.broken);
}

static int draw_change(struct screen *s, struct rect r, int x, struct said from, struct said to)
{
	x = draw_number(s, r, x, from);
	x = draw_str(s, r, 0, x, STYLE_TEXT, " ");
	x = draw_glyph(s, r, 0, x, STYLE_TEXT, GLYPH_RIGHT);
	x = draw_str(s, r, 0, x, STYLE_TEXT, " ");
	return draw_number(s, r, x, to) + 1;
}

/* What cannot be read is named, and stands as it is in the detail. */
static int draw_values(struct screen *s, struct rect r, int x, const struct history_row *h)
{
	struct arena a = {0};
	struct audit_value old, new;

	audit_value_read(h->old_value, &a, &old);
	audit_value_read(h->new_value, &a, &new);
	if ((old.raw.p && !old.readable) || (new.raw.p && !new.readable))
		x = draw_str(s, r, 0, x, STYLE_WARN, "unreadable") + 1;
	else if (!h->said.p || !audit_same_confidence(&old, &new))
		x = draw_change(s, r, x, said_by(&old), said_by(&new));
	arena_free(&a);
	return h->said.p ? draw_text(s, r, 0, x, STYLE_TEXT, h->said) + 1 : x;
}

static void draw_what(struct screen *s, struct rect r, int x, const struct history_row *h)
{
	struct span text = h->text;

	switch (h->key.kind) {
	case HISTORY_DECISION:
		x = draw_text(s, r, 0, x, STYLE_TEXT, decided(h)) + 1;
		x = draw_text(s, r, 0, x, STYLE_DIM, h->who) + 1;
		if (!isnan(h->to))
			x = draw_change(s, r, x, (struct said){h->from, false},
				(struct said){h->to, false});
		break;
	case HISTORY_AUDIT: x = draw_values(s, r, x, h); break;
	case HISTORY_EVIDENCE:
		x = draw_text(s, r, 0, x, STYLE_TEXT, h->place.p ? h->place : SPAN_LIT("unrated")) +
			1;
		x = draw_text(s, r, 0, x, STYLE_DIM, h->what) + 1;
		break;
	default:
		x = draw_text(s, r, 0, x, STYLE_DIM, h->what) + 1;
		x = draw_str(s, r, 0, x, STYLE_DIM, "r/");
		x = draw_text(s, r, 0, x, STYLE_DIM, h->place) + 1;
	}
	draw_text(s, r, 0, x, STYLE_DIM, text);
}

void events_draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct history_row *h = data->data;
	const struct stances *st = arg;
	char at[20];

	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	history_time(h, at);
	int x = draw_str(s, r, 0, 2, STYLE_DIM, r.w >= 56 ? at : at + 5) + 1;
	if (st->seconds && !h->seconds)
		x += SECONDS_COLUMNS;
	if (!screen_plain(s)) /* the word says it */
		draw_glyph(s, r, 0, x, STYLE_ACCENT, glyph_of(h));
	draw_str(s, r, 0, x + 2, STYLE_TEXT, history_kind_name(h->key.kind));
	draw_what(s, r, x + 11, h);
}

void events_draw_empty(const struct stances *st, struct screen *s)
{
	const char *none = st->kinds ? "Nothing of this kind happened. {filter} chooses another."
				     : "Nothing is known to have happened.";

	if (st->events_error.code != ERR_NONE)
		split_draw_empty(&st->split, s, STYLE_BAD, st->events_error.text, "");
	else if (!st->events_loaded)
		split_draw_empty(&st->split, s, STYLE_DIM, "Loading what happened …", "");
	else
		split_draw_empty(
			&st->split, s, STYLE_TEXT, console_words(st->console, none).text, "");
}

/* --- One of them whole --- */

static void show_field(struct textview *v, const char *name, struct span value)
{
	if (!value.p)
		return;
	textview_block(v, 0, 12, false, NULL);
	textview_runf(v, STYLE_DIM, "%-12s", name);
	textview_field(v, STYLE_TEXT, value);
}

static void show_number(struct textview *v, struct said c)
{
	if (is_none(c))
		textview_run(v, STYLE_DIM, SPAN_LIT("–"));
	else
		belief_confidence(v, STYLE_TEXT, c.value, c.broken);
}

static void show_change(struct textview *v, struct said from, struct said to)
{
	double change = to.value - from.value;

	textview_block(v, 0, 12, false, NULL);
	textview_runf(v, STYLE_DIM, "%-12s", "confidence");
	show_number(v, from);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	textview_glyph(v, STYLE_TEXT, GLYPH_RIGHT);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	show_number(v, to);
	if (isfinite(change))
		textview_runf(v, change < 0 ? STYLE_BAD : STYLE_GOOD, "  %+.3f", change);
}

static void show_text(struct textview *v, const char *heading, struct span text)
{
	if (text.n == 0)
		return;
	textview_gap(v);
	textview_heading(v, heading);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, text);
}

static void show_raw(struct textview *v, const char *name, const struct audit_value *value)
{
	if (!value->raw.p || value->readable)
		return;
	textview_gap(v);
	textview_block(v, 0, 2, false, NULL);
	textview_runf(v, STYLE_WARN, "The %s value cannot be read; as it stands:", name);
	textview_block(v, 2, 2, true, NULL);
	textview_run(v, STYLE_QUOTE, value->raw);
}

static void show_words(struct textview *v, const char *heading, struct span old, struct span new)
{
	textview_gap(v);
	textview_heading(v, heading);
	changes_show(v, old, new);
}

static void show_audit(const struct history_row *h, struct textview *v)
{
	struct arena a = {0};
	struct audit_value old, new;

	audit_value_read(h->old_value, &a, &old);
	audit_value_read(h->new_value, &a, &new);
	show_field(v, "trigger", h->what);
	show_field(v, "by", h->who.p ? h->who : SPAN_LIT("nobody named"));
	show_field(v, "change", h->said);
	if (!h->said.p || !audit_same_confidence(&old, &new))
		show_change(v, said_by(&old), said_by(&new));
	if (!h->said.p && !span_eq(old.status, new.status)) {
		show_field(v, "was", old.status);
		show_field(v, "became", new.status);
	}
	show_text(v, "Reason", h->text);
	show_raw(v, "old", &old);
	show_raw(v, "new", &new);
	if (old.summary.p || new.summary.p)
		show_words(v, "Summary", old.summary, new.summary);
	if (old.readable && new.readable && !(h->said.p && span_eq(old.text, new.text)))
		show_words(v, "What it says", old.text, new.text);
	arena_free(&a);
}

static void show_decision(const struct history_row *h, struct textview *v)
{
	show_field(v, "decision", decided(h));
	show_field(v, "by", h->who);
	show_field(v, "reason", h->note);
	show_field(v, "subreddit", h->place);
	show_field(v, "draft", h->ref);
	textview_gap(v);
	textview_line(v, STYLE_DIM, SPAN_LIT("What the draft proposed for this belief:"));
	show_change(v, (struct said){h->from, false}, (struct said){h->to, false});
	if (h->why.p) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_TEXT, h->why);
	}
	show_text(v, "Draft", h->text);
}

void event_show(const struct history_row *h, struct textview *v)
{
	char at[20], ago[24], zone[12];

	textview_reset(v);
	history_time(h, at);
	time_format_zone(h->at, zone);
	time_format_ago(h->at, time_now(), ago);
	textview_block(v, 0, 0, false, NULL);
	textview_glyph(v, STYLE_ACCENT, glyph_of(h));
	textview_runf(v, STYLE_STRONG, " %s", history_kind_name(h->key.kind));
	textview_runf(v, STYLE_DIM, "  %s %s", at, zone);
	if (time_shows_ages())
		textview_runf(v, STYLE_DIM, " · %s", ago);
	switch (h->key.kind) {
	case HISTORY_DECISION: show_decision(h, v); break;
	case HISTORY_AUDIT: show_audit(h, v); break;
	case HISTORY_EVIDENCE:
		show_field(v, "strength", h->place.p ? h->place : SPAN_LIT("unrated"));
		show_field(v, "kind", h->what);
		show_field(v, "source", h->text);
		break;
	default:
		show_field(v, "kind", h->what);
		show_field(v, "subreddit", h->place);
		show_field(v, "reddit id", h->ref);
		textview_gap(v);
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_TEXT, h->text);
	}
}
