/* Beliefs that are marked, for what is done to several: they stay marked whatever the list shows.
 */
#include <stdio.h>

#include "beliefs_pane.h"

#define PART 2000 /* ids that are asked for at once */

static void say_full(struct beliefs *b)
{
	console_say(b->console, STYLE_WARN,
		"100,000 beliefs are marked, and that is the most · {unmark-all} unmarks all");
}

static void close_range(struct beliefs *b)
{
	if (!marks_range_close(&b->marks, NULL, NULL))
		say_full(b);
	else
		marks_say_count(&b->marks, b->console);
}

static void follow(struct beliefs *b)
{
	if (marks_range_follow(&b->marks, b->list))
		return;
	close_range(b);
	console_say(b->console, STYLE_WARN,
		"the range ended where the list jumped: what was in it is marked");
}

static void begin_or_end_range(struct beliefs *b)
{
	const struct list_row *selected = list_selected(b->list);

	if (b->marks.range_end[0]) {
		close_range(b);
	} else if (selected) {
		marks_range_begin(&b->marks, selected->id);
		console_say(
			b->console, STYLE_DIM, "move to where the range ends · {range} marks it");
	} else {
		console_say(b->console, STYLE_DIM, "there is no belief to begin with");
	}
}

/* True when the selection moves on. */
static bool mark_one(struct beliefs *b)
{
	const struct list_row *selected = list_selected(b->list);

	if (!selected) {
		console_say(b->console, STYLE_DIM, "there is no belief to mark");
		return false;
	}
	if (b->marks.range_end[0])
		close_range(b);
	else if (!idmap_remove(&b->marks.set, selected->id) && !marks_add(&b->marks, selected->id))
		say_full(b);
	else
		marks_say_count(&b->marks, b->console);
	return true;
}

/* --- All that match. --- */

struct mark_task {
	struct task task;
	struct beliefs *pane;
	struct filter filter;
	char after[UUID_TEXT];
	char (*ids)[UUID_TEXT];
	size_t n;
	bool more;
	size_t marked; /* by the parts before */
};

static void mark_run(struct task *task, void *context)
{
	struct mark_task *t = (struct mark_task *)task;

	beliefs_ids(context, &t->filter, t->after, PART, &task->arena, &t->ids, &t->n, &t->more,
		&task->err);
}

static void mark_done(struct task *task);

static void mark_part(struct beliefs *b, const struct filter *f, const char *after, size_t marked)
{
	struct mark_task *t = task_new(sizeof(*t));

	t->task.run = mark_run;
	t->task.done = mark_done;
	t->task.owner = b;
	t->task.kind = BELIEFS_MARK_ALL;
	t->task.mode = TASK_LATEST;
	t->task.what = "marking beliefs";
	t->pane = b;
	t->filter = filter_copy(f, &t->task.arena);
	snprintf(t->after, sizeof(t->after), "%s", after);
	t->marked = marked;
	marks_say_so_far(b->console, marked);
	worker_submit(b->console->worker, &t->task);
}

static void say_marked(struct beliefs *b, size_t n, const char *what)
{
	char number[16];

	console_number((int64_t)n, number);
	console_say(b->console, STYLE_GOOD, "%s %s · {unmark-all} unmarks all", number, what);
}

static void end_marking(struct beliefs *b)
{
	if (b->marking)
		marks_say_end(b->console);
	b->marking = false;
}

static void mark_done(struct task *task)
{
	struct mark_task *t = (struct mark_task *)task;
	struct beliefs *b = t->pane;
	bool full = false;

	if (!b->marking)
		return;
	for (size_t i = 0; i < t->n && !full; i++) {
		full = !marks_add(&b->marks, t->ids[i]);
		t->marked += !full;
	}
	bool more = task->err.code == ERR_NONE && t->more && !full;
	if (more && !b->console->progress.stop) {
		mark_part(b, &t->filter, t->ids[t->n - 1], t->marked);
		return;
	}
	end_marking(b);
	if (more || task->err.code == ERR_CANCELLED)
		say_marked(b, t->marked, "marked so far");
	else if (task->err.code != ERR_NONE)
		console_say_error(b->console, &task->err);
	else if (full)
		say_full(b);
	else if (t->marked == 0)
		console_say(b->console, STYLE_DIM, "no belief matches: none is marked");
	else
		say_marked(b, t->marked, "marked: all that match");
}

static void mark_all(struct beliefs *b)
{
	if (b->marks.range_end[0])
		close_range(b);
	b->marking = true;
	marks_say_begin(b->console, "marking beliefs");
	mark_part(b, &b->filter, "", 0);
}

static bool stop(struct beliefs *b)
{
	if (!b->marking)
		return false;
	end_marking(b);
	say_marked(b, idmap_count(&b->marks.set), "marked so far");
	return true;
}

static void unmark_all(struct beliefs *b)
{
	size_t n = idmap_count(&b->marks.set) + idmap_count(&b->marks.range);

	beliefs_marks_clear(b);
	console_say(
		b->console, STYLE_DIM, n > 0 ? "no belief is marked any more" : "none was marked");
}

bool beliefs_marks_act(struct beliefs *b, enum action a)
{
	switch (a) {
	case ACTION_MARK:
		if (mark_one(b))
			beliefs_move(b, ACTION_DOWN);
		return true;
	case ACTION_RANGE: begin_or_end_range(b); return true;
	case ACTION_MARK_ALL: mark_all(b); return true;
	case ACTION_UNMARK_ALL: unmark_all(b); return true;
	case ACTION_INTERRUPT: return stop(b);
	default: follow(b); return false;
	}
}

void beliefs_marks_filtered(struct beliefs *b)
{
	if (b->marks.range_end[0])
		close_range(b);
	stop(b);
}

size_t beliefs_marked(const struct beliefs *b, char (*out)[UUID_TEXT], size_t most)
{
	size_t n = idmap_count(&b->marks.set);

	for (size_t i = 0; i < n && i < most; i++)
		idmap_at(&b->marks.set, i, out[i]);
	return n;
}

void beliefs_marks_clear(struct beliefs *b)
{
	end_marking(b);
	marks_clear(&b->marks);
}
