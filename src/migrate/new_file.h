/* A file that is written beside its name until it is whole, and that replaces nothing. */
#ifndef MIGRATE_NEW_FILE_H
#define MIGRATE_NEW_FILE_H

#include <stdbool.h>

#include "base/err.h"

/* `{0}` is none. */
struct new_file {
	char *path, *part; /* its name, and the one that it has until it is whole */
	int fd;
};

/* ERR_USAGE when something has the name already, be it a link that leads nowhere or a device. */
int new_file_refuse(const char *path, struct err *e);
/* Whether two names that nothing has yet are one, however they are spelled. */
bool new_file_same(const char *a, const char *b);

/* Makes it, empty, for its owner only. */
int new_file_make(struct new_file *f, const char *path, struct err *e);
/* Gives it its name once it is on the disk; an error when something has that name by now. Frees
 * it, whatever the result. */
int new_file_keep(struct new_file *f, struct err *e);
/* Nothing is left of it; does nothing for none. */
void new_file_drop(struct new_file *f);

/* Renames a file that is on the disk, unless something has the name `to`, and waits until that is
 * on the disk as well: 0 or an errno, with no file of that name then. */
int new_file_name(const char *from, const char *to);

/* "cannot write FILE: why", ERR_FULL where the disk is full. */
int new_file_fail(const char *path, int why, struct err *e);

#endif
