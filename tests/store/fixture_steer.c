/* Beliefs to be steered, and what must hold of them afterwards. */
#include "fixture_steer.h"

#include <math.h>
#include <string.h>

#include "base/json.h"

void given_belief(struct store *s, const char *id, const char *title, const char *confidence,
	const char *status)
{
	const char *const belief[] = {id, s->persona, title, confidence};
	char stance[UUID_TEXT];

	store_write(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence, "
		"tags)"
		" VALUES ($1, $2, $3, 'in short', $4, '[\"a\"]')",
		belief, 4);
	if (!status || status[0] == '\0')
		return;
	uuid_new(stance);
	const char *const version[] = {stance, s->persona, id, confidence, status};
	store_write(s->db,
		"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence, status)"
		" VALUES ($1, $2, $3, 'it is so', $4, $5)",
		version, 5);
}

struct steer_belief steer_look(struct store *s, const char *id)
{
	struct steer_belief b;
	struct err e = {0};

	assert_ok(steer_find(s->db, span_of(id), &s->arena, &b, &e), e);
	return b;
}

static int64_t number_of(struct store *s, const char *sql, const char *id)
{
	return strtoll(store_text_of(s, sql, id), NULL, 10);
}

void steer_assert_whole(struct store *s, const char *id, int64_t updates, int64_t versions)
{
	assert_int_equal(number_of(s,
				 "SELECT CAST(count(*) AS TEXT) FROM stance_versions"
				 " WHERE belief_id = $1 AND status IN ('current', 'locked')",
				 id),
		1);
	assert_int_equal(number_of(s,
				 "SELECT CAST(count(*) AS TEXT) FROM stance_versions v"
				 " JOIN belief_nodes b ON b.id = v.belief_id"
				 " WHERE b.id = $1 AND v.status IN ('current', 'locked')"
				 " AND (v.confidence = b.current_confidence OR"
				 " (v.confidence IS NULL AND b.current_confidence IS NULL))",
				 id),
		1);
	assert_int_equal(
		number_of(s,
			"SELECT CAST(count(*) AS TEXT) FROM belief_updates WHERE belief_id = $1",
			id),
		updates);
	assert_int_equal(
		number_of(s,
			"SELECT CAST(count(*) AS TEXT) FROM stance_versions WHERE belief_id = $1",
			id),
		versions);
}

const char *steer_column(struct store *s, const char *id, const char *column)
{
	struct steer_belief b = steer_look(s, id);
	const char *sql = arena_printf(
		&s->arena, "SELECT CAST(%s AS TEXT) FROM belief_updates WHERE id = $1", column);

	return store_text_of(s, sql, b.update_id);
}

const char *steer_value(struct store *s, const char *id, const char *column, const char *member)
{
	const char *text = steer_column(s, id, column);
	json_t *value = json_read(span_of(text), NULL);
	char *dumped = json_dumps(json_object_get(value, member),
		JSON_ENCODE_ANY | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
	const char *copy = dumped ? arena_strdup(&s->arena, dumped) : "";

	free(dumped);
	json_decref(value);
	return copy;
}

struct steer_result steer_do(
	struct store *s, const struct session *by, const char *id, const struct steer_change *c)
{
	struct steer_belief seen = steer_look(s, id);
	struct steer_result out = {0};
	struct err e = {0};

	assert_ok(steer_change(s->db, by, &seen, c, &s->arena, &out, &e), e);
	return out;
}
