/*
 * What filters and orders ask of a row of pending_posts named p, as SQL of both engines, in the
 * order of enum db_engine. What migration 0009 has an index for stands there word for word: an
 * index serves no other expression.
 */
#ifndef STORE_POST_SQL_H
#define STORE_POST_SQL_H

/* On SQLite a time is text in two forms; this is the one that sorts. */
#define SQLITE_TIME "replace(p.created_at, 'T', ' ')"

/* Confidences in thousandths; see FILTER_CONF. */
#define NO_CONFIDENCE "2000"
/* A thousand times the number as it is written: 0.5005 is a little less in binary. */
#define SQLITE_THOUSANDTHS(path) \
	"WHEN json_type(p.draft_metadata, '" path "') IN ('real', 'integer')" \
	" THEN min(1000, max(0, CAST(round(CAST(json_extract(p.draft_metadata, '" path \
	"') || 'e3' AS REAL)) AS INTEGER)))"
#define SQLITE_UPDATE "$.belief_proposals.updates[0].proposed_confidence"
#define SQLITE_UPDATE_OBJECT "$.belief_proposals.updates.\"0\".proposed_confidence"
#define SQLITE_BELIEF "$.belief_proposals.new_belief.initial_confidence"
/* PostgreSQL's paths find the first entry of an object, too. */
#define SQLITE_CONFIDENCE \
	"CASE WHEN NOT json_valid(p.draft_metadata) THEN " NO_CONFIDENCE \
	" " SQLITE_THOUSANDTHS(SQLITE_UPDATE) " " SQLITE_THOUSANDTHS( \
		SQLITE_UPDATE_OBJECT) " " SQLITE_THOUSANDTHS(SQLITE_BELIEF) " ELSE " NO_CONFIDENCE \
									    " END"

#define POSTGRES_META "CAST(p.draft_metadata AS jsonb)"
#define POSTGRES_THOUSANDTHS(path) \
	"WHEN jsonb_typeof(" POSTGRES_META " #> '" path "') = 'number'" \
	" THEN CAST(least(1000, greatest(0, round(1000 * CAST(" POSTGRES_META " #>> '" path \
	"' AS numeric)))) AS integer)"
#define POSTGRES_CONFIDENCE \
	"CASE " POSTGRES_THOUSANDTHS("{belief_proposals,updates,0,proposed_confidence}") " " POSTGRES_THOUSANDTHS( \
		"{belief_proposals,new_belief,initial_confidence}") " ELSE " NO_CONFIDENCE " END"

/* Of metadata that is JSON: the value, or the word, true. */
#define SQLITE_FLAGGED \
	"coalesce(json_type(p.draft_metadata, '$.evaluation.flagged') = 'true'" \
	" OR json_extract(p.draft_metadata, '$.evaluation.flagged') = 'true', 0)"

/* How many flags, below zero, so that the most come first. A draft that is flagged without saying
 * why has one. */
#define SQLITE_FLAGS \
	"CASE WHEN json_valid(p.draft_metadata)" \
	" THEN -max(coalesce(json_array_length(p.draft_metadata, '$.evaluation.flags'), 0)," \
	" " SQLITE_FLAGGED ")" \
	" ELSE 0 END"
#define POSTGRES_FLAGS \
	"- greatest(CASE WHEN jsonb_typeof(" POSTGRES_META " #> '{evaluation,flags}') = 'array'" \
	" THEN jsonb_array_length(" POSTGRES_META " #> '{evaluation,flags}') ELSE 0 END," \
	" CASE WHEN " POSTGRES_META " #>> '{evaluation,flagged}' = 'true' THEN 1 ELSE 0 END)"

#define SQLITE_LENGTH "length(p.content)"
#define POSTGRES_LENGTH "char_length(p.content)"

/* As much of the name as a key holds (POST_KEY_NAME), letters of ASCII in lower case, in the order
 * of its bytes. */
#define SQLITE_SUBREDDIT "substr(CAST(lower(coalesce(p.target_subreddit, '')) AS BLOB), 1, 64)"
#define POSTGRES_SUBREDDIT "left(lower(coalesce(p.target_subreddit, '') COLLATE \"C\"), 24)"

#endif
