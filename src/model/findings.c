/* The kinds of findings, and their sentences. */
#include "model/findings.h"

#include <inttypes.h>
#include <math.h>

#include "model/confidence.h"

static const struct finding_info kinds[FINDING_KINDS] = {
	[FINDING_TENSION] = {"tension", "Tensions", FINDING_DOUBTFUL,
		"Two beliefs that are both held strongly (confidence 0.7 or more) contradict each "
		"other: the agent argues for one in one thread and for the other in the next. "
		"Weigh the evidence behind each side, and correct the weaker one, or the edge. "
		"The strongest come first, by the weight of the edge times the weaker "
		"confidence."},
	[FINDING_TWO_WAYS] = {"two-ways", "Supported and contradicted by the same belief",
		FINDING_DOUBTFUL,
		"One belief is said to support another and to contradict it. One of the two edges "
		"is wrong, or one of the beliefs says two things."},
	[FINDING_CYCLE] = {"cycle", "Cycles of depends_on", FINDING_DOUBTFUL,
		"Beliefs depend on each other in a circle: none of them has ground of its own. "
		"Take "
		"one of the edges away."},
	[FINDING_NO_EVIDENCE] = {"no-evidence", "Strong beliefs without evidence", FINDING_DOUBTFUL,
		"A belief is held strongly and no evidence is linked to it. Link some, or lower "
		"the "
		"confidence."},
	[FINDING_DRIFT] = {"drift", "Stances that say another confidence than their belief",
		FINDING_WRONG,
		"The confidence of the live stance is not that of the belief, so that the timeline "
		"does not say what the agent goes by. Setting the confidence anew mends both."},
	[FINDING_LIVE] = {"live", "Beliefs without one live stance", FINDING_WRONG,
		"A belief has one live stance, current or locked. With none the agent has no words "
		"for it; with several nobody knows which holds. Setting its confidence or its text "
		"leaves one."},
	[FINDING_PERSONAS] = {"personas", "Edges across personas", FINDING_WRONG,
		"An edge ties beliefs of two personas, or belongs to another persona than its "
		"beliefs. What one persona learns would move another. Delete it."},
	[FINDING_SELF_EDGE] = {"self-edge", "Beliefs tied to themselves", FINDING_WRONG,
		"An edge leads from a belief to itself and says nothing. Delete it."},
	[FINDING_DOUBLE_EDGE] = {"double-edge", "Edges that are there twice", FINDING_WRONG,
		"The same relation between the same two beliefs is stored several times, and "
		"counts several times. Delete all but one."},
	[FINDING_CONFIDENCE] = {"confidence", "Confidences that are none", FINDING_WRONG,
		"A confidence is missing, is no number, or is not from 0 to 1: the agent's updates "
		"have nothing to start from. Set one."},
	[FINDING_TAGS] = {"tags", "Tags that are no list", FINDING_WRONG,
		"The tags are not a JSON array: the agent does not find the belief by them. Write "
		"them anew."},
	[FINDING_AUDIT] = {"audit", "Audit rows that cannot be read", FINDING_WRONG,
		"What a belief was before or after a change is no JSON object: the change can "
		"neither be shown nor taken back. The row says who made it, when and why; what "
		"the belief is now has to be checked by hand."},
	[FINDING_NO_END] = {"no-end", "Edges whose end does not exist", FINDING_WRONG,
		"An edge leads from or to a belief that is not there, as happens where rows are "
		"deleted while foreign keys are off. It says nothing: delete it, or bring the "
		"belief back."},
	[FINDING_STALE] = {"stale", "Beliefs not touched for long", FINDING_WORTH_A_LOOK,
		"Neither the belief nor its stance nor its evidence changed for 90 days: nothing "
		"tested it, or nobody needs it. Look for evidence, or delete it."},
};

const struct finding_info *finding_info(enum finding_kind kind)
{
	return &kinds[kind < FINDING_KINDS ? kind : 0];
}

const char *finding_severity_name(enum finding_severity severity)
{
	static const char *const names[] = {
		[FINDING_WRONG] = "wrong",
		[FINDING_DOUBTFUL] = "doubtful",
		[FINDING_WORTH_A_LOOK] = "worth a look",
	};

	return names[severity];
}

enum finding_kind finding_named(struct span name)
{
	int k = 0;

	while (k < FINDING_KINDS && !span_is(name, kinds[k].name))
		k++;
	return (enum finding_kind)k;
}

/* With its confidence, where something stands there. */
static void add_belief(struct str *out, struct span title, double confidence, bool broken)
{
	str_add(out, "\"");
	str_adds(out, title.n > 0 ? title : SPAN_LIT("(no title)"));
	str_add(out, "\"");
	if (confidence_kind(confidence, broken) == CONFIDENCE_NONE)
		return;
	str_add(out, " (");
	confidence_say(confidence, broken, out);
	str_add(out, ")");
}

static void add_weight(struct str *out, double weight)
{
	if (isfinite(weight))
		str_addf(out, " with weight %.2f", weight);
	else
		str_add(out, " without a weight");
}

static void add_detail(struct str *out, struct span detail)
{
	str_adds(out, detail.p ? detail : SPAN_LIT("none"));
}

/* What the tensions are ordered by. */
static void add_rank(struct str *out, const struct finding *f)
{
	double weaker = fmin(f->confidence, f->other_confidence);

	if (isfinite(f->weight) && isfinite(weaker))
		str_addf(out, ": weight × the weaker confidence = %.3f", f->weight * weaker);
}

