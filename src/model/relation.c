/* How the relations between beliefs are written and drawn. */
#include "model/relation.h"

#include <math.h>
#include <stdio.h>

static const struct {
	const char *out, *in;
	char letter;
} words[] = {
	[REL_SUPPORTS] = {"supports", "supported by", 'S'},
	[REL_CONTRADICTS] = {"contradicts", "contradicted by", 'C'},
	[REL_DEPENDS_ON] = {"depends on", "needed by", 'D'},
	[REL_EVIDENCE_FOR] = {"is evidence for", "has as evidence", 'E'},
};

struct span relation_words(struct span relation, bool outward)
{
	enum relation r = relation_of(relation);

	if (r == REL_OTHER)
		return relation.n > 0 ? relation : SPAN_LIT("(no relation)");
	return span_of(outward ? words[r].out : words[r].in);
}

char relation_letter(struct span relation)
{
	enum relation r = relation_of(relation);

	if (r != REL_OTHER)
		return words[r].letter;
	char c = relation.n > 0 ? relation.p[0] : '?';
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c >= 'a' && c <= 'z' ? c : '?';
}

double relation_weight(double weight)
{
	if (isnan(weight))
		return RELATION_WEIGHT_UNKNOWN;
	return fmin(fmax(weight, 0), 1);
}

void relation_weight_text(double weight, char out[8])
{
	int hundredths = isnan(weight) ? 0 : (int)lround(fmin(fmax(weight, 0), 1) * 100);

	if (isnan(weight))
		snprintf(out, 8, "-");
	else if (weight < 0)
		snprintf(out, 8, "<0!");
	else if (weight > 1)
		snprintf(out, 8, ">1!");
	else if (hundredths == 100)
		snprintf(out, 8, "1.0");
	else
		snprintf(out, 8, ".%02u", (unsigned)hundredths % 100);
}
