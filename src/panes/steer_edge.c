/* Boxes for edges: link, change, delete. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "steer_box.h"

#define OTHER 4

/* In the order of enum relation; the last one is spelled in the field below. */
static const char *const relations[] = {
	"supports", "contradicts", "depends_on", "evidence_for", "other", NULL};

/* Relation, weight and reason stand in three fields and a fourth, from `at`. */
#define EDGE_FIELDS \
	{.label = "relation", .kind = FORM_CHOICE, .choices = relations}, \
		{.label = "spelled", \
			.kind = FORM_LINE, \
			.none = "when it is none of the four: inspired_by"}, \
		{.label = "weight", \
			.kind = FORM_LINE, \
			.none = "from 0 to 1", \
			.value = {"0.5", 3}}, \
		STEER_REASON
enum { AT_RELATION, AT_SPELLED, AT_WEIGHT, AT_REASON };

static bool read_edge(struct steer_box *b, size_t at, struct steer_edge_change *c)
{
	size_t relation = form_choice(b->form, at + AT_RELATION);
	struct err e = {0};

	c->other = relation == OTHER ? RELATION_OTHER : RELATION_KNOWN;
	c->relation =
		relation == OTHER ? steer_text(b, at + AT_SPELLED) : span_of(relations[relation]);
	if (steer_check_edge(c->relation, c->other, 0, &e) < 0) {
		form_fail(b->form, at + AT_SPELLED, "%s", e.text);
		return false;
	}
	return steer_field_number(b, at + AT_WEIGHT, "a weight", &c->weight) &&
		steer_field_reason(b, at + AT_REASON, &c->reason);
}

static void say_locked(struct steer_box *b, struct textview *v)
{
	if (b->data.belief.status != STANCE_LOCKED)
		return;
	textview_block(v, 0, 0, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_WARN);
	textview_run(v, STYLE_WARN,
		span_of(console_words(b->steer->console, " it is locked: {lock-belief} unlocks it")
				.text));
}

/* --- Link --- */

enum { LINK_TO, LINK_EDGE };
static const struct form_field link_fields[] = {
	{.label = "to", .kind = FORM_PICK, .none = "words of the other belief's title"},
	EDGE_FIELDS};

static void link_about(struct steer_box *b, struct textview *v)
{
	size_t picked = form_picked(b->form, LINK_TO);
	size_t relation = form_choice(b->form, LINK_EDGE + AT_RELATION);

	steer_about_title(v, STYLE_STRONG, b->data.belief.title);
	textview_block(v, 2, 2, false, NULL);
	textview_glyph(v, STYLE_ACCENT, GLYPH_RIGHT);
	textview_run(v, STYLE_ACCENT, SPAN_LIT(" "));
	textview_field(v, STYLE_ACCENT,
		relation == OTHER ? form_text(b->form, LINK_EDGE + AT_SPELLED)
				  : span_of(relations[relation]));
	if (picked != SIZE_MAX && picked < b->target_count)
		steer_about_title(v, STYLE_STRONG, b->targets[picked].title);
	else
		textview_line(v, STYLE_DIM, SPAN_LIT("which one? Type words of its title."));
	say_locked(b, v);
	steer_about_actor(b, v);
}

static void link_typed(struct steer_box *b, size_t field)
{
	if (field == LINK_TO && form_picked(b->form, LINK_TO) == SIZE_MAX)
		steer_search(b, LINK_TO);
}

static bool link_read(struct steer_box *b, struct steer_order *o)
{
	size_t picked = form_picked(b->form, LINK_TO);

	if (picked == SIZE_MAX || picked >= b->target_count) {
		steer_say_no_target(b, LINK_TO);
		return false;
	}
	memcpy(o->target, b->targets[picked].id, UUID_TEXT);
	return read_edge(b, LINK_EDGE, &o->edge);
}

static int link_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_edge_add(db, s, d->belief.id, o->target, &o->edge, a, out, e);
}

static const char *link_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	(void)r;
	str_add(out, "linked");
	return STEER_UNDOES;
}

