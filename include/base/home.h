/* Where a user's own files are: the folders of the XDG Base Directory Specification 0.8. */
#ifndef BASE_HOME_H
#define BASE_HOME_H

#include "base/arena.h"

enum home_kind {
	HOME_CONFIG, /* $XDG_CONFIG_HOME, else ~/.config */
	HOME_DATA, /* $XDG_DATA_HOME, else ~/.local/share */
	HOME_STATE, /* $XDG_STATE_HOME, else ~/.local/state */
};

/*
 * The path of `name` in the folder "tenet" there; with "" that of the folder itself. A variable
 * that is no absolute path counts as unset, and a home folder that HOME does not name is the one
 * of the user database. NULL when neither is there. Nothing is made or opened.
 */
const char *home_path(enum home_kind kind, const char *name, struct arena *a);
/* That of HOME, else of the user database; NULL when neither is an absolute path. */
const char *home_folder(void);
/* The variable that names the folder: "XDG_CONFIG_HOME". */
const char *home_variable(enum home_kind kind);

#endif
