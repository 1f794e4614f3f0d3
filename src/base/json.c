/* Lenient reading of JSON that other programs wrote, over jansson. */
#include "base/json.h"

#include <math.h>

#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

static json_t *never_null(json_t *value)
{
	if (!value)
		die_of_memory(0);
	return value;
}

/* What jansson gives up on may be JSON all the same, and is not called anything else. */
static void say_why(const json_error_t *why, struct err *e)
{
	int line = why->line > 0 ? why->line : 1, column = why->column > 0 ? why->column : 1;

	switch (json_error_code(why)) {
	case json_error_stack_overflow:
		err_set(e, ERR_OTHER, "nested deeper than 2,048 levels: line %d, column %d", line,
			column);
		break;
	case json_error_numeric_overflow:
		err_set(e, ERR_OTHER, "JSON with a number that is too large: line %d, column %d",
			line, column);
		break;
	case json_error_duplicate_key:
		err_set(e, ERR_OTHER, "JSON in which a member stands twice: line %d, column %d: %s",
			line, column, why->text);
		break;
	case json_error_null_byte_in_key:
		err_set(e, ERR_OTHER, "JSON with U+0000 in a member's name: line %d, column %d",
			line, column);
		break;
	default: err_set(e, ERR_OTHER, "not JSON: line %d, column %d: %s", line, column, why->text);
	}
}

static json_t *read_with(struct span text, size_t flags, struct err *e)
{
	json_error_t why;

	if (!text.p) {
		err_set(e, ERR_OTHER, "not JSON: line 1, column 1: there is nothing");
		return NULL;
	}
	json_t *value = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL | flags, &why);
	if (!value)
		say_why(&why, e);
	return value;
}

json_t *json_read(struct span text, struct err *e)
{
	return read_with(text, 0, e);
}

json_t *json_read_strict(struct span text, struct err *e)
{
	return read_with(text, JSON_REJECT_DUPLICATES, e);
}

struct span json_get_text(const json_t *object, const char *key, struct arena *a)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return SPAN_NULL;
	return arena_span(a, (struct span){json_string_value(value), json_string_length(value)});
}

double json_get_real(const json_t *object, const char *key, double missing)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : missing;
}

int64_t json_get_int(const json_t *object, const char *key, int64_t missing)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? json_integer_value(value) : missing;
}

int json_get_flag(const json_t *object, const char *key, int missing)
{
	const json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : missing;
}

json_t *json_from_text(struct span text)
{
	if (!text.p)
		return never_null(json_null());
	if (utf8_valid(text))
		return never_null(json_stringn_nocheck(text.p, text.n));

	struct str clean = {0};
	for (size_t at = 0, n; at < text.n; at += n) {
		uint32_t cp;
		n = utf8_decode(text, at, &cp);
		if (n > 0)
			str_addn(&clean, text.p + at, n);
		else
			str_add(&clean, "\uFFFD");
		n = n ? n : 1;
	}
	json_t *value = never_null(json_stringn_nocheck(clean.p, clean.len));
	str_free(&clean);
	return value;
}

json_t *json_from_time(struct span stored)
{
	char out[27];

	return json_from_text(time_text(stored, out));
}

json_t *json_from_real(double value)
{
	return never_null(isfinite(value) ? json_real(value) : json_null());
}

json_t *json_from_column(struct span text)
{
	if (!text.p)
		return never_null(json_null());
	json_t *value = json_read(text, NULL);
	return value ? value : json_from_text(text);
}

void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, never_null(value)) != 0)
		die_of_memory(0);
}
