/* What is on the emulated screen, in words that a test can compare and a person can read. */
#include "tui/fixture_console.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STYLES_MAX 52

static int on_property(VTermProp property, VTermValue *value, void *arg)
{
	struct console *c = arg;
	switch (property) {
	case VTERM_PROP_CURSORVISIBLE: c->cursor_visible = value->boolean; break;
	case VTERM_PROP_ALTSCREEN: c->alternate = value->boolean; break;
	case VTERM_PROP_MOUSE: c->mouse = value->number != VTERM_PROP_MOUSE_NONE; break;
	default: break;
	}
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

void fixture_screen_open(struct console *c, int rows, int columns)
{
	c->rows = rows;
	c->columns = columns;
	c->vterm = vterm_new(rows, columns);
	vterm_set_utf8(c->vterm, 1);
	c->screen = vterm_obtain_screen(c->vterm);
	vterm_screen_set_callbacks(c->screen, &callbacks, c);
	vterm_screen_enable_altscreen(c->screen, 1);
	vterm_screen_reset(c->screen, 1);
}

void fixture_screen_close(struct console *c)
{
	vterm_free(c->vterm);
	free(c->text);
}

bool fixture_pastes_bracketed(struct console *c)
{
	char ignored[64];
	while (vterm_output_read(c->vterm, ignored, sizeof(ignored)) > 0)
		;
	vterm_keyboard_start_paste(c->vterm);
	return vterm_output_read(c->vterm, ignored, sizeof(ignored)) > 0;
}

VTermScreenCell console_cell(const struct console *c, int row, int column)
{
	VTermScreenCell cell = {.width = 1};
	vterm_screen_get_cell(c->screen, (VTermPos){.row = row, .col = column}, &cell);
	if (cell.chars[0] == RIGHT_HALF && column > 0) {
		cell = console_cell(c, row, column - 1);
		cell.chars[0] = RIGHT_HALF;
	}
	return cell;
}

VTermPos console_cursor(const struct console *c)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(c->vterm), &at);
	return at;
}

bool console_cursor_visible(const struct console *c)
{
	return c->cursor_visible;
}

void console_size(const struct console *c, int *rows, int *columns)
{
	*rows = c->rows;
	*columns = c->columns;
}

void console_rgb(const struct console *c, VTermColor *color)
{
	vterm_screen_convert_color_to_rgb(c->screen, color);
}

static void put_utf8(FILE *out, uint32_t code)
{
	if (code < 0x80) {
		putc((int)code, out);
		return;
	}
	int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned lead[] = {0, 0xc0, 0xe0, 0xf0};
	putc((int)(lead[more] | code >> (6 * more)), out);
	while (more-- > 0)
		putc((int)(0x80 | (code >> (6 * more) & 0x3f)), out);
}

/* What keeps right-to-left texts apart (src/tui/isolate.c): nobody sees it. */
#define LEFT_TO_RIGHT_MARK 0x200E

static bool is_blank(const VTermScreenCell *cell)
{
	return cell->chars[0] == 0 ||
		(cell->chars[0] == ' ' &&
			(cell->chars[1] == 0 || cell->chars[1] == LEFT_TO_RIGHT_MARK));
}

static void put_row(FILE *out, const struct console *c, int row)
{
	int blanks = 0;
	for (int column = 0; column < c->columns; column++) {
		VTermScreenCell cell = console_cell(c, row, column);
		if (cell.chars[0] == RIGHT_HALF)
			continue;
		if (is_blank(&cell)) {
			blanks++;
			continue;
		}
		fprintf(out, "%*s", blanks, "");
		blanks = 0;
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			if (cell.chars[i] != LEFT_TO_RIGHT_MARK)
				put_utf8(out, cell.chars[i]);
	}
}

