/* Any bytes as a theme file: a theme whose colours a terminal can show, or a sentence that says
 * where it is wrong. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/theme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct theme t;
	struct err e = {0};

	if (theme_parse(text, &t, &e) < 0) {
		if (!strstr(e.text, "line ") && !strstr(e.text, "bytes"))
			abort();
		return 0;
	}
	for (int i = 0; i < STYLE_COUNT; i++)
		if (theme_colour(t.pair[i].fg, 256) > 255 || theme_colour(t.pair[i].bg, 8) > 7)
			abort();
	return 0;
}
