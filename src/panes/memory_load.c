/* Pages, counts and details of interactions, asked of the worker. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "memory_pane.h"
#include "memory_tasks.h"

#define PAGE_ROWS 64
#define FROM_START 128 /* read again up to this row, the list begins at its start */

void memory_fill_row(
	struct memory_row *row, const struct memory_line *line, double cosine, struct arena *a)
{
	row->line = *line;
	row->title = post_one_line(line->snippet, a);
	row->cosine = cosine;
}

struct count_task {
	struct task task;
	struct memory *pane;
	struct filter filter;
	int64_t total;
};

static void count_run(struct task *task, void *context)
{
	struct count_task *t = (struct count_task *)task;

	memory_count(context, &t->filter, CONSOLE_COUNT_CAP, &t->total, &task->err);
}

static void count_done(struct task *task)
{
	struct count_task *t = (struct count_task *)task;

	if (task->err.code == ERR_NONE)
		t->pane->total = t->total;
}

static void ask_count(struct memory *m)
{
	struct count_task *t = task_new(sizeof(*t));

	t->task.run = count_run;
	t->task.done = count_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_COUNT;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting interactions";
	t->pane = m;
	t->filter = filter_copy(&m->filter, &t->task.arena);
	worker_submit(m->console->worker, &t->task);
}

struct page_task {
	struct task task;
	struct memory *pane;
	struct memory_query query;
	enum list_edge edge;
	bool fresh, stay; /* stay: on the selected one */
	struct memory_page page;
};

