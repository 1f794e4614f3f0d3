/* Contrast between the two colours of a style. */
#include "tui/contrast.h"

#include <math.h>

static double linear(int32_t channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
		0.0722 * linear(rgb & 255);
}

double contrast_ratio(int32_t a, int32_t b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

double contrast_of(const struct theme *t, enum style s, int colours)
{
	/* Direct colour is shown as it is. */
	struct theme_pair p = colours > 256 ? t->pair[s] : theme_shown(t, s, colours);

	if (p.fg == COLOUR_OWN || p.bg == COLOUR_OWN)
		return NAN;
	return contrast_ratio(theme_rgb(p.fg), theme_rgb(p.bg));
}
