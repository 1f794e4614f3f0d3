/* The words for a stance's status. */
#include "model/stance.h"

enum stance_status stance_status_of(struct span text)
{
	static const char *const names[] = {
		[STANCE_CURRENT] = "current",
		[STANCE_DEPRECATED] = "deprecated",
		[STANCE_LOCKED] = "locked",
	};

	for (int s = STANCE_CURRENT; s < STANCE_OTHER; s++)
		if (span_is(text, names[s]))
			return (enum stance_status)s;
	return STANCE_OTHER;
}
