/* Lines, bodies and JSON on standard output, and notes on standard error. Write errors stay in the
 * stream; print_end looks. */
#include "cli/print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/err.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "base/time.h"

#define FIELD_WIDTH 13
#define LEAST_QUOTED 12 /* cells: where a terminal leaves less, it breaks the lines itself */

bool print_coloured(void)
{
	const char *term = getenv("TERM"), *off = getenv("NO_COLOR");
	return isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb") != 0 &&
		!(off && *off);
}

static size_t columns_of(int fd)
{
	struct winsize w;
	if (!isatty(fd))
		return 0;
	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
}

size_t print_columns(void)
{
	return columns_of(STDOUT_FILENO);
}

const char *print_style_on(enum print_style style)
{
	static const char *const on[] = {
		[PRINT_PLAIN] = "",
		[PRINT_STRONG] = "\033[1m",
		[PRINT_DIM] = "\033[2m",
		[PRINT_GOOD] = "\033[32m",
		[PRINT_BAD] = "\033[31m",
		[PRINT_WARN] = "\033[1;33m",
	};
	return on[style];
}

/* `text` is safe already. */
static void put(FILE *out, enum print_style style, struct span text)
{
	bool styled = style != PRINT_PLAIN && print_coloured();
	if (styled)
		fputs(print_style_on(style), out);
	fwrite(text.p, 1, text.n, out);
	if (styled)
		fputs("\033[0m", out);
}

static struct span without_blanks_behind(struct span text)
{
	while (text.n > 0 && text.p[text.n - 1] == ' ')
		text.n--;
	return text;
}

static size_t blanks_before(struct span text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] == ' ')
		n++;
	return n;
}

/* Whether a word that is longer than a row stays whole, as a path or an address for who copies it,
 * or keeps to the column below. */
enum long_words { KEPT_WHOLE, BROKEN };

/* On a terminal a line goes on below, from the column `hang`, where it would break inside a word;
 * `taken` cells of its first row are printed already. */
static void put_hanging(FILE *out, enum print_style style, size_t taken, size_t hang,
	enum long_words words, struct span text)
{
	size_t columns = columns_of(fileno(out)), blanks = blanks_before(text);
	struct str safe = {0};

	text_sanitize(&safe, (struct span){text.p + blanks, text.n - blanks}, TEXT_ONE_LINE);
	struct span rest = str_span(&safe);
	fprintf(out, "%*s", (int)blanks, "");
	taken += blanks;
	if (columns < hang + LEAST_QUOTED || columns < taken + LEAST_QUOTED)
		columns = 0;
	while (columns > 0 && text_width(rest) > columns - taken) {
		size_t n = text_fit(rest, (int)(columns - taken));
		if (rest.p[n - 1] != ' ' && words == KEPT_WHOLE)
			break;
		put(out, style, without_blanks_behind((struct span){rest.p, n}));
		fprintf(out, "\n%*s", (int)hang, "");
		rest = (struct span){rest.p + n, rest.n - n};
		taken = hang;
	}
	put(out, style, rest);
	putc('\n', out);
	str_free(&safe);
}

void print_text(enum print_style style, struct span text)
{
	put_hanging(stdout, style, 0, blanks_before(text), KEPT_WHOLE, text);
}

static void put_formatted(FILE *out, enum print_style style, size_t taken, size_t hang,
	enum long_words words, const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0)
		die_of_memory(0);
	put_hanging(out, style, taken, hang, words, span_of(text));
	free(text);
}

void print_line(enum print_style style, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	put_formatted(stdout, style, 0, strspn(fmt, " "), KEPT_WHOLE, fmt, args);
	va_end(args);
}

void print_note(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	put_formatted(stderr, PRINT_PLAIN, 0, 0, KEPT_WHOLE, fmt, args);
	va_end(args);
}

void print_hanging(enum print_style style, size_t column, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	put_formatted(stdout, style, 0, column, BROKEN, fmt, args);
	va_end(args);
}

