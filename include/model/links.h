/* Links of a Markdown text that lead elsewhere than a reader thinks. */
#ifndef MODEL_LINKS_H
#define MODEL_LINKS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

enum link_trick {
	LINK_OTHER_HOST, /* its text names another host: [good.example](https://evil.example) */
	LINK_USER, /* what looks like the host is a user name: https://good.example@evil.example */
	LINK_LOOKALIKE, /* the host imitates Latin letters, also behind xn-- (RFC 3492), or a slash
			 */
};

struct link_warning {
	enum link_trick trick;
	size_t at, n; /* bytes of the text */
	struct span shown; /* what a reader takes for the host */
	struct span host; /* where it leads */
};

/*
 * Finds at most `most` of them, in the order of the text; what it gives is in the text or in the
 * arena. Links are inline ([text](target)), by reference ([text][label], [label]: target), and bare
 * (https://…), as CommonMark 0.31 has them, as far as hosts go. A link is honest when its target is
 * relative or has no host, when its text names no host, and when one of the hosts named there and
 * the target's are the same or one lies in the other (example.org and en.wikipedia.example.org),
 * case and "www." aside. A text like node.js or README.md names a file. Hosts that imitate others
 * in ASCII alone (paypa1) are not seen: nobody can tell without knowing the other.
 */
size_t links_check(struct span text, struct arena *a, struct link_warning *out, size_t most);

#endif
