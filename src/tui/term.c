/* The terminal: curses works out what changed and writes it to memory; this file owns every byte
 * that goes out and comes in. */
#include "tui/term.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/time.h"
#include "base/utf8.h"
#include "clipboard.h"
#include "frame.h"
#include "plain.h"
#include "rescue.h"
#include "screen.h"

/* After the project's headers: each capability is a lower-case macro. */
#include <term.h>
#undef columns
#undef cursor_visible
#undef key_next
#undef lines

#define ANSWER_WAIT 100 /* ms that an answer is waited for by who leaves before it came */
#define ANSWER_MOST 1000 /* ms after which none comes any more */
#define SYNC_FROM 1024 /* bytes; a smaller frame arrives whole anyway */
#define MAX_ROWS 500 /* so that a terminal which lies about its size costs no gigabytes */
#define MAX_COLUMNS 1000
#define PLAIN_ROWS 24
#define PLAIN_COLUMNS 60

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";
/* Buttons, wheel, and motion while a button is down, as numbers. What they are written as comes
 * first: a terminal that does not know it may know the rest. */
static const char mouse_on[] = "\033[?1006h\033[?1002h", mouse_off[] = "\033[?1002l\033[?1006l";
static const char sync_on[] = "\033[?2026h", sync_off[] = "\033[?2026l";
static const char sync_ask[] = "\033[?2026$p";

/* --- Bytes out --- */

static bool write_all(struct screen *s, const char *p, size_t n)
{
	while (n > 0 && !s->gone) {
		ssize_t w = write(STDOUT_FILENO, p, n);

		if (w > 0) {
			p += w;
			n -= (size_t)w;
			s->sent += (uint64_t)w;
		} else if (errno == EAGAIN) {
			struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

			if (poll(&out, 1, -1) < 0 && errno != EINTR)
				s->gone = true;
		} else if (errno != EINTR) {
			s->gone = true;
		}
	}
	return !s->gone;
}

/* Takes what curses has written since the last time. */
static struct span drain(struct screen *s)
{
	int fd = fileno(s->sink);
	off_t n = lseek(fd, 0, SEEK_CUR);

	str_clear(&s->frame);
	if (n <= 0)
		return SPAN_NULL;
	ssize_t got = pread(fd, str_reserve(&s->frame, (size_t)n), (size_t)n, 0);
	if (got > 0)
		s->frame.len = (size_t)got;
	if (lseek(fd, 0, SEEK_SET) < 0)
		s->gone = true;
	return str_span(&s->frame);
}

/* A capability without its padding ("$<2>"), which no terminal of today needs. */
static void add_capability(struct str *out, const char *name)
{
	const char *p = tigetstr(name);

	if (!p || p == (char *)-1)
		return;
	while (*p) {
		const char *end = p[0] == '$' && p[1] == '<' ? strchr(p, '>') : NULL;

		if (end)
			p = end + 1;
		else
			str_addc(out, *p++);
	}
}

static void prepare_strings(struct screen *s)
{
	if (s->plain && s->ecma) {
		str_add(&s->take, paste_on);
		str_add(&s->give, paste_off);
	}
	if (s->plain)
		return;
	str_clear(&s->take);
	str_clear(&s->give);
	add_capability(&s->take, "smcup");
	add_capability(&s->take, "sgr0");
	add_capability(&s->take, "civis");
	if (s->ecma)
		str_add(&s->take, paste_on);
	if (s->keys.mouse)
		str_add(&s->take, mouse_on);
	if (s->sync || s->asked)
		str_add(&s->give, sync_off);
	if (s->keys.mouse)
		str_add(&s->give, mouse_off);
	if (s->ecma)
		str_add(&s->give, paste_off);
	add_capability(&s->give, "sgr0");
	add_capability(&s->give, "op");
	add_capability(&s->give, "clear");
	add_capability(&s->give, "rmcup");
	/* Last: leaving the other screen restores a cursor that curses may have saved hidden. */
	add_capability(&s->give, "cnorm");
}

static void paint_anew(struct screen *s)
{
	if (!s->plain)
		clearok(curscr, TRUE);
}

/* --- Taking the terminal and giving it back --- */

static void take(struct screen *s)
{
	struct termios raw = s->saved;

	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	raw.c_cflag |= CS8;
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) < 0)
		s->gone = true;
	rescue_arm(STDOUT_FILENO, &s->saved, s->give.p, s->give.len);
	write_all(s, s->take.p, s->take.len);
	s->cursor_visible = false;
	s->taken = true;
	if (s->plain)
		plain_forget(s->plain);
	paint_anew(s);
}

/* What comes when we are gone would be typed into the shell. */
static void take_answer(struct screen *s)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};

	if (s->asked && time_monotonic() - s->asked < ANSWER_MOST * 1000 &&
		poll(&in, 1, ANSWER_WAIT) > 0)
		tcflush(STDIN_FILENO, TCIFLUSH);
	s->asked = 0;
}

