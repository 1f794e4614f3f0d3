/* What stands in a column of a confidence, and what is wrong with it. */
#ifndef MODEL_CONFIDENCE_H
#define MODEL_CONFIDENCE_H

#include <stdbool.h>

#include "base/str.h"

enum confidence_kind {
	CONFIDENCE_RIGHT, /* a number from 0 to 1 */
	CONFIDENCE_NONE, /* NULL */
	CONFIDENCE_BEYOND, /* another number */
	CONFIDENCE_TEXT, /* no number at all */
};

/*
 * Rows keep a confidence as `value`, NAN for NULL and for what is no number, and `broken`: not NULL
 * and not a number from 0 to 1. All below take the two.
 */
enum confidence_kind confidence_kind(double value, bool broken);
/* "no confidence", "no number", "not 0–1"; NULL for what is right. */
const char *confidence_wrong(double value, bool broken);
/* Adds "0.740", "no confidence", "no number", "-3.000 not 0–1". */
void confidence_say(double value, bool broken, struct str *out);

/* The same in five columns at most: "0.740", "none", "text?", "-3.0!", and "<0!" and ">1!" for
 * numbers that do not fit. */
#define CONFIDENCE_COLUMNS 5
void confidence_short(double value, bool broken, char out[CONFIDENCE_COLUMNS + 1]);

#endif
