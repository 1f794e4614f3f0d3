/* The small things that every pane says the same way. */
#include "panes/console.h"

#include <stdarg.h>
#include <stdio.h>

void console_say(struct console *c, enum style style, const char *fmt, ...)
{
	struct str text = {0}, filled = {0};
	va_list ap;

	/* Keys first: the values may be foreign. */
	keymap_format(c->keymap, c->keys_of, fmt, &filled);
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, str_cstr(&filled), ap);
	va_end(ap);
	if (n > 0) {
		char *to = str_reserve(&text, (size_t)n);
		va_start(ap, fmt);
		vsnprintf(to, (size_t)n + 1, str_cstr(&filled), ap);
		va_end(ap);
		text.len = (size_t)n;
	}
	c->ops->say(c, style, str_cstr(&text));
	str_free(&filled);
	str_free(&text);
}

struct console_key console_key(const struct console *c, enum action a)
{
	struct console_key key = {0};

	keymap_call(c->keymap, c->keys_of, a, key.text);
	return key;
}

struct console_text console_words(const struct console *c, const char *text)
{
	struct console_text words;
	struct str filled = {0};

	keymap_words(c->keymap, c->keys_of, text, &filled);
	snprintf(words.text, sizeof(words.text), "%s", str_cstr(&filled));
	str_free(&filled);
	return words;
}

void console_say_words(struct console *c, enum style style, const char *text)
{
	console_say(c, style, "%s", console_words(c, text).text);
}

void console_say_error(struct console *c, const struct err *e)
{
	if (e->code == ERR_CANCELLED)
		console_say(c, STYLE_WARN, "cancelled: nothing was changed");
	else if (e->hint[0])
		console_say(c, STYLE_BAD, "%s (%s)", e->text, e->hint);
	else
		console_say(c, STYLE_BAD, "%s", e->text);
}

void console_pending_changed(struct console *c, int by)
{
	if (c->pending >= 0 && c->pending <= CONSOLE_COUNT_CAP)
		c->pending += by;
}

void console_say_undone(struct console *c, const struct undo_result *r, const char *more)
{
	struct str state = {0};

	str_add(&state, r->first ? "pending" : "pending again");
	if (r->counts.p)
		str_addf(&state, " with %.*s's approval", (int)r->counts.n, r->counts.p);
	else if (r->first)
		str_add(&state, " with no approval");
	if (r->target_subreddit.p)
		str_addf(&state, " in r/%.*s", (int)r->target_subreddit.n, r->target_subreddit.p);
	/* What is cut on a narrow line comes last. */
	console_say(c, STYLE_GOOD, "taken back%s: %s%s", r->restored ? " with its edit" : "",
		str_cstr(&state), more);
	str_free(&state);
}

const char *console_refuses(const struct console *c, enum permission what)
{
	if (c->read_only)
		return CONSOLE_READ_ONLY;
	if (!role_may(c->session.role, what))
		return permission_refusal(what);
	return NULL;
}

void console_require_persona(const struct console *c, struct filter *f, struct arena *a)
{
	if (c->persona_id[0])
		filter_require(f, FILTER_PERSONA, str_span(&c->persona), a);
}

void console_say_persona(const struct console *c, struct str *out)
{
	if (!c->persona_id[0])
		return;
	str_add(out, " · ");
	str_adds(out, str_span(&c->persona));
}

void console_number(int64_t n, char out[16])
{
	if (n >= 1000000)
		snprintf(out, 16, "%d,%03d,%03d", (int)(n / 1000000), (int)(n / 1000 % 1000),
			(int)(n % 1000));
	else if (n >= 1000)
		snprintf(out, 16, "%d,%03d", (int)(n / 1000), (int)(n % 1000));
	else
		snprintf(out, 16, "%d", (int)n);
}

void console_count(int64_t n, char out[16])
{
	if (n > CONSOLE_COUNT_CAP)
		snprintf(out, 16, "%d,000+", CONSOLE_COUNT_CAP / 1000);
	else
		console_number(n, out);
}
