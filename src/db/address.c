/* Where the data is: from a path or a URL in the agent's spelling, or from the environment. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/str.h"
#include "db/db.h"

/* What no shell takes for more than itself. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./:=@_"

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
			"an SQLite URL names no host: write sqlite:///FILE (three slashes)");
	return sqlite_address(arena_memdup(a, path, strcspn(path, "?")), a, out, e);
}

/* --- PostgreSQL. --- */

#define SHAPE "postgresql://USER:PASSWORD@HOST:PORT/NAME"

/* The parts of what follows postgresql://, in the text itself. */
struct url {
	struct span user, password; /* NULL: none is given */
	struct span hosts; /* and ports, with commas between */
	struct span base; /* with its slash */
	const char *options; /* "?…", or "" */
};

static struct span between(const char *from, const char *to)
{
	return (struct span){from, (size_t)(to - from)};
}

/* Options begin where a name and an equals sign follow the question mark: before that it is part of
 * a password. */
static const char *find_options(const char *rest)
{
	for (const char *p = rest; (p = strchr(p, '?')); p++) {
		size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_");
		if (p[1] == '\0' || (n > 0 && p[1 + n] == '='))
			return p;
	}
	return rest + strlen(rest);
}

/* A password may hold every character as it is, @ and / as well: the last @ ends it. */
static struct url split(const char *rest)
{
	struct url u = {.user = SPAN_NULL, .password = SPAN_NULL, .options = find_options(rest)};
	const char *at = memrchr(rest, '@', (size_t)(u.options - rest));
	const char *host = at ? at + 1 : rest;
	const char *slash = memchr(host, '/', (size_t)(u.options - host));

	if (at) {
		const char *colon = memchr(rest, ':', (size_t)(at - rest));
		u.user = between(rest, colon ? colon : at);
		if (colon)
			u.password = between(colon + 1, at);
	}
	u.hosts = between(host, slash ? slash : u.options);
	u.base = between(slash ? slash : u.options, u.options);
	return u;
}

/* Behind an address in brackets: a comma, a port or the end; NULL: not so. */
static const char *skip_brackets(const char *p, const char *end)
{
	const char *close = memchr(p, ']', (size_t)(end - p));

	if (!close || close == p + 1 || (close + 1 < end && close[1] != ':' && close[1] != ','))
		return NULL;
	return close + 1;
}

/* libpq would repeat the whole URL in its message, and what stands where a port belongs may be a
 * password whose @ was forgotten. */
static int check_hosts(struct span hosts, struct err *e)
{
	const char *end = hosts.p + hosts.n;
	bool port = false;

	for (const char *p = hosts.p; p < end; p++) {
		bool begins = p == hosts.p || p[-1] == ',';
		if (begins && *p == '[' && !(p = skip_brackets(p, end)))
			return err_set(e, ERR_USAGE,
				"the brackets in the PostgreSQL URL hold no address of a host");
		if (p == end)
			break;
		if (*p == ',')
			port = false;
		else if (port && !isdigit((unsigned char)*p))
			return err_set(e, ERR_USAGE, "the port in the PostgreSQL URL is no number");
		else if (*p == ':')
			port = true;
	}
	return 0;
}

static bool holds(struct span text, const char *any)
{
	for (size_t i = 0; i < text.n; i++)
		if (strchr(any, text.p[i]))
			return true;
	return false;
}

/* A name is shown; what may be a password in the wrong place must not stand in it. */
static int check_parts(const struct url *u, struct err *e)
{
	if (check_hosts(u->hosts, e) != 0)
		return -1;
	if (holds(u->hosts, "?") || holds(u->base, "?"))
		return err_set(
			e, ERR_USAGE, "an option in the PostgreSQL URL has no name in lower case");
	if (u->user.p && holds(u->user, "/?"))
		return err_set(e, ERR_USAGE,
			"before the @ in the PostgreSQL URL stands more than USER:PASSWORD");
	return 0;
}