static void put_color(FILE *out, const char *what, const VTermColor *color)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color))
		return;
	if (VTERM_COLOR_IS_INDEXED(color))
		fprintf(out, " %s %d", what, color->indexed.idx);
	else
		fprintf(out, " %s #%02x%02x%02x", what, color->rgb.red, color->rgb.green,
			color->rgb.blue);
}

static void put_style(FILE *out, const VTermScreenCell *cell)
{
	fprintf(out, "%s%s%s%s%s%s", cell->attrs.bold ? " bold" : "",
		cell->attrs.underline ? " underline" : "", cell->attrs.italic ? " italic" : "",
		cell->attrs.blink ? " blink" : "", cell->attrs.reverse ? " reverse" : "",
		cell->attrs.strike ? " strike" : "");
	put_color(out, "fg", &cell->fg);
	put_color(out, "bg", &cell->bg);
}

/* Borrowed text is kept in the console until the next call. */
static FILE *text_open(struct console *c, size_t *size)
{
	free(c->text);
	c->text = NULL;
	FILE *out = open_memstream(&c->text, size);
	assert_non_null(out);
	return out;
}

static const char *text_done(struct console *c, FILE *out)
{
	assert_int_equal(fclose(out), 0);
	return c->text;
}

const char *console_row(struct console *c, int row)
{
	size_t size;
	FILE *out = text_open(c, &size);
	put_row(out, c, row);
	return text_done(c, out);
}

const char *console_style(struct console *c, int row, int column)
{
	VTermScreenCell cell = console_cell(c, row, column);
	size_t size;
	FILE *out = text_open(c, &size);
	put_style(out, &cell);
	const char *style = text_done(c, out);
	return *style ? style + 1 : "plain";
}

int console_find(struct console *c, const char *text)
{
	for (int row = 0; row < c->rows; row++)
		if (strstr(console_row(c, row), text))
			return row;
	return -1;
}

bool console_has(struct console *c, const char *text)
{
	return console_find(c, text) >= 0;
}

void console_expect(struct console *c, const char *text)
{
	if (!console_has(c, text))
		fixture_fail(c, "\"%s\" is not on the screen", text);
}

void console_expect_not(struct console *c, const char *text)
{
	if (console_has(c, text))
		fixture_fail(c, "\"%s\" is on the screen", text);
}

/* The letter of a cell's style; a new one when no cell before had it. */
static char style_letter(const VTermScreenCell *cell, char *styles[STYLES_MAX])
{
	char *style = NULL;
	size_t size;
	FILE *out = open_memstream(&style, &size);
	assert_non_null(out);
	put_style(out, cell);
	assert_int_equal(fclose(out), 0);
	if (!*style) {
		free(style);
		return '.';
	}
	int i = 0;
	while (i < STYLES_MAX && styles[i] && strcmp(styles[i], style) != 0)
		i++;
	assert_true(i < STYLES_MAX);
	if (styles[i])
		free(style);
	else
		styles[i] = style;
	return (char)(i < 26 ? 'a' + i : 'A' + i - 26);
}

/* What the login screen says of the SQLite that it runs with differs from machine to machine: the
 * rows of that paragraph, its last, are taken for empty. */
struct masked {
	int from, to;
};

static struct masked find_masked(struct console *c)
{
	struct masked m = {0};
	m.from = m.to = console_find(c, "has the WAL-reset bug");
	while (m.to >= 0 && m.to < c->rows && *console_row(c, m.to))
		m.to++;
	return m;
}

static bool is_masked(struct masked m, int row)
{
	return row >= m.from && row < m.to;
}

static void put_styles(FILE *out, const struct console *c, struct masked masked)
{
	char *styles[STYLES_MAX] = {0};
	for (int row = 0; row < c->rows; row++) {
		int plain = 0;
		for (int column = 0; column < c->columns && !is_masked(masked, row); column++) {
			VTermScreenCell cell = console_cell(c, row, column);
			char letter = style_letter(&cell, styles);
			if (letter == '.') {
				plain++;
				continue;
			}
			for (; plain > 0; plain--)
				putc('.', out);
			putc(letter, out);
		}
		putc('\n', out);
	}
	for (int i = 0; i < STYLES_MAX && styles[i]; i++) {
		fprintf(out, "%c%s\n", i < 26 ? 'a' + i : 'A' + i - 26, styles[i]);
		free(styles[i]);
	}
}

