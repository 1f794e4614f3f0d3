/* A change of beliefs whose commit got no answer: looked up when the connection is back. */
#include <string.h>

#include "steer_box.h"

struct doubt_task {
	struct task task;
	struct steer *steer;
	char belief_id[UUID_TEXT], update_id[UUID_TEXT];
	bool stands;
};

static void doubt_run(struct task *task, void *context)
{
	struct doubt_task *t = (struct doubt_task *)task;

	steer_known(context, t->belief_id, t->update_id, &t->stands, &task->err);
}

static void doubt_done(struct task *task)
{
	struct doubt_task *t = (struct doubt_task *)task;
	struct steer *s = t->steer;

	if (task->err.code != ERR_NONE || strcmp(s->doubt_update, t->update_id) != 0)
		return; /* asked again when the connection is back */
	s->doubt_update[0] = '\0';
	s->console->in_doubt--;
	steer_box_settled(s, t->stands);
	if (t->stands)
		console_say(s->console, STYLE_GOOD,
			"it was saved before the connection was lost · {undo-change} undoes");
	else
		console_say(
			s->console, STYLE_WARN, "not saved: the connection was lost before it was");
	s->changed(s->arg, t->belief_id);
}

void steer_doubt(struct steer *s, const char *belief_id, const char *update_id)
{
	memcpy(s->doubt_belief, belief_id, UUID_TEXT);
	memcpy(s->doubt_update, update_id, UUID_TEXT);
	s->console->in_doubt++;
}

void steer_doubt_ask(struct steer *s)
{
	if (!s->doubt_update[0])
		return;
	struct doubt_task *t = task_new(sizeof(*t));
	t->task.run = doubt_run;
	t->task.done = doubt_done;
	t->task.owner = s;
	t->task.mode = TASK_KEEP;
	t->task.what = "looking up what was saved";
	t->steer = s;
	memcpy(t->belief_id, s->doubt_belief, UUID_TEXT);
	memcpy(t->update_id, s->doubt_update, UUID_TEXT);
	worker_submit(s->console->worker, &t->task);
}
