/* Finds triggers that cannot run, by preparing what would fire them. */
#include "triggers.h"

#include <string.h>

/* An UPDATE of every column fires triggers of any. */
static const char read_statements[] =
	"WITH t AS (SELECT DISTINCT tbl_name AS name, '\"' || replace(tbl_name, '\"', '\"\"') || "
	"'\"'"
	" AS quoted FROM sqlite_schema WHERE type = 'trigger')"
	" SELECT name, 'INSERT', 'INSERT INTO ' || quoted || ' DEFAULT VALUES' FROM t"
	" UNION ALL SELECT name, 'DELETE', 'DELETE FROM ' || quoted FROM t"
	" UNION ALL SELECT t.name, 'UPDATE', 'UPDATE ' || quoted || ' SET ' || group_concat("
	"  '\"' || replace(c.name, '\"', '\"\"') || '\" = NULL', ', ')"
	"  FROM t JOIN pragma_table_xinfo(t.name) c WHERE c.hidden = 0 GROUP BY t.name"
	" ORDER BY 1, 2";

/* "\nUPDATE of tags\n" */
static bool is_in(const struct str *broken, const struct str *key)
{
	return broken->len > 0 && memmem(broken->p, broken->len, key->p, key->len);
}

struct firing {
	struct span table, word, sql;
};

static int look_at(struct db *db, const struct firing *f, struct str *broken,
	const struct str *before, struct err *e)
{
	struct str key = {0}, sql = {0};
	struct err why = {0};
	int result = 0;

	str_adds(&sql, f->sql);
	str_addf(&key, "\n%.*s of %.*s\n", (int)f->word.n, f->word.p, (int)f->table.n, f->table.p);
	struct stmt *st = db_prepare(db, str_cstr(&sql), &why);
	stmt_done(&st);
	if (why.code != ERR_NONE && broken)
		str_adds(broken, str_span(&key));
	else if (why.code != ERR_NONE && !is_in(before, &key))
		result = err_set(e, ERR_SCHEMA,
			"a trigger of %.*s would fail with every %.*s afterwards: %s",
			(int)f->table.n, f->table.p, (int)f->word.n, f->word.p, why.text);
	str_free(&key);
	str_free(&sql);
	return result;
}

static int look(struct db *db, struct str *broken, const struct str *before, struct err *e)
{
	/* One that was prepared before the step would only be taken out of the cache. */
	db_forget(db);
	struct stmt *st = db_prepare(db, read_statements, e);
	int row = -1, result = 0;

	if (!st)
		return -1;
	while (result == 0 && (row = stmt_step(st, e)) == 1)
		result = look_at(db,
			&(struct firing){col_text(st, 0), col_text(st, 1), col_text(st, 2)}, broken,
			before, e);
	stmt_done(&st);
	return row < 0 ? -1 : result;
}

int triggers_keep(struct db *db, struct str *broken, struct err *e)
{
	return look(db, broken, NULL, e);
}

int triggers_refuse(struct db *db, const struct str *broken, struct err *e)
{
	return look(db, NULL, broken, e);
}
