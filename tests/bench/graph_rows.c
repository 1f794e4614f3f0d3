/*
 * graph_rows AGENT.SQL FILE BELIEFS EDGES INTERACTIONS EMBEDDED: the agent's database with so many
 * beliefs, edges and interactions in place of its own, the same on every run. The first belief has
 * 10,000 versions and is the target of 5,000 edges; the first EMBEDDED interactions have embeddings
 * of 384 floats.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "fixture_rows.h"

#define FIRST_DAY 1704067200 /* 2024-01-01, in seconds */
#define DAYS 1000
#define MANY_VERSIONS 10000
#define MANY_EDGES 5000
#define FLOATS 384

struct maker {
	sqlite3 *db;
	uint64_t state;
	char *persona;
	char **titles, **contents; /* the agent's own, to be put together */
	size_t title_count, content_count;
	char (*ids)[UUID_TEXT]; /* of the beliefs */
	size_t beliefs;
};

static char **read_column(sqlite3 *db, const char *sql, size_t *n)
{
	sqlite3_stmt *st = bare_prepare(db, sql);
	char **all = NULL;

	for (*n = 0; sqlite3_step(st) == SQLITE_ROW; (*n)++) {
		all = xrealloc(all, (*n + 1) * sizeof(*all));
		all[*n] = xstrdup((const char *)sqlite3_column_text(st, 0));
	}
	sqlite3_finalize(st);
	return all;
}

static void free_column(char **all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(all[i]);
	free(all);
}

static void some_time(struct maker *m, char out[40])
{
	time_t at = FIRST_DAY + (time_t)rows_pick(&m->state, (size_t)DAYS * 86400);

	rows_time(at, rows_pick(&m->state, 3) == 0 ? ROWS_MICROS : ROWS_SECONDS, out);
}

/* Three places behind the point, as the agent rounds. */
static double some_share(struct maker *m)
{
	return (double)rows_pick(&m->state, 1000) / 1000;
}

/* --- Beliefs. --- */

static const char insert_belief[] =
	"INSERT INTO belief_nodes (id, persona_id, title, summary, current_confidence, tags,"
	" created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static void add_belief(struct maker *m, sqlite3_stmt *st, size_t i)
{
	static const char *const tags[] = {"science", "policy", "health", "energy", "economics",
		"language", "history", "law", "ethics", "sport"};
	char title[600], list[80], created[40], changed[40];
	const char *start = m->titles[rows_pick(&m->state, m->title_count)];

	rows_id(&m->state, m->ids[i]);
	snprintf(title, sizeof(title), "%s, case %zu", start, rows_pick(&m->state, 1000000));
	snprintf(list, sizeof(list), "[\"%s\", \"%s\"]", tags[rows_pick(&m->state, 10)],
		tags[rows_pick(&m->state, 10)]);
	some_time(m, created);
	some_time(m, changed);
	rows_bind(st, 1, m->ids[i]);
	rows_bind(st, 2, m->persona);
	rows_bind(st, 3, title);
	rows_bind(st, 4, m->contents[rows_pick(&m->state, m->content_count)]);
	if (rows_pick(&m->state, 200) == 0)
		sqlite3_bind_null(st, 5);
	else
		sqlite3_bind_double(st, 5, some_share(m));
	rows_bind(st, 6, list);
	rows_bind(st, 7, created);
	rows_bind(st, 8, changed);
	bare_run(st);
}

static void add_beliefs(struct maker *m)
{
	sqlite3_stmt *st = bare_prepare(m->db, insert_belief);

	for (size_t i = 0; i < m->beliefs; i++)
		add_belief(m, st, i);
	sqlite3_finalize(st);
}

static const char insert_edge[] =
	"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight,"
	" created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/* Beliefs that came early have more edges, as they do where something grows. */
