/* The lines that the benchmark prints: what, how much, beside what, the goal, hit or MISS. */
#ifndef FIXTURE_REPORT_H
#define FIXTURE_REPORT_H

#include <stdbool.h>

#include "base/str.h"
#include "fixture_bench.h"

/* One line. Fill the texts with str_addf; a goal that is not met is a miss. */
struct line {
	const char *work;
	struct str tenet, beside, goal;
	bool judged, missed;
};

/* Adds a goal and whether it was met. */
void line_goal(struct line *l, bool met, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Where to write what stands beside it: after a "; " when something stands there. */
struct str *line_beside(struct line *l);
/* "0.84 ms, p99 1.20" of the samples. */
void line_times(struct str *out, struct samples *s);
/* Prints it and forgets the texts. */
void line_print(struct line *l);
void report_heading(const char *text);

#endif
