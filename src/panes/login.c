/* The login screen. It shows nothing of a pass phrase, and says the same whatever was wrong. */
#include "panes/login.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "model/password.h"
#include "store/accounts.h"

#define WIDTH 70
#define LABEL 18
#define SLOWEST 900

static const char *const labels[LOGIN_FIELDS] = {
	"User", "Pass phrase", "Code", "New pass phrase", "The same again"};

static void say(struct login *l, enum style style, const char *text)
{
	str_clear(&l->message);
	str_add(&l->message, text);
	l->message_style = style;
}

void login_open(struct login *l, struct console *c, const char *note)
{
	*l = (struct login){.console = c, .text = textview_new()};
	for (int i = LOGIN_PASSWORD; i < LOGIN_FIELDS; i++)
		l->field[i].secret = i != LOGIN_CODE;
	if (note)
		str_add(&l->note, note);
}

static void wipe(struct login *l)
{
	for (int i = LOGIN_PASSWORD; i < LOGIN_FIELDS; i++)
		lineedit_wipe(&l->field[i]);
}

void login_close(struct login *l)
{
	wipe(l);
	textview_free(&l->text);
	str_free(&l->message);
	str_free(&l->note);
	str_free(&l->fact);
}

void login_again(struct login *l, bool locked)
{
	wipe(l);
	l->locked = locked;
	l->stage = LOGIN_ASK;
	l->at = locked ? LOGIN_PASSWORD : LOGIN_NAME;
	say(l, STYLE_DIM, locked ? "the screen is locked" : "");
	if (locked)
		lineedit_set(&l->field[LOGIN_NAME], span_of(l->session.name));
}

void login_ended(struct login *l, const char *why)
{
	if (l->stage == LOGIN_WAIT)
		return;
	login_again(l, true);
	say(l, STYLE_WARN, why);
}

void login_tell(struct login *l, const char *text)
{
	if (l->message.len > 0)
		str_add(&l->message, "\n");
	str_add(&l->message, text);
	l->message_style = STYLE_BAD;
}

/* A task that carries secrets in memory of its own, wiped when it is done with. */
struct login_task {
	struct task task;
	struct login *login;
	char name[LINEEDIT_MOST], password[LINEEDIT_MOST];
	char code[64];
	size_t name_n, password_n, code_n;
	struct session session;
	struct session_place place;
	char only[UUID_TEXT]; /* whose screen is locked, or "" */
};

static void login_clear(struct task *task)
{
	struct login_task *t = (struct login_task *)task;

	password_wipe(t->password, sizeof(t->password));
	password_wipe(t->code, sizeof(t->code));
}

static struct login_task *login_task(struct login *l, struct span password)
{
	struct login_task *t = task_new(sizeof(*t));
	struct span name = lineedit_text(&l->field[LOGIN_NAME]);

	t->task.clear = login_clear;
	t->task.owner = l;
	t->task.mode = TASK_KEEP;
	t->login = l;
	t->name_n = name.n < sizeof(t->name) ? name.n : sizeof(t->name);
	memcpy(t->name, name.p, t->name_n);
	t->password_n = password.n < sizeof(t->password) ? password.n : sizeof(t->password);
	memcpy(t->password, password.p, t->password_n);
	if (l->stage == LOGIN_SECOND) {
		struct span code = lineedit_text(&l->field[LOGIN_CODE]);
		t->code_n = code.n < sizeof(t->code) ? code.n : sizeof(t->code);
		memcpy(t->code, code.p, t->code_n);
	}
	t->session = l->session;
	t->place = l->console->place;
	if (l->locked)
		memcpy(t->only, l->session.id, sizeof(t->only));
	l->stage = LOGIN_WAIT;
	return t;
}

