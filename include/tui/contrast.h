/* How well a theme can be read: contrast as the Web Content Accessibility Guidelines count it. */
#ifndef TUI_CONTRAST_H
#define TUI_CONTRAST_H

#include "tui/theme.h"

/* What text needs (WCAG 2.1, success criterion 1.4.3, level AA). */
#define CONTRAST_LEAST 4.5

/*
 * From 1 (the same) to 21 (black on white): (L1 + 0.05) / (L2 + 0.05), where L is the relative
 * luminance of WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio); its threshold of
 * 0.03928 is the one of sRGB, 0.04045, by which no colour of 24 bits differs. 0xrrggbb.
 */
double contrast_ratio(int32_t a, int32_t b);

/* That of a style on a terminal with so many colours (theme_colour); NAN when the terminal's own
 * colours are part of it, which nobody here knows. */
double contrast_of(const struct theme *t, enum style s, int colours);

#endif
