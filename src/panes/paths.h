/* The box that shows how two beliefs hang together. */
#ifndef PANES_PATHS_H
#define PANES_PATHS_H

#include "panes/console.h"
#include "store/graph.h"

/* Copies what it shows. Enter on a belief goes there. */
struct overlay *paths_new(struct console *c, const struct graph_paths *p);

#endif
