/* Relations, strengths, tags, and the agent's rule for changing a confidence. */
#include "model/belief.h"

#include <math.h>

#include "base/json.h"

const char *const relation_names[] = {
	[REL_SUPPORTS] = "supports",
	[REL_CONTRADICTS] = "contradicts",
	[REL_DEPENDS_ON] = "depends_on",
	[REL_EVIDENCE_FOR] = "evidence_for",
	[REL_OTHER] = NULL,
};

const char *const strength_names[] = {
	[STRENGTH_WEAK] = "weak",
	[STRENGTH_MODERATE] = "moderate",
	[STRENGTH_STRONG] = "strong",
	[STRENGTH_OTHER] = NULL,
};

static const double deltas[] = {
	[STRENGTH_WEAK] = 0.05,
	[STRENGTH_MODERATE] = 0.10,
	[STRENGTH_STRONG] = 0.20,
	[STRENGTH_OTHER] = 0.0,
};

const char *const evidence_kinds[] = {"reddit_comment", "external_link", "note", NULL};

/* Its place in a list; that of the NULL when it is not there. */
static int place_in(const char *const *words, struct span text)
{
	int i = 0;

	while (words[i] && !span_is(text, words[i]))
		i++;
	return i;
}

enum relation relation_of(struct span text)
{
	return (enum relation)place_in(relation_names, text);
}

enum belief_strength strength_of(struct span text)
{
	return (enum belief_strength)place_in(strength_names, text);
}

bool is_evidence_kind(struct span text)
{
	return evidence_kinds[place_in(evidence_kinds, text)];
}

/* Comparisons instead of fmin and fmax, which would turn an unknown confidence into a bound. */
static double clamp(double p)
{
	if (p < 0.01)
		return 0.01;
	return p > 0.99 ? 0.99 : p;
}

double belief_update(double p, enum belief_strength strength, int direction)
{
	p = clamp(p);
	double logit = log(p / (1 - p)) + direction * 5 * deltas[strength];
	p = clamp(1 / (1 + exp(-logit)));
	return round(p * 1000) / 1000;
}

void belief_tags_read(struct belief *b, struct arena *a)
{
	json_t *tags = b->tags.p ? json_read(b->tags, NULL) : NULL;
	size_t n = json_array_size(tags);

	b->tag = arena_calloc(a, n, sizeof(*b->tag));
	b->tag_count = 0;
	b->tags_broken = b->tags.p && !json_is_array(tags);
	for (size_t i = 0; i < n; i++) {
		const json_t *tag = json_array_get(tags, i);
		if (json_is_string(tag))
			b->tag[b->tag_count++] = arena_span(
				a, (struct span){json_string_value(tag), json_string_length(tag)});
		else
			b->tags_broken = true;
	}
	json_decref(tags);
}
