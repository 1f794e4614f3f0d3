/* Any bytes as a filter of the log, as a time from which on, and as an event in words: it reads or
 * says why it does not, and what it says is what was typed. */
#include "model/event.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"

#define NOW (INT64_C(1795348800) * TIME_SECOND) /* 2026-11-22 12:00:00 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What went wrong is a usage error with a sentence, and nothing else is one. */
static void check_error(int rc, const struct err *e)
{
	if ((rc < 0) != (e->code != ERR_NONE) || (rc < 0 && (e->code != ERR_USAGE || !e->text[0])))
		abort();
}

static bool stands_in(struct span text, struct span part)
{
	return part.n > 0 && part.n <= text.n && memmem(text.p, text.n, part.p, part.n);
}

static bool is_kind(struct span kind)
{
	for (size_t i = 0; event_kinds[i]; i++)
		if (span_is(kind, event_kinds[i]))
			return true;
	return false;
}

static size_t letters(struct span text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] != ' ';
	return n;
}

static void read_filter(struct span text, struct arena *a)
{
	struct event_filter f;
	struct err e = {0};
	int rc = event_filter_read(text, NOW, a, &f, &e);

	check_error(rc, &e);
	if (rc < 0)
		return;
	if (f.kind.p && (!stands_in(text, f.kind) || !is_kind(f.kind)))
		abort();
	if (f.by.p && (!stands_in(text, f.by) || memchr(f.by.p, ' ', f.by.n)))
		abort();
	/* Blanks between the words became one; where no field is named, all the rest is there. */
	if (f.words.p && (f.words.n == 0 || f.words.n > text.n))
		abort();
	if (!memchr(text.p, ':', text.n) && letters(f.words) != letters(text))
		abort();
	if (f.since != TIME_NONE && !memmem(text.p, text.n, "since:", 6))
		abort();
}

static void read_since(struct span text, struct arena *a)
{
	int64_t since = TIME_NONE;
	struct err e = {0};
	int rc = event_since_read(text, NOW, a, &since, &e);

	check_error(rc, &e);
	if ((rc == 0) == (since == TIME_NONE) || (rc == 0 && memchr(text.p, '\0', text.n)))
		abort();
}

static void say(struct span text)
{
	struct str out = {0};
	size_t kind = text.n / 2;

	event_say((struct span){text.p, kind}, (struct span){text.p + kind, text.n - kind}, false,
		&out);
	if (text.n > 0 && out.len == 0)
		abort();
	str_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct arena a = {0};

	read_filter(text, &a);
	read_since(text, &a);
	say(text);
	arena_free(&a);
	return 0;
}