/* Size and cursor, the text, the style of each cell as a letter, and what the letters mean. */
static char *describe(struct console *c)
{
	struct masked masked = find_masked(c);
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	assert_non_null(out);
	VTermPos cursor = console_cursor(c);
	fprintf(out, "%d rows, %d columns; cursor at row %d, column %d, %s\n", c->rows, c->columns,
		cursor.row, cursor.col, c->cursor_visible ? "visible" : "hidden");
	for (int row = 0; row < c->rows; row++) {
		if (!is_masked(masked, row))
			put_row(out, c, row);
		putc('\n', out);
	}
	fprintf(out, "styles\n");
	put_styles(out, c, masked);
	assert_int_equal(fclose(out), 0);
	return text;
}

void console_print(struct console *c)
{
	char *text = describe(c);
	fputs(text, stderr);
	free(text);
}

static char *read_whole(const char *path)
{
	FILE *in = fopen(path, "r");
	if (!in)
		return NULL;
	char *text = NULL;
	size_t size = 0;
	if (getdelim(&text, &size, '\0', in) < 0) {
		free(text);
		text = NULL;
	}
	fclose(in);
	return text;
}

static void write_whole(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void print_differences(const char *stored, const char *shown)
{
	for (int line = 0; *stored || *shown; line++) {
		int a = (int)strcspn(stored, "\n"), b = (int)strcspn(shown, "\n");
		if (a != b || strncmp(stored, shown, (size_t)a) != 0)
			fprintf(stderr, "line %d\n  - %.*s\n  + %.*s\n", line + 1, a, stored, b,
				shown);
		stored += a + (stored[a] == '\n');
		shown += b + (shown[b] == '\n');
	}
}

/* As stored, or now to be. */
static void expect_shown(struct console *c, const char *name, const char *shown)
{
	char path[256];
	int n = snprintf(path, sizeof(path), "tests/tui/screens/%s.txt", name);
	assert_in_range(n, 1, sizeof(path) - 1);
	const char *update = getenv("TENET_UPDATE_SCREENS");
	if (update && *update == '1') {
		assert_true(mkdir("tests/tui/screens", 0777) == 0 || errno == EEXIST);
		write_whole(path, shown);
	}
	char *stored = read_whole(path);
	bool same = stored && strcmp(stored, shown) == 0;
	if (!same && stored)
		print_differences(stored, shown);
	bool known = stored != NULL;
	free(stored);
	if (!same)
		fixture_fail(c,
			known ? "the screen is not %s (TENET_UPDATE_SCREENS=1 takes it)"
			      : "there is no %s yet (TENET_UPDATE_SCREENS=1 writes it)",
			path);
}

void console_expect_screen(struct console *c, const char *name)
{
	char *shown = describe(c);
	expect_shown(c, name, shown);
	free(shown);
}

void console_expect_screens(struct console *c, const char *name, const int (*sizes)[2], size_t n)
{
	int rows = c->rows, columns = c->columns;
	char *shown = NULL;
	size_t size;
	FILE *out = open_memstream(&shown, &size);
	assert_non_null(out);
	for (size_t i = 0; i < n; i++) {
		console_resize(c, sizes[i][0], sizes[i][1]);
		char *one = describe(c);
		fprintf(out, "%s%s", i > 0 ? "\n" : "", one);
		free(one);
	}
	assert_int_equal(fclose(out), 0);
	console_resize(c, rows, columns);
	expect_shown(c, name, shown);
	free(shown);
}
