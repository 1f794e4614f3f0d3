/* Shows what a draft hides: the text around each finding, why it matters, and its bytes. */
#include "panes/hidden.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/utf8.h"
#include "hidden_parts.h"

#define COLUMNS 100
#define WHOLE_HINT 48 /* columns of the longest one */
#define BEFORE_MOST 300 /* bytes of its line that stand before a finding */
#define BEFORE_KEPT 200 /* of a longer line */
#define TEXT_MOST 65536 /* bytes that are shown as text at a time; the hex dump has them all */

struct hidden_box {
	struct overlay overlay;
	struct arena arena;
	struct hidden_ask ask;
	char id[UUID_TEXT], hash[SHA256_TEXT];
	struct span content, subreddit;
	struct hidden_finding *findings;
	size_t n, at;
	bool all; /* no further ones than these */
	bool filled, drawn;
	struct textview *view;
	struct hidden_hex hex;
};

/* --- what is found --- */

static int compare(const void *a, const void *b)
{
	const struct hidden_finding *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static void copy_findings(struct hidden_box *b, const struct draft *d)
{
	b->findings =
		arena_calloc(&b->arena, d->finding_count + d->link_count, sizeof(*b->findings));
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct text_finding *f = &d->findings[i];
		b->findings[b->n++] = (struct hidden_finding){
			.at = f->at, .n = f->n, .kind = hidden_kind_of(f->class), .cp = f->cp};
	}
	for (size_t i = 0; i < d->link_count; i++) {
		const struct link_warning *w = &d->links[i];
		b->findings[b->n++] = (struct hidden_finding){.at = w->at,
			.n = w->n,
			.kind = (enum hidden_kind)(HIDDEN_LINK + (int)w->trick)};
	}
	if (b->n > 0)
		qsort(b->findings, b->n, sizeof(*b->findings), compare);
	b->all = d->finding_count < DRAFT_FINDINGS && d->link_count < DRAFT_LINKS;
}

/* --- the text around it --- */

/* A content is cut only between characters. */
static size_t to_character(struct span text, size_t at)
{
	while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
		at++;
	return at;
}

static size_t line_start(struct span text, size_t at)
{
	const char *feed = at > 0 ? memrchr(text.p, '\n', at) : NULL;

	return feed ? (size_t)(feed - text.p) + 1 : 0;
}

static void add_part(struct hidden_box *b, enum style style, size_t from, size_t to)
{
	if (to > from)
		textview_run(b->view, style, (struct span){b->content.p + from, to - from});
}

/* Each line is a block, so that the view can open at the one that is meant. */
static void show_lines(struct hidden_box *b, size_t from, size_t to, const struct hidden_finding *f)
{
	while (from < to) {
		const char *feed = memchr(b->content.p + from, '\n', to - from);
		size_t end = feed ? (size_t)(feed - b->content.p) : to;
		bool here = f && f->at >= from && (f->at < end || (f->at == end && end == to));
		if (here)
			textview_start(b->view);
		textview_block(b->view, 2, 2, false, NULL);
		size_t stop = here && f->at + f->n > end ? end : here ? f->at + f->n : from;
		if (here) {
			add_part(b, STYLE_TEXT, from, f->at);
			textview_glyph(b->view, STYLE_KEY, GLYPH_CURSOR);
			add_part(b, STYLE_WARN, f->at, stop);
		}
		add_part(b, STYLE_TEXT, stop, end);
		from = end + 1;
	}
}

static void show_text(struct hidden_box *b, const struct hidden_finding *f)
{
	size_t from = 0, to = b->content.n;

	if (f && f->at - line_start(b->content, f->at) > BEFORE_MOST)
		from = to_character(b->content, f->at - BEFORE_KEPT);
	else if (f && f->at > TEXT_MOST / 2)
		from = line_start(b->content, f->at - BEFORE_MOST);
	if (to - from > TEXT_MOST)
		to = to_character(b->content, from + TEXT_MOST);
	textview_gap(b->view);
	textview_heading(b->view, "The text");
	if (from > 0) {
		textview_block(b->view, 2, 2, false, NULL);
		textview_runf(b->view, STYLE_DIM, "(%zu bytes stand before)", from);
	}
	show_lines(b, from, to, f);
	if (to < b->content.n) {
		textview_block(b->view, 2, 2, false, NULL);
		textview_runf(b->view, STYLE_DIM, "(%zu bytes follow)", b->content.n - to);
	}
	if (b->content.n == 0)
		textview_line(b->view, STYLE_DIM, SPAN_LIT("(nothing: the draft is empty)"));
}

/* --- where and why --- */

