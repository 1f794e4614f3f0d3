/* One belief as a text: what it says, how sure the agent is, what it hangs together with. */
#include "panes/belief.h"

#include <math.h>

#include "base/sanitize.h"
#include "base/time.h"
#include "model/confidence.h"

#define BOX_TITLE 80 /* columns of a title in the box; the rest stands below */

static void show_evidence(struct textview *v, const struct belief_detail *d)
{
	for (size_t i = 0; i < d->evidence_count; i++) {
		const struct evidence *e = &d->evidence[i];
		textview_block(v, 2, 4, false, NULL);
		textview_field(v, STYLE_TEXT, e->strength.p ? e->strength : SPAN_LIT("unrated"));
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_field(v, STYLE_DIM, e->source_type);
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_field(v, STYLE_TEXT, e->source_ref);
	}
	if (d->evidence_count == 0)
		textview_line(v, STYLE_WARN, SPAN_LIT("No evidence is linked to this belief."));
}

static void show_tags(struct textview *v, const struct belief *b)
{
	if (b->tags_broken) {
		textview_line(v, STYLE_WARN, SPAN_LIT("The tags are not a list:"));
		textview_block(v, 2, 2, false, NULL);
		textview_field(v, STYLE_QUOTE, b->tags);
	} else if (b->tag_count > 0) {
		textview_block(v, 0, 0, false, NULL);
		for (size_t i = 0; i < b->tag_count; i++) {
			textview_run(v, STYLE_DIM, i ? SPAN_LIT("  #") : SPAN_LIT("#"));
			textview_field(v, STYLE_DIM, b->tag[i]);
		}
	}
}

/* A title of hundreds of characters must leave the lines around it room. */
static struct span first_of(struct span title)
{
	return (struct span){title.p, text_within(title, BOX_TITLE)};
}

static enum style style_of(enum confidence_kind kind, enum style right)
{
	if (kind == CONFIDENCE_RIGHT)
		return right;
	return kind == CONFIDENCE_BEYOND ? STYLE_BAD : STYLE_WARN;
}

void belief_confidence(struct textview *v, enum style style, double value, bool broken)
{
	struct str said = {0};

	confidence_say(value, broken, &said);
	textview_runf(v, style_of(confidence_kind(value, broken), style), "%s", str_cstr(&said));
	str_free(&said);
}

int belief_draw_confidence(
	struct screen *s, struct rect r, int x, enum style style, double value, bool broken)
{
	enum confidence_kind kind = confidence_kind(value, broken);
	char said[CONFIDENCE_COLUMNS + 1];

	confidence_short(value, broken, said);
	draw_right(s, r, 0, x + CONFIDENCE_COLUMNS,
		kind == CONFIDENCE_NONE ? STYLE_DIM : style_of(kind, style), span_of(said));
	return x + CONFIDENCE_COLUMNS;
}

void belief_box(const struct belief_detail *d, struct textview *v)
{
	const struct belief *b = &d->belief;
	struct span title = first_of(b->title);

	textview_reset(v);
	textview_block(v, 0, 0, false, NULL);
	if (title.n > 0)
		textview_field(v, STYLE_STRONG, title);
	else
		textview_run(v, STYLE_DIM, SPAN_LIT("(no title)"));
	if (title.n < b->title.n)
		textview_glyph(v, STYLE_DIM, GLYPH_ELLIPSIS);
	textview_block(v, 0, 0, false, NULL);
	textview_meter(v, b->confidence_broken ? (double)NAN : b->confidence, 10);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	belief_confidence(v, STYLE_TEXT, b->confidence, b->confidence_broken);
	if (b->locked) {
		textview_block(v, 0, 0, false, NULL);
		textview_glyph(v, STYLE_WARN, GLYPH_LOCK);
		textview_run(v, STYLE_WARN, SPAN_LIT(" locked"));
	}
	show_tags(v, b);
	textview_block(v, 0, 0, false, NULL);
	if (d->evidence_count == 0)
		textview_run(v, STYLE_WARN, SPAN_LIT("no evidence"));
	else
		textview_runf(v, STYLE_DIM, "%zu evidence", d->evidence_count);
	if (b->edges_in + b->edges_out == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("no edges"));
}

void belief_show(const struct belief_detail *d, struct textview *v)
{
	struct span updated = d->belief.updated_at;
	char text[40];

	updated = time_format_stored(updated, text);
	textview_reset(v);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, d->belief.summary);
	if (first_of(d->belief.title).n < d->belief.title.n) {
		textview_gap(v);
		textview_block(v, 2, 2, false, NULL);
		textview_field(v, STYLE_DIM, d->belief.title);
	}
	textview_gap(v);
	textview_heading(v, "Evidence");
	show_evidence(v, d);
	textview_gap(v);
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("belief    "));
	textview_run(v, STYLE_DIM, span_of(d->belief.id));
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("held by   "));
	textview_field(v, STYLE_DIM, d->belief.persona);
	textview_block(v, 0, 10, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("changed   "));
	textview_field(v, STYLE_DIM, updated);
}
