/* Cells on a grid: in each row backgrounds first, then text in runs whose length is fixed, and
 * shapes. */
#include "screenshots/fixture_svg.h"

#include <string.h>

#include "base/utf8.h"

#define FONT_SIZE 15
#define BASELINE 14
#define PADDING 12
#define TITLE_HEIGHT 30

/* The palettes are the terminal's own sixteen colours; paper and ink are those of the theme. */
static const struct svg_scheme schemes[] = {
	{
		.name = "dark",
		.paper = {0x16, 0x18, 0x1d},
		.ink = {0xc9, 0xcd, 0xd4},
		.edge = {0x3a, 0x3f, 0x4a},
		.title = {0x8b, 0x92, 0xa0},
		.palette = {{0x2b, 0x2f, 0x38}, {0xe0, 0x69, 0x6d}, {0x8c, 0xc5, 0x70},
			{0xe3, 0xb8, 0x66}, {0x6e, 0xa8, 0xe8}, {0xc0, 0x8a, 0xe0},
			{0x5d, 0xc0, 0xc4}, {0xc5, 0xc9, 0xd1}, {0x78, 0x80, 0x8d},
			{0xf2, 0x87, 0x8b}, {0xa7, 0xdc, 0x8a}, {0xf4, 0xcf, 0x83},
			{0x8f, 0xc1, 0xfa}, {0xd5, 0xa7, 0xf2}, {0x7f, 0xd8, 0xda},
			{0xf4, 0xf6, 0xfa}},
	},
	{
		.name = "light",
		.paper = {0xfa, 0xfa, 0xfa},
		.ink = {0x2b, 0x2e, 0x34},
		.edge = {0xc9, 0xcd, 0xd3},
		.title = {0x67, 0x6c, 0x75},
		.palette = {{0x2b, 0x2e, 0x34}, {0xa8, 0x32, 0x2c}, {0x2c, 0x6e, 0x2a},
			{0x8a, 0x52, 0x00}, {0x1f, 0x5a, 0x96}, {0x7d, 0x3a, 0x96},
			{0x1a, 0x6d, 0x72}, {0xa9, 0xad, 0xb5}, {0x67, 0x6c, 0x75},
			{0xc2, 0x3e, 0x37}, {0x38, 0x85, 0x35}, {0xa4, 0x63, 0x00},
			{0x2a, 0x6e, 0xb4}, {0x95, 0x4a, 0xb1}, {0x22, 0x83, 0x89},
			{0xfa, 0xfa, 0xfa}},
	},
};

const struct svg_scheme *svg_scheme(const char *name)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strcmp(schemes[i].name, name) == 0)
			return &schemes[i];
	return NULL;
}

struct look {
	struct rgb front, back;
	bool bold, italic, underline, strike;
};

static struct rgb color_of(const struct svg_scheme *s, const struct console *c, VTermColor color)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&color))
		return s->ink;
	if (VTERM_COLOR_IS_DEFAULT_BG(&color))
		return s->paper;
	if (VTERM_COLOR_IS_INDEXED(&color) && color.indexed.idx < 16)
		return s->palette[color.indexed.idx];
	console_rgb(c, &color);
	return (struct rgb){color.rgb.red, color.rgb.green, color.rgb.blue};
}

static struct look look_of(
	const struct svg_scheme *s, const struct console *c, const VTermScreenCell *cell)
{
	struct rgb front = color_of(s, c, cell->fg), back = color_of(s, c, cell->bg);
	bool reverse = cell->attrs.reverse;
	return (struct look){
		.front = reverse ? back : front,
		.back = reverse ? front : back,
		.bold = cell->attrs.bold,
		.italic = cell->attrs.italic,
		.underline = cell->attrs.underline != VTERM_UNDERLINE_OFF,
		.strike = cell->attrs.strike,
	};
}

static bool same_rgb(struct rgb a, struct rgb b)
{
	return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

static bool same_text_look(struct look a, struct look b)
{
	return same_rgb(a.front, b.front) && a.bold == b.bold && a.italic == b.italic &&
		a.underline == b.underline && a.strike == b.strike;
}

static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&': fputs("&amp;", out); break;
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		default: putc(*text, out);
		}
	}
}

