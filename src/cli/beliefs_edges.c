/* tenet beliefs link, edge, unlink, evidence. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "beliefs_steer.h"
#include "cli/print.h"

/* The edge that is named by its id, or by ID RELATION OTHER. */
static int named_edge(struct steer_call *s, struct steer_edge *out, struct err *e)
{
	const char **words = s->call->words;
	struct steer_belief source, target;

	if (s->call->n == 1)
		return steer_edge_find(s->db, span_of(words[0]), &s->arena, out, e);
	if (s->call->n == 2)
		return err_set(e, ERR_USAGE,
			"an edge is named by its id, or by belief, relation and other belief");
	if (steer_named(s, words[0], &source, e) < 0 || steer_named(s, words[2], &target, e) < 0)
		return -1;
	return steer_edge_between(
		s->db, source.id, span_of(words[1]), target.id, &s->arena, out, e);
}

static json_t *edge_json(const struct steer_edge *g)
{
	json_t *o = json_object();

	json_put(o, "id", g->id[0] ? json_string(g->id) : json_null());
	json_put(o, "source_id", json_string(g->source_id));
	json_put(o, "target_id", json_string(g->target_id));
	json_put(o, "relation", json_from_text(g->relation));
	json_put(o, "weight", json_from_real(g->weight));
	return o;
}

static int report_json(const struct steer_call *s, const struct steer_edge *was,
	const struct steer_edge_change *now, const struct steer_result *r)
{
	struct steer_edge is = *was;

	if (!s->dry) /* one that was not made has none */
		memcpy(is.id, r->edge_id, UUID_TEXT);
	if (now) {
		is.relation = now->relation;
		is.weight = now->weight;
	}
	return steer_print_json(s, r->update_id, r->belief_id,
		was->relation.p ? edge_json(was) : json_null(), now ? edge_json(&is) : json_null());
}

static void add_edge(struct str *line, struct span relation, double weight)
{
	str_adds(line, relation);
	if (!isnan(weight))
		str_addf(line, " %.3f", weight);
}

/* "linked A supports 0.500 B", "changed A supports 0.500 B to contradicts 0.900". */
static int report(const struct steer_call *s, const char *done, const struct steer_edge *was,
	const struct steer_edge_change *now, const struct steer_result *r)
{
	struct str line = {0};
	bool added = now && !was->relation.p;

	if (call_option(s->call, "--json"))
		return report_json(s, was, now, r);
	str_addf(&line, "%s%s ", steer_would(s), done);
	str_adds(&line, was->source_title);
	str_add(&line, " ");
	if (added)
		add_edge(&line, now->relation, now->weight);
	else
		add_edge(&line, was->relation, was->weight);
	str_add(&line, " ");
	str_adds(&line, was->target_title);
	if (now && !added) {
		str_add(&line, " to ");
		add_edge(&line, now->relation, now->weight);
	}
	if (!s->dry)
		str_addf(&line, " (update %.*s)", SHORT_ID, r->update_id);
	print_text(PRINT_PLAIN, str_span(&line));
	str_free(&line);
	return 0;
}

static enum steer_relation other_asked_for(const struct steer_call *s)
{
	return call_option(s->call, "--other") ? RELATION_OTHER : RELATION_KNOWN;
}

static int failed(const struct steer_call *s, const char *id, const char *done,
	const struct steer_edge_change *c, struct err *e)
{
	if (e->code == ERR_USAGE && c->other == RELATION_KNOWN &&
		relation_of(c->relation) == REL_OTHER)
		err_hint(e, "--other means it");
	return steer_failed(s, id, done, e);
}

static int link_them(struct steer_call *s, struct err *e)
{
	struct steer_edge_change c = {.relation = span_of(s->call->words[1]),
		.other = other_asked_for(s),
		.weight = 0.5,
		.reason = steer_reason(s)};
	struct steer_result out = {.dry = s->dry};
	struct steer_belief source, target;

	if (steer_number(s->call, "--weight", "linked", &c.weight, e) < 0 ||
		steer_named(s, s->call->words[0], &source, e) < 0 ||
		steer_named(s, s->call->words[2], &target, e) < 0)
		return -1;
	if (steer_edge_add(s->db, &s->session, source.id, target.id, &c, &s->arena, &out, e) < 0)
		return failed(s, source.id, "linked", &c, e);
	struct steer_edge none = {.source_title = source.title, .target_title = target.title};
	memcpy(none.source_id, source.id, UUID_TEXT);
	memcpy(none.target_id, target.id, UUID_TEXT);
	return report(s, "linked", &none, &c, &out);
}

/* What is wrong whatever the database holds, before anybody logs in. */
static int check_relation(const struct call *c, const char *relation, struct err *e)
{
	bool other = call_option(c, "--other") != NULL;

	if (steer_check_edge(span_of(relation), other ? RELATION_OTHER : RELATION_KNOWN, 0.5, e) ==
		0)
		return 0;
	err_prefix(e, "%s", c->command->name);
	return other || !*relation ? -1 : err_hint(e, "--other means it");
}

