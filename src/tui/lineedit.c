/* Editing one line by whole characters, and showing the part of it that fits. */
#include "tui/lineedit.h"

#include <string.h>

#include "base/sanitize.h"
#include "base/utf8.h"

struct span lineedit_text(const struct lineedit *e)
{
	return (struct span){e->buf, e->len};
}

static size_t next_edge(const struct lineedit *e, size_t at)
{
	return at < e->len ? at + utf8_cluster(lineedit_text(e), at) : e->len;
}

static size_t previous_edge(const struct lineedit *e, size_t at)
{
	size_t edge = 0;
	for (size_t next = next_edge(e, 0); next < at; next = next_edge(e, next))
		edge = next;
	return edge;
}

/* What was typed may have joined the character before or after it. */
static void settle(struct lineedit *e)
{
	size_t edge = 0;
	while (edge < e->at)
		edge = next_edge(e, edge);
	e->at = edge;
}

static void erase(struct lineedit *e, size_t from, size_t to)
{
	memmove(e->buf + from, e->buf + to, e->len - to);
	e->len -= to - from;
	explicit_bzero(e->buf + e->len, to - from);
	e->at = from;
	settle(e);
}

/* Backspace and Delete: what is selected, else one character. */
static void erase_beside(struct lineedit *e, size_t from, size_t to)
{
	erase(e, e->selected ? 0 : from, e->selected ? e->len : to);
}

static void insert(struct lineedit *e, struct span text)
{
	if (text.n > sizeof(e->buf) - (e->selected ? 0 : e->len)) {
		e->full = true;
		return;
	}
	if (e->selected)
		erase(e, 0, e->len);
	memmove(e->buf + e->at + text.n, e->buf + e->at, e->len - e->at);
	memcpy(e->buf + e->at, text.p, text.n);
	e->len += text.n;
	e->at += text.n;
	settle(e);
}

void lineedit_set(struct lineedit *e, struct span text)
{
	size_t n = 0;
	while (n < text.n) {
		size_t more = utf8_cluster(text, n);
		if (more > sizeof(e->buf) - n)
			break;
		n += more;
	}
	explicit_bzero(e->buf, sizeof(e->buf));
	if (n)
		memcpy(e->buf, text.p, n);
	e->len = e->at = n;
	e->full = n < text.n;
	e->selected = false;
}

void lineedit_select(struct lineedit *e)
{
	e->selected = e->len > 0;
}

