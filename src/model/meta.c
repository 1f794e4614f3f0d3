/* Reads draft_metadata, which a foreign program wrote: any member may be missing or of any type. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "model/post.h"

static struct span copy_text(const json_t *text, struct arena *a)
{
	return arena_span(a, (struct span){json_string_value(text), json_string_length(text)});
}

static struct span copy_json(const json_t *value, struct arena *a)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY);

	if (!text)
		return arena_span(a, SPAN_LIT("(cannot be written as JSON)"));
	struct span copy = arena_span(a, span_of(text));
	free(text);
	return copy;
}

/* An entry that should be text but is not is kept as its JSON: a flag of an odd shape is still a
 * flag. */
static struct span copy_entry(const json_t *value, struct arena *a)
{
	return json_is_string(value) ? copy_text(value, a) : copy_json(value, a);
}

static void read_texts(const json_t *list, struct arena *a, struct span **out, size_t *n)
{
	*n = json_array_size(list);
	*out = arena_calloc(a, *n, sizeof(**out));
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = copy_entry(json_array_get(list, i), a);
}

static void read_evaluation(const json_t *evaluation, struct arena *a, struct post_meta *out)
{
	out->evaluated = json_is_object(evaluation);
	out->eval_approved = json_get_flag(evaluation, "approved", 0);
	/* A word that says so is better believed. */
	out->flagged = json_get_flag(evaluation, "flagged", 0) ||
		span_is(json_get_text(evaluation, "flagged", a), "true");
	out->eval_action = json_get_text(evaluation, "action", a);
	read_texts(json_object_get(evaluation, "flags"), a, &out->flags, &out->flag_count);
}

/* A confidence that is one. */
static double read_confidence(const json_t *object, const char *key)
{
	double value = json_get_real(object, key, NAN);

	return value >= 0 && value <= 1 ? value : NAN;
}

/* The JSON of the members that nothing else shows: those of no known name, and known ones that are
 * not of their type. SPAN_NULL when there are none. */
struct member {
	const char *key;
	enum { MEMBER_TEXT, MEMBER_CONFIDENCE, MEMBER_LIST, MEMBER_OBJECT } type;
};

static bool shows(const struct member *m, const json_t *object, const json_t *value)
{
	switch (m->type) {
	case MEMBER_TEXT: return json_is_string(value);
	case MEMBER_CONFIDENCE: return !isnan(read_confidence(object, m->key));
	case MEMBER_LIST: return json_is_array(value);
	default: return json_is_object(value);
	}
}

static struct span leftover(json_t *object, const struct member *known, size_t n, struct arena *a)
{
	json_t *rest = json_object();
	struct span out = SPAN_NULL;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		bool shown = json_is_null(value);
		for (size_t i = 0; !shown && i < n; i++)
			shown = strcmp(key, known[i].key) == 0 && shows(&known[i], object, value);
		if (!shown)
			json_put(rest, key, json_incref(value));
	}
	if (json_object_size(rest) > 0)
		out = copy_json(rest, a);
	json_decref(rest);
	return out;
}
#define LEFTOVER(object, known, a) leftover(object, known, sizeof(known) / sizeof((known)[0]), a)

static struct belief_proposal read_update(json_t *update, struct arena *a)
{
	static const struct member known[] = {
		{"belief_id", MEMBER_TEXT},
		{"belief_title", MEMBER_TEXT},
		{"reason", MEMBER_TEXT},
		{"evidence_strength", MEMBER_TEXT},
		{"current_confidence", MEMBER_CONFIDENCE},
		{"proposed_confidence", MEMBER_CONFIDENCE},
	};

	if (!json_is_object(update))
		return (struct belief_proposal){
			.title = copy_entry(update, a), .current = NAN, .proposed = NAN};
	return (struct belief_proposal){
		.belief_id = json_get_text(update, "belief_id", a),
		.title = json_get_text(update, "belief_title", a),
		.reason = json_get_text(update, "reason", a),
		.strength = json_get_text(update, "evidence_strength", a),
		.current = read_confidence(update, "current_confidence"),
		.proposed = read_confidence(update, "proposed_confidence"),
		.other = LEFTOVER(update, known, a),
	};
}

