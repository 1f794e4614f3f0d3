/* The fields of a filter's dialect, and how their values are read. */
#ifndef MODEL_FILTER_FIELD_H
#define MODEL_FILTER_FIELD_H

#include "model/filter.h"

enum filter_value {
	FILTER_TEXT, /* any text; `values` are only offered */
	FILTER_CHOICE, /* one of `values` */
	FILTER_SPAN, /* an age: 90m, 2h, 3d, 2w */
	FILTER_COUNT, /* 0 and more */
	FILTER_SHARE, /* 0 to 1; or one of `values`, which is no number */
	FILTER_NUMBER, /* may be below zero */
	FILTER_AMOUNT, /* 0 and more, with six places behind the point */
};

struct filter_field_spec {
	enum filter_field field;
	const char *name;
	const char *also; /* another name that is understood, and not offered */
	const char *const *values; /* NULL-terminated */
	const char *prefix; /* may stand before the value and means nothing: "r/" */
	enum filter_value value;
	bool decided; /* asks for what a pending draft has not */
};

struct filter_dialect_spec {
	const struct filter_field_spec *fields; /* in the order in which they are offered; the
						   word comes first, and sort: last */
	size_t n;
	/* What each value of sort: means, in their order; the first is that without one. */
	const struct filter_order {
		enum filter_sort sort;
		bool reversed;
	} * orders;
};

/* filter_dialect.c */
const struct filter_dialect_spec *filter_dialect_spec(enum filter_dialect dialect);

/* The field by its name in lower case, NULL when there is none. */
const struct filter_field_spec *filter_field_find(enum filter_dialect dialect, struct span name);
const struct filter_field_spec *filter_field_spec(
	enum filter_dialect dialect, enum filter_field field);
/* What to write behind the name to ask for a value: ":", or ">" for an age. */
const char *filter_field_sign(const struct filter_field_spec *spec);

/* Checks the term's value and reads its number; `column` is where the value stands. */
int filter_value_read(const struct filter_field_spec *spec, size_t column, struct filter_node *term,
	struct arena *a, struct err *e);
/* "column 5: unknown field "stauts": did you mean status?"; the sign stands behind the name. */
int filter_field_unknown(
	enum filter_dialect dialect, size_t column, const char *name, char sign, struct err *e);

#endif
