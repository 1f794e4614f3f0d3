/* The console put together: one loop, one worker, the panes, and the lines around them. */
#include "app.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "migrate/ready.h"
#include "panes/console.h"
#include "panes/frame.h"
#include "panes/login.h"
#include "panes/personas.h"
#include "panes/watch.h"
#include "tui/loop.h"
#include "tui/outside.h"
#include "tui/palette.h"
#include "tui/prompt.h"
#include "tui/term.h"

#define SLOW_MS 300 /* work that takes longer says so */
#define SPIN_MS 200 /* how often it then says how long */
#define GRACE_MS 4 /* a frame waits so long for an answer that is on its way */
#define LOCK_MS (15 * 60 * 1000) /* idle until the screen locks */
#define OPEN_MS 150 /* for an open that fails at once, the terminal stays as it was */

/* What the worker needs to open the database, and what it found. Written by its thread before the
 * first task is answered, read by this one afterwards. */
struct opening {
	struct db_address where;
	enum db_access access;
	bool read_only, affected;
	char library[64];
	struct str notice;
};

struct app {
	struct console console; /* first: panes hand it back */
	struct arena arena;
	struct opening opening;
	struct screen *screen;
	struct login login;
	struct pane *pane[PANE_COUNT];
	enum pane_id front;
	struct overlay *over; /* the uppermost has the keys */
	struct overlay *later; /* shown when nothing has them */
	struct palette *palette;
	struct prompt prompt;
	struct str message;
	enum style message_style;
	struct theme theme;
	bool dirty, leaving;
	int status;
	int64_t last_key;
	struct watch watch;
	bool slow; /* the screen says how long something takes */
	int test_fd;
	bool test_due;
	struct err fatal;
};

static const struct pane_ops *const all_panes[PANE_COUNT] = {
	[PANE_QUEUE] = &queue_pane,
	[PANE_BELIEFS] = &beliefs_pane,
	[PANE_STANCES] = &stances_pane,
	[PANE_MEMORY] = &memory_pane,
	[PANE_PULSE] = &pulse_pane,
	[PANE_MINE] = &mine_pane,
	[PANE_FINDINGS] = &findings_pane,
	[PANE_DRAWING] = &drawing_pane,
};

/* --- the worker's side --- */

static void *context_open(void *arg, struct err *e)
{
	struct opening *o = arg;
	struct db *db = NULL;

	if (db_open(&o->where, o->access, &db, e) < 0)
		return NULL;
	if (migrate_ready(db, &o->notice, e) < 0) {
		db_close(&db);
		return NULL;
	}
	o->read_only = db_read_only(db);
	o->affected = db_library_affected(db);
	snprintf(o->library, sizeof(o->library), "%s", db_library(db));
	return db;
}

static void context_close(void *context)
{
	struct db *db = context;

	db_close(&db);
}

static void context_cancel(void *context)
{
	db_cancel(context);
}

static const struct worker_ops worker_ops = {context_open, context_close, context_cancel};

/* --- what panes may ask for --- */

static struct app *app_of(struct console *c)
{
	return (struct app *)c;
}

static void app_say(struct console *c, enum style style, const char *text)
{
	struct app *a = app_of(c);

	str_clear(&a->message);
	str_add(&a->message, text);
	a->message_style = style;
	a->dirty = true;
}

static void app_prompt(struct console *c, const char *label, struct span initial, prompt_done *done,
	prompt_complete *complete, void *arg)
{
	prompt_open(&app_of(c)->prompt, label, initial, done, complete, arg);
}

static void leave_front(struct app *a)
{
	struct pane *p = a->pane[a->front];

	if (p && p->ops->leave)
		p->ops->leave(p);
}

static void bring_to_front(struct app *a, enum pane_id id, const char *show)
{
	const struct pane_ops *ops = all_panes[id];

	if (id != a->front)
		leave_front(a);
	a->front = id;
	if (!a->pane[id]) {
		a->pane[id] = xcalloc(1, ops->size);
		a->pane[id]->ops = ops;
		ops->open(a->pane[id], &a->console);
	}
	if (show && ops->show)
		ops->show(a->pane[id], show);
	ops->enter(a->pane[id]);
	a->dirty = true;
}

