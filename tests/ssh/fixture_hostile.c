/* Variables that steer libraries, and what they would lead to. */
#include "ssh/fixture_hostile.h"

#include "ssh/fixture.h"

#define MOST 48

/* $at is the folder. */
static const char make[] =
	"set -e; cd \"$at\"; [ ! -e hostile ] || exit 0; mkdir hostile hostile/home;"
	/* What is cleared away at once might never be seen. */
	"infocmp -x xterm-256color | sed 's/smcup=[^,]*/smcup=HOSTILE/;"
	" s/clear=[^,]*/clear=\\\\E[H\\\\E[2JHOSTILE/' >hostile/entry;"
	"tic -x -o hostile/terminfo hostile/entry; cp -r hostile/terminfo hostile/home/.terminfo;"
	"printf '#!/bin/sh\\ntouch %s/marker\\n' \"$at\" >hostile/program; chmod 755 "
	"hostile/program;"
	"printf 'touch %s/marker\\n' \"$at\" >hostile/sourced;"
	"printf '#include <fcntl.h>\\n__attribute__((constructor)) static void leave(void) {"
	" open(\"%s/marker\", O_CREAT | O_WRONLY, 0600); }\\n' \"$at\" >hostile/library.c;"
	"cc -shared -fPIC -o hostile/library.so hostile/library.c 2>&1";

void ssh_make_hostile(void)
{
	ssh_shell(arena_printf(&ssh_walk()->arena, "at=%s; %s", ssh_walk()->folder, make));
}

/* @ stands for the folder. */
static const char *const steering[] = {"TERMINFO=@/terminfo", "TERMINFO_DIRS=@/terminfo",
	"TERMCAP=xterm-256color:ti=HOSTILE:", "HOME=@/home", "EDITOR=@/program", "VISUAL=@/program",
	"PAGER=@/program", "SHELL=@/program", "PATH=@", "XDG_CONFIG_HOME=@/home",
	"XDG_DATA_HOME=@/home", "XDG_STATE_HOME=@/home", "LOCPATH=@", "LANGUAGE=@", "NLSPATH=@/%N",
	"GCONV_PATH=@", "TMPDIR=@/home", "SQLITE_TMPDIR=@/home", "ESCDELAY=60000",
	"NCURSES_NO_UTF8_ACS=1", "NCURSES_TRACE=9", "MALLOC_TRACE=@/../marker", "MALLOC_PERTURB_=7",
	"GLIBC_TUNABLES=glibc.malloc.perturb=7", "PGHOST=HOSTILE", "PGSERVICEFILE=@/sourced",
	"PGPASSFILE=@/sourced", "GVBINDIR=@", "TENET_DATABASE=/etc/passwd",
	"DATABASE_URL=sqlite:////etc/passwd", "TENET_TEST_FD=1", "TENET_LOGIN_NOTE=HOSTILE",
	"TENET_LAYOUT=own", "TMUX=HOSTILE", "LC_ALL=../../../@/home", "TZ=:@/sourced", NULL};

static const char *const early[] = {"LD_PRELOAD=@/library.so", "LD_AUDIT=@/library.so",
	"BASH_ENV=@/sourced", "ENV=@/sourced", "BASH_FUNC_exec%%=() { @/program; }", NULL};

static const char *const *in_folder(const char *const *words)
{
	struct arena *a = &ssh_walk()->arena;
	const char **out = arena_calloc(a, MOST, sizeof(*out));
	const char *folder = ssh_path("hostile");

	for (size_t i = 0; words[i]; i++) {
		const char *at = strchr(words[i], '@');
		out[i] = at ? arena_printf(
				      a, "%.*s%s%s", (int)(at - words[i]), words[i], folder, at + 1)
			    : words[i];
	}
	return out;
}

const char *const *ssh_hostile(void)
{
	return in_folder(steering);
}

const char *const *ssh_hostile_early(void)
{
	return in_folder(early);
}
