/* tenet themes. */
#include "commands.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "cli/print.h"
#include "themes_sample.h"
#include "tui/contrast.h"
#include "tui/term.h"
#include "tui/themes.h"

struct shown {
	struct theme_source source;
	struct theme theme;
	struct json_fault *faults; /* its file is wrong */
};

static struct span from(const struct shown *s)
{
	return span_of(s->source.path ? s->source.path : "built in");
}

/* --- for programs --- */

static json_t *colour_json(int32_t colour)
{
	char text[8];

	if (theme_colour_name(colour))
		return json_from_text(span_of(theme_colour_name(colour)));
	if (!(colour & COLOUR_RGB))
		return json_integer(colour);
	snprintf(text, sizeof(text), "#%06x", (unsigned)colour & 0xffffffu);
	return json_from_text(span_of(text));
}

static json_t *style_json(const struct theme_pair *p)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; attribute_name(i); i++)
		if (p->attributes & 1u << i)
			json_array_append_new(list, json_from_text(span_of(attribute_name(i))));
	json_put(o, "fg", colour_json(p->fg));
	json_put(o, "bg", colour_json(p->bg));
	json_put(o, "attributes", list);
	return o;
}

/* Its styles as a file has them, those that it takes from the default theme included. */
static int show_json(const struct shown *s)
{
	json_t *o = json_object(), *styles = json_object();

	for (int i = 0; i < STYLE_COUNT; i++)
		json_put(styles, style_name((enum style)i), style_json(&s->theme.pair[i]));
	json_put(o, "name", json_from_text(span_of(s->source.name)));
	json_put(o, "file", json_from_text(span_of(s->source.path)));
	if (s->faults) {
		json_put(o, "problem", json_from_text(span_of(s->faults->why.text)));
		json_decref(styles);
	} else {
		json_put(o, "about", json_from_text(span_of(s->theme.about)));
		json_put(o, "styles", styles);
	}
	return print_json(o);
}

/* --- for people --- */

/* Beside its file, which need not be named again. */
static const char *problem(const struct shown *s)
{
	const char *text = s->faults->why.text;
	size_t n = s->source.path ? strlen(s->source.path) : 0;

	return n > 0 && strncmp(text, s->source.path, n) == 0 && strncmp(text + n, ": ", 2) == 0
		? text + n + 2
		: text;
}

static void show_table(const struct shown *list, size_t n)
{
	static const char *const headings[] = {"NAME", "FROM", "ABOUT", NULL};
	struct table *t = table_new(headings);

	for (size_t i = 0; i < n; i++) {
		bool bad = list[i].faults;
		table_cell(t, span_of(list[i].source.name));
		table_cell(t, from(&list[i]));
		table_cell_styled(t, bad ? PRINT_BAD : PRINT_PLAIN,
			span_of(bad ? problem(&list[i]) : list[i].theme.about));
	}
	table_print(&t, NULL);
}

static struct sample_terminal find_terminal(const struct call *c)
{
	return (struct sample_terminal){term_colours(), command_glyphs(c), print_columns()};
}

static void show_sample(const struct shown *s, const struct sample_terminal *terminal)
{
	bool bad = s->faults != NULL;

	print_heading(s->source.name);
	print_text(PRINT_DIM, from(s));
	print_line(bad ? PRINT_BAD : PRINT_PLAIN, "%s", bad ? problem(s) : s->theme.about);
	if (!bad)
		themes_sample(&s->theme, terminal);
}

static int show(const struct call *c, const struct shown *list, size_t n)
{
	if (call_option(c, "--json")) {
		for (size_t i = 0; i < n; i++)
			if (show_json(&list[i]) < 0)
				return EXIT_FAILED;
	} else if (print_coloured()) {
		const struct sample_terminal terminal = find_terminal(c);
		for (size_t i = 0; i < n; i++)
			show_sample(&list[i], &terminal);
	} else {
		show_table(list, n);
	}
	return EXIT_DONE;
}

/* --- checking --- */

/* Of the sixteen that people choose for their terminal. */
static bool is_chosen(int32_t colour)
{
	return colour >= 0 && colour < 16;
}

/* What can be said of contrast, on terminals of all colours and of 256. */
static size_t say_contrast(const struct theme *t)
{
	static const int colours[] = {1 << 24, 256};
	size_t weak = 0, own = 0;

	for (int i = 0; i < STYLE_COUNT; i++) {
		const struct theme_pair *p = &t->pair[i];
		own += isnan(contrast_of(t, (enum style)i, 256)) ? 1 : 0;
		for (size_t j = 0; j < 2; j++) {
			double contrast = contrast_of(t, (enum style)i, colours[j]);
			if (isnan(contrast) || contrast >= CONTRAST_LEAST)
				continue;
			print_line(PRINT_WARN, "%s: contrast %.1f, and text needs 4.5%s%s",
				style_name((enum style)i), floor(contrast * 10) / 10,
				j == 1 ? ", on a terminal of 256 colours" : "",
				is_chosen(p->fg) || is_chosen(p->bg) ? ", with xterm's sixteen"
								     : "");
			weak++;
			break;
		}
	}
	if (own > 0)
		print_line(PRINT_PLAIN,
			"%zu of %d styles take colours of the terminal's own, which nobody can "
			"count here",
			own, STYLE_COUNT);
	return weak;
}

static int say_faults(const struct shown *s)
{
	for (const struct json_fault *f = s->faults; f; f = f->next)
		command_fail(&f->why);
	return EXIT_FAILED;
}

static int check(const struct shown *list, size_t n)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < n; i++) {
		const struct shown *s = &list[i];
		if (s->faults) {
			status = say_faults(s);
			continue;
		}
		print_line(PRINT_STRONG, "%s (%s)", s->source.name, from(s).p);
		size_t weak = say_contrast(&s->theme);
		print_line(weak > 0 ? PRINT_WARN : PRINT_GOOD, "right%s",
			weak > 0 ? ", but hard to read in places" : "");
	}
	return status;
}

/* --- the command --- */

/* The one that is named, or all. */
static int find(const struct call *c, struct arena *a, struct shown **out, size_t *n, struct err *e)
{
	struct theme_source one, *list = &one;

	*n = 1;
	if (c->n == 0)
		*n = themes_list(THEMES_ALL, a, &list);
	else if (themes_locate(c->words[0], THEMES_ALL, a, &one, e) < 0)
		return -1;
	*out = arena_calloc(a, *n, sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		(*out)[i].source = list[i];
		(*out)[i].faults = themes_faults(&list[i], &(*out)[i].theme, a);
	}
	return 0;
}

static int run(const struct call *c)
{
	struct shown *list;
	struct arena a = {0};
	struct err e = {0};
	size_t n;
	int status;

	if (call_option(c, "--check") && call_option(c, "--json"))
		err_set(&e, ERR_USAGE, "themes: --check says it to people, and not as JSON");
	if (e.code != ERR_NONE || find(c, &a, &list, &n, &e) < 0)
		status = command_fail(&e);
	else if (call_option(c, "--check"))
		status = check(list, n);
	else if (c->n == 1 && list[0].faults)
		status = say_faults(&list[0]);
	else
		status = show(c, list, n);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {
	{"--check", NULL, "say what is wrong in a file, and what is hard to read", NULL},
	OPTION_JSON,
	OPTION_END,
};

const struct command command_themes = {
	.name = "themes",
	.operands = "[NAME]",
	.max = 1,
	.help = "Show the themes, those built in and your own, or one of a name or file",
	.options = options,
	.run = run,
};
