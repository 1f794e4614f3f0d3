/* The box in which one's own second factor is switched on and off. */
#ifndef PANES_SECOND_FACTOR_H
#define PANES_SECOND_FACTOR_H

#include "panes/console.h"

void second_factor_open(struct console *c);

#endif
