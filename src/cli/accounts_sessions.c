/* tenet accounts sessions, end, roles: who is in, and who may do what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "store/sessions.h"

/* --- Who is in. --- */

/* Whether it has the draft open, and not perhaps another session of its account. */
static bool has_draft(const struct session_row *r)
{
	return r->draft.p && !r->shared;
}

static json_t *session_json(const struct session_row *r)
{
	json_t *o = json_object();
	char since[27], seen[27];

	time_format_micros(r->since, since);
	time_format_micros(r->seen, seen);
	json_put(o, "id", json_from_text(span_of(r->id)));
	json_put(o, "account_id", json_from_text(span_of(r->account_id)));
	json_put(o, "username", json_from_text(r->name));
	json_put(o, "started_at", json_from_time(span_of(since)));
	json_put(o, "seen_at", json_from_time(span_of(seen)));
	json_put(o, "origin", json_from_text(r->origin));
	json_put(o, "host", json_from_text(r->host));
	json_put(o, "pid", json_integer(r->pid));
	json_put(o, "draft", json_from_text(has_draft(r) ? r->draft : SPAN_NULL));
	json_put(o, "draft_subreddit", json_from_text(has_draft(r) ? r->draft_place : SPAN_NULL));
	return o;
}

static void put_session(struct table *t, const struct session_row *r)
{
	char since[20], idle[12];

	time_format_minutes(r->since, since);
	session_idle(r, time_now(), idle);
	table_cellf(t, "%.*s", SHORT_ID, r->id);
	table_cell(t, r->name);
	table_cell(t, span_of(since));
	table_cell(t, span_of(idle));
	table_cell(t, r->origin.p ? r->origin : r->host);
	if (has_draft(r))
		table_cellf(t, "%.*s", SHORT_ID, r->draft.p);
	else
		table_cell(t, SPAN_LIT(""));
}

/* Once for each account whose draft stands in no row. */
static void note_drafts(const struct session_row *list, size_t n, const char *account_id)
{
	for (size_t i = 0, k; i < n; i++) {
		const struct session_row *r = &list[i];
		for (k = 0; k < i && strcmp(list[k].account_id, r->account_id) != 0; k++)
			;
		if (k == i && r->draft.p && r->shared &&
			(!account_id || strcmp(r->account_id, account_id) == 0))
			print_note("%.*s has the draft %.*s open in one of these sessions",
				(int)r->name.n, r->name.p, SHORT_ID, r->draft.p);
	}
}

/* Those of one account, or with NULL all. */
static int print_sessions(
	const struct call *c, const struct session_row *list, size_t n, const char *account_id)
{
	static const char *const headings[] = {
		"SESSION", "NAME", "-SINCE", "IDLE", "-FROM", "DRAFT", NULL};
	struct table *t = call_option(c, "--json") ? NULL : table_new(headings);

	for (size_t i = 0; i < n; i++) {
		if (account_id && strcmp(list[i].account_id, account_id) != 0)
			continue;
		if (t)
			put_session(t, &list[i]);
		else if (print_json(session_json(&list[i])) < 0)
			return -1;
	}
	if (!t)
		return 0;
	if (table_print(&t, "Nobody is in.") < 0)
		return -1;
	fflush(stdout);
	note_drafts(list, n, account_id);
	return 0;
}

static int list_sessions(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session_row *list;
	struct account x = {0};
	size_t n;

	if (c->n > 0 && accounts_find(db, span_of(c->words[0]), a, &x, e) < 0)
		return -1;
	if (sessions_list(db, a, &list, &n, e) < 0)
		return -1;
	return print_sessions(c, list, n, c->n > 0 ? x.id : NULL);
}

