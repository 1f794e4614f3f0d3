/* Tells the differences that matter from those that do not. */
#include "migrate/judge.h"

#include <string.h>

#include "schema.h"

static bool is_secured(const char *table)
{
	static const char *const tables[] = {"admins", "console_accounts", "console_claims",
		"console_decisions", "console_events", "console_recovery", "console_sessions",
		"console_totp", "console_views"};

	for (size_t i = 0; table && i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(table, tables[i]) == 0)
			return true;
	return false;
}

/* What `tenet db grants` adds. A policy of its name that lets through more is somebody else's. */
static bool is_of_grants(const struct difference *d)
{
	static const char all[] = "PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)";
	static const char own[] = "RESTRICTIVE FOR ";
	const struct catalog_object *o = d->have;

	if (d->way != DIFFERENCE_EXTRA || !o)
		return false;
	switch (o->kind) {
	case CATALOG_TRIGGER:
		return strncmp(o->name, "console_decided", strlen("console_decided")) == 0;
	case CATALOG_SECURITY: return is_secured(d->table);
	case CATALOG_POLICY:
		return is_secured(d->table) &&
			((strcmp(o->name, "console_all") == 0 && strcmp(o->text, all) == 0) ||
				(strncmp(o->name, "console_own", strlen("console_own")) == 0 &&
					strncmp(o->text, own, strlen(own)) == 0));
	default: return false;
	}
}

static const char *excuse_column(const struct difference *d, enum db_engine engine)
{
	const struct catalog_column *have = d->have_column, *want = d->want_column;

	if (!have)
		return NULL;
	if (!want)
		return have->nullable || have->fallback
			? "tenet leaves columns alone that it does not know"
			: NULL;
	switch (d->kind) {
	case DIFFERENCE_DEFAULT:
		/* Where NULL is meant and not taken, the default would be missed. */
		return have->fallback || have->nullable || !want->nullable
			? "tenet gives every column its value"
			: NULL;
	case DIFFERENCE_NULLABILITY:
		if (have->nullable)
			return "tenet writes no NULL there, and reads it as nothing";
		return have->fallback ? "a row without a value gets the default" : NULL;
	case DIFFERENCE_TYPE:
		if (engine == DB_SQLITE)
			return "SQLite keeps any value in any column";
		return schema_takes(d->table, want->name, have->type)
			? "tenet works with this type, too"
			: NULL;
	default: return NULL;
	}
}

/* Ids of the console are of the type that the agent gave its own. */
static const char *excuse_loose(const struct difference *d)
{
	const struct catalog_object *o = d->want ? d->want : d->have;

	if (d->way == DIFFERENCE_CHANGED && o->kind == CATALOG_TYPE &&
		strcmp(o->name, "console_id") == 0)
		return "ids are of the type that the agent gave its own";
	return d->way == DIFFERENCE_EXTRA && !catalog_is_consoles(o->name)
		? "tenet leaves alone what it does not know"
		: NULL;
}

static const char *excuse_object(const struct difference *d)
{
	const struct catalog_object *o = d->want ? d->want : d->have;

	if (catalog_is_consoles(o->name))
		return NULL;
	if (d->way == DIFFERENCE_RENAMED)
		return "tenet uses no constraint by its name";
	if (d->way == DIFFERENCE_EXTRA)
		return "it is the agent's own; tenet's rows obey it as the agent's do";
	switch (o->kind) {
	case CATALOG_PRIMARY: return NULL;
	case CATALOG_FOREIGN: return "tenet deletes none of the rows that it would follow";
	case CATALOG_CHECK: return "tenet writes no value that it would refuse";
	case CATALOG_TRIGGER: return "tenet needs none of the agent's triggers";
	default: break;
	}
	if (o->unique && strcmp(d->table, "admins") == 0)
		return NULL; /* two accounts of one name */
	return o->kind == CATALOG_INDEX && !o->unique
		? "it only makes queries faster"
		: "the agent's tool keeps these rows apart, and tenet looks them up by id";
}

const char *judge_excuse(const struct difference *d, enum judge_owner owner, enum db_engine engine)
{
	if (is_of_grants(d))
		return "`tenet db grants` makes it";
	if (owner == JUDGE_OURS || catalog_is_consoles(d->table))
		return NULL;
	if (!d->table)
		return excuse_loose(d);
	if (d->kind == DIFFERENCE_TABLE)
		return d->way == DIFFERENCE_EXTRA
			? "tenet leaves tables alone that it does not know"
			: NULL;
	return d->want_column || d->have_column ? excuse_column(d, engine) : excuse_object(d);
}
