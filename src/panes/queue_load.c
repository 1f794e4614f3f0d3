/* Pages, counts and fresh lines of the queue, asked of the worker. */
#include <stdlib.h>
#include <string.h>

#include "queue.h"

#define PAGE_ROWS 64
#define BEFORE_ROWS 64

static void fill_row(struct queue_row *row, const struct post_line *line, struct arena *a)
{
	row->line = *line;
	row->title = post_one_line(line->snippet, a);
	row->state = ROW_STORED;
}

static void fill_page(struct list_page *page, const struct post_page *from, struct arena *a)
{
	struct queue_row *data = arena_calloc(a, from->n, sizeof(*data));

	page->rows = arena_calloc(a, from->n, sizeof(*page->rows));
	page->n = from->n;
	for (size_t i = 0; i < from->n; i++) {
		fill_row(&data[i], &from->lines[i], a);
		memcpy(page->rows[i].id, from->lines[i].id, UUID_TEXT);
		page->rows[i].data = &data[i];
	}
}

struct page_task {
	struct task task;
	struct queue *queue;
	enum { PAGES_FRESH, PAGES_START, PAGES_END } into;
	struct post_query query;
	bool around; /* also the rows before query.key */
	char select[UUID_TEXT];
	struct post_key newest;
	struct post_page before, page;
	struct arena before_arena;
};

static void page_run(struct task *task, void *context)
{
	struct page_task *t = (struct page_task *)task;
	struct post_query before = t->query;

	if (t->into == PAGES_FRESH && posts_newest(context, &t->newest, &task->err) < 0)
		return;
	if (t->around) {
		before.from = PAGE_BEFORE;
		before.limit = BEFORE_ROWS;
		if (posts_page(context, &before, &t->before_arena, &t->before, &task->err) < 0)
			return;
	}
	posts_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static void put_fresh(struct queue *q, struct page_task *t)
{
	struct list_page page = {0};
	bool more_before = t->query.from == PAGE_LAST && t->page.more;
	bool more_after = t->query.from != PAGE_LAST && t->page.more;

	arena_free(&q->changed_titles);
	fill_page(&page, &t->page, &t->task.arena);
	page.arena = t->task.arena;
	t->task.arena = (struct arena){0};
	if (t->around && t->before.n > 0) {
		struct list_page first = {0};
		fill_page(&first, &t->before, &t->before_arena);
		first.arena = t->before_arena;
		t->before_arena = (struct arena){0};
		list_begin(q->list, &first, t->before.more, true);
		list_put(q->list, LIST_END, &page, more_after);
	} else {
		list_begin(q->list, &page, more_before, more_after);
	}
	if (!t->select[0] || !list_select(q->list, t->select)) {
		/* Around a place: the first row behind it. */
		size_t n = list_count(q->list), at = t->before.n < n ? t->before.n : n - 1;
		if (n > 0)
			list_select_index(q->list, t->query.from == PAGE_LAST ? n - 1 : at);
	}
	q->newest = t->newest;
	q->arrived = 0;
	q->total = -1;
	q->loaded = true;
}

static void page_done(struct task *task)
{
	struct page_task *t = (struct page_task *)task;
	struct queue *q = t->queue;
	enum list_edge edge = t->into == PAGES_START ? LIST_START : LIST_END;

	q->loading = false;
	if (task->err.code != ERR_NONE) {
		q->load_error = task->err;
		console_say_error(q->console, &task->err);
		if (t->into != PAGES_FRESH)
			list_ask_failed(q->list, edge);
		return;
	}
	err_clear(&q->load_error);
	if (t->into == PAGES_FRESH) {
		put_fresh(q, t);
		queue_count(q);
		return;
	}
	struct list_page page = {0};
	fill_page(&page, &t->page, &task->arena);
	page.arena = task->arena;
	task->arena = (struct arena){0};
	list_put(q->list, edge, &page, t->page.more);
}

static void page_clear(struct task *task)
{
	arena_free(&((struct page_task *)task)->before_arena);
}

static struct page_task *page_task(struct queue *q, enum page_from from)
{
	struct page_task *t = task_new(sizeof(*t));

	t->task.run = page_run;
	t->task.done = page_done;
	t->task.clear = page_clear;
	t->task.owner = q;
	t->task.kind = QUEUE_PAGE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading drafts";
	t->queue = q;
	t->query.filter = filter_copy(&q->filter, &t->task.arena);
	t->query.from = from;
	t->query.limit = PAGE_ROWS;
	q->loading = true;
	return t;
}

void queue_load_first(struct queue *q)
{
	worker_submit(q->console->worker, &page_task(q, PAGE_FIRST)->task);
}

void queue_load_last(struct queue *q)
{
	worker_submit(q->console->worker, &page_task(q, PAGE_LAST)->task);
}

void queue_load_anew(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);

	if (!selected) {
		queue_load_first(q);
		return;
	}
	struct page_task *t = page_task(q, PAGE_AT);
	t->around = true;
	t->query.key = queue_row_of(selected)->line.key;
	memcpy(t->select, selected->id, UUID_TEXT);
	worker_submit(q->console->worker, &t->task);
}

