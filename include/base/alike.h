/* Names that people take for one another. */
#ifndef BASE_ALIKE_H
#define BASE_ALIKE_H

#include <stdbool.h>

#include "base/span.h"

/*
 * Whether two names are the same when neither letter case (Unicode's full case folding) nor the
 * form counts in which a letter with marks is written (canonical equivalence, UAX #15). Names that
 * are no UTF-8 are alike when their bytes are the same.
 */
bool names_alike(struct span a, struct span b);

#endif
