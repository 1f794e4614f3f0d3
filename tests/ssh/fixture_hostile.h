/* An environment that means no good. */
#ifndef TESTS_SSH_FIXTURE_HOSTILE_H
#define TESTS_SSH_FIXTURE_HOSTILE_H

/* Makes what the variables name, in the folder of the group: a description of the terminal that
 * writes HOSTILE on it, programs and a library that leave MARKER. */
void ssh_make_hostile(void);

/* What steers a program once it runs; ended by NULL. */
const char *const *ssh_hostile(void);
/* What acts before it, in the loader and in the shell that starts it: no program can help it. */
const char *const *ssh_hostile_early(void);

#endif
