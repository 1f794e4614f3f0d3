/* Compares a frame with the one before, and says what is new. */
#include "plain.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "screen.h"

struct plain *plain_new(bool ascii)
{
	struct plain *p = xcalloc(1, sizeof(*p));

	p->ascii = ascii;
	return p;
}

static void drop_levels(struct plain *p, size_t above)
{
	while (p->level_n > above)
		plain_frame_clear(&p->levels[--p->level_n]);
}

void plain_free(struct plain **pp)
{
	struct plain *p = *pp;

	if (!p)
		return;
	drop_levels(p, 0);
	free(p->levels);
	free(p->told);
	str_free(&p->subject);
	free(p);
	*pp = NULL;
}

void plain_forget(struct plain *p)
{
	drop_levels(p, 0);
}

void plain_begin(struct plain *p, int rows)
{
	p->rows = rows;
	p->told = xrealloc(p->told, (size_t)rows + 1);
	memset(p->told, 0, (size_t)rows + 1);
	str_clear(&p->subject);
}

void draw_told(struct screen *s, struct rect r, int y, unsigned how)
{
	if (s->plain && y >= 0 && y < r.h && r.y + y >= 0 && r.y + y < s->plain->rows)
		s->plain->told[r.y + y] |= (unsigned char)how;
}

void draw_subject(struct screen *s, const char *id)
{
	if (!s->plain)
		return;
	str_clear(&s->plain->subject);
	str_add(&s->plain->subject, id);
}

struct rect draw_long_row(const struct screen *s, struct rect r, int y)
{
	int row = s->plain && s->plain->columns > PLAIN_ROW ? s->plain->columns : PLAIN_ROW;

	return (struct rect){r.y + y, r.x, 1, s->plain ? row - r.x : r.w};
}

struct rect draw_whole_row(const struct screen *s, struct rect r, int y)
{
	return (struct rect){r.y + y, r.x, 1, s->plain ? s->columns - r.x : r.w};
}

int draw_column(const struct screen *s, int end, int column)
{
	return s->plain ? end + 2 : column;
}

/* --- What is new --- */

static bool is_same(
	const struct plain_frame *old, size_t i, const struct plain_frame *new, size_t j)
{
	bool text = new->rows[j].told &DRAW_TOLD_TEXT;

	return old->rows && old->rows[i].said &&
		span_eq(str_span(&old->rows[i].same), str_span(&new->rows[j].same)) &&
		(!text || span_eq(str_span(&old->subject), str_span(&new->subject)));
}

/*
 * known[i]: row i of the new frame stood in the old one. The longest common subsequence, so that
 * of a text that was scrolled the rows that came in are new, wherever the others went.
 */
static void find_known(const struct plain_frame *old, const struct plain_frame *new, bool *known)
{
	size_t w = new->n + 1;
	unsigned short *len = xcalloc((old->n + 1) * w, sizeof(*len));

	for (size_t i = old->n; i-- > 0;)
		for (size_t j = new->n; j-- > 0;) {
			unsigned short down = len[(i + 1) * w + j], right = len[i * w + j + 1];
			if (is_same(old, i, new, j))
				len[i * w + j] = (unsigned short)(len[(i + 1) * w + j + 1] + 1);
			else
				len[i * w + j] = down > right ? down : right;
		}
	for (size_t i = 0, j = 0; i < old->n && j < new->n;) {
		if (is_same(old, i, new, j)) {
			known[j++] = true;
			i++;
		} else if (len[(i + 1) * w + j] >= len[i * w + j + 1]) {
			i++;
		} else {
			j++;
		}
	}
	free(len);
}

static bool was_blank(const struct plain_frame *old, int y)
{
	for (size_t i = 0; i < old->n; i++)
		if (old->rows[i].y == y)
			return false;
	return true;
}

static bool is_new(const struct plain *p, const struct plain_frame *old,
	const struct plain_row *row, bool known)
{
	if (p->all || (row->told & DRAW_TOLD_NEWS))
		return true;
	if (known || (row->told & DRAW_TOLD_QUIET))
		return false;
	return !(row->told & DRAW_TOLD_FIRST) || was_blank(old, row->y);
}

