/* The look for changes is the only thing that an idle console does. */
#include "panes/watch.h"

#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/time.h"

#define WATCH_MS 1000
#define QUIET_MS 10000 /* … where the files tell that they changed */
#define TELL (30 * TIME_SECOND) /* looks that find nothing go on, until the console is told */
#define LONGEST_PAUSE_MS 5000 /* so that a standby that takes over is found in time */
#define LOOK_AGAIN (5 * 60 * TIME_SECOND) /* who fell silent leaves no trace */
#define LOG_LIMIT (400 * 4096) /* the agent moves its log at 1,000 pages, at a worse moment */

struct watch_task {
	struct task task;
	struct watch *watch;
	struct session session;
	struct session_now now;
	int64_t version, commits;
	bool due, looked; /* what has become of the session: to be looked at; was looked at */
	int64_t seen; /* to be written: when somebody pressed a key; TIME_NONE: nothing is */
	bool again; /* the connection was lost, and is there again */
	bool read_only;
	int64_t began;
};

/* When somebody changed something, here or elsewhere, and seldom otherwise: an idle console asks
 * nothing more. */
static void look_at_session(struct watch_task *t, struct db *db, struct err *e)
{
	bool changed = t->version != t->watch->version || t->commits != t->watch->commits;

	if (t->session.id[0] && (t->due || t->again || changed))
		t->looked = sessions_look(db, &t->session, &t->now, e) == 0;
}

/* A server may keep one waiting, which is to be seen: only a file is looked at without a word. */
static bool found_nothing(const struct watch_task *t, const struct db *db)
{
	return db_engine(db) == DB_SQLITE && t->task.err.code == ERR_NONE && !t->looked &&
		t->version == t->watch->version && t->commits == t->watch->commits;
}

static void watch_run(struct task *task, void *context)
{
	struct watch_task *t = (struct watch_task *)task;
	struct err ignored = {0};

	t->again = db_lost(context);
	if (t->again && db_reconnect(context, &task->err) < 0)
		return;
	if (db_log_size(context) >= LOG_LIMIT)
		(void)db_checkpoint(context, &ignored); /* a busy log is moved next time */
	if (t->seen != TIME_NONE)
		sessions_seen(context, &t->session, t->seen, &ignored);
	t->seen = TIME_NONE;
	/* Before the look, so that what comes behind it is told. */
	bool told = t->watch->files >= 0 && db_watch_files(context, t->watch->files);
	t->commits = db_commits(context);
	if (db_data_version(context, &t->version, &task->err) == 0)
		look_at_session(t, context, &task->err);
	t->read_only = db_read_only(context);
	if (time_monotonic() - t->began < TELL && found_nothing(t, context))
		task->rest = told ? QUIET_MS : WATCH_MS;
}

static void look(void *arg);

/* The time of the last key, when it is due to be written, else TIME_NONE. */
static int64_t last_key(struct watch *w)
{
	const struct console *c = w->console;

	if (!c->session.console[0] || w->keys == c->keys || c->key_time - w->seen < SESSION_SEEN)
		return TIME_NONE;
	w->keys = c->keys;
	w->seen = c->key_time;
	return time_now() - (time_monotonic() - c->key_time);
}

/* The pauses grow, so that a server that comes up again is not met by everybody at once. */
static void say_lost(struct watch *w)
{
	if (!w->console->lost)
		console_say(w->console, STYLE_BAD,
			"the connection is lost: you can go on reading; trying again");
	w->pause = w->console->lost ? w->pause * 2 : WATCH_MS;
	if (w->pause > LONGEST_PAUSE_MS)
		w->pause = LONGEST_PAUSE_MS;
	w->console->lost = true;
}

static void say_back(struct watch *w)
{
	w->console->lost = false;
	console_say(w->console, STYLE_GOOD, "the connection is back");
	w->changed(w->arg);
}

