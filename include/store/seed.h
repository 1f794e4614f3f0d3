/* The three seeds: an admin, a configured persona, and a lively demonstration. Each idempotent. */
#ifndef STORE_SEED_H
#define STORE_SEED_H

#include "base/str.h"
#include "store/session.h"

/* Each runs in one transaction and appends to `report` one line a fact: "added the account admin",
 * "persona DemoAgentBot was there already". */
int seed_admin(struct db *db, const struct session *s, struct str *report, struct err *e);
int seed_config(struct db *db, const struct session *s, struct str *report, struct err *e);
int seed_demo(struct db *db, const struct session *s, struct str *report, struct err *e);

#endif
