/* The versions of a belief and the course of its confidence, asked of the worker. */
#include <math.h>
#include <string.h>

#include "stances_pane.h"
#include "store/beliefs.h"

#define PAGE_ROWS 64

enum { LOAD_TIMELINE = 1 };

struct timeline_task {
	struct task task;
	struct stances *pane;
	struct stance_query query;
	char belief[UUID_TEXT];
	bool fresh;
	enum list_edge edge;
	struct belief found;
	struct stance_page page;
	struct stance_course course;
};

static void find_first(struct timeline_task *t, void *context)
{
	struct belief_query first = {.from = PAGE_FIRST, .limit = 1};
	struct belief_page page;

	if (beliefs_page(context, &first, &t->task.arena, &page, &t->task.err) == 0 && page.n > 0)
		memcpy(t->belief, page.rows[0].id, UUID_TEXT);
}

static void timeline_run(struct task *task, void *context)
{
	struct timeline_task *t = (struct timeline_task *)task;
	struct err *e = &task->err;

	if (!t->belief[0])
		find_first(t, context);
	t->query.belief_id = t->belief;
	if (!t->belief[0] || stances_page(context, &t->query, &task->arena, &t->page, e) < 0 ||
		!t->fresh)
		return;
	if (beliefs_find(context, span_of(t->belief), &task->arena, &t->found, e) < 0)
		return;
	stances_course(context, t->belief, &task->arena, &t->course, e);
}

void stances_forget(struct stances *st)
{
	list_reset(st->versions);
	list_reset(st->events);
	textview_reset(st->view);
	st->n = 0;
	st->count = 0;
	st->zoom = (struct chart_view){0};
	st->loaded[0] = st->viewed[0] = st->mark.id[0] = '\0';
	st->locked = st->stale = st->history = st->events_loaded = false;
}

/* The rows live as long as their page in the list; title and course live in an arena of the pane.
 */
static struct list_page take_page(struct timeline_task *t)
{
	struct list_page page = {.n = t->page.n};
	struct version_row *rows = arena_calloc(&t->task.arena, page.n, sizeof(*rows));

	page.rows = arena_calloc(&t->task.arena, page.n, sizeof(*page.rows));
	for (size_t i = 0; i < page.n; i++) {
		rows[i] = (struct version_row){t->page.rows[i], t->page.keys[i]};
		memcpy(page.rows[i].id, rows[i].stance.id, UUID_TEXT);
		page.rows[i].data = &rows[i];
	}
	return page;
}

static void take_belief(struct stances *st, const struct timeline_task *t)
{
	arena_free(&st->arena);
	memcpy(st->belief, t->belief, UUID_TEXT);
	memcpy(st->loaded, t->belief, UUID_TEXT);
	st->none = !t->belief[0];
	st->stale = false;
	st->title = arena_span(&st->arena, t->found.title);
	st->locked = t->found.locked;
	st->count = t->course.versions;
	st->n = t->course.n;
	st->points = arena_calloc(&st->arena, st->n, sizeof(*st->points));
	for (size_t i = 0; i < st->n; i++)
		st->points[i] = (struct chart_point){t->course.points[i].t, t->course.points[i].v};
}

/* What is read stays where it was scrolled to, unless it says something else now. */
static bool reads_alike(const struct stance *a, const struct stance *b)
{
	return a && b && strcmp(a->id, b->id) == 0 && span_eq(a->text, b->text) &&
		span_eq(a->rationale, b->rationale) && span_eq(a->status_text, b->status_text) &&
		(a->confidence == b->confidence || (isnan(a->confidence) && isnan(b->confidence)));
}

static void put_fresh(struct stances *st, struct timeline_task *t)
{
	bool last = t->query.from == PAGE_LAST, same = strcmp(st->loaded, t->belief) == 0;
	struct stance *shown = version_of(list_selected(st->versions));
	bool keeps = false;
	char id[UUID_TEXT] = "";

	if (!same)
		stances_forget(st);
	else if (shown && !last)
		memcpy(id, shown->id, UUID_TEXT);
	for (size_t i = 0; same && i < t->page.n; i++)
		keeps |= reads_alike(shown, &t->page.rows[i]);
	take_belief(st, t);
	struct list_page page = take_page(t);
	page.arena = t->task.arena;
	t->task.arena = (struct arena){0};
	list_begin(st->versions, &page, last && t->page.more, !last && t->page.more);
	if ((!id[0] || !list_select(st->versions, id)) && list_count(st->versions) > 0)
		list_select_index(st->versions, last ? list_count(st->versions) - 1 : 0);
	if (!keeps && !st->history)
		st->viewed[0] = '\0';
}

static void timeline_done(struct task *task)
{
	struct timeline_task *t = (struct timeline_task *)task;
	struct stances *st = t->pane;

	st->loading = false;
	if (task->err.code != ERR_NONE) {
		st->error = task->err;
		if (task->err.code == ERR_MISSING || strcmp(st->loaded, t->belief) != 0)
			stances_forget(st);
		else if (!t->fresh)
			list_ask_failed(st->versions, t->edge);
		console_say_error(st->console, &task->err);
		return;
	}
	err_clear(&st->error);
	if (t->fresh) {
		put_fresh(st, t);
		return;
	}
	struct list_page page = take_page(t);
	page.arena = task->arena;
	task->arena = (struct arena){0};
	list_put(st->versions, t->edge, &page, t->page.more);
}

static struct timeline_task *new_task(struct stances *st, enum page_from from)
{
	struct timeline_task *t = task_new(sizeof(*t));

	t->task.run = timeline_run;
	t->task.done = timeline_done;
	t->task.owner = st;
	t->task.kind = LOAD_TIMELINE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the timeline";
	t->pane = st;
	t->query.from = from;
	t->query.limit = PAGE_ROWS;
	memcpy(t->belief, st->belief, UUID_TEXT);
	st->loading = true;
	return t;
}

void stances_load(struct stances *st, enum page_from from)
{
	struct timeline_task *t = new_task(st, from);

	t->fresh = true;
	worker_submit(st->console->worker, &t->task);
}

void stances_load_edge(struct stances *st, enum list_edge edge)
{
	size_t n = list_count(st->versions);

	if (n == 0 || st->loading)
		return;
	struct timeline_task *t = new_task(st, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER);
	const struct list_row *row = list_at(st->versions, edge == LIST_START ? 0 : n - 1);
	t->query.key = ((const struct version_row *)row->data)->key;
	t->edge = edge;
	list_asked(st->versions, edge);
	worker_submit(st->console->worker, &t->task);
}
