/* What a target word means. */
#include <stdlib.h>
#include <string.h>

#include "migrate/migrate.h"

static const char digits[] = "0123456789";

/* A word without the steps behind it, and what they add up to. */
struct word {
	struct span name; /* empty: where the database stands */
	long steps;
	bool relative;
};

static int no_such(const char *word, const struct migration_set *set, struct err *e)
{
	err_set(e, ERR_USAGE, "there is no revision \"%s\"", word);
	return err_hint(e, "there are 0001 to %s, head, base, +N, -N and 0003-1",
		set->m[set->n - 1].revision);
}

/* Splits "0004-1"; false when what follows the sign is no number. */
static bool split(const char *word, struct word *out)
{
	size_t n = strcspn(word, "+-");
	const char *steps = word + n;

	*out = (struct word){.name = {word, n}};
	if (!*steps)
		return n > 0;
	out->relative = true;
	size_t length = strlen(steps + 1);
	if (length == 0 || strspn(steps + 1, digits) != length)
		return false;
	out->steps = length < 6 ? strtol(steps + 1, NULL, 10) : 999999;
	if (*steps == '-')
		out->steps = -out->steps;
	return true;
}

/* Whether the word can mean this revision: its number with or without the zeros before it, or the
 * beginning of its number, name, or file name. */
static bool means(struct span word, const struct migration *m)
{
	const char *zeros = m->revision + strspn(m->revision, "0");
	size_t number = strlen(m->revision);

	if (span_is(word, zeros))
		return true;
	if (word.n < number && word.p[0] == '0' && memcmp(word.p, m->revision, word.n) == 0)
		return true;
	size_t skip = strspn(word.p, "0");
	if (word.n < number && skip < word.n &&
		span_is((struct span){word.p + skip, word.n - skip}, zeros))
		return true;
	if (word.n >= number && memcmp(word.p, m->revision, number) == 0) {
		if (word.n == number)
			return true;
		word = (struct span){word.p + number, word.n - number};
		if (*word.p != '_')
			return false;
		word = (struct span){word.p + 1, word.n - 1};
	}
	return word.n > 0 && !strchr(digits, word.p[0]) && strlen(m->name) >= word.n &&
		memcmp(word.p, m->name, word.n) == 0;
}

static int several(struct span word, const struct migration *first, const struct migration *second,
	struct err *e)
{
	err_set(e, ERR_USAGE, "%.*s can mean %s or %s", (int)word.n, word.p, first->revision,
		second->revision);
	return err_hint(e, "say it with all four digits");
}

static bool is_named(struct span word, const struct migration *m)
{
	return span_is(word, m->name);
}

/* The only one of which this is true: 1; 0 there is none; -1 several. */
static int find_only(struct span word, bool (*is_it)(struct span, const struct migration *),
	const struct migration_set *set, size_t *out, struct err *e)
{
	const struct migration *found = NULL;

	for (size_t i = 0; i < set->n; i++) {
		if (!is_it(word, &set->m[i]))
			continue;
		if (found)
			return several(word, found, &set->m[i], e);
		found = &set->m[i];
		*out = i + 1;
	}
	return found ? 1 : 0;
}

/* A whole name is what it says, though others begin with it. */
static int find(struct span word, const char *whole, const struct migration_set *set, size_t *out,
	struct err *e)
{
	int found = find_only(word, is_named, set, out, e);

	if (found == 0)
		found = find_only(word, means, set, out, e);
	if (found == 0)
		return no_such(whole, set, e);
	return found < 0 ? -1 : 0;
}

static int beyond_the_ends(long from, long steps, long top, struct err *e)
{
	long left = steps > 0 ? top - from : from;

	if (left < 0)
		left = 0;
	return err_set(e, ERR_USAGE, "cannot go %s %ld: %ld step%s %s", steps > 0 ? "up" : "down",
		labs(steps), left, left == 1 ? " is" : "s are", steps > 0 ? "left" : "applied");
}

static int resolve(const char *word, const struct migration_set *set,
	const struct migration_state *now, size_t *out, struct err *e)
{
	struct word w;
	size_t from = now->applied + now->beyond;

	if (!split(word, &w))
		return no_such(word, set, e);
	if (span_is(w.name, "head"))
		from = set->n;
	else if (span_is(w.name, "base"))
		from = 0;
	else if (w.name.n > 0 && !span_is(w.name, "current") &&
		find(w.name, word, set, &from, e) != 0)
		return -1;
	long top = (long)set->n, to = (long)from + w.steps;
	if (w.relative && (to < 0 || (w.steps > 0 && to > top)))
		return beyond_the_ends((long)from, w.steps, top, e);
	*out = (size_t)to;
	return 0;
}

int migrate_target(const char *word, const struct migration_set *set,
	const struct migration_state *now, size_t *out, struct err *e)
{
	if (resolve(word, set, now, out, e) != 0)
		return -1;
	if (*out < now->adopted)
		return err_set(e, ERR_USAGE,
			"cannot go below %s: those tables were made by the agent's own tool",
			set->m[now->adopted - 1].revision);
	return 0;
}
