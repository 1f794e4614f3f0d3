/* Lines, bars and dots of the Unicode blocks for drawing. */
#include "screenshots/fixture_shapes.h"

#include <stddef.h>

enum { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8 };

static const struct {
	uint32_t code;
	unsigned arms;
} boxes[] = {
	{0x2500, LEFT | RIGHT},
	{0x2502, UP | DOWN},
	{0x250c, RIGHT | DOWN},
	{0x2510, LEFT | DOWN},
	{0x2514, RIGHT | UP},
	{0x2518, LEFT | UP},
	{0x251c, UP | DOWN | RIGHT},
	{0x2524, UP | DOWN | LEFT},
	{0x252c, LEFT | RIGHT | DOWN},
	{0x2534, LEFT | RIGHT | UP},
	{0x253c, LEFT | RIGHT | UP | DOWN},
	{0x256d, RIGHT | DOWN},
	{0x256e, LEFT | DOWN},
	{0x256f, LEFT | UP},
	{0x2570, RIGHT | UP},
	{0x2574, LEFT},
	{0x2575, UP},
	{0x2576, RIGHT},
	{0x2577, DOWN},
};

static void write_box(FILE *out, unsigned arms, int x, int y, struct rgb color)
{
	double middle_x = x + CELL_WIDTH / 2.0, middle_y = y + CELL_HEIGHT / 2.0;
	fprintf(out, "<path stroke=\"" RGB_FORMAT "\" d=\"", RGB_ARGS(color));
	if (arms & (LEFT | RIGHT))
		fprintf(out, "M%g %gH%g", arms & LEFT ? x : middle_x, middle_y,
			arms & RIGHT ? x + CELL_WIDTH : middle_x);
	if (arms & (UP | DOWN))
		fprintf(out, "M%g %gV%g", middle_x, arms & UP ? y : middle_y,
			arms & DOWN ? y + CELL_HEIGHT : middle_y);
	fprintf(out, "\"/>\n");
}

static void write_bar(FILE *out, double x, double y, double width, double height, double opacity,
	struct rgb color)
{
	fprintf(out,
		"<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" "
		"shape-rendering=\"crispEdges\" fill=\"" RGB_FORMAT "\"",
		x, y, width, height, RGB_ARGS(color));
	if (opacity < 1)
		fprintf(out, " opacity=\"%g\"", opacity);
	fprintf(out, "/>\n");
}

static void write_block(FILE *out, uint32_t code, int x, int y, struct rgb color)
{
	double eighth_high = CELL_HEIGHT / 8.0, eighth_wide = CELL_WIDTH / 8.0;
	if (code == 0x2580) {
		write_bar(out, x, y, CELL_WIDTH, CELL_HEIGHT / 2.0, 1, color);
	} else if (code <= 0x2588) {
		double height = (code - 0x2580) * eighth_high;
		write_bar(out, x, y + CELL_HEIGHT - height, CELL_WIDTH, height, 1, color);
	} else if (code <= 0x258f) {
		write_bar(out, x, y, (0x2590 - code) * eighth_wide, CELL_HEIGHT, 1, color);
	} else {
		write_bar(out, x, y, CELL_WIDTH, CELL_HEIGHT, (code - 0x2590) * 0.25, color);
	}
}

/* Dots 1, 2, 3, 7 stand in the left column, 4, 5, 6, 8 in the right one. */
static void write_braille(FILE *out, unsigned dots, int x, int y, struct rgb color)
{
	static const struct {
		int column, row;
	} place[] = {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}};
	for (size_t i = 0; i < sizeof(place) / sizeof(place[0]); i++)
		if (dots & 1u << i)
			fprintf(out,
				"<circle cx=\"%g\" cy=\"%g\" r=\"1.3\" fill=\"" RGB_FORMAT "\"/>\n",
				x + CELL_WIDTH * (0.25 + 0.5 * place[i].column),
				y + CELL_HEIGHT * (0.125 + 0.25 * place[i].row), RGB_ARGS(color));
}

bool shape_write(FILE *out, uint32_t code, int x, int y, struct rgb color)
{
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		if (boxes[i].code == code) {
			write_box(out, boxes[i].arms, x, y, color);
			return true;
		}
	}
	if (code >= 0x2580 && code <= 0x2593 && code != 0x2590) {
		write_block(out, code, x, y, color);
		return true;
	}
	if (code >= 0x2800 && code <= 0x28ff) {
		write_braille(out, code - 0x2800, x, y, color);
		return true;
	}
	return false;
}
