/* The tables that are copied. A test holds them against the catalog of a database that the
 * migrations made. */
#include "copy_tables.h"

/* clang-format off */
#define NEEDED(name, kind, max) {name, kind, true, max, NULL}
#define MAY_BE(name, kind, max) {name, kind, false, max, NULL}
#define TIMES NEEDED("created_at", COLUMN_TIME, 0), NEEDED("updated_at", COLUMN_TIME, 0)
#define ID NEEDED("id", COLUMN_ID, 0)
#define CHILD(name, parent) {name, COLUMN_ID, true, 0, parent}
#define AGENT TIMES, ID
#define OF_PERSONA AGENT, CHILD("persona_id", "personas")
#define OF_BELIEF OF_PERSONA, CHILD("belief_id", "belief_nodes")
/* clang-format on */

static const struct copy_column personas[] = {AGENT, NEEDED("reddit_username", COLUMN_TEXT, 255),
	MAY_BE("display_name", COLUMN_TEXT, 255), NEEDED("config", COLUMN_JSON, 0)};
static const struct copy_column belief_nodes[] = {OF_PERSONA, NEEDED("title", COLUMN_TEXT, 500),
	NEEDED("summary", COLUMN_TEXT, 0), MAY_BE("current_confidence", COLUMN_REAL, 0),
	MAY_BE("tags", COLUMN_JSON, 0)};
static const struct copy_column belief_edges[] = {OF_PERSONA, CHILD("source_id", "belief_nodes"),
	CHILD("target_id", "belief_nodes"), NEEDED("relation", COLUMN_TEXT, 50),
	MAY_BE("weight", COLUMN_REAL, 0)};
static const struct copy_column stance_versions[] = {OF_BELIEF, NEEDED("text", COLUMN_TEXT, 0),
	MAY_BE("confidence", COLUMN_REAL, 0), MAY_BE("status", COLUMN_TEXT, 50),
	MAY_BE("rationale", COLUMN_TEXT, 0)};
static const struct copy_column evidence_links[] = {OF_BELIEF,
	NEEDED("source_type", COLUMN_TEXT, 50), NEEDED("source_ref", COLUMN_TEXT, 0),
	MAY_BE("strength", COLUMN_TEXT, 20)};
static const struct copy_column interactions[] = {OF_PERSONA, NEEDED("content", COLUMN_TEXT, 0),
	NEEDED("interaction_type", COLUMN_TEXT, 50), NEEDED("reddit_id", COLUMN_TEXT, 255),
	NEEDED("subreddit", COLUMN_TEXT, 255), MAY_BE("parent_id", COLUMN_TEXT, 255),
	MAY_BE("metadata", COLUMN_JSON, 0), MAY_BE("embedding", COLUMN_BLOB, 0)};
static const struct copy_column belief_updates[] = {OF_BELIEF, MAY_BE("old_value", COLUMN_JSON, 0),
	MAY_BE("new_value", COLUMN_JSON, 0), NEEDED("reason", COLUMN_TEXT, 0),
	MAY_BE("trigger_type", COLUMN_TEXT, 50), MAY_BE("updated_by", COLUMN_TEXT, 255)};
static const struct copy_column pending_posts[] = {OF_PERSONA, NEEDED("content", COLUMN_TEXT, 0),
	MAY_BE("post_type", COLUMN_TEXT, 50), MAY_BE("target_subreddit", COLUMN_TEXT, 255),
	MAY_BE("parent_id", COLUMN_TEXT, 255), MAY_BE("draft_metadata", COLUMN_JSON, 0),
	MAY_BE("status", COLUMN_TEXT, 50), MAY_BE("reviewed_by", COLUMN_TEXT, 255),
	MAY_BE("reviewed_at", COLUMN_TIME, 0)};
static const struct copy_column agent_config[] = {
	OF_PERSONA, NEEDED("config_key", COLUMN_TEXT, 255), NEEDED("config_value", COLUMN_JSON, 0)};
static const struct copy_column admins[] = {
	AGENT, NEEDED("username", COLUMN_TEXT, 0), NEEDED("hashed_password", COLUMN_TEXT, 0)};

static const struct copy_column console_accounts[] = {CHILD("account_id", "admins"),
	NEEDED("role", COLUMN_TEXT, 20), NEEDED("must_change_password", COLUMN_INT, 4),
	NEEDED("failures", COLUMN_INT, 4), MAY_BE("next_try_at", COLUMN_TIME, 0),
	NEEDED("disabled", COLUMN_INT, 4), MAY_BE("last_login_at", COLUMN_TIME, 0), TIMES,
	MAY_BE("password_expires_at", COLUMN_TIME, 0)};
static const struct copy_column console_sessions[] = {ID, CHILD("account_id", "admins"),
	NEEDED("actor", COLUMN_TEXT, 255), NEEDED("started_at", COLUMN_TIME, 0),
	NEEDED("seen_at", COLUMN_TIME, 0), MAY_BE("origin", COLUMN_TEXT, 255),
	MAY_BE("host", COLUMN_TEXT, 255), MAY_BE("pid", COLUMN_INT, 4),
	MAY_BE("ended_at", COLUMN_TIME, 0), MAY_BE("ended_by", COLUMN_TEXT, 255)};
