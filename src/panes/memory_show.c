/* One interaction as a text: what it says, where it stands in its thread, what followed from it. */
#include <math.h>

#include "base/number.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "draft_parts.h"
#include "memory_pane.h"
#include "model/confidence.h"
#include "panes/belief.h"

static void show_content(const struct memory *m, struct textview *v)
{
	struct text_report report;

	text_scan(m->it.content, &report);
	draft_show_report(v, "this interaction", &report, m->it.content);
	textview_start(v);
	textview_block(v, 2, 2, false, NULL);
	if (m->it.content.n > 0)
		draft_show_text(v, STYLE_TEXT, m->it.content, &report);
	else
		textview_run(v, STYLE_DIM, SPAN_LIT("(it says nothing)"));
	textview_gap(v);
}

/* --- The thread. --- */

static void show_line(struct textview *v, const struct memory_line *line, int indent)
{
	struct arena a = {0};
	char age[12];

	time_format_age(line->created, time_now(), age);
	textview_block(v, 2 + indent, 8 + indent, false, line->id);
	textview_runf(v, STYLE_DIM, "%4s  ", age);
	textview_field(v, STYLE_ACCENT, line->reddit_id);
	if (line->has_score)
		textview_runf(v, line->score < 0 ? STYLE_BAD : STYLE_DIM, " %+lld",
			(long long)line->score);
	textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
	if (line->hides) {
		textview_glyph(v, STYLE_WARN, GLYPH_HIDES);
		textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	}
	textview_field(v, STYLE_TEXT, post_one_line(line->snippet, &a));
	arena_free(&a);
}

/* What lies beyond the uppermost, or why nothing does. */
static void show_beginning(struct textview *v, const struct memory_thread *t)
{
	textview_block(v, 2, 4, false, NULL);
	if (t->end == THREAD_LOOP) {
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_run(v, STYLE_WARN, SPAN_LIT(" A loop: the first of them answers "));
		textview_field(v, STYLE_WARN, t->beyond);
		textview_run(v, STYLE_WARN, SPAN_LIT(", which stands below it."));
	} else if (t->end == THREAD_LONG) {
		textview_runf(v, STYLE_DIM, "… more than %d stand above", MEMORY_ABOVE);
	} else {
		textview_field(v, STYLE_DIM, t->beyond);
		textview_run(v, STYLE_DIM, SPAN_LIT(", which the agent does not remember"));
	}
}

static void show_thread(const struct memory_thread *t, struct textview *v)
{
	if (t->above_count > 0 || t->end != THREAD_ROOT) {
		textview_heading(v, "It answers");
		if (t->end != THREAD_ROOT)
			show_beginning(v, t);
		for (size_t i = 0; i < t->above_count; i++)
			show_line(v, &t->above[i], 0);
		textview_gap(v);
	}
	if (t->below_count == 0)
		return;
	textview_heading(v, "Answers to it");
	for (size_t i = 0; i < t->below_count; i++)
		show_line(v, &t->below[i].line, 2 * (t->below[i].depth - 1));
	if (t->below_more) {
		textview_block(v, 2, 4, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("… and more"));
	}
	textview_gap(v);
}

/* --- What it led to. --- */

static void show_drafts(const struct memory_effects *led, struct textview *v)
{
	static const char *const links[] = {
		[DRAFT_PUBLISHED_AS] = "became this",
		[DRAFT_ANSWERS] = "answers it",
		[DRAFT_NAMES] = "names it",
	};

	for (size_t i = 0; i < led->draft_count; i++) {
		const struct memory_draft *d = &led->drafts[i];
		struct arena a = {0};
		textview_block(v, 2, 8, false, d->line.id);
		textview_runf(v, STYLE_DIM, "draft %s  ", links[d->link]);
		textview_field(v, STYLE_TEXT,
			d->line.status_text.p ? d->line.status_text : SPAN_LIT("no status"));
		textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
		textview_field(v, STYLE_ACCENT, post_one_line(d->line.snippet, &a));
		arena_free(&a);
	}
	if (led->drafts_more) {
		textview_block(v, 2, 4, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("… and more drafts"));
	}
}

static void show_confidence(const struct memory_change *c, struct textview *v)
{
	if (confidence_kind(c->before, c->before_broken) == CONFIDENCE_NONE ||
		confidence_kind(c->after, c->after_broken) == CONFIDENCE_NONE)
		return;
	if (!isnan(c->after - c->before)) {
		bool down = c->after < c->before;
		textview_glyph(v, down ? STYLE_BAD : STYLE_GOOD, down ? GLYPH_DOWN : GLYPH_UP);
		textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	}
	belief_confidence(v, STYLE_TEXT, c->before, c->before_broken);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	textview_glyph(v, STYLE_DIM, GLYPH_RIGHT);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	belief_confidence(v, STYLE_TEXT, c->after, c->after_broken);
	textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
}

