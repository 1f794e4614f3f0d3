/* What comes in from the terminal: bytes into the decoder, keys out of it. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "plain.h"
#include "screen.h"
#include "tui/term.h"

#define ESCAPE_WAIT 20 /* ms after which Escape is a key of its own: on the screen within 25 */
#define PASTE_WAIT 1000 /* ms after which a paste without an end is taken as it is */
#define BURST_WAIT 50 /* the same for one that had no beginning either */

int term_read(struct screen *s)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	unsigned char bytes[1024];
	int total = 0;

	/* Only as much as the decoder has room for is read; the rest stays with the kernel. */
	while (s->keys.n < sizeof(s->keys.buf) && poll(&in, 1, 0) > 0) {
		size_t room = sizeof(s->keys.buf) - s->keys.n;
		ssize_t n = read(STDIN_FILENO, bytes, room < sizeof(bytes) ? room : sizeof(bytes));

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			break;
		if (n <= 0) {
			s->gone = true;
			return -1;
		}
		key_feed(&s->keys, bytes, (size_t)n);
		explicit_bzero(bytes, (size_t)n); /* it may be a pass phrase */
		s->received += (uint64_t)n;
		if (s->plain)
			s->plain->keyed = true;
		s->last_byte = time_monotonic();
		total += (int)n;
	}
	if (s->plain)
		key_find_burst(&s->keys);
	return total;
}

uint64_t term_received(const struct screen *s)
{
	return s->received;
}

/* Answers are no keys. */
static bool next_key(struct screen *s, bool flush, struct key *out, bool *more)
{
	while (key_next(&s->keys, flush, out, more)) {
		if (out->code != KEYC_SYNC && out->code != KEYC_NO_SYNC)
			return true;
		s->sync = s->sync || out->code == KEYC_SYNC;
		s->asked = 0;
	}
	return false;
}

bool term_key(struct screen *s, struct key *out, int *wait_ms)
{
	bool more;

	*wait_ms = -1;
	if (next_key(s, false, out, &more))
		return true;
	if (!more)
		return false;
	int limit = s->keys.burst ? BURST_WAIT : s->keys.pasting ? PASTE_WAIT : ESCAPE_WAIT;
	int64_t waited = (time_monotonic() - s->last_byte) / 1000;
	if (waited >= limit)
		return next_key(s, true, out, &more);
	*wait_ms = limit - (int)waited;
	return false;
}

int term_fd(const struct screen *s)
{
	(void)s;
	return STDIN_FILENO;
}
