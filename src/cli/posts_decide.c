/* tenet posts approve, reject, undo. */
#include "posts_decide.h"

#include <string.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "cli/print.h"
#include "doubt.h"

const char decide_found_late[] = " (saved before the connection was lost)";

static const char *verb(enum decision d)
{
	return d == DECIDE_APPROVE ? "approved" : "rejected";
}

/* Says who decided first, what and when. */
static int too_late(const char *id, const struct decision_result *r)
{
	struct err e = {0};
	char when[20] = "";
	int64_t at;

	if (time_parse(r->at, &at))
		time_format_minutes(at, when);
	switch (r->outcome) {
	case DECIDED_BEFORE:
		err_set(&e, ERR_CONFLICT, "%.*s: already %s%s%.*s%s%s", SHORT_ID, id,
			post_status_name(r->status), r->by.p ? " by " : "", (int)r->by.n,
			r->by.p ? r->by.p : "", *when ? " at " : "", when);
		break;
	case DECISION_GONE:
		err_set(&e, ERR_CONFLICT, "%.*s: the draft was deleted", SHORT_ID, id);
		break;
	case DECISION_HIDDEN:
		err_set(&e, ERR_USAGE, "%.*s: not approved, since it hides or disguises something",
			SHORT_ID, id);
		break;
	case DECISION_EDITED:
		err_set(&e, ERR_CONFLICT,
			"%.*s: not approved, since you edited it in the console, and your text is "
			"kept",
			SHORT_ID, id);
		err_hint(&e,
			"go on with it there, or say --forget-edit to approve what the agent "
			"wrote");
		return command_fail(&e);
	case DECISION_SAME:
		err_set(&e, ERR_CONFLICT,
			"%.*s: the first of two approvals is yours; somebody else has to give the "
			"other",
			SHORT_ID, id);
		break;
	default:
		err_set(&e, ERR_CONFLICT,
			"%.*s: the draft changed since it was seen, so it was not decided",
			SHORT_ID, id);
	}
	err_hint(&e, "tenet posts show %.*s", SHORT_ID, id);
	return command_fail(&e);
}

int decide_say(struct decider *d, const char *id, struct span subreddit,
	const struct decision_result *r, const char *more)
{
	struct err e = {0};
	struct post p;
	json_t *o;

	if (r->outcome != DECIDED && r->outcome != DECISION_FIRST)
		return too_late(id, r);
	arena_clear(&d->arena);
	if (!call_option(d->call, "--json")) {
		const char *label = post_label(id, subreddit, &d->arena);
		if (r->outcome == DECISION_FIRST)
			print_line(PRINT_PLAIN, "first of two approvals: %s stays pending%s", label,
				more);
		else
			print_line(PRINT_PLAIN, "%s %s%s", verb(d->decision), label, more);
		return EXIT_DONE;
	}
	if (posts_get(d->db, span_of(id), &d->arena, &p, &e) < 0)
		return command_fail(&e);
	o = post_json(&p, &d->arena);
	json_put(o, "approved_once", json_boolean(r->outcome == DECISION_FIRST));
	json_put(o, "decision_id", json_from_text(span_of(r->ledger_id)));
	return print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
}

/* Who approves by id has seen nothing. What hides or disguises a part of itself must be seen. */
static int hides(const struct post *p, struct err *e)
{
	struct text_report report;
	struct str said = {0};
	int result = 0;

	text_scan(p->content, &report);
	if (!text_report_say(&report, &said)) {
		text_scan(p->target_subreddit, &report);
		text_report_say(&report, &said);
	}
	if (said.len > 0) {
		err_set(e, ERR_USAGE,
			"%.*s: not approved, since it hides or disguises something: %s", SHORT_ID,
			p->id, str_cstr(&said));
		result = err_hint(e,
			"look at it with `tenet posts show %.*s`, then say --seen and what stands "
			"there "
			"beside `seen`",
			SHORT_ID, p->id);
	}
	str_free(&said);
	return result;
}

