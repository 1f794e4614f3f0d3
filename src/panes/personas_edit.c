/* The form of one persona: what is typed is checked, its difference shown, and then saved. */
#include <stdlib.h>
#include <string.h>

#include "panes/changes.h"
#include "personas_box.h"
#include "tui/form.h"

#define CONFIG_ROWS 8

struct persona_edit {
	struct personas_box *box; /* lies below the form */
	struct form *form;
	bool adds;
	struct arena arena;
	struct persona was; /* as it was read; the config of a new one is "{}" */
	bool shown; /* the difference of just what stands there now */
};

/* A new one has a name to type, which is its first field. */
static size_t field_of(const struct persona_edit *e, size_t field)
{
	return e->adds ? field : field - 1;
}
enum { NAME, DISPLAY_NAME, CONFIG };

/* --- Before it is saved --- */

static void show_changes(struct persona_edit *e, const char *heading)
{
	struct textview *v = form_about(e->form);
	struct span display_name = form_text(e->form, field_of(e, DISPLAY_NAME));
	struct span before = e->was.display_name.p ? e->was.display_name : SPAN_LIT("");

	textview_reset(v);
	textview_line(v, STYLE_STRONG, span_of(heading));
	if (!span_eq(before, display_name)) {
		textview_block(v, 2, 4, false, NULL);
		textview_run(v, STYLE_DIM, SPAN_LIT("display name: "));
		textview_field(v, STYLE_TEXT, before.n > 0 ? before : SPAN_LIT("none"));
		textview_run(v, STYLE_DIM, SPAN_LIT(" becomes "));
		textview_field(v, STYLE_TEXT, display_name.n > 0 ? display_name : SPAN_LIT("none"));
	}
	if (span_eq(e->was.config, form_text(e->form, field_of(e, CONFIG))))
		textview_line(v, STYLE_DIM, SPAN_LIT("The config stays as it is."));
	else
		changes_show(v, e->was.config, form_text(e->form, field_of(e, CONFIG)));
	textview_gap(v);
}

static void changed(void *arg, struct form *f, size_t field)
{
	struct persona_edit *e = arg;

	(void)field;
	e->shown = false;
	textview_reset(form_about(f));
}

/* False, with what is wrong below its field. */
static bool check(struct persona_edit *e)
{
	struct err why = {0};
	size_t field = FORM_WHOLE;

	if (e->adds && persona_check_username(form_text(e->form, NAME), &why) < 0)
		field = NAME;
	else if (persona_check_display_name(form_text(e->form, field_of(e, DISPLAY_NAME)), &why) <
		0)
		field = field_of(e, DISPLAY_NAME);
	else if (persona_check_change(&e->was, form_text(e->form, field_of(e, CONFIG)), &why) < 0)
		field = field_of(e, CONFIG);
	if (why.code != ERR_NONE)
		form_fail(e->form, field, "%s", why.text);
	return why.code == ERR_NONE;
}

/* --- Saving --- */

struct save_task {
	struct task task;
	struct persona_edit *edit;
	struct session session;
	bool adds;
	struct persona now, was;
	char id[UUID_TEXT];
	struct persona is; /* ERR_CONFLICT: what stands there instead */
	bool has_is;
};

static void save_run(struct task *task, void *context)
{
	struct save_task *t = (struct save_task *)task;
	struct err ignored = {0};

	if (t->adds)
		personas_add(context, &t->session, &t->now, t->id, &task->err);
	else
		personas_set(context, &t->session, &t->now, &t->was, &task->err);
	if (task->err.code == ERR_CONFLICT)
		t->has_is = personas_get(context, span_of(t->was.id), &task->arena, &t->is,
				    &ignored) == 0;
}

/* The second to save sees first what it would overwrite. */
static void meet_change(struct persona_edit *e, struct save_task *t)
{
	arena_free(&e->arena);
	e->arena = t->task.arena;
	t->task.arena = (struct arena){0};
	e->was = t->is;
	e->shown = true;
	show_changes(e, "Somebody changed it meanwhile. Yours would change that:");
	form_fail(e->form, FORM_WHOLE, "not saved: somebody was faster; once more saves yours");
}

