/* What a setting was, from the events of its changes and what stands there now. */
#include "base/json.h"
#include "base/number.h"
#include "config_row.h"
#include "row.h"

struct past {
	struct arena *arena;
	struct config_version *v;
	size_t n, room;
};

static struct config_version *push(struct past *p, const struct setting *s)
{
	p->v = row_room(p->arena, p->v, p->n, sizeof(*p->v), &p->room);
	struct config_version *out = &p->v[p->n++];
	*out = (struct config_version){.number = (int64_t)p->n, .setting = *s};
	return out;
}

/* What the last version does not tell came from elsewhere. */
static void push_if_other(struct past *p, const struct setting *s)
{
	const struct setting *last = p->n > 0 ? &p->v[p->n - 1].setting : NULL;

	if (last ? last->state == s->state && span_eq(last->value, s->value)
		 : s->state == SETTING_UNSET)
		return;
	push(p, s)->outside = true;
}

static const char events_of[] = "SELECT actor, at, detail FROM console_events"
				" WHERE kind IN " CONFIG_KINDS " AND subject = $1 ORDER BY seq";

static void read_event(struct past *p, struct stmt *st, struct span key)
{
	struct span detail = col_text(st, 2), restores;
	struct setting s = {.key = key};
	double number;

	config_detail_read(detail, "before", p->arena, &s);
	push_if_other(p, &s);
	config_detail_read(detail, "after", p->arena, &s);
	struct config_version *v = push(p, &s);
	v->by = row_text(st, 0, p->arena);
	v->at = row_text(st, 1, p->arena);
	restores = json_text_member(detail, "restores");
	if (number_read(restores, &number) && number >= 1 && number < 1e9)
		v->restores = (int64_t)number;
}

int config_history(struct db *db, const struct persona *persona, struct span key, struct arena *a,
	struct config_version **out, size_t *n, struct err *e)
{
	struct past p = {.arena = a};
	struct setting now;
	struct stmt *st;
	int step = -1;

	*out = NULL;
	*n = 0;
	if (config_get(db, persona->id, key, a, &now, e) < 0 ||
		!(st = db_prepare(db, events_of, e)))
		return -1;
	stmt_text(st, 1, config_subject(persona, now.key, a));
	while ((step = stmt_step(st, e)) > 0)
		read_event(&p, st, now.key);
	stmt_done(&st);
	if (step < 0)
		return -1;
	size_t before = p.n;
	push_if_other(&p, &now);
	if (p.n > before)
		p.v[before].at = now.updated_at;
	*out = p.v;
	*n = p.n;
	return 0;
}
