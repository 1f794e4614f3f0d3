/* Changing accounts and ending sessions: what it would do is shown, and done after a yes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "base/time.h"
#include "people_pane.h"
#include "store/second_factor.h"
#include "tui/ask.h"
#include "tui/form.h"

static const char *const roles[] = {"moderator", "operator", "admin", NULL};

/* The form of what has something to type or to choose. */
struct box {
	struct people *people;
	struct form *form;
	enum people_what what;
	struct arena arena;
	struct account x; /* as it was read */
	size_t session_n; /* that end when it is renamed */
};

/* What was asked for; nothing in it is borrowed. */
struct order {
	struct people *people;
	struct box *box; /* lies below the question; NULL: there was nothing to type */
	enum people_what what;
	struct arena arena;
	struct account x;
	struct span name;
	enum role role;
	char (*sessions)[UUID_TEXT]; /* PEOPLE_END: which */
	size_t session_n; /* that end with it */
};

static void copy_account(struct account *x, struct arena *a)
{
	x->username = arena_span(a, x->username);
	x->created_at = x->updated_at = x->last_login = SPAN_NULL;
}

/* --- Doing it. --- */

struct act_task {
	struct task task;
	struct order order; /* its arena is the task's */
	struct session session;
	char one_time[PASSWORD_ONE_TIME];
};

static int end_all(struct db *db, const struct act_task *t, struct err *e)
{
	for (size_t i = 0; i < t->order.session_n; i++) {
		struct err why = {0};
		/* One that ended by itself meanwhile is as good. */
		if (sessions_stop(db, &t->session, t->order.sessions[i], &why) < 0 &&
			why.code != ERR_MISSING)
			return err_take(e, &why);
	}
	return 0;
}

static int add_account(struct db *db, struct act_task *t, struct err *e)
{
	if (password_generate(t->one_time, e) < 0)
		return -1;
	return accounts_add(
		db, &t->session, t->order.name, span_of(t->one_time), t->order.role, true, e);
}

static void act_run(struct task *task, void *context)
{
	struct act_task *t = (struct act_task *)task;
	const struct order *o = &t->order;
	const struct session *s = &t->session;
	struct err *e = &task->err;

	switch (o->what) {
	case PEOPLE_ADD: add_account(context, t, e); break;
	case PEOPLE_ROLE: accounts_set_role(context, s, &o->x, o->role, e); break;
	case PEOPLE_DISABLE: accounts_disable(context, s, &o->x, e); break;
	case PEOPLE_ENABLE: accounts_enable(context, s, &o->x, e); break;
	case PEOPLE_RESET: accounts_reset(context, s, &o->x, t->one_time, e); break;
	case PEOPLE_FACTOR: second_factor_remove(context, s, &o->x, e); break;
	case PEOPLE_RENAME: accounts_rename(context, s, &o->x, o->name, e); break;
	case PEOPLE_END: end_all(context, t, e); break;
	}
}

/* Stays until somebody says that it was read: it cannot be shown again. */
static void show_one_time(struct people *p, const struct act_task *t)
{
	struct str text = {0};
	char until[20];

	time_format_minutes(time_now() + ACCOUNT_ONE_TIME, until);
	str_addf(&text,
		"Tell %.*s, in person or over a line that you trust:\n\n    %s\n\nIt lets in until"
		" %s, and has to be changed then. It stands nowhere else, and is not shown again.",
		(int)t->order.name.n, t->order.name.p, t->one_time, until);
	p->console->ops->overlay(p->console,
		ask_new(&(struct ask){.title = "A pass phrase for one login",
			.text = str_span(&text),
			.yes = "close this",
			.typed = "noted",
			.once = true}));
	password_wipe((char *)(uintptr_t)str_cstr(&text), text.len);
	str_free(&text);
}

static void say_done(struct people *p, const struct order *o)
{
	static const char *const words[] = {
		[PEOPLE_ADD] = "added",
		[PEOPLE_ROLE] = "gave a role to",
		[PEOPLE_DISABLE] = "disabled",
		[PEOPLE_ENABLE] = "enabled",
		[PEOPLE_RESET] = "gave a pass phrase for one login to",
		[PEOPLE_FACTOR] = "took away the second factor of",
		[PEOPLE_RENAME] = "there is now",
		[PEOPLE_END] = "ended what was open of",
	};

	console_say(p->console, STYLE_GOOD, "%s %.*s", words[o->what], (int)o->name.n, o->name.p);
}

