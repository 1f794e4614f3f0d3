/* A row of small columns: how a share between 0 and 1 went. */
#include "tui/spark.h"

#include <math.h>

static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const marks[] = {"_", ".", "-", "'"};

static size_t height_of(double v, size_t heights)
{
	double place = floor(fmin(fmax(v, 0), 1) * (double)heights);

	return place < (double)heights ? (size_t)place : heights - 1;
}

void draw_spark(struct screen *s, struct rect r, int y, int x, int width, enum style style,
	const double *values, size_t n)
{
	size_t columns = width > 0 ? (size_t)width : 0;
	size_t shown = n < columns ? n : columns;

	if (screen_plain(s)) {
		if (n > 1 && !isnan(values[0]) && values[0] < values[n - 1])
			draw_fmt(s, r, y, x, style, "up from %.2f", values[0]);
		else if (n > 1 && values[0] > values[n - 1])
			draw_fmt(s, r, y, x, style, "down from %.2f", values[0]);
		return;
	}
	for (size_t i = 0; i < shown; i++) {
		double v = values[n - shown + i];
		int at = x + (int)(columns - shown + i);
		if (isnan(v))
			continue;
		draw_str(s, r, y, at, style,
			screen_ascii(s) ? marks[height_of(v, 4)] : blocks[height_of(v, 8)]);
	}
}
