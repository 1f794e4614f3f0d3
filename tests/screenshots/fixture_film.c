/* A row that stays the same over several frames is written once, and shown for as long. */
#include "screenshots/fixture_film.h"

#include <stdlib.h>
#include <string.h>

/* The rows of the screen, and the title as one more. */
struct frame {
	int ms;
	char **rows;
};

struct film {
	const struct svg_scheme *scheme;
	int rows, count;
	struct frame frames[FILM_MOST];
};

struct film *film_new(const struct svg_scheme *s)
{
	struct film *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	f->scheme = s;
	return f;
}

void film_free(struct film **f)
{
	for (int i = 0; i < (*f)->count; i++) {
		for (int row = 0; row < (*f)->rows; row++)
			free((*f)->frames[i].rows[row]);
		free((*f)->frames[i].rows);
	}
	free(*f);
	*f = NULL;
}

static char *row_text(const struct film *f, const struct console *c, int row, const char *title)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (!out)
		abort();
	if (row == f->rows - 1)
		svg_title(out, f->scheme, c, title);
	else
		svg_row(out, f->scheme, c, row);
	if (fclose(out) != 0)
		abort();
	return text;
}

void film_add(struct film *f, const struct console *c, const char *title, int ms)
{
	int rows, columns;

	console_size(c, &rows, &columns);
	f->rows = rows + 1;
	struct frame *frame = &f->frames[f->count];
	if (f->count++ == FILM_MOST)
		abort();
	*frame = (struct frame){ms, calloc((size_t)f->rows, sizeof(*frame->rows))};
	for (int row = 0; row < f->rows; row++)
		frame->rows[row] = row_text(f, c, row, title);
}

static bool same(const struct film *f, int row, int a, int b)
{
	return strcmp(f->frames[a].rows[row], f->frames[b].rows[row]) == 0;
}

/* Whether the row is the same from one frame to the other, and another before and after. */
static bool lasts(const struct film *f, int row, int from, int to)
{
	for (int i = from; i < to; i++)
		if (!same(f, row, i, i + 1))
			return false;
	return (from == 0 || !same(f, row, from - 1, from)) &&
		(to == f->count - 1 || !same(f, row, to, to + 1));
}

static int time_of(const struct film *f, int frame)
{
	int ms = 0;

	for (int i = 0; i < frame; i++)
		ms += f->frames[i].ms;
	return ms;
}

/* When what lasts from one frame to the other is to be seen. */
static void write_times(FILE *out, const struct film *f, int from, int to)
{
	double all = time_of(f, f->count);

	fprintf(out, "<style>.f%d-%d{animation:f%d-%d %gs step-end infinite}@keyframes f%d-%d{",
		from, to, from, to, all / 1000, from, to);
	if (from > 0)
		fprintf(out, "0%%{visibility:hidden}");
	fprintf(out, "%.4g%%{visibility:visible}", 100 * time_of(f, from) / all);
	if (to < f->count - 1)
		fprintf(out, "%.4g%%{visibility:hidden}", 100 * time_of(f, to + 1) / all);
	fprintf(out, "}</style>\n<g class=\"f%d-%d\"%s>\n", from, to,
		from > 0 ? " visibility=\"hidden\"" : "");
}

static void write_span(FILE *out, const struct film *f, int from, int to)
{
	bool always = from == 0 && to == f->count - 1, begun = false;

	for (int row = 0; row < f->rows; row++) {
		if (!lasts(f, row, from, to))
			continue;
		if (!begun && !always)
			write_times(out, f, from, to);
		begun = true;
		fputs(f->frames[from].rows[row], out);
	}
	if (begun && !always)
		fprintf(out, "</g>\n");
}

void film_write(FILE *out, const struct film *f, const struct console *c)
{
	svg_begin(out, f->scheme, c);
	fprintf(out,
		"<style>@media (prefers-reduced-motion:reduce){g{animation:none!important}}"
		"</style>\n");
	for (int from = 0; from < f->count; from++)
		for (int to = from; to < f->count; to++)
			write_span(out, f, from, to);
	svg_end(out);
}
