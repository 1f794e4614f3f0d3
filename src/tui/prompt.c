/* A prompt keeps what was typed until it is right or given up. */
#include "tui/prompt.h"

#include <string.h>

#define HINT "Enter takes it  Esc leaves" /* where it does not touch what is typed */

static void find_choices(struct prompt *p)
{
	arena_clear(&p->arena);
	p->choices = (struct prompt_choices){0};
	if (p->complete)
		p->complete(p->arg, lineedit_text(&p->edit), p->edit.at, &p->arena, &p->choices);
}

/* How many bytes all choices have in common. */
static size_t agreed(const struct prompt_choices *c)
{
	size_t n = c->v[0].n;

	for (size_t i = 1; i < c->n; i++) {
		size_t same = 0;
		while (same < n && same < c->v[i].n && c->v[i].p[same] == c->v[0].p[same])
			same++;
		n = same;
	}
	return n;
}

static void take_choice(struct prompt *p)
{
	const struct prompt_choices *c = &p->choices;
	struct span text = lineedit_text(&p->edit);
	struct str whole = {0};

	if (c->n == 0)
		return;
	size_t n = agreed(c);
	if (n < c->end - c->start)
		return;
	str_addn(&whole, text.p, c->start);
	str_addn(&whole, c->v[0].p, n);
	size_t at = whole.len;
	str_addn(&whole, text.p + c->end, text.n - c->end);
	lineedit_set(&p->edit, str_span(&whole));
	if (!p->edit.full)
		p->edit.at = at;
	str_free(&whole);
}

void prompt_say_choices(const struct prompt *p, struct str *out)
{
	for (size_t i = 0; i < p->choices.n; i++) {
		str_add(out, i ? "  " : "Tab: ");
		str_adds(out, p->choices.v[i]);
	}
}

void prompt_open(struct prompt *p, const char *label, struct span initial, prompt_done *done,
	prompt_complete *complete, void *arg)
{
	arena_free(&p->arena);
	*p = (struct prompt){
		.open = true, .label = label, .done = done, .complete = complete, .arg = arg};
	lineedit_set(&p->edit, initial);
	find_choices(p);
}

void prompt_close(struct prompt *p)
{
	lineedit_wipe(&p->edit);
	arena_free(&p->arena);
	p->open = false;
}

void prompt_key(struct prompt *p, const struct key *k)
{
	err_clear(&p->problem);
	p->asked = k->code == KEYC_TAB;
	if (k->code == KEYC_ESC || k->code == KEY_CTRL('C')) {
		p->open = false;
	} else if (k->code == KEYC_ENTER) {
		if (p->done(p->arg, lineedit_text(&p->edit), &p->problem))
			p->open = false;
	} else {
		if (k->code == KEYC_TAB)
			take_choice(p);
		else
			lineedit_key(&p->edit, k);
		find_choices(p);
		if (p->edit.full)
			err_set(&p->problem, ERR_USAGE, "too long for this line: it was not taken");
	}
}

void prompt_point(struct prompt *p, const struct point *at)
{
	if (lineedit_point(&p->edit, at) == POINTED)
		find_choices(p);
}

void prompt_draw(struct prompt *p, struct screen *s, struct rect r)
{
	int x = draw_fmt(s, r, 0, 1, STYLE_STRONG, "%s: ", p->label);

	int room = r.w - x - (int)text_width(lineedit_text(&p->edit)) - (int)strlen(HINT);

	if (room > 8 && !screen_plain(s)) {
		draw_right(s, r, 0, r.w - 1, STYLE_DIM, SPAN_LIT(HINT));
		r.w -= (int)strlen(HINT) + 2;
	}
	lineedit_draw(&p->edit, s, r, 0, x, r.w - x);
}
