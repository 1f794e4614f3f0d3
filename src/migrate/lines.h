/*
 * A whole database as JSON Lines, the format of `tenet export`:
 *
 *     {"tenet":"export","format":1,"revision":"0008","agent_revision":null,
 *      "tables":{"personas":["created_at", …], …}}                          one line
 *     {"table":"personas","row":{"created_at":"2026-09-01 08:00:00", …}}     a line each
 *     {"end":true,"rows":2,"tables":{"personas":{"rows":2,"hash":"…"}, …},"sha256":"…"}
 *
 * Rows come table by table, in the order of the header. A column that is NULL is left out; JSON
 * stands as JSON, bytes as {"hex":"00ff"}, times as text. The hash of a table is the digest of its
 * rows (copy_row.h); sha256 is that of all bytes before the last line, as they are when nothing is
 * compressed. A name that ends in .gz is compressed, and what is compressed is recognised.
 */
#ifndef MIGRATE_LINES_H
#define MIGRATE_LINES_H

#include <jansson.h>

#include "copy_source.h"

#define LINES_FORMAT 1

/* --- lines_file.c: bytes. --- */

/* Written under another name beside it; "-" is standard output. */
struct lines_out;
/* ERR_USAGE when there is something of that name, which an export would have to replace. */
int lines_refuse(const char *path, struct err *e);
int lines_create(const char *path, struct lines_out **out, struct err *e);
int lines_put(struct lines_out *o, struct span bytes, struct err *e);
/* SHA-256 of what was put so far. */
void lines_sum(const struct lines_out *o, char out[65]);
/* On the disk, and under its name. Frees it, whatever the result. */
int lines_commit(struct lines_out **o, struct err *e);
void lines_discard(struct lines_out **o);

struct lines_in;
int lines_open(const char *path, struct lines_in **out, struct err *e);
/* 1 and a line with its line feed, borrowed until the next call; 0 at the end; -1. */
int lines_next(struct lines_in *in, struct span *out, struct err *e);
/* Of the lines before the last one that was read. */
void lines_sum_before(const struct lines_in *in, char out[65]);
/* How many lines were read, how many bytes these have, and whether the last one lacks its end. */
size_t lines_number(const struct lines_in *in);
size_t lines_bytes(const struct lines_in *in);
bool lines_broken(const struct lines_in *in);
const char *lines_path(const struct lines_in *in);
void lines_close(struct lines_in **in);

/* --- lines_write.c, lines_read.c: rows. --- */

struct lines_header {
	const char *revision, *agent_revision; /* the second may be NULL */
	bool console; /* the console's own tables are there */
};
/* Takes over `out`. */
int lines_write_new(struct lines_out *out, const struct lines_header *h, struct copy_sink **sink,
	struct err *e);
/* The last line, and lines_commit. Only close is left. */
int lines_write_end(struct copy_sink *sink, struct err *e);

/* Reads the header. `name` is what the errors name. The source's `finish` reads the last line and
 * compares its sum and its counts with what was read. Takes over `in`, also on error. */
int lines_read_new(struct lines_in *in, struct copy_source **out, struct err *e);
/* The revision that the header names; borrowed. */
const char *lines_revision(const struct copy_source *s);
/* What the last line says of a table, once it was read. */
struct digest lines_expected(const struct copy_source *s, const struct copy_table *t);

/* Reads a file through to its last line, without looking into the rows: whether it is whole, and
 * how many rows it has. */
int lines_verify(const char *path, int64_t *rows, struct err *e);

#endif
