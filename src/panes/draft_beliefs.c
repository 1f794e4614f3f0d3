/* What approving a draft would make the agent believe. */
#include <math.h>

#include "draft_parts.h"
#include "model/confidence.h"
#include "panes/belief.h"

static void show_other(struct textview *v, int indent, struct span other)
{
	if (!other.p)
		return;
	textview_block(v, indent, indent + 2, false, NULL);
	textview_run(v, STYLE_WARN, SPAN_LIT("not understood: "));
	textview_field(v, STYLE_TEXT, other);
}

static void show_doubt(struct textview *v, const char *text)
{
	textview_block(v, 4, 6, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_WARN);
	textview_runf(v, STYLE_WARN, " %s", text);
}

/* Where what the agent says of a belief is not what holds. */
static void show_contradiction(
	struct textview *v, const struct belief_proposal *u, const struct belief *now)
{
	if (!now->id[0]) {
		show_doubt(v, u->belief_id.p ? "there is no such belief" : "it names no belief");
		return;
	}
	if (u->title.p && !span_eq(u->title, now->title)) {
		show_doubt(v, "the belief of this id is called ");
		textview_field(v, STYLE_WARN, now->title.n > 0 ? now->title : SPAN_LIT("nothing"));
	}
	if (!isnan(u->current) && !(fabs(u->current - now->confidence) <= 0.0005)) {
		bool none =
			confidence_kind(now->confidence, now->confidence_broken) == CONFIDENCE_NONE;
		show_doubt(v, none ? "it has " : "its confidence is ");
		belief_confidence(v, STYLE_WARN, now->confidence, now->confidence_broken);
		textview_run(v, STYLE_WARN, SPAN_LIT(" now"));
	}
	if (now->locked)
		show_doubt(v, "its stance is locked: the agent has to leave it as it is");
}

/* A belief that there is can be followed. */
static void show_update(const struct draft *d, size_t i, struct textview *v)
{
	const struct belief_proposal *u = &d->meta.updates[i];
	const struct belief *now = &d->now[i];
	bool up = u->proposed > u->current;
	bool down = u->proposed < u->current;
	enum style style = up ? STYLE_GOOD : down ? STYLE_BAD : STYLE_TEXT;

	textview_block(v, 2, 4, false, now->id[0] ? now->id : NULL);
	textview_glyph(v, style, up ? GLYPH_UP : down ? GLYPH_DOWN : GLYPH_DOT);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	textview_field(v, STYLE_TEXT, u->title.p ? u->title : u->belief_id);
	if (!isnan(u->current) && !isnan(u->proposed))
		textview_runf(v, style, "  %.3f to %.3f", u->current, u->proposed);
	else if (!isnan(u->proposed))
		textview_runf(v, style, "  to %.3f", u->proposed);
	if (u->strength.p) {
		textview_run(v, STYLE_DIM, SPAN_LIT("  on "));
		textview_field(v, STYLE_DIM, u->strength);
		textview_run(v, STYLE_DIM, SPAN_LIT(" evidence"));
	}
	if (u->reason.p) {
		textview_block(v, 4, 4, false, NULL);
		textview_run(v, STYLE_DIM, u->reason);
	}
	show_other(v, 4, u->other);
	if (d->post.status == POST_PENDING)
		show_contradiction(v, u, now);
}

static void show_new_belief(struct textview *v, const struct post_meta *m)
{
	textview_block(v, 2, 4, false, NULL);
	textview_glyph(v, STYLE_GOOD, GLYPH_PLUS);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" new belief: "));
	textview_field(v, STYLE_TEXT, m->new_title.p ? m->new_title : SPAN_LIT("without a title"));
	if (!isnan(m->new_confidence))
		textview_runf(v, STYLE_GOOD, "  at %.3f", m->new_confidence);
	if (m->new_summary.p) {
		textview_block(v, 4, 4, false, NULL);
		textview_run(v, STYLE_DIM, m->new_summary);
	}
	if (m->new_reason.p) {
		textview_block(v, 4, 4, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("because: "));
		textview_run(v, STYLE_DIM, m->new_reason);
	}
	show_other(v, 4, m->new_other);
}

void draft_show_beliefs(const struct draft *d, struct textview *v)
{
	const struct post_meta *m = &d->meta;

	if (m->update_count == 0 && !m->has_new_belief && !m->proposals_other.p)
		return;
	bool pending = d->post.status == POST_PENDING;
	textview_heading(v,
		pending ? "If approved, the agent will change its beliefs"
			: "What approval means for its beliefs");
	for (size_t i = 0; i < m->update_count; i++)
		show_update(d, i, v);
	if (m->has_new_belief)
		show_new_belief(v, m);
	show_other(v, 2, m->proposals_other);
	textview_read_to(v);
	textview_gap(v);
}
