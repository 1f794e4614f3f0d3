/* The word diff of two texts as blocks of a text view. */
#include "panes/changes.h"

#include <stdlib.h>

#include "base/diff.h"
#include "base/err.h"

#define CONTEXT 1 /* lines before and after one that changed */
#define STRETCH 160 /* bytes of unchanged text beside a change */

#define MOST (512u << 10) /* bytes of both texts that are compared by words */

/* A piece of one line. */
struct part {
	enum diff_kind kind;
	struct span text; /* without its line break */
	struct span feed; /* the line break that ends the line; empty: none */
};

struct line {
	size_t first, end; /* parts */
	bool changed;
};

struct changes {
	struct part *parts;
	size_t part_count, part_room;
	struct line *lines;
	size_t line_count, line_room;
};

static struct line *new_line(struct changes *c)
{
	if (c->line_count == c->line_room) {
		c->line_room = c->line_room ? c->line_room * 2 : 64;
		c->lines = xrealloc(c->lines, c->line_room * sizeof(*c->lines));
	}
	struct line *l = &c->lines[c->line_count++];
	*l = (struct line){c->part_count, c->part_count, false};
	return l;
}

static void add_part(struct changes *c, struct part part)
{
	struct line *l = &c->lines[c->line_count - 1];

	if (c->part_count == c->part_room) {
		c->part_room = c->part_room ? c->part_room * 2 : 64;
		c->parts = xrealloc(c->parts, c->part_room * sizeof(*c->parts));
	}
	c->parts[c->part_count++] = part;
	l->end = c->part_count;
	l->changed = l->changed || part.kind != DIFF_KEPT;
	if (part.feed.n > 0)
		new_line(c);
}

/* The first line of `rest`, which is cut off it. */
static struct part cut_line(enum diff_kind kind, struct span *rest)
{
	const char *feed = memchr(rest->p, '\n', rest->n);
	size_t n = feed ? (size_t)(feed - rest->p) : rest->n;
	size_t text = feed && n > 0 && rest->p[n - 1] == '\r' ? n - 1 : n;
	struct part part = {kind, {rest->p, text}, {rest->p + text, feed ? n + 1 - text : 0}};

	n = text + part.feed.n;
	*rest = (struct span){rest->p + n, rest->n - n};
	return part;
}

static void add_piece(struct changes *c, enum diff_kind kind, struct span text)
{
	while (text.n > 0)
		add_part(c, cut_line(kind, &text));
}

