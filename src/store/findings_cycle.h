/* Cycles of depends_on, which no one statement finds. */
#ifndef STORE_FINDINGS_CYCLE_H
#define STORE_FINDINGS_CYCLE_H

#include "store/findings.h"

/* As findings_of_kind. */
int findings_cycles(struct db *db, struct span persona_id, size_t limit, struct arena *a,
	struct finding_list *out, struct err *e);
/* Keeps those that name a belief of this persona. */
int findings_narrow(
	struct db *db, struct span persona_id, struct finding_list *list, struct err *e);

#endif
