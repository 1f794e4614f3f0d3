/* Numbers as text that gives the same number back. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>

#include "base/span.h"

#define NUMBER_TEXT 40

/* A finite number with as many digits as it needs, 17 at the most, and a point: "0.95", "1e+300".
 */
void number_format(double v, char out[NUMBER_TEXT]);

/* Reads what number_format writes, whatever the locale: a finite number that is the whole text. */
bool number_read(struct span text, double *out);

#endif
