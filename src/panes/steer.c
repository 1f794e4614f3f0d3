/* Opens the boxes that change beliefs, and carries what they ask for to the worker. */
#include "steer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "steer_box.h"

#define LOCKED "it is locked: {lock-belief} unlocks it"

enum { LOAD = 1, SEARCH };

/* --- What the kinds share --- */

struct span steer_text(struct steer_box *b, size_t field)
{
	return arena_span(&b->arena, form_text(b->form, field));
}

bool steer_is_number(const struct steer_box *b, size_t field, double *out)
{
	return number_read(form_text(b->form, field), out) && *out >= 0 && *out <= 1;
}

bool steer_field_number(struct steer_box *b, size_t field, const char *what, double *out)
{
	if (steer_is_number(b, field, out))
		return true;
	form_fail(b->form, field, "%s is a number from 0 to 1", what);
	return false;
}

bool steer_field_reason(struct steer_box *b, size_t field, struct span *out)
{
	struct err e = {0};

	*out = steer_text(b, field);
	if (steer_check_reason(*out, &e) == 0)
		return true;
	form_fail(b->form, field, "%s", e.text);
	return false;
}

void steer_about_title(struct textview *v, enum style style, struct span title)
{
	textview_block(v, 0, 0, false, NULL);
	textview_single(v);
	textview_field(v, style, title.n > 0 ? title : SPAN_LIT("(no title)"));
}

void steer_about_actor(const struct steer_box *b, struct textview *v)
{
	textview_mark(v);
	textview_block(v, 0, 0, false, NULL);
	textview_run(v, STYLE_DIM, SPAN_LIT("The audit log will name "));
	textview_field(v, STYLE_DIM, span_of(b->steer->console->session.name));
	textview_run(v, STYLE_DIM, SPAN_LIT("."));
}

int steer_load_belief(struct db *db, const struct session *s, const char *belief, const char *edge,
	struct arena *a, struct steer_data *out, struct err *e)
{
	(void)s;
	(void)edge;
	return steer_find(db, span_of(belief), a, &out->belief, e);
}

static void tell(struct steer_box *b)
{
	struct textview *v = form_about(b->form);

	textview_reset(v);
	if (b->loaded)
		b->kind->about(b, v);
}

/* --- Loading --- */

struct load_task {
	struct task task;
	struct steer *steer;
	const struct steer_kind *kind;
	struct session session;
	char belief[UUID_TEXT], edge[UUID_TEXT];
	struct steer_data data;
};

static void load_run(struct task *task, void *context)
{
	struct load_task *t = (struct load_task *)task;

	t->kind->load(context, &t->session, t->belief, t->edge, &task->arena, &t->data, &task->err);
}

static void close_box(struct steer_box *b)
{
	struct console *c = b->steer->console;

	c->ops->uncover(c, form_overlay(b->form));
}

static bool stops_at_lock(const struct steer_kind *kind)
{
	return kind->needs != NEEDS_NOTHING && kind->action != ACTION_LOCK_BELIEF;
}

/* A lock that nothing of this kind gets past. */
static bool is_locked(const struct steer_box *b)
{
	return b->data.belief.status == STANCE_LOCKED && stops_at_lock(b->kind);
}

/* Why it was not saved, and what doing it would do now; whoever pressed the key twice does not
 * mean what she has not read yet. */
static void say_new(struct steer_box *b)
{
	const struct steer_belief *now = &b->data.belief;

	if (is_locked(b) || b->kind->needs == NEEDS_NOTHING) {
		form_fail(b->form, FORM_WHOLE, "%s", str_cstr(&b->problem));
		return;
	}
	if (b->kind->needs == NEEDS_BELIEF) {
		str_add(&b->problem, " · what you see is new, ");
		steer_say_confidence(now, &b->problem);
	} else {
		str_add(&b->problem, " · what you see is new");
	}
	form_doubt(
		b->form, "%s: Tab, then Ctrl-S to %s", str_cstr(&b->problem), form_button(b->form));
}

