/* A stored setting, made fit to leave the store. */
#ifndef STORE_CONFIG_ROW_H
#define STORE_CONFIG_ROW_H

#include "base/str.h"
#include "store/config.h"

/* Sets state and value from what is stored under the key of `out`; SPAN_NULL is not set. */
void config_read_value(struct span stored, struct arena *a, struct setting *out);

/* What may be shown of a JSON text that is no setting; `hides` (may be NULL): whether that is not
 * all. */
struct span config_open_text(struct span stored, struct arena *a, bool *hides);

/* Runs config_at for a key, its statement left open: 1 found, 0 not, -1 error. */
#define CONFIG_COLUMNS "SELECT config_key, config_value, created_at, updated_at FROM agent_config"
void config_read_row(struct stmt *st, struct arena *a, struct setting *out);

/* What the events of a setting are about: "HonestBubble target_subreddits". */
struct span config_subject(const struct persona *p, struct span key, struct arena *a);
/* {"before": …, "after": …}, a member left out where it was not set, and one named before_text or
 * after_text where it was no JSON. */
void config_detail_add(struct str *out, const char *name, const struct setting *s);
void config_detail_read(struct span detail, const char *name, struct arena *a, struct setting *out);

/* The events that changes of settings leave. */
#define CONFIG_KINDS "('config.set', 'config.unset', 'config.restore')"

#endif
