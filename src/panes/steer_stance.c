/* Boxes for what a belief says and how sure it is: nudge, set, lock, edit, link evidence. */
#include <math.h>

#include "base/number.h"
#include "panes/changes.h"
#include "steer_box.h"

/* --- Previews --- */

static void say_now(struct textview *v, const struct steer_belief *b)
{
	struct str now = {0};

	steer_say_confidence(b, &now);
	textview_field(v, STYLE_TEXT, str_span(&now));
	str_free(&now);
}

/* No promise that the undo would not keep. */
static void warn_of_no_return(struct textview *v, const struct steer_belief *b)
{
	const char *why = steer_no_return(b->status, b->kind);

	if (!why)
		return;
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_WARN, "This cannot be taken back: %s.", why);
}

/* "confidence 0.740 → 0.793  ↑ 0.053" and how the text changes, or why not. */
static void preview(struct textview *v, const struct steer_box *box, struct steer_change c)
{
	const struct steer_belief *b = &box->data.belief;
	struct console_text unlock = console_words(box->steer->console, "{lock-belief} unlocks it");
	struct steer_after after;
	struct err e = {0};

	c.reason = SPAN_LIT("some");
	textview_block(v, 0, 0, false, NULL);
	if (steer_plan(b, &c, &after, &e) < 0) {
		const char *hint = b->status == STANCE_LOCKED ? unlock.text : e.hint;
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_runf(v, STYLE_WARN, " %s%s%s", e.text, hint[0] ? ": " : "", hint);
		return;
	}
	textview_run(v, STYLE_DIM, SPAN_LIT("confidence "));
	say_now(v, b);
	if (!after.version)
		return;
	double by = after.confidence - b->confidence;
	if (by == 0 || isnan(after.confidence)) {
		textview_run(v, STYLE_DIM, SPAN_LIT(" stays"));
	} else {
		textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
		textview_glyph(v, STYLE_TEXT, GLYPH_RIGHT);
		textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
		textview_runf(v, STYLE_STRONG, "%.3f", after.confidence);
	}
	if (!isnan(by) && by != 0) {
		textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
		textview_glyph(v, by > 0 ? STYLE_GOOD : STYLE_BAD, by > 0 ? GLYPH_UP : GLYPH_DOWN);
		textview_runf(v, by > 0 ? STYLE_GOOD : STYLE_BAD, " %.3f", fabs(by));
	}
	if (!isnan(after.confidence)) {
		textview_run(v, STYLE_TEXT, SPAN_LIT("  "));
		textview_meter(v, after.confidence, 20);
	}
	const char *clamped = steer_clamp_note(b, &c, &after);
	if (clamped)
		textview_line(v, STYLE_WARN, span_of(clamped));
	warn_of_no_return(v, b);
	if (!span_eq(after.text, b->text)) {
		textview_line(v, STYLE_DIM, SPAN_LIT("with another text:"));
		changes_show(v, b->text, after.text);
	}
}

static int write_change(struct db *db, const struct session *s, const struct steer_data *d,
	const struct steer_order *o, struct arena *a, struct steer_result *out, struct err *e)
{
	return steer_change(db, s, &d->belief, &o->change, a, out, e);
}

/* What the rules have against it, below the field that it is about. */
static bool plan(struct steer_box *b, const struct steer_order *o, size_t field)
{
	struct steer_after after;
	struct err e = {0};

	if (steer_plan(&b->data.belief, &o->change, &after, &e) == 0)
		return true;
	form_fail(b->form, field, "%s%s%s", e.text, e.hint[0] ? ": " : "", e.hint);
	return false;
}

static const char *say_version(
	const struct steer_data *d, const struct steer_result *r, const char *done, struct str *out)
{
	str_add(out, done);
	if (isnan(r->after.confidence))
		str_add(out, " without a confidence");
	else
		str_addf(out, " to %.3f", r->after.confidence);
	if (!span_eq(d->belief.text, r->after.text))
		str_add(out, ", with another text");
	const char *why = steer_no_return(d->belief.status, d->belief.kind);
	if (!why)
		return STEER_UNDOES;
	str_addf(out, " · cannot be taken back: %s", why);
	return "";
}

