/* A file that nobody else may read, where a program keeps what is its user's own. */
#ifndef BASE_PRIVATE_FILE_H
#define BASE_PRIVATE_FILE_H

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/*
 * Writes the bytes to the file of this name (without a slash) in $XDG_STATE_HOME/tenet, or in
 * ~/.local/state/tenet where that is unset or no absolute path (XDG Base Directory Specification
 * 0.8). Folders that are missing are made; they and the file are for the user alone (0700, 0600). A
 * file that is there is replaced as a whole, a link is not followed. Appends its path to `path`.
 * Does not wait for the disk.
 */
int private_file(const char *name, struct span bytes, struct str *path, struct err *e);

#endif