static void app_show(struct console *c, enum pane_id id, const char *show)
{
	c->came_from = app_of(c)->front;
	bring_to_front(app_of(c), id, show);
}

static void app_overlay(struct console *c, struct overlay *o)
{
	struct app *a = app_of(c);

	o->below = a->over;
	a->over = o;
	a->dirty = true;
}

/* In the order in which they came. */
static void app_later(struct console *c, struct overlay *o)
{
	struct overlay **at = &app_of(c)->later;

	while (*at)
		at = &(*at)->below;
	*at = o;
	o->below = NULL;
}

static void show_later(struct app *a)
{
	struct overlay *o = a->later;

	if (!o || a->over || a->palette || a->prompt.open)
		return;
	a->later = o->below;
	app_overlay(&a->console, o);
}

static bool app_copy(struct console *c, struct span text)
{
	return term_copy(app_of(c)->screen, text);
}

static void app_bell(struct console *c)
{
	term_bell(app_of(c)->screen);
}

static int app_outside(
	struct console *c, const char *name, struct span text, struct str *out, struct err *e)
{
	struct app *a = app_of(c);
	int rc = outside_edit(a->screen, name, text, out, e);

	a->last_key = time_monotonic();
	a->dirty = true;
	return rc;
}

/* It may not be the uppermost any more. */
static void take_away(struct app *a, struct overlay *o)
{
	struct overlay **at = &a->over;

	while (*at != o)
		at = &(*at)->below;
	*at = o->below;
	o->ops->free(o);
}

static void app_uncover(struct console *c, struct overlay *o)
{
	take_away(app_of(c), o);
	app_of(c)->dirty = true;
}

static void app_narrow(struct console *c)
{
	struct app *a = app_of(c);

	for (int i = 0; i < PANE_COUNT; i++)
		if (a->pane[i] && a->pane[i]->ops->narrowed)
			a->pane[i]->ops->narrowed(a->pane[i]);
	a->dirty = true;
}

static const struct console_ops console_ops = {
	app_say,
	app_prompt,
	app_show,
	app_overlay,
	app_uncover,
	app_later,
	app_copy,
	app_narrow,
	app_bell,
	app_outside,
};

/* --- acting --- */

static bool logged_in(const struct app *a)
{
	return a->login.stage == LOGIN_IN;
}

/* Leaving waits for decisions that were made and not yet answered. */
static void leave(struct app *a, int status)
{
	a->status = status;
	a->leaving = true;
	a->console.failed = false;
	if (a->console.writes == 0)
		loop_stop(a->console.loop);
	else
		app_say(&a->console, STYLE_DIM, "saving what you decided …");
}

/* The terminal is gone, and with it whoever could be told anything: as if SIGHUP had come first. */
static void lost(struct app *a)
{
	a->status = 128 + SIGHUP;
	loop_stop(a->console.loop);
}

static void next_theme(struct app *a)
{
	struct theme theme;
	struct err e = {0};
	size_t i = 0;

	while (theme_load(i, &theme, &e) == 0 && strcmp(theme.name, a->theme.name) != 0)
		i++;
	err_clear(&e);
	if (theme_load((i + 1) % theme_count(), &a->theme, &e) < 0) {
		console_say_error(&a->console, &e);
		return;
	}
	term_set_theme(a->screen, &a->theme);
	console_say(&a->console, STYLE_DIM, "theme %s: %s", a->theme.name, a->theme.about);
}

static bool action_enabled(void *arg, enum action action, const char **why)
{
	struct app *a = arg;
	const struct pane *p = a->pane[a->front];

	return p->ops->enabled(p, action, why);
}

static void lock(struct app *a)
{
	login_again(&a->login, true);
	leave_front(a);
	if (a->palette)
		palette_close(&a->palette);
	prompt_close(&a->prompt);
	a->dirty = true;
}

/* What consists of many tasks stops between them, too. */
static bool stop_work(struct app *a)
{
	bool progress = a->console.progress.total > 0;

	a->console.progress.stop = progress;
	return worker_cancel(a->console.worker) || progress;
}

static void interrupt(struct app *a)
{
	struct pane *p = a->pane[a->front];
	bool stops = p->ops->act(p, ACTION_INTERRUPT);

	if (!stop_work(a) && !stops)
		console_say(&a->console, STYLE_DIM, "nothing to cancel · q leaves");
}