static const struct copy_column console_totp[] = {CHILD("account_id", "admins"),
	NEEDED("secret", COLUMN_TEXT, 64), NEEDED("codes", COLUMN_TEXT, 0),
	NEEDED("last_step", COLUMN_INT, 8), MAY_BE("confirmed_at", COLUMN_TIME, 0), TIMES};
static const struct copy_column console_decisions[] = {NEEDED("seq", COLUMN_INT, 8), ID,
	NEEDED("post_id", COLUMN_ID, 0), MAY_BE("actor_id", COLUMN_ID, 0),
	NEEDED("actor", COLUMN_TEXT, 255), NEEDED("action", COLUMN_TEXT, 20),
	MAY_BE("reason", COLUMN_TEXT, 0), MAY_BE("note", COLUMN_TEXT, 0),
	MAY_BE("status_before", COLUMN_TEXT, 50), MAY_BE("status_after", COLUMN_TEXT, 50),
	MAY_BE("content_before", COLUMN_TEXT, 0), MAY_BE("content_after", COLUMN_TEXT, 0),
	MAY_BE("seen_hash", COLUMN_TEXT, 64), MAY_BE("viewing_ms", COLUMN_INT, 8),
	MAY_BE("batch_id", COLUMN_ID, 0), MAY_BE("undoes", COLUMN_ID, 0),
	NEEDED("decided_at", COLUMN_TIME, 0)};
static const struct copy_column console_claims[] = {CHILD("post_id", "pending_posts"),
	CHILD("account_id", "admins"), NEEDED("actor", COLUMN_TEXT, 255),
	NEEDED("claimed_at", COLUMN_TIME, 0), NEEDED("expires_at", COLUMN_TIME, 0)};
static const struct copy_column console_reasons[] = {ID, NEEDED("code", COLUMN_TEXT, 50),
	NEEDED("text", COLUMN_TEXT, 0), NEEDED("action", COLUMN_TEXT, 20),
	NEEDED("position", COLUMN_INT, 4), TIMES, MAY_BE("subreddit", COLUMN_TEXT, 100),
	MAY_BE("post_type", COLUMN_TEXT, 50)};
static const struct copy_column console_views[] = {ID,
	{"account_id", COLUMN_ID, false, 0, "admins"}, NEEDED("pane", COLUMN_TEXT, 50),
	NEEDED("name", COLUMN_TEXT, 255), NEEDED("filter", COLUMN_TEXT, 0),
	NEEDED("position", COLUMN_INT, 4), TIMES};
static const struct copy_column console_events[] = {NEEDED("seq", COLUMN_INT, 8), ID,
	NEEDED("at", COLUMN_TIME, 0), MAY_BE("actor_id", COLUMN_ID, 0),
	MAY_BE("actor", COLUMN_TEXT, 255), NEEDED("kind", COLUMN_TEXT, 50),
	MAY_BE("subject", COLUMN_TEXT, 0), MAY_BE("detail", COLUMN_TEXT, 0)};

static const struct copy_column console_recovery[] = {CHILD("account_id", "admins"),
	CHILD("post_id", "pending_posts"), NEEDED("content", COLUMN_TEXT, 0),
	NEEDED("based_on", COLUMN_TEXT, 64), NEEDED("updated_at", COLUMN_TIME, 0)};

/* clang-format off */
#define TABLE2(name, key, also, console) \
	{#name, key, also, name, sizeof(name) / sizeof((name)[0]), console}
#define TABLE(name, key, console) TABLE2(name, key, NULL, console)
/* clang-format on */

const struct copy_table copy_tables[] = {
	TABLE(personas, "id", false),
	TABLE(belief_nodes, "id", false),
	TABLE(belief_edges, "id", false),
	TABLE(stance_versions, "id", false),
	TABLE(evidence_links, "id", false),
	TABLE(interactions, "id", false),
	TABLE(belief_updates, "id", false),
	TABLE(pending_posts, "id", false),
	TABLE(agent_config, "id", false),
	TABLE(admins, "id", false),
	TABLE(console_accounts, "account_id", true),
	TABLE(console_sessions, "id", true),
	TABLE(console_totp, "account_id", true),
	TABLE(console_decisions, "seq", true),
	TABLE(console_claims, "post_id", true),
	TABLE(console_reasons, "id", true),
	TABLE(console_views, "id", true),
	TABLE(console_events, "seq", true),
	TABLE2(console_recovery, "account_id", "post_id", true),
};
const size_t copy_tables_n = sizeof(copy_tables) / sizeof(copy_tables[0]);

const struct copy_table *copy_table_named(struct span name)
{
	for (size_t i = 0; i < copy_tables_n; i++)
		if (span_is(name, copy_tables[i].name))
			return &copy_tables[i];
	return NULL;
}

int copy_column_named(const struct copy_table *t, struct span name)
{
	for (size_t i = 0; i < t->n; i++)
		if (span_is(name, t->columns[i].name))
			return (int)i;
	return -1;
}
