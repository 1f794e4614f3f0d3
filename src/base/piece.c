/* The rules by which characters belong together in one cell, or are shown by name. */
#include "piece.h"

#include <string.h>

#include "base/utf8.h"
#include "chars.h"

#define MARKS_MOST 4
/* Four marks, each with a joiner or a selector. */
#define PIECE_MOST 9

/* Its neighbour decides, too: a letter before a byte that is not ASCII may carry marks. */
static bool is_plain(struct span text, size_t at)
{
	return text.p[at] >= 0x20 && text.p[at] < 0x7F &&
		(at + 1 == text.n || (unsigned char)text.p[at + 1] < 0x80);
}

size_t piece_ascii_run(struct span text, size_t at)
{
	size_t end = at;

	while (end < text.n && is_plain(text, end))
		end++;
	return end - at;
}

#define FLAG_TAGS 24 /* bytes */

/* The region of the tags that make one of the three subdivision flags, or NULL. */
static const char *flag_region(struct span text, size_t at)
{
	static const char *const regions[] = {"gbeng", "gbsct", "gbwls"};

	for (size_t r = 0; r < sizeof(regions) / sizeof(regions[0]); r++) {
		size_t end = at;
		for (int i = 0; i < 6; i++, end += 4) {
			uint32_t cp;
			uint32_t tag =
				i < 5 ? 0xE0000u + (unsigned char)regions[r][i] : CHAR_CANCEL_TAG;
			if (end >= text.n || utf8_decode(text, end, &cp) != 4 || cp != tag)
				break;
		}
		if (end - at == FLAG_TAGS)
			return regions[r];
	}
	return NULL;
}

/* Everything that a base and what follows it have in common so far. */
struct cell {
	uint32_t base, last;
	size_t points;
	size_t marks; /* without width: a terminal has room for four beside the base */
};

static bool joins(const struct cell *c, uint32_t cp)
{
	if (!char_can_join(cp))
		return false;
	if (cp == CHAR_ZWJ || cp == CHAR_ZWNJ)
		return char_takes_joiner(c->last);
	if (char_is_selector(cp))
		return char_takes_selector(c->last, cp);
	if (char_class(cp) != TEXT_CLEAN)
		return false;
	if (char_is_mark(cp))
		return c->marks < MARKS_MOST;
	if (char_is_regional(cp))
		return c->points == 1 && char_is_regional(c->base);
	return c->marks < MARKS_MOST && char_continues_syllable(c->last, cp);
}

static size_t cell_length(struct span text, size_t at, uint32_t base, size_t n)
{
	struct cell c = {.base = base, .last = base, .points = 1};
	size_t end = at + n;

	while (c.points < PIECE_MOST && end < text.n && (unsigned char)text.p[end] >= 0x80) {
		uint32_t cp;
		size_t more = utf8_decode(text, end, &cp);
		if (more == 0 || !joins(&c, cp))
			break;
		c.marks += (char_is_mark(cp) && !char_is_selector(cp)) ||
			char_continues_syllable(c.last, cp);
		c.last = cp;
		c.points++;
		end += more;
	}
	return end - at;
}

/*
 * Bytes of a joiner between two emoji. Some terminals draw what is joined as one picture, some side
 * by side, and the first hide most of a sequence that nobody has drawn. So each part is a piece of
 * its own, and so is a skin tone, by name.
 */
static size_t joiner_length(struct span text, size_t at)
{
	uint32_t cp;

	if (at >= text.n || utf8_decode(text, at, &cp) == 0 || cp != CHAR_ZWJ)
		return 0;
	at += 3;
	return at < text.n && utf8_decode(text, at, &cp) > 0 && char_is_picture(cp) ? 3 : 0;
}

/* Marks without a base, or beyond the four that one may have. */
static struct piece pile_at(struct span text, size_t at)
{
	struct piece p = {.class = TEXT_COMBINING};

	while (at + p.n < text.n) {
		uint32_t cp;
		size_t n = utf8_decode(text, at + p.n, &cp);
		if (n == 0 || char_class(cp) != TEXT_CLEAN || !char_is_mark(cp))
			break;
		p.n += n;
		p.marks++;
	}
	return p;
}

struct piece piece_at(struct span text, size_t at)
{
	struct piece p = {.n = 1, .drawn = 1, .cp = (unsigned char)text.p[at]};

	if (is_plain(text, at))
		return p;
	p.n = utf8_decode(text, at, &p.cp);
	if (p.n == 0)
		return (struct piece){
			.n = 1, .class = TEXT_INVALID, .cp = (unsigned char)text.p[at]};
	if (char_is_plain(p.cp)) {
		p.n = p.drawn = cell_length(text, at, p.cp, p.n);
		return p;
	}
	if (p.cp == '\r' && at + 1 < text.n && text.p[at + 1] == '\n')
		return (struct piece){.n = 2, .class = TEXT_LAYOUT, .cp = '\n'};
	if (p.cp == '\n' || p.cp == '\t')
		p.class = TEXT_LAYOUT;
	else
		p.class = char_class(p.cp);
	if (p.class != TEXT_CLEAN)
		return p;
	if (char_is_mark(p.cp))
		return pile_at(text, at);
	if (p.cp == CHAR_BLACK_FLAG)
		p.region = flag_region(text, at + p.n);
	p.named = p.region || char_is_emoji_modifier(p.cp) || !char_stands_alone(p.cp);
	if (p.region)
		p.n += FLAG_TAGS;
	else if (!p.named)
		p.n = cell_length(text, at, p.cp, p.n);
	p.drawn = p.n;
	if (char_is_picture(p.cp) || char_is_emoji_modifier(p.cp))
		p.n += joiner_length(text, at + p.n);
	return p;
}
