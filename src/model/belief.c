/* Relations, strengths, tags, and the agent's rule for changing a confidence. */
#include "model/belief.h"

#include <math.h>

#include "base/json.h"

enum relation relation_of(struct span text)
{
	static const char *const names[] = {
		[REL_SUPPORTS] = "supports",
		[REL_CONTRADICTS] = "contradicts",
		[REL_DEPENDS_ON] = "depends_on",
		[REL_EVIDENCE_FOR] = "evidence_for",
	};

	for (int r = REL_SUPPORTS; r < REL_OTHER; r++)
		if (span_is(text, names[r]))
			return (enum relation)r;
	return REL_OTHER;
}

static const struct {
	const char *name;
	double delta;
} strengths[] = {
	[STRENGTH_WEAK] = {"weak", 0.05},
	[STRENGTH_MODERATE] = {"moderate", 0.10},
	[STRENGTH_STRONG] = {"strong", 0.20},
	[STRENGTH_OTHER] = {NULL, 0.0},
};

enum belief_strength strength_of(struct span text)
{
	for (int s = STRENGTH_WEAK; s < STRENGTH_OTHER; s++)
		if (span_is(text, strengths[s].name))
			return (enum belief_strength)s;
	return STRENGTH_OTHER;
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
	double logit = log(p / (1 - p)) + direction * 5 * strengths[strength].delta;
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
