/* What filters and orders ask of a row of interactions named p, as SQL of both engines. */
#ifndef STORE_MEMORY_SQL_H
#define STORE_MEMORY_SQL_H

/* Metadata that are no JSON, and a score or a cost that is no number, are as if they were not
 * there: NULL. */
#define SQLITE_METADATA(type, path) \
	"CASE WHEN json_valid(p.metadata) THEN" \
	" CASE WHEN json_type(p.metadata, '" path "') IN (" type ")" \
	" THEN json_extract(p.metadata, '" path "') END END"
#define SQLITE_SCORE SQLITE_METADATA("'integer'", "$.score")
#define SQLITE_COST SQLITE_METADATA("'integer', 'real'", "$.cost")

#define POSTGRES_METADATA "CAST(p.metadata AS jsonb)"
#define POSTGRES_SCORE \
	"CASE WHEN jsonb_typeof(" POSTGRES_METADATA " -> 'score') = 'number'" \
	" AND " POSTGRES_METADATA " ->> 'score' ~ '^-?[0-9]{1,18}$'" \
	" THEN CAST(" POSTGRES_METADATA " ->> 'score' AS bigint) END"
#define POSTGRES_COST \
	"CASE WHEN jsonb_typeof(" POSTGRES_METADATA " -> 'cost') = 'number'" \
	" THEN CAST(" POSTGRES_METADATA " ->> 'cost' AS numeric) END"

/* The highest first, and those without one behind all others. */
#define NO_SCORE "2000000000000000000"
#define SQLITE_RANK "coalesce(max(-1000000000000000000, -" SQLITE_SCORE "), " NO_SCORE ")"
#define POSTGRES_RANK "coalesce(- " POSTGRES_SCORE ", " NO_SCORE ")"

#endif
