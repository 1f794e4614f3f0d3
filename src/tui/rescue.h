/* Gives the terminal back when the program does not get to term_close: crash signals and the end of
 * memory. */
#ifndef SRC_TUI_RESCUE_H
#define SRC_TUI_RESCUE_H

#include <stddef.h>
#include <termios.h>

/* From now on a crash writes these bytes to `fd` and restores its modes; both are borrowed until
 * rescue_disarm. */
void rescue_arm(int fd, const struct termios *modes, const char *bytes, size_t n);
void rescue_disarm(void);

#endif