/* --- Raise and lower --- */

static const char *nudge_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	return say_version(d, r, "nudged", out);
}

enum { NUDGE_STRENGTH, NUDGE_REASON };
static const struct form_field nudge_fields[] = {
	{.label = "evidence", .kind = FORM_CHOICE, .choices = strength_names}, STEER_REASON};

static struct steer_change nudge_of(const struct steer_box *b)
{
	return (struct steer_change){.what = STEER_NUDGE,
		.strength = (enum belief_strength)form_choice(b->form, NUDGE_STRENGTH),
		.direction = b->kind->action == ACTION_RAISE ? +1 : -1};
}

static void nudge_about(struct steer_box *b, struct textview *v)
{
	steer_about_title(v, STYLE_STRONG, b->data.belief.title);
	preview(v, b, nudge_of(b));
	steer_about_actor(b, v);
}

static bool nudge_read(struct steer_box *b, struct steer_order *o)
{
	o->change = nudge_of(b);
	return steer_field_reason(b, NUDGE_REASON, &o->change.reason) && plan(b, o, NUDGE_STRENGTH);
}

#define NUDGE(a, text, does) \
	{ \
		.action = (a), .title = (text), .button = (does), .fields = nudge_fields, \
		.n = STEER_COUNT(nudge_fields), .needs = NEEDS_BELIEF, .load = steer_load_belief, \
		.about = nudge_about, .read = nudge_read, .write = write_change, .say = nudge_say \
	}
static const struct steer_kind raise_kind = NUDGE(ACTION_RAISE, "Raise the confidence", "raise it");
static const struct steer_kind lower_kind = NUDGE(ACTION_LOWER, "Lower the confidence", "lower it");

/* --- Set --- */

enum { SET_CONFIDENCE, SET_TEXT, SET_REASON };
static const struct form_field set_fields[] = {
	{.label = "confidence", .kind = FORM_LINE, .none = "from 0 to 1"},
	{.label = "stance", .kind = FORM_TEXT, .rows = 5, .none = "what it says"}, STEER_REASON};

static void set_fill(struct steer_box *b)
{
	const struct steer_belief *now = &b->data.belief;
	char text[NUMBER_TEXT] = "";

	if (now->kind == CONFIDENCE_RIGHT)
		number_format(now->confidence, text);
	form_set(b->form, SET_CONFIDENCE, span_of(text));
	form_set(b->form, SET_TEXT, now->text);
}

/* An empty confidence leaves it as it is; so does one that was not touched. */
static struct steer_change set_of(struct steer_box *b)
{
	struct steer_change c = {.what = STEER_SET, .confidence = (double)NAN};
	struct span text = form_text(b->form, SET_TEXT);

	number_read(form_text(b->form, SET_CONFIDENCE), &c.confidence);
	if (!span_eq(text, b->data.belief.text))
		c.text = text;
	return c;
}

/* Nothing is wrong with a box that nothing was typed into yet. */
static bool is_untouched(const struct steer_box *b)
{
	const struct steer_belief *now = &b->data.belief;
	double typed = (double)NAN;

	number_read(form_text(b->form, SET_CONFIDENCE), &typed);
	return typed == now->confidence && now->live == 1 && now->status == STANCE_CURRENT &&
		span_eq(form_text(b->form, SET_TEXT), now->text);
}

static void set_about(struct steer_box *b, struct textview *v)
{
	double typed;

	steer_about_title(v, STYLE_STRONG, b->data.belief.title);
	if (form_text(b->form, SET_CONFIDENCE).n > 0 &&
		!steer_is_number(b, SET_CONFIDENCE, &typed)) {
		textview_block(v, 0, 0, false, NULL);
		textview_glyph(v, STYLE_WARN, GLYPH_WARN);
		textview_run(v, STYLE_WARN, SPAN_LIT(" no number from 0 to 1: "));
		textview_field(v, STYLE_WARN, form_text(b->form, SET_CONFIDENCE));
	} else if (is_untouched(b))
		textview_line(v, STYLE_DIM, SPAN_LIT("nothing is changed yet"));
	else
		preview(v, b, set_of(b));
	steer_about_actor(b, v);
}

