/* What the rows of a page of history say: in words what an audit row did, and the time as far as it
 * tells them apart. */
#include "history_said.h"

#include "base/time.h"
#include "lookup.h"
#include "model/audit.h"
#include "row.h"

static const char title_of[] = "SELECT title FROM belief_nodes WHERE id = $1";

static int read_title(
	struct db *db, struct span id, struct arena *a, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, title_of, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, id));
	int found = stmt_step(st, e);
	if (found > 0)
		*out = row_text(st, 0, a);
	stmt_done(&st);
	return found < 0 ? -1 : 0;
}

/* The audit row keeps the id of an edge's other end; people know it by its title. */
static int say(struct db *db, struct arena *a, struct history_row *h, struct err *e)
{
	struct span id = audit_other(h->old_value, h->new_value, a), title = SPAN_NULL;
	struct str said = {0};

	if (id.p && read_title(db, id, a, &title, e) < 0)
		return -1;
	audit_say(h->old_value, h->new_value, title, &said);
	if (said.len > 0)
		h->said = arena_span(a, str_span(&said));
	str_free(&said);
	return 0;
}

int history_say(struct db *db, struct arena *a, struct history_page *page, struct err *e)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->rows[i].key.kind == HISTORY_AUDIT && say(db, a, &page->rows[i], e) < 0)
			return -1;
	/* There and back, so that all of one minute look alike. */
	for (size_t i = 1; i < page->n; i++)
		history_tell_apart(&page->rows[i - 1], &page->rows[i]);
	for (size_t i = page->n; i > 1; i--)
		history_tell_apart(&page->rows[i - 2], &page->rows[i - 1]);
	return 0;
}

#define MINUTE (60 * TIME_SECOND)

void history_tell_apart(struct history_row *one, struct history_row *other)
{
	if (one->at == TIME_NONE || other->at == TIME_NONE ||
		one->at / MINUTE != other->at / MINUTE)
		return;
	if (one->seconds || other->seconds || one->at / TIME_SECOND != other->at / TIME_SECOND)
		one->seconds = other->seconds = true;
}

void history_time(const struct history_row *h, char out[20])
{
	if (h->seconds)
		time_format_clock(h->at, out);
	else
		time_format_minutes(h->at, out);
}