static void add_edges(struct maker *m, size_t n)
{
	static const char *const relations[] = {
		"supports", "supports", "contradicts", "depends_on", "evidence_for"};
	sqlite3_stmt *st = bare_prepare(m->db, insert_edge);
	char id[UUID_TEXT], created[40];

	for (size_t i = 0; i < n; i++) {
		size_t a = rows_pick(&m->state, m->beliefs), b = rows_pick(&m->state, m->beliefs);
		rows_id(&m->state, id);
		some_time(m, created);
		rows_bind(st, 1, id);
		rows_bind(st, 2, m->persona);
		rows_bind(st, 3, m->ids[rows_pick(&m->state, m->beliefs)]);
		rows_bind(st, 4, m->ids[i < MANY_EDGES ? 0 : a < b ? a : b]);
		rows_bind(st, 5, relations[rows_pick(&m->state, 5)]);
		sqlite3_bind_double(st, 6, some_share(m));
		rows_bind(st, 7, created);
		bare_run(st);
	}
	sqlite3_finalize(st);
}

static const char insert_evidence[] =
	"INSERT INTO evidence_links (id, persona_id, belief_id, source_type, source_ref, strength,"
	" created_at) VALUES (?1, ?2, ?3, 'reddit_comment', ?4, ?5, ?6)";

static void add_evidence(struct maker *m)
{
	static const char *const strengths[] = {"weak", "moderate", "strong"};
	sqlite3_stmt *st = bare_prepare(m->db, insert_evidence);
	char id[UUID_TEXT], created[40], ref[32];

	for (size_t i = 0; i < m->beliefs; i++) {
		for (size_t left = rows_pick(&m->state, 6); left > 0; left--) {
			rows_id(&m->state, id);
			some_time(m, created);
			snprintf(ref, sizeof(ref), "t1_%zx", rows_pick(&m->state, 1000000));
			rows_bind(st, 1, id);
			rows_bind(st, 2, m->persona);
			rows_bind(st, 3, m->ids[i]);
			rows_bind(st, 4, ref);
			rows_bind(st, 5, strengths[rows_pick(&m->state, 3)]);
			rows_bind(st, 6, created);
			bare_run(st);
		}
	}
	sqlite3_finalize(st);
}

/* --- Their history. --- */

static const char insert_stance[] =
	"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence, status,"
	" rationale, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char insert_update[] =
	"INSERT INTO belief_updates (id, persona_id, belief_id, old_value, new_value, reason,"
	" trigger_type, updated_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'evidence',"
	" 'agent', ?7)";

static void add_version(struct maker *m, sqlite3_stmt *stance, sqlite3_stmt *update, size_t belief,
	size_t version, size_t last)
{
	time_t at = FIRST_DAY + (time_t)(version * DAYS * 86400 / (last + 1));
	const char *text = m->titles[rows_pick(&m->state, m->title_count)];
	char id[UUID_TEXT], created[40], before[80], after[80];
	double confidence = some_share(m);

	rows_time(at, version % 3 == 0 ? ROWS_MICROS : ROWS_SECONDS, created);
	rows_id(&m->state, id);
	rows_bind(stance, 1, id);
	rows_bind(stance, 2, m->persona);
	rows_bind(stance, 3, m->ids[belief]);
	rows_bind(stance, 4, text);
	sqlite3_bind_double(stance, 5, confidence);
	rows_bind(stance, 6,
		version < last             ? "deprecated"
			: belief % 50 == 0 ? "locked"
					   : "current");
	rows_bind(stance, 7, "new evidence");
	rows_bind(stance, 8, created);
	bare_run(stance);
	snprintf(before, sizeof(before), "{\"confidence\": %.3f}", some_share(m));
	snprintf(after, sizeof(after), "{\"confidence\": %.3f}", confidence);
	rows_id(&m->state, id);
	rows_bind(update, 1, id);
	rows_bind(update, 2, m->persona);
	rows_bind(update, 3, m->ids[belief]);
	rows_bind(update, 4, before);
	rows_bind(update, 5, after);
	rows_bind(update, 6, "new evidence");
	rows_bind(update, 7, created);
	bare_run(update);
}

static void add_history(struct maker *m)
{
	sqlite3_stmt *stance = bare_prepare(m->db, insert_stance);
	sqlite3_stmt *update = bare_prepare(m->db, insert_update);

	for (size_t i = 0; i < m->beliefs; i++) {
		size_t n = i == 0 ? MANY_VERSIONS : i % 50 == 1 ? 40 : 1 + rows_pick(&m->state, 8);
		for (size_t version = 0; version < n; version++)
			add_version(m, stance, update, i, version, n - 1);
	}
	sqlite3_finalize(stance);
	sqlite3_finalize(update);
}

