/* Copying what is selected: to the terminal, or to a file when it is too large for that. */
#include "base/private_file.h"
#include "queue.h"

struct copy_task {
	struct task task;
	struct queue *queue;
	struct span content;
	struct str name, path;
};

static void copy_run(struct task *task, void *context)
{
	struct copy_task *t = (struct copy_task *)task;

	(void)context;
	private_file(str_cstr(&t->name), t->content, &t->path, &task->err);
}

static void copy_done(struct task *task)
{
	struct copy_task *t = (struct copy_task *)task;

	if (task->err.code != ERR_NONE)
		console_say_error(t->queue->console, &task->err);
	else
		console_say(t->queue->console, STYLE_GOOD,
			t->queue->console->plain ? "written to %s"
						 : "too large for the terminal: written to %s",
			str_cstr(&t->path));
}

static void copy_clear(struct task *task)
{
	struct copy_task *t = (struct copy_task *)task;

	str_free(&t->name);
	str_free(&t->path);
}

/* An id is whatever the database holds: only what cannot lead out of the folder names the file. */
void queue_file_name(const char *id, const char *ending, struct str *out)
{
	str_add(out, "draft-");
	for (; *id; id++)
		str_addc(out, (*id >= '0' && *id <= '9') || (*id >= 'a' && *id <= 'f') ? *id : '-');
	str_add(out, ending);
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
	queue_file_name(d->post.id, ".txt", &t->name);
	worker_submit(q->console->worker, &t->task);
}

/* It is copied as it is stored: what it hides comes along. */
static void copy_content(struct queue *q, const struct draft *d)
{
	bool sent = q->console->ops->copy(q->console, d->post.content);

	if (!sent && q->console->restricted && q->console->plain)
		console_say(q->console, STYLE_WARN,
			"not copied: --plain sends nothing to a clipboard, and this console writes "
			"no files");
	else if (!sent && q->console->restricted)
		console_say(q->console, STYLE_WARN,
			"not copied: too large for the terminal, and this console writes no files");
	else if (!sent)
		write_copy(q, d);
	else if (d->report.classes & TEXT_ALARM)
		console_say(
			q->console, STYLE_WARN, "sent to the clipboard, with what is hidden in it");
	else
		console_say(q->console, STYLE_GOOD, "sent to the clipboard");
}

static void copy_id(struct queue *q, const char *id)
{
	if (q->console->ops->copy(q->console, span_of(id)))
		console_say(q->console, STYLE_GOOD, "sent to the clipboard: the draft's id");
	else
		console_say(q->console, STYLE_TEXT, "the draft's id: %s", id);
}

void queue_copy(struct queue *q, enum action what)
{
	const struct list_row *selected = list_selected(q->list);
	const struct draft *d = selected ? queue_draft(q, selected->id) : NULL;

	if (selected && what == ACTION_COPY_ID)
		copy_id(q, selected->id);
	else if (d && what == ACTION_COPY)
		copy_content(q, d);
	else
		console_say(q->console, STYLE_DIM, "there is nothing to copy");
}
