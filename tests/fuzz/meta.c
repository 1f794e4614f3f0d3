/* Any bytes as draft_metadata: never a failure, and every count is backed by readable spans. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "model/post.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that the sanitizers see a wrong length. */
static void check(const struct span *spans, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!spans[i].p || spans[i].p[spans[i].n] != '\0' || !utf8_valid(spans[i]))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct post_meta m;

	post_meta_read((struct span){size ? (const char *)data : "", size}, &a, &m);
	if ((m.state == META_INVALID) != (m.problem != NULL))
		abort();
	check(m.flags, m.flag_count);
	check(m.new_tags, m.new_tag_count);
	check(m.other_keys, m.other_count);
	check(m.other_values, m.other_count);
	for (size_t i = 0; i < m.update_count; i++)
		if (m.updates[i].title.p)
			check(&m.updates[i].title, 1);
	arena_free(&a);
	return 0;
}
