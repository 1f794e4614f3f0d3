/* Names of people, whichever way they are written. */
#ifndef BASE_NAME_H
#define BASE_NAME_H

#include "base/span.h"
#include "base/str.h"

/*
 * The form in which two names are the same: Unicode's full case folding (CaseFolding.txt, statuses
 * C and F), then composition (NFC), so that neither case nor the way an accent was typed tells them
 * apart. What is no UTF-8 stays as it is. Replaces what is in `out`.
 */
void name_form(struct span name, struct str *out);

#endif