static void read_proposals(json_t *proposals, struct arena *a, struct post_meta *out)
{
	static const struct member parts[] = {
		{"updates", MEMBER_LIST}, {"new_belief", MEMBER_OBJECT}};
	static const struct member known[] = {
		{"title", MEMBER_TEXT},
		{"summary", MEMBER_TEXT},
		{"reason", MEMBER_TEXT},
		{"initial_confidence", MEMBER_CONFIDENCE},
		{"tags", MEMBER_LIST},
	};
	const json_t *updates = json_object_get(proposals, "updates");
	json_t *belief = json_object_get(proposals, "new_belief");

	out->update_count = json_array_size(updates);
	out->updates = arena_calloc(a, out->update_count, sizeof(*out->updates));
	for (size_t i = 0; i < out->update_count; i++)
		out->updates[i] = read_update(json_array_get(updates, i), a);

	out->has_new_belief = json_is_object(belief);
	out->new_title = json_get_text(belief, "title", a);
	out->new_summary = json_get_text(belief, "summary", a);
	out->new_reason = json_get_text(belief, "reason", a);
	out->new_confidence = read_confidence(belief, "initial_confidence");
	if (json_is_object(belief))
		out->new_other = LEFTOVER(belief, known, a);
	if (json_is_object(proposals))
		out->proposals_other = LEFTOVER(proposals, parts, a);
	read_texts(json_object_get(belief, "tags"), a, &out->new_tags, &out->new_tag_count);
}

static struct thread_part read_part(const json_t *part, struct arena *a)
{
	return (struct thread_part){
		.author = json_get_text(part, "author", a),
		.body = json_get_text(part, "body", a),
		.reddit_id = json_get_text(part, "reddit_id", a),
	};
}

/* A known member of an unknown type is not covered: it must stay visible among the others. */
static bool is_covered(const char *key, const json_t *value)
{
	static const struct {
		const char *key;
		json_type type;
	} known[] = {
		{"evaluation", JSON_OBJECT},
		{"belief_proposals", JSON_OBJECT},
		{"original_reply", JSON_OBJECT},
		{"our_original_comment", JSON_OBJECT},
		{"conversation_depth", JSON_INTEGER},
		{"correlation_id", JSON_STRING},
		{"reddit_id", JSON_STRING},
		{"post_error", JSON_STRING},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(key, known[i].key) == 0)
			return json_is_null(value) || json_typeof(value) == known[i].type;
	return false;
}

static void read_others(json_t *meta, struct arena *a, struct post_meta *out)
{
	size_t room = json_object_size(meta);
	const char *key;
	json_t *value;

	out->other_keys = arena_calloc(a, room, sizeof(*out->other_keys));
	out->other_values = arena_calloc(a, room, sizeof(*out->other_values));
	json_object_foreach(meta, key, value)
	{
		if (is_covered(key, value))
			continue;
		out->other_keys[out->other_count] = arena_span(a, span_of(key));
		out->other_values[out->other_count++] = copy_json(value, a);
	}
}

static void read_members(json_t *meta, struct arena *a, struct post_meta *out)
{
	read_evaluation(json_object_get(meta, "evaluation"), a, out);
	read_proposals(json_object_get(meta, "belief_proposals"), a, out);
	out->original_reply = read_part(json_object_get(meta, "original_reply"), a);
	out->our_comment = read_part(json_object_get(meta, "our_original_comment"), a);
	out->depth = json_get_int(meta, "conversation_depth", -1);
	out->correlation_id = json_get_text(meta, "correlation_id", a);
	out->reddit_id = json_get_text(meta, "reddit_id", a);
	out->post_error = json_get_text(meta, "post_error", a);
	read_others(meta, a, out);
}

void post_meta_read(struct span metadata, struct arena *a, struct post_meta *out)
{
	struct err e = {0};

	*out = (struct post_meta){.depth = -1, .new_confidence = NAN};
	if (!metadata.p)
		return;
	json_t *meta = json_read(metadata, &e);
	if (json_is_object(meta)) {
		out->state = META_OK;
		read_members(meta, a, out);
	} else if (!json_is_null(meta)) {
		out->state = META_INVALID;
		out->problem = meta ? "JSON, but not an object" : arena_strdup(a, e.text);
	}
	json_decref(meta);
}
