/* The way in: log in, unlock, and the change of a pass phrase that must be changed. */
#ifndef PANES_LOGIN_H
#define PANES_LOGIN_H

#include <stdbool.h>

#include "panes/console.h"
#include "tui/key.h"
#include "tui/lineedit.h"
#include "tui/textview.h"

enum login_stage {
	LOGIN_ASK, /* user and pass phrase */
	LOGIN_SECOND, /* the code of the second factor; the pass phrase was right */
	LOGIN_CHANGE, /* the new pass phrase, twice */
	LOGIN_WAIT, /* the worker checks or saves */
	LOGIN_IN, /* console->session holds who it is */
};

enum { LOGIN_NAME, LOGIN_PASSWORD, LOGIN_CODE, LOGIN_NEW, LOGIN_AGAIN, LOGIN_FIELDS };

struct login {
	struct console *console;
	enum login_stage stage;
	bool locked; /* somebody is logged in; the screen is locked */
	struct lineedit field[LOGIN_FIELDS];
	int at; /* the field being typed in */
	enum style message_style;
	struct str message, note;
	struct str fact; /* what people should know of the database before they log in */
	int failures;
	int64_t not_before; /* time_monotonic of the next try */
	struct session session;
	struct task *rehash; /* of a login that succeeded: see login_after */
	struct textview *text; /* what stands below the fields, wrapped */
};

/* `note` is what the site wants people to read before they log in (TENET_LOGIN_NOTE), or NULL. */
void login_open(struct login *l, struct console *c, const char *note);
void login_close(struct login *l);
/* Forgets the pass phrases and asks again; the same user when `locked`. */
void login_again(struct login *l, bool locked);
/* The same for a session that was ended: what is open stays, for the same user. */
void login_ended(struct login *l, const char *why);
/* Adds what became of her work meanwhile to what stands there, while she is out. */
void login_tell(struct login *l, const char *text);

/* After a login, once the worker has been asked for what the first screen needs: what that must not
 * wait for. */
void login_after(struct login *l);

/* Takes a key. False: the user wants to leave (Ctrl-C or Ctrl-D). */
bool login_key(struct login *l, const struct key *k);
/* `running`: what the worker has been at for a while, or empty. */
void login_draw(struct login *l, struct screen *s, struct rect r, struct span running);

#endif
