/* Any bytes as a row of an export: it is read or refused, and what passes the checks is written and
 * read again as the same row. */
#include <stdint.h>
#include <stdlib.h>

#include "../../src/migrate/copy_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void comes_back(const struct copy_row *row, const struct str *canonical, struct arena *a)
{
	struct str line = {0}, again = {0};
	struct copy_fault why;
	struct copy_row copy;
	struct err e = {0};

	copy_row_write(row, COPY_CHECKED, &line);
	if (memchr(line.p, '\n', line.len))
		abort();
	if (copy_row_parse(str_span(&line), row->table, a, &copy, &e) != 0 ||
		copy_row_check(&copy, &again, &why) != 0 ||
		!span_eq(str_span(&again), str_span(canonical)))
		abort();
	str_free(&line);
	str_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str canonical = {0}, any = {0};
	struct arena a = {0};
	struct copy_fault why;
	struct copy_row row;
	struct err e = {0};

	if (size == 0)
		return 0;
	const struct copy_table *t = &copy_tables[data[0] % copy_tables_n];
	struct span text = {(const char *)data + 1, size - 1};
	if (copy_row_parse(text, t, &a, &row, &e) != 0) {
		if (e.code == ERR_NONE || !e.text[0])
			abort();
	} else {
		copy_row_write(&row, COPY_UNCHECKED, &any);
		if (copy_row_check(&row, &canonical, &why) == 0)
			comes_back(&row, &canonical, &a);
		else if (!why.reason[0])
			abort();
	}
	str_free(&canonical);
	str_free(&any);
	arena_free(&a);
	return 0;
}
