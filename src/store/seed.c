/* The first account, the configured persona, and what the seeds share. */
#include "store/seed.h"

#include <stdlib.h>

#include "account_row.h"
#include "base/json.h"
#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "seed.h"
#include "store/events.h"
#include "transaction.h"

#define ADMIN "admin"
#define PERSONA "DemoAgentBot"

void seed_say(struct seed *s, const char *things, int added, int found)
{
	if (added > 0)
		str_addf(s->report, "added %d %s\n", added, things);
	if (found > 0)
		str_addf(s->report, "%d %s were there already\n", found, things);
}

/* $1 to $3: id and both times. */
static struct stmt *begin_row(struct seed *s, const char *sql, const char *id, int64_t created)
{
	struct stmt *st = db_prepare(s->db, sql, s->err);
	char seconds[20], micros[27];

	if (!st)
		return NULL;
	s->added++;
	time_format_seconds(created, seconds);
	time_format_micros(created, micros);
	stmt_text(st, 1, span_of(arena_strdup(s->arena, id)));
	stmt_text(st, 2, span_of(arena_strdup(s->arena, seconds)));
	stmt_text(st, 3, span_of(arena_strdup(s->arena, micros)));
	return st;
}

struct stmt *seed_insert(struct seed *s, const char *sql, const char *id, int64_t created)
{
	char fresh[UUID_TEXT];

	if (!id)
		uuid_new(fresh);
	struct stmt *st = begin_row(s, sql, id ? id : fresh, created);
	if (st)
		stmt_text(st, 4, span_of(s->persona));
	return st;
}

int seed_find(
	struct seed *s, const char *sql, const char *const *values, size_t n, char id[UUID_TEXT])
{
	struct stmt *st = db_prepare(s->db, sql, s->err);

	if (!st)
		return -1;
	for (size_t i = 0; i < n; i++)
		stmt_text(st, (int)i + 1, span_of(values[i]));
	int found = stmt_step(st, s->err);
	if (found > 0)
		row_copy(id, UUID_TEXT, col_text(st, 0));
	stmt_done(&st);
	return found;
}

struct span seed_json(struct seed *s, json_t *value)
{
	char *text =
		json_dumps(value, JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

	if (!text)
		die_of_memory(0);
	struct span copy = arena_span(s->arena, span_of(text));
	free(text);
	json_decref(value);
	return copy;
}

void seed_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		die_of_memory(0);
}

/* --- seed admin --- */

int seed_admin(struct db *db, const struct session *s, struct str *report, struct err *e)
{
	struct new_account admin = {.actor = s,
		.name = SPAN_LIT(ADMIN),
		.role = ROLE_ADMIN,
		.must_change = true,
		.expires = TIME_NONE};
	struct account_row row;
	int found = account_row_by_name(db, SPAN_LIT(ADMIN), &row, e);

	if (found < 0)
		return -1;
	if (found) {
		str_addf(report, "the account %s was there already\n", row.name);
		return 0;
	}
	if (password_hash(SPAN_LIT(PASSWORD_DEFAULT), admin.hash, e) < 0)
		return -1;
	if (account_create(db, &admin, e) < 0)
		return -1;
	str_add(report, "added the account " ADMIN " with the pass phrase " PASSWORD_DEFAULT "\n");
	str_add(report,
		"warning: everybody knows this pass phrase; whoever logs in with it must set a"
		" new one first\n");
	return 0;
}

/* --- seed config --- */

static const char find_persona[] = "SELECT id FROM personas WHERE reddit_username = $1";
static const char add_persona[] =
	"INSERT INTO personas (id, created_at, updated_at, reddit_username, display_name, config)"
	" VALUES ($1, $2, $3, $4, $5, $6)";

int seed_persona(struct seed *s)
{
	static const char *const name[] = {PERSONA};
	int found = seed_find(s, find_persona, name, 1, s->persona);

	if (found < 0)
		return -1;
	if (found) {
		str_add(s->report, "the persona " PERSONA " was there already\n");
		return 0;
	}
	uuid_new(s->persona);
	struct stmt *st = begin_row(s, add_persona, s->persona, s->now);
	if (!st)
		return -1;
	stmt_text(st, 4, SPAN_LIT(PERSONA));
	stmt_text(st, 5, SPAN_LIT("Demo AI Agent"));
	stmt_text(st, 6,
		SPAN_LIT("{\"tone\": \"friendly, curious and exact\", \"style\": \"plain words,"
			 " short paragraphs, numbers where they help\", \"values\": [\"honesty\","
			 " \"kindness\", \"changing one's mind in public\"]}"));
	if (row_write(st, NULL, s->err) < 0)
		return -1;
	str_add(s->report, "added the persona " PERSONA "\n");
	return 0;
}