static bool act_everywhere(struct app *a, enum action action)
{
	struct pane *p = a->pane[a->front];

	switch (action) {
	case ACTION_PANE_1:
	case ACTION_PANE_2:
	case ACTION_PANE_3:
	case ACTION_PANE_4:
	case ACTION_PANE_7:
	case ACTION_PANE_MINE:
	case ACTION_PANE_FINDINGS:
		bring_to_front(a, (enum pane_id)(action - ACTION_PANE_1), NULL);
		return true;
	case ACTION_HELP:
	case ACTION_PALETTE:
		a->palette = palette_open(p->ops->keys,
			action == ACTION_HELP ? "What works here" : "Do", action_enabled, a);
		return true;
	case ACTION_PERSONA: personas_choose(&a->console); return true;
	case ACTION_LOCK: lock(a); return true;
	case ACTION_THEME: next_theme(a); return true;
	case ACTION_BELL:
		a->console.bell = !a->console.bell;
		console_say(&a->console, STYLE_DIM,
			a->console.bell ? "the bell rings when drafts arrive" : "the bell is off");
		return true;
	case ACTION_REDRAW: term_invalidate(a->screen); return true;
	case ACTION_SUSPEND: term_suspend(a->screen); return true;
	case ACTION_INTERRUPT: interrupt(a); return true;
	default: return false;
	}
}

static void act(struct app *a, enum action action)
{
	struct pane *p = a->pane[a->front];

	if (act_everywhere(a, action) || p->ops->act(p, action))
		return;
	if (action == ACTION_QUIT)
		leave(a, 0);
	else if (action != ACTION_CANCEL && action != ACTION_NONE)
		console_say(&a->console, STYLE_DIM, "%s has no meaning here · ? lists what does",
			action_info(action)->name);
}

static void pane_key(struct app *a, const struct key *k)
{
	enum action action = keymap_action(a->pane[a->front]->ops->keys, k->code);
	char name[24];

	str_clear(&a->message);
	if (action != ACTION_NONE) {
		act(a, action);
		return;
	}
	key_name(k->code, name);
	console_say(&a->console, STYLE_DIM, "%s means nothing here · ? lists what does",
		k->code == KEYC_PASTE ? "pasted text" : name);
}

static void login_done(struct app *a)
{
	bool first = !a->pane[PANE_QUEUE];

	if (first)
		bring_to_front(a, PANE_QUEUE, NULL);
	str_clear(&a->login.fact); /* it was news */
	console_say(&a->console, STYLE_DIM, "%s %s", first ? "welcome," : "welcome back,",
		a->console.session.name);
}

static void key(struct app *a, const struct key *k)
{
	a->last_key = time_monotonic();
	a->dirty = true;
	a->console.keys++;
	if (a->leaving) {
		if (k->code == KEY_CTRL('C'))
			stop_work(a);
	} else if (!logged_in(a)) {
		if (!login_key(&a->login, k))
			leave(a, 0);
	} else if (a->over) {
		struct overlay *o = a->over;
		if (o->ops->key(o, k) == OVERLAY_CLOSE)
			take_away(a, o);
	} else if (a->palette) {
		enum palette_result r = palette_key(a->palette, k);
		enum action chosen = palette_action(a->palette);
		if (r != PALETTE_STAY)
			palette_close(&a->palette);
		if (r == PALETTE_RUN)
			act(a, chosen);
	} else if (a->prompt.open) {
		prompt_key(&a->prompt, k);
	} else {
		pane_key(a, k);
	}
}

/* Returns how long a lone Escape still waits, or -1. */
static int take_keys(struct app *a)
{
	struct key k;
	int wait;

	while (term_key(a->screen, &k, &wait))
		key(a, &k);
	return wait;
}

/* --- painting --- */

#define BAR 16

