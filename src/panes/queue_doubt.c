/* A commit without an answer: nothing is said of the decision before the ledger was asked. */
#include <stdlib.h>
#include <string.h>

#include "edit.h"
#include "queue.h"

struct doubt_task {
	struct task task;
	struct queue *queue;
	char ledger_id[UUID_TEXT];
	bool found;
};

static void doubt_run(struct task *task, void *context)
{
	struct doubt_task *t = (struct doubt_task *)task;

	posts_decision_known(context, t->ledger_id, &t->found, &task->err);
}

static struct doubt **find(struct queue *q, const char *ledger_id)
{
	struct doubt **d = &q->doubts;

	while (*d && strcmp((*d)->ledger_id, ledger_id) != 0)
		d = &(*d)->next;
	return d;
}

static void settle(struct queue *q, const struct doubt *d, bool stands)
{
	struct queue_row *row = queue_row_of(list_find(q->list, d->post_id));
	bool undo = d->status == POST_PENDING;

	if (row && stands) {
		row->line.status = d->status;
		row->state = ROW_STORED;
	} else if (row) {
		row->state = undo ? ROW_STORED : ROW_FAILED;
	}
	queue_draft_forget(q, d->post_id);
	if (q->edit)
		edit_settled(q->edit, d->post_id, stands);
	if (stands)
		console_say(q->console, STYLE_GOOD,
			"it was saved before the connection was lost: %s",
			undo ? "taken back" : post_status_name(d->status));
	else
		queue_fall_back(q, d->post_id,
			undo ? "Not taken back: the connection was lost before it was saved."
			     : "Not decided: the connection was lost before it was saved.");
}

static void doubt_done(struct task *task)
{
	struct doubt_task *t = (struct doubt_task *)task;
	struct queue *q = t->queue;
	struct doubt **at = find(q, t->ledger_id), *d = *at;

	if (!d)
		return;
	if (task->err.code != ERR_NONE) {
		d->asked = false; /* the next time that the connection is back */
		return;
	}
	*at = d->next;
	q->console->in_doubt--;
	settle(q, d, t->found);
	free(d);
	queue_count(q);
}

void queue_doubt(
	struct queue *q, const char *post_id, const char *ledger_id, enum post_status status)
{
	struct doubt *d = xcalloc(1, sizeof(*d));

	memcpy(d->post_id, post_id, sizeof(d->post_id));
	memcpy(d->ledger_id, ledger_id, sizeof(d->ledger_id));
	d->status = status;
	d->next = q->doubts;
	q->doubts = d;
	q->console->in_doubt++;
	console_say(q->console, STYLE_WARN,
		"connection lost while saving: what became of it is looked up");
}

void queue_doubts_ask(struct queue *q)
{
	for (struct doubt *d = q->doubts; d; d = d->next) {
		if (d->asked)
			continue;
		struct doubt_task *t = task_new(sizeof(*t));
		t->task.run = doubt_run;
		t->task.done = doubt_done;
		t->task.owner = q;
		t->task.mode = TASK_URGENT;
		t->task.what = "looking up what was saved";
		t->queue = q;
		memcpy(t->ledger_id, d->ledger_id, sizeof(t->ledger_id));
		d->asked = true;
		worker_submit(q->console->worker, &t->task);
	}
}

void queue_doubts_clear(struct queue *q)
{
	while (q->doubts) {
		struct doubt *next = q->doubts->next;
		free(q->doubts);
		q->doubts = next;
	}
}
