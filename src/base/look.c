/* Which letters of other scripts pass for Latin ones (after Unicode's confusables.txt). */
#include <stddef.h>
#include <utf8proc.h>

#include "look.h"

/* As Latin letters look: аеорсухѕіјһԁԛԝӏ and their capitals, the Greek capitals and omicron, … */
static const uint16_t same[] = {
	0x037F,
	0x0391,
	0x0392,
	0x0395,
	0x0396,
	0x0397,
	0x0399,
	0x039A,
	0x039C,
	0x039D,
	0x039F,
	0x03A1,
	0x03A4,
	0x03A5,
	0x03A7,
	0x03BF,
	0x03CC,
	0x03F2,
	0x03F3,
	0x03F9,
	0x03FA,
	0x0405,
	0x0406,
	0x0408,
	0x0410,
	0x0412,
	0x0415,
	0x041A,
	0x041C,
	0x041D,
	0x041E,
	0x0420,
	0x0421,
	0x0422,
	0x0423,
	0x0425,
	0x0430,
	0x0435,
	0x043E,
	0x0440,
	0x0441,
	0x0443,
	0x0445,
	0x0450,
	0x0451,
	0x0455,
	0x0456,
	0x0457,
	0x0458,
	0x0474,
	0x0475,
	0x04AE,
	0x04AF,
	0x04BA,
	0x04BB,
	0x04C0,
	0x04CF,
	0x0501,
	0x050C,
	0x051A,
	0x051B,
	0x051C,
	0x051D,
	0x053C,
	0x054D,
	0x054F,
	0x0555,
	0x0566,
	0x0570,
	0x0575,
	0x0578,
	0x057D,
	0x0581,
	0x0585,
};

/* Alike at a glance: αγηικνρστυω, вгкмнптЬь. */
static const uint16_t near[] = {
	0x03B1,
	0x03B3,
	0x03B7,
	0x03B9,
	0x03BA,
	0x03BD,
	0x03C1,
	0x03C3,
	0x03C4,
	0x03C5,
	0x03C9,
	0x042C,
	0x0432,
	0x0433,
	0x043A,
	0x043C,
	0x043D,
	0x043F,
	0x0442,
	0x044C,
};

static bool has(const uint16_t *list, size_t n, uint32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (list[mid] == cp)
			return true;
		if (list[mid] < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static enum look look_of_ascii(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return LOOK_LOWER;
	if (cp >= 'A' && cp <= 'Z')
		return LOOK_LATIN;
	if (cp >= '0' && cp <= '9')
		return LOOK_NEUTRAL;
	return cp == '.' || cp == '/' ? LOOK_SEPARATOR : cp == '-' ? LOOK_HYPHEN : LOOK_NONE;
}

static bool is_latin(uint32_t cp)
{
	return cp == 0xAA || cp == 0xBA || (cp >= 0xC0 && cp <= 0x2AF) ||
		(cp >= 0x1E00 && cp <= 0x1EFF) || (cp >= 0x2C60 && cp <= 0x2C7F) ||
		(cp >= 0xA720 && cp <= 0xA7FF) || (cp >= 0xAB30 && cp <= 0xAB64);
}

/* The letterlike signs fill the gaps of the alphabets; an ohm is no letter of theirs. */
static bool is_maths(uint32_t cp)
{
	return (cp >= 0x1D400 && cp <= 0x1D6A5) || (cp >= 0x2145 && cp <= 0x2149) ||
		(cp >= 0x2102 && cp <= 0x2134 && cp != 0x2126);
}

static bool is_wide(uint32_t cp)
{
	return (cp >= 0xFF21 && cp <= 0xFF3A) || (cp >= 0xFF41 && cp <= 0xFF5A);
}

static bool is_east(uint32_t cp)
{
	return (cp >= 0x3005 && cp <= 0x318F) || (cp >= 0x31A0 && cp <= 0x31FF) ||
		(cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
		(cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFF66 && cp <= 0xFFDC) ||
		(cp >= 0x20000 && cp <= 0x3FFFD);
}

/* The scripts that have look-alikes: Greek, Cyrillic, Armenian. */
static bool is_imitator(uint32_t cp)
{
	return (cp >= 0x370 && cp <= 0x587) || (cp >= 0x1C80 && cp <= 0x1C8F) ||
		(cp >= 0x1F00 && cp <= 0x1FFF) || (cp >= 0xA640 && cp <= 0xA69F);
}

static bool is_cherokee(uint32_t cp)
{
	return (cp >= 0x13A0 && cp <= 0x13FD) || (cp >= 0xAB70 && cp <= 0xABBF);
}

enum look look_of(uint32_t cp)
{
	if (cp < 0x80)
		return look_of_ascii(cp);
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
	if (category > UTF8PROC_CATEGORY_NO || category == UTF8PROC_CATEGORY_CN)
		return LOOK_NONE;
	if (category > UTF8PROC_CATEGORY_LO)
		return LOOK_NEUTRAL;
	if (is_latin(cp))
		return category == UTF8PROC_CATEGORY_LL ? LOOK_LOWER : LOOK_LATIN;
	if (is_maths(cp))
		return LOOK_MATHS;
	if (is_wide(cp))
		return LOOK_WIDE;
	if (is_east(cp))
		return LOOK_EAST;
	if (is_imitator(cp)) {
		if (has(same, sizeof(same) / sizeof(same[0]), cp))
			return LOOK_SAME;
		return has(near, sizeof(near) / sizeof(near[0]), cp) ? LOOK_NEAR : LOOK_DISTINCT;
	}
	return is_cherokee(cp) ? LOOK_SAME : LOOK_NEUTRAL;
}