static void page_run(struct task *task, void *context)
{
	struct page_task *t = (struct page_task *)task;

	memory_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static void fill_page(struct page_task *t, struct list_page *page)
{
	struct arena *a = &t->task.arena;
	struct memory_row *rows = arena_calloc(a, t->page.n, sizeof(*rows));

	page->n = t->page.n;
	page->rows = arena_calloc(a, page->n, sizeof(*page->rows));
	for (size_t i = 0; i < page->n; i++) {
		memory_fill_row(&rows[i], &t->page.lines[i], NAN, a);
		memcpy(page->rows[i].id, rows[i].line.id, UUID_TEXT);
		page->rows[i].data = &rows[i];
	}
	page->arena = *a;
	*a = (struct arena){0};
}

/* The list anew, with the cursor on the same row, or where it was when that is gone. What is opened
 * stays. */
static void begin_here(struct memory *m, struct page_task *t, struct list_page *page)
{
	const struct list_row *selected = list_selected(m->list);
	bool from_start = t->query.from == PAGE_FIRST;
	size_t at = from_start ? list_selected_index(m->list) : 0;
	char id[UUID_TEXT] = "";

	if (selected)
		memcpy(id, selected->id, UUID_TEXT);
	list_begin(m->list, page, !from_start, t->page.more);
	size_t n = list_count(m->list);
	if (list_select(m->list, id))
		return;
	if (n > 0)
		list_select_index(m->list, at < n ? at : n - 1);
	if (!m->detail_focus && strcmp(m->focus, id) == 0)
		m->focus[0] = '\0';
}

static void page_done(struct task *task)
{
	struct page_task *t = (struct page_task *)task;
	struct memory *m = t->pane;
	struct list_page page = {0};

	m->loading = false;
	if (task->err.code != ERR_NONE) {
		m->error = task->err;
		console_say_error(m->console, &task->err);
		if (!t->fresh)
			list_ask_failed(m->list, t->edge);
		return;
	}
	fill_page(t, &page);
	if (!t->fresh) {
		list_put(m->list, t->edge, &page, t->page.more);
		return;
	}
	bool last = t->query.from == PAGE_LAST;
	if (t->stay)
		begin_here(m, t, &page);
	else
		list_begin(m->list, &page, last && t->page.more, !last && t->page.more);
	if (last && list_count(m->list) > 0)
		list_select_index(m->list, list_count(m->list) - 1);
	m->loaded = true;
	m->stale = false;
	ask_count(m);
}

static struct page_task *page_task(struct memory *m, enum page_from from)
{
	struct page_task *t = task_new(sizeof(*t));

	t->task.run = page_run;
	t->task.done = page_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_PAGE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading interactions";
	t->pane = m;
	t->fresh = true;
	t->query.filter = filter_copy(&m->filter, &t->task.arena);
	t->query.from = from;
	t->query.limit = PAGE_ROWS;
	m->loading = true;
	return t;
}

static const struct memory_key *key_of(const struct list_row *row)
{
	return &((const struct memory_row *)row->data)->line.key;
}

void memory_load_edge(struct memory *m, enum list_edge edge)
{
	size_t n = list_count(m->list);

	if (n == 0 || m->loading)
		return;
	struct page_task *t = page_task(m, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER);
	t->fresh = false;
	t->edge = edge;
	t->query.key = *key_of(list_at(m->list, edge == LIST_START ? 0 : n - 1));
	list_asked(m->list, edge);
	worker_submit(m->console->worker, &t->task);
}

void memory_load(struct memory *m, enum page_from from)
{
	worker_submit(m->console->worker, &page_task(m, from)->task);
}

void memory_refresh(struct memory *m)
{
	const struct list_row *selected = list_selected(m->list);
	uint64_t position = list_position(m->list);

	if (!selected) {
		m->loaded = false;
		memory_load(m, PAGE_FIRST);
		return;
	}
	bool from_start = position > 0 && position <= FROM_START;
	struct page_task *t = page_task(m, from_start ? PAGE_FIRST : PAGE_AT);
	t->stay = true;
	if (from_start)
		t->query.limit += position;
	else
		t->query.key = *key_of(selected);
	worker_submit(m->console->worker, &t->task);
	if (m->focus[0])
		memory_load_detail(m, m->focus);
}

/* --- One of them. What it led to is sought afterwards: that may take longer. --- */

struct led_task {
	struct task task;
	struct memory *pane;
	struct interaction it;
	struct memory_effects led;
};

static void led_run(struct task *task, void *context)
{
	struct led_task *t = (struct led_task *)task;

	memory_effects(context, &t->it, &task->arena, &t->led, &task->err);
}

static void led_done(struct task *task)
{
	struct led_task *t = (struct led_task *)task;
	struct memory *m = t->pane;
	char target[UUID_TEXT];

	if (strcmp(m->viewed, t->it.id) != 0 || task->err.code == ERR_CANCELLED)
		return;
	m->led_state = task->err.code == ERR_NONE ? LED_KNOWN : LED_FAILED;
	m->led_error = task->err;
	arena_free(&m->led_arena);
	m->led_arena = task->arena;
	m->led = t->led;
	task->arena = (struct arena){0};
	snprintf(target, sizeof(target), "%s", textview_target(m->view));
	memory_show_led(m, m->view);
	textview_select(m->view, target);
}

static void ask_led(struct memory *m)
{
	struct led_task *t = task_new(sizeof(*t));
	struct arena *a = &t->task.arena;

	t->task.run = led_run;
	t->task.done = led_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_LED;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for what it led to";
	t->pane = m;
	memcpy(t->it.id, m->it.id, UUID_TEXT);
	t->it.persona_id = arena_span(a, m->it.persona_id);
	t->it.reddit_id = arena_span(a, m->it.reddit_id);
	t->it.subreddit = arena_span(a, m->it.subreddit);
	t->it.created_at = arena_span(a, m->it.created_at);
	t->it.created = m->it.created;
	worker_submit(m->console->worker, &t->task);
}

struct detail_task {
	struct task task;
	struct memory *pane;
	char id[UUID_TEXT];
	struct interaction it;
	struct interaction_meta meta;
	struct memory_thread thread;
};

static void detail_run(struct task *task, void *context)
{
	struct detail_task *t = (struct detail_task *)task;
	struct arena *a = &task->arena;

	if (memory_get(context, span_of(t->id), a, &t->it, &task->err) < 0)
		return;
	interaction_meta_read(t->it.metadata, a, &t->meta);
	memory_thread(context, &t->it, a, &t->thread, &task->err);
}

static void say_gone(struct memory *m, const char *id)
{
	memcpy(m->viewed, id, UUID_TEXT);
	m->it = (struct interaction){0};
	m->led_state = LED_UNKNOWN;
	textview_reset(m->view);
	textview_line(m->view, STYLE_WARN, SPAN_LIT("This interaction was deleted."));
	textview_line(m->view, STYLE_DIM,
		span_of(console_words(m->console, "{refresh} reads the list again.").text));
}

static void detail_done(struct task *task)
{
	struct detail_task *t = (struct detail_task *)task;
	struct memory *m = t->pane;
	char target[UUID_TEXT] = "";

	m->asked[0] = '\0';
	if (task->err.code == ERR_MISSING) {
		say_gone(m, t->id);
		return;
	}
	if (task->err.code != ERR_NONE) {
		console_say_error(m->console, &task->err);
		memcpy(m->asked, t->id, UUID_TEXT); /* not again by itself */
		return;
	}
	bool again = strcmp(m->viewed, t->id) == 0;
	if (again)
		snprintf(target, sizeof(target), "%s", textview_target(m->view));
	else
		m->led_state = LED_UNKNOWN;
	arena_free(&m->detail_arena);
	m->detail_arena = task->arena;
	task->arena = (struct arena){0};
	m->it = t->it;
	m->meta = t->meta;
	m->thread = t->thread;
	memcpy(m->viewed, t->id, UUID_TEXT);
	memory_show(m, m->view);
	textview_select(m->view, target);
	ask_led(m);
}

void memory_load_detail(struct memory *m, const char *id)
{
	struct detail_task *t = task_new(sizeof(*t));

	t->task.run = detail_run;
	t->task.done = detail_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_DETAIL;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the interaction";
	t->pane = m;
	memcpy(t->id, id, UUID_TEXT);
	memcpy(m->asked, id, UUID_TEXT);
	worker_submit(m->console->worker, &t->task);
}
