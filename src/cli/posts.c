/* A draft and a decision as JSON, and the draft's label. */
#include "posts.h"

#include "base/json.h"
#include "base/sanitize.h"

/* What a text hides, one object for each class of it. */
static void add_alarms(json_t *alarms, const char *field, struct span text)
{
	struct text_report report;

	text_scan(text, &report);
	for (unsigned i = 0; i < TEXT_CLASSES; i++) {
		if (!(report.classes & TEXT_ALARM & 1U << i))
			continue;
		json_t *o = json_object();
		json_put(o, "field", json_string(field));
		json_put(o, "class", json_string(text_class_short(1U << i)));
		json_put(o, "count", json_integer((json_int_t)report.count[i]));
		json_put(o, "first_byte", json_integer((json_int_t)report.first[i]));
		if (json_array_append_new(alarms, o) < 0)
			die_of_memory(0);
	}
}

static json_t *alarms_json(const struct post *p, struct arena *a)
{
	json_t *alarms = json_array();
	struct post_meta m;

	post_meta_read(p->draft_metadata, a, &m);
	add_alarms(alarms, "content", p->content);
	add_alarms(alarms, "target_subreddit", p->target_subreddit);
	add_alarms(alarms, "original_reply", m.original_reply.body);
	add_alarms(alarms, "our_comment", m.our_comment.body);
	return alarms;
}

json_t *post_json(const struct post *p, struct arena *a)
{
	json_t *o = json_object();
	json_put(o, "id", json_from_text(span_of(p->id)));
	json_put(o, "persona_id", json_from_text(p->persona_id));
	json_put(o, "content", json_from_text(p->content));
	json_put(o, "post_type", json_from_text(p->post_type));
	json_put(o, "target_subreddit", json_from_text(p->target_subreddit));
	json_put(o, "parent_id", json_from_text(p->parent_id));
	json_put(o, "draft_metadata", json_from_column(p->draft_metadata));
	json_put(o, "status", json_from_text(p->status_text));
	json_put(o, "reviewed_by", json_from_text(p->reviewed_by));
	json_put(o, "reviewed_at", json_from_time(p->reviewed_at));
	json_put(o, "created_at", json_from_time(p->created_at));
	json_put(o, "updated_at", json_from_time(p->updated_at));
	json_put(o, "hidden", alarms_json(p, a));
	return o;
}

json_t *post_decision_json(const struct ledger_row *r)
{
	json_t *o = json_object();

	json_put(o, "seq", json_integer(r->seq));
	json_put(o, "id", json_from_text(r->id));
	json_put(o, "post_id", json_from_text(r->post_id));
	json_put(o, "actor_id", json_from_text(r->actor_id));
	json_put(o, "actor", json_from_text(r->actor));
	json_put(o, "action", json_from_text(r->action));
	json_put(o, "reason", json_from_text(r->reason));
	json_put(o, "note", json_from_text(r->note));
	json_put(o, "status_before", json_from_text(r->status_before));
	json_put(o, "status_after", json_from_text(r->status_after));
	json_put(o, "content_before", json_from_text(r->content_before));
	json_put(o, "content_after", json_from_text(r->content_after));
	json_put(o, "seen_hash", json_from_text(r->seen_hash));
	json_put(o, "viewing_ms", r->viewing_ms < 0 ? json_null() : json_integer(r->viewing_ms));
	json_put(o, "batch_id", json_from_text(r->batch_id));
	json_put(o, "undoes", json_from_text(r->undoes));
	json_put(o, "decided_at", json_from_time(r->decided_at));
	return o;
}

struct span post_place(struct span subreddit, struct arena *a)
{
	if (!subreddit.p)
		return SPAN_NULL;
	return span_of(arena_printf(a, "r/%.*s", (int)subreddit.n, subreddit.p));
}

const char *post_label(const char *id, struct span subreddit, struct arena *a)
{
	struct span place = post_place(subreddit, a);
	return arena_printf(
		a, "%.*s%s%s", SHORT_ID, id, place.p ? " " : "", place.p ? place.p : "");
}
