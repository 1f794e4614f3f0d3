/* tenet beliefs nudge, set, lock, unlock. */
#include "beliefs_steer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "base/sanitize.h"
#include "base/str.h"
#include "cli/print.h"
#include "model/audit.h"

int steer_command(const struct call *c, steer_call_fn *fn)
{
	struct steer_call s = {.call = c, .dry = call_option(c, "--dry-run") != NULL};
	struct err e = {0};
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_WRITE, &s.arena, &s.db, &e) < 0 ||
		command_login(c, s.db, &s.session, &e) < 0 || fn(&s, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&s.db);
	arena_free(&s.arena);
	return status;
}

int steer_named(struct steer_call *s, const char *name, struct steer_belief *out, struct err *e)
{
	return steer_find(s->db, span_of(name), &s->arena, out, e);
}

struct span steer_reason(const struct steer_call *s)
{
	return span_of(call_option(s->call, "--reason"));
}

int steer_number(
	const struct call *c, const char *option, const char *done, double *out, struct err *e)
{
	const char *text = call_option(c, option);
	double v;

	if (!text)
		return 0;
	if (!number_read(span_of(text), &v) || v < 0 || v > 1)
		return err_set(e, ERR_USAGE,
			"%s: %s is a number from 0 to 1, not \"%s\": %s was not %s",
			c->command->name, option, text, c->words[0], done);
	*out = v;
	return 0;
}

int steer_command_number(
	const struct call *c, const char *option, const char *done, steer_call_fn *fn)
{
	struct err e = {0};
	double checked;

	return steer_number(c, option, done, &checked, &e) < 0 ? command_fail(&e)
							       : steer_command(c, fn);
}

const char *steer_would(const struct steer_call *s)
{
	return s->dry ? "would have " : "";
}

/* --- What was done --- */

json_t *steer_value_json(struct span value)
{
	json_t *o = json_from_column(value);
	const char *tags = json_string_value(json_object_get(o, "tags"));

	if (tags)
		json_put(o, "tags", json_from_column(span_of(tags)));
	return o;
}

int steer_print_json(const struct steer_call *s, const char *update_id, const char *belief_id,
	json_t *before, json_t *after)
{
	json_t *o = json_object();

	json_put(o, "update_id", s->dry ? json_null() : json_string(update_id));
	json_put(o, "belief_id", json_string(belief_id));
	json_put(o, "dry_run", json_boolean(s->dry));
	json_put(o, "old", before);
	json_put(o, "new", after);
	return print_json(o);
}

/* Of what was set, more than three places may be kept. */
static void say_whole(double v, struct str *out)
{
	char text[NUMBER_TEXT];

	number_format(v, text);
	str_add(out, text);
}

static void say_after(const struct steer_after *after, struct str *out)
{
	if (fabs(after->confidence - round(after->confidence * 1000) / 1000) < 1e-9)
		str_addf(out, "%.3f", after->confidence);
	else
		say_whole(after->confidence, out);
}

static void say_version(
	const struct steer_belief *b, const struct steer_after *after, struct str *out)
{
	str_add(out, ": ");
	steer_say_confidence(b, out);
	if (isnan(after->confidence) || after->confidence == b->confidence) {
		str_add(out, " stays");
	} else {
		str_add(out, " to ");
		say_after(after, out);
	}
	if (!span_eq(after->text, b->text))
		str_add(out, ", with another text");
}

/* What else was done: "title "Tea" became "Tea helps"; tags added: health". */
static void print_rest(const struct steer_change *c, const struct steer_result *r)
{
	struct str line = {0};

	str_add(&line, "  ");
	size_t indent = line.len;
	audit_say(r->old_value, r->new_value, SPAN_NULL, &line);
	if (line.len > indent)
		print_text(PRINT_PLAIN, str_span(&line));
	if (c->summary.p && !span_eq(c->summary, r->before.summary))
		print_quote("  ", c->summary);
	str_free(&line);
}

static int report_json(const struct steer_call *s, const struct steer_result *r)
{
	json_t *after = steer_value_json(r->new_value),
	       *evidence = json_object_get(after, "evidence");

	if (s->dry && evidence) /* one that was not linked has none */
		json_put(evidence, "id", json_null());
	return steer_print_json(
		s, r->update_id, r->belief_id, steer_value_json(r->old_value), after);
}

static int report(const struct steer_call *s, const struct steer_change *c, const char *done,
	const struct steer_result *r)
{
	const struct steer_belief *b = &r->before;
	const struct steer_after *after = &r->after;
	const char *clamped = steer_clamp_note(b, c, after);
	struct str line = {0};

	if (call_option(s->call, "--json"))
		return report_json(s, r);
	str_addf(&line, "%s%s %.*s ", steer_would(s), done, SHORT_ID, b->id);
	str_adds(&line, b->title);
	if (after->version)
		say_version(b, after, &line);
	if (!s->dry)
		str_addf(&line, " (update %.*s)", SHORT_ID, r->update_id);
	print_text(PRINT_PLAIN, str_span(&line));
	if (c->what == STEER_EDIT || c->what == STEER_EVIDENCE)
		print_rest(c, r);
	if (after->version && !span_eq(after->text, b->text))
		print_quote("  ", after->text);
	if (clamped)
		print_line(PRINT_DIM, "  %s", clamped);
	const char *why = after->version ? steer_no_return(b->status, b->kind) : NULL;
	if (why)
		print_line(PRINT_WARN, "  it cannot be taken back: %s", why);
	str_free(&line);
	return 0;
}

