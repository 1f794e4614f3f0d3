/* What is typed is kept in the database every few seconds, and found again. */
#include "edit.h"

#include "tui/loop.h"

#define KEEP_MS 3000

enum { KEEP_TEXT = 1, LOAD_TEXT }; /* of the editor */

struct keep_task {
	struct task task;
	struct edit *edit;
	struct session session;
	struct recovery text;
	uint64_t version;
	bool found;
};

static struct keep_task *new_task(struct edit *e, void (*run)(struct task *, void *))
{
	struct keep_task *t = task_new(sizeof(*t));

	t->task.run = run;
	t->task.owner = e;
	t->edit = e;
	t->session = e->queue->console->session;
	memcpy(t->text.post_id, e->id, sizeof(t->text.post_id));
	return t;
}

/* --- Keeping --- */

bool edit_is_kept(const struct edit *e)
{
	return e->kept && !e->gone && e->kept_version == editor_version(e->editor);
}

/* What was decided meanwhile, and by whom. */
static void say_decided(const struct post *p, struct str *out)
{
	str_add(out, p->status == POST_OTHER ? "not pending" : post_status_name(p->status));
	if (p->status == POST_OTHER || !p->reviewed_by.p)
		return;
	str_add(out, " by ");
	str_adds(out, p->reviewed_by);
}

void edit_say_kept(const struct edit *e)
{
	struct console *c = e->queue->console;
	const struct draft *d = queue_draft(e->queue, e->id);
	struct str decided = {0};

	if (d && d->post.status != POST_PENDING)
		say_decided(&d->post, &decided);
	if (decided.len > 0)
		console_say(c, STYLE_GOOD,
			"your text is kept · %s · {edit} goes on if that is taken back",
			str_cstr(&decided));
	else if (e->stage == EDIT_OVER)
		console_say(c, STYLE_GOOD, "your text is kept · {edit} goes on with it");
	else
		console_say(c, STYLE_GOOD,
			"your text is kept · {edit} goes on with it, {approve} approves the draft "
			"as it is");
	str_free(&decided);
}

static bool needs_keeping(const struct edit *e)
{
	return !e->gone && e->kept_version != editor_version(e->editor);
}

static void keep_run(struct task *task, void *context)
{
	struct keep_task *t = (struct keep_task *)task;

	recovery_save(context, &t->session, &t->text, &task->err);
}

static void keep_failed(struct edit *e, const struct err *why)
{
	if (e->leaving) {
		e->leaving = false;
		edit_type(e);
	}
	edit_say(e, "your text is only here: %s", why->text);
	if (why->code == ERR_LOST || why->code == ERR_BUSY)
		edit_keep_soon(e);
}

static void keep_done(struct task *task)
{
	struct keep_task *t = (struct keep_task *)task;
	struct edit *e = t->edit;

	e->keeping = false;
	if (task->err.code != ERR_NONE) {
		keep_failed(e, &task->err);
		return;
	}
	e->kept = true;
	e->kept_version = t->version;
	if (!edit_is_kept(e)) {
		if (e->leaving)
			edit_keep_now(e);
		else
			edit_keep_soon(e);
	} else if (e->leaving) {
		edit_say_kept(e);
		edit_close(e);
	}
}

static struct keep_task *keep_task(struct edit *e)
{
	struct keep_task *t = new_task(e, keep_run);

	t->version = editor_version(e->editor);
	t->text.content = arena_span(&t->task.arena, editor_text(e->editor));
	memcpy(t->text.based_on, e->hash, sizeof(t->text.based_on));
	return t;
}

void edit_keep_now(struct edit *e)
{
	loop_cancel(e->queue->console->loop, e->keep_timer);
	e->keep_timer = 0;
	if (e->keeping || !needs_keeping(e))
		return;
	struct keep_task *t = keep_task(e);
	t->task.done = keep_done;
	t->task.mode = TASK_LATEST;
	t->task.kind = KEEP_TEXT;
	t->task.what = "keeping your text";
	e->keeping = true;
	worker_submit(e->queue->console->worker, &t->task);
}

static void on_timer(void *arg)
{
	struct edit *e = arg;

	e->keep_timer = 0;
	edit_keep_now(e);
}