static void put_character(FILE *out, uint32_t code)
{
	if (code < 0x80)
		put_escaped(out, (const char[]){(char)code, '\0'});
	else
		fprintf(out, "&#x%x;", code);
}

static void put_backgrounds(
	FILE *out, const struct svg_scheme *s, const struct console *c, int row, int columns)
{
	for (int column = 0, end; column < columns; column = end) {
		VTermScreenCell cell = console_cell(c, row, column);
		struct rgb back = look_of(s, c, &cell).back;
		for (end = column + 1; end < columns; end++) {
			cell = console_cell(c, row, end);
			if (!same_rgb(back, look_of(s, c, &cell).back))
				break;
		}
		if (!same_rgb(back, s->paper))
			fprintf(out,
				"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
				"fill=\"" RGB_FORMAT "\"/>\n",
				column * CELL_WIDTH, row * CELL_HEIGHT, (end - column) * CELL_WIDTH,
				CELL_HEIGHT, RGB_ARGS(back));
	}
}

/* Begins a text element of so many cells. */
static void put_text_start(
	FILE *out, const struct svg_scheme *s, int row, int column, int cells, struct look look)
{
	fprintf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"", column * CELL_WIDTH,
		row * CELL_HEIGHT + BASELINE, cells * CELL_WIDTH);
	if (!same_rgb(look.front, s->ink))
		fprintf(out, " fill=\"" RGB_FORMAT "\"", RGB_ARGS(look.front));
	if (look.bold)
		fprintf(out, " font-weight=\"bold\"");
	if (look.italic)
		fprintf(out, " font-style=\"italic\"");
	if (look.underline || look.strike)
		fprintf(out, " text-decoration=\"%s\"",
			look.underline ? "underline" : "line-through");
	fprintf(out, ">");
}

static bool is_blank(const VTermScreenCell *cell)
{
	return cell->chars[0] == 0 || (cell->chars[0] == ' ' && cell->chars[1] == 0);
}

/* Letters that every monospaced font has at the same width; others stand alone in their cells. */
static bool runs_on(const VTermScreenCell *cell)
{
	return cell->width == 1 && cell->chars[1] == 0 &&
		(cell->chars[0] < 0x250 || (cell->chars[0] >= 0x2010 && cell->chars[0] <= 0x2026));
}

/* Letters from right to left are put in their order, and joined, by who draws the picture: as a
 * terminal does that knows how. */
static bool goes_left(const VTermScreenCell *cell)
{
	return cell->width == 1 && utf8_goes_left(cell->chars[0]);
}

/* How many cells from here on make one run: one look and one direction, with single blanks between
 * words. */
static int run_length(const struct svg_scheme *s, const struct console *c, int row, int column,
	int columns, struct look look)
{
	VTermScreenCell first = console_cell(c, row, column);
	bool (*belongs)(const VTermScreenCell *) = goes_left(&first) ? goes_left : runs_on;
	int n = 1;
	for (int next = column + 1; next < columns; next++) {
		VTermScreenCell cell = console_cell(c, row, next);
		if (is_blank(&cell) && !look.underline) {
			if (next > column + n)
				break;
			continue;
		}
		if (!belongs(&cell) || !same_text_look(look, look_of(s, c, &cell)))
			break;
		n = next - column + 1;
	}
	return n;
}

static void put_run(FILE *out, const struct svg_scheme *s, const struct console *c, int row,
	int column, int n, struct look look)
{
	put_text_start(out, s, row, column, n, look);
	for (int i = 0; i < n; i++) {
		VTermScreenCell cell = console_cell(c, row, column + i);
		put_character(out, cell.chars[0] ? cell.chars[0] : ' ');
		for (int k = 1; k < VTERM_MAX_CHARS_PER_CELL && cell.chars[k]; k++)
			put_character(out, cell.chars[k]);
	}
	fprintf(out, "</text>\n");
}

