/* The rules of steering. */
#include "model/steer.h"

#include <jansson.h>
#include <math.h>

#include "base/json.h"
#include "base/sanitize.h"

void steer_say_confidence(const struct steer_belief *b, struct str *out)
{
	switch (b->kind) {
	case CONFIDENCE_RIGHT: str_addf(out, "%.3f", b->confidence); break;
	case CONFIDENCE_NONE: str_add(out, "no confidence"); break;
	case CONFIDENCE_BEYOND:
		str_adds(out, b->confidence_text);
		str_add(out, ", which is beyond 0 to 1");
		break;
	case CONFIDENCE_TEXT:
		str_add(out, "the text \"");
		str_adds(out, b->confidence_text);
		str_add(out, "\"");
		break;
	}
}

static bool is_blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			return false;
	return true;
}

static size_t characters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

int steer_check_reason(struct span reason, struct err *e)
{
	if (is_blank(reason))
		return err_set(e, ERR_USAGE, "say why: a change needs a reason");
	return 0;
}

int steer_check_confidence(double confidence, struct err *e)
{
	if (!(confidence >= 0 && confidence <= 1))
		return err_set(e, ERR_USAGE, "a confidence is a number from 0 to 1");
	return 0;
}

int steer_check_title(struct span title, struct err *e)
{
	if (is_blank(title))
		return err_set(e, ERR_USAGE, "a belief needs a title");
	if (memchr(title.p, '\n', title.n) || memchr(title.p, '\r', title.n))
		return err_set(e, ERR_USAGE, "a title is one line");
	if (characters(title) > STEER_TITLE_MOST)
		return err_set(e, ERR_USAGE, "a title has at most %d characters, this one has %zu",
			STEER_TITLE_MOST, characters(title));
	return text_check_line(title, "a title", e);
}

int steer_check_tags(struct span tags, struct err *e)
{
	struct err why = {0};
	json_t *list = json_read(tags, &why);
	bool right = json_is_array(list);

	for (size_t i = 0; right && i < json_array_size(list); i++)
		right = json_is_string(json_array_get(list, i));
	json_decref(list);
	if (right)
		return 0;
	return err_set(e, ERR_USAGE, "tags are a JSON array of texts, as [\"science\"]%s%s",
		why.text[0] ? ": " : "", why.text);
}

int steer_check_edge(struct span relation, enum steer_relation other, double weight, struct err *e)
{
	if (is_blank(relation))
		return err_set(e, ERR_USAGE, "an edge needs a relation");
	if (characters(relation) > STEER_RELATION_MOST)
		return err_set(
			e, ERR_USAGE, "a relation has at most %d characters", STEER_RELATION_MOST);
	if (other == RELATION_KNOWN && relation_of(relation) == REL_OTHER)
		return err_set(e, ERR_USAGE,
			"%.*s is none of supports, contradicts, depends_on, evidence_for",
			(int)relation.n, relation.p);
	if (!(weight >= 0 && weight <= 1))
		return err_set(e, ERR_USAGE, "a weight is a number from 0 to 1");
	return 0;
}

int steer_check_unlocked(const struct steer_belief *b, struct err *e)
{
	if (b->status != STANCE_LOCKED)
		return 0;
	err_set(e, ERR_CONFLICT, "it is locked");
	return err_hint(e, "unlock it first");
}

const char *steer_no_return(enum stance_status status, enum confidence_kind confidence)
{
	if (status != STANCE_CURRENT && status != STANCE_LOCKED)
		return "it had no live stance";
	if (confidence != CONFIDENCE_RIGHT && confidence != CONFIDENCE_NONE)
		return "its confidence was no number from 0 to 1";
	return NULL;
}

bool steer_same(const struct steer_belief *seen, const struct steer_belief *now)
{
	return span_eq(seen->confidence_text, now->confidence_text) &&
		strcmp(seen->stance_id, now->stance_id) == 0 && seen->status == now->status &&
		seen->live == now->live && span_eq(seen->text, now->text) &&
		span_eq(seen->title, now->title) && span_eq(seen->summary, now->summary) &&
		span_eq(seen->tags, now->tags);
}

/* --- One change --- */

static int plan_nudge(const struct steer_belief *b, const struct steer_change *c,
	struct steer_after *out, struct err *e)
{
	struct str now = {0};

