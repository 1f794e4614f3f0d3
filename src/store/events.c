/* The log of what happened to accounts, settings and the database. */
#include "store/events.h"

#include "base/time.h"
#include "row.h"

static const char add_event[] =
	"INSERT INTO console_events (id, at, actor_id, actor, kind, subject, detail)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)";

int events_add(struct db *db, const struct session *s, const char *kind, struct span subject,
	struct span detail, struct err *e)
{
	char id[UUID_TEXT];

	uuid_new(id);
	return events_add_as(db, s, id, kind, subject, detail, e);
}

int events_add_as(struct db *db, const struct session *s, const char *id, const char *kind,
	struct span subject, struct span detail, struct err *e)
{
	bool somebody = s && s->id[0] != '\0';
	struct stmt *st = db_prepare(db, add_event, e);
	char at[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), at);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(at));
	stmt_text(st, 3, somebody ? span_of(s->id) : SPAN_NULL);
	stmt_text(st, 4, somebody ? span_of(s->name) : SPAN_NULL);
	stmt_text(st, 5, span_of(kind));
	stmt_text(st, 6, subject);
	stmt_text(st, 7, detail);
	return row_write(st, NULL, e);
}

int events_record(struct db *db, const struct session *s, const char *kind, struct span subject,
	struct span detail, struct err *e)
{
	int rc = db_begin(db, e);

	if (rc == 0)
		rc = events_add(db, s, kind, subject, detail, e);
	if (rc == 0)
		rc = db_commit(db, e);
	db_rollback(db);
	return rc;
}