static bool set_read(struct steer_box *b, struct steer_order *o)
{
	double number;

	if (form_text(b->form, SET_CONFIDENCE).n > 0 &&
		!steer_field_number(b, SET_CONFIDENCE, "a confidence", &number))
		return false;
	o->change = set_of(b);
	o->change.text = arena_span(&b->arena, o->change.text);
	return steer_field_reason(b, SET_REASON, &o->change.reason) && plan(b, o, SET_CONFIDENCE);
}

static const char *set_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	return say_version(d, r, "set", out);
}

static const struct steer_kind set_kind = {
	.action = ACTION_SET,
	.title = "Set confidence and stance",
	.button = "set it",
	.fields = set_fields,
	.n = STEER_COUNT(set_fields),
	.needs = NEEDS_BELIEF,
	.load = steer_load_belief,
	.fill = set_fill,
	.about = set_about,
	.read = set_read,
	.write = write_change,
	.say = set_say,
};

/* --- Lock and unlock --- */

static const struct form_field lock_fields[] = {STEER_REASON};

static struct steer_change lock_of(const struct steer_box *b)
{
	bool locked = b->data.belief.status == STANCE_LOCKED;

	return (struct steer_change){.what = locked ? STEER_UNLOCK : STEER_LOCK};
}

static void lock_about(struct steer_box *b, struct textview *v)
{
	bool locked = b->data.belief.status == STANCE_LOCKED;

	steer_about_title(v, STYLE_STRONG, b->data.belief.title);
	textview_line(v, STYLE_TEXT,
		locked ? SPAN_LIT("It is locked. Unlocked, the agent and operators may change it.")
		       : SPAN_LIT("Locked, nobody changes it, the agent included, until it is "
				  "unlocked."));
	if (locked)
		form_rename(b->form, "Unlock", "unlock it");
	else
		form_rename(b->form, "Lock", "lock it");
	preview(v, b, lock_of(b));
	steer_about_actor(b, v);
}

static bool lock_read(struct steer_box *b, struct steer_order *o)
{
	o->change = lock_of(b);
	return steer_field_reason(b, 0, &o->change.reason) && plan(b, o, 0);
}

static const char *lock_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	str_add(out, r->after.status == STANCE_LOCKED ? "locked" : "unlocked");
	return STEER_UNDOES;
}

static const struct steer_kind lock_kind = {
	.action = ACTION_LOCK_BELIEF,
	.title = "Lock or unlock",
	.button = "lock it",
	.fields = lock_fields,
	.n = STEER_COUNT(lock_fields),
	.needs = NEEDS_BELIEF,
	.load = steer_load_belief,
	.about = lock_about,
	.read = lock_read,
	.write = write_change,
	.say = lock_say,
};

/* --- Title, summary, tags --- */

enum { EDIT_TITLE, EDIT_SUMMARY, EDIT_TAGS, EDIT_REASON };
static const struct form_field edit_fields[] = {{.label = "title", .kind = FORM_LONG, .rows = 2},
	{.label = "summary", .kind = FORM_TEXT, .rows = 4},
	{.label = "tags", .kind = FORM_LONG, .rows = 2, .none = "a JSON array: [\"science\"]"},
	STEER_REASON};

static void edit_fill(struct steer_box *b)
{
	form_set(b->form, EDIT_TITLE, b->data.belief.title);
	form_set(b->form, EDIT_SUMMARY, b->data.belief.summary);
	form_set(b->form, EDIT_TAGS, b->data.belief.tags);
}

static void edit_about(struct steer_box *b, struct textview *v)
{
	if (b->data.belief.status == STANCE_LOCKED)
		preview(v, b, (struct steer_change){.what = STEER_EDIT});
	steer_about_actor(b, v);
	textview_line(v, STYLE_DIM,
		span_of(console_words(b->steer->console,
			"What the stance says and its confidence stay: {set} sets them.")
				.text));
}

static struct span if_other(struct steer_box *b, size_t field, struct span was)
{
	struct span now = steer_text(b, field);

	return span_eq(now, was) || (now.n == 0 && !was.p) ? SPAN_NULL : now;
}