	if (c->strength == STRENGTH_OTHER)
		return err_set(e, ERR_USAGE, "evidence is weak, moderate or strong");
	if (b->kind != CONFIDENCE_RIGHT) {
		steer_say_confidence(b, &now);
		err_set(e, ERR_CONSTRAINT, "it cannot be nudged: it has %s", str_cstr(&now));
		str_free(&now);
		return err_hint(e, "set a confidence first");
	}
	out->confidence = belief_update(b->confidence, c->strength, c->direction);
	if (out->confidence == b->confidence)
		return err_set(e, ERR_USAGE, "it is %.3f already, as %s as evidence makes it",
			b->confidence, c->direction > 0 ? "high" : "low");
	out->version = true;
	return 0;
}

const char *steer_clamp_note(
	const struct steer_belief *b, const struct steer_change *c, const struct steer_after *after)
{
	if (c->what != STEER_NUDGE && c->what != STEER_EVIDENCE)
		return NULL;
	return c->direction * (after->confidence - b->confidence) < 0
		? "evidence keeps a confidence from 0.010 to 0.990"
		: NULL;
}

static int plan_set(const struct steer_belief *b, const struct steer_change *c,
	struct steer_after *out, struct err *e)
{
	bool number = !isnan(c->confidence);

	if (number && steer_check_confidence(c->confidence, e) < 0)
		return -1;
	if (c->text.p && is_blank(c->text))
		return err_set(e, ERR_USAGE, "a stance needs a text");
	if (!number && b->kind != CONFIDENCE_RIGHT && b->kind != CONFIDENCE_NONE)
		return err_set(
			e, ERR_USAGE, "its confidence is no number from 0 to 1: set it, too");
	if (number)
		out->confidence = c->confidence;
	if (c->text.p)
		out->text = c->text;
	bool same_number =
		!number || (b->kind == CONFIDENCE_RIGHT && b->confidence == c->confidence);
	bool same_text = !c->text.p || span_eq(c->text, b->text);
	if (same_number && same_text && b->live == 1)
		return err_set(e, ERR_USAGE, "it says just that already: nothing would change");
	out->version = true;
	return 0;
}

static int plan_lock(
	const struct steer_belief *b, enum stance_status to, struct steer_after *out, struct err *e)
{
	if (b->live == 0)
		return err_set(e, ERR_CONFLICT, "it has no live stance: set one first");
	if (b->status == to)
		return err_set(e, ERR_CONFLICT, "it is %s already",
			to == STANCE_LOCKED ? "locked" : "unlocked");
	out->status = to;
	return 0;
}

static int plan_edit(const struct steer_belief *b, const struct steer_change *c, struct err *e)
{
	bool renamed = c->title.p && !span_eq(c->title, b->title);

	if (renamed && steer_check_title(c->title, e) < 0)
		return -1;
	if (c->tags.p && steer_check_tags(c->tags, e) < 0)
		return -1;
	if (!renamed && (!c->summary.p || span_eq(c->summary, b->summary)) &&
		(!c->tags.p || span_eq(c->tags, b->tags)))
		return err_set(e, ERR_USAGE, "it says just that already: nothing would change");
	return 0;
}

int steer_check_evidence(struct span source_type, struct span source_ref, struct err *e)
{
	if (!is_evidence_kind(source_type))
		return err_set(
			e, ERR_USAGE, "evidence is a reddit_comment, an external_link or a note");
	if (is_blank(source_ref))
		return err_set(e, ERR_USAGE, "say what the evidence is: its id, address or words");
	return 0;
}

static int plan_evidence(const struct steer_belief *b, const struct steer_change *c,
	struct steer_after *out, struct err *e)
{
	if (steer_check_evidence(c->source_type, c->source_ref, e) < 0)
		return -1;
	return c->direction == 0 ? 0 : plan_nudge(b, c, out, e);
}

int steer_plan(const struct steer_belief *b, const struct steer_change *c, struct steer_after *out,
	struct err *e)
{
	*out = (struct steer_after){b->confidence, b->text, b->status, false};
	if (c->what != STEER_UNLOCK && c->what != STEER_LOCK && steer_check_unlocked(b, e) < 0)
		return -1;
	int result = 0;
	switch (c->what) {
	case STEER_NUDGE: result = plan_nudge(b, c, out, e); break;
	case STEER_SET: result = plan_set(b, c, out, e); break;
	case STEER_LOCK: result = plan_lock(b, STANCE_LOCKED, out, e); break;
	case STEER_UNLOCK: result = plan_lock(b, STANCE_CURRENT, out, e); break;
	case STEER_EDIT: result = plan_edit(b, c, e); break;
	case STEER_EVIDENCE: result = plan_evidence(b, c, out, e); break;
	}
	if (result == 0 && out->version)
		out->status = STANCE_CURRENT;
	return result < 0 ? -1 : steer_check_reason(c->reason, e);
}
