/* The kinds of events that the log knows, in words. */
#include "model/event.h"

#include <stddef.h>
#include <string.h>

#include "base/nearest.h"
#include "base/time.h"
#include "model/filter.h"

const char *const event_kinds[] = {
	"account",
	"account.add",
	"account.disable",
	"account.enable",
	"account.password",
	"account.rename",
	"account.reset",
	"account.role",
	"account.second_factor",
	"belief",
	"belief.delete",
	"belief.restore",
	"config",
	"config.restore",
	"config.set",
	"config.unset",
	"login",
	"login.failed",
	"logout",
	"migrate",
	"migrate.adopt",
	"migrate.down",
	"migrate.repair",
	"migrate.stamp",
	"migrate.up",
	"persona",
	"persona.add",
	"persona.set",
	"reason",
	"reason.delete",
	"reason.move",
	"reason.save",
	"seed",
	"session",
	"session.end",
	NULL,
};

struct kind_words {
	const char *kind, *words;
};

static const struct kind_words all_words[] = {
	{"account.add", "added the account"},
	{"account.disable", "disabled"},
	{"account.enable", "enabled"},
	{"account.password", "set the pass phrase of"},
	{"account.rename", "renamed"},
	{"account.reset", "gave a pass phrase for one login to"},
	{"account.role", "gave a role to"},
	{"account.second_factor", "changed the second factor of"},
	{"belief.delete", "deleted the belief"},
	{"belief.restore", "brought back the belief"},
	{"config.restore", "restored the key"},
	{"config.set", "set the key"},
	{"config.unset", "removed the key"},
	{"login", "logged in"},
	{"login.failed", "a login failed:"},
	{"logout", "logged out"},
	{"migrate.adopt", "adopted the database"},
	{"migrate.down", "undid the migration"},
	{"migrate.repair", "repaired the record of"},
	{"migrate.stamp", "stamped the database"},
	{"migrate.up", "migrated the database to"},
	{"persona.add", "added the persona"},
	{"persona.set", "changed the persona"},
	{"reason.delete", "deleted the saved reason"},
	{"reason.move", "moved the saved reason"},
	{"reason.save", "saved the reason"},
	{"seed", "sowed"},
	{"session.end", "ended a session of"},
};

/* Where somebody did it to the own account. */
static const struct kind_words own_words[] = {
	{"account.password", "set a pass phrase of their own"},
	{"account.second_factor", "changed their second factor"},
	{"login", "logged in"},
	{"logout", "logged out"},
};
#define WORDS(table) table, sizeof(table) / sizeof((table)[0])

static const char *words_of(struct span kind, const struct kind_words *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(kind, table[i].kind))
			return table[i].words;
	return NULL;
}

void event_say(struct span kind, struct span subject, bool own, struct str *out)
{
	const char *alone = own ? words_of(kind, WORDS(own_words)) : NULL;
	const char *words = words_of(kind, WORDS(all_words));

	if (alone) {
		str_add(out, alone);
		return;
	}
	str_adds(out, words ? span_of(words) : kind);
	if (subject.p) {
		str_add(out, " ");
		str_adds(out, subject);
	}
}

static bool read_since(struct span text, int64_t now, struct arena *a, int64_t *out)
{
	struct filter age;

	if (time_parse_typed(text, out))
		return true;
	/* Either would end the text below before its end. */
	if (memchr(text.p, '"', text.n) || memchr(text.p, '\0', text.n))
		return false;
	const char *filter = arena_printf(a, "age<\"%.*s\"", (int)text.n, text.p);
	if (filter_parse(FILTER_DRAFTS, span_of(filter), a, &age, NULL) < 0)
		return false;
	*out = now - age.first->number * TIME_SECOND;
	return true;
}

int event_since_read(struct span text, int64_t now, struct arena *a, int64_t *out, struct err *e)
{
	if (read_since(text, now, a, out))
		return 0;
	return err_set(e, ERR_USAGE,
		"\"%.*s\" is neither an age (90m, 2h, 3d, 2w) nor a time (2026-11-22,"
		" 2026-11-22T10:00)",
		(int)text.n, text.p);
}

static bool is_kind(struct span kind)
{
	for (size_t i = 0; event_kinds[i]; i++)
		if (span_is(kind, event_kinds[i]))
			return true;
	return false;
}

static int refuse_kind(struct span kind, struct arena *a, struct err *e)
{
	struct nearest near = {.word = arena_memdup(a, kind.p, kind.n)};
	struct str all = {0};

	for (size_t i = 0; event_kinds[i]; i++) {
		nearest_offer(&near, event_kinds[i]);
		if (!strchr(event_kinds[i], '.'))
			str_addf(&all, "%s%s", all.len ? ", " : "", event_kinds[i]);
	}
	if (near.best)
		err_set(e, ERR_USAGE, "there is no kind \"%.*s\": did you mean %s?", (int)kind.n,
			kind.p, near.best);
	else
		err_set(e, ERR_USAGE, "there is no kind \"%.*s\" (%s)", (int)kind.n, kind.p,
			str_cstr(&all));
	str_free(&all);
	return -1;
}

/* What stands behind "name:", if the word begins so. */
static bool value_of(struct span word, const char *name, struct span *value)
{
	size_t n = strlen(name);

	if (word.n < n || memcmp(word.p, name, n) != 0)
		return false;
	*value = (struct span){word.p + n, word.n - n};
	return true;
}

static int read_word(struct span word, int64_t now, struct arena *a, struct event_filter *out,
	struct str *words, struct err *e)
{
	struct span value = SPAN_NULL;
	bool kind = value_of(word, "kind:", &value), by = value_of(word, "by:", &value),
	     since = value_of(word, "since:", &value);

	if (value.p && value.n == 0)
		return err_set(e, ERR_USAGE, "nothing stands behind %.*s", (int)word.n, word.p);
	if (kind && !is_kind(value))
		return refuse_kind(value, a, e);
	if (kind)
		out->kind = arena_span(a, value);
	else if (by)
		out->by = arena_span(a, value);
	else if (since)
		return event_since_read(value, now, a, &out->since, e);
	else {
		str_add(words, words->len > 0 ? " " : "");
		str_adds(words, word);
	}
	return 0;
}

int event_filter_read(
	struct span text, int64_t now, struct arena *a, struct event_filter *out, struct err *e)
{
	struct str words = {0};
	int result = 0;

	*out = (struct event_filter){.since = TIME_NONE};
	for (size_t at = 0; result == 0 && at < text.n;) {
		struct span word = {text.p + at, 0};
		while (at < text.n && text.p[at] != ' ')
			at++;
		word.n = (size_t)(text.p + at - word.p);
		at++;
		if (word.n > 0)
			result = read_word(word, now, a, out, &words, e);
	}
	if (words.len > 0)
		out->words = arena_span(a, str_span(&words));
	str_free(&words);
	return result;
}
