/* Spares bytes of a frame: one pass over the sequences that curses writes. */
#include "frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ESC '\033'

/* Length of the sequence or character at p. */
static size_t piece(const char *p, size_t n)
{
	size_t i = 2;

	if (p[0] != ESC || n < 2)
		return 1;
	if (p[1] == '(')
		return n < 3 ? n : 3;
	if (p[1] != '[')
		return 2;
	while (i < n && (p[i] < '@' || p[i] > '~'))
		i++;
	return i < n ? i + 1 : n;
}

static bool is_csi(struct span s, char final)
{
	return s.n >= 3 && s.p[0] == ESC && s.p[1] == '[' && s.p[s.n - 1] == final;
}

static bool is_reset(struct span sgr)
{
	return sgr.p[2] == 'm' || (sgr.p[2] == '0' && (sgr.p[3] == 'm' || sgr.p[3] == ';'));
}

/* `*run` is where the SGR sequence begins with which `out` ends, or SIZE_MAX. */
static void add_sgr(struct str *out, struct span sgr, size_t *run)
{
	if (*run != SIZE_MAX && is_reset(sgr))
		out->len = *run;
	else if (*run != SIZE_MAX)
		out->p[out->len - 1] = ';';
	if (*run == SIZE_MAX || out->len == *run) {
		*run = out->len;
		str_adds(out, sgr);
	} else {
		str_addn(out, sgr.p + 2, sgr.n - 2);
	}
}

/* Only single bytes are repeated by curses. */
static void add_repeated(struct str *out, struct span rep)
{
	unsigned times = 0;

	for (size_t i = 2; i + 1 < rep.n && times < 10000; i++)
		times = times * 10 + (unsigned)(rep.p[i] - '0');
	for (char last = out->len ? out->p[out->len - 1] : ' '; times > 0; times--)
		str_addc(out, last);
}

void frame_spare(struct str *out, struct span frame)
{
	size_t run = SIZE_MAX;

	for (size_t at = 0, n; at < frame.n; at += n) {
		n = piece(frame.p + at, frame.n - at);
		struct span s = {frame.p + at, n};

		if (n == 3 && s.p[1] == '(' && s.p[2] == 'B')
			continue;
		if (is_csi(s, 'm')) {
			add_sgr(out, s, &run);
			continue;
		}
		run = SIZE_MAX;
		if (is_csi(s, 'b'))
			add_repeated(out, s);
		else
			str_adds(out, s);
	}
}
