/* Searching in an editor while the words are typed, without regard to case. */
#include "base/utf8.h"
#include "editor_private.h"

static uint32_t lower_at(struct span s, size_t at, size_t *n)
{
	uint32_t cp;

	*n = utf8_decode(s, at, &cp);
	if (*n)
		return utf8_lower(cp);
	*n = 1;
	return UINT32_MAX - (unsigned char)s.p[at]; /* an invalid byte is like itself only */
}

/* Bytes at `at` that are the needle; 0 when they are not. */
static size_t match_length(struct span text, size_t at, struct span needle)
{
	size_t end = at, a, b;

	for (size_t i = 0; i < needle.n; i += b, end += a)
		if (end >= text.n || lower_at(text, end, &a) != lower_at(needle, i, &b))
			return 0;
	return end - at;
}

/* Whether a search needs to look closer at the byte. */
static bool may_begin(unsigned char c, unsigned char first)
{
	return c == first || c >= 0x80 || first >= 0x80 || utf8_lower(c) == utf8_lower(first);
}

static bool find_in(struct span text, size_t from, size_t to, struct span needle, bool down,
	struct text_range *out)
{
	for (size_t i = 0; i < to - from; i++) {
		size_t at = down ? from + i : to - 1 - i;
		if (!may_begin((unsigned char)text.p[at], (unsigned char)needle.p[0]))
			continue;
		size_t n = match_length(text, at, needle);
		if (!n)
			continue;
		*out = (struct text_range){at, at + n};
		return true;
	}
	return false;
}

/* What is found from `from` on (or before it), going on at the other end of the text. */
static void find(struct editor *e, size_t from, bool down)
{
	size_t size = editor_text_size(&e->text);
	struct span text = editor_text_span(&e->text, 0, size);
	struct span needle = lineedit_text(&e->search.needle);
	struct text_range r;

	if (down ? find_in(text, from, size, needle, true, &r)
		 : find_in(text, 0, from, needle, false, &r)) {
		e->note = "";
	} else if (down ? find_in(text, 0, from, needle, true, &r)
			: find_in(text, from, size, needle, false, &r)) {
		e->note = down ? "went on from the top" : "went on from the bottom";
	} else {
		e->note = "not found";
		return;
	}
	e->search.found = r;
	if (!e->marking)
		e->anchor = editor_text_edge(&e->text, r.from);
	e->cursor = editor_text_edge_up(&e->text, r.to);
	e->behind = false;
	e->wanted = -1;
}

void editor_search_open(struct editor *e)
{
	e->search.open = true;
	lineedit_set(&e->search.needle, SPAN_NULL);
	e->search.cursor = e->cursor;
	e->search.anchor = e->anchor;
	e->search.found = (struct text_range){e->cursor, e->cursor};
}

static void close_search(struct editor *e)
{
	struct span needle = lineedit_text(&e->search.needle);

	e->search.open = false;
	if (!needle.n)
		return;
	str_clear(&e->search.last);
	str_adds(&e->search.last, needle);
}

static void go_back(struct editor *e)
{
	e->cursor = e->search.cursor;
	e->anchor = e->search.anchor;
	e->behind = false;
	e->wanted = -1;
}

static void find_again(struct editor *e, bool down)
{
	if (!e->search.needle.len) {
		if (!e->search.last.len) {
			e->note = "type what to look for";
			return;
		}
		lineedit_set(&e->search.needle, str_span(&e->search.last));
	}
	find(e, down ? e->search.found.to : e->search.found.from, down);
}

void editor_search_do(struct editor *e, enum editor_op op)
{
	switch (op) {
	case EDITOR_NEXT: find_again(e, true); break;
	case EDITOR_PREVIOUS: find_again(e, false); break;
	case EDITOR_FOUND: close_search(e); break;
	case EDITOR_GIVE_UP:
		close_search(e);
		go_back(e);
		break;
	default: break;
	}
}

bool editor_search_key(struct editor *e, const struct key *k)
{
	size_t was = e->search.needle.len;

	if (!lineedit_key(&e->search.needle, k))
		return false;
	if (e->search.needle.full)
		e->note = "that is too long to look for";
	if (e->search.needle.len == was)
		return true;
	go_back(e);
	e->search.found = (struct text_range){e->cursor, e->cursor};
	if (e->search.needle.len)
		find(e, e->cursor, true);
	return true;
}