void lineedit_wipe(struct lineedit *e)
{
	explicit_bzero(e->buf, sizeof(e->buf));
	e->len = e->at = 0;
	e->full = e->selected = false;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Line breaks at the end come along when a line is copied. */
static struct span without_line_end(struct span text)
{
	while (text.n && is_line_end(text.p[text.n - 1]))
		text.n--;
	return text;
}

const char lineedit_one_line[] =
	"what was pasted is more than one line of plain text: nothing was taken";

static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

static bool has_control(struct span text)
{
	uint32_t cp;

	for (size_t at = 0, n; at < text.n; at += n ? n : 1) {
		n = utf8_decode(text, at, &cp);
		if (n > 0 && is_control(cp))
			return true;
	}
	return false;
}

bool lineedit_cut(struct key *paste, struct key *part)
{
	struct span text = without_line_end(paste->paste);
	size_t n = 0;

	*part = *paste;
	while (n < text.n && text.p[n] != '\t' && !is_line_end(text.p[n]))
		n++;
	part->paste.n = n;
	if (n == text.n)
		return false;
	n += text.p[n] == '\r' && text.p[n + 1] == '\n' ? 2 : 1;
	paste->paste = (struct span){text.p + n, text.n - n};
	return true;
}

size_t lineedit_parts(const struct key *k)
{
	struct key rest = *k, part;
	size_t n = 0;
	bool more = true;

	if (k->code != KEYC_PASTE)
		return 1;
	while (more) {
		more = lineedit_cut(&rest, &part);
		if (has_control(part.paste))
			return SIZE_MAX;
		n++;
	}
	return n;
}

bool lineedit_enters(const struct key *k)
{
	return k->fast && k->paste.n > 0 && is_line_end(k->paste.p[k->paste.n - 1]);
}

/* A pasted text is taken whole or not at all. Its line breaks become blanks. */
static void paste(struct lineedit *e, struct span pasted)
{
	struct span text = without_line_end(pasted);

	if (!text.n)
		return;
	size_t from = e->selected ? 0 : e->at;
	insert(e, text);
	if (e->full)
		return;
	size_t to = from;
	for (size_t i = 0; i < text.n; i++) {
		bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
		if (!pair)
			e->buf[to++] = is_line_end(text.p[i]) ? ' ' : text.p[i];
	}
	erase(e, to, from + text.n);
}

static size_t word_start(const struct lineedit *e)
{
	size_t at = e->at;
	while (at && e->buf[at - 1] == ' ')
		at--;
	while (at && e->buf[at - 1] != ' ')
		at--;
	return at;
}

static bool type(struct lineedit *e, uint32_t code)
{
	char bytes[4];
	if (is_control(code))
		return false;
	size_t n = utf8_encode(code, bytes);
	if (n)
		insert(e, (struct span){bytes, n});
	explicit_bzero(bytes, sizeof(bytes));
	return n > 0;
}

static bool edit(struct lineedit *e, const struct key *k)
{
	switch (k->code) {
	case KEYC_LEFT: e->at = previous_edge(e, e->at); return true;
	case KEYC_RIGHT: e->at = next_edge(e, e->at); return true;
	case KEYC_HOME:
	case KEY_CTRL('a'): e->at = 0; return true;
	case KEYC_END:
	case KEY_CTRL('e'): e->at = e->len; return true;
	case KEYC_BACKSPACE:
	case KEY_CTRL('h'): erase_beside(e, previous_edge(e, e->at), e->at); return true;
	case KEYC_DELETE: erase_beside(e, e->at, next_edge(e, e->at)); return true;
	case KEY_CTRL('u'): erase(e, 0, e->at); return true;
	case KEY_CTRL('w'): erase(e, word_start(e), e->at); return true;
	case KEY_CTRL('k'): erase(e, e->at, e->len); return true;
	case KEYC_PASTE: paste(e, k->paste); return true;
	default: return type(e, k->code);
	}
}

bool lineedit_key(struct lineedit *e, const struct key *k)
{
	e->full = false;
	bool used = edit(e, k);
	if (used && !e->full)
		e->selected = false;
	return used;
}

static int columns(const struct lineedit *e, size_t from, size_t to)
{
	return (int)text_width((struct span){e->buf + from, to - from});
}

/* The part of the text that fits into `width` columns with the cursor's column after it. */
static void visible_part(const struct lineedit *e, int width, size_t *from, size_t *to)
{
	*from = 0;
	int before = columns(e, 0, e->at);
	while (before >= width && *from < e->at) {
		size_t next = next_edge(e, *from);
		before -= columns(e, *from, next);
		*from = next;
	}
	*to = e->at;
	for (size_t next; *to < e->len; *to = next) {
		next = next_edge(e, *to);
		before += columns(e, *to, next);
		if (before > width)
			break;
	}
}

void lineedit_draw(struct lineedit *e, struct screen *s, struct rect r, int y, int x, int width)
{
	if (y < 0 || y >= r.h || x < 0 || x >= r.w)
		return;
	struct rect field = {r.y + y, r.x + x, 1, width < r.w - x ? width : r.w - x};
	size_t from = 0, to = 0;
	draw_fill(s, field, STYLE_INPUT);
	if (!e->secret) {
		visible_part(e, field.w, &from, &to);
		draw_spot(s, field, e, from);
		draw_text(s, field, 0, 0, e->selected ? STYLE_SELECTED : STYLE_INPUT,
			(struct span){e->buf + from, to - from});
	}
	draw_cursor(s, field, 0, e->secret ? 0 : columns(e, from, e->at), true);
}

/* The spot's index is where the part that was shown begins. */
enum pointed lineedit_point(struct lineedit *e, const struct point *at)
{
	if (at->on != e || e->secret)
		return POINTED_ELSEWHERE;
	if (at->what != POINT_PRESS || at->index > e->len)
		return POINTED;
	size_t from = 0;
	while (from < at->index)
		from = next_edge(e, from);
	e->at = from;
	while (e->at < e->len && columns(e, from, next_edge(e, e->at)) <= at->x)
		e->at = next_edge(e, e->at);
	e->selected = false;
	return POINTED;
}
