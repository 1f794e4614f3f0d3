/* The console put together. */
#ifndef APP_H
#define APP_H

#include <stdbool.h>

struct app_options {
	const char *database; /* --database, or NULL */
	const char *migrations;
	const char *theme; /* a built-in theme's name, or NULL */
	bool read_only, ascii;
};

/* Runs the console until the user leaves. Prints what went wrong; returns an exit status. */
int app_run(const struct app_options *o);

#endif
