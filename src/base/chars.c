/* Tables of characters that hide, reorder or imitate, over the properties of utf8proc. */
#include "chars.h"

#include <stdatomic.h>
#include <stddef.h>
#include <utf8proc.h>
#include <wctype.h>

#include "base/utf8.h"
#include "look.h"
#include "range.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int look_up(const struct range *table, size_t n, uint32_t cp)
{
	const struct range *r = range_find(table, n, cp);

	return r ? r->value : 0;
}

static const utf8proc_property_t *property(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp);
}

/* Sorted. The noncharacters at the end of each plane are computed. */
static const struct range classes[] = {
	{0x0000, 0x001F, TEXT_CONTROL}, {0x007F, 0x009F, TEXT_CONTROL},
	{0x00AD, 0x00AD, TEXT_INVISIBLE}, /* soft hyphen */
	{0x034F, 0x034F, TEXT_INVISIBLE}, /* combining grapheme joiner */
	{0x061C, 0x061C, TEXT_BIDI}, /* Arabic letter mark */
	{0x115F, 0x1160, TEXT_INVISIBLE}, /* Hangul fillers */
	{0x17B4, 0x17B5, TEXT_INVISIBLE}, /* Khmer inherent vowels */
	{0x180B, 0x180F, TEXT_INVISIBLE}, /* Mongolian selectors and vowel separator */
	{0x200B, 0x200D, TEXT_INVISIBLE}, /* zero-width space and joiners */
	{0x200E, 0x200F, TEXT_BIDI},
	{0x2028, 0x2029, TEXT_CONTROL}, /* line and paragraph separator */
	{0x202A, 0x202E, TEXT_BIDI},
	{0x2060, 0x2065, TEXT_INVISIBLE}, /* word joiner, invisible operators */
	{0x2066, 0x2069, TEXT_BIDI}, {0x206A, 0x206F, TEXT_INVISIBLE}, /* deprecated formatting */
	{0x2800, 0x2800, TEXT_INVISIBLE}, /* blank Braille pattern */
	{0x3164, 0x3164, TEXT_INVISIBLE}, /* Hangul filler */
	{0xE000, 0xF8FF, TEXT_INVISIBLE}, /* private use */
	{0xFDD0, 0xFDEF, TEXT_INVISIBLE}, /* noncharacters */
	{0xFE00, 0xFE0F, TEXT_INVISIBLE}, /* variation selectors */
	{0xFEFF, 0xFEFF, TEXT_INVISIBLE}, /* byte order mark */
	{0xFFA0, 0xFFA0, TEXT_INVISIBLE}, /* half-width Hangul filler */
	{0xFFF0, 0xFFFC, TEXT_INVISIBLE}, /* default-ignorable, annotation, object replacement */
	{0x13430, 0x1343F, TEXT_INVISIBLE}, /* hieroglyph formatting */
	{0x1BCA0, 0x1BCA3, TEXT_INVISIBLE}, /* shorthand formatting */
	{0x1D159, 0x1D159, TEXT_INVISIBLE}, /* null notehead */
	{0x1D173, 0x1D17A, TEXT_INVISIBLE}, /* musical formatting */
	{0xE0000, 0xE0000, TEXT_INVISIBLE}, {0xE0001, 0xE0001, TEXT_TAG},
	{0xE0002, 0xE001F, TEXT_INVISIBLE}, {0xE0020, 0xE007F, TEXT_TAG},
	{0xE0080, 0xE0FFF, TEXT_INVISIBLE}, /* default-ignorable, variation selectors */
	{0xF0000, 0x10FFFF, TEXT_INVISIBLE}, /* private use */
};

static enum text_class class_of(uint32_t cp)
{
	if ((cp & 0xFFFE) == 0xFFFE)
		return TEXT_INVISIBLE;
	return (enum text_class)look_up(classes, COUNT(classes), cp);
}

/* Which selectors a base can have (StandardizedVariants.txt, the Ideographic Variation Database).
 * The emoji ones, U+FE0E and U+FE0F, are asked of utf8proc. */
enum selectors { SELECT_STANDARD = 1, SELECT_MONGOLIAN, SELECT_IDEOGRAPHIC };

