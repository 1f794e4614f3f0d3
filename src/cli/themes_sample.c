/* Draws a few rows of the console in the colours of a theme. */
#include "themes_sample.h"

#include <stdio.h>

#include "base/sanitize.h"
#include "base/str.h"

#define WIDEST 72

struct line {
	const struct theme *theme;
	const struct sample_terminal *terminal;
	struct str out;
	size_t columns; /* so far */
};

/* SGR of a colour; nothing for the terminal's own. */
static void add_colour(struct str *out, int32_t c, int colours, int base)
{
	if (colours < 8 || c == COLOUR_OWN)
		return;
	if (colours > 256 && c >= 8)
		str_addf(out, ";%d;2;%d;%d;%d", base + 8, (int)(c >> 16 & 255), (int)(c >> 8 & 255),
			(int)(c & 255));
	else if (c < 8)
		str_addf(out, ";%d", base + (int)c);
	else if (c < 16)
		str_addf(out, ";%d", base + 60 + (int)c - 8);
	else
		str_addf(out, ";%d;5;%d", base + 8, (int)c);
}

static void add_look(struct line *l, enum style style)
{
	static const char *const attributes[] = {";1", ";2", ";4", ";7", ";3"}; /* by their bits */
	int colours = l->terminal->colours;
	struct theme_pair p = theme_shown(l->theme, style, colours);

	str_add(&l->out, "\033[0");
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (p.attributes & 1u << i)
			str_add(&l->out, attributes[i]);
	add_colour(&l->out, p.fg, colours, 30);
	add_colour(&l->out, p.bg, colours, 40);
	str_addc(&l->out, 'm');
}

static void put(struct line *l, enum style style, const char *text)
{
	size_t room = l->terminal->columns - l->columns;
	struct span all = span_of(text), fits = {text, text_fit(all, (int)room)};

	if (room == 0)
		return;
	add_look(l, style);
	text_sanitize(&l->out, fits, TEXT_ONE_LINE);
	l->columns += text_width(fits);
}

static void put_glyphs(struct line *l, enum style style, enum glyph g, int n)
{
	if (l->columns >= l->terminal->columns)
		return;
	add_look(l, style);
	for (; n > 0 && l->columns < l->terminal->columns; n--, l->columns++)
		str_add(&l->out, glyph_in(l->terminal->glyphs, g));
}

/* The rest of the row, and the next one. */
static void end(struct line *l, enum style style)
{
	add_look(l, style);
	for (; l->columns < l->terminal->columns; l->columns++)
		str_addc(&l->out, ' ');
	str_add(&l->out, "\033[0m\n");
	l->columns = 0;
}

static void end_bordered(struct line *l)
{
	put_glyphs(l, STYLE_BORDER, GLYPH_HLINE, WIDEST);
	end(l, STYLE_TEXT);
}

static void put_top(struct line *l)
{
	put(l, STYLE_BAR, " tenet  agent.db");
	end(l, STYLE_BAR);
	put(l, STYLE_TEXT, " ");
	put(l, STYLE_TAB_ON, " 1 Queue ");
	put(l, STYLE_TAB, "  2 Beliefs   3 Stances");
	end(l, STYLE_TEXT);
	put_glyphs(l, STYLE_BORDER, GLYPH_HLINE, 1);
	put(l, STYLE_STRONG, " Queue ");
	put(l, STYLE_DIM, " status:pending ");
	end_bordered(l);
}

static void put_row(struct line *l, enum style style, enum glyph g, const char *state)
{
	put(l, STYLE_DIM, "   2h ");
	put(l, STYLE_TEXT, "r/science  ");
	put_glyphs(l, style, g, 1);
	put(l, style, state);
	end(l, STYLE_TEXT);
}

static void put_selected(struct line *l, enum style style, const char *what)
{
	put_glyphs(l, style, GLYPH_CURSOR, 1);
	put(l, style, "  2h r/science  ");
	put(l, style, what);
	end(l, style);
}

static void put_draft(struct line *l)
{
	put_glyphs(l, STYLE_QUOTE, GLYPH_QUOTE_BAR, 1);
	put(l, STYLE_QUOTE, " what the draft answers");
	end(l, STYLE_TEXT);
	put(l, STYLE_TEXT, "  a draft that hides ");
	put(l, STYLE_ESCAPE, "<U+202E>");
	put(l, STYLE_TEXT, " and links to ");
	put(l, STYLE_ACCENT, "example.org");
	end(l, STYLE_TEXT);
	put(l, STYLE_TEXT, "  confidence ");
	put_glyphs(l, STYLE_METER, GLYPH_BAR_FULL, 12);
	put_glyphs(l, STYLE_METER_REST, GLYPH_BAR_REST, 8);
	put(l, STYLE_TEXT, " .620   note ");
	put(l, STYLE_INPUT, "typed here  ");
	end(l, STYLE_TEXT);
}

static void put_footer(struct line *l)
{
	static const char *const keys[][2] = {
		{" a", " approve "}, {" x", " reject "}, {" ?", " help"}};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		put(l, STYLE_KEY, keys[i][0]);
		put(l, STYLE_TEXT, keys[i][1]);
	}
	end(l, STYLE_TEXT);
}

void themes_sample(const struct theme *t, const struct sample_terminal *terminal)
{
	struct sample_terminal within = *terminal;
	struct line l = {.theme = t, .terminal = &within};

	if (within.columns > WIDEST)
		within.columns = WIDEST;
	put_top(&l);
	put_selected(&l, STYLE_SELECTED, "the selected row");
	put_row(&l, STYLE_GOOD, GLYPH_APPROVED, " approved");
	put_row(&l, STYLE_BAD, GLYPH_REJECTED, " rejected");
	put_row(&l, STYLE_WARN, GLYPH_WARN, " hidden content");
	put_selected(&l, STYLE_SELECTED_DIM, "selected, with the focus elsewhere");
	put_draft(&l);
	put_glyphs(&l, STYLE_BORDER, GLYPH_HLINE, 1);
	put(&l, STYLE_TEXT, " 3 of 180 ");
	end_bordered(&l);
	put_footer(&l);
	fputs(str_cstr(&l.out), stdout);
	str_free(&l.out);
}