/* "approving ━━━━────  1,500 of 12,000 · 3,400/s · Ctrl-C stops" */
static void say_progress(const struct app *a, struct str *out)
{
	const struct console_progress *p = &a->console.progress;
	int64_t us = time_monotonic() - p->since;
	size_t full = p->done * BAR / p->total;
	char done[16], total[16], rate[16];

	console_number((int64_t)p->done, done);
	console_number((int64_t)p->total, total);
	console_number(us > 0 ? (int64_t)p->done * 1000000 / us : 0, rate);
	str_addf(out, "%s ", p->what);
	for (size_t i = 0; i < BAR; i++)
		str_add(out, glyph_text(a->screen, i < full ? GLYPH_BAR_FULL : GLYPH_BAR_REST));
	str_addf(out, " %s of %s · %s/s · %s", done, total, rate,
		p->stop ? "stopping" : "Ctrl-C stops");
}

/* What runs longer than a moment says what it is, how long it has been, and how to stop it. */
static bool say_running(struct app *a, struct str *out)
{
	int64_t since, looked;
	const char *what = worker_running(a->console.worker, &since, &looked);
	int64_t ms = what ? (time_monotonic() - since) / 1000 : 0;
	char number[16];

	if (a->console.progress.total > 0) {
		say_progress(a, out);
		return true;
	}
	if (!what || ms < SLOW_MS)
		return false;
	str_add(out, what);
	if (looked > 0) {
		console_number(looked, number);
		str_addf(out, " %s", number);
	}
	str_addf(out, " · %lld.%lld s · Ctrl-C stops", (long long)(ms / 1000),
		(long long)(ms / 100 % 10));
	return true;
}

static void paint_status(struct app *a, struct rect r)
{
	struct str running = {0}, choices = {0};

	a->slow = say_running(a, &running);
	if (a->prompt.open)
		prompt_say_choices(&a->prompt, &choices);
	if (a->prompt.open && a->prompt.problem.code != ERR_NONE)
		frame_status(
			a->screen, r, NULL, SPAN_NULL, STYLE_BAD, span_of(a->prompt.problem.text));
	else if (choices.len > 0)
		frame_status(a->screen, r, NULL, SPAN_NULL, STYLE_DIM, str_span(&choices));
	else
		frame_status(a->screen, r, a->pane[a->front], str_span(&running), a->message_style,
			str_span(&a->message));
	str_free(&running);
	str_free(&choices);
}

static void take_results(struct app *a);

/* Most answers take less than a frame of a film: one that changes this screen goes into the frame
 * that it belongs to instead of a second one. */
static void layout(struct app *a, struct rect r)
{
	struct pane *p = a->pane[a->front];
	struct pollfd ready = {worker_fd(a->console.worker), POLLIN, 0};
	int64_t until = time_monotonic() + GRACE_MS * 1000;

	p->ops->layout(p, r);
	while (p->ops->waits && p->ops->waits(p)) {
		int64_t left = (until - time_monotonic()) / 1000;
		if (left <= 0 || poll(&ready, 1, (int)left) <= 0)
			return;
		take_results(a);
		a->dirty = false;
		p = a->pane[a->front];
		p->ops->layout(p, r);
	}
}

static void paint_work(struct app *a, struct rect r)
{
	struct rect bar = r.h >= 5 ? rect_top(&r, 1) : (struct rect){0};
	struct rect tabs = r.h >= 8 ? rect_top(&r, 1) : (struct rect){0};
	struct rect footer = r.h >= 3 || a->prompt.open ? rect_bottom(&r, 1) : (struct rect){0};
	struct rect status = r.h >= 3 ? rect_bottom(&r, 1) : (struct rect){0};

	layout(a, r); /* first: it may take answers that change all the rest */
	struct pane *p = a->pane[a->front];
	if (bar.h > 0)
		frame_bar(a->screen, bar, &a->console);
	if (tabs.h > 0)
		frame_tabs(a->screen, tabs, all_panes, PANE_COUNT, a->front);
	p->ops->draw(p, a->screen, r);
	if (status.h > 0)
		paint_status(a, status);
	if (a->prompt.open)
		prompt_draw(&a->prompt, a->screen, footer);
	else
		frame_footer(a->screen, footer, p);
}

static void paint_overlays(struct app *a, struct overlay *o, struct rect r)
{
	if (!o)
		return;
	paint_overlays(a, o->below, r);
	o->ops->draw(o, a->screen, r);
}

