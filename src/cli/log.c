/* tenet log: events, or the ledger of decisions. */
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "cli/print.h"
#include "commands.h"
#include "limit.h"
#include "model/event.h"
#include "posts.h"
#include "store/accounts.h"
#include "store/log.h"

#define PAGE 20 /* contents may be long */
#define TITLE 400 /* bytes */
#define LONGEST_DETAIL 120

struct listing {
	const struct call *call;
	struct db *db;
	struct log_query query;
	struct filter filter;
	size_t left; /* rows that may still be printed */
	bool more; /* rows were left out */
	struct arena page;
	struct table *table; /* NULL: JSON */
};

/* --- Rows. --- */

static enum print_style style_of(struct span action)
{
	if (span_is(action, "approve"))
		return PRINT_GOOD;
	return span_is(action, "reject") ? PRINT_BAD : PRINT_WARN;
}

/* The beginning of a content as one line; drafts may be very long. */
static struct span title(struct span content, struct arena *a)
{
	size_t n = content.n < TITLE ? content.n : TITLE;

	while (n < content.n && n > 0 && ((unsigned char)content.p[n] & 0xC0) == 0x80)
		n--;
	return content.p ? post_one_line((struct span){content.p, n}, a) : SPAN_NULL;
}

static void add_decision(struct listing *l, const struct ledger_row *r)
{
	table_time(l->table, r->decided_at);
	table_cell(l->table, r->actor);
	table_cell_styled(l->table, style_of(r->action), r->action);
	table_cellf(l->table, "%.*s", r->post_id.n < SHORT_ID ? (int)r->post_id.n : SHORT_ID,
		r->post_id.p);
	table_cell(l->table, r->reason);
	table_cell(l->table, r->note);
	table_cell(l->table, title(r->content_before, &l->page));
}

static int put_decisions(struct listing *l, size_t *n, bool *more, struct err *e)
{
	struct ledger_row *rows;

	if (log_decisions(l->db, &l->query, &l->page, &rows, n, more, e) < 0)
		return -1;
	for (size_t i = 0; i < *n && !print_lost(); i++) {
		if (l->table)
			add_decision(l, &rows[i]);
		else if (print_json(post_decision_json(&rows[i])) < 0)
			return -1;
		l->query.before = rows[i].seq;
	}
	return 0;
}

static json_t *event_json(const struct event_row *r)
{
	json_t *o = json_object();

	json_put(o, "seq", json_integer(r->seq));
	json_put(o, "id", json_from_text(r->id));
	json_put(o, "at", json_from_time(r->at));
	json_put(o, "actor_id", json_from_text(r->actor_id));
	json_put(o, "actor", json_from_text(r->actor));
	json_put(o, "kind", json_from_text(r->kind));
	json_put(o, "subject", json_from_text(r->subject));
	json_put(o, "detail",
		r->detail.n > 0 && r->detail.p[0] == '{' ? json_from_column(r->detail)
							 : json_from_text(r->detail));
	return o;
}

static void add_event(struct listing *l, const struct event_row *r)
{
	table_time(l->table, r->at);
	table_cell(l->table, r->actor.n > 0 ? r->actor : SPAN_LIT("-"));
	table_cell(l->table, r->kind);
	table_cell(l->table, r->subject);
	table_cell_cut(l->table, r->detail, LONGEST_DETAIL); /* of a deleted belief all was kept */
}

static int put_events(struct listing *l, size_t *n, bool *more, struct err *e)
{
	struct event_row *rows;

	if (log_events(l->db, &l->query, &l->page, &rows, n, more, e) < 0)
		return -1;
	for (size_t i = 0; i < *n && !print_lost(); i++) {
		if (l->table)
			add_event(l, &rows[i]);
		else if (print_json(event_json(&rows[i])) < 0)
			return -1;
		l->query.before = rows[i].seq;
	}
	return 0;
}

/* --- The call. --- */

static int read_since(const struct call *c, struct arena *a, int64_t *out, struct err *e)
{
	const char *text = call_option(c, "--since");

	*out = TIME_NONE;
	if (text && event_since_read(span_of(text), time_now(), a, out, e) < 0)
		return err_prefix(e, "log: --since");
	return 0;
}

static int read_filter(struct listing *l, struct arena *a, struct err *e)
{
	const char *text = call_option(l->call, "--filter");

	if (!text)
		return 0;
	if (!call_option(l->call, "--decisions")) {
		l->query.words = span_of(text);
		return 0;
	}
	if (filter_parse(FILTER_DRAFTS, span_of(text), a, &l->filter, e) < 0)
		return err_prefix(e, "--filter");
	if (l->filter.sort != FILTER_OLDEST || l->filter.reversed)
		return err_set(e, ERR_USAGE, "--filter: a log is ordered by time alone");
	l->query.filter = &l->filter;
	return 0;
}

