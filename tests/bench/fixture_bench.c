/* Failing, time, samples and their quantiles. */
#include "fixture_bench.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/str.h"

void bench_fail(const char *fmt, ...)
{
	va_list ap;

	fputs("bench: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

char *bench_read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct str s = {0};
	size_t n;

	if (!f)
		bench_fail("cannot read %s: %s", path, strerror(errno));
	while ((n = fread(str_reserve(&s, 65536), 1, 65536, f)) > 0)
		s.len += n;
	if (ferror(f))
		bench_fail("cannot read %s: %s", path, strerror(errno));
	fclose(f);
	s.p[s.len] = '\0';
	return s.p;
}

double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void samples_add(struct samples *s, double value)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		s->values = xrealloc(s->values, s->cap * sizeof(*s->values));
	}
	s->values[s->n++] = value;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double samples_quantile(struct samples *s, double q)
{
	if (s->n == 0)
		bench_fail("nothing was measured");
	qsort(s->values, s->n, sizeof(*s->values), compare);
	size_t rank = (size_t)ceil(q * (double)s->n);
	return s->values[rank > 0 ? rank - 1 : 0];
}

double samples_median(struct samples *s)
{
	return samples_quantile(s, 0.5);
}

double samples_p99(struct samples *s)
{
	return samples_quantile(s, 0.99);
}

void samples_free(struct samples *s)
{
	free(s->values);
	*s = (struct samples){0};
}
