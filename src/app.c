/* The console put together: one loop, one worker, the panes, and the keys that they get. */
#include "app.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_parts.h"
#include "base/time.h"
#include "panes/pass_phrase.h"
#include "panes/personas.h"
#include "panes/second_factor.h"
#include "panes/split.h"
#include "tui/loop.h"

#define HOLD_MS 300 /* an answer that is said first is waited for so long */
#define AGE_MS 10000 /* how often a pane's ages are written anew, … */
#define AGES_OF_ROWS 6 /* … and how many such times pass until those of rows are */
#define RESIZE_MS 30 /* without another change of size: the burst is over */
#define RESIZE_MOST_MS 150 /* who goes on dragging sees what it looks like */
#define REST_US 700000 /* between two keys of somebody who types words */
#define LOCK_MS (15 * 60 * 1000) /* idle until the screen locks */

const struct pane_ops *const app_panes[PANE_COUNT] = {
	[PANE_QUEUE] = &queue_pane,
	[PANE_BELIEFS] = &beliefs_pane,
	[PANE_STANCES] = &stances_pane,
	[PANE_MEMORY] = &memory_pane,
	[PANE_CONFIG] = &config_pane,
	[PANE_PEOPLE] = &people_pane,
	[PANE_PULSE] = &pulse_pane,
	[PANE_MINE] = &mine_pane,
	[PANE_FINDINGS] = &findings_pane,
	[PANE_DRAWING] = &drawing_pane,
};

/* --- acting --- */

bool app_logged_in(const struct app *a)
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
		console_say(&a->console, STYLE_DIM, "saving what you decided …");
}

/* Adds "3 marked drafts". */
static void say_marked(const struct app *a, enum pane_id id, const char *what, struct str *out)
{
	const struct pane *p = a->pane[id];
	size_t n = p ? p->ops->marked(p) : 0;
	char number[16];

	if (n == 0)
		return;
	console_number((int64_t)n, number);
	str_addf(out, "%s%s marked %s%s", out->len ? " and " : "", number, what, n == 1 ? "" : "s");
}

/* Marks are not kept: the first time the key for leaving says so. */
static void quit(struct app *a)
{
	struct str marked = {0};

	say_marked(a, PANE_QUEUE, "draft", &marked);
	say_marked(a, PANE_BELIEFS, "belief", &marked);
	if (marked.len == 0 || a->told_of_marks)
		leave(a, 0);
	else
		console_say(&a->console, STYLE_WARN, "leaving forgets %s · %s again leaves",
			str_cstr(&marked), console_key(&a->console, ACTION_QUIT).text);
	a->told_of_marks = true;
	str_free(&marked);
}

void app_lost(struct app *a)
{
	a->status = 128 + SIGHUP;
	loop_stop(a->console.loop);
}

static void suspend(struct app *a)
{
	if (a->console.restricted)
		console_say(
			&a->console, STYLE_DIM, "this console is all there is: {close} ends it");
	else
		term_suspend(a->screen);
	a->dirty = true;
}

bool app_enabled(void *arg, enum action action, const char **why)
{
	struct app *a = arg;
	const struct pane *p = a->pane[a->front];

	if (action == ACTION_SUSPEND && a->console.restricted) {
		*why = "there is no shell";
		return false;
	}
	if ((action == ACTION_PASS_PHRASE || action == ACTION_SECOND_FACTOR) &&
		a->console.read_only) {
		*why = CONSOLE_READ_ONLY;
		return false;
	}
	return p->ops->enabled(p, action, why);
}

static void lock(struct app *a)
{
	app_chord_end(a);
	login_again(&a->login, true);
	app_leave_front(a);
	if (a->palette)
		palette_close(&a->palette);
	a->dirty = true;
}

/* What is open stays, behind the lock. */
static void on_ended(void *arg, const char *why)
{
	struct app *a = arg;

	if (app_logged_in(a))
		lock(a);
	login_ended(&a->login, why);
	if (a->message.len > 0 && a->message_failed)
		login_tell(&a->login, str_cstr(&a->message));
	str_clear(&a->message);
}

/* What consists of many tasks stops between them, too. */
static bool stop_work(struct app *a)
{
	bool progress = a->console.progress.what != NULL;

	a->console.progress.stop = progress;
	return worker_cancel(a->console.worker) || progress;
}

