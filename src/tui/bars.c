/* Draws counts as upright bars. */
#include "tui/bars.h"

#include <stdio.h>

#include "base/str.h"

#define LEAST_ROWS 2
#define LEAST_COLUMNS 8
#define EIGHTHS 8

static int64_t largest(const int64_t *counts, size_t n)
{
	int64_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (counts[i] > most)
			most = counts[i];
	return most;
}

/* What of a bar stands in a cell of which `part` eighths are full. */
static const char *cell_of(const struct screen *s, int part)
{
	static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

	if (screen_ascii(s))
		return part > EIGHTHS / 2 ? "#" : ".";
	return blocks[part - 1];
}

static void draw_bar(struct screen *s, struct rect r, enum style style, int64_t count, int64_t most)
{
	int height = (int)((double)count / (double)most * r.h * EIGHTHS + 0.5);

	if (count > 0 && height == 0)
		height = 1;
	for (int y = r.h - 1; y >= 0 && height > 0; y--, height -= EIGHTHS) {
		const char *cell = cell_of(s, height < EIGHTHS ? height : EIGHTHS);
		for (int x = 0; x < r.w; x++)
			draw_str(s, r, y, x, style, cell);
	}
}

/* The numbers themselves, row by row. */
static void say_counts(
	struct screen *s, struct rect r, enum style style, const int64_t *counts, size_t n)
{
	int x = 0, y = 0;

	for (size_t i = 0; i < n; i++) {
		char number[24];
		int columns = snprintf(number, sizeof(number), "%lld", (long long)counts[i]);
		if (x > 0 && x + columns > r.w) {
			x = 0;
			y++;
		}
		x = draw_str(s, r, y, x, style, number) + 1;
	}
}

/* What the bars leave to their label. */
static int axis_columns(const int64_t *counts, size_t n)
{
	return snprintf(NULL, 0, "%lld", (long long)largest(counts, n)) + 1;
}

bool bars_fit(int columns, const int64_t *counts, size_t n)
{
	return columns - axis_columns(counts, n) >= (int)n;
}

void bars_draw(struct screen *s, struct rect r, enum style style, const int64_t *counts, size_t n)
{
	char label[24];

	if (screen_plain(s)) {
		say_counts(s, r, style, counts, n);
		return;
	}
	if (r.h < LEAST_ROWS || r.w < LEAST_COLUMNS || n == 0)
		return;
	int64_t most = largest(counts, n);
	snprintf(label, sizeof(label), "%lld", (long long)most);
	struct rect axis = rect_left(&r, axis_columns(counts, n));
	draw_str(s, axis, 0, 0, STYLE_DIM, label);
	draw_right(s, axis, axis.h - 1, axis.w - 1, STYLE_DIM, SPAN_LIT("0"));
	draw_vline(s, axis, 0, axis.w - 1, axis.h, STYLE_BORDER);
	if (most == 0)
		return;
	int width = (size_t)r.w >= 2 * n ? 2 : 1;
	size_t shown = (size_t)(r.w / width) < n ? (size_t)(r.w / width) : n;
	for (size_t i = 0; i < shown; i++) {
		struct rect bar = {r.y, r.x + (int)i * width, r.h, width};
		draw_bar(s, bar, style, counts[n - shown + i], most);
	}
}
