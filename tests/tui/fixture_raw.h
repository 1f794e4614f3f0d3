/* The program on a bare pseudo-terminal: for what must be said of each byte that it sends. */
#ifndef TESTS_TUI_FIXTURE_RAW_H
#define TESTS_TUI_FIXTURE_RAW_H

#include "tui/fixture_walk.h"

#include "base/str.h"

struct raw;

/* Starts $TENET with these words in the walk's folder, at 24 × 80. `input` is opened as standard
 * input instead of the terminal, `output` as standard output; NULL: the terminal. */
struct raw *raw_start(struct walk *w, const char *const *args, const char *input,
	const char *output, const char *const *env);
/* Types and waits until the console says that it is idle. */
void raw_keys(struct raw *r, const char *bytes);
/* Takes what is sent by itself for so long: for what must send nothing. */
void raw_watch(struct raw *r, int ms);
/* Waits for the end. All that it has sent to the terminal is borrowed until raw_free. */
int raw_wait(struct raw *r);
struct span raw_sent(const struct raw *r);
void raw_free(struct raw **r);

#endif