/* --- What is the same at both ends --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* Whether words are cut apart here, whatever stands on either side in the other text. */
static bool is_seam(struct span s, size_t at)
{
	char c = at < s.n ? s.p[at] : ' ';

	return at > 0 && at < s.n && is_blank(s.p[at - 1]) &&
		((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

struct changes_part changes_between(struct span old, struct span new)
{
	size_t least = old.n < new.n ? old.n : new.n, head = 0, tail = 0;

	while (head < least && old.p[head] == new.p[head])
		head++;
	while (head > 0 && !(is_seam(old, head) && is_seam(new, head)))
		head--;
	while (tail < least - head && old.p[old.n - 1 - tail] == new.p[new.n - 1 - tail])
		tail++;
	while (tail > 0 && !(is_seam(old, old.n - tail) && is_seam(new, new.n - tail)))
		tail--;
	return (struct changes_part){
		{old.p + head, old.n - head - tail}, {new.p + head, new.n - head - tail}};
}

/* Kept pieces are parts of the new text: those at the ends go on to its ends. */
static void split(struct changes *c, const struct diff *d, struct span new, struct span part)
{
	struct span head = {new.p, (size_t)(part.p - new.p)};
	struct span tail = {part.p + part.n, new.n - head.n - part.n};
	size_t from = 0, end = d->n;

	new_line(c);
	if (end > 0 && d->v[0].kind == DIFF_KEPT)
		head.n += d->v[from++].text.n;
	if (end > from && d->v[end - 1].kind == DIFF_KEPT) {
		tail.n += d->v[--end].text.n;
		tail.p -= d->v[end].text.n;
	}
	add_piece(c, DIFF_KEPT, head);
	for (size_t i = from; i < end; i++)
		add_piece(c, d->v[i].kind, d->v[i].text);
	add_piece(c, DIFF_KEPT, tail);
}

/* --- Showing --- */

static void show_changed(struct textview *v, const struct part *part)
{
	bool gone = part->kind == DIFF_DELETED;
	enum style style = gone ? STYLE_BAD : STYLE_GOOD;

	textview_run(v, style, gone ? SPAN_LIT("[") : SPAN_LIT("{"));
	textview_glyph(v, style, gone ? GLYPH_DELETED : GLYPH_ADDED);
	textview_run(v, style, part->text);
	if (part->feed.n > 0)
		textview_field(v, style, part->feed);
	textview_glyph(v, style, gone ? GLYPH_DELETED_END : GLYPH_ADDED_END);
	textview_run(v, style, gone ? SPAN_LIT("]") : SPAN_LIT("}"));
}

static bool inside(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

static struct span head_of(struct span s)
{
	size_t n = s.n < STRETCH ? s.n : STRETCH;

	while (n > 0 && n < s.n && inside((unsigned char)s.p[n]))
		n--;
	return (struct span){s.p, n};
}

static struct span tail_of(struct span s)
{
	size_t from = s.n > STRETCH ? s.n - STRETCH : 0;

	while (from < s.n && inside((unsigned char)s.p[from]))
		from++;
	return (struct span){s.p + from, s.n - from};
}

/* What lies between changes is shown as far as they need it to be understood. */
static void show_kept(struct textview *v, struct span text, bool after_change, bool before_change)
{
	struct span head = after_change || !before_change ? head_of(text) : SPAN_LIT("");
	struct span tail = before_change ? tail_of(text) : SPAN_LIT("");

	if (text.n <= head.n + tail.n || text.n <= STRETCH) {
		textview_run(v, STYLE_TEXT, text);
		return;
	}
	textview_run(v, STYLE_TEXT, head);
	textview_run(v, STYLE_DIM, SPAN_LIT(" "));
	textview_glyph(v, STYLE_DIM, GLYPH_ELLIPSIS);
	textview_run(v, STYLE_DIM, SPAN_LIT(" "));
	textview_run(v, STYLE_TEXT, tail);
}

static void show_line(struct textview *v, const struct changes *c, const struct line *l)
{
	textview_block(v, 2, 2, false, NULL);
	for (size_t i = l->first; i < l->end; i++) {
		const struct part *part = &c->parts[i];
		if (part->kind == DIFF_KEPT)
			show_kept(v, part->text, i > l->first, i + 1 < l->end);
		else
			show_changed(v, part);
	}
}

static bool near_change(const struct changes *c, size_t i)
{
	size_t from = i > CONTEXT ? i - CONTEXT : 0;

	for (size_t k = from; k <= i + CONTEXT && k < c->line_count; k++)
		if (c->lines[k].changed)
			return true;
	return false;
}

static void show_lines(struct textview *v, const struct changes *c)
{
	size_t alike = 0;

	for (size_t i = 0; i <= c->line_count; i++) {
		bool end = i == c->line_count;
		if (!end && !near_change(c, i)) {
			alike++;
			continue;
		}
		if (alike > 0) {
			textview_block(v, 0, 2, false, NULL);
			textview_runf(
				v, STYLE_DIM, "(%zu line%s alike)", alike, alike == 1 ? "" : "s");
		}
		alike = 0;
		if (!end)
			show_line(v, c, &c->lines[i]);
	}
}

static void compare(
	const struct changes_part *part, struct arena *a, struct diff *d, bool *compared)
{
	*compared = part->old.n + part->new.n <= MOST;
	if (*compared) {
		diff_words(part->old, part->new, a, d);
		return;
	}
	d->v = arena_calloc(a, 1, sizeof(*d->v));
	d->v[0] = (struct diff_piece){DIFF_INSERTED, part->new};
	d->n = 1;
}

void changes_show(struct textview *v, struct span old, struct span new)
{
	struct arena a = {0};
	struct changes c = {0};
	struct diff d = {0};
	bool compared;

	old = old.p ? old : SPAN_LIT("");
	new = new.p ? new : SPAN_LIT("");
	if (span_eq(old, new)) {
		textview_line(v, STYLE_DIM, SPAN_LIT("The text is the same."));
		return;
	}
	struct changes_part part = changes_between(old, new);
	compare(&part, &a, &d, &compared);
	split(&c, &d, new, part.new);
	if (!compared)
		textview_line(v, STYLE_WARN,
			SPAN_LIT("Too much changed to be compared: this stands there now, and what "
				 "stood there before is left out."));
	else if (d.coarse)
		textview_line(v, STYLE_DIM,
			SPAN_LIT("Where the texts differ most they were not compared word by "
				 "word."));
	show_lines(v, &c);
	free(c.parts);
	free(c.lines);
	arena_free(&a);
}
