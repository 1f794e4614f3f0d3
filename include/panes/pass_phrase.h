/* The box in which one's own pass phrase is changed. */
#ifndef PANES_PASS_PHRASE_H
#define PANES_PASS_PHRASE_H

#include "panes/console.h"

void pass_phrase_open(struct console *c);

#endif
