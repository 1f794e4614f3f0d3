/* Waits for a theme's file to be saved, or to be gone. */
#include "tui/theme_watch.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define FOLDERS 2 /* that of the path, and that of the file which a link there leads to */
#define PAUSE_MS 500 /* an editor that took the old file away has put the new one there by then */
#define SAVED (IN_CLOSE_WRITE | IN_MOVED_TO | IN_Q_OVERFLOW)
#define COMES_AND_GOES (IN_CREATE | IN_DELETE | IN_MOVED_FROM)

struct folder {
	int wd; /* -1: none */
	char *file; /* the name there that matters */
};

struct theme_watch {
	struct loop *loop;
	theme_saved *fn;
	void *arg;
	int fd; /* -1: the system has none to give */
	int pause; /* a timer of the loop; 0: none */
	struct arena arena; /* of the source */
	struct theme_source source;
	struct folder folders[FOLDERS];
};

static void drop_folders(struct theme_watch *w)
{
	for (int i = 0; i < FOLDERS; i++) {
		if (w->folders[i].wd >= 0)
			inotify_rm_watch(w->fd, w->folders[i].wd);
		free(w->folders[i].file);
		w->folders[i] = (struct folder){.wd = -1};
	}
}

static void add_folder(struct theme_watch *w, struct folder *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == path ? xstrdup("/") : strndup(path, (size_t)(slash - path));

	if (!folder)
		die_of_memory(0);
	f->wd = inotify_add_watch(
		w->fd, folder, SAVED | COMES_AND_GOES | IN_MOVE_SELF | IN_ONLYDIR);
	f->file = xstrdup(slash + 1);
	free(folder);
}

/* Again after each change: a link may lead elsewhere by now. */
static void add_folders(struct theme_watch *w)
{
	char *file;

	drop_folders(w);
	add_folder(w, &w->folders[0], w->source.path);
	file = realpath(w->source.path, NULL);
	if (file)
		add_folder(w, &w->folders[1], file);
	free(file);
}

/* What this says of the file; a folder that is gone is forgotten, and the file with it. */
static uint32_t take_event(struct theme_watch *w, const struct inotify_event *ev)
{
	uint32_t ours = ev->mask & IN_Q_OVERFLOW;

	for (int i = 0; i < FOLDERS; i++) {
		struct folder *f = &w->folders[i];
		if (f->wd < 0 || f->wd != ev->wd)
			continue;
		if (ev->mask & IN_MOVE_SELF)
			inotify_rm_watch(w->fd, f->wd);
		if (ev->mask & (IN_MOVE_SELF | IN_IGNORED)) {
			f->wd = -1;
			ours |= ev->mask;
		} else if (ev->len > 0 && strcmp(ev->name, f->file) == 0) {
			ours |= ev->mask;
		}
	}
	return ours;
}

static void stop_waiting(struct theme_watch *w)
{
	loop_cancel(w->loop, w->pause);
	w->pause = 0;
}

static bool is_gone(const struct theme_watch *w)
{
	return access(w->source.path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static void read_again(struct theme_watch *w)
{
	struct theme t;
	struct err why = {0};

	stop_waiting(w);
	add_folders(w); /* first: what is saved while it is read is read again */
	if (themes_read(&w->source, &t, &why) < 0)
		w->fn(w->arg, NULL, &why);
	else
		w->fn(w->arg, &t, NULL);
}

static void on_pause(void *arg)
{
	struct theme_watch *w = arg;
	struct err why = {0};

	w->pause = 0;
	if (!is_gone(w)) { /* a link is there at once, and nothing is written to it */
		read_again(w);
		return;
	}
	err_set(&why, ERR_OTHER, "%s is gone", w->source.path);
	err_hint(&why, "the colours stay as they were");
	w->fn(w->arg, NULL, &why);
}

static void on_events(void *arg, short revents)
{
	_Alignas(struct inotify_event) char
		events[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
	struct theme_watch *w = arg;
	ssize_t n = read(w->fd, events, sizeof(events)); /* the loop comes again for the rest */
	uint32_t seen = 0;

	(void)revents;
	for (ssize_t at = 0; at < n;) {
		const struct inotify_event *ev = (const void *)(events + at);
		seen |= take_event(w, ev);
		at += (ssize_t)(sizeof(*ev) + ev->len);
	}
	if (!seen || !w->source.path)
		return;
	if ((seen & SAVED) && !is_gone(w)) {
		read_again(w);
	} else {
		stop_waiting(w);
		w->pause = loop_after(w->loop, PAUSE_MS, on_pause, w);
	}
}

struct theme_watch *theme_watch_new(struct loop *l, theme_saved *fn, void *arg)
{
	struct theme_watch *w = xcalloc(1, sizeof(*w));

	*w = (struct theme_watch){.loop = l, .fn = fn, .arg = arg};
	for (int i = 0; i < FOLDERS; i++)
		w->folders[i].wd = -1;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd >= 0)
		loop_watch(l, w->fd, POLLIN, on_events, w);
	return w;
}

void theme_watch_free(struct theme_watch **wp)
{
	struct theme_watch *w = *wp;

	if (!w)
		return;
	stop_waiting(w);
	drop_folders(w);
	if (w->fd >= 0) {
		loop_unwatch(w->loop, w->fd);
		close(w->fd);
	}
	arena_free(&w->arena);
	free(w);
	*wp = NULL;
}

void theme_watch_source(struct theme_watch *w, const struct theme_source *source)
{
	struct arena before = w->arena; /* the source may be our own */

	stop_waiting(w);
	drop_folders(w);
	w->arena = (struct arena){0};
	w->source = (struct theme_source){.name = arena_strdup(&w->arena, source->name)};
	if (source->path && w->fd >= 0) {
		w->source.path = arena_strdup(&w->arena, source->path);
		add_folders(w);
	}
	arena_free(&before);
}
