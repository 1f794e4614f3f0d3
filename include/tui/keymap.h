/* Which keys mean which action, and where: one static table, and what a user's settings make of it.
 * Help, footer and palette are made from it. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
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

#define KEYMAP_CHORD 4 /* keys of a chord, one after the other, at most */
#define KEYMAP_NAME 64 /* bytes of its name */

struct key_binding {
	enum key_place place;
	enum action action;
	bool own; /* as the user wants it */
	size_t at; /* where it stands in the settings then */
	size_t n; /* 0: no key; it is called by its name, behind ":" */
	uint32_t codes[KEYMAP_CHORD]; /* key.h, modifiers included */
};

/* A chord as somebody wrote it, and where: in bytes of the settings, for what is wrong with it. */
struct key_text {
	struct span text;
	size_t at;
};

struct keymap;

/* The keys that stand in the manual. */
struct keymap *keymap_new(void);
void keymap_free(struct keymap **m);

/*
 * Gives an action other keys, in each place where it has some: "approve"; or in one place alone:
 * "beliefs.mark", where they replace those from everywhere, too. Each key is a chord of 1 to
 * KEYMAP_CHORD names (key_parse) with blanks between; no keys leave it its name. ERR_USAGE, and
 * nothing is changed: an unknown place, action or key; one of the two actions that keep theirs
 * (cancel and interrupt), or their keys. Where it is a key, `fault` is where that stands; else it
 * is left alone. Call keymap_check when all are given.
 */
int keymap_rebind(struct keymap *m, struct span action, const struct key_text *keys, size_t n,
	size_t *fault, struct err *e);
/* Whether a chord could be given to an action. */
int keymap_check_key(struct span text, struct err *e);
/* ERR_USAGE when one key means two things in a place, when a chord begins with what is a key of its
 * own there, or when neither help nor command has a key there; `fault` is then as above. Call after
 * all keymap_rebind. */
int keymap_check(const struct keymap *m, size_t *fault, struct err *e);
/* Takes the key away that stands there, so that keymap_check finds the next fault. */
void keymap_forget(struct keymap *m, size_t at);

/* All bindings, in the order in which help shows them. */
const struct key_binding *keymap_table(const struct keymap *m, size_t *n);

enum keymap_match {
	KEYMAP_NOTHING,
	KEYMAP_ACTION,
	KEYMAP_BEGUN /* more keys are to follow */
};
/* What keys mean in a place: the place's own binding, else the one from everywhere, unless its
 * action was given other keys here. */
enum keymap_match keymap_find(const struct keymap *m, enum key_place place, const uint32_t *codes,
	size_t n, enum action *out);
/* The action of one key in a place, or ACTION_NONE. */
enum action keymap_action(const struct keymap *m, enum key_place place, uint32_t code);
/* Whether a binding is what its keys mean in a place. */
bool keymap_holds(const struct keymap *m, enum key_place place, const struct key_binding *b);
/* The first binding of an action that holds in a place; NULL: none does. */
const struct key_binding *keymap_binding(
	const struct keymap *m, enum key_place place, enum action a);
/* The first keys bound to an action in a place, as key_name spells them with blanks between; ":"
 * when the user took them away, "" when there are none. */
void keymap_key(const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME]);
/* The same for a sentence, and never empty: an action without keys is called by its name, ":undo";
 * one that is not of this place has those of the first place that knows it. */
void keymap_call(
	const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME]);
/* Adds a text of ours in which keys stand as actions, "{undo} takes it back", or, where a place
 * must be told, "{beliefs.mark}". Not for texts with foreign words in them. */
void keymap_words(const struct keymap *m, enum key_place place, const char *text, struct str *out);
/* The same for a format of printf. */
void keymap_format(const struct keymap *m, enum key_place place, const char *fmt, struct str *out);
/* The keys of a chord from one on: "g", "g a". */
void keymap_say(const uint32_t *codes, size_t n, char out[KEYMAP_NAME]);
const char *key_place_name(enum key_place place);

#endif
