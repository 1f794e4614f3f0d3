/* Pages, counts and details of beliefs, asked of the worker. */
#include <string.h>

#include "beliefs_pane.h"
#include "store/graph.h"

#define PAGE_ROWS 64
#define FROM_START 128 /* read again up to this row, the list begins at its start */

enum { LOAD_PAGE = 1, LOAD_COUNT, LOAD_DETAIL };

struct page_task {
	struct task task;
	struct beliefs *pane;
	struct belief_query query;
	enum list_edge edge;
	bool fresh, stay; /* stay: on the selected belief */
	struct belief_page page;
	struct belief_row *rows;
};

static void page_run(struct task *task, void *context)
{
	struct page_task *t = (struct page_task *)task;

	if (beliefs_page(context, &t->query, &task->arena, &t->page, &task->err) < 0)
		return;
	size_t n = t->page.n;
	char(*ids)[UUID_TEXT] = arena_calloc(&task->arena, n, sizeof(*ids));
	struct belief_course *courses = arena_calloc(&task->arena, n, sizeof(*courses));
	t->rows = arena_calloc(&task->arena, n, sizeof(*t->rows));
	for (size_t i = 0; i < n; i++)
		memcpy(ids[i], t->page.rows[i].id, UUID_TEXT);
	if (beliefs_courses(context, (const char(*)[UUID_TEXT])ids, n, courses, &task->err) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		t->rows[i] = (struct belief_row){
			.belief = t->page.rows[i], .key = t->page.keys[i], .course = courses[i]};
}

struct count_task {
	struct task task;
	struct beliefs *pane;
	struct filter filter;
	int64_t total;
};

static void count_run(struct task *task, void *context)
{
	struct count_task *t = (struct count_task *)task;

	beliefs_count(context, &t->filter, CONSOLE_COUNT_CAP, &t->total, &task->err);
}

static void count_done(struct task *task)
{
	struct count_task *t = (struct count_task *)task;

	if (task->err.code == ERR_NONE)
		t->pane->total = t->total;
}

static void ask_count(struct beliefs *b)
{
	struct count_task *t = task_new(sizeof(*t));

	t->task.run = count_run;
	t->task.done = count_done;
	t->task.owner = b;
	t->task.kind = LOAD_COUNT;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting beliefs";
	t->pane = b;
	t->filter = filter_copy(&b->filter, &t->task.arena);
	worker_submit(b->console->worker, &t->task);
}

/* The list anew, with the cursor on the same belief, or where it was when that is gone. What is
 * opened stays; else what the keys act on is what the cursor is on. */
static void begin_here(struct beliefs *b, struct page_task *t, struct list_page *page)
{
	const struct list_row *selected = list_selected(b->list);
	bool from_start = t->query.from == PAGE_FIRST;
	size_t at = from_start ? list_selected_index(b->list) : 0;
	char id[UUID_TEXT] = "";

	if (selected)
		memcpy(id, selected->id, UUID_TEXT);
	list_begin(b->list, page, !from_start, t->page.more);
	size_t n = list_count(b->list);
	if (list_select(b->list, id))
		return;
	if (n > 0)
		list_select_index(b->list, at < n ? at : n - 1);
	if (!b->detail_focus && strcmp(b->focus, id) == 0)
		b->focus[0] = '\0';
}

static void page_done(struct task *task)
{
	struct page_task *t = (struct page_task *)task;
	struct beliefs *b = t->pane;

	b->loading = false;
	if (task->err.code != ERR_NONE) {
		b->error = task->err;
		console_say_error(b->console, &task->err);
		if (!t->fresh)
			list_ask_failed(b->list, t->edge);
		return;
	}
	struct list_page page = {.n = t->page.n};
	page.rows = arena_calloc(&task->arena, page.n, sizeof(*page.rows));
	for (size_t i = 0; i < page.n; i++) {
		memcpy(page.rows[i].id, t->rows[i].belief.id, UUID_TEXT);
		page.rows[i].data = &t->rows[i];
	}
	page.arena = task->arena;
	task->arena = (struct arena){0};
	if (!t->fresh) {
		list_put(b->list, t->edge, &page, t->page.more);
		return;
	}
	bool last = t->query.from == PAGE_LAST;
	if (t->stay)
		begin_here(b, t, &page);
	else
		list_begin(b->list, &page, last && t->page.more, !last && t->page.more);
	if (last && list_count(b->list) > 0)
		list_select_index(b->list, list_count(b->list) - 1);
	b->loaded = true;
	b->stale = false;
	ask_count(b);
}

/* By these two a new list takes a second of a hundred thousand beliefs. */
static const char *loading_what(enum filter_sort sort)
{
	if (sort == FILTER_BY_DEGREE)
		return "counting the edges of all beliefs";
	return sort == FILTER_BY_EVIDENCE ? "counting the evidence of all beliefs"
					  : "loading beliefs";
}

static struct page_task *page_task(struct beliefs *b, enum page_from from)
{
	struct page_task *t = task_new(sizeof(*t));

	t->task.run = page_run;
	t->task.done = page_done;
	t->task.owner = b;
	t->task.kind = LOAD_PAGE;
	t->task.mode = TASK_LATEST;
	t->task.what = loading_what(b->filter.sort);
	t->pane = b;
	t->fresh = true;
	t->query.filter = filter_copy(&b->filter, &t->task.arena);
	t->query.from = from;
	t->query.limit = PAGE_ROWS;
	b->loading = true;
	return t;
}

static void key_of(struct page_task *t, const struct belief_row *row)
{
	t->query.key = row->key;
	t->query.key.title_key = arena_span(&t->task.arena, row->key.title_key);
}

void beliefs_load_edge(struct beliefs *b, enum list_edge edge)
{
	size_t n = list_count(b->list);

	if (n == 0 || b->loading)
		return;
	struct page_task *t = page_task(b, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER);
	t->fresh = false;
	t->edge = edge;
	key_of(t, list_at(b->list, edge == LIST_START ? 0 : n - 1)->data);
	list_asked(b->list, edge);
	worker_submit(b->console->worker, &t->task);
}

void beliefs_load(struct beliefs *b, enum page_from from)
{
	worker_submit(b->console->worker, &page_task(b, from)->task);
}

void beliefs_reload(struct beliefs *b)
{
	list_reset(b->list);
	b->loaded = false;
	b->total = -1;
	b->focus[0] = '\0';
	beliefs_load(b, PAGE_FIRST);
}

void beliefs_refresh(struct beliefs *b)
{
	const struct list_row *selected = list_selected(b->list);
	uint64_t position = list_position(b->list);

	if (!selected && !b->detail_focus) {
		beliefs_reload(b);
		return;
	}
	bool from_start = !selected || (position > 0 && position <= FROM_START);
	struct page_task *t = page_task(b, from_start ? PAGE_FIRST : PAGE_AT);
	t->stay = true;
	if (from_start)
		t->query.limit += position;
	else
		key_of(t, selected->data);
	worker_submit(b->console->worker, &t->task);
	if (b->focus[0])
		beliefs_load_detail(b, b->focus);
}

struct detail_task {
	struct task task;
	struct beliefs *pane;
	char id[UUID_TEXT];
	int depth;
	struct belief_detail detail;
	struct ego ego;
};

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;

	if (beliefs_get_node(context, span_of(t->id), &task->arena, &t->detail, &task->err) == 0)
		graph_around(context, t->id, t->depth, &task->arena, &t->ego, &task->err);
}