/* Whether the cursor is on another row now, or that row says something else. */
static bool has_moved(
	const struct plain *p, const struct plain_frame *old, const struct plain_frame *new)
{
	if (old->cursor >= old->n || old->typed != new->typed)
		return true;
	const struct plain_row *was = &old->rows[old->cursor], *is = &new->rows[new->cursor];
	return !span_eq(str_span(&was->same), str_span(&is->same)) ||
		(p->keyed && was->y != is->y) || (new->typed && old->column != new->column);
}

/* Whether the selection stands where it stood, among the same rows. A message that is gone is no
 * move. */
static bool stays(const struct plain_frame *old, const struct plain_frame *new)
{
	if (new->cursor >= new->n || old->cursor >= old->n ||
		old->rows[old->cursor].y != new->rows[new->cursor].y)
		return false;
	for (size_t i = 0, j = 0; j < new->n; j++) {
		while (i < old->n && old->rows[i].y < new->rows[j].y)
			i++;
		if (i == old->n || old->rows[i].y != new->rows[j].y ||
			!span_eq(str_span(&old->rows[i].same), str_span(&new->rows[j].same)))
			return false;
	}
	return true;
}

/* --- Writing --- */

void plain_end_line(struct plain *p, struct str *out)
{
	if (p->open)
		str_add(out, "\r\n");
	p->open = false;
}

static size_t width(struct span text, size_t from, size_t to)
{
	return text_width((struct span){text.p + from, to - from});
}

/* Bytes of the text that a line of the terminal takes: up to a blank where there is one. */
static size_t line_of(const struct plain *p, struct span text)
{
	size_t at = 0, blank = 0, columns = 0;

	while (at < text.n) {
		size_t n = utf8_cluster(text, at);
		columns += width(text, at, at + n);
		if (columns > (size_t)p->columns)
			return blank > 0 ? blank : at > 0 ? at : n;
		at += n;
		blank = text.p[at - 1] == ' ' ? at : blank;
	}
	return at;
}

static void say(struct plain *p, struct str *out, struct span text)
{
	plain_end_line(p, out);
	do {
		size_t n = line_of(p, text), end = n;
		while (end > 0 && text.p[end - 1] == ' ')
			end--;
		str_addn(out, text.p, end);
		str_add(out, "\r\n");
		text = (struct span){text.p + n, text.n - n};
	} while (text.n > 0);
}

static void step_back(struct str *out, size_t columns)
{
	while (columns-- > 0)
		str_addc(out, '\b');
}

/* The byte of the text at which a column begins. */
static size_t byte_at(struct span text, size_t column)
{
	size_t at = 0;

	while (at < text.n && width(text, 0, at) < column)
		at += utf8_cluster(text, at);
	return at;
}

static size_t common_start(struct span a, struct span b)
{
	size_t at = 0;

	while (at < a.n && at < b.n) {
		size_t n = utf8_cluster(a, at);
		if (n != utf8_cluster(b, at) || memcmp(a.p + at, b.p + at, n) != 0)
			break;
		at += n;
	}
	return at;
}

/* Turns the line that waits for more into the new one, as a typewriter would: the cursor goes back
 * by BS, and forward over what is written again. */
static void retype(struct str *out, const struct plain_frame *old, const struct plain_frame *new)
{
	struct span was = str_span(&old->rows[old->cursor].text);
	struct span is = str_span(&new->rows[new->cursor].text);
	size_t from = byte_at(was, old->column), to = byte_at(is, new->column);
	size_t same = common_start(was, is);

	if (same == was.n && same == is.n) {
		if (to < from)
			step_back(out, width(is, to, from));
		else
			str_addn(out, is.p + from, to - from);
		return;
	}
	if (same > from)
		same = from;
	step_back(out, width(was, same, from));
	str_addn(out, is.p + same, is.n - same);
	size_t before = width(was, 0, was.n), after = width(is, 0, is.n);
	for (size_t i = after; i < before; i++)
		str_addc(out, ' ');
	step_back(out, (before > after ? before : after) - width(is, 0, to));
}

