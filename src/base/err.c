/* Errors as sentences, and the one way out when memory is used up. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cuts at a character's edge and says so: a sentence that ends in the middle of a byte sequence is
 * no sentence. */
static void print_cut(char *out, size_t size, const char *fmt, va_list ap)
{
	static const char more[] = "…";
	int n = vsnprintf(out, size, fmt, ap);

	if (n < 0) {
		snprintf(out, size, "error without text");
		return;
	}
	if ((size_t)n < size)
		return;
	size_t end = size - sizeof(more);
	while (end > 0 && ((unsigned char)out[end] & 0xC0) == 0x80)
		end--;
	memcpy(out + end, more, sizeof(more));
}

int err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	if (!e || e->code != ERR_NONE)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	print_cut(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	e->code = code;
	return -1;
}

int err_hint(struct err *e, const char *fmt, ...)
{
	if (!e || e->hint[0])
		return -1;
	va_list ap;
	va_start(ap, fmt);
	print_cut(e->hint, sizeof(e->hint), fmt, ap);
	va_end(ap);
	return -1;
}

int err_take(struct err *e, const struct err *other)
{
	if (e && e->code == ERR_NONE)
		*e = *other;
	return -1;
}

static void set_text(struct err *e, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	print_cut(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
}

int err_prefix(struct err *e, const char *fmt, ...)
{
	if (!e || e->code == ERR_NONE)
		return -1;
	char prefix[sizeof(e->text)], text[sizeof(e->text)];
	va_list ap;
	va_start(ap, fmt);
	print_cut(prefix, sizeof(prefix), fmt, ap);
	va_end(ap);
	memcpy(text, e->text, sizeof(text));
	set_text(e, "%s: %s", prefix, text);
	return -1;
}

void err_clear(struct err *e)
{
	*e = (struct err){0};
}

/* The one mutable global: the way out of memory is not handed down through every allocation. */
static void (*die_hook)(void);

void die_set_hook(void (*hook)(void))
{
	die_hook = hook;
}

void die_of_memory(size_t wanted)
{
	if (die_hook)
		die_hook();
	fprintf(stderr,
		"tenet: out of memory: %zu bytes were not to be had; what was not yet acknowledged "
		"is not saved\n",
		wanted);
	_exit(1);
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		die_of_memory(n);
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		die_of_memory(n);
	return p;
}

void *xrealloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		die_of_memory(n);
	return q;
}

char *xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}
