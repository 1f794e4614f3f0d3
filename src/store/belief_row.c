/* Reading rows of belief_nodes. */
#include "belief_row.h"

#include "base/time.h"
#include "row.h"

void belief_row_read(struct stmt *st, struct arena *a, struct belief *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->persona = row_text(st, 2, a);
	out->title = row_text(st, 3, a);
	out->summary = row_text(st, 4, a);
	out->confidence = row_confidence(st, 5, &out->confidence_broken);
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
