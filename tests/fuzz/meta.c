/* Any bytes as draft_metadata: never a failure, and every count is backed by readable spans. */
#include <stdint.h>
#include <stdlib.h>

#include "model/post.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that the sanitizers see a wrong length. */
static unsigned sum(const struct span *spans, size_t n)
{
	unsigned total = 0;

	for (size_t i = 0; i < n; i++) {
		if (!spans[i].p)
			abort();
		for (size_t k = 0; k <= spans[i].n; k++)
			total += (unsigned char)spans[i].p[k];
	}
	return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct post_meta m;
	volatile unsigned total = 0;

	post_meta_read((struct span){size ? (const char *)data : "", size}, &a, &m);
	if ((m.state == META_INVALID) != (m.problem != NULL))
		abort();
	total += sum(m.flags, m.flag_count);
	total += sum(m.new_tags, m.new_tag_count);
	total += sum(m.other_keys, m.other_count);
	total += sum(m.other_values, m.other_count);
	for (size_t i = 0; i < m.update_count; i++)
		if (m.updates[i].title.p)
			total += sum(&m.updates[i].title, 1);
	arena_free(&a);
	return 0;
}