static void interrupt(struct app *a)
{
	struct pane *p = a->pane[a->front];
	bool stops = p->ops->act(p, ACTION_INTERRUPT);

	if (!stop_work(a) && !stops)
		console_say(&a->console, STYLE_DIM, "nothing to cancel · {close} leaves");
}

static void open_palette(struct app *a, enum palette_scope scope, const char *title)
{
	a->palette = palette_open(
		a->console.keymap, a->pane[a->front]->ops->keys, scope, title, app_enabled, a);
}

static bool act_everywhere(struct app *a, enum action action)
{
	switch (action) {
	case ACTION_PANE_1:
	case ACTION_PANE_2:
	case ACTION_PANE_3:
	case ACTION_PANE_4:
	case ACTION_PANE_5:
	case ACTION_PANE_6:
	case ACTION_PANE_7:
	case ACTION_PANE_MINE:
	case ACTION_PANE_FINDINGS:
		app_bring_to_front(a, (enum pane_id)(action - ACTION_PANE_1), NULL);
		return true;
	case ACTION_HELP: open_palette(a, PALETTE_HERE, "What works here"); return true;
	case ACTION_PALETTE: open_palette(a, PALETTE_ALL, "Do"); return true;
	case ACTION_PERSONA: personas_choose(&a->console); return true;
	case ACTION_PASS_PHRASE: pass_phrase_open(&a->console); return true;
	case ACTION_SECOND_FACTOR: second_factor_open(&a->console); return true;
	case ACTION_SETTINGS_FILE: app_say_settings_file(a); return true;
	case ACTION_TOUR: app_tour_again(a); return true;
	case ACTION_LOCK: lock(a); return true;
	case ACTION_THEME: app_theme_next(a); return true;
	case ACTION_THEMES: app_themes_choose(a); return true;
	case ACTION_BELL:
		a->console.bell = !a->console.bell;
		console_say(&a->console, STYLE_DIM,
			a->console.bell ? "the bell rings when drafts arrive" : "the bell is off");
		return true;
	case ACTION_MOUSE: app_use_mouse(a, !term_mouse(a->screen)); return true;
	case ACTION_REDRAW: term_invalidate(a->screen); return true;
	case ACTION_SUSPEND: suspend(a); return true;
	case ACTION_INTERRUPT: interrupt(a); return true;
	default: return false;
	}
}

static bool moves(enum action action)
{
	return split_moves(action) || action == ACTION_SCROLL_DOWN || action == ACTION_SCROLL_UP;
}

void app_act(struct app *a, enum action action)
{
	struct pane *p = a->pane[a->front];
	const char *why = NULL;

	if (moves(action))
		term_moves(a->screen);
	if (action != ACTION_QUIT && action != ACTION_PALETTE)
		a->told_of_marks = false;
	if (action == ACTION_CANCEL && a->tour_shown) {
		app_tour_end(a);
		return;
	}
	if (act_everywhere(a, action) || p->ops->act(p, action))
		return;
	if (action == ACTION_QUIT)
		quit(a);
	else if (action == ACTION_CANCEL && a->console.plain)
		console_say(&a->console, STYLE_DIM, "there is nothing to leave here");
	else if (action == ACTION_CANCEL || action == ACTION_NONE)
		return;
	else if (!app_enabled(a, action, &why) && why)
		console_say_words(&a->console, STYLE_DIM, why);
	else
		console_say(&a->console, STYLE_DIM, "%s has no meaning here · %s lists what does",
			action_info(action)->name, console_key(&a->console, ACTION_HELP).text);
}

void app_palette(struct app *a, enum palette_result result)
{
	enum action chosen = palette_action(a->palette);

	if (result != PALETTE_STAY)
		palette_close(&a->palette);
	if (result == PALETTE_RUN || result == PALETTE_ASK)
		app_act(a, chosen);
	if (result == PALETTE_ASK && chosen == ACTION_FILTER && a->prompt.open)
		lineedit_select(&a->prompt.edit); /* what follows is all of it */
}

