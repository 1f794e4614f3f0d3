/* Any bytes as a filter of each list: it parses or says where it does not, what it says holds, and
 * a copy says the same. */
#include "model/filter.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many terms hang here; each must have a value and stand in the text. */
static size_t check(const struct filter_node *list, size_t size, int depth)
{
	size_t n = 0;

	if (depth > 40)
		abort();
	for (; list; list = list->next) {
		if (list->kind != FILTER_TERM) {
			if (!list->first)
				abort();
			n += check(list->first, size, depth + 1);
			continue;
		}
		if (list->value.n == 0 || list->column == 0 || list->column > size ||
			list->field == FILTER_SORT)
			abort();
		if (list->number < 0 && list->field != FILTER_SCORE && list->field != FILTER_CONF)
			abort();
		n++;
	}
	return n;
}

static void complete_everywhere(enum filter_dialect dialect, struct span text, struct arena *a)
{
	for (size_t at = 0; at <= text.n && at < 64; at++) {
		struct filter_completion c;
		filter_complete(dialect, text, at, a, &c);
		if (c.start > c.end || c.end != at || c.typed.n > c.end - c.start)
			abort();
	}
}

static void read_as(enum filter_dialect dialect, struct span text)
{
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	complete_everywhere(dialect, text, &a);
	if (filter_parse(dialect, text, &a, &f, &e) == 0) {
		size_t n = check(f.first, text.n, 0);
		struct filter copy = filter_copy(&f, &a);
		if (n > f.n || f.n > n + 1 || f.n > 32 || check(copy.first, text.n, 0) != n)
			abort();
		const char *status = dialect == FILTER_DRAFTS ? filter_status(&f) : NULL;
		if (status && status[0] == '\0')
			abort();
	} else if (e.code != ERR_USAGE || strncmp(e.text, "column ", 7) != 0) {
		abort();
	}
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};

	read_as(FILTER_DRAFTS, text);
	read_as(FILTER_BELIEFS, text);
	read_as(FILTER_INTERACTIONS, text);
	return 0;
}
