/* Who may do what: one table. */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include <stdbool.h>

#include "base/span.h"

enum role { ROLE_NONE, ROLE_MODERATOR, ROLE_OPERATOR, ROLE_ADMIN };

enum permission {
	MAY_READ,
	MAY_DECIDE, /* approve, reject, undo */
	MAY_STEER, /* beliefs, stances, memory */
	MAY_CONFIGURE, /* the agent's configuration, and its personas */
	MAY_SHARE, /* saved reasons, and views that are everybody's */
	MAY_MANAGE, /* accounts and sessions */
	MAY_MIGRATE, /* the database: migrations, copies, seeds */
	PERMISSIONS
};

/* The role by its stored name, ROLE_NONE for anything else. */
enum role role_of(struct span name);
const char *role_name(enum role role);
bool role_may(enum role role, enum permission what);
/* "decide on drafts": what stands behind "may not". */
const char *permission_name(enum permission what);
/* "only operators and admins may steer beliefs": for whoever may not. */
const char *permission_refusal(enum permission what);

#endif