void edit_keep_soon(struct edit *e)
{
	if (!e->keep_timer && needs_keeping(e))
		e->keep_timer = loop_after(e->queue->console->loop, KEEP_MS, on_timer, e);
}

void edit_keep_at_end(struct edit *e)
{
	if (e->thrown_away || !needs_keeping(e) || !edit_modified(e))
		return;
	struct keep_task *t = keep_task(e);
	t->task.mode = TASK_KEEP;
	t->task.what = "keeping your text";
	worker_submit(e->queue->console->worker, &t->task);
}

static void drop_run(struct task *task, void *context)
{
	struct keep_task *t = (struct keep_task *)task;

	recovery_drop(context, &t->session, t->text.post_id, &task->err);
}

void edit_keep_drop(struct edit *e)
{
	loop_cancel(e->queue->console->loop, e->keep_timer);
	e->keep_timer = 0;
	if (!e->kept && !e->keeping)
		return;
	struct keep_task *t = new_task(e, drop_run);
	t->task.mode = TASK_KEEP;
	t->task.what = "forgetting your text";
	worker_submit(e->queue->console->worker, &t->task);
}

/* --- Finding it again --- */

static void load_run(struct task *task, void *context)
{
	struct keep_task *t = (struct keep_task *)task;

	char id[UUID_TEXT];

	memcpy(id, t->text.post_id, sizeof(id));
	recovery_load(context, &t->session, id, &task->arena, &t->text, &t->found, &task->err);
}

static void load_done(struct task *task)
{
	struct keep_task *t = (struct keep_task *)task;
	struct edit *e = t->edit;

	if (task->err.code != ERR_NONE) {
		console_say_error(e->queue->console, &task->err);
		edit_close(e);
		return;
	}
	if (!t->found || span_eq(t->text.content, str_span(&e->original))) {
		e->kept = t->found;
		edit_type(e);
		return;
	}
	str_adds(&e->offered, t->text.content);
	memcpy(e->offered_hash, t->text.based_on, sizeof(e->offered_hash));
	e->offered_at = t->text.at;
	edit_page_offer(e);
}

void edit_keep_load(struct edit *e)
{
	struct keep_task *t = new_task(e, load_run);

	t->task.done = load_done;
	t->task.mode = TASK_LATEST;
	t->task.kind = LOAD_TEXT;
	t->task.what = "looking for what you typed";
	e->stage = EDIT_LOADING;
	worker_submit(e->queue->console->worker, &t->task);
}

/* --- Which drafts have one --- */

struct kept_task {
	struct task task;
	struct queue *queue;
	struct session session;
	struct recovery *list;
	size_t n;
};

static void kept_run(struct task *task, void *context)
{
	struct kept_task *t = (struct kept_task *)task;

	recovery_list(context, &t->session, &task->arena, &t->list, &t->n, &task->err);
}

/* Not to know of any is no news: what is kept stays where it is. */
static void kept_done(struct task *task)
{
	struct kept_task *t = (struct kept_task *)task;
	struct queue *q = t->queue;

	task->quiet = t->n == 0 && q->kept_count == 0;
	if (task->err.code != ERR_NONE)
		return;
	arena_free(&q->kept_arena);
	q->kept_arena = task->arena;
	task->arena = (struct arena){0};
	q->kept = t->list;
	q->kept_count = t->n;
}

void queue_kept_load(struct queue *q)
{
	struct kept_task *t = task_new(sizeof(*t));

	t->task.run = kept_run;
	t->task.done = kept_done;
	t->task.owner = q;
	t->task.kind = QUEUE_KEPT;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for what you typed";
	t->queue = q;
	t->session = q->console->session;
	worker_submit(q->console->worker, &t->task);
}

const struct recovery *queue_kept(const struct queue *q, const char *id)
{
	for (size_t i = 0; i < q->kept_count; i++)
		if (strcmp(q->kept[i].post_id, id) == 0)
			return &q->kept[i];
	return NULL;
}

bool queue_offers_edit(const struct queue *q, const struct list_row *row)
{
	return queue_row_of(row)->line.status == POST_PENDING && queue_kept(q, row->id);
}
