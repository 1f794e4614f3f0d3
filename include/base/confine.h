/* Keeping a process to itself: nobody reads its memory, and nothing from outside steers it. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * From here on a crash writes no core file, and no other process of the same user can read this
 * one's memory or environment, or trace it (prctl(2), PR_SET_DUMPABLE; core(5)). A program that is
 * executed in its place starts without: call it first thing in main.
 */
void confine_memory(void);

/*
 * The part of an environment that may reach a program whose user is not trusted with it: TERM,
 * COLORTERM, NO_COLOR, LANG, LC_*, TZ, SSH_CONNECTION, each only while its value is a plain word
 * of its kind (no path, see confine.c), and SSH_ORIGINAL_COMMAND, which steers nothing. `out` gets
 * them, ended by NULL, in the arena but for the strings, which are those of `from`. Returns how
 * many were left out.
 */
size_t confine_environment(char *const *from, struct arena *a, char ***out);

/* Starts the running program anew, in this process, with these words and this environment: what a
 * loader or a library took from the old one before main is gone with it. Returns only when that
 * failed: -1 and the error. */
int confine_restart(char *const *argv, char *const *environment, struct err *e);

/* Whether a mark stands at `path`: a regular file (no link) that belongs to root and that nobody
 * else may write. */
bool confine_marked(const char *path);

/* The mark "restricted" in the folder that the name of a file is in, or that the file is really in;
 * in the arena. NULL: there is none. */
const char *confine_mark_beside(const char *file, struct arena *a);

#endif
