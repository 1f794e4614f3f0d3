/* Fuzz: any bytes in any portions become keys; every byte is used up, and a flush always moves on.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tui/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_sane(const struct mouse *m)
{
	return m->button >= 0 && m->button <= 2 && m->y >= 0 && m->y < 9999 && m->x >= 0 &&
		m->x < 9999;
}

static void read_keys(struct key_decoder *d, bool flush)
{
	struct key k;
	bool more;
	char name[24];

	while (key_next(d, flush, &k, &more)) {
		if (k.code > KEYC_UNKNOWN || k.paste.n > (1u << 20))
			abort();
		if (k.code == KEYC_MOUSE && (!d->mouse || !is_sane(&k.mouse)))
			abort();
		key_name(k.code, name);
	}
	if (flush && (d->n > 0 || more))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct key_decoder d = {.mouse = size % 2};

	for (size_t at = 0; at < size;) {
		/* The first byte of a portion says how long it is. */
		size_t n = data[at++];

		if (n > size - at)
			n = size - at;
		for (size_t fed = 0; fed < n;) {
			size_t took = key_feed(&d, data + at + fed, n - fed);

			if (took == 0)
				abort();
			fed += took;
			read_keys(&d, false);
		}
		at += n;
	}
	read_keys(&d, true);
	key_decoder_free(&d);
	return 0;
}
