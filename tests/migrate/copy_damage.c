/* Every kind of value that one of the engines could not hold is found, named, and left behind with
 * its reason, or stops the copy; what hangs on such a row stays behind, too. */
#include <jansson.h>

#include "fixture_copy.h"

#define DRAFT(last) "'" UUID(last) "', '" PERSONA "'"
#define POST(last, column, value) \
	"INSERT INTO pending_posts (id, persona_id, content, " column \
	") VALUES (" DRAFT(last) ", 'x', " value ")"
#define JSON(last, text) POST(last, "draft_metadata", "'" text "'")
#define TIME(last, text) POST(last, "reviewed_at", "'" text "'")
#define BELIEF(last, value) \
	"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence) VALUES " \
	"(" DRAFT(last) ", 't', 's', " value ")"

static const struct damage {
	const char *sql, *table, *key, *column, *reason;
} damages[] = {
	{TIME("01", "2026-02-30 10:00:00"), "pending_posts", UUID("01"), "reviewed_at",
		"is not a time: 2026-02-30 10:00:00"},
	{TIME("02", "2026-11-22T24:00:00"), "pending_posts", UUID("02"), "reviewed_at",
		"is not a time: 2026-11-22T24:00:00"},
	{POST("03", "reviewed_at", "1700000000"), "pending_posts", UUID("03"), "reviewed_at",
		"is not a time: 1700000000"},
	{TIME("04", "now"), "pending_posts", UUID("04"), "reviewed_at", "is not a time: now"},
	{TIME("05", ""), "pending_posts", UUID("05"), "reviewed_at", "is not a time: "},
	{TIME("06", "2026-11-22T10:00:00.1234567"), "pending_posts", UUID("06"), "reviewed_at",
		"is finer than a microsecond: 2026-11-22T10:00:00.1234567"},
	{TIME("07", "0000-01-01 00:00:00"), "pending_posts", UUID("07"), "reviewed_at",
		"is outside of the years 1 to 9999: 0000-01-01 00:00:00"},
	{TIME("08", "2026-11-22"), "pending_posts", UUID("08"), "reviewed_at",
		"is not a time: 2026-11-22"},
	{JSON("11", "{\"a\": \"\\u0000\"}"), "pending_posts", UUID("11"), "draft_metadata",
		"holds U+0000, which PostgreSQL does not keep"},
	{JSON("12", "[\"\\ud83d\"]"), "pending_posts", UUID("12"), "draft_metadata",
		"holds half of a surrogate pair"},
	{JSON("13", "{\"a\": NaN}"), "pending_posts", UUID("13"), "draft_metadata",
		"is not JSON: line 1, column 9: invalid token near 'NaN'"},
	{JSON("14", "{not json"), "pending_posts", UUID("14"), "draft_metadata",
		"is not JSON: line 1, column 4: string or '}' expected near 'not'"},
	{JSON("15", "{\"a\": 1, \"a\": 2}"), "pending_posts", UUID("15"), "draft_metadata",
		"holds an object with one name twice"},
	{JSON("16", "[1e999]"), "pending_posts", UUID("16"), "draft_metadata",
		"holds a number that is too large"},
	{JSON("17", "[9223372036854775808]"), "pending_posts", UUID("17"), "draft_metadata",
		"holds a whole number that does not fit 64 bits"},
	{POST("18", "draft_metadata", "CAST(x'7b2261223a22ff227d' AS TEXT)"), "pending_posts",
		UUID("18"), "draft_metadata", "is not valid UTF-8"},
	{POST("19", "draft_metadata", "x'7b7d'"), "pending_posts", UUID("19"), "draft_metadata",
		"is bytes, and must be text"},
	{POST("21", "reviewed_by", "CAST(x'61ff62' AS TEXT)"), "pending_posts", UUID("21"),
		"reviewed_by", "is not valid UTF-8"},
	{POST("22", "reviewed_by", "'a' || char(0) || 'b'"), "pending_posts", UUID("22"),
		"reviewed_by", "holds a NUL character, which PostgreSQL does not keep"},
	{POST("23", "status", "printf('%051d', 0)"), "pending_posts", UUID("23"), "status",
		"is 51 characters long, and may have 50"},
	{POST("24", "post_type", "x'00'"), "pending_posts", UUID("24"), "post_type",
		"is bytes, and must be text"},
	{"INSERT INTO pending_posts (id, persona_id, content) VALUES ('DRAFT-1', '" PERSONA
	 "', 'x')",
		"pending_posts", "DRAFT-1", "id", "is not a UUID in lower case: DRAFT-1"},
	{"INSERT INTO pending_posts (id, persona_id, content) VALUES (" DRAFT(
		 "25") ", '');"
		       "UPDATE pending_posts SET persona_id = '" UUID("99") "' WHERE id = '" UUID(
			       "25") "'",
		"pending_posts", UUID("25"), "persona_id", "names a row that is not in personas"},
	{BELIEF("31", "'very'"), "belief_nodes", UUID("31"), "current_confidence",
		"is text, and must be a number"},
	{BELIEF("32", "9e999"), "belief_nodes", UUID("32"), "current_confidence",
		"is not a finite number"},
	{BELIEF("33", "x'3f'"), "belief_nodes", UUID("33"), "current_confidence",
		"is bytes, and must be a number"},
	{"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id,"
	 " subreddit, embedding) VALUES (" DRAFT("41") ", 'x', 'post', 't1_x', 'de', 'vector')",
		"interactions", UUID("41"), "embedding", "is text, and must be bytes"},
	{"INSERT INTO console_decisions (seq, id, post_id, actor, action, viewing_ms) VALUES"
	 " (9001, '" UUID("51") "', '" UUID("51") "', 'rosa', 'approve', 0.5)",
		"console_decisions", "9001", "viewing_ms",
		"is a number, and must be a whole number"},
	{"INSERT INTO console_reasons (id, code, text, position) VALUES ('" UUID(
		 "52") "', 'c',"
		       " 't', 4294967296)",
		"console_reasons", UUID("52"), "position",
		"is 4294967296, which does not fit 32 bits"},
};
#define DAMAGES (sizeof(damages) / sizeof(damages[0]))

