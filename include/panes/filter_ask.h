/* Asking for a list's filter, with its values from the database to complete it. */
#ifndef PANES_FILTER_ASK_H
#define PANES_FILTER_ASK_H

#include "model/filter.h"
#include "panes/console.h"

#define FILTER_ASK_FIELDS 5

/* Embedded in a pane, which sets the first part once. */
struct filter_ask {
	struct console *console;
	enum filter_dialect dialect;
	const enum filter_field *fields; /* those whose values are in the database */
	size_t n;
	void *owner; /* of the task that looks for them, and its kind */
	int kind;
	prompt_done *done; /* gets the owner and the text */
	/* private: */
	struct arena arena;
	struct filter_ask_values {
		struct span *v;
		size_t n;
	} values[FILTER_ASK_FIELDS];
};

void filter_ask(struct filter_ask *f, const char *label, struct span initial);
/* Reads a filter and narrows it to the persona that was chosen: it takes the place of `filter`,
 * which lies in `arena`, and its text that of `kept`, in which `text` may lie. False, with the
 * reason in `problem`: the ones before it stay. */
bool filter_ask_read(const struct filter_ask *f, struct span text, struct filter *filter,
	struct arena *arena, struct str *kept, struct err *problem);
/* What a list is ordered by is a part of its filter `text`: it comes again, to be completed. */
void filter_ask_order(struct filter_ask *f, struct span text);
void filter_ask_clear(struct filter_ask *f);

#endif
