/* A theme that came from a file is read again when that file is saved. */
#ifndef TUI_THEME_WATCH_H
#define TUI_THEME_WATCH_H

#include "tui/loop.h"
#include "tui/themes.h"

struct theme_watch;

/* The file was saved: the theme that it holds now, or NULL and what is wrong with it; that it is
 * gone, too. */
typedef void theme_saved(void *arg, const struct theme *t, const struct err *why);

/* Through a descriptor of the loop: nothing is polled. Where the system cannot watch, nothing is
 * ever called. */
struct theme_watch *theme_watch_new(struct loop *l, theme_saved *fn, void *arg);
void theme_watch_free(struct theme_watch **w);

/*
 * Watches this source from here on, and no other. What is built in never changes. The folder is
 * watched, not the file, because most editors put a new file in its place; behind a symbolic link
 * the folder of the file as well. When the folder itself goes, the watch ends.
 */
void theme_watch_source(struct theme_watch *w, const struct theme_source *source);

#endif
