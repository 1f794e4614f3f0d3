/* What an engine gives to db.c: a table of functions, so that a second engine can stand beside the
 * first. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <pthread.h>

#include "db/db.h"

#define CACHE_SIZE 32

/* First member of an engine's own statement. */
struct stmt {
	struct db *db;
	char *sql; /* own copy: the caller's text may be gone when the cache compares */
	bool used; /* handed out */
	uint64_t given_back; /* on the cache's clock */
};

/* First member of an engine's own connection. The engine fills in all but `cache`, `clock`
 * and the helper. */
struct db {
	const struct engine *engine;
	char *name;
	char *call; /* of the address */
	char library[48];
	bool library_affected;
	bool read_only;
	int64_t commits;
	struct stmt *cache[CACHE_SIZE];
	uint64_t clock;
	pthread_mutex_t helped; /* who cancels may be another thread */
	struct db *helper; /* or NULL */
	struct db_watch watch; /* all NULL: nobody */
};

struct value {
	enum { VALUE_NULL, VALUE_TEXT, VALUE_BLOB, VALUE_INT, VALUE_REAL } type;
	struct span bytes;
	int64_t number;
	double real;
};

enum transaction { TRANSACTION_READ, TRANSACTION_WRITE };

/* Contracts as in db/db.h. `close` and `stmt_free` give back everything, name and text included;
 * `reset` makes a statement ready for its next user. */
struct engine {
	enum db_engine kind;
	int (*open)(const struct db_address *where, enum db_access access, struct db **out,
		struct err *e);
	void (*close)(struct db *db);
	void (*set_busy_timeout)(struct db *db, int milliseconds);
	void (*set_cache)(struct db *db, int kib); /* or NULL */
	void (*cancel)(struct db *db);

	struct stmt *(*prepare)(struct db *db, const char *sql, struct err *e);
	void (*reset)(struct stmt *st);
	void (*stmt_free)(struct stmt *st);
	void (*bind)(struct stmt *st, int param, const struct value *v);
	int (*step)(struct stmt *st, struct err *e);
	void (*stream)(struct stmt *st); /* NULL: it always does */
	void (*as_bytes)(struct stmt *st); /* NULL: blobs always are */
	int64_t (*changes)(const struct stmt *st);

	int (*columns)(const struct stmt *st);
	bool (*is_null)(struct stmt *st, int col);
	struct span (*text)(struct stmt *st, int col);
	struct span (*blob)(struct stmt *st, int col);
	int64_t (*integer)(struct stmt *st, int col);
	double (*real)(struct stmt *st, int col);
	enum col_kind (*kind_of)(struct stmt *st, int col);

	/* COPY … FROM STDIN: NULL where an engine has none. `end` with a reason gives up. */
	int (*copy_begin)(struct db *db, const char *sql, struct err *e);
	int (*copy_put)(struct db *db, struct span lines, struct err *e);
	int (*copy_end)(struct db *db, const char *give_up, const char *sql, struct err *e);

	int (*exec)(struct db *db, const char *sql, struct err *e);
	int (*exec_within)(struct db *db, const char *sql, struct err *e);
	int (*begin)(struct db *db, enum transaction kind, struct err *e);
	int (*commit)(struct db *db, struct err *e);
	void (*rollback)(struct db *db);
	bool (*in_transaction)(const struct db *db);
	bool (*lost)(const struct db *db);
	int (*reconnect)(struct db *db, struct err *e);
	int (*data_version)(struct db *db, int64_t *out, struct err *e);
	int64_t (*log_size)(struct db *db);
	int (*checkpoint)(struct db *db, struct err *e);
	int (*copy_into)(struct db *db, const char *path, struct err *e); /* NULL: it cannot */
	const char *(*file)(const struct db *db); /* NULL: there is none */
	bool (*pooled)(const struct db *db); /* NULL: never */
};

extern const struct engine sqlite_engine;
int sqlite_open_memory(const char *name, struct db **out, struct err *e);
/* In a module of its own, which is opened when a URL asks for it; a program that links the driver
 * needs none. */
extern const struct engine postgres_engine;

static inline const char *db_address_call(const struct db_address *where)
{
	return where->call ? where->call : "tenet";
}

/* The statement's first words, enough to find it in the source. */
#define FIRST_WORDS 64
void db_first_words(const char *sql, char out[FIRST_WORDS]);

#endif
