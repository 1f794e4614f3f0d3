/* How commands print beliefs. */
#ifndef CLI_BELIEFS_H
#define CLI_BELIEFS_H

#include "base/json.h"
#include "base/str.h"
#include "model/belief.h"

/* The columns of belief_nodes. */
json_t *belief_json(const struct belief *b);
/* The title, or a word that says that there is none. */
struct span belief_titled(struct span title);
/* "energy, policy"; what is no list of texts as it stands. */
void belief_add_tags(struct str *out, const struct belief *b);

#endif
