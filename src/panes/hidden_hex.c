/* A hex dump that costs what is seen of it. */
#include "hidden_parts.h"

#include <stdlib.h>

#define WIDE 16 /* bytes of a row */
#define NARROW 8
#define NARROWEST 4
#define OFFSET 10 /* columns of the offset and the gap behind it */

static size_t row_count(const struct hidden_hex *x)
{
	return x->width ? (x->content.n + x->width - 1) / x->width : 0;
}

void hidden_hex_show(struct hidden_hex *x, size_t at, size_t n)
{
	x->marked = at;
	x->marked_n = n;
	x->follow = true;
}

static void scroll(struct hidden_hex *x, bool down, size_t rows)
{
	size_t last = row_count(x) > x->height ? row_count(x) - x->height : 0;

	if (down)
		x->top = rows > last - x->top ? last : x->top + rows;
	else
		x->top = rows > x->top ? 0 : x->top - rows;
}

void hidden_hex_key(struct hidden_hex *x, const struct key *k)
{
	size_t page = x->height > 1 ? x->height - 1 : 1;

	switch (k->code) {
	case 'j':
	case KEYC_DOWN: scroll(x, true, 1); break;
	case 'k':
	case KEYC_UP: scroll(x, false, 1); break;
	case KEYC_PGDN: scroll(x, true, page); break;
	case KEYC_PGUP: scroll(x, false, page); break;
	case 'g':
	case KEYC_HOME: scroll(x, false, SIZE_MAX); break;
	case 'G':
	case KEYC_END: scroll(x, true, SIZE_MAX); break;
	default: break;
	}
}

void hidden_hex_point(struct hidden_hex *x, const struct point *at)
{
	if (at->on == x && at->what == POINT_WHEEL)
		scroll(x, at->lines > 0, (size_t)abs(at->lines));
}

static void draw_byte(const struct hidden_hex *x, struct screen *s, struct rect r, int y, size_t at)
{
	unsigned char byte = (unsigned char)x->content.p[at];
	bool marked = at >= x->marked && at - x->marked < x->marked_n;
	enum style style = marked ? STYLE_ESCAPE : STYLE_TEXT;
	size_t i = at % x->width;
	char sign = byte >= 0x20 && byte < 0x7F ? (char)byte : '.';

	/* Brackets say without colour what is meant. */
	if (marked && at == x->marked)
		draw_str(s, r, y, OFFSET + (int)i * 3 - 1, STYLE_KEY, "[");
	draw_fmt(s, r, y, OFFSET + (int)i * 3, style, "%02x", byte);
	if (marked && at + 1 == x->marked + x->marked_n)
		draw_str(s, r, y, OFFSET + (int)i * 3 + 2, STYLE_KEY, "]");
	draw_text(s, r, y, OFFSET + (int)(x->width * 3 + 1 + i), style, (struct span){&sign, 1});
}

/* Bytes in a row, so that each has its digits and its sign. */
static size_t width_for(int columns)
{
	if (columns >= OFFSET + WIDE * 4 + 1)
		return WIDE;
	return columns >= OFFSET + NARROW * 4 + 1 ? NARROW : NARROWEST;
}

void hidden_hex_draw(struct hidden_hex *x, struct screen *s, struct rect r)
{
	size_t top_byte = x->top * x->width;

	if (r.h < 2)
		return;
	draw_spot(s, r, x, 0);
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	rect_top(&r, 1);
	if (screen_plain(s))
		r.h = 1; /* bytes are long to listen to: j says the next ones */
	x->width = width_for(r.w);
	x->height = (size_t)r.h;
	x->top = top_byte / x->width;
	if (x->follow) {
		size_t row = x->marked / x->width;
		x->top = row > 1 ? row - 1 : 0;
	}
	x->follow = false;
	scroll(x, false, 0);
	if (x->top + x->height > row_count(x))
		x->top = row_count(x) > x->height ? row_count(x) - x->height : 0;
	for (size_t y = 0; y < x->height; y++) {
		size_t from = (x->top + y) * x->width;
		if (from < x->content.n)
			draw_fmt(s, r, (int)y, 0, STYLE_DIM, "%08zx", from);
		for (size_t at = from; at < from + x->width && at < x->content.n; at++)
			draw_byte(x, s, r, (int)y, at);
	}
}