/* --- Memory. --- */

static const char insert_interaction[] =
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit,"
	" parent_id, metadata, embedding, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
	" ?10)";

static void bind_embedding(struct maker *m, sqlite3_stmt *st, int param)
{
	float v[FLOATS];

	for (size_t i = 0; i < FLOATS; i++)
		v[i] = (float)((double)rows_pick(&m->state, 2001) / 1000 - 1);
	sqlite3_bind_blob(st, param, v, sizeof(v), SQLITE_TRANSIENT);
}

static void add_interactions(struct maker *m, size_t n, size_t embedded)
{
	static const char *const subreddits[] = {"science", "AskHistorians", "energy", "de",
		"changemyview", "nutrition", "privacy", "europe", "newsokur", "books"};
	static const char *const types[] = {"comment", "reply", "post"};
	sqlite3_stmt *st = bare_prepare(m->db, insert_interaction);
	char id[UUID_TEXT], created[40], reddit[32], parent[32], metadata[120];

	for (size_t i = 0; i < n; i++) {
		rows_id(&m->state, id);
		snprintf(reddit, sizeof(reddit), "t1_b%zx", i);
		snprintf(parent, sizeof(parent), "t1_b%zx", i > 0 ? rows_pick(&m->state, i) : 0);
		snprintf(metadata, sizeof(metadata), "{\"score\": %d, \"cost\": 0.%05zu}",
			(int)rows_pick(&m->state, 400) - 20, rows_pick(&m->state, 3000));
		rows_time(FIRST_DAY + (time_t)(i * DAYS * 86400 / n),
			i % 3 == 0 ? ROWS_MICROS : ROWS_SECONDS, created);
		rows_bind(st, 1, id);
		rows_bind(st, 2, m->persona);
		rows_bind(st, 3, m->contents[rows_pick(&m->state, m->content_count)]);
		rows_bind(st, 4, types[rows_pick(&m->state, 3)]);
		rows_bind(st, 5, reddit);
		rows_bind(st, 6, subreddits[rows_pick(&m->state, 10)]);
		rows_bind(st, 7, rows_pick(&m->state, 10) < 6 ? parent : NULL);
		rows_bind(st, 8, metadata);
		if (i < embedded)
			bind_embedding(m, st, 9);
		else
			sqlite3_bind_null(st, 9);
		rows_bind(st, 10, created);
		bare_run(st);
	}
	sqlite3_finalize(st);
}

static size_t number(const char *text)
{
	return (size_t)strtoull(text, NULL, 10);
}

int main(int argc, char **argv)
{
	if (argc != 7 || number(argv[3]) == 0) {
		fputs("usage: graph_rows AGENT.SQL FILE BELIEFS EDGES INTERACTIONS EMBEDDED\n",
			stderr);
		return 2;
	}
	char *schema = bench_read_file(argv[1]);
	struct maker m = {.state = 3, .beliefs = number(argv[3])};
	m.db = bare_open(argv[2], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	rows_begin(m.db, schema);
	m.persona = bare_text(m.db, "SELECT id FROM personas ORDER BY rowid LIMIT 1");
	m.titles = read_column(m.db, "SELECT title FROM belief_nodes", &m.title_count);
	m.contents = read_column(m.db,
		"SELECT content FROM interactions WHERE length(content) < 300", &m.content_count);
	m.ids = xmalloc(m.beliefs * sizeof(*m.ids));
	bare_exec(m.db,
		"BEGIN; DELETE FROM belief_edges; DELETE FROM stance_versions;"
		" DELETE FROM evidence_links; DELETE FROM belief_updates; DELETE FROM belief_nodes;"
		" DELETE FROM interactions");
	add_beliefs(&m);
	add_edges(&m, number(argv[4]));
	add_evidence(&m);
	add_history(&m);
	add_interactions(&m, number(argv[5]), number(argv[6]));
	bare_exec(m.db, "COMMIT");
	rows_end(m.db);
	free_column(m.titles, m.title_count);
	free_column(m.contents, m.content_count);
	free(m.ids);
	free(m.persona);
	free(schema);
	return 0;
}