static int decide_one(struct decider *d, const char *word)
{
	struct post p;
	struct err e = {0};
	struct arena a = {0};
	struct decision_result result;
	struct decision_request request = {
		.seen_hash = call_option(d->call, "--seen"),
		.decision = d->decision,
		.reason = span_of(call_option(d->call, "--reason")),
		.note = span_of(call_option(d->call, "--note")),
		.viewing_ms = -1,
		.forgets = call_option(d->call, "--forget-edit"),
	};
	int status;

	if (posts_get(d->db, span_of(word), &a, &p, &e) < 0 ||
		(d->decision == DECIDE_APPROVE && !request.seen_hash && hides(&p, &e) < 0)) {
		arena_free(&a);
		return command_fail(&e);
	}
	request.post_id = p.id;
	bool sure = posts_decide(d->db, &d->session, &request, &a, &result, &e) == 0;
	if (!sure && doubt_settle(d->db, p.id, result.ledger_id, &e) < 0)
		status = command_fail(&e);
	else
		status = decide_say(
			d, p.id, p.target_subreddit, &result, sure ? "" : decide_found_late);
	arena_free(&a);
	return status;
}

bool decide_hopeless(const struct err *e)
{
	return e->code != ERR_NONE && e->code != ERR_MISSING && e->code != ERR_USAGE;
}

static int check_operands(const struct call *c, struct err *e)
{
	bool filter = call_option(c, "--filter"), yes = call_option(c, "--yes");

	if (filter && c->n > 0)
		return err_set(e, ERR_USAGE, "%s: name drafts, or give a --filter, not both",
			c->command->name);
	if (filter || (c->n > 0 && !yes))
		return 0;
	err_set(e, ERR_USAGE,
		c->n > 0 ? "%s: --yes goes with --filter" : "%s: there must be 1 operand at least",
		c->command->name);
	return err_hint(e, "usage: tenet %s ID…, or --filter F --yes", c->command->name);
}

static int check_seen(const struct call *c, struct err *e)
{
	const char *seen = call_option(c, "--seen");

	if (!seen)
		return 0;
	if (c->n != 1)
		return err_set(
			e, ERR_USAGE, "%s: --seen speaks of one draft alone", c->command->name);
	if (strlen(seen) == SHA256_TEXT - 1 && seen[strspn(seen, "0123456789abcdef")] == '\0')
		return 0;
	err_set(e, ERR_USAGE, "%s: \"%s\" is no hash", c->command->name, seen);
	return err_hint(e, "tenet posts show %s prints it as \"seen\"", c->words[0]);
}

static int decide(const struct call *c, enum decision decision)
{
	struct decider d = {.call = c, .decision = decision};
	struct err e = {0};
	struct arena a = {0};
	int status;

	if (check_operands(c, &e) < 0 || check_seen(c, &e) < 0 ||
		command_open(c, DB_READ_WRITE, &a, &d.db, &e) < 0 ||
		command_login(c, d.db, &d.session, &e) < 0)
		status = command_fail(&e);
	else
		status = c->n == 1 ? decide_one(&d, c->words[0]) : decide_many(&d);
	db_close(&d.db);
	arena_free(&d.arena);
	arena_free(&a);
	return status;
}

static int run_approve(const struct call *c)
{
	return decide(c, DECIDE_APPROVE);
}

static int run_reject(const struct call *c)
{
	return decide(c, DECIDE_REJECT);
}

