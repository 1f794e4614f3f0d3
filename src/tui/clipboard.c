/* OSC 52 in bytes, straight or through tmux. */
#include "clipboard.h"

#include <stdint.h>

static void add_base64(struct str *out, struct span in)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < in.n; i += 3) {
		uint32_t v = 0;

		for (size_t j = 0; j < 3; j++)
			v = v << 8 | (i + j < in.n ? (unsigned char)in.p[i + j] : 0);
		for (size_t j = 0; j < 4; j++)
			str_addc(out, i + j > in.n ? '=' : digits[v >> (18 - 6 * j) & 63]);
	}
}

void clipboard_copy(struct str *out, struct span text, enum clipboard_way way)
{
	struct str copy = {0};

	str_add(&copy, "\033]52;c;");
	add_base64(&copy, text);
	str_add(&copy, "\a");
	str_adds(out, str_span(&copy));
	if (way == CLIPBOARD_TMUX) {
		/* tmux takes the first itself, or passes this one on, as it is configured. */
		str_add(out, "\033Ptmux;\033");
		str_adds(out, str_span(&copy));
		str_add(out, "\033\\");
	}
	str_free(&copy);
}
