/* Boxes for beliefs as a whole, and for taking changes back: add, delete, undo. */
#include "base/time.h"
#include "steer_box.h"

/* --- Add --- */

enum { ADD_TITLE, ADD_SUMMARY, ADD_CONFIDENCE, ADD_TAGS, ADD_REASON };
static const struct form_field add_fields[] = {{.label = "title", .kind = FORM_LONG, .rows = 2},
	{.label = "summary", .kind = FORM_TEXT, .rows = 3, .none = "also what its stance says"},
	{.label = "confidence", .kind = FORM_LINE, .none = "from 0 to 1", .value = {"0.5", 3}},
	{.label = "tags", .kind = FORM_LINE, .value = {"[]", 2}}, STEER_REASON};

/* Beside a belief it is one of the same persona. */
static int add_load(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e)
{
	return belief[0] ? steer_load_belief(db, s, belief, edge, a, out, e) : 0;
}

static void add_about(struct steer_box *b, struct textview *v)
{
	if (b->data.belief.id[0]) {
		textview_block(v, 0, 0, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("A belief of "));
		textview_field(v, STYLE_TEXT, b->data.belief.persona);
	}
	steer_about_actor(b, v);
}

static bool add_read(struct steer_box *b, struct steer_order *o)
{
	struct steer_new *n = &o->new;
	struct err e = {0};

	n->persona = b->data.belief.id[0] ? span_of(b->data.belief.persona_id) : SPAN_NULL;
	n->title = steer_text(b, ADD_TITLE);
	n->summary = steer_text(b, ADD_SUMMARY);
	n->tags = steer_text(b, ADD_TAGS);
	if (steer_check_title(n->title, &e) < 0)
		form_fail(b->form, ADD_TITLE, "%s", e.text);
	else if (n->summary.n == 0)
		form_fail(b->form, ADD_SUMMARY, "say in a sentence what it is");
	else if (steer_check_tags(n->tags, &e) < 0)
		form_fail(b->form, ADD_TAGS, "%s", e.text);
	else
		return steer_field_number(b, ADD_CONFIDENCE, "a confidence", &n->confidence) &&
			steer_field_reason(b, ADD_REASON, &n->reason);
	return false;
}

static int add_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	(void)d;
	return steer_add(db, s, &o->new, a, out, e);
}

static const char *add_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	(void)r;
	str_add(out, "added");
	return STEER_UNDOES;
}

static const struct steer_kind add_kind = {
	.action = ACTION_ADD_BELIEF,
	.title = "Add a belief",
	.button = "add it",
	.fields = add_fields,
	.n = STEER_COUNT(add_fields),
	.needs = NEEDS_NOTHING,
	.load = add_load,
	.about = add_about,
	.read = add_read,
	.write = add_write,
	.say = add_say,
};

/* --- Delete --- */

enum { DELETE_TITLE, DELETE_REASON };
static const struct form_field delete_fields[] = {
	{.label = "its title", .kind = FORM_LONG, .rows = 2, .none = "type it: then you mean it"},
	STEER_REASON};

static int delete_load(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e)
{
	if (steer_load_belief(db, s, belief, edge, a, out, e) < 0)
		return -1;
	return steer_toll(db, belief, &out->toll, e);
}

static void delete_about(struct steer_box *b, struct textview *v)
{
	struct str toll = {0};

	/* All of it: it has to be typed. */
	textview_block(v, 0, 0, false, NULL);
	textview_field(v, STYLE_STRONG, b->data.belief.title);
	steer_say_toll(&b->data.toll, &toll);
	textview_block(v, 0, 0, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_WARN);
	textview_runf(v, STYLE_WARN, " With it go %s.", str_cstr(&toll));
	str_free(&toll);
	if (b->data.belief.status == STANCE_LOCKED)
		textview_line(v, STYLE_WARN,
			span_of(console_words(
				b->steer->console, "It is locked: {lock-belief} unlocks it.")
					.text));
	steer_about_actor(b, v);
	textview_line(v, STYLE_DIM,
		span_of(console_words(b->steer->console,
			"The event log keeps all of it: {undo-change} brings it back.")
				.text));
}

static bool delete_read(struct steer_box *b, struct steer_order *o)
{
	o->title = steer_text(b, DELETE_TITLE);
	if (!span_eq(o->title, b->data.belief.title)) {
		form_fail(b->form, DELETE_TITLE, "that is not its title, letter by letter");
		return false;
	}
	return steer_field_reason(b, DELETE_REASON, &o->reason);
}

static int delete_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_delete(db, s, &d->belief, &d->toll, o->title, o->reason, a, out, e);
}

static const char *delete_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)r;
	str_add(out, "deleted with ");
	steer_say_toll(&d->toll, out);
	return STEER_BRINGS_BACK;
}

static const struct steer_kind delete_kind = {
	.action = ACTION_DELETE,
	.title = "Delete a belief",
	.button = "delete it",
	.fields = delete_fields,
	.n = STEER_COUNT(delete_fields),
	.needs = NEEDS_BELIEF,
	.load = delete_load,
	.about = delete_about,
	.read = delete_read,
	.write = delete_write,
	.say = delete_say,
};

/* --- Undo --- */

static const struct form_field undo_fields[] = {
	{.label = "reason", .kind = FORM_LINE, .none = "empty: the one of the change"}};

static int undo_load(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e)
{
	(void)belief;
	(void)edge;
	return steer_undo_find(db, s, SPAN_NULL, a, &out->undo, e);
}

static void undo_about(struct steer_box *b, struct textview *v)
{
	const struct steer_undo *u = &b->data.undo;
	char ago[24];
	int64_t at;

	time_parse(u->at, &at);
	time_format_ago(at, time_now(), ago);
	if (u->passed.p) {
		textview_block(v, 0, 0, false, NULL);
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_run(v, STYLE_WARN, SPAN_LIT(" "));
		textview_field(v, STYLE_WARN, u->passed);
		textview_line(v, STYLE_WARN, SPAN_LIT("So this one, which is older:"));
	}
	steer_about_title(v, STYLE_STRONG, u->title);
	textview_block(v, 0, 0, false, NULL);
	textview_run(v, STYLE_TEXT, u->said);
	textview_mark(v);
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_DIM, "Your change, %s: ", ago);
	textview_field(v, STYLE_DIM, u->reason);
	textview_line(v, STYLE_DIM,
		SPAN_LIT("Taking it back is a further change: both stay in the "
			 "log."));
}

static bool undo_read(struct steer_box *b, struct steer_order *o)
{
	o->reason = steer_text(b, 0);
	return true;
}

static int undo_write(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_undo(db, s, &d->undo, o->reason, a, out, e);
}

static const char *undo_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	str_add(out, "taken back: ");
	str_adds(out, r->said);
	return "";
}

static const struct steer_kind undo_kind = {
	.action = ACTION_UNDO_CHANGE,
	.title = "Take back your last change",
	.button = "take it back",
	.fields = undo_fields,
	.n = STEER_COUNT(undo_fields),
	.at = STEER_COUNT(undo_fields), /* the button */
	.needs = NEEDS_NOTHING,
	.load = undo_load,
	.about = undo_about,
	.read = undo_read,
	.write = undo_write,
	.say = undo_say,
};

const struct steer_kind *const steer_whole_kinds[] = {&add_kind, &delete_kind, &undo_kind, NULL};
