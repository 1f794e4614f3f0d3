/* Where the data is: from a path or a URL in the agent's spelling, or from the environment. */
#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"

/* Length of "scheme" in "scheme://…", 0 when the text is no URL. */
static size_t scheme_length(const char *text)
{
	size_t n = 0;

	if (!isalpha((unsigned char)text[0]))
		return 0;
	while (isalnum((unsigned char)text[n]) || (text[n] && strchr("+.-", text[n])))
		n++;
	return strncmp(text + n, "://", 3) == 0 ? n : 0;
}

/* Whether a scheme names an engine, with or without the agent's driver: "sqlite+aiosqlite". */
static bool names(const char *scheme, size_t n, const char *engine)
{
	size_t m = strcspn(scheme, "+");

	return (m < n ? m : n) == strlen(engine) &&
		strncasecmp(scheme, engine, strlen(engine)) == 0;
}

static int sqlite_address(const char *path, struct arena *a, struct db_address *out, struct err *e)
{
	if (path[0] == '\0')
		return err_set(e, ERR_USAGE, "the name of the database is empty");
	if (strcmp(path, ":memory:") == 0) {
		err_set(e, ERR_USAGE, "a database in memory would be gone at once");
		return err_hint(e, "name a file, such as sqlite:///data/agent.db");
	}
	out->engine = DB_SQLITE;
	out->name = arena_strdup(a, path);
	/* SQLite reads some names ("file:…", ":memory:") as more than a name. */
	out->target = path[0] == '/' ? out->name : arena_printf(a, "./%s", path);
	return 0;
}

/* sqlite:///relative and sqlite:////absolute, as SQLAlchemy reads them: nothing is decoded, and
 * what follows a question mark is for the agent's driver. */
static int sqlite_url(const char *rest, struct arena *a, struct db_address *out, struct err *e)
{
	const char *path = rest[0] == '/' ? rest + 1 : rest;

	if (rest[0] != '/' && rest[0] != '\0' && rest[0] != '?')
		return err_set(e, ERR_USAGE,
			"an SQLite URL names no host: write sqlite:///%s (three slashes)", rest);
	return sqlite_address(arena_memdup(a, path, strcspn(path, "?")), a, out, e);
}

/* What follows postgresql:// is the engine's; people see it without password and options. */
static void postgres_url(const char *rest, struct arena *a, struct db_address *out)
{
	const char *at = strrchr(rest, '@');
	const char *host = at ? at + 1 : rest;
	int user = at ? (int)strcspn(rest, ":/?@") : 0;

	out->engine = DB_POSTGRES;
	out->target = arena_printf(a, "postgresql://%s", rest);
	out->name = arena_printf(a, "postgresql://%.*s%s%.*s", user, rest, at ? "@" : "",
		(int)strcspn(host, "?"), host);
}

int db_address_parse(const char *text, struct arena *a, struct db_address *out, struct err *e)
{
	size_t n = scheme_length(text);

	if (n == 0)
		return sqlite_address(text, a, out, e);
	if (names(text, n, "sqlite"))
		return sqlite_url(text + n + 3, a, out, e);
	if (names(text, n, "postgresql") || names(text, n, "postgres")) {
		postgres_url(text + n + 3, a, out);
		return 0;
	}
	err_set(e, ERR_USAGE, "%.*s is no engine that tenet knows", (int)n, text);
	return err_hint(e, "sqlite:///FILE, postgresql://HOST/NAME, or the path of a file");
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] ? value : NULL;
}

static const char *home(void)
{
	const char *dir = variable("HOME");

	if (!dir) {
		const struct passwd *entry = getpwuid(getuid());
		dir = entry ? entry->pw_dir : NULL;
	}
	return dir && dir[0] == '/' ? dir : NULL;
}

int db_address_find(const char *option, struct arena *a, struct db_address *out, struct err *e)
{
	const char *text = option;

	if (!text)
		text = variable("TENET_DATABASE");
	if (!text)
		text = variable("DATABASE_URL");
	if (text)
		return db_address_parse(text, a, out, e);
	const char *data = variable("XDG_DATA_HOME");
	if (data && data[0] == '/')
		return sqlite_address(arena_printf(a, "%s/tenet/tenet.db", data), a, out, e);
	if (!home()) {
		err_set(e, ERR_USAGE, "no database is named, and there is no home folder");
		return err_hint(e, "say --database FILE");
	}
	return sqlite_address(arena_printf(a, "%s/.local/share/tenet/tenet.db", home()), a, out, e);
}
