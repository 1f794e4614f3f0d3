/* Pass phrases that an attacker tries first. */
#ifndef MODEL_WELLKNOWN_H
#define MODEL_WELLKNOWN_H

#include <stdbool.h>

#include "base/span.h"

/*
 * True when the phrase is nothing but a pattern that repeats, or is put together only from known
 * words and phrases, counted characters and keyboard rows, with up to four digits at its end. Case,
 * spaces and "-_.,'" make no difference.
 */
bool password_is_well_known(struct span password);

#endif
