/* Score, cost and all else that the agent noted beside what it said. */
#include "model/interaction.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/json.h"

static bool is_shown_by_name(const char *key, const json_t *value)
{
	return (strcmp(key, "score") == 0 && json_is_integer(value)) ||
		(strcmp(key, "cost") == 0 && json_is_number(value)) ||
		(strcmp(key, "author") == 0 && json_is_string(value));
}

static void add_others(json_t *all, struct arena *a, struct interaction_meta *out)
{
	const char *key;
	json_t *value;

	json_object_foreach(all, key, value)
	{
		if (is_shown_by_name(key, value))
			continue;
		char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		if (!text)
			die_of_memory(0);
		if (!out->tree)
			out->tree = arena_alloc(a, sizeof(*out->tree));
		meta_tree_add(out->tree, arena_span(a, span_of(key)), span_of(text), a);
		free(text);
	}
}

static void read_members(json_t *all, struct arena *a, struct interaction_meta *out)
{
	out->has_score = json_is_integer(json_object_get(all, "score"));
	out->score = json_get_int(all, "score", 0);
	out->cost = json_get_real(all, "cost", NAN);
	out->author = json_get_text(all, "author", a);
	add_others(all, a, out);
}

void interaction_meta_read(struct span metadata, struct arena *a, struct interaction_meta *out)
{
	struct err e = {0};

	*out = (struct interaction_meta){.cost = NAN};
	if (!metadata.p)
		return;
	json_t *all = json_read(metadata, &e);
	if (json_is_object(all)) {
		out->state = META_OK;
		read_members(all, a, out);
	} else if (!json_is_null(all)) {
		out->state = META_INVALID;
		out->problem = all ? "JSON, but not an object" : arena_strdup(a, e.text);
	}
	json_decref(all);
}
