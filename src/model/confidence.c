/* What stands in a column of a confidence, and what is wrong with it. */
#include "model/confidence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum confidence_kind confidence_kind(double value, bool broken)
{
	if (isnan(value))
		return broken ? CONFIDENCE_TEXT : CONFIDENCE_NONE;
	return value >= 0 && value <= 1 ? CONFIDENCE_RIGHT : CONFIDENCE_BEYOND;
}

const char *confidence_wrong(double value, bool broken)
{
	static const char *const words[] = {
		[CONFIDENCE_NONE] = "no confidence",
		[CONFIDENCE_BEYOND] = "not 0–1",
		[CONFIDENCE_TEXT] = "no number",
	};

	return words[confidence_kind(value, broken)];
}

void confidence_say(double value, bool broken, struct str *out)
{
	const char *wrong = confidence_wrong(value, broken);

	if (!isnan(value))
		str_addf(out, wrong ? "%.3f " : "%.3f", value);
	if (wrong)
		str_add(out, wrong);
}

static void beyond_short(double value, char out[CONFIDENCE_COLUMNS + 1])
{
	char number[32];

	for (int places = 2; places >= 0 && fabs(value) < 1e6; places--) {
		snprintf(number, sizeof(number), "%.*f!", places, value);
		if (strlen(number) <= CONFIDENCE_COLUMNS) {
			memcpy(out, number, strlen(number) + 1);
			return;
		}
	}
	memcpy(out, value < 0 ? "<0!" : ">1!", 4);
}

void confidence_short(double value, bool broken, char out[CONFIDENCE_COLUMNS + 1])
{
	switch (confidence_kind(value, broken)) {
	case CONFIDENCE_RIGHT: snprintf(out, CONFIDENCE_COLUMNS + 1, "%.3f", value); break;
	case CONFIDENCE_NONE: memcpy(out, "none", 5); break;
	case CONFIDENCE_TEXT: memcpy(out, "text?", 6); break;
	case CONFIDENCE_BEYOND: beyond_short(value, out); break;
	}
}
