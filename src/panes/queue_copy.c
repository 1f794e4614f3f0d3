/* Copying what is selected: to the terminal, or to a file when it is too large for that. */
#include <string.h>

#include "base/private_file.h"
#include "queue.h"

struct copy_task {
	struct task task;
	struct queue *queue;
	struct span content;
	char name[UUID_TEXT + 16];
	struct str path;
};

static void copy_run(struct task *task, void *context)
{
	struct copy_task *t = (struct copy_task *)task;

	(void)context;
	private_file(t->name, t->content, &t->path, &task->err);
}

static void copy_done(struct task *task)
{
	struct copy_task *t = (struct copy_task *)task;

	if (task->err.code != ERR_NONE)
		console_say_error(t->queue->console, &task->err);
	else
		console_say(t->queue->console, STYLE_GOOD,
			"too large for the terminal: written to %s", str_cstr(&t->path));
}

static void copy_clear(struct task *task)
{
	str_free(&((struct copy_task *)task)->path);
}

/* An id is whatever the database holds: only what cannot lead out of the folder names the file. */
static void name_file(struct copy_task *t, const char *id)
{
	struct str name = {0};

	str_add(&name, "draft-");
	for (; *id && name.len + 5 < sizeof(t->name); id++)
		str_addc(&name,
			(*id >= '0' && *id <= '9') || (*id >= 'a' && *id <= 'f') ? *id : '-');
	str_add(&name, ".txt");
	memcpy(t->name, name.p, name.len + 1);
	str_free(&name);
}

static void write_copy(struct queue *q, const struct draft *d)
{
	struct copy_task *t = task_new(sizeof(*t));

	t->task.run = copy_run;
	t->task.done = copy_done;
	t->task.clear = copy_clear;
	t->task.owner = q;
	t->task.mode = TASK_KEEP;
	t->task.what = "writing the copy";
	t->queue = q;
	t->content = arena_span(&t->task.arena, d->post.content);
	name_file(t, d->post.id);
	worker_submit(q->console->worker, &t->task);
}

/* It is copied as it is stored: what it hides comes along. */
static void copy_content(struct queue *q, const struct draft *d)
{
	if (!q->console->ops->copy(q->console, d->post.content))
		write_copy(q, d);
	else if (d->report.classes & TEXT_ALARM)
		console_say(
			q->console, STYLE_WARN, "sent to the clipboard, with what is hidden in it");
	else
		console_say(q->console, STYLE_GOOD, "sent to the clipboard");
}

void queue_copy(struct queue *q, enum action what)
{
	const struct list_row *selected = list_selected(q->list);
	const struct draft *d = selected ? queue_draft(q, selected->id) : NULL;

	if (selected && what == ACTION_COPY_ID &&
		q->console->ops->copy(q->console, span_of(selected->id)))
		console_say(q->console, STYLE_GOOD, "sent to the clipboard: the draft's id");
	else if (d && what == ACTION_COPY)
		copy_content(q, d);
	else
		console_say(q->console, STYLE_DIM, "there is nothing to copy");
}
