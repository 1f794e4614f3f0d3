/* Findings of each kind, and the beliefs behind one of them, asked of the worker. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "findings_pane.h"

enum { LOAD_KIND = 1, LOAD_DETAIL, LOAD_STATE };

/* --- The list --- */

/* Lines are called by what they say, so that the selection stays while more is found. */
static void name_line(char id[UUID_TEXT], enum finding_kind kind, size_t i)
{
	snprintf(id, UUID_TEXT, "%d-%zu", (int)kind, i);
}

static size_t add_kind(const struct findings *f, enum finding_kind kind, struct list_row *rows,
	struct finding_line *lines)
{
	const struct finding_list *found = &f->found[kind];

	for (size_t i = 0; i <= found->n; i++) {
		lines[i] = (struct finding_line){kind, i > 0 ? &found->rows[i - 1] : NULL};
		name_line(rows[i].id, kind, i);
		rows[i].data = &lines[i];
	}
	return found->n + 1;
}

static void fill_list(struct findings *f)
{
	const struct list_row *selected = list_selected(f->list);
	struct list_page page = {0};
	char id[UUID_TEXT] = "";
	size_t n = 0;

	if (selected)
		memcpy(id, selected->id, UUID_TEXT);
	for (int k = 0; k < FINDING_KINDS; k++)
		n += f->found[k].n > 0 ? f->found[k].n + 1 : 0;
	page.rows = arena_calloc(&page.arena, n, sizeof(*page.rows));
	struct finding_line *lines = arena_calloc(&page.arena, n, sizeof(*lines));
	for (int k = 0; k < FINDING_KINDS; k++)
		if (f->found[k].n > 0)
			page.n += add_kind(
				f, (enum finding_kind)k, page.rows + page.n, lines + page.n);
	list_begin(f->list, &page, false, false);
	if ((!id[0] || !list_select(f->list, id)) && n > 0)
		list_select_index(f->list, n > 1 ? 1 : 0);
}

struct kind_task {
	struct task task;
	struct findings *pane;
	enum finding_kind kind;
	struct span persona; /* SPAN_NULL: all of them */
	struct finding_list found;
	struct span state; /* with the first kind */
};

static void kind_run(struct task *task, void *context)
{
	struct kind_task *t = (struct kind_task *)task;

	/* Before them, so that what changes meanwhile is told. */
	if (t->kind == 0 && findings_state(context, &task->arena, &t->state, &task->err) < 0)
		return;
	findings_of_kind(context, t->kind, time_now(), t->persona, FINDINGS_MOST, &task->arena,
		&t->found, &task->err);
}

static void ask_kind(struct findings *f);

static void keep_state(struct findings *f, struct span state)
{
	str_clear(&f->state);
	str_adds(&f->state, state);
	f->stale = false;
}

static void kind_done(struct task *task)
{
	struct kind_task *t = (struct kind_task *)task;
	struct findings *f = t->pane;

	if (task->err.code != ERR_NONE) {
		f->stopped = true;
		console_say_error(f->console, &task->err);
		return;
	}
	if (t->kind == 0)
		keep_state(f, t->state);
	struct arena old = f->arenas[t->kind];
	f->found[t->kind] = t->found;
	f->arenas[t->kind] = task->arena;
	task->arena = (struct arena){0};
	fill_list(f);
	const struct finding_line *line = finding_line_of(list_selected(f->list));
	if (line && line->kind == t->kind)
		f->viewed[0] = '\0';
	arena_free(&old);
	f->next = t->kind + 1;
	if (f->next < FINDING_KINDS)
		ask_kind(f);
}

/* One kind a task: what comes in between is not kept waiting for all of them, and Ctrl-C keeps what
 * was found. */
