/* Which row of a box is chosen, and which rows are shown. */
#include "tui/menu.h"

#include <stdint.h>
#include <stdlib.h>

void menu_set(struct menu *m, size_t n)
{
	m->n = n;
	if (m->at >= n)
		m->at = n > 0 ? n - 1 : 0;
}

static void move(struct menu *m, bool down, size_t rows)
{
	size_t last = m->n > 0 ? m->n - 1 : 0;

	if (down)
		m->at = rows > last - m->at ? last : m->at + rows;
	else
		m->at = rows > m->at ? 0 : m->at - rows;
}

bool menu_key(struct menu *m, const struct key *k)
{
	size_t page = m->height > 1 ? (size_t)m->height - 1 : 1;

	switch (k->code) {
	case 'j':
	case KEYC_DOWN: move(m, true, 1); return true;
	case 'k':
	case KEYC_UP: move(m, false, 1); return true;
	case KEYC_PGDN: move(m, true, page); return true;
	case KEYC_PGUP: move(m, false, page); return true;
	case 'g':
	case KEYC_HOME: move(m, false, m->n); return true;
	case 'G':
	case KEYC_END: move(m, true, m->n); return true;
	default: return false;
	}
}

enum pointed menu_point(struct menu *m, const struct point *at)
{
	size_t was = m->at, row;

	if (at->on != m)
		return POINTED_ELSEWHERE;
	if (at->what == POINT_WHEEL)
		move(m, at->lines > 0, (size_t)abs(at->lines));
	if (at->what != POINT_PRESS)
		return POINTED;
	row = point_row(at, m->top, (size_t)m->height, m->n);
	if (row == SIZE_MAX)
		return POINTED;
	m->at = row;
	return row == was ? POINTED_AGAIN : POINTED;
}

static void follow_selection(struct menu *m)
{
	size_t height = m->height > 0 ? (size_t)m->height : 1;

	if (m->n <= height)
		m->top = 0;
	else if (m->top > m->n - height)
		m->top = m->n - height;
	if (m->at < m->top)
		m->top = m->at;
	else if (m->at >= m->top + height)
		m->top = m->at - height + 1;
}

void menu_draw(struct menu *m, struct screen *s, struct rect r, menu_draw_row *fn, const void *arg)
{
	m->height = r.h;
	draw_spot(s, r, m, 0);
	follow_selection(m);
	for (int y = 0; y < r.h && m->top + (size_t)y < m->n; y++) {
		size_t i = m->top + (size_t)y;
		bool selected = i == m->at;
		struct rect row = draw_long_row(s, r, y);
		fn(arg, s, row, i, selected);
		if (m->told)
			draw_told(s, row, 0, DRAW_TOLD_QUIET);
		if (!selected)
			continue;
		draw_glyph(s, row, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
		draw_row_style(s, row, 0, STYLE_SELECTED);
		draw_cursor(s, row, 0, 0, false);
	}
	m->told = m->n > 0;
}
