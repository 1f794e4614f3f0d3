/* What a change of beliefs was, from its JSON, and in words what taking it back does. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "model/confidence.h"
#include "row.h"
#include "steer_undo.h"

bool undo_same(const json_t *one, const json_t *other, const char *name)
{
	const json_t *a = json_object_get(one, name), *b = json_object_get(other, name);

	if (json_is_number(a) && json_is_number(b))
		return fabs(json_number_value(a) - json_number_value(b)) < 1e-9;
	return (!a && !b) || (a && b && json_equal(a, b));
}

static const char *word(const json_t *value, const char *name)
{
	const char *text = json_string_value(json_object_get(value, name));

	return text ? text : "none";
}

static void add_part(struct str *out, const char *text)
{
	str_add(out, out->len > 0 ? ", " : "");
	str_add(out, text);
}

static void say_weighed(const json_t *edge, struct str *out)
{
	double weight = json_get_real(edge, "weight", (double)NAN);

	str_add(out, word(edge, "relation"));
	if (!isnan(weight))
		str_addf(out, " %.2f", weight);
}

static void say_edge(const json_t *before, const json_t *after, struct str *out)
{
	const json_t *was = json_object_get(before, "edge"), *is = json_object_get(after, "edge");

	str_add(out, "the edge ");
	if (json_is_null(was)) {
		str_addf(out, "%s goes", word(is, "relation"));
	} else if (json_is_null(is)) {
		str_addf(out, "%s comes back", word(was, "relation"));
	} else {
		say_weighed(is, out);
		str_add(out, " is ");
		say_weighed(was, out);
		str_add(out, " again");
	}
}

enum stance_status undo_status(const json_t *value)
{
	return stance_status_of(span_of(json_string_value(json_object_get(value, "status"))));
}

/* One that is not there is not known to have been none. */
static enum confidence_kind kind_of(const json_t *value)
{
	return confidence_kind(json_get_real(value, "confidence", (double)NAN),
		!json_is_null(json_object_get(value, "confidence")));
}

static void say_confidence(const json_t *value, struct str *out)
{
	double n = json_get_real(value, "confidence", (double)NAN);

	if (kind_of(value) == CONFIDENCE_NONE)
		str_add(out, "none");
	else
		confidence_say(n, !(n >= 0 && n <= 1), out);
}

/* A version that says what it was is needed only where the stance changed. */
static const char *no_return(const json_t *before, const json_t *after)
{
	if (undo_same(before, after, "text") && undo_same(before, after, "confidence"))
		return NULL;
	return steer_no_return(undo_status(before), kind_of(before));
}

static void say_stance(const json_t *before, const json_t *after, struct str *out)
{
	static const char *const words[] = {"title", "summary", "tags"};

	if (!undo_same(before, after, "confidence")) {
		str_add(out, "confidence ");
		say_confidence(after, out);
		str_add(out, " back to ");
		say_confidence(before, out);
	}
	if (!undo_same(before, after, "text"))
		add_part(out, "the stance says what it said before");
	if (!undo_same(before, after, "status"))
		add_part(out,
			strcmp(word(before, "status"), "locked") == 0 ? "locked again"
								      : "unlocked again");
	for (size_t i = 0; i < 3; i++)
		if (!undo_same(before, after, words[i])) {
			add_part(out, words[i]);
			str_add(out, " as before");
		}
	if (json_object_get(after, "evidence")) {
		add_part(out,
			json_is_null(json_object_get(after, "evidence")) ? "the evidence comes back"
									 : "the evidence goes");
	}
}

#define UNREADABLE "its values cannot be read"

int undo_understand(struct steer_undo *u, struct arena *a, struct err *e)
{
	struct str said = {0};
	json_t *before = u->before.p ? json_read(u->before, NULL) : NULL;
	json_t *after = u->after.p ? json_read(u->after, NULL) : NULL;
	const char *why = NULL;

	if (u->what == UNDO_DELETE) {
		u->reason = json_get_text(before, "reason", a);
		struct span id = json_get_text(before, "belief_id", a);
		row_copy(u->belief_id, sizeof(u->belief_id), id);
		str_add(&said, "it comes back with all that went with it");
		if (!json_is_object(json_object_get(before, "rows")))
			why = UNREADABLE;
	} else if (!json_is_object(before) || !json_is_object(after)) {
		why = UNREADABLE;
	} else if (json_object_get(after, "edge")) {
		u->what = UNDO_EDGE;
		say_edge(before, after, &said);
	} else if (json_is_null(json_object_get(before, "title"))) {
		u->what = UNDO_ADD;
		str_add(&said, "it is deleted again");
	} else {
		say_stance(before, after, &said);
		why = no_return(before, after);
	}
	u->said = arena_span(a, str_span(&said));
	str_free(&said);
	json_decref(before);
	json_decref(after);
	return why ? err_set(e, ERR_CONFLICT, "it cannot be taken back: %s", why) : 0;
}
