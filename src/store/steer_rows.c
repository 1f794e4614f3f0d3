/* Keeps the rows of a deleted belief, so that they can come back as they were. */
#include "steer_rows.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "row.h"

#define NODE "id, persona_id, title, summary, current_confidence, tags, created_at, updated_at"
#define STANCE \
	"id, persona_id, belief_id, text, confidence, status, rationale, created_at, updated_at"
#define EVIDENCE \
	"id, persona_id, belief_id, source_type, source_ref, strength, created_at, updated_at"
#define EDGE "id, source_id, target_id, persona_id, relation, weight, created_at, updated_at"
#define UPDATE \
	"id, persona_id, belief_id, old_value, new_value, reason, trigger_type, updated_by," \
	" created_at, updated_at"
#define EIGHT "($1, $2, $3, $4, $5, $6, $7, $8)"
#define NINE "($1, $2, $3, $4, $5, $6, $7, $8, $9)"
#define TEN "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"

/* In the order of their foreign keys, and the rows in that of their insertion. */
#define TABLE(name, columns, places, where) \
	{ \
		name, \
			{"SELECT " columns " FROM " name " WHERE " where " ORDER BY rowid", \
				"SELECT " columns " FROM " name " WHERE " where \
				" ORDER BY created_at, updated_at, id"}, \
			"INSERT INTO " name " (" columns ") VALUES " places \
	}
static const struct {
	const char *name;
	const char *rows[2]; /* by engine */
	const char *insert;
} tables[] = {
	TABLE("belief_nodes", NODE, EIGHT, "id = $1"),
	TABLE("stance_versions", STANCE, NINE, "belief_id = $1"),
	TABLE("evidence_links", EVIDENCE, EIGHT, "belief_id = $1"),
	TABLE("belief_updates", UPDATE, TEN, "belief_id = $1"),
	TABLE("belief_edges", EDGE, EIGHT, "source_id = $1 OR target_id = $1"),
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))
#define EDGES (TABLES - 1)

/* --- Out --- */

static json_t *hex_of(struct span bytes)
{
	struct str hex = {0};
	json_t *value = json_object();

	for (size_t i = 0; i < bytes.n; i++)
		str_addf(&hex, "%02x", (unsigned char)bytes.p[i]);
	json_put(value, "hex", json_string(str_cstr(&hex)));
	str_free(&hex);
	return value;
}

static json_t *value_of(struct stmt *st, int col)
{
	struct span text;

	switch (col_kind(st, col)) {
	case COL_NULL: return json_null();
	case COL_INT: return json_integer(col_int(st, col));
	case COL_REAL: return json_from_real(col_real(st, col));
	case COL_BLOB: return hex_of(col_blob(st, col));
	case COL_TEXT: break;
	}
	text = col_text(st, col);
	return utf8_valid(text) ? json_stringn(text.p, text.n) : hex_of(text);
}

static json_t *read_table(struct db *db, const char *sql, const char *id, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	json_t *rows = json_array();
	int step;

	if (!st) {
		json_decref(rows);
		return NULL;
	}
	stmt_text(st, 1, span_of(id));
	while ((step = stmt_step(st, e)) > 0) {
		json_t *row = json_array();
		for (int i = 0; i < stmt_columns(st); i++)
			if (json_array_append_new(row, value_of(st, i)) < 0)
				die_of_memory(0);
		if (json_array_append_new(rows, row) < 0)
			die_of_memory(0);
	}
	stmt_done(&st);
	if (step == 0)
		return rows;
	json_decref(rows);
	return NULL;
}

json_t *steer_rows_read(struct db *db, const char *belief_id, struct err *e)
{
	json_t *all = json_object();

	for (size_t i = 0; i < TABLES; i++) {
		json_t *rows = read_table(db, tables[i].rows[db_engine(db)], belief_id, e);
		if (!rows) {
			json_decref(all);
			return NULL;
		}
		json_put(all, tables[i].name, rows);
	}
	return all;
}

/* --- In --- */

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct span bytes_of(const json_t *value, struct arena *a)
{
	struct span hex = json_get_text(value, "hex", a);
	char *bytes = arena_alloc(a, hex.n / 2 + 1);

	for (size_t i = 0; i + 1 < hex.n; i += 2)
		bytes[i / 2] = (char)(digit(hex.p[i]) << 4 | digit(hex.p[i + 1]));
	return (struct span){bytes, hex.n / 2};
}

static void bind(struct stmt *st, int param, const json_t *value, struct arena *a)
{
	if (json_is_integer(value))
		stmt_int(st, param, json_integer_value(value));
	else if (json_is_real(value))
		stmt_real(st, param, json_real_value(value));
	else if (json_is_string(value))
		stmt_text(st, param,
			(struct span){json_string_value(value), json_string_length(value)});
	else if (json_is_object(value))
		stmt_text(st, param, bytes_of(value, a));
	else
		stmt_null(st, param);
}

static const char both_ends[] = "SELECT count(*) FROM belief_nodes WHERE id IN ($1, $2)";

/* An edge from a belief to itself has one end. */
static int has_ends(struct db *db, const json_t *row, struct err *e)
{
	const char *source = json_string_value(json_array_get(row, 1));
	const char *target = json_string_value(json_array_get(row, 2));
	struct stmt *st = db_prepare(db, both_ends, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(source));
	stmt_text(st, 2, span_of(target));
	if (row_number(st, &n, e) < 0)
		return -1;
	return n == (source && target && strcmp(source, target) == 0 ? 1 : 2);
}

static int write_row(
	struct db *db, const char *sql, const json_t *row, struct arena *a, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	for (size_t i = 0; i < json_array_size(row); i++)
		bind(st, (int)i + 1, json_array_get(row, i), a);
	return row_write(st, NULL, e);
}

static int write_table(struct db *db, size_t table, const json_t *rows, struct arena *a,
	int64_t *lost, struct err *e)
{
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		int ends = table == EDGES ? has_ends(db, row, e) : 1;
		if (ends < 0 || (ends > 0 && write_row(db, tables[table].insert, row, a, e) < 0))
			return -1;
		*lost += ends == 0;
	}
	return 0;
}

int steer_rows_write(
	struct db *db, const json_t *all, struct arena *a, int64_t *lost, struct err *e)
{
	*lost = 0;
	for (size_t i = 0; i < TABLES; i++) {
		const json_t *rows = json_object_get(all, tables[i].name);
		if (!json_is_array(rows))
			return err_set(
				e, ERR_CORRUPT, "what was kept of it holds no %s", tables[i].name);
		if (write_table(db, i, rows, a, lost, e) < 0)
			return -1;
	}
	return 0;
}
