/* The settings that are known: what each means, and what may stand in it. */
#ifndef MODEL_CONFIG_KEY_H
#define MODEL_CONFIG_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/json_text.h"
#include "base/span.h"
#include "base/str.h"

enum config_type {
	CONFIG_ANY, /* a setting that nobody here knows: any JSON */
	CONFIG_SWITCH, /* true or false */
	CONFIG_NUMBER,
	CONFIG_TEXT,
	CONFIG_SUBREDDITS, /* a list of their names, without r/ */
	CONFIG_FILTER, /* a text in the filter language of drafts */
	CONFIG_OBJECT
};

struct config_key {
	const char *name; /* NULL: any member of an object */
	const char *meaning; /* one sentence, no full stop */
	const char *fallback; /* JSON: what `tenet seed config` begins with; NULL: nothing */
	const struct config_key *members; /* of an object, ended by a type CONFIG_ANY */
	double least, most, step; /* of numbers, both ends allowed */
	enum config_type type;
	bool whole; /* no fractions */
	bool closed; /* an object that has no other members: else those may hold anything */
};

/* All that are known, by name. */
extern const struct config_key config_keys[];
extern const size_t config_keys_n;

/* NULL for one that nobody here knows, which is kept and may hold any JSON. */
const struct config_key *config_key_find(struct span name);

/* The known one that somebody meant who wrote this name; NULL for a known one, and where none is
 * near. */
const char *config_key_meant(struct span name);

/* "a list of subreddits": any JSON for NULL. */
const char *config_type_name(const struct config_key *k);
/* "a whole number from 10 to 86,400": the type with its bounds. */
void config_key_describe(struct str *out, const struct config_key *k);

/*
 * Whether the JSON value, which json_check passed, may stand in this setting (NULL: any may).
 * ERR_USAGE names the member: "safety_flags.max_comment_length is not a whole number from …".
 */
int config_key_check(const struct config_key *k, struct span json, struct err *e);

/*
 * What is dangerous about a setting that goes from one value to another (SPAN_NULL: it is not set),
 * as a sentence without a full stop; NULL when nothing is: the agent may then publish what nobody
 * approved, or one approver is enough where there were two.
 */
const char *config_key_risk(struct span name, struct span before, struct span after);

/* Whether what a setting or a member of this name holds is secret by its name: password, api_key,
 * accessToken, … A limit of tokens is none. */
bool config_key_is_secret(struct span name);
/* The same of a whole text that is no JSON: whether one of these names stands in it, or a URL with
 * a password, "postgres://user:password@host". */
bool config_text_names_secret(struct span text);
/* ERR_DENIED where part of a text that json_check passed is secret; `what` it is: "the config".
 * Nothing that is secret is set from here. */
int config_check_open(struct span json, const char *what, struct err *e);
/* For json_lay_out: members of such a name, and texts with such a URL. */
bool config_hides(struct span text, enum json_string what);

/* ERR_USAGE for a name that no setting may have: empty, over 255 characters, or with what cannot be
 * seen in it. */
int config_key_check_name(struct span name, struct err *e);

#endif