void queue_load_edge(struct queue *q, enum list_edge edge)
{
	size_t n = list_count(q->list);

	if (n == 0 || q->loading)
		return;
	struct list_row *last = list_at(q->list, edge == LIST_START ? 0 : n - 1);
	struct page_task *t = page_task(q, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER);
	t->into = edge == LIST_START ? PAGES_START : PAGES_END;
	t->query.key = queue_row_of(last)->line.key;
	list_asked(q->list, edge);
	worker_submit(q->console->worker, &t->task);
}

struct count_task {
	struct task task;
	struct queue *queue;
	struct filter filter;
	struct filter waits; /* all that waits, of the persona that was chosen */
	bool whole; /* the filter's total, too */
	struct post_key since;
	int64_t total, pending, arrived;
};

static void count_run(struct task *task, void *context)
{
	struct count_task *t = (struct count_task *)task;
	struct err *e = &task->err;

	if (posts_count(context, &t->waits, CONSOLE_COUNT_CAP, &t->pending, e) < 0 ||
		posts_arrived(context, &t->filter, &t->since, CONSOLE_COUNT_CAP, &t->arrived, e) <
			0)
		return;
	if (t->whole)
		posts_count(context, &t->filter, CONSOLE_COUNT_CAP, &t->total, e);
}

static void count_done(struct task *task)
{
	struct count_task *t = (struct count_task *)task;
	struct queue *q = t->queue;

	if (task->err.code != ERR_NONE) {
		console_say_error(q->console, &task->err);
		return;
	}
	task->quiet = q->console->pending == t->pending && q->arrived == t->arrived && !t->whole;
	q->console->pending = t->pending;
	if (t->whole)
		q->total = t->total; /* of the list as it was loaded: its rows stay until R */
	if (!post_key_eq(&t->since, &q->newest))
		return;
	if (q->console->bell && t->arrived > q->arrived)
		q->console->ops->bell(q->console);
	q->arrived = t->arrived;
}

void queue_count(struct queue *q)
{
	struct count_task *t = task_new(sizeof(*t));

	t->task.run = count_run;
	t->task.done = count_done;
	t->task.owner = q;
	t->task.kind = QUEUE_COUNTS;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting drafts";
	t->queue = q;
	t->filter = filter_copy(&q->filter, &t->task.arena);
	console_require_persona(q->console, &t->waits, &t->task.arena);
	t->since = q->newest;
	t->whole = q->total < 0;
	worker_submit(q->console->worker, &t->task);
}

#define LINES_AROUND 100

struct lines_task {
	struct task task;
	struct queue *queue;
	char (*ids)[UUID_TEXT];
	size_t n;
	struct post_line *lines;
};

static void lines_run(struct task *task, void *context)
{
	struct lines_task *t = (struct lines_task *)task;

	posts_lines(context, (const char(*)[UUID_TEXT])t->ids, t->n, &task->arena, &t->lines,
		&task->err);
}

/* The other texts of a row live in its page, and stay. */
static void take_title(struct queue *q, struct queue_row *row, struct span snippet)
{
	struct arena a = {0};
	struct span title = post_one_line(snippet, &a);

	if (!span_eq(title, row->title))
		row->title = arena_span(&q->changed_titles, title);
	arena_free(&a);
}

/* Only what another may have changed is taken over. */
static void lines_done(struct task *task)
{
	struct lines_task *t = (struct lines_task *)task;

	if (task->err.code != ERR_NONE)
		return;
	for (size_t i = 0; i < t->n; i++) {
		struct queue_row *row = queue_row_of(list_find(t->queue->list, t->ids[i]));
		if (!row || row->state == ROW_DECIDING)
			continue;
		if (!t->lines[i].id[0]) {
			row->state = ROW_GONE;
			continue;
		}
		if (row->state == ROW_FAILED && t->lines[i].status != POST_PENDING)
			row->state = ROW_STORED; /* somebody else decided it */
		if (row->line.status != t->lines[i].status)
			queue_told_of_status(t->queue, row->line.id, t->lines[i].status);
		row->line.status = t->lines[i].status;
		row->line.published = t->lines[i].published;
		row->line.flagged = t->lines[i].flagged;
		row->line.hides = t->lines[i].hides;
		row->line.approved_once = t->lines[i].approved_once;
		take_title(t->queue, row, t->lines[i].snippet);
	}
}

void queue_refresh_lines(struct queue *q)
{
	size_t count = list_count(q->list);

	if (count == 0)
		return;
	size_t at = list_selected_index(q->list);
	size_t from = at > LINES_AROUND ? at - LINES_AROUND : 0;
	size_t to = at + LINES_AROUND < count ? at + LINES_AROUND : count;
	struct lines_task *t = task_new(sizeof(*t));
	t->task.run = lines_run;
	t->task.done = lines_done;
	t->task.owner = q;
	t->task.kind = QUEUE_LINES;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->queue = q;
	t->n = to - from;
	t->ids = arena_calloc(&t->task.arena, t->n, sizeof(*t->ids));
	for (size_t i = 0; i < t->n; i++)
		memcpy(t->ids[i], list_at(q->list, from + i)->id, UUID_TEXT);
	worker_submit(q->console->worker, &t->task);
}
