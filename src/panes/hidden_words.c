/* What hides in a text, in words for people who never heard of it. */
#include "hidden_parts.h"

static const struct {
	const char *name, *why;
} words[] = {
	[HIDDEN_CONTROL] = {"control character",
		"It is a command and not a letter: it can move the cursor, recolour or erase what "
		"a terminal shows, and some programs end a text at it."},
	[HIDDEN_BIDI] = {"bidirectional control",
		"It reverses the order in which the text is shown, so that a word, a number or an "
		"address reads as another one than is stored."},
	[HIDDEN_INVISIBLE] = {"invisible character",
		"It takes no visible room: it can split a word so that filters and searches miss "
		"it, or carry a message that no reader sees."},
	[HIDDEN_TAG] = {"hidden tag character",
		"It stands for a letter and is never drawn: whole sentences hide in such "
		"characters, "
		"and language models read them."},
	[HIDDEN_INVALID] = {"invalid byte",
		"It is no UTF-8: each program shows it, and what stands around it, in another way, "
		"or refuses the text."},
	[HIDDEN_MIXED] = {"word with look-alike letters",
		"It mixes letters of several scripts that look the same, so that it passes for a "
		"name or an address that it is not."},
	[HIDDEN_COMBINING] = {"pile of combining marks",
		"More marks stand on one letter than any language needs: they spill over what "
		"stands around it, and can cover it."},
	[HIDDEN_LINK] = {"link that says another host",
		"Its text names one host and its target is on another: whoever follows it ends up "
		"where the text does not say."},
	[HIDDEN_LINK_USER] = {"link with a host for a user name",
		"What stands before the @ is a user name and no host: the link leads to what "
		"stands behind it."},
	[HIDDEN_LINK_LOOKALIKE] = {"host name of look-alike letters",
		"Its letters imitate Latin ones, or a slash: it is another host than the one that "
		"it looks like."},
};

enum hidden_kind hidden_kind_of(enum text_class one)
{
	switch (one) {
	case TEXT_BIDI: return HIDDEN_BIDI;
	case TEXT_INVISIBLE: return HIDDEN_INVISIBLE;
	case TEXT_TAG: return HIDDEN_TAG;
	case TEXT_INVALID: return HIDDEN_INVALID;
	case TEXT_MIXED: return HIDDEN_MIXED;
	case TEXT_COMBINING: return HIDDEN_COMBINING;
	default: return HIDDEN_CONTROL;
	}
}

const char *hidden_name(enum hidden_kind kind)
{
	return words[kind].name;
}

const char *hidden_why(enum hidden_kind kind)
{
	return words[kind].why;
}

/* The usual ones; of all others the number must do. */
static const char *character_name(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} names[] = {
		{0x00, "NUL"},
		{0x07, "bell"},
		{0x08, "backspace"},
		{0x0D, "carriage return"},
		{0x1B, "escape: a command to the terminal begins"},
		{0x7F, "delete"},
		{0x9B, "control sequence introducer"},
		{0xAD, "soft hyphen"},
		{0x061C, "Arabic letter mark"},
		{0x200B, "zero width space"},
		{0x200C, "zero width non-joiner"},
		{0x200D, "zero width joiner"},
		{0x200E, "left-to-right mark"},
		{0x200F, "right-to-left mark"},
		{0x2028, "line separator"},
		{0x2029, "paragraph separator"},
		{0x202A, "left-to-right embedding"},
		{0x202B, "right-to-left embedding"},
		{0x202C, "end of an embedding or override"},
		{0x202D, "left-to-right override"},
		{0x202E, "right-to-left override"},
		{0x2060, "word joiner"},
		{0x2066, "left-to-right isolate"},
		{0x2067, "right-to-left isolate"},
		{0x2068, "first strong isolate"},
		{0x2069, "end of an isolate"},
		{0x3164, "Hangul filler"},
		{0xFEFF, "byte order mark"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].cp == cp)
			return names[i].name;
	return NULL;
}

void hidden_show_character(struct textview *v, const struct hidden_finding *f)
{
	const char *name = character_name(f->cp);

	if (f->kind == HIDDEN_INVALID)
		textview_runf(v, STYLE_STRONG, "  %02X", f->cp);
	else if (f->kind == HIDDEN_TAG && f->cp > 0xE0020 && f->cp < 0xE007F)
		textview_runf(
			v, STYLE_STRONG, "  U+%04X, hidden \"%c\"", f->cp, (char)(f->cp - 0xE0000));
	else if (name)
		textview_runf(v, STYLE_STRONG, "  U+%04X %s", f->cp, name);
	else
		textview_runf(v, STYLE_STRONG, "  U+%04X", f->cp);
}
