/* A program on a pseudo-terminal: keys in, bytes counted, the time of the last one. */
#ifndef FIXTURE_PTY_H
#define FIXTURE_PTY_H

#include <stddef.h>
#include <stdint.h>

struct program;

/* Whether the program says when it is idle on TENET_TEST_FD, as tenet does. */
enum pty_protocol { PTY_SILENT, PTY_SAYS_IDLE };

/* Starts argv (NULL-terminated) on a terminal of this size; the clock of the first wait begins
 * before the fork. */
struct program *program_start(const char *const *argv, int columns, int lines, enum pty_protocol p);
/* Hangs up, and kills it when it is still there two seconds later. */
void program_stop(struct program **p);

/* Types, and sets the clock to zero. */
void program_type(struct program *p, const char *keys);

/* Each waits and returns the milliseconds between what set the clock and … */

/* … the last byte before the program said that it was idle with these keys consumed. */
double program_wait_idle(struct program *p);
/* … the last byte before `quiet` milliseconds without any. */
double program_wait_quiet(struct program *p, double quiet);
/* … the read that completed this text. */
double program_wait_text(struct program *p, const char *text);

/* Reads for so long. */
void program_listen(struct program *p, double milliseconds);
/* Bytes of output since the clock was set. */
size_t program_bytes(const struct program *p);
/* Resident memory now, in KiB, and processor time of all its threads so far, in milliseconds. */
long program_resident(const struct program *p);
double program_cpu(const struct program *p);

#endif
