/*
 * terminal [INPUTS]: sends hostile inputs (10,000,000) through the sanitizer, and each through
 * draw_text, curses and a pseudo-terminal, and reads every byte that arrives there. Ends at the
 * first that is not ours. The inputs are the same on every run.
 */
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fixture_inputs.h"
#include "fixture_stream.h"
#include "fuzz/sanitize_promise.h"
#include "tui/term.h"

#define ROWS 40
#define COLUMNS 80
#define BATCH 50000

struct total {
	uint64_t inputs, input_bytes, frames, bytes, characters, sequences, marks;
};

/* One process of its own: a terminal of its own, and its share of the inputs. */
struct batch {
	struct inputs in;
	struct stream stream;
	struct screen *screen;
	struct total total;
	struct str frame[ROWS]; /* the inputs on the screen */
	int master, report;
};

static _Noreturn void fail(const struct batch *b, const char *what)
{
	dprintf(b->report, "prove: %s, after %lu bytes to %s\n", what, b->stream.bytes,
		getenv("TERM"));
	for (int y = 0; y < ROWS; y++) {
		dprintf(b->report, "row %d:", y);
		for (size_t i = 0; i < b->frame[y].len; i++)
			dprintf(b->report, " %02X", (unsigned char)b->frame[y].p[i]);
		dprintf(b->report, "\n");
	}
	_exit(1);
}

/* Ends when the other side is closed. */
static void *read_terminal(void *arg)
{
	struct batch *b = arg;
	char bytes[65536];
	ssize_t n;

	while ((n = read(b->master, bytes, sizeof(bytes))) > 0) {
		stream_add(&b->stream, bytes, (size_t)n);
		if (b->stream.wrong)
			fail(b, b->stream.wrong);
	}
	return NULL;
}

static void open_terminal(struct batch *b, const char *type)
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
	struct err e = {0};
	int slave;

	setenv("TERM", type, 1);
	unsetenv("TMUX");
	b->report = dup(STDERR_FILENO);
	if (b->report < 0 || openpty(&b->master, &slave, NULL, NULL, &size) < 0 ||
		dup2(slave, STDIN_FILENO) < 0 || dup2(slave, STDOUT_FILENO) < 0)
		fail(b, strerror(errno));
	close(slave);
	if (term_open(&(struct term_options){0}, &b->screen, &e) < 0)
		fail(b, e.text);
}

/* What the terminal is sent to take it over and to give it back is a fixed text of term.c: in a
 * framed stream, the only one that holds an Escape. */
static void skip_take(struct batch *b)
{
	char bytes[4096];

	if (read(b->master, bytes, sizeof(bytes)) <= 0)
		fail(b, "nothing takes the terminal over");
}

static void check_sanitizer(struct batch *b, const struct str *text)
{
	const char *broken = promise_broken(str_span(text));

	if (broken)
		fail(b, broken);
}

/* Each frame shows the texts in another window, so that all of them are cut somewhere. */
static void draw_frame(struct batch *b)
{
	int left = (int)inputs_below(&b->in, COLUMNS / 2), edge;
	int width = 1 + (int)inputs_below(&b->in, (size_t)(COLUMNS - left));

	term_begin(b->screen);
	edge = left + width;
	for (int y = 0; y < ROWS; y++) {
		struct rect r = {y, left, 1, width};
		draw_text(b->screen, r, 0, 0, STYLE_TEXT, str_span(&b->frame[y]));
		r = (struct rect){y, edge, 1, COLUMNS - edge};
		draw_glyph(b->screen, r, 0, 0, STYLE_BORDER, GLYPH_VLINE);
		draw_text(b->screen, r, 0, 1, STYLE_DIM, str_span(&b->frame[ROWS - 1 - y]));
	}
	if (!term_end(b->screen))
		fail(b, "the terminal is gone");
	b->total.frames++;
}

static void run_inputs(struct batch *b, uint64_t inputs)
{
	for (uint64_t i = 0; i < inputs; i++) {
		struct str *text = &b->frame[i % ROWS];
		inputs_next(&b->in, text);
		check_sanitizer(b, text);
		b->total.inputs++;
		b->total.input_bytes += text->len;
		if (i % ROWS == ROWS - 1 || i + 1 == inputs)
			draw_frame(b);
	}
}

/* Half of the batches on the framed terminal. */
static const char *const types[] = {STREAM_TERM, "xterm-256color", STREAM_TERM, "tmux-256color"};

