/* How the relations between beliefs are written and drawn: a word, a letter and a kind of line. */
#ifndef MODEL_RELATION_H
#define MODEL_RELATION_H

#include <stdbool.h>

#include "base/span.h"
#include "model/belief.h"

/* How a relation reads from the belief that is looked at: "supports" outward, "supported by" from
 * the others inward. A relation outside the four reads as it is stored, both ways. */
struct span relation_words(struct span relation, bool outward);

/* S, C, D and E for the four; for others their own first letter in lower case, ? where that is no
 * letter of ASCII. A small letter therefore always means: look at the name. */
char relation_letter(struct span relation);

/* What a strongest path takes for the weight: itself, within 0 and 1; half where there is none, as
 * the agent's own default is. */
#define RELATION_WEIGHT_UNKNOWN 0.5
double relation_weight(double weight);

/* A weight in three columns at most: ".90", "1.0", "-" for none, "<0!" and ">1!" for what is out of
 * range. */
void relation_weight_text(double weight, char out[8]);

#endif
