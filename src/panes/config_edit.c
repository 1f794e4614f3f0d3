/* Changing a setting: what is typed is checked, its difference shown, and after a yes saved. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "config_pane.h"
#include "panes/changes.h"
#include "tui/ask.h"
#include "tui/form.h"

#define VALUE_ROWS 10

/* One change under way. It belongs to its form, else to its question until that is answered with
 * yes, and then to the task that saves. */
struct config_edit {
	struct config *pane;
	struct form *form; /* NULL: there is nothing to type */
	bool adds, saving;
	const struct config_key *known;
	struct arena arena;
	struct persona persona;
	struct setting was; /* as it was seen */
	struct span json; /* what it shall be; SPAN_NULL: not set */
	int64_t restores;
};

static struct config_edit *edit_new(
	struct config *c, const struct persona *p, const struct setting *was)
{
	struct config_edit *e = xcalloc(1, sizeof(*e));

	e->pane = c;
	memcpy(e->persona.id, p->id, UUID_TEXT);
	e->persona.username = arena_span(&e->arena, p->username);
	e->was.state = was->state;
	e->was.key = arena_span(&e->arena, was->key);
	e->was.value = arena_span(&e->arena, was->value);
	e->known = config_key_find(e->was.key);
	return e;
}

static void edit_free(struct config_edit *e)
{
	arena_free(&e->arena);
	free(e);
}

static struct config_change change_of(struct config_edit *e)
{
	return (struct config_change){
		.persona = &e->persona, .json = e->json, .was = &e->was, .restores = e->restores};
}

/* --- Saving --- */

struct save_task {
	struct task task;
	struct config *pane;
	struct config_edit *edit;
	struct session session;
	struct config_change change;
	struct persona persona;
	struct setting was;
	bool changed, has_is;
	struct setting is; /* ERR_CONFLICT: what stands there instead */
};

static void save_run(struct task *task, void *context)
{
	struct save_task *t = (struct save_task *)task;
	struct err ignored = {0};

	config_set(context, &t->session, &t->change, &t->changed, &task->err);
	if (task->err.code == ERR_CONFLICT)
		t->has_is = config_get(context, t->persona.id, t->was.key, &task->arena, &t->is,
				    &ignored) == 0;
}

static void show_difference(struct textview *v, const struct setting *was, struct span json)
{
	struct str before = {0}, after = {0};

	setting_show(was, JSON_LINES, &before);
	if (json.p)
		json_lay_out(&after, json, JSON_LINES, NULL);
	else
		str_add(&after, "(not set)");
	changes_show(v, str_span(&before), str_span(&after));
	str_free(&before);
	str_free(&after);
}

/* What was typed stays, and what it would overwrite now is shown. */
static void meet_change(struct config_edit *e, struct save_task *t)
{
	struct textview *v = form_about(e->form);

	e->was.state = t->is.state;
	e->was.value = arena_span(&e->arena, t->is.value);
	textview_reset(v);
	textview_line(v, STYLE_WARN, SPAN_LIT("Yours would change what stands there now:"));
	show_difference(v, &e->was, e->json);
	form_fail(e->form, FORM_WHOLE, "not saved: %s; what you typed is still here",
		t->task.err.text);
}

static void say_saved(const struct save_task *t)
{
	console_say(t->pane->console, t->changed ? STYLE_GOOD : STYLE_DIM, "%.*s %s",
		(int)t->was.key.n, t->was.key.p,
		!t->changed                ? "is that already"
			: t->change.json.p ? "is saved"
					   : "is removed");
}

static void save_done(struct task *task)
{
	struct save_task *t = (struct save_task *)task;
	struct config_edit *e = t->edit;
	struct console *c = t->pane->console;
	bool typed = e->form != NULL;

	c->writes--;
	c->failed = c->failed || task->err.code != ERR_NONE;
	config_load(t->pane);
	if (task->err.code == ERR_NONE) {
		say_saved(t);
		if (typed)
			c->ops->uncover(c, form_overlay(e->form));
		return;
	}
	if (!typed) {
		console_say(c, STYLE_BAD, "%snot saved: %s",
			task->err.code == ERR_LOST ? "perhaps " : "", task->err.text);
		return;
	}
	e->saving = false;
	form_go_on(e->form);
	if (t->has_is)
		meet_change(e, t);
	else
		form_fail(e->form, FORM_WHOLE, "%snot saved: %s",
			task->err.code == ERR_LOST ? "perhaps " : "", task->err.text);
}

/* Who typed has a form, which frees what was typed. */
static void save_clear(struct task *task)
{
	struct save_task *t = (struct save_task *)task;

	if (t->edit)
		edit_free(t->edit);
}