static const struct range bases[] = {
	{'0', '0', SELECT_STANDARD},
	{0x1000, 0x109F, SELECT_STANDARD}, /* Myanmar */
	{0x1820, 0x18AA, SELECT_MONGOLIAN},
	{0x2200, 0x22FF, SELECT_STANDARD}, /* mathematical operators */
	{0x2A00, 0x2AFF, SELECT_STANDARD},
	{0x3001, 0x3002, SELECT_STANDARD}, /* ideographic comma and stop */
	{0x3400, 0x4DBF, SELECT_IDEOGRAPHIC},
	{0x4E00, 0x9FFF, SELECT_IDEOGRAPHIC},
	{0xA840, 0xA877, SELECT_STANDARD}, /* Phags-pa */
	{0xAA60, 0xAA7F, SELECT_STANDARD}, /* Myanmar, extended */
	{0xF900, 0xFAFF, SELECT_IDEOGRAPHIC},
	{0xFF01, 0xFF1F, SELECT_STANDARD}, /* full-width punctuation */
	{0x20000, 0x3FFFD, SELECT_IDEOGRAPHIC},
};

bool char_is_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) ||
		(cp >= 0x180B && cp <= 0x180F && cp != 0x180E);
}

bool char_takes_selector(uint32_t base, uint32_t selector)
{
	int kind = look_up(bases, COUNT(bases), base);

	if (selector >= 0xE0100)
		return kind == SELECT_IDEOGRAPHIC;
	if (selector < 0xFE00)
		return kind == SELECT_MONGOLIAN;
	if (selector >= 0xFE0E)
		return char_is_picture(base) || base == '#' || base == '*' ||
			(base >= '0' && base <= '9');
	return selector <= 0xFE02 && (kind == SELECT_STANDARD || kind == SELECT_IDEOGRAPHIC);
}

static const struct range joining[] = {
	{0x0600, 0x077F, 1}, /* Arabic, Syriac */
	{0x07C0, 0x07FF, 1}, /* N'Ko */
	{0x0840, 0x0DFF, 1}, /* Mandaic, Arabic, Devanagari to Sinhala */
	{0x1000, 0x109F, 1}, /* Myanmar */
	{0x1780, 0x18AF, 1}, /* Khmer, Mongolian */
	{0x1A20, 0x1C4F, 1}, /* Tai Tham, Balinese to Lepcha */
	{0x1CD0, 0x1CFF, 1}, /* Vedic */
	{0xA800, 0xAADF, 1}, /* Syloti Nagri to Tai Viet */
	{0xAAE0, 0xAAFF, 1}, /* Meetei Mayek */
	{0xABC0, 0xABFF, 1}, {0xFB50, 0xFDFF, 1}, /* Arabic presentation forms */
	{0xFE70, 0xFEFC, 1}, {0x10D00, 0x10D3F, 1}, /* Hanifi Rohingya */
	{0x11000, 0x11DFF, 1}, /* Brahmi and its kin */
	{0x1E900, 0x1E95F, 1}, /* Adlam */
};

static bool is_letter_or_mark(const utf8proc_property_t *p)
{
	return p->category >= UTF8PROC_CATEGORY_LU && p->category <= UTF8PROC_CATEGORY_ME;
}

static bool is_common(uint32_t cp)
{
	return (cp >= 0x20 && cp < 0x7F) || (cp >= 0xC0 && cp < 0x300) ||
		(cp >= 0x3A3 && cp <= 0x482) || (cp >= 0x48A && cp <= 0x52F) ||
		(cp >= 0x3041 && cp <= 0x3096) || (cp >= 0x30A0 && cp <= 0x30FF) ||
		(cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3);
}

static bool joins(const utf8proc_property_t *p)
{
	switch (p->boundclass) {
	case UTF8PROC_BOUNDCLASS_EXTEND:
	case UTF8PROC_BOUNDCLASS_ZWJ:
	case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR:
	case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC:
	case UTF8PROC_BOUNDCLASS_V:
	case UTF8PROC_BOUNDCLASS_T: return true;
	default: return false;
	}
}

/* What is known of a character. A text of 10 MB asks of a few hundred again and again, so the
 * answer is kept. It is the same whoever works it out. */
enum {
	TRAIT_KNOWN = 1 << 0,
	TRAIT_PLAIN = 1 << 1,
	TRAIT_JOINS = 1 << 2,
	TRAIT_MARK = 1 << 3,
	TRAIT_PICTURE = 1 << 4,
	TRAIT_ALONE = 1 << 5,
	TRAIT_JOINER = 1 << 6, /* takes one */
	TRAIT_DRAWN = 1 << 7, /* not set: to be asked again, as another locale may know it */
	TRAIT_CLASS = 8, /* four bits: 0, or one more than the number of the class's bit */
	TRAIT_LOOK = 12, /* four bits */
};

