/* Writes conditions that stop a script. */
#include "guard.h"

static void add_quoted(struct str *out, struct span text, char quote)
{
	str_addc(out, quote);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == quote)
			str_addc(out, quote);
		str_addc(out, text.p[i]);
	}
	str_addc(out, quote);
}

void guard_add_text(struct str *out, struct span text)
{
	add_quoted(out, text, '\'');
}

void guard_add_name(struct str *out, struct span name)
{
	add_quoted(out, name, '"');
}

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