static void end_line(struct screen *s)
{
	struct str out = {0};

	plain_end_line(s->plain, &out);
	write_all(s, out.p, out.len);
	str_free(&out);
}

static void give(struct screen *s)
{
	if (!s->taken)
		return;
	s->taken = false;
	take_answer(s);
	if (s->plain)
		end_line(s);
	write_all(s, s->give.p, s->give.len);
	/* Fails only when the terminal is gone; then there is nothing to restore. */
	if (tcsetattr(STDIN_FILENO, TCSANOW, &s->saved) < 0)
		s->gone = true;
	rescue_disarm();
}

/* A crash between two of these lines leaves nothing behind that was not there before. */
void term_set_mouse(struct screen *s, bool on)
{
	on = on && s->ecma && !s->plain;
	if (s->keys.mouse == on)
		return;
	if (s->taken && !on)
		write_all(s, mouse_off, sizeof(mouse_off) - 1);
	s->keys.mouse = on;
	if (s->taken)
		rescue_disarm(); /* it borrows what is written anew */
	prepare_strings(s);
	if (!s->taken)
		return;
	rescue_arm(STDOUT_FILENO, &s->saved, s->give.p, s->give.len);
	if (on)
		write_all(s, mouse_on, sizeof(mouse_on) - 1);
}

bool term_mouse(const struct screen *s)
{
	return s->keys.mouse;
}

static int check_terminal(const char *type, bool plain, struct err *e)
{
	static const char without[] = "commands such as tenet posts list work without";
	static const char known[] = "set it to what this terminal is, for example xterm-256color";
	int found;

	if (!isatty(STDIN_FILENO) || (!plain && !isatty(STDOUT_FILENO))) {
		err_set(e, ERR_USAGE, "standard %s is not a terminal: the console needs one",
			isatty(STDIN_FILENO) ? "output" : "input");
		return err_hint(e, "%s", without);
	}
	if (plain)
		return 0;
	if (!*type) {
		err_set(e, ERR_USAGE, "TERM is not set: the console must know the terminal's type");
		return err_hint(e, "%s", known);
	}
	if (setupterm(type, STDOUT_FILENO, &found) == ERR) {
		err_set(e, ERR_USAGE, "TERM is %s, and this machine does not know such a terminal",
			type);
		return err_hint(e, "%s", known);
	}
	bool able = cursor_address && clear_screen && !hard_copy && !generic_type;
	del_curterm(cur_term);
	if (able)
		return 0;
	err_set(e, ERR_USAGE, "TERM is %s: such a terminal cannot move its cursor", type);
	return err_hint(e, "tenet --plain works on it; else %s", known);
}

/* Whether the terminal is known to hold a frame back until it is whole. Those that do not know the
 * marks ignore them, but they cost bytes. */
static bool knows_sync(const char *type)
{
	static const char *const families[] = {"alacritty", "contour", "foot", "mintty", "tmux",
		"wezterm", "xterm-ghostty", "xterm-kitty"};
	const char *capability = tigetstr("Sync");

	if (capability && capability != (char *)-1)
		return true;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strncmp(type, families[i], strlen(families[i])) == 0)
			return true;
	return false;
}

/* Through SSH and multiplexers most call themselves by these names. Others may not even know how to
 * leave a question alone. */
static bool may_be_asked(const char *type)
{
	return strncmp(type, "xterm", 5) == 0 || strncmp(type, "screen", 6) == 0;
}

static bool is_ecma(void)
{
	return exit_attribute_mode && strstr(exit_attribute_mode, "\033[") != NULL;
}

/* Of a terminal that curses is not started on; a pipe and a file are none. */
static bool may_be_switched(const char *type)
{
	int found;

	if (!isatty(STDOUT_FILENO) || !*type || setupterm(type, STDOUT_FILENO, &found) == ERR)
		return false;
	bool ecma = is_ecma();
	del_curterm(cur_term);
	return ecma;
}