static void put_alone(FILE *out, const struct svg_scheme *s, const VTermScreenCell *cell, int row,
	int column, struct look look)
{
	put_text_start(out, s, row, column, cell->width, look);
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		put_character(out, cell->chars[i]);
	fprintf(out, "</text>\n");
}

static void put_text(
	FILE *out, const struct svg_scheme *s, const struct console *c, int row, int columns)
{
	for (int column = 0; column < columns;) {
		VTermScreenCell cell = console_cell(c, row, column);
		struct look look = look_of(s, c, &cell);
		int n = cell.width;
		if (cell.chars[0] == RIGHT_HALF || (is_blank(&cell) && !look.underline)) {
			n = 1;
		} else if (runs_on(&cell) || goes_left(&cell)) {
			n = run_length(s, c, row, column, columns, look);
			put_run(out, s, c, row, column, n, look);
		} else if (!shape_write(out, cell.chars[0], column * CELL_WIDTH, row * CELL_HEIGHT,
				   look.front)) {
			put_alone(out, s, &cell, row, column, look);
		}
		column += n;
	}
}

void svg_row(FILE *out, const struct svg_scheme *s, const struct console *c, int row)
{
	int rows, columns;
	VTermPos at = console_cursor(c);

	console_size(c, &rows, &columns);
	put_backgrounds(out, s, c, row, columns);
	put_text(out, s, c, row, columns);
	if (console_cursor_visible(c) && at.row == row)
		fprintf(out,
			"<rect x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\" fill=\"" RGB_FORMAT
			"\"/>\n",
			at.col * CELL_WIDTH, row * CELL_HEIGHT, CELL_HEIGHT, RGB_ARGS(s->ink));
}

static void put_window(FILE *out, const struct svg_scheme *s, int width, int height)
{
	static const char *const buttons[] = {"#e0696d", "#e3b866", "#8cc570"};
	fprintf(out,
		"<rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"9\" fill=\"" RGB_FORMAT
		"\" stroke=\"" RGB_FORMAT "\"/>\n",
		width - 1, height - 1, RGB_ARGS(s->paper), RGB_ARGS(s->edge));
	for (int i = 0; i < 3; i++)
		fprintf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"5.5\" fill=\"%s\"/>\n", 20 + 18 * i,
			TITLE_HEIGHT / 2 + 1, buttons[i]);
}

void svg_title(FILE *out, const struct svg_scheme *s, const struct console *c, const char *title)
{
	int rows, columns;

	console_size(c, &rows, &columns);
	fprintf(out,
		"<text x=\"%d\" y=\"%d\" fill=\"" RGB_FORMAT "\" font-size=\"13\" "
		"text-anchor=\"middle\">",
		columns * CELL_WIDTH / 2, TITLE_HEIGHT / 2 + 6 - TITLE_HEIGHT, RGB_ARGS(s->title));
	put_escaped(out, title);
	fprintf(out, "</text>\n");
}

void svg_begin(FILE *out, const struct svg_scheme *s, const struct console *c)
{
	int rows, columns;
	console_size(c, &rows, &columns);
	int width = columns * CELL_WIDTH + 2 * PADDING;
	int height = rows * CELL_HEIGHT + TITLE_HEIGHT + PADDING;

	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\" font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" "
		"font-size=\"%d\" xml:space=\"preserve\">\n",
		width, height, width, height, FONT_SIZE);
	put_window(out, s, width, height);
	fprintf(out, "<g transform=\"translate(%d %d)\" fill=\"" RGB_FORMAT "\">\n", PADDING,
		TITLE_HEIGHT, RGB_ARGS(s->ink));
}

void svg_end(FILE *out)
{
	fprintf(out, "</g>\n</svg>\n");
}

void svg_write(FILE *out, const struct svg_scheme *s, const struct console *c, const char *title)
{
	int rows, columns;

	console_size(c, &rows, &columns);
	svg_begin(out, s, c);
	svg_title(out, s, c, title);
	for (int row = 0; row < rows; row++)
		svg_row(out, s, c, row);
	svg_end(out);
}
