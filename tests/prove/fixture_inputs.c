/* Hostile inputs: what is known to be, bent; escape sequences; code points and bytes by chance. */
#include "fixture_inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/err.h"
#include "base/utf8.h"
#include "base64.h"

#define LONGEST 160 /* bytes; a row of the screen holds less */

/* xorshift64* */
static uint64_t draw(struct inputs *in)
{
	in->state ^= in->state >> 12;
	in->state ^= in->state << 25;
	in->state ^= in->state >> 27;
	return in->state * UINT64_C(2685821657736338717);
}

size_t inputs_below(struct inputs *in, size_t n)
{
	return (size_t)((draw(in) >> 32) * n >> 32);
}

void inputs_read(struct inputs *in, const char *path)
{
	json_t *table = json_load_file(path, 0, NULL), *entry;
	size_t i;

	if (!json_is_array(table)) {
		fprintf(stderr, "prove: cannot read %s\n", path);
		exit(1);
	}
	in->entries =
		xrealloc(in->entries, (in->n + json_array_size(table)) * sizeof(*in->entries));
	json_array_foreach(table, i, entry)
	{
		struct str *e = &in->entries[in->n++];
		*e = (struct str){0};
		add_base64(e, json_string_value(json_object_get(entry, "content_base64")));
	}
	json_decref(table);
}

void inputs_free(struct inputs *in)
{
	for (size_t i = 0; i < in->n; i++)
		str_free(&in->entries[i]);
	free(in->entries);
	*in = (struct inputs){0};
}

static void add_code_point(struct inputs *in, struct str *out)
{
	/* Where trouble lives; the first is everything. */
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0, 0x10FFFF}, {0, 0x1F}, {0x20, 0x7E}, {0x7F, 0xA0}, {0x300, 0x36F},
		{0x400, 0x52F}, {0x590, 0x6FF}, {0x900, 0xD7F}, {0xE00, 0xEFF}, {0x1100, 0x11FF},
		{0x180B, 0x180F}, {0x2000, 0x206F}, {0x20D0, 0x20FF}, {0x2190, 0x2BFF},
		{0x3000, 0x30FF}, {0x3130, 0x318F}, {0xAC00, 0xD7FB}, {0xD800, 0xF8FF},
		{0xFB1D, 0xFDFF}, {0xFE00, 0xFE2F}, {0xFE70, 0xFEFF}, {0xFFF0, 0xFFFF},
		{0x1F1E6, 0x1F1FF}, {0x1F300, 0x1FAFF}, {0xE0000, 0xE01EF}};
	size_t r = inputs_below(in, sizeof(ranges) / sizeof(ranges[0]));
	char bytes[4];
	uint32_t cp =
		ranges[r].first + (uint32_t)inputs_below(in, ranges[r].last - ranges[r].first + 1);

	str_addn(out, bytes, utf8_encode(cp, bytes));
}

/* A sequence of a terminal, whole or cut off, in seven or eight bits. */
static void add_sequence(struct inputs *in, struct str *out)
{
	static const char *const starts[] = {"\033[", "\033[?", "\033[>", "\033]", "\033P", "\033_",
		"\033^", "\033X", "\033", "\033(", "\x9B", "\x9D", "\x90", "\xC2\x9B", "\xC2\x9D",
		"\xC2\x90", "\016", "\001"};
	static const char *const ends[] = {"", "\a", "\033\\", "\x9C", "\xC2\x9C", "J", "H", "m",
		"h", "l", "n", "c", "t", "K", "r", "b", "\002"};
	static const char inner[] = "0123456789;:?=>\"#$ abcABCZqtu/\\@";

	str_add(out, starts[inputs_below(in, sizeof(starts) / sizeof(starts[0]))]);
	for (size_t n = inputs_below(in, 8); n > 0; n--)
		str_addc(out, inner[inputs_below(in, sizeof(inner) - 1)]);
	str_add(out, ends[inputs_below(in, sizeof(ends) / sizeof(ends[0]))]);
}

static void add_byte(struct inputs *in, struct str *out)
{
	str_addc(out, (char)inputs_below(in, 256));
}

static void add_part(struct inputs *in, struct str *out)
{
	const struct str *e = &in->entries[inputs_below(in, in->n)];
	size_t from = e->len ? inputs_below(in, e->len) : 0;
	size_t n = inputs_below(in, (e->len - from < 24 ? e->len - from : 24) + 1);

	str_addn(out, e->p + from, n);
}

/* An entry with some bytes changed, left out, put in, or doubled. */
static void add_bent(struct inputs *in, struct str *out)
{
	const struct str *e = &in->entries[inputs_below(in, in->n)];
	size_t room = LONGEST / 2, from = e->len > room ? inputs_below(in, e->len - room) : 0;
	size_t end = e->len > from + room ? from + room : e->len;

	for (size_t at = from; at < end; at++) {
		switch (inputs_below(in, 24)) {
		case 0: add_byte(in, out); break;
		case 1: break;
		case 2: add_code_point(in, out); break;
		case 3: str_addc(out, (char)(e->p[at] ^ (char)(1 << inputs_below(in, 8)))); break;
		case 4: str_addn(out, e->p + from, at - from < 8 ? at - from : 8); break;
		default: str_addc(out, e->p[at]);
		}
	}
}

void inputs_next(struct inputs *in, struct str *out)
{
	static void (*const add[])(struct inputs *, struct str *) = {
		add_byte, add_code_point, add_sequence, add_part};
	size_t kind = inputs_below(in, 6), parts = 1 + inputs_below(in, 24);

	str_clear(out);
	if (kind == 5)
		add_bent(in, out);
	for (; kind < 5 && parts > 0 && out->len < LONGEST; parts--)
		add[kind < 4 ? kind : inputs_below(in, 4)](in, out);
}