static void paint(struct app *a)
{
	struct rect whole = {0, 0, screen_rows(a->screen), screen_columns(a->screen)};
	struct pane *p = a->pane[a->front];

	a->dirty = false;
	term_begin(a->screen);
	if (logged_in(a)) {
		paint_work(a, whole);
		paint_overlays(a, a->over, whole);
	} else {
		login_draw(&a->login, a->screen, whole);
	}
	if (a->palette)
		palette_draw(a->palette, a->screen, whole);
	if (!term_end(a->screen)) {
		lost(a);
		return;
	}
	if (logged_in(a) && !a->palette && !a->over && p->ops->painted)
		p->ops->painted(p);
	a->test_due = true;
}

/* --- the loop --- */

/* The queue hears of it wherever the reader is: the bar shows its count. */
static void on_change(void *arg)
{
	struct app *a = arg;

	for (int i = 0; i < PANE_COUNT; i++) {
		struct pane *p = a->pane[i];
		if (p && (i == (int)a->front || i == PANE_QUEUE) && p->ops->changed)
			p->ops->changed(p);
	}
}

static void on_input(void *arg, short revents)
{
	struct app *a = arg;

	(void)revents;
	a->console.key_time = time_monotonic();
	if (term_read(a->screen) < 0)
		lost(a);
}

static void take_results(struct app *a)
{
	bool was_in = logged_in(a);

	if (worker_deliver(a->console.worker) > 0 || a->slow)
		a->dirty = true;
	if (!was_in && logged_in(a))
		login_done(a);
	show_later(a);
	if (a->leaving && a->console.writes == 0 && a->console.failed)
		a->leaving = false; /* the reader must see what was not done */
	if (a->leaving && a->console.writes == 0)
		loop_stop(a->console.loop);
	if (a->fatal.code != ERR_NONE)
		loop_stop(a->console.loop);
}

static void on_results(void *arg, short revents)
{
	(void)revents;
	take_results(arg);
}

static void on_signal(void *arg, int signo)
{
	struct app *a = arg;

	switch (signo) {
	case SIGWINCH:
		term_resize(a->screen);
		a->dirty = true;
		break;
	case SIGTSTP:
		term_suspend(a->screen);
		a->dirty = true;
		break;
	case SIGCONT: break;
	default: a->status = 128 + signo; loop_stop(a->console.loop);
	}
}

static void on_lock_timer(void *arg)
{
	struct app *a = arg;
	int64_t idle = (time_monotonic() - a->last_key) / 1000;

	if (idle >= LOCK_MS && logged_in(a)) {
		lock(a);
		idle = 0;
	}
	loop_after(a->console.loop, (int)(LOCK_MS - (idle >= LOCK_MS ? 0 : idle)) + 1,
		on_lock_timer, a);
}

/* Tests wait for this line: everything typed so far was acted on, nothing runs, the frame is out.
 */
static void tell_test(struct app *a)
{
	if (a->test_fd < 0 || !a->test_due || worker_busy(a->console.worker))
		return;
	a->test_due = false;
	dprintf(a->test_fd, "idle %llu %llu\n", (unsigned long long)term_received(a->screen),
		(unsigned long long)term_sent(a->screen));
}

static int earlier(int a, int b)
{
	return a < 0 ? b : b < 0 || a < b ? a : b;
}

static int on_idle(void *arg)
{
	struct app *a = arg;
	int escape = take_keys(a), slow = -1;
	int64_t since;

	show_later(a);
	if (worker_running(a->console.worker, &since, NULL)) {
		int64_t ms = (time_monotonic() - since) / 1000;
		a->dirty = a->dirty || ms >= SLOW_MS;
		slow = ms < SLOW_MS ? (int)(SLOW_MS - ms) : SPIN_MS;
	}
	if (a->dirty)
		paint(a);
	const struct pane *p = logged_in(a) ? a->pane[a->front] : NULL;
	int settling = p && p->ops->settles ? p->ops->settles(p) : 0;
	if (escape < 0 && settling == 0)
		tell_test(a);
	return earlier(escape, settling > 0 ? earlier(slow, settling) : slow);
}

/* --- opening and closing --- */

struct hello_task {
	struct task task;
	struct app *app;
};

static void hello_run(struct task *task, void *context)
{
	(void)task;
	(void)context;
}

