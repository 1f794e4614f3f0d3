/* Rows of pending_posts as lines of a list and as whole drafts. */
#ifndef STORE_POST_ROW_H
#define STORE_POST_ROW_H

#include "base/arena.h"
#include "db/db.h"
#include "model/post.h"
#include "post_sql.h"
#include "store/posts.h"

/* The columns that post_line_read expects. Only the beginning of the content is copied, and of the
 * metadata no more than two answers; what is looked through is as much as Reddit takes. Behind them
 * stands what the list is ordered by, if not by time: a number, or for subreddits a name. */
#define LINE_SCANNED 40000
#define LINE_TEXTS "p.post_type, p.target_subreddit, p.status, p.reviewed_by"
#define SQLITE_LINE_AND(order) \
	"SELECT p.id, " SQLITE_TIME ", p.rowid, " LINE_TEXTS \
	", substr(CAST(p.content AS BLOB), 1, 40000)," \
	" CASE WHEN json_valid(p.draft_metadata)" \
	" THEN " SQLITE_FLAGGED " END," \
	" CASE WHEN json_valid(p.draft_metadata)" \
	" THEN json_extract(p.draft_metadata, '$.reddit_id') <> '' END, " order \
	" FROM pending_posts p"
#define SQLITE_LINE SQLITE_LINE_AND("NULL")
#define POSTGRES_LINE_AND(order) \
	"SELECT p.id, p.created_at, 0, " LINE_TEXTS ", left(p.content, 40000)," \
	" p.draft_metadata #>> '{evaluation,flagged}' = 'true'," \
	" p.draft_metadata ->> 'reddit_id' <> '', " order " FROM pending_posts p"
#define POSTGRES_LINE POSTGRES_LINE_AND("NULL")

/* Keys before and behind all rows. */
extern const struct post_key post_key_first[], post_key_last[]; /* by engine */

void post_line_read(struct stmt *st, enum filter_sort sort, struct arena *a, struct post_line *out);
/* The beginning of a content, cut between characters; a copy. */
struct span post_snippet(struct span content, struct arena *a);
/* Of a content that was cut to LINE_SCANNED bytes, half a character at the end is no invalid one.
 */
struct span post_whole_characters(struct span start);
/* A whole draft: the columns that post_read expects. */
#define WHOLE_POST \
	"SELECT p.id, p.persona_id, s.reddit_username, p.content, p.post_type, " \
	"p.target_subreddit," \
	" p.parent_id, p.draft_metadata, p.status, p.reviewed_by, p.reviewed_at, p.created_at," \
	" p.updated_at FROM pending_posts p LEFT JOIN personas s ON s.id = p.persona_id"
void post_read(struct stmt *st, struct arena *a, struct post *out);
/* One draft whole by its exact id: 1 found, 0 gone, -1 error. The second holds it until the
 * transaction ends: nobody else changes it meanwhile. */
int post_load(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e);
int post_hold(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e);
/* Holds several at once, by their exact ids, which differ; `out` has room for n: they come in the
 * order asked for, and those that are gone have an empty id. */
int post_hold_all(struct db *db, const char *const *ids, size_t n, struct arena *a,
	struct post *out, struct err *e);

#endif
