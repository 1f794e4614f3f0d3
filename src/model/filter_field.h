/* The fields of the filter language, and how their values are read. */
#ifndef MODEL_FILTER_FIELD_H
#define MODEL_FILTER_FIELD_H

#include "model/filter.h"

enum filter_value {
	FILTER_TEXT, /* any text; `values` are only offered */
	FILTER_CHOICE, /* one of `values` */
	FILTER_SPAN, /* an age: 90m, 2h, 3d, 2w */
	FILTER_COUNT, /* 0 and more */
	FILTER_SHARE, /* 0 to 1 */
};

struct filter_field_spec {
	const char *name;
	const char *const *values; /* NULL-terminated */
	const char *prefix; /* may stand before the value and means nothing: "r/" */
	enum filter_value value;
	bool decided; /* asks for what a pending draft has not */
};

/* The field by its name in lower case, NULL when there is none. */
const struct filter_field_spec *filter_field_find(struct span name, enum filter_field *out);
const struct filter_field_spec *filter_field_spec(enum filter_field field);
/* What to write behind the name to ask for a value: ":", or ">" for an age. */
const char *filter_field_sign(const struct filter_field_spec *spec);

/* Checks the term's value and reads its number; `column` is where the value stands. */
int filter_value_read(
	const char *name, size_t column, struct filter_node *term, struct arena *a, struct err *e);
/* "column 5: unknown field "stauts": did you mean status?" */
int filter_field_unknown(size_t column, const char *name, struct err *e);

#endif
