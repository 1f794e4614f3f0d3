/* tenet beliefs add, edit, delete, undo. */
#include <math.h>

#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "beliefs_steer.h"
#include "cli/print.h"
#include "store/session.h"

static json_t *title_json(struct span title)
{
	json_t *o = json_object();

	json_put(o, "title", json_from_text(title));
	return o;
}

/* "added 1234abcd Tea helps (update …)". */
static void say(const struct steer_call *s, const char *done, const char *belief_id,
	struct span title, const char *behind, const char *what, const char *id)
{
	struct str line = {0};

	str_addf(&line, "%s%s ", steer_would(s), done);
	if (belief_id[0])
		str_addf(&line, "%.*s ", SHORT_ID, belief_id);
	str_adds(&line, title);
	str_add(&line, behind);
	if (!s->dry)
		str_addf(&line, " (%s %.*s)", what, SHORT_ID, id);
	print_text(PRINT_PLAIN, str_span(&line));
	str_free(&line);
}

static int add(struct steer_call *s, struct err *e)
{
	struct steer_new n = {.persona = span_of(call_option(s->call, "--persona")),
		.title = span_of(s->call->words[0]),
		.summary = span_of(call_option(s->call, "--summary")),
		.text = span_of(call_option(s->call, "--text")),
		.tags = span_of(call_option(s->call, "--tags")),
		.confidence = 0.5,
		.reason = steer_reason(s)};
	struct steer_result out = {.dry = s->dry};

	if (steer_number(s->call, "--confidence", "added", &n.confidence, e) < 0)
		return -1;
	if (steer_add(s->db, &s->session, &n, &s->arena, &out, e) < 0) {
		steer_hint_reason(s, e);
		return err_prefix(e, "the belief was not added");
	}
	if (call_option(s->call, "--json"))
		return steer_print_json(
			s, out.update_id, out.belief_id, json_null(), title_json(n.title));
	say(s, "added", s->dry ? "" : out.belief_id, n.title, "", "update", out.update_id);
	return 0;
}

static int run_add(const struct call *c)
{
	const char *summary = call_option(c, "--summary");
	struct err e = {0};

	if (summary && *summary)
		return steer_command_number(c, "--confidence", "added", add);
	err_set(&e, ERR_USAGE, "beliefs add: a belief needs a summary, what it says in a sentence");
	err_hint(&e, "--summary T says it");
	return command_fail(&e);
}

static int edit(struct steer_call *s, struct err *e)
{
	struct steer_change c = {.what = STEER_EDIT,
		.reason = steer_reason(s),
		.title = span_of(call_option(s->call, "--title")),
		.summary = span_of(call_option(s->call, "--summary")),
		.tags = span_of(call_option(s->call, "--tags"))};
	struct steer_belief b;

	if (!c.title.p && !c.summary.p && !c.tags.p)
		return err_set(e, ERR_USAGE, "beliefs edit: say --title, --summary or --tags");
	if (steer_named(s, s->call->words[0], &b, e) < 0)
		return -1;
	return steer_make(s, &b, &c, "edited", e);
}

static int run_edit(const struct call *c)
{
	return steer_command(c, edit);
}

static int delete_it(struct steer_call *s, struct err *e)
{
	const char *title = call_option(s->call, "--title");
	struct steer_result out = {.dry = s->dry};
	struct str toll = {0};
	struct steer_belief b;
	struct steer_toll t;

	if (steer_named(s, s->call->words[0], &b, e) < 0 || steer_toll(s->db, b.id, &t, e) < 0)
		return -1;
	struct span typed = title ? span_of(title) : s->dry ? b.title : SPAN_NULL;
	if (steer_delete(s->db, &s->session, &b, &t, typed, steer_reason(s), &s->arena, &out, e) <
		0) {
		if (!span_eq(typed, b.title))
			err_hint(e, "--title says the whole title, so that no other one goes");
		return steer_failed(s, b.id, "deleted", e);
	}
	if (call_option(s->call, "--json"))
		return steer_print_json(s, out.update_id, b.id, title_json(b.title), json_null());
	str_add(&toll, " with ");
	steer_say_toll(&t, &toll);
	say(s, "deleted", b.id, b.title, str_cstr(&toll), "undo", out.update_id);
	str_free(&toll);
	return 0;
}

