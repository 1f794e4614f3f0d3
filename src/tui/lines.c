/* Lines of box characters, cell by cell. */
#include "tui/lines.h"

/* By the set of ways: none, up, down, up and down, left, … */
static const char *const light[16] = {
	" ", "╵", "╷", "│", "╴", "┘", "┐", "┤", "╶", "└", "┌", "├", "─", "┴", "┬", "┼"};
static const char *const strong[16] = {
	" ", "╹", "╻", "┃", "╸", "┛", "┓", "┫", "╺", "┗", "┏", "┣", "━", "┻", "┳", "╋"};
static const char *const twofold[16] = {
	" ", "║", "║", "║", "═", "╝", "╗", "╣", "═", "╚", "╔", "╠", "═", "╩", "╦", "╬"};
static const struct {
	const char *across, *upright, *plain_across, *plain_upright;
} kinds[LINE_KINDS] = {
	[LINE_PLAIN] = {"─", "│", "-", "|"},
	[LINE_DOUBLE] = {"═", "║", "=", "H"},
	[LINE_DASHED] = {"╌", "╎", "~", "!"},
	[LINE_DOTTED] = {"┈", "┊", ".", ":"},
};

/* Dashes and dots have no heavy form, so that their corners are light as well. */
static const char *bend(unsigned ways, enum line_kind kind, bool heavy, bool ascii)
{
	if (ascii)
		return !ways ? " " : heavy ? "#" : "+";
	if (kind == LINE_DOUBLE)
		return twofold[ways];
	return heavy && kind == LINE_PLAIN ? strong[ways] : light[ways];
}

void line_draw(struct screen *s, struct rect r, int y, int x, enum style style, unsigned ways,
	enum line_kind kind, bool heavy)
{
	bool ascii = screen_ascii(s), across = !(ways & (WAY_UP | WAY_DOWN));
	bool upright = !(ways & (WAY_LEFT | WAY_RIGHT));
	const char *text;

	if (screen_plain(s))
		return;
	if (!ways || (!across && !upright))
		text = bend(ways, kind, heavy, ascii);
	else if (ascii && heavy && kind == LINE_PLAIN)
		text = "#";
	else if (ascii)
		text = across ? kinds[kind].plain_across : kinds[kind].plain_upright;
	else if (heavy && kind == LINE_PLAIN)
		text = across ? "━" : "┃";
	else
		text = across ? kinds[kind].across : kinds[kind].upright;
	draw_str(s, r, y, x, style, text);
}

void line_head(struct screen *s, struct rect r, int y, int x, enum style style, enum line_way way)
{
	static const char *const heads[][2] = {
		[WAY_UP] = {"▴", "^"},
		[WAY_DOWN] = {"▾", "v"},
		[WAY_LEFT] = {"◂", "<"},
		[WAY_RIGHT] = {"▸", ">"},
	};

	if (!screen_plain(s))
		draw_str(s, r, y, x, style, heads[way][screen_ascii(s)]);
}
