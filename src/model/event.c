/* The kinds of events that the log knows, in words. */
#include "model/event.h"

#include <stddef.h>

const char *const event_kinds[] = {
	"account",
	"account.add",
	"account.disable",
	"account.enable",
	"account.password",
	"account.rename",
	"account.reset",
	"account.role",
	"account.second_factor",
	"belief",
	"belief.delete",
	"belief.restore",
	"config",
	"config.restore",
	"config.set",
	"config.unset",
	"login",
	"login.failed",
	"logout",
	"migrate",
	"migrate.adopt",
	"migrate.down",
	"migrate.repair",
	"migrate.stamp",
	"migrate.up",
	"persona",
	"persona.add",
	"persona.set",
	"reason",
	"reason.delete",
	"reason.move",
	"reason.save",
	"seed",
	"session",
	"session.end",
	NULL,
};

static const struct {
	const char *kind, *words;
} words[] = {
	{"account.add", "added the account"},
	{"account.disable", "disabled"},
	{"account.enable", "enabled"},
	{"account.password", "set the pass phrase of"},
	{"account.rename", "renamed"},
	{"account.reset", "gave a pass phrase for one login to"},
	{"account.role", "gave a role to"},
	{"account.second_factor", "changed the second factor of"},
	{"belief.delete", "deleted the belief"},
	{"belief.restore", "brought back the belief"},
	{"config.restore", "restored the key"},
	{"config.set", "set the key"},
	{"config.unset", "removed the key"},
	{"login", "logged in:"},
	{"login.failed", "failed to log in:"},
	{"logout", "logged out:"},
	{"migrate.adopt", "adopted the database"},
	{"migrate.down", "undid the migration"},
	{"migrate.repair", "repaired the record of"},
	{"migrate.stamp", "stamped the database"},
	{"migrate.up", "migrated the database to"},
	{"persona.add", "added the persona"},
	{"persona.set", "changed the persona"},
	{"reason.delete", "deleted the saved reason"},
	{"reason.move", "moved the saved reason"},
	{"reason.save", "saved the reason"},
	{"seed", "sowed"},
	{"session.end", "ended a session of"},
};

struct span event_words(struct span kind)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(kind, words[i].kind))
			return span_of(words[i].words);
	return kind;
}
