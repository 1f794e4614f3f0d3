/* Changing one's own pass phrase, for who knows the present one. */
#include "panes/pass_phrase.h"

#include <stdlib.h>
#include <string.h>

#include "model/password.h"
#include "store/accounts.h"
#include "tui/form.h"
#include "tui/lineedit.h"

enum { PRESENT, NEW, AGAIN, FIELDS };

struct box {
	struct console *console;
	struct form *form;
};

/* It carries secrets in memory of its own, wiped when it is done with. */
struct change_task {
	struct task task;
	struct box *box;
	struct session session;
	struct session_place place;
	char present[LINEEDIT_MOST], new[LINEEDIT_MOST];
	size_t present_n, new_n;
};

static void change_clear(struct task *task)
{
	struct change_task *t = (struct change_task *)task;

	password_wipe(t->present, sizeof(t->present));
	password_wipe(t->new, sizeof(t->new));
}

static void change_run(struct task *task, void *context)
{
	struct change_task *t = (struct change_task *)task;

	accounts_change_password(context, &t->session, &t->place,
		(struct span){t->present, t->present_n}, (struct span){t->new, t->new_n},
		&task->err);
}

static void wipe(struct form *f)
{
	for (size_t i = 0; i < FIELDS; i++)
		form_set(f, i, SPAN_LIT(""));
}

static void change_done(struct task *task)
{
	struct box *b = ((struct change_task *)task)->box;
	struct console *c = b->console;

	c->writes--;
	c->failed = c->failed || task->err.code != ERR_NONE;
	form_go_on(b->form);
	wipe(b->form);
	if (task->err.code == ERR_NONE) {
		console_say(c, STYLE_GOOD, "changed your pass phrase");
		c->ops->uncover(c, form_overlay(b->form));
	} else {
		form_fail(b->form, PRESENT, "%s%s; type all three again",
			task->err.code == ERR_LOST ? "perhaps not changed: " : "", task->err.text);
	}
}

static size_t take(const struct form *f, size_t field, char *to)
{
	struct span text = form_text(f, field);

	memcpy(to, text.p, text.n);
	return text.n;
}

static void change(struct box *b)
{
	struct console *c = b->console;
	struct change_task *t = task_new(sizeof(*t));

	t->task.run = change_run;
	t->task.done = change_done;
	t->task.clear = change_clear;
	t->task.owner = b;
	t->task.mode = TASK_KEEP;
	t->task.what = "changing your pass phrase";
	t->box = b;
	t->session = c->session;
	t->place = c->place;
	t->present_n = take(b->form, PRESENT, t->present);
	t->new_n = take(b->form, NEW, t->new);
	c->writes++;
	form_wait(b->form, "saving …");
	worker_submit(c->worker, &t->task);
}

static void submit(void *arg, struct form *f)
{
	struct err e = {0};

	if (form_text(f, PRESENT).n == 0)
		form_fail(f, PRESENT, "type the one that you have");
	else if (password_check(form_text(f, NEW), &e) < 0)
		form_fail(f, NEW, "%s", e.text);
	else if (!span_eq(form_text(f, NEW), form_text(f, AGAIN)))
		form_fail(f, AGAIN, "the two are not the same");
	else
		change(arg);
}

static void cancel(void *arg)
{
	worker_cancel(((const struct box *)arg)->console->worker);
}

static void drop(void *arg)
{
	struct box *b = arg;

	worker_forget(b->console->worker, b);
	free(b);
}

void pass_phrase_open(struct console *c)
{
	static const struct form_field fields[FIELDS] = {
		[PRESENT] = {.label = "present one", .kind = FORM_SECRET},
		[NEW] = {.label = "new one", .kind = FORM_SECRET},
		[AGAIN] = {.label = "the same again", .kind = FORM_SECRET},
	};

	if (c->read_only) {
		console_say(c, STYLE_WARN, "not changed: %s", CONSOLE_READ_ONLY);
		return;
	}
	struct box *b = xcalloc(1, sizeof(*b));
	b->console = c;
	b->form = form_new(&(struct form_ask){.title = "Your pass phrase",
		.fields = fields,
		.n = FIELDS,
		.button = "change it",
		.opened_by = KEYC_ENTER,
		.submit = submit,
		.cancel = cancel,
		.drop = drop,
		.arg = b});
	textview_block(form_about(b->form), 0, 0, false, NULL);
	textview_runf(form_about(b->form), STYLE_TEXT,
		"%d characters or more; nothing of them is shown. Other sessions of yours end, and"
		" this one stays.",
		PASSWORD_MIN_CHARACTERS);
	c->ops->overlay(c, form_overlay(b->form));
}
