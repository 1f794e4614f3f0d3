/* The console put together. */
#ifndef APP_H
#define APP_H

#include <stdbool.h>

#include "base/err.h"
#include "tui/settings.h"

struct app_options {
	const char *database; /* --database, or NULL */
	const char *theme; /* a theme's name or file, or NULL */
	const struct settings *settings; /* must live as long as the console */
	const struct err *settings_error; /* why they are not those of the user's file; or NULL */
	const char *note; /* stands on the login screen; or NULL */
	bool read_only;
	bool plain; /* lines for a screen reader instead of a picture */
	bool mouse; /* it is on from the start */
	bool outside; /* a draft may be edited in the user's own editor */
	bool restricted; /* no other program, no file, no shell to stop to */
};

/* Runs the console until the user leaves. Returns an exit status, or -1 with the error when it
 * could not be opened. *at_once: a thread that nobody can stop still opens the database, so the
 * process must end without more ado. Whatever that thread does is a transaction: it is as safe as a
 * crash. */
int app_run(const struct app_options *o, bool *at_once, struct err *e);

#endif