static int run_delete(const struct call *c)
{
	struct err e = {0};

	if (call_option(c, "--title") || call_option(c, "--dry-run"))
		return steer_command(c, delete_it);
	err_set(&e, ERR_USAGE, "beliefs delete: --title is needed, so that no other belief goes");
	err_hint(&e, "--title T says the whole title");
	return command_fail(&e);
}

static int undo(struct steer_call *s, struct err *e)
{
	struct span id = s->call->n > 0 ? span_of(s->call->words[0]) : SPAN_NULL;
	struct steer_result out = {.dry = s->dry};
	struct steer_undo u;
	struct str line = {0};

	if (session_check(s->db, &s->session, MAY_STEER, e) < 0 ||
		steer_undo_find(s->db, &s->session, id, &s->arena, &u, e) < 0)
		return err_prefix(e, "nothing was taken back");
	if (steer_undo(s->db, &s->session, &u, steer_reason(s), &s->arena, &out, e) < 0)
		return err_prefix(e, "%.*s was not taken back", SHORT_ID, u.id);
	if (call_option(s->call, "--json"))
		return steer_print_json(s, out.update_id, out.belief_id, steer_value_json(u.after),
			u.what == UNDO_DELETE ? title_json(u.title) : steer_value_json(u.before));
	str_add(&line, ": ");
	str_adds(&line, out.said);
	if (u.passed.p) {
		struct str passed = {0};
		str_add(&passed, "passed over ");
		str_adds(&passed, u.passed);
		print_text(PRINT_WARN, str_span(&passed));
		str_free(&passed);
	}
	say(s, "taken back", out.belief_id, u.title, str_cstr(&line),
		u.what == UNDO_ADD ? "undo" : "update", out.update_id);
	str_free(&line);
	return 0;
}

static int run_undo(const struct call *c)
{
	return steer_command(c, undo);
}

#define OPTION_TAGS \
	{ \
		"--tags", "JSON", "an array of texts, as [\"science\"]", NULL \
	}
static const struct option_spec add_options[] = {
	{"--summary", "T", "what it says in a sentence " OPTION_NEEDED, NULL},
	{"--confidence", "P", "from 0 to 1 (default: 0.5)", NULL},
	{"--text", "T", "what its first stance says (default: the summary)", NULL}, OPTION_TAGS,
	{"--persona", "NAME", "whose it is; needed where there are several", NULL}, STEER_OPTIONS};
static const struct option_spec edit_options[] = {{"--title", "T", "another title", NULL},
	{"--summary", "T", "another summary", NULL}, OPTION_TAGS, STEER_OPTIONS};
static const struct option_spec delete_options[] = {
	{"--title", "T", "its whole title, to be sure " OPTION_NEEDED, NULL}, STEER_OPTIONS};
static const struct option_spec undo_options[] = {
	{"--reason", "T", "why; it stands in the audit log", NULL}, OPTION_DRY_RUN, OPTION_LOGIN,
	OPTION_JSON, OPTION_END};

const struct command command_beliefs_add = {
	.name = "beliefs add",
	.operands = "TITLE",
	.min = 1,
	.max = 1,
	.help = "Add a belief with its first stance",
	.options = add_options,
	.run = run_add,
};

const struct command command_beliefs_edit = {
	.name = "beliefs edit",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Change a belief's title, summary or tags",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = edit_options,
	.run = run_edit,
};

const struct command command_beliefs_delete = {
	.name = "beliefs delete",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "Delete a belief with all that hangs on it",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = delete_options,
	.run = run_delete,
};

const struct command command_beliefs_undo = {
	.name = "beliefs undo",
	.operands = "[CHANGE]",
	.min = 0,
	.max = 1,
	.help = "Take back one's newest change of the beliefs, or the one with this id",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = undo_options,
	.run = run_undo,
};
