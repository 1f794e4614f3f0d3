/* Cycles of one persona alone, which no statement narrows. */
#include "findings_cycle.h"

#include "lookup.h"
#include "row.h"

static const char of_persona[] =
	"SELECT b.id FROM belief_nodes b WHERE b.persona_id = $33 AND b.id IN " ROW_PLACES;

/* Two beliefs each, and half of a batch at once. */
static int mark_some(struct db *db, struct span persona_id, const struct finding *rows, size_t n,
	bool *keep, struct err *e)
{
	struct stmt *st = db_prepare(db, of_persona, e);
	int step;

	if (!st)
		return -1;
	for (size_t i = 0; i < ROW_BATCH / 2; i++) {
		bool other = i < n && rows[i].other[0];
		int place = 2 * (int)i + 1;
		stmt_text(st, place, i < n ? span_of(rows[i].belief) : SPAN_NULL);
		stmt_text(st, place + 1, other ? span_of(rows[i].other) : SPAN_NULL);
	}
	stmt_text(st, ROW_BATCH + 1, lookup_id(db, persona_id));
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			if (span_is(col_text(st, 0), rows[i].belief) ||
				span_is(col_text(st, 0), rows[i].other))
				keep[i] = true;
	stmt_done(&st);
	return step;
}

int findings_narrow(struct db *db, struct span persona_id, struct finding_list *list, struct err *e)
{
	size_t kept = 0;

	for (size_t at = 0; at < list->n; at += ROW_BATCH / 2) {
		size_t n = list->n - at < ROW_BATCH / 2 ? list->n - at : ROW_BATCH / 2;
		bool keep[ROW_BATCH / 2] = {0};
		if (mark_some(db, persona_id, list->rows + at, n, keep, e) < 0)
			return -1;
		for (size_t i = 0; i < n; i++)
			if (keep[i])
				list->rows[kept++] = list->rows[at + i];
	}
	list->n = kept;
	return 0;
}
