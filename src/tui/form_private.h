/* The inside of a form, shared by the files that make it up. */
#ifndef FORM_PRIVATE_H
#define FORM_PRIVATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "tui/editor.h"
#include "tui/form.h"
#include "tui/lineedit.h"
#include "tui/menu.h"

#define FORM_OFFERS 5 /* rows below a FORM_PICK */

struct form_item {
	struct form_field field;
	struct lineedit line; /* FORM_LINE, FORM_SECRET, FORM_PICK */
	struct editor *editor; /* FORM_LONG, FORM_TEXT */
	size_t choice;
	struct { /* letters that were typed on a choice without a pause */
		char letters[24];
		size_t n, choice; /* what was chosen before them */
		int64_t at;
	} word;
	struct arena arena; /* of what is offered */
	struct span *offered;
	struct menu menu;
	size_t picked; /* SIZE_MAX: none */
	struct textview *error;
	bool failed;
};

struct form {
	struct overlay overlay;
	struct arena arena;
	struct form_ask ask;
	struct form_item *items;
	size_t at; /* ask.n: the button */
	struct textview *about, *said;
	const char *waiting; /* NULL: it does not */
	bool loading; /* Esc leaves while it waits */
	bool saying; /* `said` holds what, until the next key */
	bool plain; /* it is said in lines */
	bool tight; /* there is no room for all of it: nothing is left blank */
	bool leaving; /* asks whether to throw away what was typed */
	/* What it shows is new: not drawn yet, or drawn, but no key came since. */
	enum { FORM_SURE, FORM_UNSEEN, FORM_SEEN } doubt;
	bool awake; /* another key than the one that opened it came */
};

static inline bool form_has_editor(const struct form_item *i)
{
	return i->field.kind == FORM_LONG || i->field.kind == FORM_TEXT;
}

/* Whether its label stands in a row of its own. In lines a text is heard row by row, without it. */
static inline bool form_label_above(const struct form *f, const struct form_item *i, int labels)
{
	return labels == 0 || (f->plain && i->field.kind == FORM_TEXT);
}

/* How many rows of offers stand below a field. */
static inline int form_offers(const struct form *f, const struct form_item *i)
{
	bool open = &f->items[f->at] == i && f->at < f->ask.n && i->picked == SIZE_MAX;

	return !open ? 0 : i->menu.n < FORM_OFFERS ? (int)i->menu.n : FORM_OFFERS;
}

/* form_draw.c */
void form_draw(struct overlay *o, struct screen *s, struct rect r);

#endif