/* newterm() installs handlers of its own; the loop reads signals, so they go again. */
static SCREEN *open_curses(const char *type, FILE *sink)
{
	static const int taken[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	struct sigaction before[4];

	for (size_t i = 0; i < 4; i++)
		sigaction(taken[i], NULL, &before[i]);
	SCREEN *curses = newterm(type, sink, stdin);
	for (size_t i = 0; i < 4; i++)
		sigaction(taken[i], &before[i], NULL);
	return curses;
}

static int start_curses(struct screen *s, const char *type, struct err *e)
{
	int fd = memfd_create("tenet-frame", MFD_CLOEXEC);

	s->sink = fd < 0 ? NULL : fdopen(fd, "w");
	if (!s->sink) {
		if (fd >= 0)
			close(fd);
		return err_set(e, ERR_OTHER, "cannot keep a frame in memory: %s", strerror(errno));
	}
	s->curses = open_curses(type, s->sink);
	if (!s->curses)
		return err_set(e, ERR_USAGE, "TERM is %s, and curses does not start on it", type);
	typeahead(-1);
	idcok(stdscr, FALSE);
	if (!s->plain && start_color() == OK)
		use_default_colors();
	curs_set(0);
	doupdate();
	drain(s); /* set-up bytes that `take` replaces */
	return 0;
}

int term_open(const struct term_options *o, struct screen **out, struct err *e)
{
	const char *type = getenv("TERM");
	struct theme theme;

	if (!type)
		type = "";
	if (check_terminal(type, o->plain, e) < 0)
		return -1;
	struct screen *s = xcalloc(1, sizeof(*s));
	s->ecma = o->plain && may_be_switched(type);
	/* Nothing that curses writes is sent there: it only holds the cells. */
	if (o->plain)
		type = "dumb";
	/* Where lines of boxes have two columns, they would tear every frame. */
	s->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ||
		utf8_ambiguous() == UTF8_AMBIGUOUS_WIDE;
	s->plain = o->plain ? plain_new(s->ascii) : NULL;
	s->tmux = getenv("TMUX") != NULL;
	if (tcgetattr(STDIN_FILENO, &s->saved) < 0) {
		err_set(e, ERR_OTHER, "cannot read the terminal's modes: %s", strerror(errno));
		goto fail;
	}
	if (start_curses(s, type, e) < 0)
		goto fail;
	if (!o->plain)
		s->ecma = is_ecma();
	s->mono = o->mono || o->plain || !has_colors();
	s->sync = knows_sync(type);
	if (!o->plain && !s->sync && s->ecma && may_be_asked(type))
		s->asked = time_monotonic();
	if (theme_load(0, &theme, e) < 0)
		goto fail;
	term_set_theme(s, &theme);
	prepare_strings(s);
	term_resize(s);
	take(s);
	if (s->asked)
		write_all(s, sync_ask, sizeof(sync_ask) - 1);
	*out = s;
	return 0;
fail:
	term_close(&s);
	return -1;
}

void term_close(struct screen **sp)
{
	struct screen *s = *sp;

	if (!s)
		return;
	give(s);
	if (s->curses) {
		endwin();
		delscreen(s->curses);
	}
	if (s->sink)
		fclose(s->sink);
	plain_free(&s->plain);
	str_free(&s->take);
	str_free(&s->give);
	str_free(&s->frame);
	isolate_free(s);
	free(s->spots);
	key_decoder_free(&s->keys);
	free(s);
	*sp = NULL;
}

void term_lend(struct screen *s)
{
	give(s);
}

void term_retake(struct screen *s)
{
	term_resize(s);
	take(s);
}

void term_suspend(struct screen *s)
{
	static const struct timespec now = {0};
	sigset_t stop, go, before;
	struct sigaction usual = {.sa_handler = SIG_DFL}, ours;

	give(s);
	/* The whole group, as the shell waits for it (make, a script); the kernel leaves out a
	 * group that nobody could continue. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &usual, &ours);
	kill(0, SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &stop, &before);
	/* stopped here, until SIGCONT */
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	/* Answered here: the loop takes the terminal back after a stop that it did not see. */
	sigemptyset(&go);
	sigaddset(&go, SIGCONT);
	sigtimedwait(&go, NULL, &now);
	term_retake(s);
}

/* --- Looks and size --- */

static attr_t curses_attributes(uint8_t a)
{
	return ((a & ATTR_BOLD) ? A_BOLD : 0) | ((a & ATTR_DIM) ? A_DIM : 0) |
		((a & ATTR_UNDERLINE) ? A_UNDERLINE : 0) | ((a & ATTR_REVERSE) ? A_REVERSE : 0) |
		((a & ATTR_ITALIC) ? A_ITALIC : 0);
}

int term_colours(void)
{
	int found, n;

	if (setupterm(NULL, STDOUT_FILENO, &found) == ERR)
		return 0;
	n = tigetnum("colors");
	del_curterm(cur_term);
	return n > 0 ? n : 0;
}

/* Styles of the same colours share a pair: curses then sends nothing between them. */
static short pair_for(const struct theme_pair shown[STYLE_COUNT], enum style style)
{
	const struct theme_pair *p = &shown[style];

	if (p->fg == COLOUR_OWN && p->bg == COLOUR_OWN)
		return 0;
	for (int i = 0; i < (int)style; i++)
		if (shown[i].fg == p->fg && shown[i].bg == p->bg)
			return (short)(i + 1);
	if (init_extended_pair((int)style + 1, p->fg, p->bg) == ERR)
		return 0;
	return (short)(style + 1);
}

void term_set_theme(struct screen *s, const struct theme *t)
{
	struct theme_pair shown[STYLE_COUNT];
	struct theme mono;
	cchar_t blank;

	if (s->mono && theme_find("mono", &mono, NULL) == 0)
		t = &mono;
	for (int i = 0; i < STYLE_COUNT; i++) {
		shown[i] = theme_shown(t, (enum style)i, COLORS);
		s->look[i].pair = s->mono ? 0 : pair_for(shown, (enum style)i);
		s->look[i].attributes = curses_attributes(shown[i].attributes);
	}
	if (setcchar(&blank, L" ", 0, s->look[STYLE_TEXT].pair, NULL) == OK)
		bkgrndset(&blank);
	paint_anew(s);
}

int term_shown_colours(const struct screen *s)
{
	return s->mono ? 0 : COLORS;
}

bool term_mono(const struct screen *s)
{
	return s->mono;
}

void term_set_paging(struct screen *s, struct paging p)
{
	s->paging = p;
}

static int within(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

void term_resize(struct screen *s)
{
	struct winsize size;
	int rows = 24, columns = 80;

	if (ioctl(s->plain ? STDIN_FILENO : STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
		size.ws_row > 0 && size.ws_col > 0) {
		rows = within(size.ws_row, 1, MAX_ROWS);
		columns = within(size.ws_col, 1, MAX_COLUMNS);
	}
	if (s->plain) {
		/* Nobody sees how large it is: it holds what belongs together. The last column
		 * stays free, so that no line is broken by the terminal. */
		rows = within(rows, PLAIN_ROWS, MAX_ROWS) + TERM_SPARE_ROWS;
		s->plain->columns = within(columns, PLAIN_COLUMNS, MAX_COLUMNS) - 1;
		columns = within(s->plain->columns, PLAIN_SAID, MAX_COLUMNS);
	}
	/* Even when it is the old size again: on the way there it may have been another. */
	paint_anew(s);
	if (resize_term(rows, columns) == ERR)
		return;
	s->rows = rows;
	s->columns = columns;
	isolate_resize(s, rows, columns);
	draw_unclip(s);
	s->cursor_y = within(s->cursor_y, 0, rows - 1);
	s->cursor_x = within(s->cursor_x, 0, columns - 1);
}

/* --- Frames --- */

void term_begin(struct screen *s)
{
	werase(stdscr);
	isolate_begin(s);
	draw_cover(s);
	s->cursor_wanted = false;
	if (s->plain) {
		s->cursor_y = -1;
		plain_begin(s->plain, s->rows);
	}
}

void term_place(struct screen *s, size_t level, const void *place)
{
	if (!s->plain)
		return;
	s->plain->level = level;
	s->plain->place = place;
}

void term_moves(struct screen *s)
{
	if (s->plain)
		s->plain->moves = true;
}

static bool say_frame(struct screen *s)
{
	struct str out = {0};

	plain_say(s->plain, s, &out);
	bool there = out.len > 0 ? write_all(s, out.p, out.len) : !s->gone;
	str_free(&out);
	return there;
}

static bool send_frame(struct screen *s)
{
	struct span frame = drain(s);
	struct str out = {0};

	if (frame.n == 0)
		return !s->gone;
	bool marked = s->sync && frame.n >= SYNC_FROM;
	if (marked)
		str_add(&out, sync_on);
	if (s->ecma)
		frame_spare(&out, frame);
	else
		str_adds(&out, frame);
	if (marked)
		str_add(&out, sync_off);
	bool there = write_all(s, out.p, out.len);
	str_free(&out);
	return there;
}

bool term_end(struct screen *s)
{
	if (s->plain)
		return say_frame(s);
	if (s->cursor_visible && !s->cursor_wanted)
		curs_set(0);
	isolate_end(s);
	move(s->cursor_y, s->cursor_x);
	wnoutrefresh(stdscr);
	doupdate();
	if (!s->cursor_visible && s->cursor_wanted)
		curs_set(1);
	s->cursor_visible = s->cursor_wanted;
	return send_frame(s);
}

void term_invalidate(struct screen *s)
{
	if (s->plain)
		s->plain->all = true;
	paint_anew(s);
}

uint64_t term_sent(const struct screen *s)
{
	return s->sent;
}

/* --- Beside frames --- */

bool term_copy(struct screen *s, struct span text)
{
	struct str out = {0};

	if (text.n > TERM_COPY_MOST || s->plain)
		return false;
	clipboard_copy(&out, text, s->tmux ? CLIPBOARD_TMUX : CLIPBOARD_DIRECT);
	bool there = write_all(s, out.p, out.len);
	str_free(&out);
	return there;
}

void term_bell(struct screen *s)
{
	write_all(s, "\a", 1);
}
