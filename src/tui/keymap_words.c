/* Keys in sentences: "{undo} takes it back". */
#include <stdio.h>
#include <string.h>

#include "keymap_private.h"

/* The binding that holds in a place, else any. */
static const struct key_binding *binding_of(
	const struct keymap *m, enum key_place place, enum action a)
{
	const struct key_binding *b = keymap_binding(m, place, a);

	for (size_t i = 0; i < m->n && !b; i++)
		b = m->bindings[i].action == a ? &m->bindings[i] : NULL;
	return b;
}

void keymap_call(const struct keymap *m, enum key_place place, enum action a, char out[KEYMAP_NAME])
{
	const struct key_binding *b = binding_of(m, place, a);
	const struct key_binding *by = binding_of(m, place, ACTION_PALETTE);

	if (b && b->n > 0) {
		keymap_say(b->codes, b->n, out);
		return;
	}
	by = by && by->n > 0 ? by : binding_of(m, place, ACTION_HELP);
	out[0] = '\0';
	if (by)
		keymap_say(by->codes, by->n, out);
	size_t used = strlen(out);
	/* "Ctrl-P undo", but as one writes it where it is one character. */
	snprintf(out + used, KEYMAP_NAME - used, "%s%s", used > 1 ? " " : "", action_info(a)->name);
}

static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '%')
			str_addc(out, '%');
		str_addc(out, *text);
	}
}

static void add_words(const struct keymap *m, enum key_place place, const char *text,
	void (*add_key)(struct str *out, const char *key), struct str *out)
{
	const char *open, *close;

	while ((open = strchr(text, '{')) && (close = strchr(open, '}'))) {
		struct span name = {open + 1, (size_t)(close - open - 1)};
		const char *dot = memchr(name.p, '.', name.n);
		enum key_place where = place;
		char key[KEYMAP_NAME];
		if (dot &&
			keymap_place_named((struct span){name.p, (size_t)(dot - name.p)}, &where))
			name = (struct span){dot + 1, (size_t)(close - dot - 1)};
		enum action a = action_named(name);
		str_adds(out, (struct span){text, (size_t)(open - text)});
		if (a == ACTION_NONE) {
			str_adds(out, (struct span){open, (size_t)(close - open + 1)});
		} else {
			keymap_call(m, where, a, key);
			add_key(out, key);
		}
		text = close + 1;
	}
	str_add(out, text);
}

void keymap_words(const struct keymap *m, enum key_place place, const char *text, struct str *out)
{
	add_words(m, place, text, str_add, out);
}

void keymap_format(const struct keymap *m, enum key_place place, const char *fmt, struct str *out)
{
	add_words(m, place, fmt, add_escaped, out);
}
