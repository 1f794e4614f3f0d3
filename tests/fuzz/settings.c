/* Any bytes as a settings file: settings, or faults in the order of the text, each with its place.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct json_fault *f, size_t size)
{
	size_t n = 0;

	for (; f; f = f->next, n++) {
		if (!strstr(f->why.text, "line ") || f->at > size ||
			(f->next && f->next->at < f->at))
			abort();
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct arena a = {0};
	struct settings s;
	struct err e = {0};

	settings_init(&s);
	int read = settings_read(&s, text, NULL, THEMES_ALL, &e);
	size_t faults = count(settings_faults(text, NULL, &a), size);
	/* The theme, at most, is looked at beside. */
	if (read < 0 ? faults == 0 || e.code == ERR_NONE : faults > 1)
		abort();
	settings_clear(&s);
	arena_free(&a);
	return 0;
}