static void damage_all(struct place *p)
{
	struct str sql = {0};

	rich_source(p, "source");
	for (size_t i = 0; i < DAMAGES; i++)
		str_addf(&sql, "%s;", damages[i].sql);
	file_damage(p, "source", str_cstr(&sql));
	str_free(&sql);
}

static const char *member(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "(null)";
}

/* The line of a rejected row; the caller frees it. */
static json_t *rejected(struct place *p, const char *table, const char *key)
{
	char *text = arena_strdup(&p->s.a, scratch_read(&p->s, reject_path(p)).p);

	for (char *line; (line = strsep(&text, "\n")) && *line;) {
		json_t *o = json_loads(line, JSON_ALLOW_NUL, NULL);
		assert_non_null(o);
		if (strcmp(member(o, "table"), table) == 0 && strcmp(member(o, "key"), key) == 0)
			return o;
		json_decref(o);
	}
	fail_msg("%s %s was not rejected", table, key);
	return NULL;
}

static size_t lines_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void each_kind_of_damage_is_rejected_with_its_reason(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)};

	damage_all(p);
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.equal);
	assert_int_equal(t.result.rejected, DAMAGES);
	assert_int_equal(lines_of(scratch_read(&p->s, reject_path(p)).p), DAMAGES);
	for (size_t i = 0; i < DAMAGES; i++) {
		json_t *o = rejected(p, damages[i].table, damages[i].key);
		assert_string_equal(member(o, "column"), damages[i].column);
		assert_string_equal(member(o, "reason"), damages[i].reason);
		json_decref(o);
	}
}

static void each_kind_of_damage_stops_a_copy_and_is_named(void **state)
{
	struct place *p = *state;

	rich_source(p, "whole");
	for (size_t i = 0; i < DAMAGES; i++) {
		const struct damage *d = &damages[i];
		struct trial t = {0};
		struct str copy = {0};
		(void)remove(scratch_path(&p->s, "source"));
		str_addf(&copy, "VACUUM INTO '%s'", scratch_path(&p->s, "source"));
		file_damage(p, "whole", str_cstr(&copy));
		str_free(&copy);
		file_damage(p, "source", d->sql);
		place_fresh(p, "target");
		assert_int_equal(try_copy(p, "source", "target", &t), -1);
		assert_int_equal(t.err.code, ERR_CONSTRAINT);
		assert_string_equal(t.err.text,
			arena_printf(
				&p->s.a, "%s %s: %s %s", d->table, d->key, d->column, d->reason));
	}
}

