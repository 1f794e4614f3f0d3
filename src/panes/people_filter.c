/* What may be typed next in the filter of the log. */
#include <string.h>

#include "people_pane.h"

enum { KIND, BY, SINCE, FIELDS };
static const char *const fields[FIELDS] = {"kind:", "by:", "since:"};

static bool begins(struct span text, struct span start)
{
	return text.n >= start.n && memcmp(text.p, start.p, start.n) == 0;
}

static void offer(struct prompt_choices *out, struct span choice, struct span typed)
{
	if (begins(choice, typed))
		out->v[out->n++] = choice;
}

/* The kinds within "account" stand there as soon as something was typed: there are many. */
static void offer_kinds(struct prompt_choices *out, struct span typed, struct arena *a)
{
	size_t most = 0;

	while (event_kinds[most])
		most++;
	out->v = arena_calloc(a, most, sizeof(*out->v));
	for (size_t i = 0; i < most; i++)
		if (typed.n > 0 || !strchr(event_kinds[i], '.'))
			offer(out, span_of(event_kinds[i]), typed);
}

/* A blank would end the name: such a one cannot be written. */
static void offer_names(
	const struct people *p, struct prompt_choices *out, struct span typed, struct arena *a)
{
	size_t n = list_count(p->list);

	out->v = arena_calloc(a, n, sizeof(*out->v));
	for (size_t i = 0; i < n; i++) {
		const struct people_row *row = list_at(p->list, i)->data;
		if (!memchr(row->x.username.p, ' ', row->x.username.n))
			offer(out, arena_span(a, row->x.username), typed);
	}
}

/* The field whose value the word is; FIELDS: none. */
static size_t field_of(struct span word)
{
	size_t i = 0;

	while (i < FIELDS && !begins(word, span_of(fields[i])))
		i++;
	return i;
}

static void offer_fields(struct prompt_choices *out, struct span typed, struct arena *a)
{
	out->v = arena_calloc(a, FIELDS, sizeof(*out->v));
	for (size_t i = 0; i < FIELDS; i++)
		offer(out, span_of(fields[i]), typed);
}

void people_filter_complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out)
{
	size_t start = cursor;

	while (start > 0 && text.p[start - 1] != ' ')
		start--;
	struct span word =
		cursor > 0 ? (struct span){text.p + start, cursor - start} : SPAN_LIT("");
	size_t field = field_of(word), name = field < FIELDS ? strlen(fields[field]) : 0;
	struct span typed = {word.p + name, word.n - name};
	out->start = start + name;
	out->end = cursor;
	if (field == KIND)
		offer_kinds(out, typed, a);
	else if (field == BY)
		offer_names(arg, out, typed, a);
	else if (field == FIELDS)
		offer_fields(out, typed, a);
}
