/* The inside of the palette, shared by the files that make it up. */
#ifndef PALETTE_PRIVATE_H
#define PALETTE_PRIVATE_H

#include <stdint.h>

#include "base/arena.h"
#include "tui/palette.h"

#define PALETTE_NOTHING SIZE_MAX

/* How well a line fits what was typed, from the best on. */
enum palette_fit {
	FIT_NAMED, /* key or name begin with it, or it is another word for the action */
	FIT_CALLED, /* such a word begins with it */
	FIT_MENTIONED, /* every word of it occurs in the line */
	FIT_ABBREVIATED, /* the name has its letters, with others between */
	FIT_SLIP, /* the name, or another word, but for a slip of the finger … */
	FIT_SLIPS, /* … or two */
	FIT_NONE
};

struct palette_line {
	enum action action;
	const char *keys; /* "j, Down" */
	const char *words; /* what the filter looks at */
	const char *elsewhere; /* where alone it works; NULL: here */
	enum palette_fit fit;
	bool works;
};

struct palette {
	struct arena arena;
	const struct keymap *keys; /* borrowed */
	enum key_place place;
	enum palette_scope scope;
	const char *title;
	palette_enabled *enabled;
	void *arg;
	struct lineedit filter;
	struct palette_line lines[ACTION_COUNT];
	size_t line_count;
	size_t matches[ACTION_COUNT]; /* indices of lines: what works, then what does not */
	size_t match_count, works;
	size_t selected; /* index of matches. PALETTE_NOTHING until one types or moves: the Enter of
			    someone who only looked must not run the first line */
	size_t top, height; /* in rows */
	int keys_width;
	const char *refusal; /* why the last Enter ran nothing; NULL when it was no Enter */
	bool seen; /* what is selected was on the screen */
	bool news; /* what the last key came to was not */
};

/* palette_find.c: lists the lines of the places. */
void palette_gather(struct palette *p);
/* Whether it works now, and why not. */
bool palette_works(const struct palette *p, const struct palette_line *line, const char **why);
const char *palette_help(const struct palette *p, enum action a);
/* Finds what fits the filter, and selects what fits best. */
void palette_find(struct palette *p);
/* What works by now comes first; what is selected stays so. */
void palette_sort(struct palette *p);

/* Rows of the list: below what works stand a heading and what does not. */
size_t palette_rows(const struct palette *p);
size_t palette_row(const struct palette *p, size_t match);
size_t palette_matches_before(const struct palette *p, size_t row);
/* PALETTE_NOTHING: the heading. */
size_t palette_match(const struct palette *p, size_t row);
const struct palette_line *palette_selected(const struct palette *p);

#endif
