/* Host names as people see them. */
#ifndef MODEL_PUNYCODE_H
#define MODEL_PUNYCODE_H

#include "base/span.h"
#include "base/str.h"

/* Appends the host with its labels that begin with xn-- decoded (RFC 3492, section 6.2); one that
 * cannot be stays as it is. Letters of ASCII come in lower case. */
void punycode_show(struct span host, struct str *out);

#endif
