/* What a draft hides, said and shown. */
#include "base/utf8.h"
#include "draft_parts.h"

/* Look-alike letters are letters: they are not named where they stand, their words stand out. */
#define ESCAPED (TEXT_ALARM & ~(unsigned)TEXT_MIXED)

#define SPELLED_MOST 3

/* The next word, from a blank to a blank, at or after *at; false at the end. */
static bool next_word(struct span text, size_t *at, struct span *word)
{
	size_t from = *at, to;

	while (from < text.n && (unsigned char)text.p[from] <= ' ')
		from++;
	for (to = from; to < text.n && (unsigned char)text.p[to] > ' ';)
		to++;
	*at = to;
	*word = (struct span){text.p + from, to - from};
	return to > from;
}

/* A word with every letter named that is not ASCII. */
static void spell(struct str *out, struct span word)
{
	uint32_t cp;

	for (size_t at = 0, n; at < word.n; at += n) {
		n = utf8_decode(word, at, &cp);
		if (n == 0)
			n = 1;
		else if (cp >= 0x80)
			str_addf(out, "<U+%04X>", cp);
		if (n == 1)
			str_addc(out, word.p[at]);
	}
}

/* Says letter by letter what the first words of look-alikes are. */
static void show_spelled(struct textview *v, struct span text)
{
	struct span word;
	int told = 0;

	for (size_t at = 0; told < SPELLED_MOST && next_word(text, &at, &word);) {
		if (!text_misleads(word))
			continue;
		struct str spelled = {0};
		spell(&spelled, word);
		textview_block(v, 2, 4, false, NULL);
		textview_field(v, STYLE_ESCAPE, word);
		textview_run(v, STYLE_DIM, SPAN_LIT(" is spelled "));
		textview_field(v, STYLE_WARN, str_span(&spelled));
		str_free(&spelled);
		told++;
	}
}

/* Words of look-alikes stand out where they stand. */
void draft_show_text(
	struct textview *v, enum style style, struct span text, const struct text_report *r)
{
	if (r->classes & TEXT_MIXED)
		textview_lookalikes(v, style, text);
	else
		textview_run(v, style, text);
}

void draft_show_report(
	struct textview *v, const char *where, const struct text_report *r, struct span text)
{
	struct str said = {0};

	if (text_report_say(r, &said)) {
		textview_block(v, 0, 2, false, NULL);
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_runf(v, STYLE_WARN, " Hidden or misleading content in %s: ", where);
		textview_run(v, STYLE_WARN, str_span(&said));
		if (r->classes & ESCAPED) {
			textview_run(v, STYLE_DIM, SPAN_LIT(". Shown "));
			textview_run(v, STYLE_ESCAPE, SPAN_LIT("<like this>"));
			textview_run(v, STYLE_DIM, SPAN_LIT(" where it stands."));
		}
		if (r->classes & TEXT_MIXED)
			show_spelled(v, text);
		textview_gap(v);
	}
	str_free(&said);
}

/* One line each: both hosts in full, as only they tell. */
void draft_show_links(const struct draft *d, struct textview *v)
{
	for (size_t i = 0; i < d->link_count; i++) {
		const struct link_warning *w = &d->links[i];
		textview_block(v, 0, 2, false, NULL);
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_run(v, STYLE_WARN,
			w->trick == LINK_LOOKALIKE ? SPAN_LIT(" A link of look-alike letters: ")
						   : SPAN_LIT(" A link says "));
		textview_field(v, STYLE_STRONG, w->shown);
		textview_run(v, STYLE_WARN,
			w->trick == LINK_LOOKALIKE      ? SPAN_LIT(" is ")
				: w->trick == LINK_USER ? SPAN_LIT(" first, and leads to ")
							: SPAN_LIT(" and leads to "));
		textview_field(v, STYLE_STRONG, w->host);
	}
	if (d->link_count > 0)
		textview_gap(v);
}
