/* Beliefs and what hangs on them, for the contract suite. */
#include "fixture_beliefs.h"

void store_belief(struct store *s, const char *id, const char *title, const char *summary,
	const char *confidence, const char *tags)
{
	const char *const values[] = {id, s->persona, title, summary, confidence, tags};

	store_write(s->db,
		"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence, "
		"tags)"
		" VALUES ($1, $2, $3, $4, $5, $6)",
		values, 6);
}

void store_edge(struct store *s, const char *source, const char *target, const char *relation,
	const char *weight)
{
	char id[UUID_TEXT];

	uuid_new(id);
	const char *const values[] = {id, s->persona, source, target, relation, weight};
	store_write(s->db,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" VALUES ($1, $2, $3, $4, $5, $6)",
		values, 6);
}

void store_evidence(struct store *s, const char *belief, const char *ref, const char *strength,
	const char *created)
{
	char id[UUID_TEXT];

	uuid_new(id);
	const char *const values[] = {id, s->persona, belief, ref, strength, created};
	store_write(s->db,
		"INSERT INTO evidence_links (id, persona_id, belief_id, source_type, source_ref,"
		" strength, created_at) VALUES ($1, $2, $3, 'note', $4, $5, $6)",
		values, 6);
}

void store_stance(struct store *s, const char *belief, const char *status)
{
	char id[UUID_TEXT];

	uuid_new(id);
	const char *const values[] = {id, s->persona, belief, status};
	store_write(s->db,
		"INSERT INTO stance_versions (id, persona_id, belief_id, text, status)"
		" VALUES ($1, $2, $3, 't', $4)",
		values, 4);
}
