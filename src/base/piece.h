/* Cutting untrusted text into pieces that are either drawn as they are or named. */
#ifndef BASE_PIECE_H
#define BASE_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sanitize.h"

struct piece {
	size_t n; /* bytes of the source */
	enum text_class class; /* TEXT_CLEAN or the one reason why it is not drawn as it is */
	uint32_t cp; /* the first character, or the invalid byte; '\n' for CR LF */
	size_t marks; /* of a TEXT_COMBINING piece */
	size_t drawn; /* bytes without the joiner that leads to the next emoji */
	bool named; /* clean, but shown by its name: a character without a form, a skin tone, … */
	const char *region; /* … or a flag that is spelled in tags */
};

/* The piece that begins at byte `at` (at < text.n). */
struct piece piece_at(struct span text, size_t at);
/* How many printable ASCII characters from `at` on are pieces of one byte each. */
size_t piece_ascii_run(struct span text, size_t at);

#endif
