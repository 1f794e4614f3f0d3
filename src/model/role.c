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

static const struct {
	const char *name, *refusal;
} permissions[] = {
	[MAY_READ] = {"read", "only who has a role may read"},
	[MAY_DECIDE] = {"decide on drafts", "only who has a role may decide on drafts"},
	[MAY_STEER] = {"steer beliefs", "only operators and admins may steer beliefs"},
	[MAY_CONFIGURE] = {"change configuration and personas",
		"only admins may change configuration and personas"},
	[MAY_SHARE] = {"change saved reasons and shared views",
		"only admins may change saved reasons and shared views"},
	[MAY_MANAGE] = {"manage accounts", "only admins may manage accounts"},
	[MAY_MIGRATE] = {"migrate the database", "only admins may migrate the database"},
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
	return permissions[what].name;
}

const char *permission_refusal(enum permission what)
{
	return permissions[what].refusal;
}
