/* Small things that every aggregate does with statements and rows. */
#include "row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void row_copy(char *out, size_t size, struct span text)
{
	size_t n = text.n < size ? text.n : size - 1;

	if (n > 0)
		memcpy(out, text.p, n);
	out[n] = '\0';
}

void *row_room(struct arena *a, void *list, size_t used, size_t size, size_t *room)
{
	if (used < *room)
		return list;
	*room = *room ? *room * 2 : 16;
	void *larger = arena_calloc(a, *room, size);
	if (used > 0)
		memcpy(larger, list, used * size);
	return larger;
}

struct span row_text(struct stmt *st, int col, struct arena *a)
{
	return arena_span(a, col_text(st, col));
}

/* SQLite keeps what is no number in a column of numbers as it is; PostgreSQL may hand a number over
 * as text. */
double row_real(struct stmt *st, int col)
{
	enum col_kind kind = col_kind(st, col);

	if (kind != COL_TEXT && kind != COL_BLOB)
		return col_real(st, col);
	struct span text = col_text(st, col);
	char copy[64], *end;
	row_copy(copy, sizeof(copy), text);
	double v = strtod(copy, &end);
	return text.n > 0 && text.n < sizeof(copy) && *end == '\0' ? v : NAN;
}

double row_confidence(struct stmt *st, int col, bool *broken)
{
	double v = row_real(st, col);

	*broken = !col_is_null(st, col) && !(v >= 0 && v <= 1);
	return v;
}

int row_write(struct stmt *st, int64_t *changed, struct err *e)
{
	int step;

	do
		step = stmt_step(st, e);
	while (step > 0);
	if (step == 0 && changed)
		*changed = stmt_changes(st);
	stmt_done(&st);
	return step;
}

int row_number(struct stmt *st, int64_t *out, struct err *e)
{
	int step = stmt_step(st, e);

	if (step > 0)
		*out = col_int(st, 0);
	else if (step == 0)
		step = err_set(e, ERR_CORRUPT, "the database gave no row where one must be");
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}