static void load_done(struct task *task)
{
	struct load_task *t = (struct load_task *)task;
	struct steer_box *b = t->steer->box;

	if (!b || b->kind != t->kind)
		return;
	if (task->err.code != ERR_NONE) {
		close_box(b);
		console_say_error(t->steer->console, &task->err);
		return;
	}
	arena_free(&b->arena);
	b->arena = task->arena;
	task->arena = (struct arena){0};
	b->data = t->data;
	if (!b->loaded && is_locked(b)) {
		close_box(b);
		console_say(t->steer->console, STYLE_WARN, LOCKED);
		return;
	}
	form_go_on(b->form);
	if (!b->loaded && b->kind->fill)
		b->kind->fill(b);
	b->loaded = true;
	tell(b);
	if (b->problem.len > 0)
		say_new(b);
	str_clear(&b->problem);
}

static void load(struct steer_box *b)
{
	struct load_task *t = task_new(sizeof(*t));

	t->task.run = load_run;
	t->task.done = load_done;
	t->task.owner = b->steer;
	t->task.kind = LOAD;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the belief";
	t->steer = b->steer;
	t->kind = b->kind;
	t->session = b->steer->console->session;
	memcpy(t->belief, b->belief, UUID_TEXT);
	memcpy(t->edge, b->edge, UUID_TEXT);
	form_load(b->form, "loading …");
	worker_submit(b->steer->console->worker, &t->task);
}

/* --- Writing --- */

struct write_task {
	struct task task; /* its arena is that of the box, which has it back in the end */
	struct steer *steer;
	const struct steer_kind *kind;
	struct session session;
	struct steer_data data;
	struct steer_order order;
	struct steer_result result;
};

static void write_run(struct task *task, void *context)
{
	struct write_task *t = (struct write_task *)task;

	t->kind->write(
		context, &t->session, &t->data, &t->order, &task->arena, &t->result, &task->err);
}

/* What was typed stays; where the belief is another one by now, so does what the box shows. */
static void say_failed(struct steer_box *b, struct write_task *t)
{
	const struct err *e = &t->task.err;

	b->arena = t->task.arena;
	t->task.arena = (struct arena){0};
	form_go_on(b->form);
	if (e->code == ERR_CANCELLED)
		str_add(&b->problem, "not saved: cancelled");
	else
		str_addf(&b->problem, "not saved: %s%s%s", e->text, e->hint[0] ? " · " : "",
			e->hint);
	if (e->code == ERR_CONFLICT && t->kind->needs != NEEDS_NOTHING) {
		load(b);
		return;
	}
	form_fail(b->form, FORM_WHOLE, "%s", str_cstr(&b->problem));
	str_clear(&b->problem);
}

#define IN_DOUBT "connection lost while saving: what became of it is looked up"

/* What was typed stays until it is known whether it was saved. */
void steer_box_settled(struct steer *s, bool stands)
{
	struct steer_box *b = s->box;

	if (!b || !b->doubtful)
		return;
	b->doubtful = false;
	if (stands)
		close_box(b);
	else
		form_fail(b->form, FORM_WHOLE, "not saved: the connection was lost before it was");
}

static void doubt(struct steer *s, struct steer_box *b, struct write_task *t)
{
	const char *belief = t->result.belief_id[0] ? t->result.belief_id : t->data.belief.id;

	if (b) {
		b->arena = t->task.arena;
		t->task.arena = (struct arena){0};
		b->doubtful = true;
		form_go_on(b->form);
		form_fail(b->form, FORM_WHOLE, IN_DOUBT);
	}
	console_say(s->console, STYLE_WARN, IN_DOUBT);
	steer_doubt(s, belief, t->result.update_id);
}

