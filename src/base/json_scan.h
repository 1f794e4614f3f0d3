/* The words of a JSON text, one after the other. */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include <stdbool.h>

#include "base/span.h"

enum json_kind {
	JSON_WORD_END,
	JSON_WORD_MARK, /* one of {}[]:, */
	JSON_WORD_STRING,
	JSON_WORD_NUMBER,
	JSON_WORD_NAME /* true, false, null */
};

struct json_word {
	enum json_kind kind;
	size_t at, n; /* bytes of the text, quotes included */
};

struct json_scan {
	struct span text;
	size_t at;
	const char *fault; /* what is wrong, and where it begins */
	size_t fault_at;
};

/* The next word; -1 when there is none but something else, with the fault set. */
int json_scan(struct json_scan *s, struct json_word *out);
/* Whether it is this mark. */
bool json_is_mark(const struct json_scan *s, const struct json_word *w, char mark);

#endif
