/* Takes back the decision that is selected. */
#include <string.h>

#include "mine_pane.h"

struct undo_task {
	struct task task;
	struct mine *pane;
	struct session session;
	int64_t seq;
	struct undo_result result;
};

static void undo_run(struct task *task, void *context)
{
	struct undo_task *t = (struct undo_task *)task;

	posts_undo_this(context, &t->session, t->seq, &task->arena, &t->result, &task->err);
}

static void undo_done(struct task *task)
{
	struct undo_task *t = (struct undo_task *)task;
	struct mine *m = t->pane;
	struct console *c = m->console;

	c->writes--;
	c->failed = c->failed || task->err.code != ERR_NONE || t->result.refused;
	if (task->err.code == ERR_LOST && t->result.ledger_id[0] && !m->doubt[0]) {
		memcpy(m->doubt, t->result.ledger_id, UUID_TEXT);
		c->in_doubt++;
	}
	if (task->err.code != ERR_NONE) {
		console_say_error(c, &task->err);
	} else if (t->result.refused) {
		console_say(c, STYLE_WARN, "not taken back: %s", t->result.refused);
	} else {
		console_pending_changed(c, t->result.first ? 0 : +1);
		console_say_undone(c, &t->result, "");
	}
	mine_refresh(m);
}

void mine_take_back(struct mine *m)
{
	const char *why = console_refuses(m->console, MAY_DECIDE);
	const struct list_row *selected = list_selected(m->list);

	if (!why && !selected)
		why = "there is no decision to take back";
	if (!why && m->doubt[0])
		why = "it is being asked whether the last one was taken back";
	if (why) {
		console_say_words(m->console, STYLE_WARN, why);
		return;
	}
	struct undo_task *t = task_new(sizeof(*t));
	t->task.run = undo_run;
	t->task.done = undo_done;
	t->task.owner = m;
	t->task.mode = TASK_URGENT;
	t->task.what = "taking back";
	t->pane = m;
	t->session = m->console->session;
	t->seq = mine_row_of(selected)->seq;
	m->console->writes++;
	worker_submit(m->console->worker, &t->task);
}

struct doubt_task {
	struct task task;
	struct mine *pane;
	char ledger_id[UUID_TEXT];
	bool stands;
};

static void doubt_run(struct task *task, void *context)
{
	struct doubt_task *t = (struct doubt_task *)task;

	posts_decision_known(context, t->ledger_id, &t->stands, &task->err);
}

static void doubt_done(struct task *task)
{
	struct doubt_task *t = (struct doubt_task *)task;
	struct mine *m = t->pane;

	if (task->err.code != ERR_NONE || strcmp(m->doubt, t->ledger_id) != 0)
		return; /* asked again with the next change */
	m->doubt[0] = '\0';
	m->console->in_doubt--;
	console_say(m->console, t->stands ? STYLE_GOOD : STYLE_WARN, "%s",
		console_words(m->console,
			t->stands ? "connected again: the decision was taken back"
				  : "connected again: the decision was not taken back, {take-back} "
				    "tries again")
			.text);
	mine_refresh(m);
}

void mine_doubt_ask(struct mine *m)
{
	if (!m->doubt[0])
		return;
	struct doubt_task *t = task_new(sizeof(*t));
	t->task.run = doubt_run;
	t->task.done = doubt_done;
	t->task.owner = m;
	t->task.mode = TASK_KEEP;
	t->task.what = "asking what was taken back";
	t->pane = m;
	memcpy(t->ledger_id, m->doubt, UUID_TEXT);
	worker_submit(m->console->worker, &t->task);
}