static void check_run(struct task *task, void *context)
{
	struct login_task *t = (struct login_task *)task;
	struct session *s = &t->session;
	char before[UUID_TEXT];

	memcpy(before, s->console, sizeof(before));
	const struct credentials c = {&t->place, {t->name, t->name_n}, {t->password, t->password_n},
		{t->code_n > 0 ? t->code : NULL, t->code_n}};
	if (session_login_with(context, &c, s, &task->err) < 0)
		return;
	/* The change is made in no session: the one before may be over, as after a reset. */
	if (s->must_change)
		return;
	memcpy(s->console, before, sizeof(before));
	if (!t->only[0] || strcmp(t->only, s->id) == 0)
		sessions_begin(context, s, &t->place, &task->err);
}

/* The wait between tries is the same for every name, so that it tells nothing; the database keeps
 * its own for each account. */
static void slow_down(struct login *l)
{
	int64_t seconds = 1;

	for (int i = 1; i < l->failures && seconds < SLOWEST; i++)
		seconds *= 2;
	if (seconds > SLOWEST)
		seconds = SLOWEST;
	l->not_before = time_monotonic() + seconds * TIME_SECOND;
}

/* An error leaves the old hash, which lets in as well; the next login tries again. */
static void rehash_run(struct task *task, void *context)
{
	struct login_task *t = (struct login_task *)task;
	struct err ignored = {0};

	session_rehash(context, &t->session, (struct span){t->password, t->password_n}, &ignored);
}

static void rehash_done(struct task *task)
{
	task->quiet = true;
}

/* The pass phrase goes on to a second task, which waits for the first rows. */
static void keep_for_rehash(struct login *l, const struct login_task *checked)
{
	struct login_task *t = login_task(l, (struct span){checked->password, checked->password_n});

	t->task.run = rehash_run;
	t->task.done = rehash_done;
	t->task.what = "hashing the pass phrase anew";
	t->session = checked->session;
	l->rehash = &t->task;
}

static void check_done(struct task *task)
{
	struct login_task *t = (struct login_task *)task;
	struct login *l = t->login;

	if (task->err.code == ERR_CODE) {
		l->stage = LOGIN_SECOND;
		l->at = LOGIN_CODE;
		say(l, STYLE_TEXT, "the code that your phone shows, or a recovery code");
		return;
	}
	wipe(l);
	if (task->err.code != ERR_NONE) {
		l->stage = LOGIN_ASK;
		l->at = LOGIN_PASSWORD;
		say(l, STYLE_BAD, task->err.text);
		if (task->err.code == ERR_DENIED) {
			l->failures++;
			slow_down(l);
		}
		return;
	}
	if (l->locked && strcmp(l->session.id, t->session.id) != 0) {
		login_again(l, true);
		say(l, STYLE_BAD, "this screen is somebody else's; Ctrl-C leaves it");
		return;
	}
	l->failures = 0;
	l->session = t->session;
	if (t->session.must_change && !l->console->read_only) {
		l->stage = LOGIN_CHANGE;
		l->at = LOGIN_NEW;
		say(l, STYLE_WARN, "choose a pass phrase of your own: 15 characters or more");
		return;
	}
	keep_for_rehash(l, t);
	l->stage = LOGIN_IN;
	l->console->session = l->session;
}

void login_after(struct login *l)
{
	struct task *t = l->rehash;

	l->rehash = NULL;
	if (t)
		worker_submit(l->console->worker, t);
}

static void change_run(struct task *task, void *context)
{
	struct login_task *t = (struct login_task *)task;

	if (accounts_set_password(context, &t->session, span_of(t->session.name),
		    (struct span){t->password, t->password_n}, &task->err) == 0)
		sessions_begin(context, &t->session, &t->place, &task->err);
}

static void change_done(struct task *task)
{
	struct login_task *t = (struct login_task *)task;
	struct login *l = t->login;

	wipe(l);
	if (task->err.code != ERR_NONE) {
		l->stage = LOGIN_CHANGE;
		l->at = LOGIN_NEW;
		say(l, STYLE_BAD, task->err.text);
		return;
	}
	l->session = t->session;
	l->session.must_change = false;
	l->stage = LOGIN_IN;
	l->console->session = l->session;
}

