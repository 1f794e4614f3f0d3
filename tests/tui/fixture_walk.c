/* The ways in: a database for each walk, the console on it, and somebody else beside it. */
#include "tui/fixture_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "tui/fixture_database.h"

/* The root of the project; walk_leave comes back to it. */
static const char *root(void)
{
	const char *path = getenv("TENET_TEST_ROOT");

	if (!path) {
		char *here = getcwd(NULL, 0);
		assert_non_null(here);
		assert_int_equal(setenv("TENET_TEST_ROOT", here, 1), 0);
		free(here);
		path = getenv("TENET_TEST_ROOT");
	}
	return path;
}

static void name_program(void)
{
	const char *program = getenv("TENET");
	char *path = realpath(program ? program : "build/asan/tenet", NULL);

	assert_non_null(path);
	assert_int_equal(setenv("TENET", path, 1), 0);
	free(path);
}

void walk_enter(struct walk *w)
{
	(void)root();
	name_program();
	assert_int_equal(chdir(w->folder), 0);
}

void walk_leave(void)
{
	assert_int_equal(chdir(root()), 0);
}

int walk_setup_folder(void **state)
{
	const char *parent = getenv("TMPDIR");
	struct walk *w = xcalloc(1, sizeof(*w));
	struct str path = {0};

	str_addf(&path, "%s/tenet-walk-XXXXXX", parent ? parent : "/tmp");
	w->folder = xstrdup(str_cstr(&path));
	w->address = WALK_FILE;
	str_free(&path);
	assert_non_null(mkdtemp(w->folder));
	*state = w;
	return 0;
}

int walk_setup(void **state)
{
	walk_setup_folder(state);
	database_make_sqlite(*state);
	return 0;
}

int walk_setup_postgres(void **state)
{
	walk_setup_folder(state);
	database_make_postgres(*state);
	return 0;
}

int walk_setup_empty(void **state)
{
	walk_setup_folder(state);
	database_make_empty(*state);
	return 0;
}

static void remove_folder(const char *path)
{
	DIR *folder = opendir(path);

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	rmdir(path);
}

int walk_teardown(void **state)
{
	struct walk *w = *state;

	walk_leave();
	console_free(&w->c);
	db_close(&w->db);
	remove_folder(w->folder);
	arena_free(&w->arena);
	free(w->folder);
	free(w);
	return 0;
}

static void open_console(struct walk *w, const struct console_options *o)
{
	walk_enter(w);
	w->c = console_start(o);
	walk_leave();
}

void walk_open_size(struct walk *w, int rows, int columns)
{
	const char *const args[] = {"--database", w->address, NULL};

	open_console(w, &(struct console_options){.rows = rows, .columns = columns, .args = args});
	console_idle(w->c);
}

void walk_open(struct walk *w)
{
	walk_open_size(w, 24, 80);
}

void walk_open_with(struct walk *w, const char *const *args, const char *const *env)
{
	const char *all[8] = {"--database", w->address};

	for (size_t i = 0; args && args[i]; i++) {
		assert_true(i + 3 < sizeof(all) / sizeof(all[0]));
		all[i + 2] = args[i];
	}
	open_console(w, &(struct console_options){.args = all, .env = env});
}

void walk_login(struct walk *w, const char *name, const char *words)
{
	struct str keys = {0};

	str_addf(&keys, "%s" K_TAB "%s" K_ENTER, name, words);
	console_keys(w->c, str_cstr(&keys));
	str_free(&keys);
}

void walk_rosa(struct walk *w)
{
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "rosa (");
}

void walk_expect_exit(struct walk *w, int status)
{
	assert_int_equal(console_wait_exit(w->c, 20), status);
	console_expect_restored(w->c);
	console_free(&w->c);
}

/* --- The other process --- */

void walk_sql(struct walk *w, const char *sql)
{
	struct err e = {0};

	if (db_exec(w->db, sql, &e) != 0)
		fail_msg("%s", e.text);
}