/* Typing changes what stands between the two cursors, or behind them: if more is different, it is
 * the words before the field. At the end of a line that the terminal has wrapped one can only go
 * on. */
static bool can_retype(
	const struct plain *p, const struct plain_frame *old, const struct plain_frame *new)
{
	if (!p->open || !old->typed || !new->typed || old->cursor >= old->n)
		return false;
	if (old->rows[old->cursor].y != new->rows[new->cursor].y)
		return false;
	struct span was = str_span(&old->rows[old->cursor].text);
	struct span is = str_span(&new->rows[new->cursor].text);
	size_t most = (size_t)p->columns, same = common_start(was, is);
	size_t from = byte_at(was, old->column), to = byte_at(is, new->column);
	if (same == was.n && from == was.n)
		return true;
	return same >= (from < to ? from : to) && text_width(was) <= most && text_width(is) <= most;
}

static void say_typed(struct plain *p, struct str *out, const struct plain_frame *f)
{
	struct span text = str_span(&f->rows[f->cursor].text);

	plain_end_line(p, out);
	str_adds(out, text);
	if (f->column == 0)
		str_addc(out, '\r');
	else
		step_back(out, width(text, 0, text.n) - f->column);
	p->open = true;
}

/* The row with the cursor comes last: one is there. */
static void say_cursor(struct plain *p, struct str *out, const struct plain_frame *old,
	const struct plain_frame *new)
{
	if (!new->typed)
		say(p, out, str_span(&new->rows[new->cursor].text));
	else if (can_retype(p, old, new))
		retype(out, old, new);
	else
		say_typed(p, out, new);
}

/* `back`: a box above it is gone. */
static void compare(struct plain *p, const struct plain_frame *old, const struct plain_frame *new,
	bool back, struct str *out)
{
	bool *known = xcalloc(new->n + 1, sizeof(*known));
	bool first = !old->rows, here = new->cursor < new->n;
	bool moved = here && (p->all || back || first || has_moved(p, old, new));
	size_t begin = out->len;

	find_known(old, new, known);
	for (size_t i = 0; i < new->n; i++) {
		new->rows[i].said = known[i] || i == new->cursor;
		if ((i != new->cursor || p->all) && is_new(p, old, &new->rows[i], known[i])) {
			say(p, out, str_span(&new->rows[i].text));
			new->rows[i].said = true;
		}
	}
	for (size_t i = 0; i < new->n && out->len == begin &&back && !here; i++)
		if (!(new->rows[i].told &DRAW_TOLD_QUIET))
			say(p, out, str_span(&new->rows[i].text));
	/* A line that waited was ended by what was said above. */
	bool silent = p->moves && !moved && out->len == begin;
	if (silent && (!here || (stays(old, new) && !new->typed)))
		say(p, out, SPAN_LIT("no more"));
	else if (moved || silent || (here && new->typed && out->len > begin))
		say_cursor(p, out, old, new);
	free(known);
}

void plain_say(struct plain *p, struct screen *s, struct str *out)
{
	struct plain_frame new = {.place = p->place}, *level;
	bool back = p->level_n > p->level + 1;

	plain_read(p, s, &new);
	str_adds(&new.subject, str_span(&p->subject));
	drop_levels(p, p->level + 1);
	if (p->level_n <= p->level) {
		p->levels = xrealloc(p->levels, (p->level + 1) * sizeof(*p->levels));
		while (p->level_n <= p->level)
			p->levels[p->level_n++] = (struct plain_frame){0};
	}
	level = &p->levels[p->level];
	if (level->place != p->place)
		plain_frame_clear(level);
	compare(p, level, &new, back, out);
	plain_frame_clear(level);
	*level = new;
	p->all = p->keyed = p->moves = false;
}