static void say_failed(const struct order *o, struct console *c, const struct err *e)
{
	if (!o->box)
		console_say_error(c, e);
	else
		form_fail(o->box->form, FORM_WHOLE, "%snot done: %s",
			e->code == ERR_LOST ? "perhaps " : "", e->text);
}

static void act_done(struct task *task)
{
	struct act_task *t = (struct act_task *)task;
	const struct order *o = &t->order;
	struct people *p = o->people;
	struct console *c = p->console;

	c->writes--;
	c->failed = c->failed || task->err.code != ERR_NONE;
	if (o->box)
		form_go_on(o->box->form);
	if (task->err.code == ERR_NONE) {
		if (o->what == PEOPLE_RENAME && strcmp(o->x.id, c->session.id) == 0)
			snprintf(c->session.name, sizeof(c->session.name), "%.*s", (int)o->name.n,
				o->name.p);
		say_done(p, o);
		if (o->box)
			c->ops->uncover(c, form_overlay(o->box->form));
		if (t->one_time[0])
			show_one_time(p, t);
	} else {
		say_failed(o, c, &task->err);
	}
	password_wipe(t->one_time, sizeof(t->one_time));
	people_load(p);
}

static void act_clear(struct task *task)
{
	struct act_task *t = (struct act_task *)task;

	password_wipe(t->one_time, sizeof(t->one_time));
}

static void do_it(void *arg)
{
	struct order *o = arg;
	struct console *c = o->people->console;
	struct act_task *t = task_new(sizeof(*t));

	t->task.run = act_run;
	t->task.done = act_done;
	t->task.clear = act_clear;
	t->task.owner = o->box ? (void *)o->box : (void *)o->people;
	t->task.mode = TASK_KEEP;
	t->task.what = "changing the account";
	t->order = *o;
	t->task.arena = o->arena;
	o->arena = (struct arena){0};
	t->session = c->session;
	c->writes++;
	if (o->box)
		form_wait(o->box->form, "saving …");
	worker_submit(c->worker, &t->task);
}

static void drop_order(void *arg)
{
	struct order *o = arg;

	arena_free(&o->arena);
	free(o);
}

/* --- Asking. --- */

/* "It may then also steer beliefs, …. ": what the one role may and the other may not. */
static void say_more(enum role one, enum role other, const char *words, struct str *out)
{
	bool any = false;

	for (int p = 0; p < PERMISSIONS; p++) {
		enum permission what = (enum permission)p;
		if (!role_may(one, what) || role_may(other, what))
			continue;
		str_addf(out, "%s%s", any ? ", " : words, permission_name(what));
		any = true;
	}
	str_add(out, any ? ". " : "");
}

static void say_ends(const struct order *o, struct str *out)
{
	if (o->session_n > 0)
		str_addf(out, " %zu session%s end%s at once.", o->session_n,
			o->session_n == 1 ? "" : "s", o->session_n == 1 ? "s" : "");
}

static void say_order(const struct order *o, struct str *out)
{
	int n = (int)o->name.n;
	const char *name = o->name.p;

	switch (o->what) {
	case PEOPLE_ADD:
		str_addf(out, "%.*s, with the role %s. ", n, name, role_name(o->role));
		say_more(o->role, ROLE_NONE, "It may then ", out);
		str_add(out, "A pass phrase for one login is made up and shown once.");
		break;
	case PEOPLE_ROLE:
		str_addf(out, "%.*s is %s, and becomes %s. ", n, name, role_name(o->x.role),
			role_name(o->role));
		say_more(o->role, o->x.role, "It may then also ", out);
		say_more(o->x.role, o->role, "It may then no longer ", out);
		str_add(out, "That holds at once, also where it is in now.");
		break;
	case PEOPLE_DISABLE:
		str_addf(out, "%.*s is not let in any more, until somebody enables the account.", n,
			name);
		say_ends(o, out);
		break;
	case PEOPLE_ENABLE:
		str_addf(out, "%.*s is let in again, as %s, with the pass phrase it had.", n, name,
			role_name(o->x.role));
		break;
	case PEOPLE_RESET:
		str_addf(out,
			"The pass phrase of %.*s does not let in any more. Another one, for one"
			" login, is made up and shown once.",
			n, name);
		say_ends(o, out);
		break;
	case PEOPLE_FACTOR:
		str_addf(out,
			"From the next login on the pass phrase alone lets %.*s in, until a phone"
			" is set up again. The secret and the recovery codes are deleted.",
			n, name);
		break;
	case PEOPLE_RENAME:
		str_addf(out, "%.*s is called %.*s from now on. Ledger and log keep the old name.",
			(int)o->x.username.n, o->x.username.p, n, name);
		say_ends(o, out);
		break;
	case PEOPLE_END:
		str_addf(out,
			"What %.*s writes next is refused, and the console there goes back to"
			" the login.",
			n, name);
		say_ends(o, out);
		break;
	}
}

