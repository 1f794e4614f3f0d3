/* What terminfo and the names of terminals say. */
#include "term_type.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

int term_type_check(const char *type, bool plain, struct err *e)
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

bool term_type_syncs(const char *type)
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

bool term_type_may_be_asked(const char *type)
{
	return strncmp(type, "xterm", 5) == 0 || strncmp(type, "screen", 6) == 0;
}

bool term_type_is_ecma(void)
{
	return exit_attribute_mode && strstr(exit_attribute_mode, "\033[") != NULL;
}

bool term_type_may_be_switched(const char *type)
{
	int found;

	if (!isatty(STDOUT_FILENO) || !*type || setupterm(type, STDOUT_FILENO, &found) == ERR)
		return false;
	bool ecma = term_type_is_ecma();
	del_curterm(cur_term);
	return ecma;
}
