/* The box that overlays are drawn in, and the keys that stand below. */
#include "tui/overlay.h"

#include <string.h>

struct rect overlay_box(struct screen *s, struct rect r, int rows, int columns, const char *title)
{
	int h = rows + 2 < r.h ? rows + 2 : r.h;
	int w = columns + 4 < r.w ? columns + 4 : r.w;
	struct rect box = {r.y + (r.h - h) / 2, r.x + (r.w - w) / 2, h, w};

	draw_fill(s, box, STYLE_TEXT);
	/* Where there is hardly any room, all of it is for the content. */
	bool whole = h == rows + 2 && w == columns + 4;
	if (!whole && (h < 5 || w < 16))
		return box;
	draw_box(s, box, STYLE_BORDER);
	draw_fmt(s, rect_inset(box, 0, 2), 0, 0, STYLE_STRONG, " %s ", title);
	return rect_inset(box, 1, 2);
}

void overlay_keys(struct screen *s, struct rect r, const char *const *pairs)
{
	int x = 0, y = 0;

	for (int row = 0; row < r.h; row++)
		draw_told(s, r, row, DRAW_TOLD_FIRST);
	for (; *pairs; pairs += 2) {
		int width = (int)(strlen(pairs[0]) + 1 + strlen(pairs[1]));
		if (x > 0 && x + width > r.w) {
			x = 0;
			y++;
		}
		x = draw_str(s, r, y, x, STYLE_KEY, pairs[0]);
		x = draw_fmt(s, r, y, x, STYLE_DIM, " %s", pairs[1]) + 2;
	}
}
