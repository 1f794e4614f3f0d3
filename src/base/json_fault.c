/* Keeps the faults of a text in its order. */
#include "base/json_fault.h"

#include "base/json_text.h"

/* A json_flaw. */
static void note_flaw(void *arg, size_t at, const char *what)
{
	struct err why = {0};

	err_set(&why, ERR_USAGE, "%s", what);
	json_faults_note(arg, at, &why);
}

int json_faults_check(struct json_faults *f)
{
	struct json_place where;
	struct err why = {0};

	if (json_check_grammar(f->text, note_flaw, f, &where, &why) == 0)
		return 0;
	f->first = arena_calloc(f->arena, 1, sizeof(*f->first));
	*f->first = (struct json_fault){.why = why, .at = where.at};
	return -1;
}

void json_faults_note(struct json_faults *f, size_t at, struct err *why)
{
	struct json_fault *fault = arena_calloc(f->arena, 1, sizeof(*fault)), **next = &f->first;
	struct json_place place = json_place_at(f->text, at);

	while (*next && (*next)->at <= at)
		next = &(*next)->next;
	err_prefix(why, "line %zu, column %zu", place.line, place.column);
	*fault = (struct json_fault){*why, at, *next};
	*next = fault;
	err_clear(why);
}

size_t json_faults_place(const struct json_faults *f, struct span part)
{
	return (size_t)(part.p - f->text.p);
}