static int put_pages(struct listing *l, struct err *e)
{
	bool decisions = call_option(l->call, "--decisions") != NULL, more = true;

	while (more && l->left > 0 && !print_lost()) {
		size_t n = 0;
		arena_clear(&l->page);
		l->query.limit = l->left < PAGE ? l->left : PAGE;
		if ((decisions ? put_decisions : put_events)(l, &n, &more, e) < 0)
			return -1;
		l->left -= n;
	}
	l->more = more;
	return 0;
}

/* What is not shown must not look as if it were not there. */
static int say_held_back(const struct listing *l, struct err *e)
{
	bool held_back;

	if (accounts_held_back(l->db, &held_back, e) < 0)
		return -1;
	if (held_back)
		print_note("only what happened to beliefs: the server keeps the rest of the log"
			   " for admins");
	return 0;
}

static int has_acted(struct listing *l, bool *out, struct err *e)
{
	const struct log_query q = {.actor = l->query.actor, .since = TIME_NONE, .limit = 1};
	struct ledger_row *decisions;
	struct event_row *events;
	size_t decided, n = 0;
	bool more;

	if (log_decisions(l->db, &q, &l->page, &decisions, &decided, &more, e) < 0 ||
		(decided == 0 && log_events(l->db, &q, &l->page, &events, &n, &more, e) < 0))
		return -1;
	*out = decided > 0 || n > 0;
	return 0;
}

/* Where nothing matches: a name that nobody has, and nobody had who did anything, is a slip. */
static int check_actor(struct listing *l, struct arena *a, struct err *e)
{
	struct account account;
	bool held_back, acted = false;

	if (accounts_held_back(l->db, &held_back, e) < 0)
		return -1;
	if (held_back)
		return 0;
	if (has_acted(l, &acted, e) < 0)
		return -1;
	return acted ? 0 : accounts_find(l->db, l->query.actor, a, &account, e);
}

static int list(struct listing *l, struct arena *a, struct err *e)
{
	static const char *const decisions[] = {
		"TIME", "BY", "ACTION", "DRAFT", "-REASON", "-NOTE", "-CONTENT", NULL};
	static const char *const events[] = {"TIME", "BY", "EVENT", "SUBJECT", "DETAIL", NULL};
	bool decided = call_option(l->call, "--decisions") != NULL;

	l->query.actor = span_of(call_option(l->call, "--by"));
	l->query.kind = span_of(call_option(l->call, "--kind"));
	if (decided && l->query.kind.p)
		return err_set(e, ERR_USAGE, "log: --kind is for events, not for --decisions");
	if (limit_read(l->call, &l->left, e) < 0 ||
		read_since(l->call, a, &l->query.since, e) < 0 || read_filter(l, a, e) < 0 ||
		command_open(l->call, DB_READ_ONLY, a, &l->db, e) < 0)
		return -1;
	if (!call_option(l->call, "--json"))
		l->table = table_new(decided ? decisions : events);
	size_t most = l->left;
	int result = put_pages(l, e);
	if (result == 0 && l->left == most && l->query.actor.p)
		result = check_actor(l, a, e);
	const char *empty = result < 0 ? NULL
		: decided              ? "No decisions match."
				       : "No events match.";
	if (l->table && table_print(&l->table, empty) < 0)
		return -1;
	if (l->more && !print_lost() && limit_says(l->call)) {
		fflush(stdout);
		print_note("these are the newest; " LIMIT_MORE);
	}
	if (result == 0 && !decided)
		return say_held_back(l, e);
	if (result < 0 && e->code == ERR_DENIED && !decided) {
		e->hint[0] = '\0'; /* the database knows of rights only */
		err_hint(e, "events are for admins; `tenet log --decisions` is for everybody");
	}
	return result;
}

static int run(const struct call *c)
{
	struct listing l = {.call = c};
	struct arena a = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (list(&l, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&l.db);
	arena_free(&l.page);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {
	{"--decisions", NULL, "decisions on drafts instead of events", NULL},
	{"--filter", "F", "only decisions on drafts that match, or events that hold this text",
		NULL},
	{"--kind", "K", "only events of this kind", event_kinds},
	{"--by", "NAME", "only what this account did", NULL},
	{"--since", "AGE", "nothing older: 2h, 3d, 2w, or a time", NULL},
	{"--limit", "N", "at most N rows, or all (default: 50)", NULL},
	{"--json", NULL, "print JSON, one row a line, named as in the database", NULL},
	OPTION_END,
};

const struct command command_log = {
	.name = "log",
	.operands = "",
	.help = "List what happened, newest first: logins, accounts, settings, or decisions",
	.options = options,
	.run = run,
};
