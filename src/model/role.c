/* The table of roles and what each may do. */
#include "model/role.h"

#include <stddef.h>

#define BIT(permission) (1u << (permission))

static const struct {
	const char *name;
	unsigned may;
} roles[] = {
	[ROLE_NONE] = {"none", 0},
	[ROLE_MODERATOR] = {"moderator", BIT(MAY_READ) | BIT(MAY_DECIDE)},
	[ROLE_OPERATOR] = {"operator", BIT(MAY_READ) | BIT(MAY_DECIDE) | BIT(MAY_STEER)},
	[ROLE_ADMIN] = {"admin", BIT(PERMISSIONS) - 1},
};

static const char *const permissions[] = {
	[MAY_READ] = "read",
	[MAY_DECIDE] = "decide on drafts",
	[MAY_STEER] = "steer beliefs",
	[MAY_CONFIGURE] = "change the agent's configuration",
	[MAY_SHARE] = "change what all share",
	[MAY_MANAGE] = "manage accounts",
	[MAY_MIGRATE] = "migrate the database",
};

enum role role_of(struct span name)
{
	for (int r = ROLE_MODERATOR; r <= ROLE_ADMIN; r++)
		if (span_is(name, roles[r].name))
			return (enum role)r;
	return ROLE_NONE;
}

const char *role_name(enum role role)
{
	return roles[role].name;
}

bool role_may(enum role role, enum permission what)
{
	return roles[role].may & BIT(what);
}

const char *permission_name(enum permission what)
{
	return permissions[what];
}
