/* Choosing the persona whose data the lists show. */
#ifndef PANES_PERSONAS_H
#define PANES_PERSONAS_H

#include "panes/console.h"

/* Opens the box; what is chosen holds until the console ends. */
void personas_choose(struct console *c);

#endif
