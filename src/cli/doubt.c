/* Looks up what became of a change whose commit got no answer. */
#include "doubt.h"

#include <stdio.h>
#include <time.h>

#include "cli/print.h"
#include "commands.h"
#include "store/posts.h"

#define TRIES 20 /* a second apart */
#define PATIENCE 20 /* s, for all of them; one alone may take longer than a second */

static time_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static int ask(struct db *db, const char *ledger_id, bool *found, struct err *e)
{
	if (db_lost(db) && db_reconnect(db, e) < 0)
		return -1;
	return posts_decision_known(db, ledger_id, found, e);
}

/* A server that starts again, or hands over to another one, says no in several ways. */
static int ask_patiently(struct db *db, const char *ledger_id, bool *found, struct err *e)
{
	time_t end = seconds() + PATIENCE;

	for (int try = 0;; try++) {
		err_clear(e);
		if (ask(db, ledger_id, found, e) == 0)
			return 0;
		if (e->code == ERR_DENIED || try + 1 == TRIES || seconds() >= end)
			return -1;
		nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
	}
}

int doubt_settle(struct db *db, const char *post_id, const char *ledger_id, struct err *e)
{
	struct err why = {0};
	bool found = false;

	if (e->code != ERR_LOST || !ledger_id[0])
		return -1;
	fflush(stdout);
	print_note("tenet: the connection was lost while this was being saved; looking up whether"
		   " it was");
	int asked = ask_patiently(db, ledger_id, &found, &why);
	err_clear(e);
	if (asked == 0 && found)
		return 0;
	if (asked == 0)
		return err_set(e, ERR_LOST,
			"%.*s stays as it was: the connection was lost before this was saved",
			SHORT_ID, post_id);
	err_set(e, ERR_LOST, "it is not known whether ledger row %s of draft %.*s was saved: %s",
		ledger_id, SHORT_ID, post_id, why.text);
	return err_hint(e, "tenet posts show %.*s says how it stands", SHORT_ID, post_id);
}
