/* What is known of a draft beside its text: ids, times, and the agent's metadata as a tree. */
#include <stdio.h>

#include "base/time.h"
#include "draft_parts.h"

static void show_field(struct textview *v, const char *name, struct span value)
{
	if (!value.p)
		return;
	textview_block(v, 2, 16, false, NULL);
	textview_runf(v, STYLE_DIM, "%-14s", name);
	textview_field(v, STYLE_TEXT, value);
}

static void show_time(struct textview *v, const char *name, struct span stored)
{
	char text[40];

	show_field(v, name, time_format_stored(stored, text));
}

/* The agent writes type and subreddit into the metadata as well; only a difference is news. */
static bool repeats_column(const struct post *p, struct span key, struct span json)
{
	struct span column = span_is(key, "post_type") ? p->post_type
		: span_is(key, "target_subreddit")     ? p->target_subreddit
						       : SPAN_NULL;

	return column.p && json.n == column.n + 2 && memcmp(json.p + 1, column.p, column.n) == 0;
}

void draft_read_tree(struct draft *d)
{
	const struct post_meta *m = &d->meta;

	for (size_t i = 0; i < m->other_count; i++) {
		if (repeats_column(&d->post, m->other_keys[i], m->other_values[i]))
			continue;
		if (!d->tree)
			d->tree = arena_alloc(&d->arena, sizeof(*d->tree));
		meta_tree_add(d->tree, m->other_keys[i], m->other_values[i], &d->arena);
	}
}

/* Keys and texts hang under each other: nothing of them ends up in the first column. */
static void show_line(const struct meta_line *line, struct textview *v)
{
	int indent = 2 + 2 * line->depth;

	textview_block(v, indent, line->depth > 0 ? indent + 4 : 16, false, NULL);
	if (line->key.p)
		textview_field(v, STYLE_DIM, line->key);
	else if (line->kind != META_FOLD)
		textview_run(v, STYLE_DIM, SPAN_LIT("-"));
	if (line->key.p || line->kind != META_FOLD)
		textview_run(v, STYLE_DIM, line->depth > 0 ? SPAN_LIT(" ") : SPAN_LIT("  "));
	switch (line->kind) {
	case META_TEXT:
		textview_run(v, STYLE_DIM, SPAN_LIT("\""));
		textview_run(v, STYLE_TEXT, line->value);
		textview_run(v, STYLE_DIM, SPAN_LIT("\""));
		if (line->left > 0)
			textview_runf(v, STYLE_DIM, " … and %zu more bytes", line->left);
		break;
	case META_WORD: textview_run(v, STYLE_TEXT, line->value); break;
	case META_HEAD:
	case META_FOLD: textview_run(v, STYLE_DIM, line->value); break;
	}
}

void meta_show_tree(const struct meta_tree *t, struct textview *v)
{
	for (size_t i = 0; t && i < t->n; i++)
		show_line(&t->lines[i], v);
}

void meta_show_broken(const char *problem, struct span metadata, struct textview *v)
{
	textview_block(v, 0, 2, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_WARN);
	textview_run(v, STYLE_WARN, SPAN_LIT(" The metadata is "));
	textview_run(v, STYLE_WARN, span_of(problem));
	textview_run(v, STYLE_DIM, SPAN_LIT(". As it stands:"));
	textview_block(v, 0, 0, true, NULL);
	textview_run(v, STYLE_QUOTE, metadata);
}

void draft_show_details(const struct draft *d, struct textview *v)
{
	const struct post_meta *m = &d->meta;
	char number[24];

	textview_heading(v, "Details");
	show_field(v, "draft", span_of(d->post.id));
	show_time(v, "written", d->post.created_at);
	show_field(v, "answers", d->post.parent_id);
	if (m->depth >= 0) {
		snprintf(number, sizeof(number), "%lld", (long long)m->depth);
		show_field(v, "thread depth", span_of(number));
	}
	show_field(v, "correlation", m->correlation_id);
	meta_show_tree(d->tree, v);
	if (m->state == META_NONE)
		textview_line(
			v, STYLE_DIM, SPAN_LIT("The agent left no metadata with this draft."));
	if (m->state == META_INVALID)
		meta_show_broken(m->problem, d->post.draft_metadata, v);
}
