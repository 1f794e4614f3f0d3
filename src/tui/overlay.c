/* The box that overlays are drawn in. */
#include "tui/overlay.h"

struct rect overlay_box(struct screen *s, struct rect r, int rows, int columns, const char *title)
{
	int h = rows + 2 < r.h ? rows + 2 : r.h;
	int w = columns + 4 < r.w ? columns + 4 : r.w;
	struct rect box = {r.y + (r.h - h) / 2, r.x + (r.w - w) / 2, h, w};

	draw_fill(s, box, STYLE_TEXT);
	/* Where there is hardly any room, all of it is for the content. */
	if (h < 5 || w < 16)
		return box;
	draw_box(s, box, STYLE_BORDER);
	draw_fmt(s, rect_inset(box, 0, 2), 0, 0, STYLE_STRONG, " %s ", title);
	return rect_inset(box, 1, 2);
}
