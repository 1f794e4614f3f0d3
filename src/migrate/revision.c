/* Writes a new migration, and tries it. */
#include "migrate/revision.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "catalog_build.h"
#include "migrate/shadow.h"
#include "migrate/write.h"
#include "scan.h"
#include "sqltext.h"

#define LONGEST_NAME 40

struct revising {
	const char *dir;
	struct migration_set set; /* in words, with SQLite's blocks */
	struct arena *a;
	struct revision *out;
};

static void note(struct revising *r, const char *text)
{
	struct revision *out = r->out;

	out->notes = catalog_room(r->a, (void *)out->notes, out->n, sizeof(*out->notes));
	out->notes[out->n++] = text;
}

/* --- The name and the first line. --- */

/* "Add a mood!" becomes "add_a_mood". */
static const char *name_of(const char *message, struct arena *a)
{
	struct str out = {0};

	for (const char *p = message; *p && out.len < LONGEST_NAME; p++)
		if (isalnum((unsigned char)*p))
			str_addc(&out, (char)tolower((unsigned char)*p));
		else if (out.len && out.p[out.len - 1] != '_')
			str_addc(&out, '_');
	while (out.len && out.p[out.len - 1] == '_')
		out.len--;
	const char *name = out.len ? arena_memdup(a, out.p, out.len) : NULL;
	str_free(&out);
	return name;
}

/* One line, which is no mark: those begin in small letters. */
static void add_title(struct str *out, const char *message)
{
	str_add(out, "-- ");
	for (const char *p = message; *p; p++)
		str_addc(out,
			p == message                         ? (char)toupper((unsigned char)*p)
				: iscntrl((unsigned char)*p) ? ' '
							     : *p);
	if (!strchr(".!?", message[strlen(message) - 1]))
		str_addc(out, '.');
	str_addc(out, '\n');
}

/* --- What is missing. --- */

static const char *all_ups(const struct migration_set *set, struct arena *a)
{
	struct str out = {0};

	for (size_t i = 0; i < set->n; i++)
		str_addf(&out, "%s\n;\n", set->m[i].up);
	const char *text = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return text;
}

static bool has_statement(const char *sql, struct span statement, struct arena *a)
{
	const char *wanted = sql_canonical(statement, a);
	struct span rest = span_of(sql), one;

	while (scan_statement(&rest, DB_POSTGRES, &one))
		if (strcmp(sql_canonical(one, a), wanted) == 0)
			return true;
	return false;
}

/* What undoes it, where that needs no more than its name. */
static bool add_undoing(struct revising *r, struct str *down, struct span statement)
{
	static const char *const kinds[] = {"INDEX", "FUNCTION", "DOMAIN", "VIEW", "TYPE"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *name = sql_created(statement, kinds[i], r->a);
		if (!name)
			continue;
		str_addf(down, "DROP %s ", kinds[i]);
		sql_add_name(down, name);
		str_add(down, ";\n");
		return true;
	}
	return false;
}

static const char *only_postgres(const struct str *sql, struct arena *a)
{
	return arena_printf(a, "-- only: postgres\n%s-- end\n", str_cstr(sql));
}

/* Functions, triggers and the like that only PostgreSQL has cannot be read back from SQLite: what
 * schema.sql says of them and no migration does is taken over as it is written. */
static void add_postgres_only(
	struct revising *r, const struct write_from *from, const char *sqlite, struct written *w)
{
	struct span rest = span_of(from->want_postgres), one;
	struct str up = {0}, down = {0};

	while (scan_statement(&rest, DB_POSTGRES, &one)) {
		if (has_statement(sqlite, one, r->a) ||
			has_statement(from->have_postgres, one, r->a) ||
			has_statement(w->up, one, r->a))
			continue;
		str_adds(&up, one);
		str_add(&up, ";\n");
		if (!add_undoing(r, &down, one))
			note(r,
				arena_printf(r->a,
					"only PostgreSQL has \"%.*s…\": write what undoes it",
					one.n < 60 ? (int)one.n : 60, one.p));
	}
	if (up.len)
		w->up = arena_printf(
			r->a, "%s%s%s", w->up, w->up[0] ? "\n" : "", only_postgres(&up, r->a));
	if (down.len)
		w->down = arena_printf(r->a, "%s%s%s", only_postgres(&down, r->a),
			w->down[0] ? "\n" : "", w->down);
	str_free(&up);
	str_free(&down);
}

