/* UTF-8: code points, grapheme clusters and their width in terminal cells. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

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

/* True when the whole span is valid UTF-8 (NUL bytes are valid). */
int utf8_valid(struct span s);

/*
 * Length in bytes of the extended grapheme cluster that begins at byte `at` (UAX #29 by utf8proc,
 * with emoji ZWJ sequences, flags and tag sequences kept whole). An invalid byte is a cluster of
 * one byte. Never 0 for at < s.n.
 */
size_t utf8_cluster(struct span s, size_t at);

/*
 * Columns that a terminal gives to the cluster: 0, 1 or 2. One function for the whole program.
 * Base: utf8proc_charwidth; a cluster holding U+FE0F after an emoji-capable base, a flag pair, or
 * an emoji ZWJ sequence is 2.
 */
int utf8_cluster_width(struct span cluster);

#endif