static void submit_login(struct login *l)
{
	int64_t left = l->not_before - time_monotonic();

	if (left > 0) {
		wipe(l);
		l->stage = LOGIN_ASK;
		l->at = LOGIN_PASSWORD;
		str_clear(&l->message);
		str_addf(&l->message,
			"not tried: after a failed try the next one can begin in %d s; then type "
			"the "
			"pass phrase again",
			(int)(left / TIME_SECOND) + 1);
		l->message_style = STYLE_WARN;
		return;
	}
	struct login_task *t = login_task(l, lineedit_text(&l->field[LOGIN_PASSWORD]));
	t->task.run = check_run;
	t->task.done = check_done;
	t->task.what = "checking";
	say(l, STYLE_DIM, "checking …");
	worker_submit(l->console->worker, &t->task);
}

static void submit_change(struct login *l)
{
	struct span new = lineedit_text(&l->field[LOGIN_NEW]);
	struct err e = {0};

	if (!span_eq(new, lineedit_text(&l->field[LOGIN_AGAIN]))) {
		wipe(l);
		l->at = LOGIN_NEW;
		say(l, STYLE_BAD, "the two were not the same: once more, please");
		return;
	}
	if (password_check(new, &e) < 0) {
		wipe(l);
		l->at = LOGIN_NEW;
		say(l, STYLE_BAD, e.text);
		return;
	}
	struct login_task *t = login_task(l, new);
	t->task.run = change_run;
	t->task.done = change_done;
	t->task.what = "saving the new pass phrase";
	say(l, STYLE_DIM, "saving …");
	worker_submit(l->console->worker, &t->task);
}

static void type(struct login *l, const struct key *k)
{
	if (lineedit_key(&l->field[l->at], k) && span_is(str_span(&l->message), lineedit_one_line))
		str_clear(&l->message); /* what was typed now was taken */
	if (l->field[l->at].full)
		say(l, STYLE_WARN, "longer than any pass phrase may be");
}

static void step(struct login *l, int by)
{
	int first = l->stage == LOGIN_CHANGE ? LOGIN_NEW : l->locked ? LOGIN_PASSWORD : LOGIN_NAME;
	int last = l->stage == LOGIN_CHANGE ? LOGIN_AGAIN : LOGIN_PASSWORD;

	if (l->stage == LOGIN_SECOND)
		return;
	l->at += by;
	if (l->at > last)
		l->at = first;
	if (l->at < first)
		l->at = last;
}

static void enter(struct login *l)
{
	if (l->at == LOGIN_NAME || l->at == LOGIN_NEW)
		step(l, 1);
	else if (l->stage != LOGIN_CHANGE)
		submit_login(l);
	else
		submit_change(l);
}

/* A Tab behind the last field goes nowhere: a secret would follow into the name. */
static void paste(struct login *l, struct key k)
{
	bool behind = l->at == LOGIN_NAME || l->at == LOGIN_NEW, enters = lineedit_enters(&k);
	struct key part;

	if (lineedit_parts(&k) > (behind ? 2 : 1)) {
		say(l, STYLE_WARN, lineedit_one_line);
		return;
	}
	while (lineedit_cut(&k, &part)) {
		type(l, &part);
		step(l, 1);
	}
	type(l, &part);
	if (enters && !l->field[l->at].full)
		enter(l);
}

bool login_key(struct login *l, const struct key *k)
{
	if (k->code == KEY_CTRL('C') || k->code == KEY_CTRL('D'))
		return false;
	if (l->stage == LOGIN_WAIT)
		return true;
	switch (k->code) {
	case KEYC_ENTER: enter(l); break;
	case KEYC_TAB:
	case KEYC_DOWN: step(l, 1); break;
	case KEYC_BACKTAB:
	case KEYC_UP: step(l, -1); break;
	case KEYC_ESC:
		if (l->stage == LOGIN_SECOND)
			login_again(l, l->locked);
		else
			lineedit_wipe(&l->field[l->at]);
		break;
	case KEYC_PASTE: paste(l, *k); break;
	default: type(l, k);
	}
	return true;
}