/* Its title is what is left of it, as long as the screen or the list has it. */
static void say_gone(struct beliefs *b, const char *id)
{
	const struct list_row *row = list_find(b->list, id);
	const char *then =
		b->detail_focus ? "{back} goes to the list." : "{refresh} reads the list again.";
	struct span title = SPAN_NULL;

	if (row)
		title = ((const struct belief_row *)row->data)->belief.title;
	else if (strcmp(b->ego.shown, id) == 0)
		title = b->ego.detail.belief.title;
	else if (strcmp(b->viewed, id) == 0 && !b->ego.shown[0])
		return; /* it is said already, with the title */
	memcpy(b->viewed, id, UUID_TEXT);
	if (b->trail.back_count > 0 && b->detail_focus)
		then = "{back} goes back.";
	ego_gone(&b->ego, title, console_words(b->console, then).text);
}

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct beliefs *b = t->pane;

	if (task->err.code == ERR_MISSING) {
		say_gone(b, t->id);
		return;
	}
	if (task->err.code != ERR_NONE) {
		console_say_error(b->console, &task->err);
		return;
	}
	struct list_row *row = list_find(b->list, t->id);
	if (row)
		beliefs_row_follow(row->data, &t->detail.belief);
	memcpy(b->viewed, t->id, UUID_TEXT);
	ego_put(&b->ego, &t->detail, &t->ego, &task->arena);
	if (b->detail_focus)
		ego_choose(&b->ego);
}

void beliefs_load_detail(struct beliefs *b, const char *id)
{
	struct detail_task *t = task_new(sizeof(*t));

	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = b;
	t->task.kind = LOAD_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the belief";
	t->pane = b;
	memcpy(t->id, id, UUID_TEXT);
	t->depth = b->ego.depth;
	memcpy(b->asked, id, UUID_TEXT);
	worker_submit(b->console->worker, &t->task);
}