static void write_done(struct task *task)
{
	struct write_task *t = (struct write_task *)task;
	struct steer *s = t->steer;
	struct steer_box *b = s->box && s->box->kind == t->kind ? s->box : NULL;
	bool failed = task->err.code != ERR_NONE;
	struct str said = {0};

	s->console->writes--;
	s->console->failed = s->console->failed || failed;
	if (t->result.in_doubt) {
		doubt(s, b, t);
	} else if (failed && b) {
		say_failed(b, t);
	} else if (failed) {
		console_say_error(s->console, &task->err);
	} else {
		if (b)
			close_box(b);
		const char *back = t->kind->say(&t->data, &t->result, &said);
		console_say(s->console, STYLE_GOOD, "%s%s", str_cstr(&said),
			console_words(s->console, back).text);
		str_free(&said);
	}
	s->changed(s->arg, failed ? t->data.belief.id : t->result.belief_id);
}

static void submit(void *arg, struct form *f)
{
	struct steer_box *b = arg;
	struct steer_order order = {0};

	if (b->steer->doubt_update[0]) {
		form_fail(f, FORM_WHOLE, IN_DOUBT);
		return;
	}
	if (!b->kind->read(b, &order))
		return;
	struct write_task *t = task_new(sizeof(*t));
	t->task.run = write_run;
	t->task.done = write_done;
	t->task.owner = b->steer;
	t->task.mode = TASK_KEEP;
	t->task.what = "saving";
	t->task.arena = b->arena;
	b->arena = (struct arena){0};
	t->steer = b->steer;
	t->kind = b->kind;
	t->session = b->steer->console->session;
	t->data = b->data;
	t->order = order;
	form_wait(b->form, "saving …");
	b->steer->console->writes++;
	worker_submit(b->steer->console->worker, &t->task);
}

/* --- Looking for the other end of an edge --- */

struct search_task {
	struct task task;
	struct steer *steer;
	size_t field;
	struct steer_belief source; /* ids alone */
	struct span words;
	struct steer_target *targets;
	size_t n;
	struct span elsewhere;
};

static void search_run(struct task *task, void *context)
{
	struct search_task *t = (struct search_task *)task;

	if (steer_targets(context, &t->source, t->words, STEER_OFFERS, &task->arena, &t->targets,
		    &t->n, &task->err) == 0 &&
		t->n == 0)
		steer_target_elsewhere(
			context, &t->source, t->words, &task->arena, &t->elsewhere, &task->err);
}

void steer_say_no_target(struct steer_box *b, size_t field)
{
	if (form_text(b->form, field).n == 0)
		form_fail(b->form, field, "type words of the other belief's title");
	else if (b->looking)
		form_fail(b->form, field, "still looking for these words");
	else if (b->target_count > 0)
		form_fail(b->form, field, "choose a belief: Enter takes the one that is marked");
	else if (b->elsewhere.n > 0)
		form_fail(b->form, field,
			"it is a belief of %.*s: edges across personas are not made",
			(int)b->elsewhere.n, b->elsewhere.p);
	else
		form_fail(b->form, field, "no other belief has these words in its title");
}

static void search_done(struct task *task)
{
	struct search_task *t = (struct search_task *)task;
	struct steer_box *b = t->steer->box;
	struct span titles[STEER_OFFERS];

	if (!b || !b->kind->typed)
		return;
	b->looking = false;
	if (task->err.code != ERR_NONE) {
		form_fail(b->form, t->field, "%s", task->err.text);
		return;
	}
	arena_free(&b->target_arena);
	b->target_arena = task->arena;
	task->arena = (struct arena){0};
	b->targets = t->targets;
	b->target_count = t->n;
	b->elsewhere = t->elsewhere;
	for (size_t i = 0; i < t->n; i++)
		titles[i] =
			t->targets[i].title.n > 0 ? t->targets[i].title : SPAN_LIT("(no title)");
	form_offer(b->form, t->field, titles, t->n);
	if (t->n == 0 && t->words.n > 0)
		steer_say_no_target(b, t->field);
}

void steer_search(struct steer_box *b, size_t field)
{
	struct search_task *t = task_new(sizeof(*t));

	t->task.run = search_run;
	t->task.done = search_done;
	t->task.owner = b->steer;
	t->task.kind = SEARCH;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for beliefs";
	t->steer = b->steer;
	t->field = field;
	t->source = b->data.belief;
	t->words = arena_span(&t->task.arena, form_text(b->form, field));
	b->looking = true;
	worker_submit(b->steer->console->worker, &t->task);
}