static void show_place(struct hidden_box *b, const struct hidden_finding *f)
{
	size_t line = 1, column = 1, start = line_start(b->content, f->at);

	for (const char *p = b->content.p, *end = p + start;
		(p = memchr(p, '\n', (size_t)(end - p)));)
		p++, line++;
	for (size_t i = start; i < f->at; column++) {
		uint32_t cp;
		size_t n = utf8_decode(b->content, i, &cp);
		i += n > 0 ? n : 1;
	}
	textview_block(b->view, 0, 2, false, NULL);
	textview_runf(b->view, STYLE_STRONG, "%zu of %s%zu  ", b->at + 1,
		b->all ? "" : "the first ", b->n);
	textview_run(b->view, STYLE_WARN, span_of(hidden_name(f->kind)));
	if (f->cp || f->kind == HIDDEN_CONTROL)
		hidden_show_character(b->view, f);
	textview_block(b->view, 0, 0, false, NULL);
	textview_runf(b->view, STYLE_TEXT, "line %zu, column %zu, byte %zu", line, column, f->at);
	textview_block(b->view, 0, 0, false, NULL);
	textview_run(b->view, STYLE_TEXT, span_of(hidden_why(f->kind)));
}

static void show_subreddit(struct hidden_box *b)
{
	struct text_report report;
	struct str said = {0};

	text_scan(b->subreddit, &report);
	if (text_report_say(&report, &said)) {
		textview_block(b->view, 0, 2, false, NULL);
		textview_run(b->view, STYLE_WARN, SPAN_LIT("The subreddit holds "));
		textview_run(b->view, STYLE_WARN, str_span(&said));
		textview_run(b->view, STYLE_WARN, SPAN_LIT(": r/"));
		textview_field(b->view, STYLE_TEXT, b->subreddit);
	}
	str_free(&said);
}

static void fill(struct hidden_box *b)
{
	const struct hidden_finding *f = b->n > 0 ? &b->findings[b->at] : NULL;

	textview_reset(b->view);
	if (f)
		show_place(b, f);
	else
		textview_line(b->view, STYLE_GOOD,
			SPAN_LIT("The text holds nothing hidden or misleading that is known of."));
	show_subreddit(b);
	show_text(b, f);
	if (f)
		hidden_hex_show(&b->hex, f->at, f->n);
	b->filled = true;
}

/* --- the overlay --- */

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct hidden_box *b = (struct hidden_box *)o;

	switch (k->code) {
	case 'q':
	case KEYC_ESC:
	case KEY_CTRL('C'): return OVERLAY_CLOSE;
	case 'n':
		b->at = b->at + 1 < b->n ? b->at + 1 : 0;
		fill(b);
		break;
	case 'N':
		b->at = b->at > 0 ? b->at - 1 : b->n > 0 ? b->n - 1 : 0;
		fill(b);
		break;
	case 'J': textview_scroll(b->view, 3); break;
	case 'K': textview_scroll(b->view, -3); break;
	default: hidden_hex_key(&b->hex, k); break;
	}
	return OVERLAY_STAY;
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct hidden_box *b = (struct hidden_box *)o;

	textview_point(b->view, at);
	hidden_hex_point(&b->hex, at);
	return OVERLAY_STAY;
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct hidden_box *b = (struct hidden_box *)o;
	struct rect in = overlay_box(s, r, r.h, COLUMNS, "Hidden content");
	struct rect hint = in.h > 3 ? rect_bottom(&in, 1) : (struct rect){0};
	struct rect hex = rect_bottom(&in, in.h > 6 ? in.h * 2 / 5 : 0);

	if (!b->filled)
		fill(b);
	textview_layout(b->view, in.w, in.h);
	textview_draw(b->view, s, in, false);
	hidden_hex_draw(&b->hex, s, hex);
	draw_str(s, hint, 0, 0, STYLE_DIM,
		b->n < 2                    ? "J K text · j k bytes · Esc closes"
			: in.w < WHOLE_HINT ? "n N next · J K text · j k hex · Esc"
					    : "n N finding · J K text · j k bytes · Esc closes");
	draw_cursor(s, in, 0, 0, false);
	b->drawn = in.h > 0;
}

static void box_free(struct overlay *o)
{
	struct hidden_box *b = (struct hidden_box *)o;

	if (b->drawn)
		b->ask.seen(b->ask.arg, b->id, b->hash);
	textview_free(&b->view);
	arena_free(&b->arena);
	free(b);
}

struct overlay *hidden_new(const struct hidden_ask *ask)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct hidden_box *b = xcalloc(1, sizeof(*b));
	const struct draft *d = ask->draft;

	b->overlay.ops = &ops;
	b->ask = *ask;
	b->ask.draft = NULL;
	memcpy(b->id, d->post.id, sizeof(b->id));
	memcpy(b->hash, d->post.hash, sizeof(b->hash));
	b->content = arena_span(&b->arena, d->post.content.p ? d->post.content : SPAN_LIT(""));
	b->subreddit = arena_span(&b->arena, d->post.target_subreddit);
	b->view = textview_new();
	b->hex.content = b->content;
	copy_findings(b, d);
	return &b->overlay;
}
