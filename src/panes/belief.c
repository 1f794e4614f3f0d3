/* One belief as a text: what it says, how sure the agent is, what it hangs together with. */
#include "panes/belief.h"

#include <math.h>

#include "base/time.h"

/* How the agent's relations read from the focus outward, and from the others inward. */
static struct span relation_words(struct span relation, bool outward)
{
	static const struct {
		const char *stored, *out, *in;
	} words[] = {
		{"supports", "supports", "supported by"},
		{"contradicts", "contradicts", "contradicted by"},
		{"depends_on", "depends on", "needed by"},
		{"evidence_for", "is evidence for", "has as evidence"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(relation, words[i].stored))
			return span_of(outward ? words[i].out : words[i].in);
	return relation;
}

static enum style relation_style(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return STYLE_BAD;
	case REL_SUPPORTS:
	case REL_EVIDENCE_FOR: return STYLE_GOOD;
	default: return STYLE_TEXT;
	}
}

static void show_edges(struct textview *v, const struct belief_edge *edges, size_t n, bool outward)
{
	struct span last = SPAN_NULL;

	for (size_t i = 0; i < n; i++) {
		const struct belief_edge *e = &edges[i];
		if (i == 0 || !span_eq(last, e->relation)) {
			textview_block(v, 0, 2, false, NULL);
			textview_glyph(
				v, relation_style(e->relation), outward ? GLYPH_RIGHT : GLYPH_LEFT);
			textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
			textview_field(v, relation_style(e->relation),
				relation_words(e->relation, outward));
		}
		last = e->relation;
		textview_block(v, 2, 4, false, e->other_id);
		textview_meter(v, e->other_confidence, 8);
		if (isnan(e->other_confidence))
			textview_run(v, STYLE_DIM, SPAN_LIT("   –  "));
		else
			textview_runf(v, STYLE_TEXT, " %.3f ", e->other_confidence);
		textview_field(v, STYLE_ACCENT, e->other_title);
		if (!isnan(e->weight))
			textview_runf(v, STYLE_DIM, "  weight %.2f", e->weight);
	}
}

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

static void show_head(struct textview *v, const struct belief *b)
{
	textview_block(v, 0, 0, false, NULL);
	textview_field(v, STYLE_STRONG, b->title);
	textview_block(v, 0, 0, false, NULL);
	textview_meter(v, b->confidence, 20);
	if (isnan(b->confidence))
		textview_run(v, STYLE_WARN, SPAN_LIT("  no confidence"));
	else
		textview_runf(v, STYLE_TEXT, "  %.3f", b->confidence);
	if (b->locked) {
		textview_run(v, STYLE_TEXT, SPAN_LIT("   "));
		textview_glyph(v, STYLE_WARN, GLYPH_LOCK);
		textview_run(v, STYLE_WARN, SPAN_LIT(" locked"));
	}
	if (b->tags_broken) {
		textview_line(v, STYLE_WARN, SPAN_LIT("The tags are not a list; as they stand:"));
		textview_block(v, 2, 2, false, NULL);
		textview_field(v, STYLE_QUOTE, b->tags);
	} else if (b->tag_count > 0) {
		textview_block(v, 0, 0, false, NULL);
		for (size_t i = 0; i < b->tag_count; i++) {
			textview_run(v, STYLE_DIM, i ? SPAN_LIT("  #") : SPAN_LIT("#"));
			textview_field(v, STYLE_DIM, b->tag[i]);
		}
	}
	textview_gap(v);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, b->summary);
	textview_gap(v);
}

void belief_show(const struct belief_detail *d, struct textview *v)
{
	struct span updated = d->belief.updated_at;
	char text[20];
	int64_t at;

	if (time_parse(updated, &at)) {
		time_format_seconds(at, text);
		updated = span_of(text);
	}
	textview_reset(v);
	show_head(v, &d->belief);
	textview_heading(v, "Edges");
	show_edges(v, d->out, d->out_count, true);
	show_edges(v, d->in, d->in_count, false);
	if (d->out_count + d->in_count == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("No edges to other beliefs."));
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
