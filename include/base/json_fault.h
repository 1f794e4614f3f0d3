/* All that is wrong in a JSON text that somebody wrote by hand, in the order of the text. */
#ifndef BASE_JSON_FAULT_H
#define BASE_JSON_FAULT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* `why` begins with the place: "line 3, column 5: there is no setting "tehme"". */
struct json_fault {
	struct err why;
	size_t at; /* in bytes of the text */
	struct json_fault *next; /* behind it in the text */
};

struct json_faults {
	struct span text; /* borrowed */
	struct arena *arena; /* the faults are in it */
	struct json_fault *first; /* NULL: it is good */
};

/* Notes what json_check would refuse: every member that stands twice and every number that cannot
 * be kept. -1 when the text is no JSON: then that is the only fault. */
int json_faults_check(struct json_faults *f);
/* Puts a fault among the others, behind those of the same place, and clears `why` for the next. */
void json_faults_note(struct json_faults *f, size_t at, struct err *why);
/* Where a part of the text begins. */
size_t json_faults_place(const struct json_faults *f, struct span part);

#endif
