/* Text found in other text whatever its letter case, in every script. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/span.h"

/*
 * The rule: two texts are the same when Unicode's full case folding (CaseFolding.txt, statuses C
 * and F) makes them so: ß is ss, ς and σ are Σ, ſ is s. Beyond it the four i's of Turkish are one
 * letter: i, I, ı and İ. Nothing is normalised: é written as one character differs from e with an
 * accent behind it. Bytes that are no UTF-8 are compared as they are.
 */
struct fold;

/* What is looked for, folded once. An empty text is found everywhere. Free with fold_free. */
struct fold *fold_new(struct span sought);
void fold_free(struct fold **f);

/* Whether the text holds it. Stops early with false once `*stop` (may be NULL) is true. */
bool fold_find(struct fold *f, struct span text, const atomic_bool *stop);

#endif