static void login_done(struct app *a)
{
	enum pane_id start = (enum pane_id)(a->settings->start - ACTION_PANE_1);
	bool first = !a->pane[PANE_QUEUE];

	if (first)
		app_bring_to_front(a, PANE_QUEUE, NULL); /* it counts for all the others */
	if (first && start != PANE_QUEUE)
		app_bring_to_front(a, start, NULL);
	if (first)
		app_tour_begin(a);
	login_after(&a->login);
	str_clear(&a->login.fact); /* it was news */
	if (a->settings_error && first)
		app_say_settings_error(a);
	else
		console_say(&a->console, STYLE_DIM, "%s %s%s", first ? "welcome," : "welcome back,",
			a->console.session.name,
			console_words(
				&a->console, a->console.plain ? " · {help} lists the keys" : "")
				.text);
}

/* In boxes, which have no actions: at an end it is said that one is there. */
static bool goes_on(const struct key *k)
{
	switch (k->code) {
	case 'j':
	case 'k':
	case 'J':
	case 'K':
	case KEYC_DOWN:
	case KEYC_UP:
	case KEYC_PGDN:
	case KEYC_PGUP: return true;
	default: return false;
	}
}

/* A reason of one's own may begin with a digit, which has rejected by then: what follows at the
 * pace of typing is the rest of it, and no command. */
static int rest_for(const struct app *a)
{
	int64_t left = a->picked > 0 ? a->picked + REST_US - time_monotonic() : 0;

	return left > 0 ? (int)(left / 1000) + 1 : 0;
}

static bool is_rest(struct app *a, const struct key *k)
{
	bool text = (k->code >= ' ' && k->code < KEYC_UP) || k->code == KEYC_PASTE;
	bool rest = (text || k->code == KEYC_ENTER) && a->picked > 0 &&
		a->console.key_time - a->picked < REST_US;

	a->picked = rest ? a->console.key_time : 0;
	if (rest)
		console_say(&a->console, STYLE_WARN,
			"not taken: right behind a digit, keys may be the rest of a reason");
	return rest;
}

static void box_key(struct app *a, const struct key *k)
{
	struct overlay *o = a->over;

	if (goes_on(k))
		term_moves(a->screen);
	if (o->ops->key(o, k) != OVERLAY_CLOSE)
		return;
	if (k->code >= '0' && k->code <= '9')
		a->picked = a->console.key_time;
	app_take_away(a, o);
}

/* A box is left as it stands, and is there again afterwards. */
static bool suspends(const struct app *a, const struct key *k)
{
	const uint32_t code = k->code | k->modifiers;
	enum action action;

	if (a->over ? a->over->undoes : !a->palette && !a->prompt.open)
		return false; /* a pane's keys may be chords */
	return keymap_find(a->console.keymap, KEYS_EVERYWHERE, &code, 1, &action) ==
		KEYMAP_ACTION &&
		action == ACTION_SUSPEND && code < KEYC_SPACE;
}

/* A batch or marking stops under a box, too, and what was asked for before under the list of keys;
 * the box stays. What a box itself waits for is its own to stop. */
static bool stops(const struct app *a, const struct key *k)
{
	bool runs = a->console.progress.what || (a->palette && a->slow);

	return k->code == KEY_CTRL('C') && runs && (a->over || a->palette || a->prompt.open);
}

