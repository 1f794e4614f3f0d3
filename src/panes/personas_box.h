/* The box in which a persona is chosen, and the form in which admins add and change one. */
#ifndef PERSONAS_BOX_H
#define PERSONAS_BOX_H

#include "panes/console.h"
#include "said.h"
#include "store/personas.h"
#include "tui/menu.h"
#include "tui/overlay.h"

#define PERSONAS_EARLY 16

struct personas_box {
	struct overlay overlay;
	struct console *console;
	struct menu menu; /* the first row stands for all of them */
	struct arena arena;
	struct persona *list;
	size_t n;
	bool loaded;
	struct err load_error;
	char select[UUID_TEXT]; /* as soon as the list was read; "": the one that is */
	uint32_t early[PERSONAS_EARLY]; /* keys from before the list was read: they wait for it */
	size_t early_count;
	struct said said;
};

/* personas_box.c: reads the list, and says what a form came to. */
void personas_box_load(struct personas_box *b);

/* personas_edit.c: a form over the box; `p` NULL: a new one. */
void personas_edit(struct personas_box *b, const struct persona *p, uint32_t opened_by);

#endif
