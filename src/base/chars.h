/* What single characters are, as far as a reader or a terminal can be fooled by them. */
#ifndef BASE_CHARS_H
#define BASE_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sanitize.h"

#define CHAR_ZWNJ 0x200Cu
#define CHAR_ZWJ 0x200Du
#define CHAR_BLACK_FLAG 0x1F3F4u
#define CHAR_LIGHTEST 0x1F3FBu /* skin tone; four more follow */
#define CHAR_CANCEL_TAG 0xE007Fu

/* The class of a character that stands alone. Joiners and variation selectors are TEXT_INVISIBLE
 * here: the two functions below tell where they are honest. */
enum text_class char_class(uint32_t cp);

/* A variation selector, and whether it has a meaning after `base`. */
bool char_is_selector(uint32_t cp);
bool char_takes_selector(uint32_t base, uint32_t selector);
/* Letters and marks of scripts that use ZWJ and ZWNJ: Arabic and its kin, Indic and its kin. */
bool char_takes_joiner(uint32_t cp);

/* Letters and signs that hide nothing, join nothing, and have a form. Most text needs no other
 * question; of rare ones it may say no. */
bool char_is_plain(uint32_t cp);
/* False for most: letters and signs that never belong to what stands before them. */
bool char_can_join(uint32_t cp);
/* A combining mark without a column of its own, which the terminal library knows. */
bool char_is_mark(uint32_t cp);
/* An emoji, or a character that can become one. */
bool char_is_picture(uint32_t cp);
bool char_is_emoji_modifier(uint32_t cp);
bool char_is_regional(uint32_t cp);
/* A Hangul vowel or final that continues the syllable which `last` belongs to. */
bool char_continues_syllable(uint32_t last, uint32_t cp);
/* False for what has no form of its own: unassigned, unknown to the terminal library, or half a
 * Hangul syllable. */
bool char_stands_alone(uint32_t cp);

/* How a letter looks beside Latin ones. */
enum look {
	LOOK_NONE, /* ends a word */
	LOOK_NEUTRAL, /* digits, marks, letters of scripts that nobody confuses */
	LOOK_LOWER, /* Latin, lower case */
	LOOK_LATIN, /* Latin, other */
	LOOK_SAME, /* Cyrillic, Greek, Armenian or Cherokee, and drawn as a Latin letter is */
	LOOK_NEAR, /* of those scripts, similar at a glance, and usual in formulas */
	LOOK_DISTINCT, /* of those scripts, and seen to be */
	LOOK_MATHS, /* a Latin letter in a style of mathematics: 𝑥, ℝ */
	LOOK_WIDE, /* a full-width Latin letter */
	LOOK_EAST, /* neutral, of the scripts among which full-width letters are honest */
	LOOK_HYPHEN, /* ends a word, but not a label of a host name */
	LOOK_SEPARATOR, /* between labels of a host or path */
};

enum look char_look(uint32_t cp);

#endif
