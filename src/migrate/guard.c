/* Writes conditions that stop a script. */
#include "guard.h"

/* Outside of triggers SQLite raises nothing, but it says the name of a constraint. */
void guard_add(struct str *out, enum db_engine engine, const char *message, const char *condition)
{
	if (engine == DB_SQLITE)
		str_addf(out,
			"CREATE TEMP TABLE tenet_guard (holds, CONSTRAINT \"%s\" CHECK (holds));\n"
			"INSERT INTO temp.tenet_guard SELECT %s;\nDROP TABLE temp.tenet_guard;\n",
			message, condition);
	else
		str_addf(out,
			"DO $tenet$ BEGIN IF NOT (%s) THEN\n  RAISE EXCEPTION '%s';\nEND IF; END"
			" $tenet$;\n",
			condition, message);
}
