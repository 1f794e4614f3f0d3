/* UTF-8: code points, grapheme clusters and their width in terminal cells. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * Decodes one code point of `s` at byte `at` (at < s.n). Returns how many bytes it takes (1 to 4),
 * or 0 when the byte there begins no valid sequence (overlong, surrogate, truncated, above
 * U+10FFFF); then exactly one byte is to be skipped.
 */
size_t utf8_decode(struct span s, size_t at, uint32_t *cp);

/* Encodes `cp` into `out` (room for 4), returns the bytes written; surrogates and values above
 * U+10FFFF give 0. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Whether no character ends between the two: `cp` is a spacing mark, as the vowels of India and
 * South-East Asia are, or `last` belongs to what follows it. */
bool utf8_joins(uint32_t last, uint32_t cp);

/* True when no byte is above 7F. */
bool utf8_is_ascii(struct span s);
/* True when the whole span is valid UTF-8 (NUL bytes are valid). */
int utf8_valid(struct span s);

/* Whether it is a letter that is written from right to left, or a digit of such a script (UAX #9:
 * R, AL, AN). */
bool utf8_goes_left(uint32_t cp);

/* The lower-case letter, or `cp` itself: one for one, for comparing without regard to case. */
uint32_t utf8_lower(uint32_t cp);

/*
 * Length in bytes of the extended grapheme cluster that begins at byte `at` (UAX #29 by utf8proc,
 * with emoji ZWJ sequences, flags and tag sequences kept whole). An invalid byte is a cluster of
 * one byte. Never 0 for at < s.n.
 */
size_t utf8_cluster(struct span s, size_t at);

/*
 * Whether the C library knows the character, and so other programs of this machine that stand
 * between us and the terminal (tmux, screen): it is as old as its Unicode version. True for all
 * where the locale is not UTF-8 and nothing can be asked.
 */
bool utf8_is_drawn(uint32_t cp);

/*
 * Columns of one character: 0 for a mark, 1 or 2, or -1 for what is never drawn. The answer is the
 * same in every locale. There is one more name for it: the program has a wcwidth of its own, by
 * which curses asks here, too.
 */
int utf8_width(uint32_t cp);

/*
 * What a terminal made for East Asian fonts draws in two columns and all others in one: Greek and
 * Cyrillic, many signs, lines of boxes. One switch of the whole process, as a locale is, since
 * there is one terminal: to be set before anything is measured, and before other threads begin.
 */
enum utf8_ambiguous { UTF8_AMBIGUOUS_NARROW, UTF8_AMBIGUOUS_WIDE };
void utf8_set_ambiguous(enum utf8_ambiguous width);
enum utf8_ambiguous utf8_ambiguous(void);
bool utf8_is_ambiguous(uint32_t cp);

/*
 * Columns that a terminal gives to the cluster: 0, 1 or 2. Base: utf8_width of its characters; a
 * cluster holding U+FE0F after an emoji-capable base, a flag pair, or an emoji ZWJ sequence is 2.
 */
int utf8_cluster_width(struct span cluster);

#endif
