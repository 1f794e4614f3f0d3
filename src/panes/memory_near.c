/* What is like one interaction: a list of its own, in the place of the other. */
#include <inttypes.h>
#include <string.h>

#include "base/sanitize.h"
#include "memory_pane.h"
#include "memory_tasks.h"
#include "panes/frame.h"

struct near_task {
	struct task task;
	struct memory *pane;
	char id[UUID_TEXT];
	struct span persona; /* SPAN_NULL: all of them */
	struct memory_similar found;
};

static void near_run(struct task *task, void *context)
{
	struct near_task *t = (struct near_task *)task;
	struct interaction it;

	if (memory_get(context, span_of(t->id), &task->arena, &it, &task->err) == 0)
		memory_similar(context, &it, t->persona, MEMORY_SIMILAR, &task->arena, &t->found,
			&task->looked, &task->whole, &task->err);
}

static void fill_list(struct memory *m, struct near_task *t)
{
	struct list_page page = {.n = t->found.n};
	struct arena *a = &t->task.arena;
	struct memory_row *rows = arena_calloc(a, page.n, sizeof(*rows));

	page.rows = arena_calloc(a, page.n, sizeof(*page.rows));
	for (size_t i = 0; i < page.n; i++) {
		const struct memory_match *match = &t->found.matches[i];
		memory_fill_row(&rows[i], &match->line, match->cosine, a);
		memcpy(page.rows[i].id, match->line.id, UUID_TEXT);
		page.rows[i].data = &rows[i];
	}
	page.arena = *a;
	*a = (struct arena){0};
	list_reset(m->near);
	list_begin(m->near, &page, false, false);
}

static void near_done(struct task *task)
{
	struct near_task *t = (struct near_task *)task;
	struct memory *m = t->pane;

	if (task->err.code != ERR_NONE) {
		console_say_error(m->console, &task->err);
		return;
	}
	memcpy(m->near_to, t->id, UUID_TEXT);
	m->near_found = t->found;
	m->near_found.matches = NULL;
	m->detail_focus = false;
	trail_clear(&m->trail);
	m->focus[0] = '\0';
	fill_list(m, t);
}

void memory_near_load(struct memory *m, const char *id)
{
	struct near_task *t = task_new(sizeof(*t));

	t->task.run = near_run;
	t->task.done = near_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_NEAR;
	t->task.mode = TASK_LATEST;
	t->task.what = "comparing";
	t->pane = m;
	memcpy(t->id, id, UUID_TEXT);
	if (m->console->persona_id[0])
		t->persona = arena_span(&t->task.arena, span_of(m->console->persona_id));
	worker_submit(m->console->worker, &t->task);
}

void memory_near_close(struct memory *m)
{
	char back[UUID_TEXT];

	memcpy(back, m->near_to, UUID_TEXT);
	m->near_to[0] = '\0';
	list_reset(m->near);
	trail_clear(&m->trail);
	memcpy(m->focus, back, UUID_TEXT);
	list_select(m->list, back);
}

/* How much is said of what could not be compared. */
enum detail { AS_ONE_NUMBER, AS_TWO, BY_FAULT, DETAILS };

static void say_skipped(const struct memory_similar *f, enum detail detail, struct str *out)
{
	int64_t skipped = f->others - f->compared - f->without;
	const char *before = ": ";

	if (f->without > 0)
		str_addf(out, " · %" PRId64 " %s no embedding", f->without,
			f->without == 1 ? "has" : "have");
	if (skipped > 0)
		str_addf(out, " · %" PRId64 " skipped", skipped);
	for (int i = 0; detail == BY_FAULT && i < EMBEDDING_FAULTS; i++) {
		if (f->skipped[i] == 0)
			continue;
		str_addf(out, "%s%" PRId64 " %s", before, f->skipped[i],
			embedding_fault_name((enum embedding_fault)i));
		before = ", ";
	}
}

static void say_compared(const struct memory_similar *f, enum detail detail, struct str *out)
{
	char number[16];

	console_number(f->compared, number);
	str_addf(out, "%s ", number);
	if (f->compared < f->others) {
		console_number(f->others, number);
		str_addf(out, "of %s ", number);
	}
	str_add(out, "compared");
	if (detail != AS_ONE_NUMBER) {
		say_skipped(f, detail, out);
	} else if (f->compared < f->others) {
		console_number(f->others - f->compared, number);
		str_addf(out, " · %s not", number);
	}
}

void memory_near_say(const struct memory *m, struct str *out)
{
	for (int detail = DETAILS - 1; detail >= 0; detail--) {
		str_clear(out);
		say_compared(&m->near_found, (enum detail)detail, out);
		if ((int)text_width(str_span(out)) <= m->width - FRAME_AROUND)
			return;
	}
}
