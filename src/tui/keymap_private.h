/* The inside of a keymap, for what looks up, says and changes keys. */
#ifndef SRC_TUI_KEYMAP_PRIVATE_H
#define SRC_TUI_KEYMAP_PRIVATE_H

#include "tui/keymap.h"

struct keymap {
	struct key_binding *bindings;
	size_t n, room;
};

/* A place for one more binding, zeroed, before that at `at`. */
struct key_binding *keymap_insert(struct keymap *m, size_t at);
/* Whether these are its keys, or the first of them. */
bool keymap_begins(const struct key_binding *b, const uint32_t *codes, size_t n);
/* Whether a binding from everywhere does not hold in a place, as the user gave its action other
 * keys there. */
bool keymap_is_replaced(const struct keymap *m, enum key_place place, const struct key_binding *b);
bool keymap_place_named(struct span name, enum key_place *out);

#endif
