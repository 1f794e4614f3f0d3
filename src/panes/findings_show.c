/* One finding as a text: what is wrong, why it matters, and what stands behind each belief. */
#include <math.h>

#include "findings_pane.h"
#include "model/relation.h"
#include "panes/belief.h"

void finding_kind_show(enum finding_kind kind, const struct finding_list *list, struct textview *v)
{
	const struct finding_info *info = finding_info(kind);

	textview_reset(v);
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_STRONG, "%s: %zu%s, %s", info->title, list->n, list->more ? "+" : "",
		finding_severity_name(info->severity));
	textview_gap(v);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, span_of(info->why));
	if (!list->more)
		return;
	textview_gap(v);
	textview_block(v, 2, 2, false, NULL);
	textview_runf(v, STYLE_WARN,
		"Only the first %d are listed; tenet beliefs findings --kind %s lists all of them.",
		FINDINGS_MOST, info->name);
}

static void show_evidence(const struct belief_detail *d, struct textview *v)
{
	for (size_t i = 0; i < d->evidence_count; i++) {
		const struct evidence *e = &d->evidence[i];
		textview_block(v, 4, 6, false, NULL);
		textview_field(v, STYLE_TEXT, e->strength.p ? e->strength : SPAN_LIT("unrated"));
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_field(v, STYLE_DIM, e->source_type);
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		textview_field(v, STYLE_TEXT, e->source_ref);
	}
	if (d->evidence_count == 0) {
		textview_block(v, 4, 6, false, NULL);
		textview_run(v, STYLE_WARN, SPAN_LIT("No evidence is linked to this belief."));
	}
}

/* Beliefs that hold it up are ground, too. */
static void show_support(const struct belief_detail *d, struct textview *v)
{
	for (size_t i = 0; i < d->in_count; i++) {
		const struct belief_edge *e = &d->in[i];
		enum relation r = relation_of(e->relation);
		if (r != REL_SUPPORTS && r != REL_EVIDENCE_FOR)
			continue;
		textview_block(v, 4, 6, false, e->other_id);
		textview_glyph(v, STYLE_GOOD, GLYPH_LEFT);
		textview_run(v, STYLE_DIM, SPAN_LIT(" "));
		textview_run(v, STYLE_DIM, relation_words(e->relation, false));
		textview_run(v, STYLE_DIM, SPAN_LIT(" "));
		textview_field(v, STYLE_ACCENT, e->other_title);
		textview_run(v, STYLE_DIM, SPAN_LIT("  "));
		belief_confidence(v, STYLE_DIM, e->other_confidence, e->other_broken);
	}
}

static void show_side(const char *id, const struct belief_detail *d, struct textview *v)
{
	textview_gap(v);
	if (!d) {
		textview_line(v, STYLE_WARN, SPAN_LIT("This belief does not exist."));
		return;
	}
	bool broken = d->belief.confidence_broken;
	textview_block(v, 2, 4, false, id);
	textview_meter(v, broken ? (double)NAN : d->belief.confidence, 8);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	belief_confidence(v, STYLE_TEXT, d->belief.confidence, broken);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	textview_field(
		v, STYLE_STRONG, d->belief.title.n > 0 ? d->belief.title : SPAN_LIT("(no title)"));
	if (d->belief.locked) {
		textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
		textview_glyph(v, STYLE_WARN, GLYPH_LOCK);
		textview_run(v, STYLE_WARN, SPAN_LIT(" locked"));
	}
	textview_block(v, 4, 4, false, NULL);
	textview_run(v, STYLE_DIM, d->belief.summary);
	show_evidence(d, v);
	show_support(d, v);
}

void finding_show(const struct finding *f, const struct belief_detail *belief,
	const struct belief_detail *other, struct textview *v)
{
	const struct finding_info *info = finding_info(f->kind);
	struct str text = {0};

	finding_explain(f, &text);
	textview_reset(v);
	textview_block(v, 2, 2, false, NULL);
	textview_field(v, STYLE_TEXT, str_span(&text));
	str_free(&text);
	textview_gap(v);
	textview_heading(v, f->other[0] ? "What stands behind each side" : "What stands behind it");
	if (f->belief[0])
		show_side(f->belief, belief, v);
	if (f->other[0])
		show_side(f->other, other, v);
	textview_gap(v);
	textview_heading(v, "Why it matters");
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_DIM, span_of(info->why));
}