static void draw_form(struct login *l, struct screen *s, struct rect r, int y)
{
	int first = l->stage == LOGIN_CHANGE || l->at >= LOGIN_NEW ? LOGIN_NEW : LOGIN_NAME;

	for (int row = 0; row < 2; row++, y++) {
		int i = row > 0 && l->at == LOGIN_CODE ? LOGIN_CODE : first + row;
		bool here = i == l->at && l->stage != LOGIN_WAIT;
		int x = draw_str(s, r, y, 0, here ? STYLE_STRONG : STYLE_DIM, labels[i]);
		x = screen_plain(s) ? draw_str(s, r, y, x, STYLE_DIM, ":") + 1 : LABEL;
		draw_told(s, r, y, DRAW_TOLD_QUIET);
		if (here)
			lineedit_draw(&l->field[i], s, r, y, x, r.w - x);
		else if (!l->field[i].secret)
			draw_text(s, r, y, x, STYLE_TEXT, lineedit_text(&l->field[i]));
	}
}

/* Texts of any length, wrapped: an error that is cut helps nobody. */
static void draw_texts(struct login *l, struct screen *s, struct rect r, struct span running)
{
	bool one = l->at == LOGIN_CODE || (l->locked && l->at == LOGIN_PASSWORD);

	textview_reset(l->text);
	if (running.n > 0 && (l->stage == LOGIN_WAIT || l->message.len == 0))
		textview_line(l->text, STYLE_DIM, running);
	else
		textview_line(l->text, l->message_style, str_span(&l->message));
	textview_gap(l->text);
	textview_line(l->text, STYLE_DIM,
		one ? SPAN_LIT("Enter continues · Ctrl-C leaves")
		    : SPAN_LIT("Enter continues · Tab next field · Ctrl-C leaves"));
	textview_gap(l->text);
	if (l->note.len > 0) {
		textview_line(l->text, STYLE_ACCENT, str_span(&l->note));
		textview_gap(l->text);
	}
	textview_line(l->text, STYLE_DIM, str_span(&l->fact));
	textview_layout(l->text, r.w, r.h);
	textview_draw(l->text, s, r, false);
}

/* Where there is little room, what one logs in to stands in one line. */
static void draw_short_head(const struct login *l, struct screen *s, struct rect r)
{
	int x = draw_str(s, r, 0, 0, STYLE_STRONG, "tenet");

	x = draw_str(s, r, 0, x + 2, STYLE_TEXT, l->console->database);
	if (l->console->read_only)
		draw_str(s, r, 0, x + 2, STYLE_WARN, "read-only");
}

void login_draw(struct login *l, struct screen *s, struct rect r, struct span running)
{
	struct rect box = r;

	box.w = r.w < WIDTH + 4 ? r.w - 2 : WIDTH;
	box.x = r.x + (r.w - box.w) / 2;
	if (r.h >= 16) {
		rect_top(&box, r.h / 2 - 7);
		draw_str(s, box, 0, 0, STYLE_STRONG, "tenet");
		draw_str(s, box, 0, 7, STYLE_DIM, "nothing goes out before a person approved it");
		draw_hline(s, box, 1, 0, box.w, STYLE_BORDER);
		draw_str(s, box, 3, 0, STYLE_DIM, "Database");
		draw_str(s, box, 3, LABEL, STYLE_TEXT, l->console->database);
		if (l->console->read_only)
			draw_str(s, box, 4, LABEL, STYLE_WARN, "read-only: nothing can be decided");
		rect_top(&box, 5);
	} else if (r.h >= 10) {
		draw_short_head(l, s, rect_top(&box, 2));
	}
	draw_form(l, s, rect_top(&box, 3), 0);
	draw_texts(l, s, box, running);
}
