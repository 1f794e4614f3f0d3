/* Lines, bars and dots of the Unicode blocks for drawing. */
#include "screenshots/fixture_shapes.h"

#include <stddef.h>

enum { LIGHT = 1, HEAVY, DOUBLE };

/* What leaves the middle of the cell to each side. */
static const struct {
	uint32_t code;
	unsigned char up, right, down, left;
	unsigned char dashes; /* of a broken line */
} boxes[] = {
	{0x2500, 0, LIGHT, 0, LIGHT, 0},
	{0x2501, 0, HEAVY, 0, HEAVY, 0},
	{0x2502, LIGHT, 0, LIGHT, 0, 0},
	{0x2503, HEAVY, 0, HEAVY, 0, 0},
	{0x2508, 0, LIGHT, 0, LIGHT, 4},
	{0x250a, LIGHT, 0, LIGHT, 0, 4},
	{0x250c, 0, LIGHT, LIGHT, 0, 0},
	{0x250f, 0, HEAVY, HEAVY, 0, 0},
	{0x2510, 0, 0, LIGHT, LIGHT, 0},
	{0x2513, 0, 0, HEAVY, HEAVY, 0},
	{0x2514, LIGHT, LIGHT, 0, 0, 0},
	{0x2517, HEAVY, HEAVY, 0, 0, 0},
	{0x2518, LIGHT, 0, 0, LIGHT, 0},
	{0x251b, HEAVY, 0, 0, HEAVY, 0},
	{0x251c, LIGHT, LIGHT, LIGHT, 0, 0},
	{0x2523, HEAVY, HEAVY, HEAVY, 0, 0},
	{0x2524, LIGHT, 0, LIGHT, LIGHT, 0},
	{0x252b, HEAVY, 0, HEAVY, HEAVY, 0},
	{0x252c, 0, LIGHT, LIGHT, LIGHT, 0},
	{0x2533, 0, HEAVY, HEAVY, HEAVY, 0},
	{0x2534, LIGHT, LIGHT, 0, LIGHT, 0},
	{0x253b, HEAVY, HEAVY, 0, HEAVY, 0},
	{0x253c, LIGHT, LIGHT, LIGHT, LIGHT, 0},
	{0x254b, HEAVY, HEAVY, HEAVY, HEAVY, 0},
	{0x254c, 0, LIGHT, 0, LIGHT, 2},
	{0x254e, LIGHT, 0, LIGHT, 0, 2},
	{0x2550, 0, DOUBLE, 0, DOUBLE, 0},
	{0x2551, DOUBLE, 0, DOUBLE, 0, 0},
	{0x256d, 0, LIGHT, LIGHT, 0, 0},
	{0x256e, 0, 0, LIGHT, LIGHT, 0},
	{0x256f, LIGHT, 0, 0, LIGHT, 0},
	{0x2570, LIGHT, LIGHT, 0, 0, 0},
	{0x2574, 0, 0, 0, LIGHT, 0},
	{0x2575, LIGHT, 0, 0, 0, 0},
	{0x2576, 0, LIGHT, 0, 0, 0},
	{0x2577, 0, 0, LIGHT, 0, 0},
	{0x2578, 0, 0, 0, HEAVY, 0},
	{0x2579, HEAVY, 0, 0, 0, 0},
	{0x257a, 0, HEAVY, 0, 0, 0},
	{0x257b, 0, 0, HEAVY, 0, 0},
};

/* From the middle by dx, dy, or by as much beside it for each line of a double one. */
static void write_arm(FILE *out, int weight, double x, double y, double dx, double dy, double dash,
	struct rgb color)
{
	double apart = weight == DOUBLE ? 1.5 : 0;

	for (int side = weight == DOUBLE ? -1 : 1; weight > 0 && side <= 1; side += 2) {
		double beside_x = dx == 0 ? side * apart : 0, beside_y = dy == 0 ? side * apart : 0;
		fprintf(out, "<path stroke=\"" RGB_FORMAT "\"", RGB_ARGS(color));
		if (weight == HEAVY)
			fputs(" stroke-width=\"2.5\"", out);
		if (dash > 0)
			fprintf(out, " stroke-dasharray=\"%g\"", dash);
		fprintf(out, " d=\"M%g %gl%g %g\"/>\n", x + beside_x, y + beside_y, dx, dy);
	}
}

static void write_box(FILE *out, size_t i, int x, int y, struct rgb color)
{
	double half_x = CELL_WIDTH / 2.0, half_y = CELL_HEIGHT / 2.0;
	double middle_x = x + half_x, middle_y = y + half_y;
	double parts = boxes[i].dashes * 2;

	write_arm(out, boxes[i].up, middle_x, middle_y, 0, -half_y,
		parts > 0 ? CELL_HEIGHT / parts : 0, color);
	write_arm(out, boxes[i].down, middle_x, middle_y, 0, half_y,
		parts > 0 ? CELL_HEIGHT / parts : 0, color);
	write_arm(out, boxes[i].left, middle_x, middle_y, -half_x, 0,
		parts > 0 ? CELL_WIDTH / parts : 0, color);
	write_arm(out, boxes[i].right, middle_x, middle_y, half_x, 0,
		parts > 0 ? CELL_WIDTH / parts : 0, color);
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
			write_box(out, i, x, y, color);
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