static int generate(struct revising *r, struct written *w, struct err *e)
{
	struct migration_set postgres;
	struct declared sqlite_declared, postgres_declared;
	struct catalog have, want;
	struct differences d;

	if (migrations_load_words(r->dir, DB_POSTGRES, r->a, &postgres, e) != 0 ||
		declared_load(r->dir, DB_SQLITE, MIGRATION_WORDS, r->a, &sqlite_declared, e) != 0 ||
		declared_load(r->dir, DB_POSTGRES, MIGRATION_WORDS, r->a, &postgres_declared, e) !=
			0)
		return -1;
	if (!sqlite_declared.sql) {
		err_set(e, ERR_MISSING, "there is no %s, which would declare the schema",
			sqlite_declared.path);
		return err_hint(e, "write it, in the words of the migrations: tenet-migrations(7)");
	}
	if (shadow_of_steps(NULL, &r->set, r->set.n, r->a, &have, e) != 0 ||
		shadow_of_sql(NULL, sqlite_declared.path, sqlite_declared.sql, r->a, &want, e) != 0)
		return -1;
	const struct write_from from = {
		&have, &want, all_ups(&postgres, r->a), postgres_declared.sql};
	catalog_compare(&want, &have, r->a, &d);
	write_changes(&from, &d, r->a, w);
	for (size_t i = 0; i < w->n; i++)
		note(r, w->notes[i]);
	add_postgres_only(r, &from, sqlite_declared.sql, w);
	return 0;
}

/* --- The file. --- */

static int write_file(const char *path, struct span text, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0 && errno == EEXIST)
		return err_set(e, ERR_CONFLICT, "%s is there already", path);
	if (fd < 0)
		return err_set(e, ERR_OTHER, "cannot make %s: %s", path, strerror(errno));
	ssize_t n = write(fd, text.p, text.n);
	int why = n < 0 ? errno : ENOSPC;
	if (close(fd) == 0 && n == (ssize_t)text.n)
		return 0;
	(void)unlink(path);
	return err_set(e, why == ENOSPC ? ERR_FULL : ERR_OTHER, "cannot write %s: %s", path,
		strerror(why));
}

static int write_sections(
	struct revising *r, const char *message, const struct written *w, struct err *e)
{
	const char *name = name_of(message, r->a);
	struct str text = {0};

	if (!name)
		return err_set(
			e, ERR_USAGE, "the message needs a letter or a digit to name the file");
	if (r->set.n >= 9999)
		return err_set(e, ERR_OTHER, "there is no number after %zu", r->set.n);
	r->out->revision = arena_printf(r->a, "%04zu", r->set.n + 1);
	r->out->path = arena_printf(r->a, "%s/%s_%s.sql", r->dir, r->out->revision, name);
	add_title(&text, message);
	str_addf(&text, "-- tenet:up\n%s\n-- tenet:down\n%s", w->up, w->down);
	int result = write_file(r->out->path, str_span(&text), e);
	str_free(&text);
	return result;
}

/* --- Trying it. --- */

/* What stays because its drop is a comment was noted before. */
static void note_left(
	struct revising *r, const struct differences *d, const char *engine, const char *what)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].way != DIFFERENCE_EXTRA)
			note(r, arena_printf(r->a, "%s, %s: %s", engine, what, d->d[i].text));
}

static int try_file(struct revising *r, struct db *db, struct err *e)
{
	enum db_engine engine = db ? db_engine(db) : DB_SQLITE;
	const char *name = engine == DB_SQLITE ? "SQLite" : "PostgreSQL";
	struct migration_set set;
	struct declared declared;
	struct shadow_walk walk;
	struct catalog want;
	struct differences d;

	if (migrations_load(r->dir, engine, r->a, &set, e) != 0 ||
		declared_load(r->dir, engine, MIGRATION_SQL, r->a, &declared, e) != 0 ||
		shadow_of_sql(db, declared.path, declared.sql, r->a, &want, e) != 0 ||
		shadow_of_walk(db, &set, r->a, &walk, e) != 0)
		return -1;
	catalog_compare(&want, &walk.up[set.n], r->a, &d);
	note_left(r, &d, name, "after it");
	if (walk.stuck[set.n - 1])
		return err_set(e, ERR_OTHER, "%s", walk.stuck[set.n - 1]);
	const struct differences *left = &walk.left[set.n - 1];
	for (size_t i = 0; i < left->n; i++)
		note(r, arena_printf(r->a, "%s, after undoing it: %s", name, left->d[i].text));
	return 0;
}

/* A file that does not run yet is one to look at, not one to take away again. */
static void try_on(struct revising *r, struct db *db)
{
	struct err why = {0};

	if (try_file(r, db, &why) != 0)
		note(r, arena_printf(r->a, "it does not run yet: %s", why.text));
}

int revision_write(const char *dir, const char *message, enum revision_content content,
	struct db *postgres, struct arena *a, struct revision *out, struct err *e)
{
	struct revising r = {.dir = dir, .a = a, .out = out};
	struct written w = {.up = "\n", .down = "\n"};

	*out = (struct revision){0};
	if (migrations_load_words(dir, DB_SQLITE, a, &r.set, e) != 0)
		return -1;
	if (content == REVISION_GENERATED && generate(&r, &w, e) != 0)
		return -1;
	if (!w.up[0])
		return 0;
	if (write_sections(&r, message, &w, e) != 0)
		return -1;
	if (content == REVISION_EMPTY)
		return 0;
	try_on(&r, NULL);
	if (postgres)
		try_on(&r, postgres);
	else
		note(&r, "it was not tried on PostgreSQL: --database with a server does that");
	return 0;
}
