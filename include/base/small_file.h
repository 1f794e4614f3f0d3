/* A file that a person writes by hand, such as settings or a theme: read whole, or refused. */
#ifndef BASE_SMALL_FILE_H
#define BASE_SMALL_FILE_H

#include "base/err.h"
#include "base/str.h"

#define SMALL_FILE_MOST (64 * 1024) /* bytes */

/*
 * Adds the file to `out`. Never waits: what is no regular file (a folder, a pipe, a device) or is
 * longer than SMALL_FILE_MOST is refused, and adds nothing. ERR_MISSING when there is none; the
 * text of every error names the path.
 */
int small_file_read(const char *path, struct str *out, struct err *e);
/* The same from a descriptor, to its end, whatever it is; `name` is what errors call it. */
int small_file_read_open(int fd, const char *name, struct str *out, struct err *e);

#endif