static void key(struct app *a, const struct key *k)
{
	a->last_key = time_monotonic();
	a->dirty = true;
	a->console.keys += k->code != KEYC_MOUSE || mouse_acts(&k->mouse);
	a->console.key_code = k->code;
	if (a->leaving) {
		if (k->code == KEY_CTRL('C'))
			stop_work(a);
	} else if (!app_logged_in(a)) {
		if (k->code != KEYC_MOUSE && !login_key(&a->login, k))
			leave(a, 0);
	} else if (session_is_stale(&a->console.session)) {
		on_ended(a, "twelve hours since the login: the pass phrase again, please");
	} else if (k->code == KEYC_MOUSE) {
		app_mouse(a, &k->mouse);
	} else if (is_rest(a, k)) {
		return;
	} else if (suspends(a, k)) {
		suspend(a);
	} else if (stops(a, k)) {
		interrupt(a);
	} else if (a->over) {
		box_key(a, k);
	} else if (a->palette) {
		app_palette(a, palette_key(a->palette, k));
	} else if (a->prompt.open) {
		prompt_key(&a->prompt, k);
	} else {
		app_pane_key(a, k);
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
		app_lost(a);
	a->test_due = true; /* an answer of the terminal paints nothing */
}

void app_take_results(struct app *a)
{
	bool was_in = app_logged_in(a);

	if (worker_deliver(a->console.worker) > 0 || a->slow)
		a->dirty = true;
	if (!was_in && app_logged_in(a))
		login_done(a);
	app_show_later(a);
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
	app_take_results(arg);
}

static void on_signal(void *arg, int signo)
{
	struct app *a = arg;

	switch (signo) {
	case SIGWINCH:
		a->resize_last = time_monotonic();
		if (a->resize_first == 0)
			a->resize_first = a->resize_last;
		break;
	case SIGTSTP: suspend(a); break;
	case SIGCONT: /* after a SIGSTOP: others had the terminal meanwhile */
		term_retake(a->screen);
		a->dirty = true;
		break;
	default: a->status = 128 + signo; loop_stop(a->console.loop);
	}
}

static void on_lock_timer(void *arg)
{
	struct app *a = arg;
	int64_t idle = (time_monotonic() - a->last_key) / 1000;

	if (idle >= LOCK_MS && app_logged_in(a)) {
		lock(a);
		idle = 0;
	}
	loop_after(a->console.loop, (int)(LOCK_MS - (idle >= LOCK_MS ? 0 : idle)) + 1,
		on_lock_timer, a);
}

/* Nothing is sent where no age reads otherwise now. */
static void on_age_timer(void *arg)
{
	struct app *a = arg;
	struct pane *p = app_logged_in(a) ? a->pane[a->front] : NULL;

	if (p && p->ops->aged)
		p->ops->aged(p);
	if (p && (p->ops->aged || (++a->age_ticks % AGES_OF_ROWS == 0 && time_shows_ages())))
		a->dirty = true;
	loop_after(a->console.loop, AGE_MS, on_age_timer, a);
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

/* In lines, what a key did is said before where it led to: a frame waits for that, but not long. */
static int held(const struct app *a)
{
	int64_t since = (time_monotonic() - a->console.key_time) / 1000;

	if (!a->console.plain || a->console.writes == 0 || since >= HOLD_MS)
		return 0;
	return (int)(HOLD_MS - since);
}

static int earlier(int a, int b)
{
	return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* A window that is dragged says so dozens of times in a row, and is painted once. Returns how long
 * its size is still waited for, or -1. */
static int settle_size(struct app *a)
{
	if (a->resize_first == 0)
		return -1;
	int64_t still = a->resize_last + RESIZE_MS * 1000;
	int64_t most = a->resize_first + RESIZE_MOST_MS * 1000;
	int64_t left = (still < most ? still : most) - time_monotonic();
	if (left > 0)
		return (int)(left / 1000) + 1;
	a->resize_first = 0;
	term_resize(a->screen);
	a->dirty = true;
	return -1;
}

static int on_idle(void *arg)
{
	struct app *a = arg;
	int escape = take_keys(a), size = settle_size(a), slow = -1;
	int64_t since;

	app_show_later(a);
	if (worker_running(a->console.worker, &since, NULL, NULL)) {
		int64_t ms = (time_monotonic() - since) / 1000;
		a->dirty = a->dirty || ms >= SLOW_MS;
		slow = ms < SLOW_MS ? (int)(SLOW_MS - ms) : SPIN_MS;
	}
	if (size >= 0)
		return earlier(escape, size);
	int hold = held(a);
	if (hold > 0)
		return earlier(escape, hold);
	if (a->dirty)
		app_paint(a);
	const struct pane *p = app_logged_in(a) ? a->pane[a->front] : NULL;
	int settling = p && p->ops->settles ? p->ops->settles(p) : 0, rest = rest_for(a);

	settling = settling > rest ? settling : rest;
	/* The rest of a long text, share by share, with the keys between. */
	if (p && p->ops->unfinished && p->ops->unfinished(p)) {
		a->dirty = true;
		return 0;
	}
	if (escape < 0 && settling == 0)
		tell_test(a);
	return earlier(escape, settling > 0 ? earlier(slow, settling) : slow);
}

/* --- opening and closing --- */

static void run(struct app *a)
{
	const char *test = getenv("TENET_TEST_FD");

	a->test_fd = test ? (int)strtol(test, NULL, 10) : -1;
	a->last_key = time_monotonic();
	a->dirty = true;
	loop_watch(a->console.loop, term_fd(a->screen), POLLIN, on_input, a);
	loop_watch(a->console.loop, worker_fd(a->console.worker), POLLIN, on_results, a);
	loop_after(a->console.loop, LOCK_MS, on_lock_timer, a);
	loop_after(a->console.loop, AGE_MS, on_age_timer, a);
	loop_run(a->console.loop);
}

struct end_task {
	struct task task;
	struct session session;
};

static void end_run(struct task *task, void *context)
{
	sessions_end(context, &((struct end_task *)task)->session, &task->err);
}

static void end_session(struct app *a)
{
	struct end_task *t = task_new(sizeof(*t));

	t->task.run = end_run;
	t->task.what = "ending the session";
	t->session = a->console.session;
	worker_submit(a->console.worker, &t->task);
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
		app_take_away(a, a->over);
	prompt_close(&a->prompt);
	for (int i = 0; i < PANE_COUNT; i++) {
		if (a->pane[i])
			a->pane[i]->ops->close(a->pane[i]);
		free(a->pane[i]);
	}
	login_close(&a->login);
	if (a->console.session.console[0])
		end_session(a);
	worker_stop(&a->console.worker);
	watch_end(&a->watch);
	app_theme_close(a);
	loop_free(&a->console.loop);
	str_free(&a->message);
	str_free(&a->total);
	str_free(&a->running);
	str_free(&a->opening.notice);
	str_free(&a->console.persona);
	arena_free(&a->arena);
}

/* The address at the other end is the first word of what sshd says. */
static void find_place(struct app *a)
{
	const char *ssh = getenv("SSH_CONNECTION");

	if (ssh)
		a->console.place.origin =
			arena_printf(&a->arena, "%.*s", (int)strcspn(ssh, " "), ssh);
	if (gethostname(a->host, sizeof(a->host) - 1) == 0)
		a->console.place.host = a->host;
	a->console.place.pid = getpid();
}

static void tell_settings_error(struct app *a)
{
	struct str text = {0};

	app_settings_fault(a, a->settings_error, &text);
	login_tell(&a->login, str_cstr(&text));
	str_free(&text);
}

int app_run(const struct app_options *o, bool *at_once, struct err *e)
{
	static const int signals[] = {
		SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGQUIT, 0};
	struct app *a = xcalloc(1, sizeof(*a));
	const char *no_color = getenv("NO_COLOR");
	const struct term_options terminal = {.mono = no_color && *no_color, .plain = o->plain};
	int status = -1;

	a->console.ops = &app_console_ops;
	a->console.keymap = o->settings->keymap;
	a->settings = o->settings;
	a->pointer.lines = (int)o->settings->wheel;
	a->settings_error = o->settings_error;
	a->console.bell = o->settings->bell;
	a->console.pending = -1;
	find_place(a);
	a->console.may_edit_outside = o->outside && !o->restricted;
	a->console.restricted = o->restricted;
	a->console.plain = o->plain;
	a->opening.access = o->read_only ? DB_READ_ONLY : DB_READ_WRITE;
	if (app_theme_open(a, o->theme, e) < 0 ||
		db_address_find(o->database, &a->arena, &a->opening.where, e) < 0)
		goto out;
	a->console.database = a->opening.where.name;
	a->console.loop = loop_new(signals, on_signal, on_idle, a);
	login_open(&a->login, &a->console, o->note);
	if (a->settings_error)
		tell_settings_error(a);
	a->watch = (struct watch){.console = &a->console,
		.loop = a->console.loop,
		.files = -1,
		.changed = on_change,
		.ended = on_ended,
		.arg = a};
	app_open_database(a);
	if (a->fatal.code == ERR_NONE && term_open(&terminal, &a->screen, e) == 0) {
		app_theme_begin(a);
		term_set_mouse(a->screen, o->mouse || o->settings->mouse);
		term_set_paging(a->screen,
			(struct paging){(int)o->settings->overlap, (int)o->settings->margin});
		run(a);
		status = a->status;
		*at_once = worker_opening(a->console.worker);
		if (*at_once) {
			term_close(&a->screen);
			return status;
		}
	}
	if (a->console.in_doubt > 0) {
		err_set(e, ERR_LOST,
			"the connection was lost while %d change%s being saved: nobody knows yet "
			"whether %s saved",
			a->console.in_doubt, a->console.in_doubt == 1 ? " was" : "s were",
			a->console.in_doubt == 1 ? "it was" : "they were");
		err_hint(e, "`tenet posts show ID` and `tenet beliefs show ID` tell");
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
