/* How the differences of a schema are printed. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include <jansson.h>

#include "migrate/check.h"

/* One line: the part that it belongs to, or "note" with the reason why it does not matter. */
void finding_print(const struct check_finding *f);
json_t *finding_json(const struct check_finding *f);

#endif
