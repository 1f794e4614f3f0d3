/* The text of an editor and its table of parts. */
#include "editor_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#define USUAL 4096 /* bytes of a part */
#define MOST (2 * USUAL) /* a longer one is divided */
#define LEAST (USUAL / 2) /* a shorter one that was edited joins a neighbour */

struct span editor_text_span(const struct editor_text *t, size_t from, size_t to)
{
	return (struct span){str_cstr(&t->bytes) + from, to - from};
}

static struct text_part count(struct span s)
{
	struct text_part out = {.bytes = s.n};
	uint32_t cp;

	for (size_t at = 0; at < s.n; out.points++) {
		size_t n = (unsigned char)s.p[at] < 0x80 ? 1 : utf8_decode(s, at, &cp);
		out.feeds += s.p[at] == '\n';
		at += n ? n : 1;
	}
	return out;
}

/* --- The table --- */

/* Bytes of the first part of what is to be divided. */
static size_t part_length(struct span s)
{
	if (s.n <= MOST)
		return s.n;
	const char *feed = memrchr(s.p, '\n', USUAL);
	if (feed)
		return (size_t)(feed - s.p) + 1;
	size_t at = text_step(s, 0), blank = 0;
	for (size_t n; at < USUAL; at += n) {
		n = text_step(s, at);
		if (s.p[at] == ' ' && n == 1)
			blank = at + 1;
	}
	return blank > LEAST ? blank : at;
}

/* Puts the parts of `s` in the place of those from `first` to before `end`. */
static void divide(struct editor_text *t, size_t first, size_t end, struct span s)
{
	size_t n = 0, room = 8;
	struct text_part *parts = xcalloc(room, sizeof(*parts));

	for (size_t at = 0, length; at < s.n || !n; at += length) {
		struct span rest = {s.p + at, s.n - at};
		length = part_length(rest);
		if (n == room) {
			room *= 2;
			parts = xrealloc(parts, room * sizeof(*parts));
		}
		parts[n++] = count((struct span){rest.p, length});
	}
	size_t behind = t->n - end;
	if (first + n + behind > t->room) {
		t->room = 2 * (first + n + behind);
		t->parts = xrealloc(t->parts, t->room * sizeof(*t->parts));
	}
	if (behind)
		memmove(t->parts + first + n, t->parts + end, behind * sizeof(*t->parts));
	memcpy(t->parts + first, parts, n * sizeof(*parts));
	t->n = first + n + behind;
	free(parts);
}

/* The number of the part that holds the byte at `at`, and where that part begins. */
static size_t find_part(const struct editor_text *t, size_t at, size_t *from)
{
	size_t i = 0;

	for (*from = 0; i + 1 < t->n && at >= *from + t->parts[i].bytes; i++)
		*from += t->parts[i].bytes;
	return i;
}

void editor_text_set(struct editor_text *t, struct span text)
{
	str_clear(&t->bytes);
	str_addn(&t->bytes, text.p, text.n);
	divide(t, 0, t->n, editor_text_span(t, 0, text.n));
}

void editor_text_free(struct editor_text *t)
{
	str_free(&t->bytes);
	free(t->parts);
	*t = (struct editor_text){0};
}

static void replace_bytes(struct str *s, size_t from, size_t to, struct span by)
{
	str_reserve(s, by.n);
	memmove(s->p + from + by.n, s->p + to, s->len - to);
	if (by.n)
		memcpy(s->p + from, by.p, by.n);
	s->len = s->len - (to - from) + by.n;
	s->p[s->len] = '\0';
}

/* What stands at the edge of a part may join what comes to stand beside it, so the neighbour of an
 * edge that was touched is divided anew as well. */
void editor_text_replace(struct editor_text *t, size_t from, size_t to, struct span by)
{
	size_t start, end;
	size_t first = find_part(t, from ? from - 1 : 0, &start), last = find_part(t, to, &end);

	end += t->parts[last].bytes;
	while (end - start - (to - from) + by.n < LEAST && (first > 0 || last + 1 < t->n)) {
		if (last + 1 < t->n)
			end += t->parts[++last].bytes;
		else
			start -= t->parts[--first].bytes;
	}
	replace_bytes(&t->bytes, from, to, by);
	end = end - (to - from) + by.n;
	divide(t, first, last + 1, editor_text_span(t, start, end));
}

struct text_range editor_text_part(const struct editor_text *t, size_t at)
{
	size_t from;
	size_t i = find_part(t, at, &from);

	return (struct text_range){from, from + t->parts[i].bytes};
}

/* --- Edges --- */

size_t editor_text_next(const struct editor_text *t, size_t at)
{
	struct text_range part = editor_text_part(t, at);

	if (at >= part.to)
		return at;
	return at + text_step(editor_text_span(t, part.from, part.to), at - part.from);
}

/* A character begins behind every line feed. */
static size_t sure_edge(const struct editor_text *t, struct text_range part, size_t at)
{
	const char *p = str_cstr(&t->bytes);
	const char *feed = at > part.from ? memrchr(p + part.from, '\n', at - part.from) : NULL;

	return feed ? (size_t)(feed - p) + 1 : part.from;
}

size_t editor_text_edge(const struct editor_text *t, size_t at)
{
	struct text_range part = editor_text_part(t, at);
	struct span s = editor_text_span(t, part.from, part.to);
	size_t edge = sure_edge(t, part, at);

	while (edge < at) {
		size_t next = edge + text_step(s, edge - part.from);
		if (next > at)
			break;
		edge = next;
	}
	return edge;
}

size_t editor_text_edge_up(const struct editor_text *t, size_t at)
{
	size_t edge = editor_text_edge(t, at);

	return edge < at ? editor_text_next(t, edge) : edge;
}

size_t editor_text_previous(const struct editor_text *t, size_t at)
{
	return at ? editor_text_edge(t, at - 1) : 0;
}

size_t editor_text_line_start(const struct editor_text *t, size_t at)
{
	return sure_edge(t, (struct text_range){0, editor_text_size(t)}, at);
}

size_t editor_text_line_end(const struct editor_text *t, size_t at)
{
	const char *p = str_cstr(&t->bytes);
	const char *feed = memchr(p + at, '\n', editor_text_size(t) - at);
	size_t end = feed ? (size_t)(feed - p) : editor_text_size(t);

	return feed && end > at && p[end - 1] == '\r' ? end - 1 : end;
}

struct text_part editor_text_count(const struct editor_text *t, size_t at)
{
	size_t from;
	size_t last = find_part(t, at, &from);
	struct text_part out = count(editor_text_span(t, from, at));

	for (size_t i = 0; i < last; i++) {
		out.feeds += t->parts[i].feeds;
		out.points += t->parts[i].points;
	}
	out.bytes = at;
	return out;
}
