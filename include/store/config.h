/* The agent's settings, agent_config: reading them, changing them, and what they were before. */
#ifndef STORE_CONFIG_H
#define STORE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json_text.h"
#include "db/db.h"
#include "model/persona.h"
#include "store/session.h"

enum setting_state {
	SETTING_UNSET,
	SETTING_OPEN,
	SETTING_PARTLY_SECRET, /* members of it are: they are "(hidden)" in `value` */
	SETTING_SECRET, /* `value` is NULL, whatever is stored */
	SETTING_BROKEN /* no JSON as json_check has it: `value` is the text as it is stored */
};

/* Texts are in the arena. What is secret (model/config_key.h) never leaves the store. */
struct setting {
	enum setting_state state;
	struct span key, value, created_at, updated_at;
};

/* What is shown for a setting's value: laid out; a broken one as it is, and words in brackets for
 * what is not there to be shown. */
void setting_show(const struct setting *s, enum json_layout layout, struct str *out);
/* Whether what is stored is SETTING_SECRET because it is no JSON and names secrets. */
bool setting_is_unreadable(const struct setting *s);
/* Why it cannot be changed here: ERR_DENIED, when it is secret or members of it are. */
int setting_check_open(const struct setting *s, struct err *e);

/* All of a persona by key. */
int config_list(struct db *db, const char *persona_id, struct arena *a, struct setting **out,
	size_t *n, struct err *e);
/* One of them; `out` is SETTING_UNSET when it is not there. */
int config_get(struct db *db, const char *persona_id, struct span key, struct arena *a,
	struct setting *out, struct err *e);
/* The keys that are set, of whichever persona, each once. */
int config_keys_set(struct db *db, struct arena *a, struct span **out, size_t *n, struct err *e);

struct config_change {
	const struct persona *persona;
	struct span json; /* what it shall be; SPAN_NULL: not set any more */
	const struct setting *was; /* as it was when whoever changes it saw it: names the key */
	int64_t restores; /* the number of the version that this brings back; 0: none */
};

/*
 * Changes a setting: admins only, in one transaction with an event that holds what was before and
 * after. It is stored as the agent writes it. ERR_USAGE for what is no JSON (json_check) or, unless
 * an earlier version is restored, may not stand in this setting; ERR_DENIED for what looks like a
 * secret; ERR_CONFLICT, which names who changed it and when, when it is not what `was` says any
 * more: then nothing was changed. `changed` is false when it says the same already.
 */
int config_set(struct db *db, const struct session *s, const struct config_change *c, bool *changed,
	struct err *e);

/* Whether it would be refused whoever changes it, for whatever does not depend on the database. */
int config_check(const struct config_change *c, struct err *e);

struct config_version {
	int64_t number; /* from 1 on, the oldest first; stays as it is */
	struct setting setting; /* times are not */
	bool outside; /* not changed here: by the agent, or by hand */
	struct span by, at; /* SPAN_NULL where nobody knows */
	int64_t restores;
};

/* What a setting was from its first change in tenet on, the oldest first; the last one is what it
 * is now. ERR_DENIED where the server keeps the events from whoever asks. */
int config_history(struct db *db, const struct persona *p, struct span key, struct arena *a,
	struct config_version **out, size_t *n, struct err *e);

#endif