static void explain_edge(const struct finding *f, struct str *out)
{
	switch (f->kind) {
	case FINDING_TENSION:
		str_add(out, " contradicts ");
		add_belief(out, f->other_title, f->other_confidence, f->other_broken);
		add_weight(out, f->weight);
		str_add(out, ", and both are held strongly");
		add_rank(out, f);
		break;
	case FINDING_TWO_WAYS:
		str_add(out, " supports");
		add_weight(out, f->weight);
		str_add(out, " and contradicts");
		add_weight(out, f->other_weight);
		str_add(out, " ");
		add_belief(out, f->other_title, f->other_confidence, f->other_broken);
		break;
	case FINDING_PERSONAS:
		str_add(out, " of ");
		add_detail(out, f->detail);
		str_add(out, " is tied to ");
		add_belief(out, f->other_title, f->other_confidence, f->other_broken);
		str_add(out, " of ");
		add_detail(out, f->other_detail);
		if (span_eq(f->detail, f->other_detail))
			str_add(out, " by an edge of another persona");
		break;
	case FINDING_SELF_EDGE:
		str_add(out, " has the relation ");
		str_adds(out, f->detail.n > 0 ? f->detail : SPAN_LIT("(no relation)"));
		str_add(out, " to itself");
		break;
	default:
		str_add(out, " has the relation ");
		str_adds(out, f->detail.n > 0 ? f->detail : SPAN_LIT("(no relation)"));
		str_addf(out, " %" PRId64 " times to ", f->count);
		add_belief(out, f->other_title, f->other_confidence, f->other_broken);
	}
}

/* What stands in its column instead of a number from 0 to 1. */
static void explain_confidence(const struct finding *f, struct str *out)
{
	switch (confidence_kind(f->confidence, f->confidence_broken)) {
	case CONFIDENCE_NONE: str_add(out, " has no confidence"); return;
	case CONFIDENCE_TEXT: break;
	default:
		str_addf(out, " has the confidence %g, which is not from 0 to 1", f->confidence);
		return;
	}
	if (span_is(f->other_detail, "blob")) {
		str_add(out, " has binary data for a confidence");
		return;
	}
	str_add(out, " has the text \"");
	str_adds(out, f->detail);
	str_add(out, "\" for a confidence");
}

static void explain_no_end(const struct finding *f, struct str *out)
{
	bool both = span_is(f->other_detail, "both"), source = span_is(f->other_detail, "source");

	str_addf(out,
		both             ? "A belief that does not exist"
			: source ? " is led to by an edge"
				 : " has an edge");
	if (both)
		str_add(out, " has an edge");
	str_add(out, " ");
	str_adds(out, f->detail.n > 0 ? f->detail : SPAN_LIT("(no relation)"));
	str_add(out,
		both             ? " to another one that does not"
			: source ? " from a belief that does not exist, "
				 : " to a belief that does not exist, ");
	if (!both)
		str_add(out, f->other);
}

static void explain_stance(const struct finding *f, struct str *out)
{
	if (f->kind == FINDING_LIVE) {
		str_addf(out,
			f->count == 0 ? " has no live stance" : " has %" PRId64 " live stances",
			f->count);
		return;
	}
	if (f->count > 1) {
		str_addf(out, " has %" PRId64 " live stances with another confidence", f->count);
		return;
	}
	if (confidence_kind(f->weight, f->weight_broken) == CONFIDENCE_NONE) {
		str_add(out, " has a live stance without a confidence");
		return;
	}
	str_add(out, " has a live stance with the confidence ");
	confidence_say(f->weight, f->weight_broken, out);
}

static void explain_belief(const struct finding *f, struct str *out)
{
	char day[20];

	switch (f->kind) {
	case FINDING_CYCLE:
		str_add(out, " depends on itself: ");
		str_adds(out, f->detail);
		if (f->count > 0)
			str_addf(out, " (%" PRId64 " beliefs hang together so)", f->count);
		break;
	case FINDING_NO_EVIDENCE: str_add(out, " is held strongly without evidence"); break;
	case FINDING_CONFIDENCE: explain_confidence(f, out); break;
	case FINDING_NO_END: explain_no_end(f, out); break;
	case FINDING_AUDIT:
		str_addf(out,
			f->count == 1 ? " has an audit row that cannot be read: "
				      : " has %" PRId64 " audit rows that cannot be read, as: ",
			f->count);
		add_detail(out, f->detail);
		break;
	case FINDING_TAGS:
		str_add(out, " has tags that are no list: ");
		add_detail(out, f->detail);
		break;
	default: time_format_minutes(f->since, day); str_addf(out, " was last touched at %s", day);
	}
}

void finding_explain(const struct finding *f, struct str *out)
{
	/* What it has instead of a confidence is said in the sentence. */
	if (f->kind == FINDING_CONFIDENCE)
		add_belief(out, f->title, (double)NAN, false);
	else if (f->belief[0])
		add_belief(out, f->title, f->confidence, f->confidence_broken);
	switch (f->kind) {
	case FINDING_TENSION:
	case FINDING_TWO_WAYS:
	case FINDING_PERSONAS:
	case FINDING_SELF_EDGE:
	case FINDING_DOUBLE_EDGE: explain_edge(f, out); break;
	case FINDING_DRIFT:
	case FINDING_LIVE: explain_stance(f, out); break;
	default: explain_belief(f, out);
	}
	str_add(out, ".");
}