static void save(struct config_edit *e)
{
	struct save_task *t = task_new(sizeof(*t));
	struct arena *a = &t->task.arena;
	struct console *c = e->pane->console;

	t->task.run = save_run;
	t->task.done = save_done;
	t->task.owner = e->pane;
	t->task.mode = TASK_KEEP;
	t->task.what = "saving the setting";
	t->pane = e->pane;
	t->edit = e;
	t->session = c->session;
	t->persona = (struct persona){.username = arena_span(a, e->persona.username)};
	memcpy(t->persona.id, e->persona.id, UUID_TEXT);
	t->was = (struct setting){.state = e->was.state,
		.key = arena_span(a, e->was.key),
		.value = arena_span(a, e->was.value)};
	t->change = (struct config_change){.persona = &t->persona,
		.json = arena_span(a, e->json),
		.was = &t->was,
		.restores = e->restores};
	e->saving = true;
	if (e->form) {
		t->task.owner = e;
		form_wait(e->form, "saving …");
	} else {
		t->task.clear = save_clear;
	}
	c->writes++;
	worker_submit(c->worker, &t->task);
}

/* --- The question --- */

static void answered(void *arg)
{
	save(arg);
}

static void dropped(void *arg)
{
	struct config_edit *e = arg;

	if (!e->form && !e->saving)
		edit_free(e);
}

static void warn(struct textview *v)
{
	textview_block(v, 0, 2, false, NULL);
	textview_glyph(v, STYLE_WARN, GLYPH_WARN);
}

/* Neither Enter nor the key that led here is a yes; what is risky takes the word. */
static void ask(struct config_edit *e, const char *verb, const char *yes)
{
	const char *risk = config_key_risk(e->was.key, e->was.value, e->json);
	const char *meant = e->adds ? config_key_meant(e->was.key) : NULL;
	struct str title = {0};

	str_addf(&title, "%s %.*s of %.*s?", verb, (int)e->was.key.n, e->was.key.p,
		(int)e->persona.username.n, e->persona.username.p);
	struct overlay *o = ask_new(&(struct ask){.title = str_cstr(&title),
		.yes = yes,
		.typed = risk ? "yes" : NULL,
		.done = answered,
		.drop = dropped,
		.arg = e});
	if (risk) {
		warn(ask_about(o));
		textview_runf(ask_about(o), STYLE_WARN, " Risky: %s.", risk);
		textview_gap(ask_about(o));
	}
	if (meant) {
		warn(ask_about(o));
		textview_runf(ask_about(o), STYLE_WARN,
			" Nobody here knows a setting of this name: did you mean %s?", meant);
		textview_gap(ask_about(o));
	}
	show_difference(ask_about(o), &e->was, e->json);
	e->pane->console->ops->overlay(e->pane->console, o);
	str_free(&title);
}

void config_toggle(struct config *c, const struct config_line *line)
{
	struct config_edit *e = edit_new(c, line->persona, &line->setting);

	e->json = span_is(e->was.value, "true") ? SPAN_LIT("false") : SPAN_LIT("true");
	ask(e, "Change", "save it");
}

void config_remove(struct config *c, const struct config_line *line)
{
	ask(edit_new(c, line->persona, &line->setting), "Remove", "remove it");
}

void config_bring_back(struct config *c, const struct persona *p, const struct setting *now,
	const struct config_version *version)
{
	struct config_edit *e = edit_new(c, p, now);
	struct err why = {0};

	e->json = arena_span(&e->arena, version->setting.value);
	e->restores = version->number;
	struct config_change change = change_of(e);
	if (setting_check_open(&version->setting, &why) < 0 || config_check(&change, &why) < 0) {
		console_say(c->console, STYLE_BAD, "not restored: %s", why.text);
		edit_free(e);
		return;
	}
	ask(e, "Restore", "bring it back");
}

/* --- The form --- */

enum { NAME, VALUE };

static size_t value_field(const struct config_edit *e)
{
	return e->adds ? VALUE : 0;
}

static bool is_number(const struct config_edit *e)
{
	return e->known && e->known->type == CONFIG_NUMBER && e->was.state != SETTING_BROKEN;
}

/* A step from a number, within its bounds. */
static void stepped(const struct config_key *k, double from, int steps, char out[NUMBER_TEXT])
{
	double to = from + steps * k->step;

	to = round(to / k->step * 1e6) / 1e6 * k->step; /* 0.1 + 0.2 is 0.3 */
	to = to < k->least ? k->least : to > k->most ? k->most : to;
	number_format(to, out);
}

/* In a number, + and - at its end are a step, as they are in the list. */
static void changed(void *arg, struct form *f, size_t field)
{
	struct config_edit *e = arg;
	struct span text = form_text(f, field);
	char to[NUMBER_TEXT];
	double number;

	if (e->adds)
		e->known = config_key_find(form_text(f, NAME));
	textview_reset(form_about(f));
	config_show_known(form_about(f), e->known);
	if (e->adds || !is_number(e) || field != value_field(e) || text.n < 2)
		return;
	char sign = text.p[text.n - 1];
	text.n--;
	if ((sign != '+' && sign != '-') || !number_read(text, &number))
		return;
	stepped(e->known, number, sign == '+' ? +1 : -1, to);
	form_type(f, field, span_of(to));
}

static bool is_there(const struct config *c, const struct persona *p, struct span key)
{
	for (size_t i = 0; i < list_count(c->list); i++) {
		const struct config_line *line = list_at(c->list, i)->data;
		if (strcmp(line->persona->id, p->id) == 0 && span_eq(line->setting.key, key) &&
			line->setting.state != SETTING_UNSET)
			return true;
	}
	return false;
}

