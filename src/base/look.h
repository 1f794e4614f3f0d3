/* How a letter looks beside Latin ones, worked out anew; char_look() remembers it. */
#ifndef BASE_LOOK_H
#define BASE_LOOK_H

#include "chars.h"

enum look look_of(uint32_t cp);

#endif
