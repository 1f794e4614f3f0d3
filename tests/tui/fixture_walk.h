/*
 * A walk through the console: a database of its own on either engine, in a folder of its own when
 * it is a file, the console on it, and beside it a second connection, which plays the agent and the
 * other moderators.
 */
#ifndef TESTS_TUI_FIXTURE_WALK_H
#define TESTS_TUI_FIXTURE_WALK_H

#include <stdlib.h>
#include <string.h>

#include "tui/fixture.h"

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"
#include "db/db.h"
#include "postgres/server.h"

#define ROSA "rosa"
#define ROSAS_WORDS "tulips and typewriters 1931"
#define ADMIN "admin"
#define ADMINS_WORDS "changeme123"

#define WALK_FILE "agent.db"

struct walk {
	enum db_engine engine;
	const char *address; /* as the console is told it, from inside the folder */
	struct console *c; /* NULL before walk_open */
	struct db *db; /* the other process; NULL without a database */
	char *folder;
	struct arena arena; /* for what is read: from the database, from the screen */
	int added; /* drafts of walk_add_first */
};

/* cmocka setups: the agent's database of tests/data, or only an empty folder. */
int walk_setup(void **state);
int walk_setup_postgres(void **state);
int walk_setup_folder(void **state);
int walk_setup_empty(void **state); /* an empty database on the server */
int walk_teardown(void **state);

#define WALK(f) \
	{ \
#f, f, walk_setup, walk_teardown, NULL \
	}
#define WALK_POSTGRES(f) \
	{ \
#f "_on_postgres", f, walk_setup_postgres, walk_teardown, NULL \
	}
#define WALK_BOTH(f) WALK(f), WALK_POSTGRES(f)
#define WALK_FOLDER(f) \
	{ \
#f, f, walk_setup_folder, walk_teardown, NULL \
	}
#define WALK_EMPTY(f) \
	{ \
#f "_on_postgres", f, walk_setup_empty, walk_teardown, NULL \
	}

/* Runs the walks. With TENET_TEST_POSTGRES=0 those that need a server are reported as skipped. */
int walk_run(const struct CMUnitTest *walks, size_t n);
#define RUN_WALKS(walks) walk_run(walks, sizeof(walks) / sizeof((walks)[0]))
/* The server behind the walks on PostgreSQL, for those that break it. */
struct server *walk_server(void);

/* Opens the walk's database, a file from inside its folder: people are shown the short name. */
void walk_open(struct walk *w);
void walk_open_size(struct walk *w, int rows, int columns);
/* With words before or after the command's own, and the environment of struct console_options. */
void walk_open_with(struct walk *w, const char *const *args, const char *const *env);
/* Types name and pass phrase and waits for the answer. */
void walk_login(struct walk *w, const char *name, const char *words);
/* Opens at 24 × 80 and logs rosa in. */
void walk_rosa(struct walk *w);
/* Waits for the end and closes, so that walk_open may follow. */
void walk_expect_exit(struct walk *w, int status);

/* Gives $TENET an absolute name and changes to the walk's folder; back again. */
void walk_enter(struct walk *w);
void walk_leave(void);

/* The other process. SQL that must work; the first column of all rows ("" for NULL), with a blank
 * between two, in the arena; one number. */
void walk_sql(struct walk *w, const char *sql);
const char *walk_text(struct walk *w, const char *sql);
int64_t walk_number(struct walk *w, const char *sql);
/* Fails with the query's answer unless it is this text. */
void walk_expect_sql(struct walk *w, const char *sql, const char *expected);
/* Begins a transaction that no other can decide or write a draft beside. */
void walk_hold(struct walk *w);
void walk_commit(struct walk *w);
/* The id of the first undecided draft. */
const char *walk_first(struct walk *w);
/* Adds a draft that is older than those of the agent, so that it stands before them; its id, the
 * same in each run, is in the arena. */
const char *walk_add_first(struct walk *w, struct span content);
/* Another moderator claims a draft and decides on it; waits until the console has seen both. */
void walk_others_move(struct walk *w);
/* SQL with the id of a draft where it says %s. */
void walk_sql_on(struct walk *w, const char *sql, const char *id);

/* Compares with a stored screen, on a file: its name stands in the title of the stored ones. */
void walk_expect_screen(struct walk *w, const char *name);
/* Rows FIRST to LAST (from 0; -1 is the bottom row) as text with their styles, in the arena. */
const char *walk_rows(struct walk *w, int first, int last);

#endif
