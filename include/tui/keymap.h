/* Which key means which action, and where. One static table; help, footer, palette and the manual's
 * key section are made from it. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stddef.h>
#include <stdint.h>

#include "tui/action.h"

enum key_place {
	KEYS_EVERYWHERE,
	KEYS_QUEUE,
	KEYS_BELIEFS,
	KEYS_STANCES,
	KEYS_MEMORY,
	KEYS_PEOPLE,
	KEYS_MINE,
	KEYS_FINDINGS,
	KEYS_DRAWING,
	KEYS_CONFIG,
	KEYS_PLACES
};

struct key_binding {
	enum key_place place;
	uint32_t code; /* key.h */
	enum action action;
};

/* The whole table, in the order in which help shows it. */
const struct key_binding *keymap_table(size_t *n);
/* The action of a key in a place: the place's own binding, else the one from everywhere, else
 * ACTION_NONE. */
enum action keymap_action(enum key_place place, uint32_t code);
/* The first key bound to an action in a place, as key_name spells it; "" when there is none. */
void keymap_key(enum key_place place, enum action a, char out[24]);
const char *key_place_name(enum key_place place);

#endif
