/* Questions to a parsed filter, and copies of it. */
#include "filter_field.h"
#include "model/post.h"

static struct filter_node *copy_list(const struct filter_node *from, struct arena *a)
{
	struct filter_node *first = NULL, **to = &first;

	for (; from; from = from->next) {
		*to = arena_alloc(a, sizeof(**to));
		**to = *from;
		(*to)->value = arena_span(a, from->value);
		(*to)->first = copy_list(from->first, a);
		to = &(*to)->next;
	}
	return first;
}

void filter_require(struct filter *f, enum filter_field field, struct span value, struct arena *a)
{
	struct filter_node *term = arena_alloc(a, sizeof(*term));

	term->field = field;
	term->value = arena_span(a, value);
	term->next = f->first;
	f->first = term;
}

struct filter filter_copy(const struct filter *f, struct arena *a)
{
	struct filter copy = *f;

	copy.first = copy_list(f->first, a);
	return copy;
}

static size_t count_in(const struct filter_node *list, enum filter_field field)
{
	size_t n = 0;

	for (; list; list = list->next)
		n += list->kind == FILTER_TERM ? list->field == field
					       : count_in(list->first, field);
	return n;
}

bool filter_names(const struct filter *f, enum filter_field field)
{
	return count_in(f->first, field) > 0;
}

/* Whether no draft can match that is pending and was never anything else. */
static bool asks_of_decided(const struct filter_node *n)
{
	if (n->negated)
		return false;
	if (n->kind == FILTER_TERM)
		return filter_field_spec(FILTER_DRAFTS, n->field)->decided;
	for (const struct filter_node *part = n->first; part; part = part->next)
		if (asks_of_decided(part) != (n->kind == FILTER_SOME))
			return n->kind == FILTER_ALL;
	return n->kind == FILTER_SOME;
}

const struct filter_node *filter_status_term(const struct filter *f)
{
	if (count_in(f->first, FILTER_STATUS) != 1)
		return NULL;
	for (const struct filter_node *n = f->first; n; n = n->next)
		if (n->kind == FILTER_TERM && n->field == FILTER_STATUS && !n->negated &&
			!span_is(n->value, "any"))
			return n;
	return NULL;
}

const char *filter_status(const struct filter *f)
{
	const struct filter_node *term = filter_status_term(f);

	if (term)
		return term->value.p;
	if (filter_names(f, FILTER_STATUS))
		return NULL;
	for (const struct filter_node *n = f->first; n; n = n->next)
		if (asks_of_decided(n))
			return NULL;
	return post_status_name(POST_PENDING);
}