static void run_batch(struct batch *b, uint64_t number, uint64_t inputs, struct total *out)
{
	const char *type = types[number % 4];
	pthread_t reader;

	setlocale(LC_ALL, "C.UTF-8");
	b->in.state = UINT64_C(0x9E3779B97F4A7C15) * (number + 1);
	b->stream.kind = strcmp(type, STREAM_TERM) == 0 ? STREAM_FRAMED : STREAM_ECMA;
	open_terminal(b, type);
	skip_take(b);
	if (pthread_create(&reader, NULL, read_terminal, b) != 0)
		fail(b, "no thread for reading");
	run_inputs(b, inputs);
	/* The last frame is read when the terminal is closed, without what gives it back. */
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	pthread_join(reader, NULL);
	if (b->stream.n > 0)
		fail(b, "a sequence without an end");
	b->total.bytes = b->stream.bytes;
	b->total.characters = b->stream.characters;
	b->total.sequences = b->stream.sequences;
	b->total.marks = b->stream.marks;
	*out = b->total;
	_exit(0);
}

/* The entry that frames its capabilities, where curses looks for it. */
static void make_terminfo(char folder[])
{
	struct str command = {0};

	if (!mkdtemp(folder)) {
		perror("prove: mkdtemp");
		exit(1);
	}
	setenv("TERMINFO", folder, 1);
	str_addf(&command, "tic -x -o '%s' -", folder);
	FILE *tic = popen(str_cstr(&command), "w");
	if (!tic || fputs(stream_terminfo, tic) < 0 || pclose(tic) != 0) {
		fputs("prove: tic does not make the terminal's entry\n", stderr);
		exit(1);
	}
	str_free(&command);
}

static void remove_folder(const char *folder)
{
	struct str command = {0};

	str_addf(&command, "rm -r '%s'", folder);
	if (system(str_cstr(&command)) != 0)
		fprintf(stderr, "prove: %s stays\n", folder);
	str_free(&command);
}

/* False when a batch found something; it has said what. */
static bool run_all(struct batch *b, uint64_t inputs, struct total *totals, uint64_t batches)
{
	long jobs = sysconf(_SC_NPROCESSORS_ONLN), running = 0;
	bool good = true;
	int status;

	for (uint64_t i = 0; good && (i < batches || running > 0);) {
		if (i < batches && running < jobs) {
			uint64_t rest = inputs - i * BATCH;
			pid_t child = fork();
			if (child == 0)
				run_batch(b, i, rest < BATCH ? rest : BATCH, &totals[i]);
			good = child > 0;
			running++;
			i++;
			continue;
		}
		good = wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
		running--;
	}
	while (running-- > 0)
		good = wait(&status) > 0 && status == 0 && good;
	return good;
}

int main(int argc, char **argv)
{
	uint64_t inputs = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000000;
	uint64_t batches = (inputs + BATCH - 1) / BATCH;
	char folder[] = "/tmp/tenet-prove-XXXXXX";
	struct batch b = {0};
	struct total sum = {0};
	struct timespec from, to;

	inputs_read(&b.in, "tests/data/hostile.json");
	inputs_read(&b.in, "tests/data/hostile_more.json");
	make_terminfo(folder);
	struct total *totals = mmap(NULL, (batches + 1) * sizeof(*totals), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (totals == MAP_FAILED)
		fail(&b, strerror(errno));
	clock_gettime(CLOCK_MONOTONIC, &from);
	bool good = run_all(&b, inputs, totals, batches);
	clock_gettime(CLOCK_MONOTONIC, &to);
	remove_folder(folder);
	for (uint64_t i = 0; i < batches; i++) {
		sum.inputs += totals[i].inputs;
		sum.input_bytes += totals[i].input_bytes;
		sum.frames += totals[i].frames;
		sum.bytes += totals[i].bytes;
		sum.characters += totals[i].characters;
		sum.sequences += totals[i].sequences;
		sum.marks += totals[i].marks;
	}
	printf("%s: %lu inputs of %lu bytes; %lu frames of %lu bytes were read: %lu characters"
	       " (%lu marks), %lu sequences of our own; %.0f s\n",
		good ? "no byte that is not ours" : "FAILED", sum.inputs, sum.input_bytes,
		sum.frames, sum.bytes, sum.characters, sum.marks, sum.sequences,
		(double)(to.tv_sec - from.tv_sec));
	inputs_free(&b.in);
	return good ? 0 : 1;
}