/* All values but those of the rejected rows, on the way there and back. */
static void what_is_not_rejected_comes_back_as_it_was(void **state)
{
	static const char ids[] = "SELECT group_concat(id) FROM (SELECT id FROM pending_posts"
				  " WHERE content <> 'x' AND content <> '' ORDER BY id)";
	struct place *p = *state;
	struct trial there = {.options.reject_file = reject_path(p)}, back = {0};

	damage_all(p);
	must(try_copy(p, "source", "target", &there), &there);
	must(try_copy_back(p, "target", "back", &back), &back);
	assert_true(back.result.equal);
	assert_string_equal(values_of(p, "source", ids), values_of(p, "back", ids));
	assert_string_equal(
		values_of(p, "back", "SELECT count(*) FROM pending_posts WHERE content = 'x'"),
		"0|\n");
}

static void a_rejected_row_is_kept_as_it_was(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)};

	damage_all(p);
	must(try_copy(p, "source", "target", &t), &t);
	json_t *o = rejected(p, "pending_posts", UUID("21"));
	const json_t *row = json_object_get(o, "row");
	assert_string_equal(member(json_object_get(row, "reviewed_by"), "hex"), "61ff62");
	assert_string_equal(member(row, "content"), "x");
	json_decref(o);
	o = rejected(p, "pending_posts", UUID("14"));
	assert_string_equal(member(json_object_get(o, "row"), "draft_metadata"), "{not json");
	json_decref(o);
}

static void rows_that_hang_on_a_rejected_one_are_rejected(void **state)
{
	struct place *p = *state;
	struct trial t = {.options.reject_file = reject_path(p)};

	rich_source(p, "source");
	file_damage(p, "source", "UPDATE personas SET config = '{' WHERE id = '" PERSONA "'");
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.equal);
	json_t *o = rejected(p, "personas", PERSONA);
	assert_string_equal(member(o, "column"), "config");
	json_decref(o);
	const char *belief = values_of(p, "source",
		"SELECT id FROM belief_nodes WHERE persona_id = '" PERSONA "' LIMIT 1");
	o = rejected(p, "belief_nodes", arena_memdup(&p->s.a, belief, 36));
	assert_string_equal(member(o, "column"), "persona_id");
	assert_string_equal(member(o, "reason"), "names a row of personas that was rejected");
	json_decref(o);
	struct db *target = place_open(p, "target", DB_READ_ONLY);
	assert_string_equal(scratch_ask(&p->s, target, "SELECT count(*) FROM personas"), "1|\n");
	db_close(&target);
}

/* The agent's own tool did not make the unique index here. */
static void a_row_that_only_the_target_refuses_is_found_among_the_others(void **state)
{
	static const char double_id[] =
		"CREATE TABLE again AS SELECT * FROM personas;"
		"DROP TABLE personas; ALTER TABLE again RENAME TO personas;"
		"INSERT INTO personas SELECT created_at, updated_at, '" UUID(
			"61") "',"
			      " reddit_username, display_name, config FROM personas WHERE id = "
			      "'" PERSONA "'";
	struct place *p = *state;
	struct trial stops = {0}, t = {.options.reject_file = reject_path(p)};

	rich_source(p, "source");
	file_damage(p, "source", double_id);
	assert_int_equal(try_copy(p, "source", "stopped", &stops), -1);
	assert_non_null(strstr(stops.err.text, "personas " UUID("61") ": "));
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.equal);
	assert_int_equal(t.result.rejected, 1);
	json_t *o = rejected(p, "personas", UUID("61"));
	assert_true(json_is_null(json_object_get(o, "column")));
	assert_non_null(strcasestr(member(o, "reason"), "unique"));
	json_decref(o);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(each_kind_of_damage_is_rejected_with_its_reason),
		BOTH(each_kind_of_damage_stops_a_copy_and_is_named),
		BOTH(what_is_not_rejected_comes_back_as_it_was),
		BOTH(a_rejected_row_is_kept_as_it_was),
		BOTH(rows_that_hang_on_a_rejected_one_are_rejected),
		BOTH(a_row_that_only_the_target_refuses_is_found_among_the_others),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
