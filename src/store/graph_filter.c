/* The beliefs that a filter finds, by their ids. */
#include <string.h>

#include "store/beliefs.h"
#include "store/graph.h"

#define PAGE 500

int graph_filter(struct db *db, const struct filter *filter, size_t most, struct arena *a,
	char (**ids)[UUID_TEXT], size_t *n, bool *more, struct err *e)
{
	struct belief_query query = {.filter = *filter, .from = PAGE_FIRST};
	struct belief_page page = {.more = true};
	struct arena pages[2] = {0}; /* the key lives in the page before */
	size_t room = 0;
	int rc = 0;

	*n = 0;
	*ids = NULL;
	for (size_t turn = 0; rc == 0 && page.more && *n < most; turn++) {
		arena_clear(&pages[turn % 2]);
		query.limit = most - *n < PAGE ? most - *n : PAGE;
		rc = beliefs_page(db, &query, &pages[turn % 2], &page, e);
		if (rc < 0 || page.n == 0)
			break;
		if (*n + page.n > room) {
			char(*larger)[UUID_TEXT];
			room = 2 * (*n + page.n);
			larger = arena_calloc(a, room, sizeof(*larger));
			if (*n > 0)
				memcpy(larger, *ids, *n * sizeof(*larger));
			*ids = larger;
		}
		for (size_t i = 0; i < page.n; i++)
			memcpy((*ids)[(*n)++], page.rows[i].id, UUID_TEXT);
		query.from = PAGE_AFTER;
		query.key = page.keys[page.n - 1];
	}
	*more = rc == 0 && page.more && page.n > 0;
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	return rc;
}