static int run_link(const struct call *c)
{
	struct err e = {0};

	if (check_relation(c, c->words[1], &e) < 0)
		return command_fail(&e);
	return steer_command_number(c, "--weight", "linked", link_them);
}

static int change(struct steer_call *s, struct err *e)
{
	const char *relation = call_option(s->call, "--relation");
	struct steer_edge_change c = {.other = other_asked_for(s), .reason = steer_reason(s)};
	struct steer_result out = {.dry = s->dry};
	struct steer_edge g = {0};

	if (named_edge(s, &g, e) < 0)
		return -1;
	c.weight = g.weight;
	c.relation = relation ? span_of(relation) : g.relation;
	/* What it is stays what it is. */
	if (!relation)
		c.other = RELATION_OTHER;
	if (steer_number(s->call, "--weight", "changed", &c.weight, e) < 0)
		return -1;
	if (steer_edge_set(s->db, &s->session, &g, &c, &s->arena, &out, e) < 0)
		return failed(s, g.id, "changed", &c, e);
	return report(s, "changed", &g, &c, &out);
}

static int run_change(const struct call *c)
{
	const char *relation = call_option(c, "--relation");
	struct err e = {0};

	if (relation && check_relation(c, relation, &e) < 0)
		return command_fail(&e);
	return steer_command_number(c, "--weight", "changed", change);
}

static int unlink_them(struct steer_call *s, struct err *e)
{
	struct steer_result out = {.dry = s->dry};
	struct steer_edge g = {0};

	if (named_edge(s, &g, e) < 0)
		return -1;
	if (steer_edge_delete(s->db, &s->session, &g, steer_reason(s), &s->arena, &out, e) < 0)
		return steer_failed(s, g.id, "unlinked", e);
	return report(s, "unlinked", &g, NULL, &out);
}

static int run_unlink(const struct call *c)
{
	return steer_command(c, unlink_them);
}

static int evidence(struct steer_call *s, struct err *e)
{
	const char *nudge = call_option(s->call, "--nudge");
	const char *strength = call_option(s->call, "--strength");
	struct steer_change c = {.what = STEER_EVIDENCE,
		.reason = steer_reason(s),
		.strength = strength_of(span_of(strength ? strength : "")),
		.direction = !nudge                ? 0
			: strcmp(nudge, "up") == 0 ? +1
						   : -1,
		.source_type = span_of(s->call->words[1]),
		.source_ref = span_of(s->call->words[2])};
	struct steer_belief b;

	if (steer_named(s, s->call->words[0], &b, e) < 0)
		return -1;
	return steer_make(s, &b, &c, "given evidence", e);
}

static int run_evidence(const struct call *c)
{
	struct err e = {0};

	if (steer_check_evidence(span_of(c->words[1]), span_of(c->words[2]), &e) < 0) {
		err_prefix(&e, "%s", c->command->name);
		return command_fail(&e);
	}
	return steer_command(c, evidence);
}

#define OPTION_WEIGHT(help) \
	{ \
		"--weight", "W", help, NULL \
	}
#define OPTION_OTHER \
	{ \
		"--other", NULL, "the relation is none of the four, on purpose", NULL \
	}
static const char *const strengths[] = {"weak", "moderate", "strong", NULL};
static const char *const directions[] = {"up", "down", NULL};

static const struct option_spec link_options[] = {
	OPTION_WEIGHT("from 0 to 1 (default: 0.5)"), OPTION_OTHER, STEER_OPTIONS};
static const struct option_spec edge_options[] = {
	{"--relation", "R", "supports, contradicts, depends_on or evidence_for", NULL},
	OPTION_WEIGHT("from 0 to 1"), OPTION_OTHER, STEER_OPTIONS};
static const struct option_spec unlink_options[] = {STEER_OPTIONS};
static const struct option_spec evidence_options[] = {
	{"--strength", "S", "how strong it is", strengths},
	{"--nudge", "D", "change the confidence as well, by its strength", directions},
	STEER_OPTIONS};

const struct command command_beliefs_link = {
	.name = "beliefs link",
	.operands = "ID RELATION OTHER",
	.min = 3,
	.max = 3,
	.help = "Add an edge from a belief to another one",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = link_options,
	.run = run_link,
};

const struct command command_beliefs_edge = {
	.name = "beliefs edge",
	.operands = "ID [RELATION OTHER]",
	.min = 1,
	.max = 3,
	.help = "Change the relation or the weight of an edge, named by its id or by its ends",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = edge_options,
	.run = run_change,
};

const struct command command_beliefs_unlink = {
	.name = "beliefs unlink",
	.operands = "ID [RELATION OTHER]",
	.min = 1,
	.max = 3,
	.help = "Delete an edge, named by its id or by its ends",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = unlink_options,
	.run = run_unlink,
};

const struct command command_beliefs_evidence = {
	.name = "beliefs evidence",
	.operands = "ID KIND SOURCE",
	.min = 3,
	.max = 3,
	.help = "Link a reddit_comment, an external_link or a note to a belief",
	.exits = "4 when the belief is locked, or changed meanwhile",
	.options = evidence_options,
	.run = run_evidence,
};
