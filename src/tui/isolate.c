/*
 * Keeps right-to-left texts of a frame from moving what stands beside them.
 *
 * VTE, Konsole, mlterm, mintty and the terminal of macOS apply the bidirectional algorithm (UAX #9)
 * to a line of the screen as if it were one paragraph. Two Arabic texts with nothing but a border
 * between them then change places, and a number that follows one goes to its other side. What ends
 * the reach of a text is a strong character of the other direction: so the last cell of each text
 * that holds a right-to-left letter gets a left-to-right mark (U+200E) as one more combining
 * character, and the cell before the first such text gets one, too, for terminals that take the
 * direction of the line from its first strong character. Within its own cells a text is left to the
 * terminal, so that who reads Arabic can.
 *
 * The terminals keep the mark with the cell, as any other character without width, and give it to
 * the algorithm (VTE: bidi.cc). It is drawn nowhere. Texts cannot bring one: the sanitizer names
 * it. Explicit mode (ECMA-48 BDSM, "CSI 8 l") would protect the neighbours as well, but shows
 * Arabic in the order of its bytes, which nobody reads. The tables of commands do the same
 * (cli/table.c).
 */
#include "isolate.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/err.h"
#include "base/utf8.h"
#include "screen.h"

#define LEFT_TO_RIGHT_MARK 0x200E

void isolate_free(struct screen *s)
{
	free(s->isolation.text);
	free(s->isolation.second);
	free(s->isolation.rows);
	s->isolation = (struct isolation){0};
}

void isolate_resize(struct screen *s, int rows, int columns)
{
	isolate_free(s);
	s->isolation.text = xcalloc((size_t)rows * (size_t)columns, sizeof(*s->isolation.text));
	s->isolation.second = xcalloc((size_t)rows * (size_t)columns, sizeof(bool));
	s->isolation.rows = xcalloc((size_t)rows, sizeof(*s->isolation.rows));
}

void isolate_begin(struct screen *s)
{
	struct isolation *i = &s->isolation;

	memset(i->text, 0, (size_t)s->rows * (size_t)s->columns * sizeof(*i->text));
	memset(i->rows, 0, (size_t)s->rows * sizeof(*i->rows));
	i->any = false;
	i->texts = i->now = 0;
}

uint32_t isolate_text(struct screen *s)
{
	return ++s->isolation.texts;
}

void isolate_cell(struct screen *s, int y, int x, uint32_t cp, int width)
{
	struct isolation *i = &s->isolation;

	for (int at = x; at < x + width && at < s->columns; at++) {
		i->text[y * s->columns + at] = i->now;
		i->second[y * s->columns + at] = at > x;
	}
	if (i->now && utf8_goes_left(cp))
		i->any = i->rows[y] = true;
}

/* Reads a cell; its first character. */
static uint32_t read_cell(
	int y, int x, wchar_t text[CCHARW_MAX + 1], attr_t *attributes, short *pair)
{
	cchar_t cell;

	wmemset(text, 0, CCHARW_MAX + 1);
	if (mvin_wch(y, x, &cell) == ERR || getcchar(&cell, text, attributes, pair, NULL) == ERR)
		return 0;
	return (uint32_t)text[0];
}

/* False where a letter with four marks has no room for one more. */
static bool add_mark(int y, int x)
{
	wchar_t text[CCHARW_MAX + 1];
	attr_t attributes = 0;
	short pair = 0;
	cchar_t cell;
	uint32_t first = read_cell(y, x, text, &attributes, &pair);
	size_t n = wcslen(text);

	if (!first || n == CCHARW_MAX)
		return false;
	if (text[n - 1] == LEFT_TO_RIGHT_MARK)
		return true;
	text[n] = LEFT_TO_RIGHT_MARK;
	return setcchar(&cell, text, attributes, pair, NULL) == OK &&
		mvadd_wchnstr(y, x, &cell, 1) == OK;
}

/* The column at which the character before column x begins: a half of one is never written. */
static int cell_before(const struct screen *s, int y, int x)
{
	return x > 1 && s->isolation.second[y * s->columns + x - 1] ? x - 2 : x - 1;
}

static int columns_of(uint32_t cp)
{
	return utf8_width(cp) == 2 ? 2 : 1;
}

/* A text from column x on: where it ends, its last cell, and whether it goes left. */
static int walk_text(const struct screen *s, int y, int x, int *last, bool *left)
{
	const uint32_t *all = s->isolation.text;
	const int row = y * s->columns;
	wchar_t chars[CCHARW_MAX + 1];
	attr_t attributes;
	short pair;

	*left = false;
	for (uint32_t this = all[row + x]; x < s->columns && all[row + x] == this;) {
		uint32_t cp = read_cell(y, x, chars, &attributes, &pair);
		*left = *left || utf8_goes_left(cp);
		*last = x;
		x += columns_of(cp);
	}
	return x < s->columns ? x : s->columns;
}

static void isolate_row(struct screen *s, int y)
{
	bool first = true;

	for (int x = 0, end, last = 0; x < s->columns; x = end) {
		bool left;
		end = walk_text(s, y, x, &last, &left);
		if (!left)
			continue;
		if (first && x > 0)
			add_mark(y, cell_before(s, y, x));
		first = false;
		if (!add_mark(y, last) && end < s->columns)
			add_mark(y, end);
	}
}

void isolate_end(struct screen *s)
{
	for (int y = 0; s->isolation.any && y < s->rows; y++)
		if (s->isolation.rows[y])
			isolate_row(s, y);
}