void print_heading(const char *text)
{
	putchar('\n');
	print_text(PRINT_STRONG, span_of(text));
}

static void put_name(const char *name)
{
	char padded[64];
	snprintf(padded, sizeof padded, "%-*s", FIELD_WIDTH, name);
	put(stdout, PRINT_DIM, span_of(padded));
}

void print_field(const char *name, struct span value)
{
	if (!value.p)
		return;
	put_name(name);
	put_hanging(stdout, PRINT_PLAIN, FIELD_WIDTH, FIELD_WIDTH, KEPT_WHOLE, value);
}

void print_fieldf(const char *name, const char *fmt, ...)
{
	va_list args;
	put_name(name);
	va_start(args, fmt);
	put_formatted(stdout, PRINT_PLAIN, FIELD_WIDTH, FIELD_WIDTH, KEPT_WHOLE, fmt, args);
	va_end(args);
}

void print_time_by(const char *name, struct span stored, struct span by)
{
	char minutes[20], ago[24];
	struct str line = {0};
	int64_t at;

	if (!stored.p)
		return;
	if (time_parse(stored, &at)) {
		time_format_minutes(at, minutes);
		time_format_ago(at, time_now(), ago);
		str_addf(&line, "%s (%s)", minutes, ago);
	} else {
		str_adds(&line, stored);
	}
	if (by.p) {
		str_add(&line, " by ");
		str_adds(&line, by);
	}
	print_field(name, str_span(&line));
	str_free(&line);
}

void print_time(const char *name, struct span stored)
{
	print_time_by(name, stored, SPAN_NULL);
}

/* Without the blanks at its end. */
static int trimmed(const char *prefix)
{
	size_t n = strlen(prefix);
	while (n > 0 && prefix[n - 1] == ' ')
		n--;
	return (int)n;
}

static void put_line(const char *prefix, struct span line)
{
	printf("%.*s%.*s\n", line.n == 0 ? trimmed(prefix) : (int)strlen(prefix), prefix,
		(int)line.n, line.p);
}

/* One line of a text, in as many as it needs within so many cells; 0: in one. */
static void put_wrapped(const char *prefix, struct span line, size_t cells)
{
	do {
		size_t n = cells > 0 ? text_fit(line, (int)cells) : line.n;
		put_line(prefix, (struct span){line.p, n});
		line = (struct span){line.p + n, line.n - n};
	} while (line.n > 0);
}

static void put_lines(const char *prefix, struct span text, size_t cells)
{
	struct str safe = {0};
	const char *line, *end;

	text_sanitize(&safe, text, TEXT_MANY_LINES);
	for (line = str_cstr(&safe); *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		put_wrapped(prefix, (struct span){line, (size_t)(end - line)}, cells);
	}
	str_free(&safe);
}

void print_quote(const char *prefix, struct span text)
{
	size_t columns = print_columns(), taken = strlen(prefix);

	put_lines(prefix, text, columns > taken + LEAST_QUOTED ? columns - taken : 0);
}

void print_body(struct span text)
{
	put_lines("", text, 0);
}

/* Fifteen digits show a number as it was written; where they lose something, all seventeen. */
static char *dump(const json_t *value)
{
	const size_t flags = JSON_ENSURE_ASCII | JSON_ENCODE_ANY;
	char *text = json_dumps(value, flags | JSON_REAL_PRECISION(15));
	json_t *again = text ? json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;

	if (!again || !json_equal(value, again)) {
		free(text);
		text = json_dumps(value, flags);
	}
	json_decref(again);
	return text;
}

int print_json(json_t *value)
{
	char *text = dump(value);
	if (text)
		puts(text);
	else
		die_of_memory(0);
	free(text);
	json_decref(value);
	return print_lost() ? -1 : 0;
}

bool print_lost(void)
{
	return ferror(stdout);
}

int print_end(void)
{
	return fflush(stdout) != 0 || ferror(stdout) ? -1 : 0;
}
