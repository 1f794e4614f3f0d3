/* Cutting a text into what a difference by words compares. */
#ifndef BASE_DIFF_TOKENS_H
#define BASE_DIFF_TOKENS_H

#include <stddef.h>

#include "base/span.h"

/* Bytes of the token that begins at byte `at` (at < text.n), which is the text's start or the end
 * of another token. After a line feed a token begins wherever the text itself began. */
size_t diff_token(struct span text, size_t at);

#endif