int undo_say(const struct call *c, const struct undo_result *r, const char *more, struct arena *a)
{
	const char *label = post_label(r->post_id, r->target_subreddit, a);
	struct err e = {0};
	json_t *o;

	if (r->refused) {
		err_set(&e, ERR_CONFLICT, "%s stays %s: %s", label, verb(r->decision), r->refused);
		return command_fail(&e);
	}
	if (!call_option(c, "--json")) {
		print_line(PRINT_PLAIN, "undone: %s %s pending%s, it had been %s%s%s%s", label,
			r->first ? "stays" : "is", r->first ? "" : " again", verb(r->decision),
			r->first ? " as the first of two" : "",
			r->restored ? " with an edited text, which is gone" : "", more);
		if (r->counts.p)
			print_line(PRINT_PLAIN, "%.*s's approval is the first of two",
				(int)r->counts.n, r->counts.p);
		return EXIT_DONE;
	}
	o = json_object();
	json_put(o, "id", json_from_text(span_of(r->post_id)));
	json_put(o, "status", json_from_text(SPAN_LIT("pending")));
	json_put(o, "approved_once", json_boolean(r->counts.p != NULL));
	json_put(o, "text_restored", json_boolean(r->restored));
	json_put(o, "decision_id", json_from_text(span_of(r->ledger_id)));
	return print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
}

static int undo(const struct call *c, struct db *db, const struct session *s, const char *post_id,
	struct arena *a)
{
	struct err e = {0};
	struct undo_result r;
	bool sure = posts_undo(db, s, post_id, 0, a, &r, &e) == 0;

	if (!sure && doubt_settle(db, r.post_id, r.ledger_id, &e) < 0)
		return command_fail(&e);
	if (r.batch[0])
		return undo_many(c, db, s, r.batch);
	return undo_say(c, &r, sure ? "" : decide_found_late, a);
}

static int run_undo(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct session s;
	struct post p;
	int status;

	if (command_open(c, DB_READ_WRITE, &a, &db, &e) < 0 || command_login(c, db, &s, &e) < 0 ||
		(c->n > 0 && posts_get(db, span_of(c->words[0]), &a, &p, &e) < 0))
		status = command_fail(&e);
	else
		status = undo(c, db, &s, c->n > 0 ? p.id : NULL, &a);
	db_close(&db);
	arena_free(&a);
	return status;
}

#define OPTION_SEEN \
	{ \
		"--seen", "HASH", "only if the draft is still the one that posts show printed", \
			NULL \
	}
#define OPTIONS_MANY \
	{"--filter", "F", "all undecided drafts that match, as posts list shows them", NULL}, \
	{ \
		"--yes", NULL, "with --filter, which needs it: decide on all that it finds", NULL \
	}

static const struct option_spec approve_options[] = {
	OPTION_SEEN,
	{"--forget-edit", NULL,
		"approve what the agent wrote, also where one's own edit of it is kept", NULL},
	OPTIONS_MANY,
	OPTION_LOGIN,
	OPTION_JSON,
	OPTION_END,
};
static const struct option_spec undo_options[] = {OPTION_LOGIN, OPTION_JSON, OPTION_END};
static const struct option_spec reject_options[] = {
	OPTION_SEEN,
	{"--reason", "R", "why, in a word or two", NULL},
	{"--note", "T", "what else should be remembered", NULL},
	OPTIONS_MANY,
	OPTION_LOGIN,
	OPTION_JSON,
	OPTION_END,
};

const struct command command_posts_approve = {
	.name = "posts approve",
	.operands = "[ID…]",
	.max = -1,
	.help = "Approve drafts, which the agent then publishes",
	.exits = "2 when the draft hides or disguises something, and --seen does not say that it "
		 "was looked at; 4 when somebody else decided, or the draft is not what --seen "
		 "says; of several drafts, the highest",
	.options = approve_options,
	.run = run_approve,
};

const struct command command_posts_reject = {
	.name = "posts reject",
	.operands = "[ID…]",
	.max = -1,
	.help = "Reject drafts",
	.exits = "4 when somebody else decided, or the draft is not what --seen says; of several "
		 "drafts, the highest",
	.options = reject_options,
	.run = run_reject,
};

const struct command command_posts_undo = {
	.name = "posts undo",
	.operands = "[ID]",
	.max = 1,
	.help = "Take back one's newest decision, or all made with it, or the one on ID, unless "
		"published",
	.options = undo_options,
	.run = run_undo,
};
