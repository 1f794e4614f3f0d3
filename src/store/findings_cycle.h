/* Cycles of depends_on, which no one statement finds. */
#ifndef STORE_FINDINGS_CYCLE_H
#define STORE_FINDINGS_CYCLE_H

#include "store/findings.h"

int findings_cycles(
	struct db *db, size_t limit, struct arena *a, struct finding_list *out, struct err *e);

#endif