static void save_done(struct task *task)
{
	struct save_task *t = (struct save_task *)task;
	struct persona_edit *e = t->edit;
	struct console *c = e->box->console;

	c->writes--;
	c->failed = c->failed || task->err.code != ERR_NONE;
	form_go_on(e->form);
	if (task->err.code == ERR_NONE) {
		struct personas_box *box = e->box;
		said_set(&box->said, STYLE_GOOD, t->adds ? "added" : "saved");
		memcpy(box->select, t->adds ? t->id : t->was.id, UUID_TEXT);
		personas_box_load(box);
		c->ops->uncover(c, form_overlay(e->form));
	} else if (t->has_is) {
		meet_change(e, t);
	} else {
		form_fail(e->form, FORM_WHOLE, "%snot saved: %s",
			task->err.code == ERR_LOST ? "perhaps " : "", task->err.text);
	}
}

static void save(struct persona_edit *e)
{
	struct save_task *t = task_new(sizeof(*t));
	struct arena *a = &t->task.arena;
	struct console *c = e->box->console;

	t->task.run = save_run;
	t->task.done = save_done;
	t->task.owner = e;
	t->task.mode = TASK_KEEP;
	t->task.what = "saving the persona";
	t->edit = e;
	t->session = c->session;
	t->adds = e->adds;
	memcpy(t->was.id, e->was.id, UUID_TEXT);
	t->was.display_name = arena_span(a, e->was.display_name);
	t->was.config = arena_span(a, e->was.config);
	t->was.hides = e->was.hides;
	if (e->adds)
		t->now.username = arena_span(a, form_text(e->form, NAME));
	t->now.display_name = arena_span(a, form_text(e->form, field_of(e, DISPLAY_NAME)));
	t->now.config = arena_span(a, form_text(e->form, field_of(e, CONFIG)));
	c->writes++;
	form_wait(e->form, "saving …");
	worker_submit(c->worker, &t->task);
}

static void submit(void *arg, struct form *f)
{
	struct persona_edit *e = arg;

	(void)f;
	if (!check(e))
		return;
	if (e->shown) {
		save(e);
		return;
	}
	e->shown = true;
	show_changes(e, e->adds ? "What would be added:" : "What would change:");
	form_fail(e->form, FORM_WHOLE, "not saved yet: once more saves it");
}

static void cancel(void *arg)
{
	const struct persona_edit *e = arg;

	worker_cancel(e->box->console->worker);
}

static void drop(void *arg)
{
	struct persona_edit *e = arg;

	worker_forget(e->box->console->worker, e);
	arena_free(&e->arena);
	free(e);
}

void personas_edit(struct personas_box *b, const struct persona *p, uint32_t opened_by)
{
	struct persona_edit *e = xcalloc(1, sizeof(*e));
	struct form_field fields[] = {
		{.label = "name on Reddit", .kind = FORM_LINE},
		{.label = "display name", .kind = FORM_LINE, .none = "none"},
		{.label = "config (JSON)", .kind = FORM_TEXT, .rows = CONFIG_ROWS},
	};
	struct str title = {0};

	e->box = b;
	e->adds = !p;
	e->was.config = SPAN_LIT("{}");
	if (p) {
		e->was = *p;
		e->was.display_name = arena_span(&e->arena, p->display_name);
		e->was.config = arena_span(&e->arena, p->config);
	}
	fields[DISPLAY_NAME].value = e->was.display_name;
	fields[CONFIG].value = e->was.config;
	str_add(&title, p ? "Edit the persona " : "Add a persona");
	if (p)
		str_adds(&title, p->username);
	e->form = form_new(&(struct form_ask){.title = str_cstr(&title),
		.fields = p ? fields + 1 : fields,
		.n = p ? 2 : 3,
		.button = "show what changes, then save",
		.opened_by = opened_by,
		.changed = changed,
		.submit = submit,
		.cancel = cancel,
		.drop = drop,
		.arg = e});
	b->console->ops->overlay(b->console, form_overlay(e->form));
	str_free(&title);
}
