/* Reads what a terminal is sent, byte by byte, and knows what may be in it. */
#ifndef PROVE_FIXTURE_STREAM_H
#define PROVE_FIXTURE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * STREAM_FRAMED: the terminal is described by a terminfo entry of our own (stream_terminfo), in
 * which each capability is a letter and numbers between the bytes 1 and 2. Then there is no Escape
 * in a frame at all, nor any other control byte, and what came from a text would be seen as such.
 * STREAM_ECMA: a terminal of today; of its sequences those may come that curses and tenet use.
 */
enum stream_kind { STREAM_FRAMED, STREAM_ECMA };

/* Of text as well as of sequences, so far. `wrong` says what was, or is NULL. */
struct stream {
	enum stream_kind kind;
	uint64_t bytes, characters, sequences, marks;
	const char *wrong;
	/* private */
	char sequence[64];
	size_t n; /* of the sequence or character that has begun */
	size_t marks_in_row;
	bool styled; /* the last sequence set a style */
};

void stream_add(struct stream *s, const char *bytes, size_t n);

/* The source of the entry, for tic, and its name. */
extern const char stream_terminfo[];
#define STREAM_TERM "tenet-prove"

#endif
