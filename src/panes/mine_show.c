/* One decision as a text: what was decided and why, what became of it, and what the draft said. */
#include "draft_parts.h"
#include "mine_pane.h"
#include "panes/changes.h"

static void show_decision(
	const struct mine_detail *d, const struct mine_row *row, struct textview *v)
{
	bool approved = row->decision == DECIDE_APPROVE;
	enum style style = approved ? STYLE_GOOD : STYLE_BAD;

	textview_block(v, 0, 2, false, NULL);
	textview_glyph(v, style, approved ? GLYPH_APPROVED : GLYPH_REJECTED);
	textview_runf(v, style, " You %s it", approved ? "approved" : "rejected");
	if (row->first)
		textview_run(v, style, SPAN_LIT(", as the first of two"));
	if (row->edited)
		textview_run(v, style, SPAN_LIT(", edited"));
	draft_show_when(v, d->row.decided_at);
	if (d->row.reason.p) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("reason  "));
		textview_field(v, STYLE_TEXT, d->row.reason);
	}
	if (d->row.note.p) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("note    "));
		textview_run(v, STYLE_TEXT, d->row.note);
	}
}

static void show_fate(const struct console *c, const struct mine_row *row, struct textview *v)
{
	const struct mine_fate *f = &row->fate;

	textview_block(v, 0, 2, false, NULL);
	switch (f->state) {
	case MINE_STANDS:
		textview_run(v, STYLE_DIM,
			span_of(console_words(c,
				row->first ? "It waits for somebody else's approval: {take-back} "
					     "takes yours back."
					   : "It stands: {take-back} takes it back.")
					.text));
		break;
	case MINE_UNDONE: textview_run(v, STYLE_WARN, SPAN_LIT("You took it back since.")); break;
	case MINE_GONE:
		textview_run(v, STYLE_WARN, SPAN_LIT("The draft was deleted since."));
		break;
	case MINE_PUBLISHED:
		textview_run(v, STYLE_STRONG, SPAN_LIT("Published as "));
		textview_field(v, STYLE_STRONG, span_of(f->reddit_id));
		textview_run(v, STYLE_DIM, SPAN_LIT(": nothing can take it back."));
		break;
	case MINE_AGAIN:
		textview_run(v, STYLE_WARN, SPAN_LIT("You decided on it again since: it is "));
		textview_field(v, STYLE_WARN, span_of(f->status));
		break;
	case MINE_CHANGED:
		if (f->by[0]) {
			textview_field(v, STYLE_WARN, span_of(f->by));
			textview_run(v, STYLE_WARN, SPAN_LIT(" decided on it since: it is "));
		} else {
			textview_run(
				v, STYLE_WARN, SPAN_LIT("It is not what you made of it: it is "));
		}
		textview_field(v, STYLE_WARN, span_of(f->status));
		break;
	}
	textview_gap(v);
}

static void show_text(const struct mine_detail *d, struct span decided, struct textview *v)
{
	draft_show_report(v, "the draft", &d->report, decided);
	textview_heading(v, d->row.content_after.p ? "What you made of it" : "What you decided on");
	textview_block(v, 2, 2, false, NULL);
	if (decided.n > 0)
		draft_show_text(v, STYLE_TEXT, decided, &d->report);
	else
		textview_run(v, STYLE_WARN, SPAN_LIT("(nothing: the draft was empty)"));
	textview_gap(v);
	if (d->row.content_after.p) {
		textview_heading(v, "What you changed in it");
		changes_show(v, d->row.content_before, d->row.content_after);
		textview_gap(v);
	}
	if (!d->gone && !span_eq(decided, d->post.content)) {
		textview_heading(v, "What it says now");
		changes_show(v, decided, d->post.content);
		textview_gap(v);
	}
}

void mine_show(const struct console *c, const struct mine_detail *d, const struct mine_row *row,
	struct textview *v)
{
	struct span decided = d->row.content_after.p ? d->row.content_after : d->row.content_before;

	textview_reset(v);
	if (!d->found) {
		textview_line(v, STYLE_WARN, SPAN_LIT("The ledger does not hold it any more."));
		return;
	}
	show_decision(d, row, v);
	show_fate(c, row, v);
	show_text(d, decided, v);
	if (!d->gone) {
		draft_show_quote(v, "Our comment", &d->meta.our_comment);
		draft_show_quote(v, "It answers a comment", &d->meta.original_reply);
	}
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("draft "));
	textview_field(v, STYLE_TEXT, span_of(row->post_id));
}