static int run_sessions(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 || list_sessions(c, db, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

/* --- Ending. --- */

#define SHORTEST_ID 4

/* An account's sessions, or the one whose id begins with the word. */
static bool is_meant(const struct session_row *r, const struct account *x, const char *word)
{
	if (x->id[0])
		return strcmp(r->account_id, x->id) == 0;
	return strlen(word) >= SHORTEST_ID && strncmp(r->id, word, strlen(word)) == 0;
}

/* Leaves those that are meant in the list. */
static size_t keep_meant(
	struct session_row *list, size_t n, const struct account *x, const char *word)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (is_meant(&list[i], x, word))
			list[kept++] = list[i];
	return kept;
}

static int find_meant(const struct call *c, struct db *db, struct arena *a,
	struct session_row **list, size_t *n, struct err *e)
{
	const char *word = c->words[0];
	struct account x = {0};
	struct err missing = {0};

	if (accounts_find(db, span_of(word), a, &x, &missing) < 0 && missing.code != ERR_MISSING)
		return err_take(e, &missing);
	if (sessions_list(db, a, list, n, e) < 0)
		return -1;
	*n = keep_meant(*list, *n, &x, word);
	if (*n == 0 && x.id[0])
		return err_set(e, ERR_MISSING, "%.*s is not in", (int)x.username.n, x.username.p);
	if (*n == 0) {
		err_set(e, ERR_MISSING, "\"%s\" is neither an account nor a session that stands",
			word);
		return err_hint(e, "tenet accounts sessions lists them");
	}
	if (*n > 1 && !x.id[0])
		return err_set(e, ERR_USAGE, "several sessions begin with \"%s\"", word);
	return 0;
}

static int end(const struct call *c, struct db *db, struct arena *a, struct err *e)
{
	struct session_row *list = NULL;
	struct session s;
	size_t n = 0;

	if (command_login(c, db, &s, e) < 0 || find_meant(c, db, a, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct err why = {0};
		/* One that ended by itself meanwhile is as good. */
		if (sessions_stop(db, &s, list[i].id, &why) < 0 && why.code != ERR_MISSING)
			return err_take(e, &why);
	}
	if (call_option(c, "--json"))
		return print_sessions(c, list, n, NULL);
	if (n > 0)
		print_line(PRINT_PLAIN, "ended %zu session%s of %s", n, n == 1 ? "" : "s",
			arena_memdup(a, list[0].name.p, list[0].name.n));
	return 0;
}

static int run_end(const struct call *c)
{
	return account_write_with(c, end);
}

/* --- Who may do what. --- */

static json_t *role_json(enum role role)
{
	json_t *o = json_object(), *may = json_array();

	for (int p = 0; p < PERMISSIONS; p++)
		if (role_may(role, (enum permission)p))
			json_array_append_new(
				may, json_from_text(span_of(permission_name((enum permission)p))));
	json_put(o, "role", json_from_text(span_of(role_name(role))));
	json_put(o, "may", may);
	return o;
}

static int run_roles(const struct call *c)
{
	static const char *const headings[] = {"MODERATOR", "OPERATOR", "ADMIN", "MAY", NULL};
	struct table *t;

	if (call_option(c, "--json")) {
		for (int r = ROLE_MODERATOR; r <= ROLE_ADMIN; r++)
			if (print_json(role_json((enum role)r)) < 0)
				return EXIT_FAILED;
		return EXIT_DONE;
	}
	t = table_new(headings);
	table_tell_cut(t);
	for (int p = 0; p < PERMISSIONS; p++) {
		for (int r = ROLE_MODERATOR; r <= ROLE_ADMIN; r++)
			table_cell(t,
				role_may((enum role)r, (enum permission)p) ? SPAN_LIT("yes")
									   : SPAN_LIT("no"));
		table_cell(t, span_of(permission_name((enum permission)p)));
	}
	return table_print(&t, NULL) < 0 ? EXIT_FAILED : EXIT_DONE;
}

static const struct option_spec list_options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec end_options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};

const struct command command_accounts_sessions = {
	.name = "accounts sessions",
	.operands = "[NAME]",
	.max = 1,
	.help = "List who is in now, since when, from where, and on which draft",
	.options = list_options,
	.run = run_sessions,
};

const struct command command_accounts_end = {
	.name = "accounts end",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "End the sessions of an account, or one by its id",
	.options = end_options,
	.run = run_end,
};

const struct command command_accounts_roles = {
	.name = "accounts roles",
	.operands = "",
	.help = "Say which role may do what",
	.options = list_options,
	.run = run_roles,
};