static bool is_escape(struct span text, size_t i)
{
	return i + 2 < text.n && isxdigit((unsigned char)text.p[i + 1]) &&
		isxdigit((unsigned char)text.p[i + 2]) && memcmp(text.p + i, "%00", 3) != 0;
}

/* As libpq wants user and password: percent signs and two digits for what would end them. */
static void add_encoded(struct str *out, struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool plain = isalnum(c) || (c < 0x80 && strchr("-._~!$&'()*+,;=", c)) ||
			(c == '%' && is_escape(text, i));
		if (plain)
			str_addc(out, (char)c);
		else
			str_addf(out, "%%%02X", c);
	}
}

/* Options of the agent's driver, and what libpq calls them. */
static const struct {
	const char *theirs, *ours;
} driver_options[] = {
	{"ssl", "sslmode"},
	{"timeout", "connect_timeout"},
	{"command_timeout", NULL},
	{"statement_cache_size", NULL},
	{"prepared_statement_cache_size", NULL},
};

/* libpq would repeat in its message what it cannot read, and that may be a password. */
static int check_option(struct span key, struct span value, struct err *e)
{
	if (value.n == 0)
		return err_set(e, ERR_USAGE, "an option in the PostgreSQL URL has no value");
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '%' && !is_escape(value, i))
			return err_set(e, ERR_USAGE,
				"after a percent sign in %.*s, two hexadecimal digits are missing",
				(int)key.n, key.p);
	return 0;
}

