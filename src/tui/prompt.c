/* A prompt keeps what was typed until it is right or given up. */
#include "tui/prompt.h"

void prompt_open(
	struct prompt *p, const char *label, struct span initial, prompt_done *done, void *arg)
{
	*p = (struct prompt){.open = true, .label = label, .done = done, .arg = arg};
	lineedit_set(&p->edit, initial);
}

void prompt_close(struct prompt *p)
{
	lineedit_wipe(&p->edit);
	p->open = false;
}

void prompt_key(struct prompt *p, const struct key *k)
{
	err_clear(&p->problem);
	if (k->code == KEYC_ESC || k->code == KEY_CTRL('C')) {
		p->open = false;
	} else if (k->code == KEYC_ENTER) {
		if (p->done(p->arg, lineedit_text(&p->edit), &p->problem))
			p->open = false;
	} else {
		lineedit_key(&p->edit, k);
		if (p->edit.full)
			err_set(&p->problem, ERR_USAGE, "too long for this line: it was not taken");
	}
}

void prompt_draw(struct prompt *p, struct screen *s, struct rect r)
{
	int x = draw_fmt(s, r, 0, 1, STYLE_STRONG, "%s: ", p->label);

	lineedit_draw(&p->edit, s, r, 0, x, r.w - x);
}
