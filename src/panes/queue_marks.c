/* Marks live by id: they stay on their drafts whatever list, filter and order show. */
#include "queue.h"

#define PAGE_ROWS 500

bool queue_marked(const struct queue *q, const char *id)
{
	return marks_have(&q->marks, id);
}

static bool can_be_marked(const struct queue_row *row)
{
	return row->line.status == POST_PENDING && row->state != ROW_GONE &&
		row->state != ROW_DECIDING;
}

static void say_full(struct queue *q)
{
	console_say(q->console, STYLE_WARN,
		"100,000 drafts are marked, and that is the most · {unmark-all} unmarks all");
}

/* --- A range. --- */

/* One that is not loaded any more was undecided when it was passed, or will be told apart when it
 * is decided. */
static bool may_mark(void *queue, const char *id)
{
	const struct queue *q = queue;
	const struct queue_row *row = queue_row_of(list_find(q->list, id));

	return !row || can_be_marked(row);
}

static void close_range(struct queue *q)
{
	if (!marks_range_close(&q->marks, may_mark, q))
		say_full(q);
	else
		marks_say_count(&q->marks, q->console);
}

void queue_range(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);

	if (q->marks.range_end[0]) {
		close_range(q);
	} else if (selected) {
		marks_range_begin(&q->marks, selected->id);
		console_say(
			q->console, STYLE_DIM, "move to where the range ends · {range} marks it");
	} else {
		console_say(q->console, STYLE_DIM, "there is no draft to begin with");
	}
}

void queue_range_follow(struct queue *q)
{
	if (marks_range_follow(&q->marks, q->list))
		return;
	close_range(q);
	console_say(q->console, STYLE_WARN,
		"the range ended where the list jumped: what was in it is marked");
}

/* --- One, all, none. --- */

static const char not_markable[] = "marks are for drafts that can be decided";

const char *queue_mark_refuses(const struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);
	bool may = !selected || q->marks.range_end[0] || queue_marked(q, selected->id) ||
		can_be_marked(queue_row_of(selected));

	return may ? NULL : not_markable;
}

/* False, and said, when nothing changed. */
static bool toggle(struct queue *q, const struct list_row *row)
{
	if (idmap_remove(&q->marks.set, row->id))
		return true;
	if (!can_be_marked(queue_row_of(row))) {
		console_say(q->console, STYLE_DIM, "not marked: %s", not_markable);
		return false;
	}
	if (marks_add(&q->marks, row->id))
		return true;
	say_full(q);
	return false;
}

void queue_mark(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);

	if (!selected) {
		console_say(q->console, STYLE_DIM, "there is no draft to mark");
		return;
	}
	if (q->marks.range_end[0])
		close_range(q);
	else if (toggle(q, selected))
		marks_say_count(&q->marks, q->console);
	list_move(q->list, 1);
}

struct mark_task {
	struct task task;
	struct queue *queue;
	struct post_query query;
	struct post_page page;
	size_t marked; /* by the pages before */
};

static void mark_run(struct task *task, void *context)
{
	struct mark_task *t = (struct mark_task *)task;

	posts_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static void mark_done(struct task *task);

static void end_marking(struct queue *q)
{
	if (q->marking)
		marks_say_end(q->console);
	q->marking = false;
}

/* In the order of time, whatever the list's is: an index has it, and a set has none. */
static void mark_page(struct queue *q, const struct post_query *query, size_t marked)
{
	struct mark_task *t = task_new(sizeof(*t));

	t->task.run = mark_run;
	t->task.done = mark_done;
	t->task.owner = q;
	t->task.kind = QUEUE_MARK_ALL;
	t->task.mode = TASK_LATEST;
	t->task.what = "marking drafts";
	t->queue = q;
	t->query = *query;
	t->query.filter = filter_copy(&query->filter, &t->task.arena);
	t->query.filter.sort = FILTER_OLDEST;
	t->query.limit = PAGE_ROWS;
	t->marked = marked;
	marks_say_so_far(q->console, marked);
	worker_submit(q->console->worker, &t->task);
}

static void say_marked(struct queue *q, size_t n, const char *what)
{
	char number[16];

	console_number((int64_t)n, number);
	if (console_refuses(q->console, MAY_DECIDE))
		console_say(
			q->console, STYLE_GOOD, "%s %s · {unmark-all} unmarks all", number, what);
	else
		console_say(q->console, STYLE_GOOD,
			"%s %s · {to-marked} then {approve} or {reject} decides them · "
			"{unmark-all} unmarks all",
			number, what);
}

static void mark_done(struct task *task)
{
	struct mark_task *t = (struct mark_task *)task;
	struct queue *q = t->queue;
	struct post_query next = t->query;
	bool full = false;

	if (!q->marking)
		return;
	for (size_t i = 0; i < t->page.n && !full; i++) {
		if (t->page.lines[i].status != POST_PENDING)
			continue;
		full = !marks_add(&q->marks, t->page.lines[i].id);
		t->marked += !full;
	}
	bool more = task->err.code == ERR_NONE && t->page.more && !full;
	if (more && !q->console->progress.stop) {
		next.from = PAGE_AFTER;
		next.key = t->page.lines[t->page.n - 1].key;
		mark_page(q, &next, t->marked);
		return;
	}
	end_marking(q);
	if (more || task->err.code == ERR_CANCELLED)
		say_marked(q, t->marked, "marked so far");
	else if (task->err.code != ERR_NONE)
		console_say_error(q->console, &task->err);
	else if (full)
		say_full(q);
	else if (t->marked == 0)
		console_say(q->console, STYLE_DIM, "no undecided draft matches: none is marked");
	else
		say_marked(q, t->marked, "marked: all that match");
}

void queue_mark_all(struct queue *q)
{
	const struct post_query query = {.filter = q->filter, .from = PAGE_FIRST};

	if (q->marks.range_end[0])
		close_range(q);
	q->marking = true;
	marks_say_begin(q->console, "marking drafts");
	mark_page(q, &query, 0);
}

void queue_unmark_all(struct queue *q)
{
	size_t n = idmap_count(&q->marks.set) + idmap_count(&q->marks.range);

	queue_marks_clear(q);
	console_say(
		q->console, STYLE_DIM, n > 0 ? "no draft is marked any more" : "none was marked");
}

void queue_marks_filtered(struct queue *q)
{
	if (q->marks.range_end[0])
		close_range(q);
	queue_marks_stop(q);
	q->refiltered = idmap_count(&q->marks.set) > 0;
}

bool queue_marks_stop(struct queue *q)
{
	if (!q->marking)
		return false;
	end_marking(q);
	say_marked(q, idmap_count(&q->marks.set), "marked so far");
	return true;
}

void queue_marks_clear(struct queue *q)
{
	end_marking(q);
	q->refiltered = false;
	marks_clear(&q->marks);
}

void queue_opened(struct queue *q)
{
	int64_t now = time_monotonic();

	if (!q->shown[0] || now - q->shown_at < QUEUE_SETTLE_US)
		return;
	idmap_put(&q->opened, q->shown, NULL);
	if (q->unread == 0 && now - q->read_at >= QUEUE_SETTLE_US)
		idmap_put(&q->read, q->shown, q->shown_hash);
}