static void ask(struct order *o)
{
	static const struct {
		const char *title, *yes;
	} words[] = {
		[PEOPLE_ADD] = {"Add this account?", "add it"},
		[PEOPLE_ROLE] = {"Give it this role?", "give it"},
		[PEOPLE_DISABLE] = {"Disable this account?", "disable it"},
		[PEOPLE_ENABLE] = {"Enable this account?", "enable it"},
		[PEOPLE_RESET] = {"Reset the pass phrase?", "reset it"},
		[PEOPLE_FACTOR] = {"Take away the second factor?", "take it away"},
		[PEOPLE_RENAME] = {"Rename this account?", "rename it"},
		[PEOPLE_END] = {"End what is open?", "end it"},
	};
	struct console *c = o->people->console;
	struct str text = {0};

	say_order(o, &text);
	c->ops->overlay(c,
		ask_new(&(struct ask){.title = words[o->what].title,
			.text = str_span(&text),
			.yes = words[o->what].yes,
			.done = do_it,
			.drop = drop_order,
			.arg = o}));
	str_free(&text);
}

/* --- Typing. --- */

static const struct form_field add_fields[] = {
	{.label = "name", .kind = FORM_LINE},
	{.label = "role", .kind = FORM_CHOICE, .choices = roles},
};
static const struct form_field rename_fields[] = {{.label = "new name", .kind = FORM_LINE}};
static const struct form_field role_fields[] = {
	{.label = "role", .kind = FORM_CHOICE, .choices = roles}};

/* Of those loaded, one whose name the store takes for the same, but for the one to be renamed. */
static const struct account *find_alike(const struct box *b, struct span name)
{
	const struct list *l = b->people->list;
	const struct account *found = NULL;
	struct str sought = {0}, form = {0};

	name_form(name, &sought);
	for (size_t i = 0; i < list_count(l) && !found; i++) {
		const struct account *x = &((const struct people_row *)list_at(l, i)->data)->x;
		name_form(x->username, &form);
		if (span_eq(str_span(&form), str_span(&sought)) && strcmp(x->id, b->x.id) != 0)
			found = x;
	}
	str_free(&sought);
	str_free(&form);
	return found;
}

static int check_name(const struct box *b, struct span name, struct err *e)
{
	if (accounts_check_name(name, e) < 0)
		return -1;
	const struct account *taken = find_alike(b, name);
	return taken ? err_set(e, ERR_CONSTRAINT, "there is an account %.*s already",
			       (int)taken->username.n, taken->username.p)
		     : 0;
}

static void submit(void *arg, struct form *f)
{
	struct box *b = arg;
	bool named = b->what != PEOPLE_ROLE;
	size_t role_field = b->what == PEOPLE_ADD ? 1 : 0;
	struct order *o = xcalloc(1, sizeof(*o));
	struct err e = {0};

	o->people = b->people;
	o->box = b;
	o->what = b->what;
	o->x = b->x;
	copy_account(&o->x, &o->arena);
	o->name = named ? arena_span(&o->arena, form_text(f, 0)) : o->x.username;
	if (b->what == PEOPLE_RENAME)
		o->session_n = b->session_n;
	else
		o->role = role_of(span_of(roles[form_choice(f, role_field)]));
	if (named && check_name(b, o->name, &e) < 0)
		form_fail(f, 0, "%s", e.text);
	else if (b->what == PEOPLE_ROLE && b->x.has_role && o->role == b->x.role)
		form_fail(f, 0, "it has this role already");
	else {
		ask(o);
		return;
	}
	drop_order(o);
}