void steer_hint_reason(const struct steer_call *s, struct err *e)
{
	struct err missing = {0};

	if (steer_check_reason(steer_reason(s), &missing) < 0 && strcmp(missing.text, e->text) == 0)
		err_hint(e, "--reason T says it");
}

int steer_failed(const struct steer_call *s, const char *id, const char *done, struct err *e)
{
	steer_hint_reason(s, e);
	return err_prefix(e, "%.*s was not %s", SHORT_ID, id, done);
}

int steer_make(struct steer_call *s, const struct steer_belief *b, const struct steer_change *c,
	const char *done, struct err *e)
{
	struct steer_result out = {.dry = s->dry};

	if (steer_change(s->db, &s->session, b, c, &s->arena, &out, e) < 0)
		return steer_failed(s, b->id, done, e);
	return report(s, c, done, &out);
}

/* --- The commands --- */

static int nudge(struct steer_call *s, struct err *e)
{
	struct steer_change c = {.what = STEER_NUDGE,
		.reason = steer_reason(s),
		.strength = strength_of(span_of(s->call->words[2])),
		.direction = strcmp(s->call->words[1], "up") == 0 ? +1 : -1};
	struct steer_belief b;

	if (steer_named(s, s->call->words[0], &b, e) < 0)
		return -1;
	return steer_make(s, &b, &c, "nudged", e);
}

/* What is wrong whatever the database holds, before anybody logs in. */
static int check_nudge(const struct call *c, struct err *e)
{
	const char *direction = c->words[1], *strength = c->words[2];

	if (strcmp(direction, "up") != 0 && strcmp(direction, "down") != 0)
		return err_set(e, ERR_USAGE, "beliefs nudge: up or down, not \"%s\"", direction);
	if (strength_of(span_of(strength)) == STRENGTH_OTHER)
		return err_set(e, ERR_USAGE,
			"beliefs nudge: evidence is weak, moderate or strong, not \"%s\"",
			strength);
	return 0;
}

static int run_nudge(const struct call *c)
{
	struct err e = {0};

	return check_nudge(c, &e) < 0 ? command_fail(&e) : steer_command(c, nudge);
}

static int set(struct steer_call *s, struct err *e)
{
	struct steer_change c = {.what = STEER_SET,
		.reason = steer_reason(s),
		.confidence = (double)NAN,
		.text = span_of(call_option(s->call, "--text"))};
	struct steer_belief b;

	if (steer_number(s->call, "--confidence", "set", &c.confidence, e) < 0 ||
		steer_named(s, s->call->words[0], &b, e) < 0)
		return -1;
	return steer_make(s, &b, &c, "set", e);
}

static int run_set(const struct call *c)
{
	struct err e = {0};

	if (!call_option(c, "--confidence") && !call_option(c, "--text")) {
		err_set(&e, ERR_USAGE, "beliefs set: say --confidence, --text, or both");
		return command_fail(&e);
	}
	return steer_command_number(c, "--confidence", "set", set);
}

static int lock_to(struct steer_call *s, enum steer_what what, const char *done, struct err *e)
{
	struct steer_change c = {.what = what, .reason = steer_reason(s)};
	struct steer_belief b;

	if (steer_named(s, s->call->words[0], &b, e) < 0)
		return -1;
	return steer_make(s, &b, &c, done, e);
}

static int lock(struct steer_call *s, struct err *e)
{
	return lock_to(s, STEER_LOCK, "locked", e);
}

static int unlock(struct steer_call *s, struct err *e)
{
	return lock_to(s, STEER_UNLOCK, "unlocked", e);
}

static int run_lock(const struct call *c)
{
	return steer_command(c, lock);
}

static int run_unlock(const struct call *c)
{
	return steer_command(c, unlock);
}

static const struct option_spec options[] = {STEER_OPTIONS};
static const struct option_spec set_options[] = {
	{"--confidence", "P", "from 0 to 1, both included; without it, it stays as it is", NULL},
	{"--text", "T", "what the stance says; without it, it stays as it is", NULL},
	STEER_OPTIONS};

const struct command command_beliefs_nudge = {
	.name = "beliefs nudge",
	.operands = "ID up|down STRENGTH",
	.min = 3,
	.max = 3,
	.help = "Raise or lower a belief's confidence by weak, moderate or strong evidence",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = options,
	.run = run_nudge,
};

const struct command command_beliefs_set = {
	.name = "beliefs set",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Set a belief's confidence, what its stance says, or both",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = set_options,
	.run = run_set,
};

const struct command command_beliefs_lock = {
	.name = "beliefs lock",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Lock a belief: nobody, the agent included, changes it until it is unlocked",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = options,
	.run = run_lock,
};

const struct command command_beliefs_unlock = {
	.name = "beliefs unlock",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Unlock a belief",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = options,
	.run = run_unlock,
};
