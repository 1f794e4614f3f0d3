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

/* What is shown. Direct colour is shown as it is. */
static int32_t shown(int32_t colour, int colours)
{
	return theme_rgb(colours > 256 ? colour : theme_colour(colour, colours));
}

double contrast_of(const struct theme *t, enum style s, int colours)
{
	const struct theme_pair *p = &t->pair[s];

	if (p->fg == COLOUR_OWN || p->bg == COLOUR_OWN)
		return NAN;
	return contrast_ratio(shown(p->fg, colours), shown(p->bg, colours));
}