static void cancel(void *arg)
{
	const struct box *b = arg;

	worker_cancel(b->people->console->worker);
}

static void drop_box(void *arg)
{
	struct box *b = arg;

	worker_forget(b->people->console->worker, b);
	arena_free(&b->arena);
	free(b);
}

static void open_box(struct people *p, enum people_what what, const struct people_row *row)
{
	static const struct {
		const char *title;
		const struct form_field *fields;
		size_t n;
	} boxes[] = {
		[PEOPLE_ADD] = {"Add an account", add_fields, 2},
		[PEOPLE_ROLE] = {"Give a role", role_fields, 1},
		[PEOPLE_RENAME] = {"Rename the account", rename_fields, 1},
	};
	struct box *b = xcalloc(1, sizeof(*b));

	b->people = p;
	b->what = what;
	if (row) {
		b->x = row->x;
		copy_account(&b->x, &b->arena);
		for (size_t i = 0; i < row->session_n; i++)
			b->session_n +=
				strcmp(row->sessions[i].id, p->console->session.console) != 0;
	}
	b->form = form_new(&(struct form_ask){.title = boxes[what].title,
		.fields = boxes[what].fields,
		.n = boxes[what].n,
		.button = "show what it does, then ask",
		.opened_by = p->console->key_code,
		.submit = submit,
		.cancel = cancel,
		.drop = drop_box,
		.arg = b});
	if (what == PEOPLE_ROLE && row && row->x.role != ROLE_NONE)
		form_set_choice(b->form, 0, (size_t)row->x.role - ROLE_MODERATOR);
	if (row) {
		textview_block(form_about(b->form), 0, 0, false, NULL);
		textview_run(form_about(b->form), STYLE_DIM, SPAN_LIT("The account "));
		textview_field(form_about(b->form), STYLE_STRONG, row->x.username);
	}
	p->console->ops->overlay(p->console, form_overlay(b->form));
}

/* All of an account's sessions, or the one that is named. */
static void take_sessions(struct order *o, const struct people_row *row, const char *session)
{
	o->sessions = arena_calloc(&o->arena, row->session_n, sizeof(*o->sessions));
	for (size_t i = 0; i < row->session_n; i++)
		if (!session[0] || strcmp(session, row->sessions[i].id) == 0)
			memcpy(o->sessions[o->session_n++], row->sessions[i].id, UUID_TEXT);
}

const char *people_refuses(
	const struct people *p, enum people_what what, const struct people_row *row)
{
	const char *why = console_refuses(p->console, MAY_MANAGE);
	bool own = row && strcmp(row->x.id, p->console->session.id) == 0;

	if (why || !row)
		return why;
	if (what == PEOPLE_END && row->session_n == 0)
		return "this account is not in";
	if (what == PEOPLE_ROLE && own)
		return "your own role is only changed by another admin";
	if (what == PEOPLE_DISABLE && own)
		return "your own account is only disabled by another admin";
	if (what == PEOPLE_RESET && own)
		return "your own pass phrase is not reset; :pass-phrase changes it";
	if (what == PEOPLE_FACTOR && !row->x.second_factor)
		return "this account has no second factor";
	if (what == PEOPLE_FACTOR && own)
		return "your own second factor is switched off by :second-factor";
	return NULL;
}

void people_do(
	struct people *p, enum people_what what, const struct people_row *row, const char *session)
{
	const char *why = people_refuses(p, what, row);

	if (why) {
		console_say_words(p->console, STYLE_WARN, why);
		return;
	}
	if (what == PEOPLE_ADD || what == PEOPLE_ROLE || what == PEOPLE_RENAME) {
		open_box(p, what, row);
		return;
	}
	struct order *o = xcalloc(1, sizeof(*o));
	o->people = p;
	o->what = what;
	o->x = row->x;
	copy_account(&o->x, &o->arena);
	o->name = o->x.username;
	take_sessions(o, row, what == PEOPLE_END ? session : "");
	ask(o);
}