/* False, with what is wrong below its field and the cursor at it. */
static bool check(struct config_edit *e)
{
	struct config_change change = change_of(e);
	struct err why = {0};
	struct json_place place;

	if (e->adds && config_key_check_name(e->was.key, &why) < 0) {
		form_fail(e->form, NAME, "%s", why.text);
		return false;
	}
	if (e->adds && is_there(e->pane, &e->persona, e->was.key)) {
		form_fail(e->form, NAME, "%s",
			console_words(e->pane->console,
				"there is a setting of this name: {change} changes it")
				.text);
		return false;
	}
	if (json_check(e->json, &place, &why) < 0) {
		form_fail(e->form, value_field(e), "not JSON: %s", why.text);
		form_go(e->form, value_field(e), place.at);
		return false;
	}
	if (config_check(&change, &why) < 0) {
		form_fail(e->form, value_field(e), "%s", why.text);
		return false;
	}
	return true;
}

static bool is_unchanged(const struct config_edit *e)
{
	struct str before = {0}, after = {0};

	setting_show(&e->was, JSON_STORED, &before);
	json_lay_out(&after, e->json, JSON_STORED, NULL);
	bool same = span_eq(str_span(&before), str_span(&after));
	str_free(&before);
	str_free(&after);
	return same;
}

static void submit(void *arg, struct form *f)
{
	struct config_edit *e = arg;

	e->json = arena_span(&e->arena, form_text(f, value_field(e)));
	if (e->adds) {
		e->was.key = arena_span(&e->arena, form_text(f, NAME));
		e->known = config_key_find(e->was.key);
	}
	if (!check(e))
		return;
	if (is_unchanged(e))
		form_fail(f, FORM_WHOLE, "nothing was changed: it says that already");
	else
		ask(e, e->adds ? "Add" : "Change", "save it");
}

static void cancel(void *arg)
{
	const struct config_edit *e = arg;

	worker_cancel(e->pane->console->worker);
}

static void form_dropped(void *arg)
{
	struct config_edit *e = arg;

	worker_forget(e->pane->console->worker, e);
	edit_free(e);
}

static void open_form(
	struct config_edit *e, const char *title, struct span value, uint32_t opened_by)
{
	struct form_field fields[] = {
		{.label = "name", .kind = FORM_LINE},
		{.label = is_number(e) ? "number" : "JSON",
			.kind = is_number(e) ? FORM_LINE : FORM_TEXT,
			.rows = VALUE_ROWS,
			.value = value},
	};

	e->form = form_new(&(struct form_ask){.title = title,
		.fields = e->adds ? fields : fields + 1,
		.n = e->adds ? 2 : 1,
		.button = "show what changes",
		.opened_by = opened_by,
		.changed = changed,
		.submit = submit,
		.cancel = cancel,
		.drop = form_dropped,
		.arg = e});
	if (!e->adds) {
		config_show_known(form_about(e->form), e->known);
		form_go(e->form, 0, 0);
	}
	e->pane->console->ops->overlay(e->pane->console, form_overlay(e->form));
}

/* What the field begins with: what it is, else what a new one begins with. */
static void add_beginning(const struct config_edit *e, struct str *out)
{
	if (e->was.state == SETTING_BROKEN)
		str_adds(out, e->was.value.n <= JSON_LONGEST ? e->was.value : SPAN_LIT(""));
	else if (e->was.state == SETTING_OPEN)
		setting_show(&e->was, JSON_LINES, out);
	else if (e->known && e->known->fallback)
		json_lay_out(out, span_of(e->known->fallback), JSON_LINES, NULL);
}

void config_edit(struct config *c, const struct config_line *line, int step, uint32_t opened_by)
{
	struct config_edit *e = edit_new(c, line->persona, &line->setting);
	struct str title = {0}, value = {0};
	char number[NUMBER_TEXT];
	double from;

	str_addf(&title, "%s %.*s of %.*s", e->was.state == SETTING_UNSET ? "Set" : "Change",
		(int)e->was.key.n, e->was.key.p, (int)e->persona.username.n, e->persona.username.p);
	add_beginning(e, &value);
	open_form(e, str_cstr(&title), str_span(&value), opened_by);
	if (step != 0 && is_number(e) && number_read(str_span(&value), &from)) {
		stepped(e->known, from, step, number);
		form_begin(e->form, 0, span_of(number));
	}
	str_free(&title);
	str_free(&value);
}

void config_add(struct config *c, const struct persona *p, uint32_t opened_by)
{
	struct setting none = {.state = SETTING_UNSET, .key = SPAN_LIT("")};
	struct config_edit *e = edit_new(c, p, &none);
	struct str title = {0};

	e->adds = true;
	str_addf(&title, "Add a setting of %.*s", (int)p->username.n, p->username.p);
	open_form(e, str_cstr(&title), SPAN_LIT(""), opened_by);
	str_free(&title);
}
