/* Settings, and the last change of one, asked of the worker. */
#include <stdio.h>
#include <string.h>

#include "config_pane.h"
#include "store/personas.h"

#define LONGEST_TITLE 400 /* bytes */

struct list_task {
	struct task task;
	struct config *pane;
	char persona[UUID_TEXT]; /* "": of all */
	size_t personas;
	struct list_row *rows;
	size_t n, room;
};

struct span config_title(const struct setting *s, struct arena *a)
{
	struct str text = {0};
	size_t n;

	setting_show(s, JSON_LINE, &text);
	n = text.len < LONGEST_TITLE ? text.len : LONGEST_TITLE;
	while (n < text.len && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n--;
	struct span out = post_one_line((struct span){str_cstr(&text), n}, a);
	str_free(&text);
	return out;
}

/* Ids are made up: a row must be found again when it was set for the first time. */
static void add_line(struct list_task *t, const struct persona *p, const struct setting *s)
{
	struct arena *a = &t->task.arena;
	struct config_line *line = arena_alloc(a, sizeof(*line));

	*line = (struct config_line){.persona = p,
		.setting = *s,
		.title = config_title(s, a),
		.known = config_key_find(s->key)};
	if (t->n == t->room) {
		struct list_row *old = t->rows;
		t->room = t->room ? t->room * 2 : 16;
		t->rows = arena_calloc(a, t->room, sizeof(*t->rows));
		if (old)
			memcpy(t->rows, old, t->n * sizeof(*old));
	}
	uint64_t hash = 1469598103934665603u; /* FNV-1a */
	for (size_t i = 0; i < s->key.n; i++)
		hash = (hash ^ (unsigned char)s->key.p[i]) * 1099511628211u;
	struct list_row *row = &t->rows[t->n++];
	snprintf(row->id, sizeof(row->id), "%.13s-%016llx", p->id, (unsigned long long)hash);
	row->data = line;
}

/* What is known and not set comes last. */
static int add_persona(struct list_task *t, struct db *db, const struct persona *p, struct err *e)
{
	struct setting *all;
	size_t n;

	if (config_list(db, p->id, &t->task.arena, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		add_line(t, p, &all[i]);
	for (size_t k = 0; k < config_keys_n; k++) {
		struct setting unset = {.key = span_of(config_keys[k].name)};
		size_t i = 0;
		while (i < n && !span_eq(all[i].key, unset.key))
			i++;
		if (i == n)
			add_line(t, p, &unset);
	}
	return 0;
}

static void list_run(struct task *task, void *context)
{
	struct list_task *t = (struct list_task *)task;
	struct persona *all;
	size_t n;

	if (personas_list(context, &task->arena, &all, &n, &task->err) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (t->persona[0] && strcmp(t->persona, all[i].id) != 0)
			continue;
		t->personas++;
		if (add_persona(t, context, &all[i], &task->err) < 0)
			return;
	}
}

/* Whether the selected one is what it was: its reader stays where she reads. */
static bool is_same(const struct config *c, const struct list_task *t)
{
	const struct list_row *selected = list_selected(c->list);

	for (size_t i = 0; selected && i < t->n; i++) {
		const struct setting *old = &config_selected(c)->setting;
		const struct setting *now = &((struct config_line *)t->rows[i].data)->setting;
		if (strcmp(selected->id, t->rows[i].id) == 0)
			return old->state == now->state && span_eq(old->value, now->value) &&
				span_eq(old->updated_at, now->updated_at);
	}
	return false;
}

static void list_done(struct task *task)
{
	struct list_task *t = (struct list_task *)task;
	struct config *c = t->pane;
	const struct list_row *selected = list_selected(c->list);
	size_t at = list_selected_index(c->list);
	char id[UUID_TEXT] = "";

	c->loading = false;
	c->error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(c->console, &task->err);
		return;
	}
	if (selected)
		memcpy(id, selected->id, UUID_TEXT);
	if (!is_same(c, t))
		c->viewed[0] = '\0';
	struct list_page page = {.arena = task->arena, .rows = t->rows, .n = t->n};
	task->arena = (struct arena){0};
	list_begin(c->list, &page, false, false);
	if (!list_select(c->list, id) && list_count(c->list) > 0)
		list_select_index(c->list, at < list_count(c->list) ? at : list_count(c->list) - 1);
	c->personas = t->personas;
	c->loaded = true;
}

void config_load(struct config *c)
{
	struct list_task *t = task_new(sizeof(*t));

	t->task.run = list_run;
	t->task.done = list_done;
	t->task.owner = c;
	t->task.kind = CONFIG_TASK_LIST;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading settings";
	t->pane = c;
	memcpy(t->persona, c->console->persona_id, UUID_TEXT);
	c->loading = true;
	worker_submit(c->console->worker, &t->task);
}

/* --- Its last change --- */

struct past_task {
	struct task task;
	struct config *pane;
	char row[UUID_TEXT];
	struct persona persona;
	struct span key;
	struct config_version *v;
	size_t n;
};

static void past_run(struct task *task, void *context)
{
	struct past_task *t = (struct past_task *)task;

	config_history(context, &t->persona, t->key, &task->arena, &t->v, &t->n, &task->err);
}

static void past_done(struct task *task)
{
	struct past_task *t = (struct past_task *)task;
	struct config *c = t->pane;

	if (strcmp(c->viewed, t->row) != 0 || task->err.code == ERR_CANCELLED)
		return;
	c->past_state = task->err.code != ERR_NONE ? PAST_FAILED : t->n ? PAST_KNOWN : PAST_NONE;
	c->past_error = task->err;
	arena_free(&c->past_arena);
	if (t->n > 0) {
		c->past = t->v[t->n - 1];
		c->past.by = arena_span(&c->past_arena, c->past.by);
		c->past.at = arena_span(&c->past_arena, c->past.at);
	}
	textview_cut(c->view);
	config_show_rest(c, c->view);
}

void config_load_past(struct config *c)
{
	const struct config_line *line = config_selected(c);
	struct past_task *t = task_new(sizeof(*t));

	t->task.run = past_run;
	t->task.done = past_done;
	t->task.owner = c;
	t->task.kind = CONFIG_TASK_PAST;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for its last change";
	t->pane = c;
	memcpy(t->row, list_selected(c->list)->id, UUID_TEXT);
	memcpy(t->persona.id, line->persona->id, UUID_TEXT);
	t->persona.username = arena_span(&t->task.arena, line->persona->username);
	t->key = arena_span(&t->task.arena, line->setting.key);
	worker_submit(c->console->worker, &t->task);
}
