/*
 * belief_pages FILE: how long a page of beliefs takes in each order, the course of each of its rows
 * included, on a file of graph_rows.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "fixture_bench.h"
#include "store/beliefs.h"

#define PAGES 300
#define ROWS 64

static void read_courses(struct db *db, const struct belief_page *page, struct arena *a)
{
	char(*ids)[UUID_TEXT] = arena_calloc(a, page->n, sizeof(*ids));
	struct belief_course *courses = arena_calloc(a, page->n, sizeof(*courses));
	struct err e = {0};

	for (size_t i = 0; i < page->n; i++)
		memcpy(ids[i], page->rows[i].id, UUID_TEXT);
	if (beliefs_courses(db, (const char(*)[UUID_TEXT])ids, page->n, courses, &e) < 0)
		bench_fail("%s", e.text);
}

/* From page to page, the first one apart. */
static void measure(struct db *db, const char *filter)
{
	struct arena pages[2] = {0}, filters = {0};
	struct belief_query q = {.from = PAGE_FIRST, .limit = ROWS};
	struct belief_page page = {.more = true};
	struct samples times = {0};
	struct err e = {0};
	double first = 0;

	if (filter_parse(FILTER_BELIEFS, span_of(filter), &filters, &q.filter, &e) < 0)
		bench_fail("%s", e.text);
	for (size_t i = 0; i < PAGES && page.more; i++) {
		struct arena *a = &pages[i % 2];
		arena_clear(a);
		double start = bench_now();
		if (beliefs_page(db, &q, a, &page, &e) < 0)
			bench_fail("%s", e.text);
		read_courses(db, &page, a);
		double took = bench_now() - start;
		if (i == 0)
			first = took;
		else
			samples_add(&times, took);
		if (page.n == 0)
			break;
		q.from = PAGE_AFTER;
		q.key = page.keys[page.n - 1];
	}
	printf("%-36s first %8.1f ms", filter, first);
	if (times.n > 0)
		printf(", next %3zu: median %6.2f, p95 %6.2f, p99 %6.2f ms", times.n,
			samples_median(&times), samples_quantile(&times, 0.95),
			samples_p99(&times));
	putchar('\n');
	samples_free(&times);
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	arena_free(&filters);
}

int main(int argc, char **argv)
{
	static const char *const filters[] = {"sort:title", "sort:-title", "sort:conf",
		"sort:-conf", "sort:changed", "sort:-changed", "sort:degree", "sort:-degree",
		"sort:evidence", "sort:-evidence", "conf>0.8 tag:science", "locked:yes",
		"rel:contradicts evidence:0", "degree>20 sort:degree", "near:00", "nothingness"};
	struct err e = {0};

	if (argc != 2) {
		fputs("usage: belief_pages FILE\n", stderr);
		return 2;
	}
	struct arena a = {0};
	struct db_address where;
	struct db *db;
	if (db_address_parse(argv[1], &a, &where, &e) < 0 ||
		db_open(&where, DB_READ_ONLY, &db, &e) < 0)
		bench_fail("%s", e.text);
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		measure(db, filters[i]);
	db_close(&db);
	arena_free(&a);
	return 0;
}
