/* What the commands about the agent's memory share. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <jansson.h>

#include "cli/print.h"
#include "commands.h"
#include "model/interaction.h"
#include "store/memory.h"

/* All columns of interactions; of the embedding, which is for programs, its dimension and what is
 * wrong with it. */
json_t *memory_json(const struct interaction *it);
/* The cells of a line: id, age, subreddit, type, score, what it hides, text. */
#define MEMORY_SIGNS "in the column !, ? is for hidden or misleading content"
#define MEMORY_HEADINGS "ID", ">AGE", "-SUBREDDIT", "-TYPE", "->SCORE", "!", "TEXT"
void memory_cells(struct table *t, const struct memory_line *line, int64_t now, struct arena *a);

#endif
