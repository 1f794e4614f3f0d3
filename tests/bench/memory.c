/* memory TENET FILE: keys in the memory pane on a file of graph_rows, from the key to the last
 * byte, what the key brings with it included; and what memory grows by. */
#include <stdio.h>

#include "fixture_console.h"
#include "fixture_report.h"

#define MARKER "Queue"

static void press(struct program *p, const char *work, const char *key, int times)
{
	struct line l = {.work = work};
	struct samples s = {0};

	for (int i = 0; i < times; i++) {
		program_type(p, key);
		samples_add(&s, program_wait_idle(p));
	}
	double p95 = samples_quantile(&s, 0.95);
	line_times(&l.tenet, &s);
	str_addf(&l.tenet, "; p95 %.1f ms of %d", p95, times);
	line_goal(&l, p95 < 50, "p95 50 ms");
	line_print(&l);
	samples_free(&s);
}

int main(int argc, char **argv)
{
	struct line l = {.work = "memory: resident, first and last"};

	if (argc != 3) {
		fputs("usage: memory TENET FILE\n", stderr);
		return 2;
	}
	struct program *p = console_start(argv[1], argv[2], COLUMNS);
	console_login(p, MARKER);
	report_heading("The agent's memory, 1,000,000 interactions");
	press(p, "memory: open it", "4", 1);
	press(p, "memory: first rows", "g", 10);
	long before = program_resident(p);
	press(p, "memory: j", "j", 300);
	press(p, "memory: PgDn", PAGE_DOWN, 200);
	press(p, "memory: G", "G", 20);
	press(p, "memory: G, then PgUp", "\033[5~", 200);
	press(p, "memory: into the text and back", "\r", 1);
	press(p, "memory: back", "\177", 1);
	long after = program_resident(p);
	str_addf(&l.tenet, "%ld KiB, %ld KiB", before, after);
	line_goal(&l, (double)after <= 1.1 * (double)before, "1.1 times");
	line_print(&l);
	program_stop(&p);
	return 0;
}