#define LAST_CHARACTER 0x10FFFFu

static unsigned work_out(uint32_t cp)
{
	const utf8proc_property_t *p = property(cp);
	enum text_class class = class_of(cp);
	bool mark = p->category == UTF8PROC_CATEGORY_MN || p->category == UTF8PROC_CATEGORY_ME;
	bool picture = p->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
	bool alone = p->category != UTF8PROC_CATEGORY_CN &&
		p->boundclass != UTF8PROC_BOUNDCLASS_V && p->boundclass != UTF8PROC_BOUNDCLASS_T;
	bool joiner =
		class == TEXT_CLEAN && look_up(joining, COUNT(joining), cp) && is_letter_or_mark(p);
	bool plain = is_common(cp) ||
		(class == TEXT_CLEAN && alone && !mark && !picture && !joins(p) &&
			iswprint((wint_t)cp));
	unsigned number = class == TEXT_CLEAN ? 0 : (unsigned)__builtin_ctz(class) + 1;

	return TRAIT_KNOWN | (plain ? TRAIT_PLAIN : 0) | (!plain && joins(p) ? TRAIT_JOINS : 0) |
		(mark ? TRAIT_MARK : 0) | (picture ? TRAIT_PICTURE : 0) |
		(alone ? TRAIT_ALONE : 0) | (joiner ? TRAIT_JOINER : 0) |
		(iswprint((wint_t)cp) ? TRAIT_DRAWN : 0) | number << TRAIT_CLASS |
		(unsigned)look_of(cp) << TRAIT_LOOK;
}

static unsigned traits(uint32_t cp)
{
	/* Of its 2 MB, only pages that are asked for take memory. */
	static _Atomic(uint16_t) known[LAST_CHARACTER + 1];

	if (cp > LAST_CHARACTER)
		return work_out(cp);
	unsigned t = atomic_load_explicit(&known[cp], memory_order_relaxed);
	if (t == 0) {
		t = work_out(cp);
		atomic_store_explicit(&known[cp], (uint16_t)t, memory_order_relaxed);
	}
	return t;
}

static bool is_drawn(unsigned t, uint32_t cp)
{
	return (t & TRAIT_DRAWN) || utf8_is_drawn(cp);
}

enum text_class char_class(uint32_t cp)
{
	unsigned number = traits(cp) >> TRAIT_CLASS & 15;

	return number == 0 ? TEXT_CLEAN : (enum text_class)(1u << (number - 1));
}

enum look char_look(uint32_t cp)
{
	return (enum look)(traits(cp) >> TRAIT_LOOK);
}

bool char_takes_joiner(uint32_t cp)
{
	return traits(cp) & TRAIT_JOINER;
}

bool char_is_plain(uint32_t cp)
{
	return traits(cp) & TRAIT_PLAIN;
}

bool char_can_join(uint32_t cp)
{
	return traits(cp) & TRAIT_JOINS;
}

bool char_is_mark(uint32_t cp)
{
	unsigned t = traits(cp);

	return (t & TRAIT_MARK) && is_drawn(t, cp);
}

bool char_is_picture(uint32_t cp)
{
	return traits(cp) & TRAIT_PICTURE;
}

bool char_stands_alone(uint32_t cp)
{
	unsigned t = traits(cp);

	return (t & TRAIT_ALONE) && is_drawn(t, cp);
}

bool char_is_emoji_modifier(uint32_t cp)
{
	return cp >= CHAR_LIGHTEST && cp <= CHAR_LIGHTEST + 4;
}

bool char_is_regional(uint32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

bool char_continues_syllable(uint32_t last, uint32_t cp)
{
	int before = property(last)->boundclass, now = property(cp)->boundclass;

	if (now == UTF8PROC_BOUNDCLASS_V)
		return before == UTF8PROC_BOUNDCLASS_L || before == UTF8PROC_BOUNDCLASS_V ||
			before == UTF8PROC_BOUNDCLASS_LV;
	if (now == UTF8PROC_BOUNDCLASS_T)
		return before >= UTF8PROC_BOUNDCLASS_V && before <= UTF8PROC_BOUNDCLASS_LVT;
	return false;
}