static int add_option(struct str *out, struct span option, struct err *e)
{
	const char *equals = memchr(option.p, '=', option.n);
	struct span key = between(option.p, equals ? equals : option.p + option.n);
	struct span value = between(key.p + key.n, option.p + option.n);

	if (check_option(key, value, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(driver_options) / sizeof(driver_options[0]); i++)
		if (span_is(key, driver_options[i].theirs)) {
			if (!driver_options[i].ours)
				return 0;
			key = span_of(driver_options[i].ours);
			if (span_is(value, "=true"))
				value = SPAN_LIT("=require");
		}
	str_addc(out, out->len > 0 && memchr(out->p, '?', out->len) ? '&' : '?');
	str_adds(out, key);
	str_adds(out, value);
	return 0;
}

static int add_options(struct str *out, const char *options, struct err *e)
{
	for (const char *p = options; *p;) {
		size_t n = strcspn(++p, "&");
		if (n > 0 && add_option(out, (struct span){p, n}, e) != 0)
			return -1;
		p += n;
	}
	return 0;
}

/* It may say all that there is to say. */
static void add_service(struct str *name, const char *options)
{
	static const char key[] = "service=";

	for (const char *p = options; *p; p += strcspn(p, "&"))
		if (strncmp(++p, key, strlen(key)) == 0)
			str_addf(name, "?%.*s", (int)strcspn(p, "&"), p);
}

/* People see it without password and options. */
static int postgres_address(
	const char *rest, struct arena *a, struct db_address *out, struct err *e)
{
	struct url u = split(rest);
	struct str target = {0}, name = {0};

	if (check_parts(&u, e) != 0)
		return err_hint(e, SHAPE);
	str_add(&target, "postgresql://");
	str_add(&name, "postgresql://");
	if (u.user.p) {
		add_encoded(&target, u.user);
		str_adds(&name, u.user);
		if (u.password.p) {
			str_addc(&target, ':');
			add_encoded(&target, u.password);
		}
		str_addc(&target, '@');
		str_addc(&name, '@');
	}
	str_adds(&target, u.hosts);
	str_adds(&target, u.base);
	str_adds(&name, u.hosts);
	str_adds(&name, u.base);
	add_service(&name, u.options);
	int result = add_options(&target, u.options, e);
	out->engine = DB_POSTGRES;
	out->target = arena_strdup(a, str_cstr(&target));
	out->name = arena_strdup(a, str_cstr(&name));
	str_free(&target);
	str_free(&name);
	return result;
}

/* --- What is neither a URL nor the name of a file. --- */

/* "host=h password=s3cret", as libpq's own programs take it. */
static bool has_setting(const char *text)
{
	static const char *const keys[] = {"host", "hostaddr", "port", "dbname", "user", "password",
		"passfile", "service", "sslpassword"};

	for (const char *p = text; *p; p += strcspn(p, " ="), p += *p != '\0') {
		size_t n = strcspn(p, " =");
		if (p[n + strspn(p + n, " ")] != '=')
			continue;
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (strlen(keys[i]) == n && strncasecmp(p, keys[i], n) == 0)
				return true;
	}
	return false;
}

bool db_address_means_server(const char *text)
{
	size_t n = strcspn(text, ":/");

	if (strncmp(text, "./", 2) == 0)
		return false;
	if (strstr(text, "://") || has_setting(text))
		return true;
	if (text[n] == ':' && strchr(text + n, '@'))
		return true;
	return strncasecmp(text, "postgres", strlen("postgres")) == 0 &&
		(strpbrk(text, ":@") || strstr(text, "//"));
}

static void hide(struct span secret)
{
	/* Of an argument of our own, which may be written. */
	for (size_t i = 0; i < secret.n; i++)
		((char *)secret.p)[i] = '*';
}

void db_address_hide(char *argument)
{
	size_t n = scheme_length(argument);

	if (!names(argument, n, "postgresql") && !names(argument, n, "postgres")) {
		size_t shown = strcspn(argument, ":=");
		if (!names(argument, n, "sqlite") && db_address_means_server(argument) &&
			argument[shown])
			hide(span_of(argument + shown + 1));
		return;
	}
	struct url u = split(argument + n + 3);
	hide(u.password);
	for (const char *p = u.options; *p; p += strcspn(p, "&")) {
		size_t key = strcspn(++p, "=&");
		if (p[key] == '=' && memmem(p, key, "password", 8))
			hide((struct span){p + key + 1, strcspn(p + key + 1, "&")});
	}
}

static int parse(const char *text, struct arena *a, struct db_address *out, struct err *e)
{
	size_t n = scheme_length(text);

	if (names(text, n, "sqlite"))
		return sqlite_url(text + n + 3, a, out, e);
	if (names(text, n, "postgresql") || names(text, n, "postgres"))
		return postgres_address(text + n + 3, a, out, e);
	if (n > 0) {
		err_set(e, ERR_USAGE, "%.*s is no engine that tenet knows", (int)n, text);
		return err_hint(e, "sqlite:///FILE, postgresql://HOST/NAME, or the path of a file");
	}
	if (db_address_means_server(text)) {
		err_set(e, ERR_USAGE, "the database is named neither by a URL nor by a file");
		return err_hint(e, SHAPE "; a file that is really named so is ./FILE");
	}
	return sqlite_address(text, a, out, e);
}

/* As a shell takes it for one word. */
static const char *shell_word(const char *text, struct arena *a)
{
	struct str out = {0};

	if (text[strspn(text, PLAIN)] == '\0')
		return text;
	str_addc(&out, '\'');
	for (; *text; text++)
		if (*text == '\'')
			str_add(&out, "'\\''");
		else
			str_addc(&out, *text);
	str_addc(&out, '\'');
	const char *word = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return word;
}

int db_address_parse(const char *text, struct arena *a, struct db_address *out, struct err *e)
{
	if (parse(text, a, out, e) < 0)
		return -1;
	out->call = arena_printf(a, "tenet --database %s", shell_word(out->name, a));
	return 0;
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] ? value : NULL;
}

int db_address_find(const char *option, struct arena *a, struct db_address *out, struct err *e)
{
	if (option)
		return db_address_parse(option, a, out, e);
	out->call = NULL;
	const char *text = variable("TENET_DATABASE");
	if (!text)
		text = variable("DATABASE_URL");
	if (text)
		return parse(text, a, out, e);
	text = home_path(HOME_DATA, "tenet.db", a);
	if (text)
		return sqlite_address(text, a, out, e);
	err_set(e, ERR_USAGE, "no database is named, and there is no home folder");
	return err_hint(e, "say --database FILE");
}
