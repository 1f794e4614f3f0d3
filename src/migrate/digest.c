/* Sums of hashes, so that tables can be compared whatever order their rows come in. */
#include <stdio.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "copy_row.h"

void row_hash_of(struct span canonical, struct row_hash *out)
{
	XXH128_hash_t h = XXH3_128bits(canonical.p, canonical.n);

	*out = (struct row_hash){h.low64, h.high64};
}

void digest_add(struct digest *d, const struct row_hash *h)
{
	bool carry = __builtin_add_overflow(d->low, h->low, &d->low);

	d->high += h->high + carry;
	d->rows++;
}

void digest_remove(struct digest *d, const struct row_hash *h)
{
	bool borrow = __builtin_sub_overflow(d->low, h->low, &d->low);

	d->high -= h->high + borrow;
	d->rows--;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return a->rows == b->rows && a->low == b->low && a->high == b->high;
}

void digest_format(const struct digest *d, char out[DIGEST_TEXT])
{
	snprintf(out, DIGEST_TEXT, "%016llx%016llx", (unsigned long long)d->high,
		(unsigned long long)d->low);
}

void digest_parse(struct span text, struct digest *out)
{
	char high[17] = "", low[17] = "";

	if (text.n == DIGEST_TEXT - 1) {
		memcpy(high, text.p, 16);
		memcpy(low, text.p + 16, 16);
	}
	out->high = strtoull(high, NULL, 16);
	out->low = strtoull(low, NULL, 16);
}
