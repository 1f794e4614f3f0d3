/* One setting, for what reads all of them. */
#ifndef SRC_TUI_SETTINGS_PRIVATE_H
#define SRC_TUI_SETTINGS_PRIVATE_H

#include "base/json.h"
#include "tui/settings.h"

/* Any but the keys, which are of many parts, each with a place. */
int setting_read(struct settings *s, const struct setting_info *i, const json_t *v, struct err *e);
/* "mouse is true or false". */
int setting_wrong(const struct setting_info *i, struct err *e);

#endif
