/* Changing a setting by command: what all ways to a new value share. */
#ifndef CLI_CONFIG_CHANGE_H
#define CLI_CONFIG_CHANGE_H

#include "config.h"

/* clang-format off */
#define OPTION_RISKY \
	{"--yes", NULL, "change it even where that is risky, without being asked", NULL}
/* clang-format on */

/* Sets what it was in that version, whatever may stand in it by now, and prints it. */
int config_restore(struct config_call *x, const struct setting *was,
	const struct config_version *version, struct err *e);

#endif