const char *walk_text(struct walk *w, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(w->db, sql, &e);
	struct str text = {0};
	int rows = 0, step = -1;

	while (st && (step = stmt_step(st, &e)) > 0) {
		if (rows++ > 0)
			str_addc(&text, ' ');
		str_adds(&text, col_text(st, 0));
	}
	if (step < 0 || rows == 0)
		fail_msg("no row: %s %s", sql, e.text);
	stmt_done(&st);
	const char *copy = arena_strdup(&w->arena, str_cstr(&text));
	str_free(&text);
	return copy;
}

int64_t walk_number(struct walk *w, const char *sql)
{
	return strtoll(walk_text(w, sql), NULL, 10);
}

void walk_expect_sql(struct walk *w, const char *sql, const char *expected)
{
	const char *actual = walk_text(w, sql);

	if (strcmp(actual, expected) != 0)
		fail_msg("%s\n  is \"%s\"\n  not \"%s\"", sql, actual, expected);
}

/* A file has one lock; a server's tables can still be read. */
static const char *const hold[] = {
	[DB_SQLITE] = "SELECT 1",
	[DB_POSTGRES] = "LOCK TABLE pending_posts IN EXCLUSIVE MODE",
};

void walk_hold(struct walk *w)
{
	struct err e = {0};

	if (db_begin(w->db, &e) != 0)
		fail_msg("%s", e.text);
	walk_sql(w, hold[w->engine]);
}

void walk_commit(struct walk *w)
{
	struct err e = {0};

	if (db_commit(w->db, &e) != 0)
		fail_msg("%s", e.text);
}

static const char *const first_undecided[] = {
	[DB_SQLITE] = "SELECT id FROM pending_posts WHERE status = 'pending'"
		      " ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 1",
	[DB_POSTGRES] = "SELECT id FROM pending_posts WHERE status = 'pending'"
			" ORDER BY created_at, id LIMIT 1",
};

const char *walk_first(struct walk *w)
{
	return walk_text(w, first_undecided[w->engine]);
}

static const char add_draft[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status,"
	" created_at, updated_at)"
	" SELECT $1, id, $2, 'comment', 'science', 'pending', '2026-09-01 00:00:00',"
	" '2026-09-01 00:00:00' FROM personas LIMIT 1";

const char *walk_add_first(struct walk *w, struct span content)
{
	const char *id = arena_printf(&w->arena, "dddddddd-0000-4000-8000-%012d", ++w->added);
	struct err e = {0};
	struct stmt *st = db_prepare(w->db, add_draft, &e);

	if (!st)
		fail_msg("%s", e.text);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, content);
	if (stmt_step(st, &e) != 0)
		fail_msg("%s", e.text);
	stmt_done(&st);
	return id;
}

void walk_sql_on(struct walk *w, const char *sql, const char *id)
{
	struct str text = {0};
	const char *at = strstr(sql, "%s");

	assert_non_null(at);
	str_addf(&text, "%.*s%s%s", (int)(at - sql), sql, id, at + 2);
	walk_sql(w, str_cstr(&text));
	str_free(&text);
}

void walk_expect_screen(struct walk *w, const char *name)
{
	if (w->engine == DB_SQLITE)
		console_expect_screen(w->c, name);
}

const char *walk_rows(struct walk *w, int first, int last)
{
	struct str text = {0};
	int rows, columns;

	console_size(w->c, &rows, &columns);
	for (int row = first; row <= (last < 0 ? rows + last : last); row++) {
		str_addf(&text, "%s\n", console_row(w->c, row));
		for (int column = 0; column < columns; column++)
			str_addf(&text, "%s,", console_style(w->c, row, column));
	}
	const char *copy = arena_strdup(&w->arena, str_cstr(&text));
	str_free(&text);
	return copy;
}

void walk_others_move(struct walk *w)
{
	const char *id = walk_first(w);

	walk_sql_on(w,
		"INSERT INTO console_claims (post_id, account_id, actor, expires_at) SELECT '%s',"
		" id, 'bruno', '2026-11-22T12:04:00.000000' FROM admins WHERE username = 'admin'",
		id);
	walk_sql_on(w, "UPDATE pending_posts SET status = 'rejected' WHERE id = '%s'", id);
	console_wait_text(w->c, "179 pending", 20);
	console_idle(w->c);
}