static void hello_done(struct task *task)
{
	struct app *a = ((struct hello_task *)task)->app;

	a->fatal = task->err;
	a->console.read_only = a->opening.read_only;
	a->dirty = true;
	str_clear(&a->login.fact);
	str_adds(&a->login.fact, str_span(&a->opening.notice));
	if (a->opening.affected)
		str_addf(&a->login.fact,
			"%s%s has the WAL-reset bug: tenet avoids it, other programs may not",
			a->login.fact.len ? "\n" : "", a->opening.library);
	if (a->fatal.code == ERR_NONE)
		watch_start(&a->watch);
}

/* Starts the worker and gives a database that cannot be opened a moment to say so before the
 * terminal is touched. */
static void open_database(struct app *a)
{
	struct hello_task *t = task_new(sizeof(*t));

	a->console.worker = worker_start(&worker_ops, &a->opening);
	t->task.run = hello_run;
	t->task.done = hello_done;
	t->task.owner = a;
	t->task.what = "opening the database";
	t->app = a;
	worker_submit(a->console.worker, &t->task);
	struct pollfd ready = {worker_fd(a->console.worker), POLLIN, 0};
	if (poll(&ready, 1, OPEN_MS) > 0)
		worker_deliver(a->console.worker);
}

static void run(struct app *a)
{
	const char *test = getenv("TENET_TEST_FD");

	a->test_fd = test ? (int)strtol(test, NULL, 10) : -1;
	a->last_key = time_monotonic();
	a->dirty = true;
	loop_watch(a->console.loop, term_fd(a->screen), POLLIN, on_input, a);
	loop_watch(a->console.loop, worker_fd(a->console.worker), POLLIN, on_results, a);
	loop_after(a->console.loop, LOCK_MS, on_lock_timer, a);
	loop_run(a->console.loop);
}

static void close_all(struct app *a)
{
	term_close(&a->screen);
	if (a->palette)
		palette_close(&a->palette);
	while (a->later) {
		struct overlay *o = a->later;
		a->later = o->below;
		o->ops->free(o);
	}
	while (a->over)
		take_away(a, a->over);
	prompt_close(&a->prompt);
	for (int i = 0; i < PANE_COUNT; i++) {
		if (a->pane[i])
			a->pane[i]->ops->close(a->pane[i]);
		free(a->pane[i]);
	}
	login_close(&a->login);
	worker_stop(&a->console.worker);
	loop_free(&a->console.loop);
	str_free(&a->message);
	str_free(&a->opening.notice);
	str_free(&a->console.persona);
	arena_free(&a->arena);
}

int app_run(const struct app_options *o, struct err *e)
{
	static const int signals[] = {
		SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGQUIT, 0};
	struct app *a = xcalloc(1, sizeof(*a));
	const char *no_color = getenv("NO_COLOR");
	const struct term_options terminal = {no_color && *no_color};
	int status = -1;

	a->console.ops = &console_ops;
	a->console.pending = -1;
	a->console.may_edit_outside = o->outside;
	a->opening.access = o->read_only ? DB_READ_ONLY : DB_READ_WRITE;
	if (theme_find(o->theme ? o->theme : "default", &a->theme, e) < 0 ||
		db_address_find(o->database, &a->arena, &a->opening.where, e) < 0)
		goto out;
	a->console.database = a->opening.where.name;
	a->console.loop = loop_new(signals, on_signal, on_idle, a);
	login_open(&a->login, &a->console, getenv("TENET_LOGIN_NOTE"));
	str_add(&a->login.fact, "opening the database …");
	a->watch = (struct watch){
		.console = &a->console, .loop = a->console.loop, .changed = on_change, .arg = a};
	open_database(a);
	if (a->fatal.code == ERR_NONE && term_open(&terminal, &a->screen, e) == 0) {
		term_set_theme(a->screen, &a->theme);
		run(a);
		status = a->status;
	}
	if (a->console.in_doubt > 0) {
		err_set(e, ERR_LOST,
			"the connection was lost while %d decision%s being saved: nobody knows yet "
			"whether %s saved",
			a->console.in_doubt, a->console.in_doubt == 1 ? " was" : "s were",
			a->console.in_doubt == 1 ? "it was" : "they were");
		err_hint(e, "`tenet posts show ID` tells");
		status = -1;
	}
	if (a->fatal.code != ERR_NONE) {
		*e = a->fatal;
		status = -1;
	}
out:
	close_all(a);
	free(a);
	return status;
}