static bool edit_read(struct steer_box *b, struct steer_order *o)
{
	const struct steer_belief *now = &b->data.belief;
	struct err e = {0};

	o->change = (struct steer_change){.what = STEER_EDIT,
		.title = if_other(b, EDIT_TITLE, now->title),
		.summary = if_other(b, EDIT_SUMMARY, now->summary),
		.tags = if_other(b, EDIT_TAGS, now->tags)};
	if (o->change.title.p && steer_check_title(o->change.title, &e) < 0)
		form_fail(b->form, EDIT_TITLE, "%s", e.text);
	else if (o->change.tags.p && steer_check_tags(o->change.tags, &e) < 0)
		form_fail(b->form, EDIT_TAGS, "%s", e.text);
	else
		return steer_field_reason(b, EDIT_REASON, &o->change.reason) &&
			plan(b, o, EDIT_TITLE);
	return false;
}

static const char *edit_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	(void)d;
	(void)r;
	str_add(out, "saved");
	return STEER_UNDOES;
}

static const struct steer_kind edit_kind = {
	.action = ACTION_EDIT_BELIEF,
	.title = "Edit a belief",
	.button = "save it",
	.fields = edit_fields,
	.n = STEER_COUNT(edit_fields),
	.needs = NEEDS_BELIEF,
	.load = steer_load_belief,
	.fill = edit_fill,
	.about = edit_about,
	.read = edit_read,
	.write = write_change,
	.say = edit_say,
};

/* --- Evidence --- */

enum { EVIDENCE_KIND, EVIDENCE_SOURCE, EVIDENCE_STRENGTH, EVIDENCE_MOVES, EVIDENCE_REASON };
static const char *const source_types[] = {"note", "external_link", "reddit_comment", NULL};
static const char *const moves[] = {"stays", "rises", "falls", NULL};
static const struct form_field evidence_fields[] = {
	{.label = "kind", .kind = FORM_CHOICE, .choices = source_types},
	{.label = "source",
		.kind = FORM_LONG,
		.rows = 2,
		.none = "the words, the address, or the comment's id"},
	{.label = "strength", .kind = FORM_CHOICE, .choices = strength_names},
	{.label = "confidence", .kind = FORM_CHOICE, .choices = moves}, STEER_REASON};

static struct steer_change evidence_of(const struct steer_box *b)
{
	static const int directions[] = {0, +1, -1};

	return (struct steer_change){.what = STEER_EVIDENCE,
		.strength = (enum belief_strength)form_choice(b->form, EVIDENCE_STRENGTH),
		.direction = directions[form_choice(b->form, EVIDENCE_MOVES)],
		.source_type = span_of(source_types[form_choice(b->form, EVIDENCE_KIND)])};
}

static void evidence_about(struct steer_box *b, struct textview *v)
{
	struct steer_change c = evidence_of(b);

	c.source_ref = SPAN_LIT("some");
	steer_about_title(v, STYLE_STRONG, b->data.belief.title);
	preview(v, b, c);
	steer_about_actor(b, v);
}

static bool evidence_read(struct steer_box *b, struct steer_order *o)
{
	o->change = evidence_of(b);
	o->change.source_ref = steer_text(b, EVIDENCE_SOURCE);
	return steer_field_reason(b, EVIDENCE_REASON, &o->change.reason) &&
		plan(b, o, EVIDENCE_SOURCE);
}

static const char *evidence_say(
	const struct steer_data *d, const struct steer_result *r, struct str *out)
{
	str_add(out, "evidence linked, ");
	if (r->after.version)
		return say_version(d, r, "nudged", out);
	str_add(out, "the confidence stays");
	return STEER_UNDOES;
}

static const struct steer_kind evidence_kind = {
	.action = ACTION_EVIDENCE,
	.title = "Link evidence",
	.button = "link it",
	.fields = evidence_fields,
	.n = STEER_COUNT(evidence_fields),
	.at = EVIDENCE_SOURCE,
	.needs = NEEDS_BELIEF,
	.load = steer_load_belief,
	.about = evidence_about,
	.read = evidence_read,
	.write = write_change,
	.say = evidence_say,
};

const struct steer_kind *const steer_stance_kinds[] = {
	&raise_kind, &lower_kind, &set_kind, &lock_kind, &edit_kind, &evidence_kind, NULL};
