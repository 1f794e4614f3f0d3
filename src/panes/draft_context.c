/* What stands beside a draft: how its persona fared in the same subreddit before. */
#include "base/time.h"
#include "draft_parts.h"

#define COMPARED 16384 /* bytes of the draft: more words than are counted */

struct post draft_context_of(const struct draft *d, struct arena *a)
{
	struct post p = {.created = d->post.created};
	struct span content = d->post.content;

	memcpy(p.id, d->post.id, sizeof(p.id));
	content.n = content.n > COMPARED ? COMPARED : content.n;
	p.content = arena_span(a, content);
	p.persona_id = arena_span(a, d->post.persona_id);
	p.target_subreddit = arena_span(a, d->post.target_subreddit);
	p.created_at = arena_span(a, d->post.created_at);
	return p;
}

int draft_context_load(struct db *db, const struct post *p, struct draft_context *c, struct err *e)
{
	if (context_posts(db, p, &c->arena, &c->posts, &c->post_count, e) < 0)
		return -1;
	return context_similar(db, p, &c->arena, &c->similar, &c->similar_count, &c->looked, e);
}

/* A snippet as one line: the blanks and breaks of its layout become one blank each. */
static void show_snippet(struct textview *v, struct span snippet)
{
	struct arena a = {0};

	textview_field(v, STYLE_TEXT, post_one_line(snippet, &a));
	arena_free(&a);
}

static void show_outcome(struct textview *v, const struct post_line *line)
{
	static const struct {
		enum style style;
		enum glyph glyph;
		const char *word;
	} outcomes[] = {
		[POST_PENDING] = {STYLE_DIM, GLYPH_PENDING, "pending"},
		[POST_APPROVED] = {STYLE_GOOD, GLYPH_APPROVED, "approved"},
		[POST_REJECTED] = {STYLE_BAD, GLYPH_REJECTED, "rejected"},
		[POST_OTHER] = {STYLE_WARN, GLYPH_DOT, "undecided"},
	};
	enum style style = outcomes[line->status].style;

	textview_glyph(v, style, outcomes[line->status].glyph);
	textview_runf(
		v, style, " %-9s ", line->published ? "published" : outcomes[line->status].word);
}

static void show_age(struct textview *v, int64_t at)
{
	char age[12];

	time_format_age(at, time_now(), age);
	textview_runf(v, STYLE_DIM, "%4s  ", age);
}

void draft_context_ages(const struct draft *d, struct str *out)
{
	const struct draft_context *c = &d->context;
	int64_t now = time_now();
	char age[12];

	for (size_t i = 0; i < c->post_count; i++) {
		time_format_age(c->posts[i].created, now, age);
		str_add(out, age);
	}
	for (size_t i = 0; i < c->similar_count; i++) {
		time_format_age(c->similar[i].created, now, age);
		str_add(out, age);
	}
}

void draft_show_earlier(const struct draft *d, struct textview *v)
{
	const struct draft_context *c = &d->context;

	if (c->serial == 0)
		return;
	if (c->failed.code != ERR_NONE) {
		textview_heading(v, "Before this one");
		textview_block(v, 2, 2, false, NULL);
		textview_runf(v, STYLE_WARN, "Could not be loaded: %s.", c->failed.text);
		textview_gap(v);
	}
	if (c->post_count == 0) {
		bool known = d->post.persona_id.p && d->post.target_subreddit.p &&
			d->post.created != TIME_NONE;
		if (c->failed.code == ERR_NONE && known) {
			textview_line(v, STYLE_DIM, SPAN_LIT("Its first draft in this subreddit."));
			textview_gap(v);
		}
		return;
	}
	textview_heading(v, "Its last drafts in this subreddit");
	for (size_t i = 0; i < c->post_count; i++) {
		textview_block(v, 2, 8, false, NULL);
		show_age(v, c->posts[i].created);
		show_outcome(v, &c->posts[i]);
		show_snippet(v, c->posts[i].snippet);
	}
	textview_gap(v);
}

void draft_show_similar(const struct draft *d, struct textview *v)
{
	const struct draft_context *c = &d->context;

	if (c->similar_count == 0)
		return;
	textview_heading(v, "Said here before, sharing two rare words or more");
	for (size_t i = 0; i < c->similar_count; i++) {
		const struct context_interaction *one = &c->similar[i];
		textview_block(v, 2, 8, false, NULL);
		show_age(v, one->created);
		textview_field(v, STYLE_DIM, one->type);
		for (size_t word = 0;
			word < sizeof(one->words) / sizeof(one->words[0]) && one->words[word].p;
			word++) {
			textview_run(v, STYLE_DIM, word == 0 ? SPAN_LIT(": ") : SPAN_LIT(", "));
			textview_field(v, STYLE_ACCENT, one->words[word]);
		}
		textview_block(v, 8, 8, false, NULL);
		show_snippet(v, one->snippet);
	}
	textview_block(v, 2, 2, false, NULL);
	textview_runf(v, STYLE_DIM, "(of the newest %zu, at most %d)", c->looked, CONTEXT_LOOKED);
	textview_gap(v);
}