static void show_changes(const struct memory_effects *led, struct textview *v)
{
	for (size_t i = 0; i < led->change_count; i++) {
		const struct memory_change *c = &led->changes[i];
		char age[12];
		time_format_age(c->created, time_now(), age);
		textview_block(v, 2, 8, false, c->belief_id);
		textview_runf(v, STYLE_DIM, "%4s  ", age);
		if (c->evidence)
			textview_run(v, STYLE_DIM, SPAN_LIT("evidence for "));
		show_confidence(c, v);
		textview_field(v, STYLE_ACCENT, c->title);
		if (c->text.p) {
			textview_run(v, STYLE_DIM, SPAN_LIT(": "));
			textview_field(v, STYLE_TEXT, c->text);
		}
		if (c->by.p) {
			textview_run(v, STYLE_DIM, SPAN_LIT(" by "));
			textview_field(v, STYLE_DIM, c->by);
		}
	}
	if (led->changes_more) {
		textview_block(v, 2, 4, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("… and more changes"));
	}
}

static void show_led(const struct memory *m, struct textview *v)
{
	const struct memory_effects *led = &m->led;

	textview_heading(v, "It led to");
	if (m->led_state == LED_FAILED) {
		textview_block(v, 2, 2, false, NULL);
		textview_runf(v, STYLE_WARN, "Could not be looked up: %s.", m->led_error.text);
	} else if (m->led_state == LED_UNKNOWN) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("looking …"));
	} else if (led->draft_count + led->change_count == 0) {
		textview_block(v, 2, 2, false, NULL);
		textview_run(
			v, STYLE_DIM, SPAN_LIT("No draft and no change of a belief names it."));
	} else {
		show_drafts(led, v);
		show_changes(led, v);
	}
	textview_gap(v);
}

/* --- All that is known of it. --- */

static void show_field(struct textview *v, const char *name, struct span value)
{
	if (!value.p)
		return;
	textview_block(v, 2, 16, false, NULL);
	textview_runf(v, STYLE_DIM, "%-14s", name);
	textview_field(v, STYLE_TEXT, value);
}

static void show_numbers(const struct memory *m, struct textview *v)
{
	char cost[NUMBER_TEXT];

	if (m->meta.has_score) {
		textview_block(v, 2, 16, false, NULL);
		textview_runf(v, STYLE_DIM, "%-14s", "score");
		textview_runf(v, m->meta.score < 0 ? STYLE_BAD : STYLE_TEXT, "%lld",
			(long long)m->meta.score);
	}
	if (!isnan(m->meta.cost)) {
		number_format(m->meta.cost, cost);
		show_field(v, "cost", span_of(cost));
	}
}

static void show_embedding(const struct memory *m, const struct interaction *it, struct textview *v)
{
	bool fine = it->embedding == EMBEDDING_FINE, none = it->embedding == EMBEDDING_NONE;

	textview_block(v, 2, 16, false, NULL);
	textview_runf(v, STYLE_DIM, "%-14s", "embedding");
	if (fine) {
		textview_runf(v, STYLE_TEXT, "%zu numbers; %s finds what is like it", it->dimension,
			console_key(m->console, ACTION_SIMILAR).text);
		return;
	}
	if (!none)
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
	textview_runf(v, none ? STYLE_DIM : STYLE_WARN, "%s%s", none ? "" : " ",
		embedding_fault_text(it->embedding));
	if (!none)
		textview_runf(v, STYLE_DIM, " (%zu bytes)", it->embedding_bytes);
}

static void show_details(const struct memory *m, struct textview *v)
{
	const struct interaction *it = &m->it;
	char at[40];

	textview_heading(v, "Details");
	show_numbers(m, v);
	show_field(v, "author", m->meta.author);
	show_field(v, "interaction", span_of(it->id));
	show_field(v, "on Reddit", it->reddit_id);
	show_field(v, "written", time_format_exact(it->created_at, at));
	show_embedding(m, it, v);
	meta_show_tree(m->meta.tree, v);
	if (m->meta.state == META_NONE) {
		textview_line(v, STYLE_DIM, SPAN_LIT("The agent left no metadata with it."));
	} else if (m->meta.state == META_INVALID) {
		meta_show_broken(m->meta.problem, it->metadata, v);
	}
}

void memory_show_led(const struct memory *m, struct textview *v)
{
	textview_cut(v);
	show_led(m, v);
	show_details(m, v);
}

void memory_show(const struct memory *m, struct textview *v)
{
	textview_reset(v);
	show_content(m, v);
	show_thread(&m->thread, v);
	textview_mark(v);
	memory_show_led(m, v);
}
