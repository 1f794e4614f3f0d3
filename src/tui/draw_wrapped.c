/* A text in several rows. */
#include "base/sanitize.h"
#include "tui/draw.h"

int draw_wrapped(struct screen *s, struct rect r, int y, int x, enum style style, struct span text)
{
	int room = r.w - x - 1;

	while (y < r.h && text.n > 0) {
		bool whole = y == r.h - 1 || room < 1 || screen_plain(s);
		size_t n = whole ? text.n : text_fit(text, room);
		draw_text(s, r, y++, x, style, (struct span){text.p, n});
		text = (struct span){text.p + n, text.n - n};
	}
	return y;
}