/* The other server may be a standby, and a standby may take over. */
static void say_access(struct watch *w, bool read_only)
{
	if (read_only == w->console->read_only)
		return;
	w->console->read_only = read_only;
	if (read_only)
		console_say(w->console, STYLE_WARN,
			"the connection is back, to a server that takes no decisions now");
	else
		console_say(w->console, STYLE_GOOD, "the server takes decisions now");
}

/* False: it is over. Somebody else may have logged in meanwhile, or this one again. */
static bool say_session(struct watch *w, const struct watch_task *t)
{
	struct session *s = &w->console->session;

	if (!t->looked || strcmp(t->session.id, s->id) != 0 ||
		strcmp(t->session.console, s->console) != 0)
		return true;
	if (t->now.over) {
		if (w->ended_since != s->since)
			w->ended(w->arg, t->now.why);
		w->ended_since = s->since;
		return false;
	}
	w->looked = time_monotonic();
	w->looked_since = s->since;
	w->console->others = t->now.others;
	if (t->now.role != s->role)
		console_say(w->console, STYLE_WARN, "your role is %s now, and no longer %s",
			role_name(t->now.role), role_name(s->role));
	s->role = t->now.role;
	return true;
}

/* Whether what was seen of the session shows: say_session says it. */
static bool is_news(const struct watch *w, const struct watch_task *t)
{
	return t->looked &&
		(t->now.over || t->now.role != w->console->session.role ||
			t->now.others != w->console->others);
}

static void watch_done(struct task *task)
{
	struct watch_task *t = (struct watch_task *)task;
	struct watch *w = t->watch;

	bool lost = task->err.code == ERR_LOST;
	task->quiet = lost == w->console->lost && !is_news(w, t);
	if (lost)
		say_lost(w);
	loop_after(w->loop, lost ? w->pause : WATCH_MS, look, w);
	if (task->err.code == ERR_NONE && (w->console->lost || t->again)) {
		w->version = t->version;
		say_back(w);
	}
	if (task->err.code == ERR_NONE) {
		say_access(w, t->read_only);
		w->commits = t->commits;
	}
	if (task->err.code != ERR_NONE || !say_session(w, t) || t->version == w->version)
		return;
	bool first = w->version == 0;
	w->version = t->version;
	if (!first)
		w->changed(w->arg);
}

/* What it told so far: who looks now sees that. */
static void take_events(const struct watch *w)
{
	char events[4096];

	while (read(w->files, events, sizeof(events)) > 0)
		;
}

/* Once is enough until the next look: many may write much. */
static void on_files(void *arg, short revents)
{
	struct watch *w = arg;

	(void)revents;
	loop_unwatch(w->loop, w->files);
	w->listening = false;
	worker_rouse(w->console->worker);
}

static void listen_to_files(struct watch *w)
{
	if (w->files < 0)
		return;
	take_events(w);
	if (!w->listening)
		loop_watch(w->loop, w->files, POLLIN, on_files, w);
	w->listening = true;
}

static void look(void *arg)
{
	struct watch *w = arg;
	struct watch_task *t = task_new(sizeof(*t));

	listen_to_files(w);
	t->began = time_monotonic();
	t->task.run = watch_run;
	t->task.done = watch_done;
	t->task.owner = w;
	t->task.mode = TASK_KEEP;
	t->task.what = "looking for changes";
	t->watch = w;
	t->session = w->console->session;
	/* Whoever logs in here looks around first. */
	t->due = w->looked_since != t->session.since || time_monotonic() - w->looked >= LOOK_AGAIN;
	t->seen = last_key(w);
	worker_submit(w->console->worker, &t->task);
}

void watch_start(struct watch *w)
{
	w->files = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	look(w);
}

void watch_end(struct watch *w)
{
	if (!w->console || w->files < 0)
		return;
	if (w->listening)
		loop_unwatch(w->loop, w->files);
	close(w->files);
	w->files = -1;
}