/* --- Opening and closing --- */

static void box_changed(void *arg, struct form *f, size_t field)
{
	struct steer_box *b = arg;

	(void)f;
	if (b->kind->typed)
		b->kind->typed(b, field);
	tell(b);
}

static void box_cancel(void *arg)
{
	worker_cancel(((struct steer_box *)arg)->steer->console->worker);
}

static void box_drop(void *arg)
{
	struct steer_box *b = arg;

	b->steer->box = NULL;
	arena_free(&b->arena);
	arena_free(&b->target_arena);
	str_free(&b->problem);
	free(b);
}

static const struct steer_kind *find_kind(enum action a, bool edge)
{
	const struct steer_kind *const *const all[] = {
		steer_stance_kinds, steer_whole_kinds, steer_edge_kinds};
	const struct steer_kind *found = NULL;

	for (size_t i = 0; i < 3; i++)
		for (const struct steer_kind *const *k = all[i]; *k; k++)
			if ((*k)->action == a && (!found || (edge && (*k)->needs == NEEDS_EDGE)))
				found = *k;
	return found;
}

static void open_box(
	struct steer *s, const struct steer_kind *kind, const char *belief, const char *edge)
{
	struct steer_box *b = xcalloc(1, sizeof(*b));

	b->steer = s;
	b->kind = kind;
	if (strcmp(belief, STEER_GONE) != 0)
		snprintf(b->belief, sizeof(b->belief), "%s", belief);
	snprintf(b->edge, sizeof(b->edge), "%s", edge);
	b->form = form_new(&(struct form_ask){.title = kind->title,
		.fields = kind->fields,
		.n = kind->n,
		.at = kind->at,
		.button = kind->button,
		.opened_by = s->console->key_code,
		.changed = box_changed,
		.submit = submit,
		.cancel = box_cancel,
		.drop = box_drop,
		.arg = b});
	s->box = b;
	load(b);
	s->console->ops->overlay(s->console, form_overlay(b->form));
}

/* Why no box is opened; NULL: one is. */
static const char *refusal(const struct console *c, const struct steer_kind *kind,
	const char *belief, const char *edge)
{
	const char *why = console_refuses(c, MAY_STEER);

	if (!why && kind->needs != NEEDS_NOTHING && strcmp(belief, STEER_GONE) == 0)
		why = "this belief was deleted";
	if (!why && kind->needs != NEEDS_NOTHING && !belief[0])
		why = "there is no belief to change";
	if (!why && kind->needs == NEEDS_EDGE && !edge[0])
		why = "choose an edge first: {next-part}, then {down} and {up}";
	return why;
}

bool steer_act(struct steer *s, enum action a, const char *belief, const char *edge)
{
	const struct steer_kind *kind = find_kind(a, edge[0] != '\0');

	if (!kind)
		return false;
	const char *why = refusal(s->console, kind, belief, edge);
	if (why)
		console_say_words(s->console, STYLE_WARN, why);
	else if (!s->box)
		open_box(s, kind, belief, edge);
	return true;
}

bool steer_enabled(const struct console *c, enum action a, const char *belief, const char *edge,
	const char **why)
{
	const struct steer_kind *kind = find_kind(a, edge[0] != '\0');
	const char *no = kind ? refusal(c, kind, belief, edge) : NULL;

	if (no)
		*why = no;
	return !no;
}

const char *steer_refuses_locked(enum action a)
{
	const struct steer_kind *kind = find_kind(a, false);

	return kind && stops_at_lock(kind) ? LOCKED : NULL;
}

void steer_open(struct steer *s, struct console *c,
	void (*changed)(void *arg, const char *belief_id), void *arg)
{
	*s = (struct steer){.console = c, .changed = changed, .arg = arg};
}

/* A box that is still open belongs to whoever shows it: it outlives the pane by no key. */
void steer_close(struct steer *s)
{
	worker_forget(s->console->worker, s);
}