static void ask_kind(struct findings *f)
{
	struct kind_task *t = task_new(sizeof(*t));

	t->task.run = kind_run;
	t->task.done = kind_done;
	t->task.owner = f;
	t->task.kind = LOAD_KIND;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for what is wrong";
	t->pane = f;
	t->kind = f->next;
	if (f->console->persona_id[0])
		t->persona = arena_span(&t->task.arena, span_of(f->console->persona_id));
	worker_submit(f->console->worker, &t->task);
}

void findings_load(struct findings *f)
{
	f->next = 0;
	f->stopped = false;
	ask_kind(f);
}

/* --- Whether they may have changed --- */

struct state_task {
	struct task task;
	struct findings *pane;
	struct span state;
};

static void state_run(struct task *task, void *context)
{
	struct state_task *t = (struct state_task *)task;

	findings_state(context, &task->arena, &t->state, &task->err);
}

static void state_done(struct task *task)
{
	struct state_task *t = (struct state_task *)task;
	struct findings *f = t->pane;

	task->quiet = true;
	if (task->err.code != ERR_NONE || f->stale)
		return;
	f->stale = !span_eq(t->state, str_span(&f->state));
	task->quiet = !f->stale;
}

void findings_look(struct findings *f)
{
	if (f->stale)
		return;
	struct state_task *t = task_new(sizeof(*t));
	t->task.run = state_run;
	t->task.done = state_done;
	t->task.owner = f;
	t->task.kind = LOAD_STATE;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->pane = f;
	worker_submit(f->console->worker, &t->task);
}

/* --- What stands behind one --- */

struct detail_task {
	struct task task;
	struct findings *pane;
	char line[UUID_TEXT], belief[UUID_TEXT], other[UUID_TEXT];
	struct belief_detail details[2];
	bool there[2];
};

/* A belief that was deleted meanwhile is no failure: the detail says so. */
static void read_belief(struct detail_task *t, void *context, const char *id, int i)
{
	struct err e = {0};

	if (!id[0] || t->task.err.code != ERR_NONE)
		return;
	if (beliefs_get(context, span_of(id), &t->task.arena, &t->details[i], &e) == 0)
		t->there[i] = true;
	else if (e.code != ERR_MISSING)
		t->task.err = e;
}

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;

	read_belief(t, context, t->belief, 0);
	read_belief(t, context, t->other, 1);
}

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct findings *f = t->pane;
	const struct list_row *selected = list_selected(f->list);
	const struct finding_line *line = finding_line_of(selected);

	f->wanted[0] = '\0';
	if (task->err.code != ERR_NONE)
		console_say_error(f->console, &task->err);
	if (!line || !line->finding || strcmp(selected->id, t->line) != 0)
		return;
	memcpy(f->viewed, t->line, UUID_TEXT);
	if (task->err.code != ERR_NONE) {
		textview_reset(f->view);
		textview_line(f->view, STYLE_BAD, span_of(task->err.text));
		return;
	}
	finding_show(line->finding, t->there[0] ? &t->details[0] : NULL,
		t->there[1] ? &t->details[1] : NULL, f->view);
}

void findings_want_detail(struct findings *f)
{
	const struct list_row *selected = list_selected(f->list);
	const struct finding_line *line = finding_line_of(selected);

	if (!line || strcmp(f->viewed, selected->id) == 0 || strcmp(f->wanted, selected->id) == 0)
		return;
	if (!line->finding) {
		memcpy(f->viewed, selected->id, UUID_TEXT);
		finding_kind_show(line->kind, &f->found[line->kind], f->view);
		return;
	}
	struct detail_task *t = task_new(sizeof(*t));
	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = f;
	t->task.kind = LOAD_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the beliefs";
	t->pane = f;
	memcpy(t->line, selected->id, UUID_TEXT);
	memcpy(f->wanted, selected->id, UUID_TEXT);
	memcpy(t->belief, line->finding->belief, UUID_TEXT);
	memcpy(t->other, line->finding->other, UUID_TEXT);
	worker_submit(f->console->worker, &t->task);
}
