/* Characters that are drawn as shapes, so that lines meet and bars fill their cells in every font.
 */
#ifndef TESTS_SCREENSHOTS_FIXTURE_SHAPES_H
#define TESTS_SCREENSHOTS_FIXTURE_SHAPES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define CELL_WIDTH 9
#define CELL_HEIGHT 18

struct rgb {
	uint8_t red, green, blue;
};

#define RGB_FORMAT "#%02x%02x%02x"
#define RGB_ARGS(c) (c).red, (c).green, (c).blue

/* Draws box drawing, block elements and Braille into the cell whose corner is (x, y). False, and
 * nothing drawn: the character is none of these. */
bool shape_write(FILE *out, uint32_t code, int x, int y, struct rgb color);

#endif