static const struct steer_kind link_kind = {
	.action = ACTION_LINK,
	.title = "Link to another belief",
	.button = "link them",
	.fields = link_fields,
	.n = STEER_COUNT(link_fields),
	.needs = NEEDS_BELIEF,
	.load = steer_load_belief,
	.about = link_about,
	.typed = link_typed,
	.read = link_read,
	.write = link_write,
	.say = link_say,
};

/* --- Change --- */

static const struct form_field change_fields[] = {EDGE_FIELDS};

/* The belief is the one that it goes out from. */
static int edge_load(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e)
{
	(void)s;
	(void)belief;
	if (steer_edge_find(db, span_of(edge), a, &out->edge, e) < 0)
		return -1;
	return steer_find(db, span_of(out->edge.source_id), a, &out->belief, e);
}

static void change_fill(struct steer_box *b)
{
	const struct steer_edge *g = &b->data.edge;
	enum relation relation = relation_of(g->relation);
	char weight[NUMBER_TEXT] = "";

	form_set_choice(b->form, AT_RELATION, relation == REL_OTHER ? OTHER : (size_t)relation);
	if (relation == REL_OTHER)
		form_set(b->form, AT_SPELLED, g->relation);
	if (!isnan(g->weight))
		number_format(g->weight, weight);
	form_set(b->form, AT_WEIGHT, span_of(weight));
}

static void edge_about(struct steer_box *b, struct textview *v)
{
	const struct steer_edge *g = &b->data.edge;

	steer_about_title(v, STYLE_STRONG, g->source_title);
	textview_block(v, 2, 2, false, NULL);
	textview_glyph(v, STYLE_ACCENT, GLYPH_RIGHT);
	textview_run(v, STYLE_ACCENT, SPAN_LIT(" "));
	textview_field(
		v, STYLE_ACCENT, g->relation.n > 0 ? g->relation : SPAN_LIT("(no relation)"));
	if (isnan(g->weight))
		textview_run(v, STYLE_DIM, SPAN_LIT(" without a weight"));
	else
		textview_runf(v, STYLE_TEXT, " %.2f", g->weight);
	steer_about_title(v, STYLE_STRONG, g->target_title);
	say_locked(b, v);
	steer_about_actor(b, v);
}

static bool change_read(struct steer_box *b, struct steer_order *o)
{
	return read_edge(b, 0, &o->edge);
}

static int change_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_edge_set(db, s, &d->edge, &o->edge, a, out, e);
}

static const char *change_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	(void)r;
	str_add(out, "edge changed");
	return STEER_UNDOES;
}

static const struct steer_kind change_kind = {
	.action = ACTION_CHANGE_EDGE,
	.title = "Change an edge",
	.button = "change it",
	.fields = change_fields,
	.n = STEER_COUNT(change_fields),
	.needs = NEEDS_EDGE,
	.load = edge_load,
	.fill = change_fill,
	.about = edge_about,
	.read = change_read,
	.write = change_write,
	.say = change_say,
};

/* --- Delete --- */

static const struct form_field delete_fields[] = {STEER_REASON};

static bool delete_read(struct steer_box *b, struct steer_order *o)
{
	return steer_field_reason(b, 0, &o->reason);
}

static int delete_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_edge_delete(db, s, &d->edge, o->reason, a, out, e);
}

static const char *delete_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	(void)r;
	str_add(out, "edge deleted");
	return STEER_BRINGS_BACK;
}

static const struct steer_kind delete_kind = {
	.action = ACTION_DELETE,
	.title = "Delete an edge",
	.button = "delete it",
	.fields = delete_fields,
	.n = STEER_COUNT(delete_fields),
	.needs = NEEDS_EDGE,
	.load = edge_load,
	.about = edge_about,
	.read = delete_read,
	.write = delete_write,
	.say = delete_say,
};

const struct steer_kind *const steer_edge_kinds[] = {&link_kind, &change_kind, &delete_kind, NULL};
