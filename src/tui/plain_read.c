/* Reads the cells of a frame as lines that can be read aloud. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "plain.h"
#include "screen.h"

/* What a glyph says by itself. Those without a word only repeat what stands beside them, or draw
 * a line. */
static const char *const words[GLYPH_COUNT] = {
	[GLYPH_MARK] = "marked,",
	[GLYPH_FLAG] = "flagged,",
	[GLYPH_WARN] = "warning:",
	[GLYPH_HIDES] = "hidden content,",
	[GLYPH_LOCK] = "locked,",
	[GLYPH_UP] = "up",
	[GLYPH_DOWN] = "down",
	[GLYPH_RIGHT] = "to",
	[GLYPH_LEFT] = "from",
	[GLYPH_SAME] = "=",
	[GLYPH_QUOTE_BAR] = ">",
	[GLYPH_ELLIPSIS] = "...",
	[GLYPH_PLUS] = "+",
	[GLYPH_DELETED] = "deleted:",
	[GLYPH_ADDED] = "added:",
};

/* Where reading has come to in one row. */
struct reader {
	struct str *out;
	int blanks; /* since the last character */
	bool verbatim; /* blanks are a part of the text */
	bool word; /* a glyph was said last: a blank follows it */
};

/* Columns are kept apart by a comma: a blank is not heard. */
static void add_gap(struct reader *r)
{
	int n = r->blanks > 0 ? r->blanks : r->word;

	r->blanks = 0;
	r->word = false;
	if (r->out->len == 0 || n == 0)
		return;
	if (!r->verbatim && n > 1 && !strchr(",:;.?!(·-", r->out->p[r->out->len - 1]))
		str_addc(r->out, ',');
	for (int i = r->verbatim ? n : 1; i > 0; i--)
		str_addc(r->out, ' ');
}

static void add_character(struct reader *r, wchar_t c)
{
	char bytes[4];
	uint32_t cp = (uint32_t)c;

	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		cp = '?';
	str_addn(r->out, bytes, utf8_encode(cp, bytes));
}

static void add_glyph(struct reader *r, enum glyph g, bool ascii)
{
	const char *word = g == GLYPH_ELLIPSIS && !ascii ? "…" : words[g];
	/* A text has the word beside the sign, and an arrow in front of it points at nothing. */
	bool spare = r->verbatim && (g == GLYPH_FLAG || g == GLYPH_LOCK);
	bool first = r->out->len == 0 && (g == GLYPH_RIGHT || g == GLYPH_LEFT);

	if (!word || spare || first)
		return;
	if (g != GLYPH_ELLIPSIS && r->blanks == 0 && r->out->len > 0)
		r->blanks = 1;
	add_gap(r);
	str_add(r->out, word);
	r->word = g != GLYPH_ELLIPSIS;
}

/* Adds one cell; returns its columns. */
static int add_cell(struct reader *r, const cchar_t *cell, bool ascii)
{
	wchar_t text[CCHARW_MAX + 1] = {0};
	attr_t attributes;
	short pair;

	if (getcchar(cell, text, &attributes, &pair, NULL) == ERR)
		return 1;
	if (text[0] >= PLAIN_GLYPH) {
		add_glyph(r, (enum glyph)(text[0] - PLAIN_GLYPH), ascii);
		return 1;
	}
	if (text[0] == L' ' || text[0] == L'\0') {
		r->blanks++;
		return 1;
	}
	add_gap(r);
	for (size_t i = 0; i < CCHARW_MAX && text[i]; i++)
		add_character(r, text[i]);
	return utf8_width((uint32_t)text[0]) == 2 ? 2 : 1;
}

/* An age, "2h" or "14m", is left out: it changes by itself. */
static void add_same(struct str *out, struct span text)
{
	for (size_t i = 0, end; i < text.n; i = end) {
		bool begins = isdigit((unsigned char)text.p[i]) &&
			(i == 0 || !isalnum((unsigned char)text.p[i - 1]));
		end = i + 1;
		while (begins && end < text.n && isdigit((unsigned char)text.p[end]))
			end++;
		if (begins && end < text.n && strchr("smhdwy", text.p[end]) &&
			(end + 1 == text.n || !isalnum((unsigned char)text.p[end + 1])))
			end++;
		else
			str_addn(out, text.p + i, end - i);
	}
}

/* `cursor` is the column where text is typed, or -1. */
static void read_row(
	const struct plain *p, struct plain_row *row, int columns, int cursor, size_t *column)
{
	bool verbatim = (row->told & DRAW_TOLD_TEXT) || cursor >= 0;
	struct reader r = {.out = &row->text, .verbatim = verbatim};
	cchar_t cell;

	for (int x = 0; x < columns;) {
		if (x == cursor) {
			add_gap(&r);
			*column = text_width(str_span(&row->text));
		}
		if (mvin_wch(row->y, x, &cell) == ERR)
			break;
		x += add_cell(&r, &cell, p->ascii);
	}
	if (verbatim)
		str_adds(&row->same, str_span(&row->text));
	else
		add_same(&row->same, str_span(&row->text));
}

void plain_read(const struct plain *p, struct screen *s, struct plain_frame *out)
{
	out->rows = xcalloc((size_t)s->rows + 1, sizeof(*out->rows));
	out->cursor = SIZE_MAX;
	for (int y = 0; y < s->rows; y++) {
		struct plain_row *row = &out->rows[out->n];
		bool here = y == s->cursor_y, typed = here && s->cursor_wanted;
		row->y = y;
		row->told = y < p->rows ? p->told[y] : 0;
		read_row(p, row, s->columns, typed ? s->cursor_x : -1, &out->column);
		if (row->text.len == 0 && !typed)
			continue;
		if (typed ||
			(here &&
				(row->told & (DRAW_TOLD_TEXT | DRAW_TOLD_PICKED)) !=
					DRAW_TOLD_TEXT)) {
			out->cursor = out->n;
			out->typed = typed;
		}
		out->n++;
	}
	if (out->cursor > out->n)
		out->cursor = out->n;
	str_free(&out->rows[out->n].text);
	str_free(&out->rows[out->n].same);
}

void plain_frame_clear(struct plain_frame *f)
{
	for (size_t i = 0; i < f->n; i++) {
		/* What is typed may be a secret's neighbour; a secret itself is never drawn. */
		str_free(&f->rows[i].text);
		str_free(&f->rows[i].same);
	}
	free(f->rows);
	str_free(&f->subject);
	*f = (struct plain_frame){0};
}
