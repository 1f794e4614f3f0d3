/* The parts of the box that shows what a draft hides. */
#ifndef PANES_HIDDEN_PARTS_H
#define PANES_HIDDEN_PARTS_H

#include "base/sanitize.h"
#include "model/links.h"
#include "tui/key.h"
#include "tui/textview.h"

enum hidden_kind {
	HIDDEN_CONTROL,
	HIDDEN_BIDI,
	HIDDEN_INVISIBLE,
	HIDDEN_TAG,
	HIDDEN_INVALID,
	HIDDEN_MIXED,
	HIDDEN_COMBINING,
	HIDDEN_LINK, /* and what follows: enum link_trick */
	HIDDEN_LINK_USER,
	HIDDEN_LINK_LOOKALIKE,
};

struct hidden_finding {
	size_t at, n; /* bytes of the content */
	enum hidden_kind kind;
	uint32_t cp;
};

/* hidden_words.c: what it is, and why it matters, in one plain sentence. */
enum hidden_kind hidden_kind_of(enum text_class one);
const char *hidden_name(enum hidden_kind kind);
const char *hidden_why(enum hidden_kind kind);
/* "U+202E right-to-left override", "byte FF". */
void hidden_show_character(struct textview *v, const struct hidden_finding *f);

/* hidden_hex.c: a window on the bytes, drawn as far as it is seen, whatever their number. */
struct hidden_hex {
	struct span content;
	size_t marked, marked_n;
	size_t top; /* row */
	size_t width, height; /* bytes of a row, and rows, as last drawn */
	bool follow; /* the next drawing brings what is marked into the window */
};

void hidden_hex_show(struct hidden_hex *x, size_t at, size_t n);
void hidden_hex_key(struct hidden_hex *x, const struct key *k);
void hidden_hex_point(struct hidden_hex *x, const struct point *at);
void hidden_hex_draw(struct hidden_hex *x, struct screen *s, struct rect r);

#endif
