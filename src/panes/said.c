/* What the last key or answer of a box came to. */
#include "said.h"

#include <stdarg.h>
#include <stdio.h>

#define LONGEST 1024

void said_set(struct said *s, enum style style, const char *fmt, ...)
{
	char text[LONGEST];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_clear(&s->text);
	str_add(&s->text, text);
	s->style = style;
}

void said_outcome(struct said *s, struct console *c, const char *done, const struct err *e)
{
	enum style style = e->code == ERR_NONE ? STYLE_GOOD : STYLE_BAD;
	struct str text = {0};

	if (e->code == ERR_NONE)
		str_add(&text, done);
	else
		str_addf(&text, "%snot %s: %s", e->code == ERR_LOST ? "perhaps " : "", done,
			e->text);
	if (s)
		said_set(s, style, "%s", str_cstr(&text));
	else
		console_say(c, style, "%s", str_cstr(&text));
	str_free(&text);
}
