/* The lines that the benchmark prints. */
#include "fixture_report.h"

#include <stdarg.h>
#include <stdio.h>

void line_goal(struct line *l, bool met, const char *fmt, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_addf(&l->goal, "%s%s%s", l->goal.len > 0 ? ", " : "", text, met ? "" : " (missed)");
	l->judged = true;
	l->missed = l->missed || !met;
}

void line_times(struct str *out, struct samples *s)
{
	str_addf(out, "%.2f ms, p99 %.2f", samples_median(s), samples_p99(s));
}

struct str *line_beside(struct line *l)
{
	if (l->beside.len > 0)
		str_add(&l->beside, "; ");
	return &l->beside;
}

void line_print(struct line *l)
{
	const char *verdict = !l->judged ? "-" : l->missed ? "MISS" : "hit";

	printf("%-4s  %-28s %s\n", verdict, l->work, str_cstr(&l->tenet));
	if (l->beside.len > 0)
		printf("%34s beside: %s\n", "", str_cstr(&l->beside));
	if (l->goal.len > 0)
		printf("%34s goal: %s\n", "", str_cstr(&l->goal));
	fflush(stdout);
	str_free(&l->tenet);
	str_free(&l->beside);
	str_free(&l->goal);
}

void report_heading(const char *text)
{
	printf("\n%s\n", text);
	fflush(stdout);
}