static const struct {
	const char *key, *value;
} settings[] = {
	{"target_subreddits",
		"[\"science\", \"urbanplanning\", \"languagelearning\","
		" \"opensource\", \"privacy\", \"changemyview\","
		" \"dataisbeautiful\", \"energy\"]"},
	{"auto_posting_enabled", "false"},
	{"safety_flags",
		"{\"require_approval\": true, \"content_filter\": \"strict\","
		" \"max_comment_length\": 500}"},
	{"persona_style",
		"{\"directness\": 0.6, \"formality\": 0.4, \"humor\": 0.35,"
		" \"technical_depth\": 0.6}"},
};

static const char find_setting[] =
	"SELECT id FROM agent_config WHERE persona_id = $1 AND config_key = $2";
static const char add_setting[] = "INSERT INTO agent_config (id, created_at, updated_at, "
				  "persona_id, config_key, config_value)"
				  " VALUES ($1, $2, $3, $4, $5, $6)";

static int seed_setting(struct seed *s, const char *key, const char *value)
{
	const char *const where[] = {s->persona, key};
	char id[UUID_TEXT];
	int found = seed_find(s, find_setting, where, 2, id);

	if (found < 0)
		return -1;
	if (found) {
		str_addf(s->report, "the setting %s was there already\n", key);
		return 0;
	}
	struct stmt *st = seed_insert(s, add_setting, NULL, s->now);
	if (!st)
		return -1;
	stmt_text(st, 5, span_of(key));
	stmt_text(st, 6, span_of(value));
	if (row_write(st, NULL, s->err) < 0)
		return -1;
	str_addf(s->report, "added the setting %s\n", key);
	return 0;
}

static int config_parts(struct seed *s)
{
	if (seed_persona(s) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (seed_setting(s, settings[i].key, settings[i].value) < 0)
			return -1;
	return 0;
}

/* --- Both --- */

struct sowing {
	const struct session *who;
	const char *name;
	int (*parts)(struct seed *);
	struct arena arena;
	struct str report;
	int64_t now;
};

/* A transaction_work. */
static int sow(struct db *db, void *arg, struct err *e)
{
	struct sowing *w = arg;
	struct seed s = {
		.db = db, .arena = &w->arena, .report = &w->report, .err = e, .now = w->now};

	str_clear(&w->report);
	if (session_check(db, w->who, MAY_MIGRATE, e) < 0 || w->parts(&s) < 0)
		return -1;
	if (s.added == 0)
		return 1;
	return events_add(db, w->who, "seed", span_of(w->name), SPAN_NULL, e);
}

/* Runs the parts of a seed in one transaction; the report is kept only when it was committed. What
 * is not there yet is added, so two seeds at once must not look past each other. */
static int run_seed(struct db *db, struct sowing *w, struct str *report, struct err *e)
{
	w->now = time_now();
	int rc = transaction_run(db, TRANSACTION_ALONE, sow, w, NULL, e);
	if (rc == 0)
		str_adds(report, str_span(&w->report));
	str_free(&w->report);
	arena_free(&w->arena);
	return rc;
}

int seed_config(struct db *db, const struct session *s, struct str *report, struct err *e)
{
	struct sowing w = {.who = s, .name = "config", .parts = config_parts};

	return run_seed(db, &w, report, e);
}

static int demo_parts(struct seed *s)
{
	struct seed_graph graph = {0};

	if (seed_persona(s) < 0 || seed_graph_add(s, &graph) < 0)
		return -1;
	if (seed_memories_add(s) < 0)
		return -1;
	return seed_drafts_add(s, &graph);
}

int seed_demo(struct db *db, const struct session *s, struct str *report, struct err *e)
{
	struct sowing w = {.who = s, .name = "demo", .parts = demo_parts};

	return run_seed(db, &w, report, e);
}
