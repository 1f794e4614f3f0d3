/* Reading rows of belief_nodes. */
#include "belief_row.h"

#include <math.h>
#include <stdlib.h>

#include "base/time.h"
#include "row.h"

/* SQLite keeps what is no number in a column of numbers as it is; PostgreSQL may hand a number over
 * as text. */
static double read_confidence(struct stmt *st, int col)
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

void belief_row_read(struct stmt *st, struct arena *a, struct belief *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->persona = row_text(st, 2, a);
	out->title = row_text(st, 3, a);
	out->summary = row_text(st, 4, a);
	out->confidence = read_confidence(st, 5);
	out->confidence_broken =
		!col_is_null(st, 5) && !(out->confidence >= 0 && out->confidence <= 1);
	out->tags = row_text(st, 6, a);
	out->created_at = row_text(st, 7, a);
	out->updated_at = row_text(st, 8, a);
	time_parse(out->updated_at, &out->updated);
	out->edges_in = col_int(st, 9);
	out->edges_out = col_int(st, 10);
	out->evidence = col_int(st, 11);
	out->locked = col_int(st, 12) != 0;
	belief_tags_read(out, a);
}
