/* What a row of the audit log did beside text and confidence, in words. */
#include <math.h>

#include "base/json.h"
#include "base/number.h"
#include "model/audit.h"
#include "model/belief.h"

#define SHORT_ID 8

/* One row: the two values as JSON, and the words that are found. */
struct saying {
	const json_t *old, *new;
	struct span other;
	struct arena arena;
	struct str *out;
	size_t start;
};

static void begin(struct saying *s, const char *words)
{
	str_add(s->out, s->out->len > s->start ? "; " : "");
	str_add(s->out, words);
}

static void quote(struct saying *s, struct span text)
{
	str_add(s->out, "\"");
	str_adds(s->out, text);
	str_add(s->out, "\"");
}

/* --- Edges --- */

static void say_tie(struct saying *s, const json_t *edge)
{
	double weight = json_get_real(edge, "weight", (double)NAN);
	char number[NUMBER_TEXT];

	str_adds(s->out, json_get_text(edge, "relation", &s->arena));
	if (isnan(weight))
		return;
	number_format(weight, number);
	str_addf(s->out, ", %s", number);
}

static void say_other(struct saying *s, const json_t *edge)
{
	struct span id = json_get_text(edge, "target_id", &s->arena);

	if (s->other.p)
		quote(s, s->other);
	else
		str_addf(s->out, "a belief that is gone (%.*s)",
			(int)(id.n < SHORT_ID ? id.n : SHORT_ID), id.p ? id.p : "");
}

static void say_edge(struct saying *s)
{
	const json_t *was = json_object_get(s->old, "edge"), *is = json_object_get(s->new, "edge");

	if (!json_is_object(was) && !json_is_object(is))
		return;
	begin(s, json_is_object(is) ? "tied to " : "no longer tied to ");
	say_other(s, json_is_object(is) ? is : was);
	str_add(s->out, " by ");
	say_tie(s, json_is_object(is) ? is : was);
	if (json_is_object(is) && json_is_object(was)) {
		str_add(s->out, " instead of ");
		say_tie(s, was);
	}
}

/* --- Evidence --- */

static void say_evidence(struct saying *s)
{
	const json_t *was = json_object_get(s->old, "evidence"),
		     *is = json_object_get(s->new, "evidence");
	const json_t *link = json_is_object(is) ? is : was;

	if (!json_is_object(link))
		return;
	begin(s, link == is ? "evidence linked: " : "evidence removed: ");
	str_adds(s->out, json_get_text(link, "source_type", &s->arena));
	str_add(s->out, " ");
	quote(s, json_get_text(link, "source_ref", &s->arena));
	struct span strength = json_get_text(link, "strength", &s->arena);
	str_add(s->out, strength.p ? ", " : "");
	str_adds(s->out, strength);
}

/* --- Words of the belief --- */

static void say_title(struct saying *s)
{
	struct span was = json_get_text(s->old, "title", &s->arena),
		    is = json_get_text(s->new, "title", &s->arena);

	if (!is.p)
		return;
	if (!was.p) {
		begin(s, "added");
		return;
	}
	begin(s, "title ");
	quote(s, was);
	str_add(s->out, " became ");
	quote(s, is);
}

static bool has_tag(const struct belief *b, struct span tag)
{
	for (size_t i = 0; i < b->tag_count; i++)
		if (span_eq(b->tag[i], tag))
			return true;
	return false;
}

/* The tags of one that the other has not; whether there are any. */
static bool say_missing(
	struct saying *s, const char *words, const struct belief *of, const struct belief *in)
{
	bool any = false;

	for (size_t i = 0; i < of->tag_count; i++) {
		if (has_tag(in, of->tag[i]))
			continue;
		if (any)
			str_add(s->out, ", ");
		else
			begin(s, words);
		str_adds(s->out, of->tag[i]);
		any = true;
	}
	return any;
}

static void say_tags(struct saying *s)
{
	struct belief was = {.tags = json_get_text(s->old, "tags", &s->arena)},
		      is = {.tags = json_get_text(s->new, "tags", &s->arena)};

	belief_tags_read(&was, &s->arena);
	belief_tags_read(&is, &s->arena);
	bool added = say_missing(s, "tags added: ", &is, &was);
	bool removed = say_missing(s, "tags removed: ", &was, &is);
	if (!added && !removed)
		begin(s, "tags written anew");
}

/* What it was added with is no change of it. */
static void say_words(struct saying *s)
{
	say_title(s);
	if (json_object_get(s->old, "summary"))
		begin(s, "another summary");
	if (json_object_get(s->old, "tags"))
		say_tags(s);
}

static bool is_locked(const json_t *value, struct arena *a)
{
	return span_is(json_get_text(value, "status", a), "locked");
}

static void say_lock(struct saying *s)
{
	bool was = is_locked(s->old, &s->arena), is = is_locked(s->new, &s->arena);

	if (was != is)
		begin(s, is ? "locked" : "unlocked");
}

void audit_say(struct span old_value, struct span new_value, struct span other, struct str *out)
{
	json_t *old = old_value.p ? json_read(old_value, NULL) : NULL;
	json_t *new = new_value.p ? json_read(new_value, NULL) : NULL;
	struct saying s = {old, new, other, {0}, out, out->len};

	if (json_is_object(old) && json_is_object(new)) {
		say_lock(&s);
		say_edge(&s);
		say_evidence(&s);
		say_words(&s);
	}
	arena_free(&s.arena);
	json_decref(old);
	json_decref(new);
}

struct span audit_other(struct span old_value, struct span new_value, struct arena *a)
{
	json_t *old = old_value.p ? json_read(old_value, NULL) : NULL;
	json_t *new = new_value.p ? json_read(new_value, NULL) : NULL;
	struct span id = json_get_text(json_object_get(new, "edge"), "target_id", a);

	if (!id.p)
		id = json_get_text(json_object_get(old, "edge"), "target_id", a);
	json_decref(old);
	json_decref(new);
	return id;
}
