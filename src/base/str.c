/* The growing string. */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

char *str_reserve(struct str *s, size_t n)
{
	if (n > SIZE_MAX / 2 - s->len)
		die_of_memory(n);
	size_t need = s->len + n + 1;
	if (need > s->cap) {
		size_t cap = s->cap ? s->cap : 64;
		while (cap < need)
			cap *= 2;
		s->p = xrealloc(s->p, cap);
		s->cap = cap;
		s->p[s->len] = '\0';
	}
	return s->p + s->len;
}

void str_addn(struct str *s, const char *bytes, size_t n)
{
	char *to = str_reserve(s, n);

	if (n > 0)
		memcpy(to, bytes, n);
	s->len += n;
	s->p[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_addn(s, text, strlen(text));
}

void str_adds(struct str *s, struct span bytes)
{
	str_addn(s, bytes.p, bytes.n);
}

void str_addc(struct str *s, char c)
{
	str_addn(s, &c, 1);
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	char *to = str_reserve(s, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	s->len += (size_t)n;
}

void str_clear(struct str *s)
{
	s->len = 0;
	if (s->p)
		s->p[0] = '\0';
}

void str_free(struct str *s)
{
	free(s->p);
	*s = (struct str){0};
}

const char *str_cstr(const struct str *s)
{
	return s->p ? s->p : "";
}

struct span str_span(const struct str *s)
{
	return (struct span){str_cstr(s), s->len};
}
