/* Listing rows by a filter. */
#include "listing.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/time.h"
#include "limit.h"

#define PAGE 200
#define COUNT_CAP 100000

static int put_pages(
	struct listing *l, const struct listing_kind *kind, size_t limit, bool *more, struct err *e)
{
	struct arena pages[2] = {0}; /* a key may live in the page before */
	int rc = 0;

	*more = true;
	for (size_t turn = 0; rc == 0 && *more && limit > 0 && !print_lost(); turn++) {
		struct arena *a = &pages[turn % 2];
		size_t n = 0;
		arena_clear(a);
		rc = kind->page(l, limit < PAGE ? limit : PAGE, a, &n, more, e);
		limit -= n;
		if (n == 0)
			break;
	}
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	return rc;
}

static int say_more(struct listing *l, const struct listing_kind *kind, size_t limit, struct err *e)
{
	int64_t all;

	if (kind->count(l, COUNT_CAP, &all, e) < 0)
		return -1;
	fflush(stdout);
	print_note("%zu of %s%" PRId64 " %s; " LIMIT_MORE, limit, all > COUNT_CAP ? "over " : "",
		all > COUNT_CAP ? COUNT_CAP : all, kind->what);
	return 0;
}

static int list(struct listing *l, const struct listing_kind *kind, struct arena *a, struct err *e)
{
	const char *none;
	size_t limit;
	bool more;

	if (limit_read(l->call, &limit, e) < 0)
		return -1;
	const char *const *headings = kind->begin(l, a, &none, e);
	if (!headings)
		return -1;
	l->now = time_now();
	if (!call_option(l->call, "--json"))
		l->table = table_new(headings);
	int rc = put_pages(l, kind, limit, &more, e);
	if (l->table && table_print(&l->table, rc < 0 ? NULL : none) < 0)
		return -1;
	if (rc < 0 || !more || print_lost() || !limit_says(l->call))
		return rc;
	return say_more(l, kind, limit, e);
}

int listing_run(struct listing *l, const struct listing_kind *kind)
{
	struct arena a = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (list(l, kind, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&l->db);
	arena_free(&a);
	return status;
}
