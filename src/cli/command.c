/* The table of commands, and how one of them is run. */
#include "cli/command.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/print.h"
#include "commands.h"
#include "help.h"
#include "parse.h"
#include "stopping.h"
#include "tui/themes.h"

const struct command *const commands[] = {
	&command_posts_list,
	&command_posts_show,
	&command_posts_approve,
	&command_posts_reject,
	&command_posts_undo,
	&command_views_list,
	&command_views_save,
	&command_views_rename,
	&command_views_delete,
	&command_beliefs_list,
	&command_beliefs_show,
	&command_beliefs_graph,
	&command_beliefs_findings,
	&command_beliefs_nudge,
	&command_beliefs_set,
	&command_beliefs_lock,
	&command_beliefs_unlock,
	&command_beliefs_add,
	&command_beliefs_edit,
	&command_beliefs_delete,
	&command_beliefs_link,
	&command_beliefs_edge,
	&command_beliefs_unlink,
	&command_beliefs_evidence,
	&command_beliefs_undo,
	&command_stances_list,
	&command_stances_diff,
	&command_memory_list,
	&command_memory_search,
	&command_memory_show,
	&command_memory_similar,
	&command_config_list,
	&command_config_get,
	&command_config_set,
	&command_config_unset,
	&command_config_history,
	&command_config_restore,
	&command_personas_list,
	&command_personas_show,
	&command_personas_add,
	&command_personas_set,
	&command_accounts_list,
	&command_accounts_add,
	&command_accounts_passwd,
	&command_accounts_role,
	&command_accounts_disable,
	&command_accounts_enable,
	&command_accounts_reset,
	&command_accounts_remove_factor,
	&command_accounts_rename,
	&command_accounts_sessions,
	&command_accounts_end,
	&command_accounts_roles,
	&command_log,
	&command_stats,
	&command_db_upgrade,
	&command_db_downgrade,
	&command_db_current,
	&command_db_history,
	&command_db_show,
	&command_db_revision,
	&command_db_check,
	&command_db_lint,
	&command_db_stamp,
	&command_db_ensure_version,
	&command_db_repair,
	&command_db_adopt,
	&command_db_backup,
	&command_db_doctor,
	&command_db_grants,
	&command_db_copy,
	&command_seed_admin,
	&command_seed_config,
	&command_seed_demo,
	&command_export,
	&command_import,
	&command_themes,
	&command_completion,
	&command_help,
	&command_config_path,
	&command_config_check,
	&command_version,
	NULL,
};

const struct option_spec global_options[] = {
	{"--database", "URL|FILE",
		"where the data is (default: $TENET_DATABASE, $DATABASE_URL, "
		"then $XDG_DATA_HOME/tenet/tenet.db)",
		NULL},
	{"--migrations", "DIR", "read migrations from DIR instead of those built in", NULL},
	{"--theme", "NAME", "the console's colours: default, dark, …, your own, or a file", NULL},
	{"--read-only", NULL, "never write, whatever the account may do", NULL},
	{"--restricted", NULL, "the console and nothing else: no command, file or other program",
		NULL},
	{"--ascii", NULL, "send the terminal nothing but ASCII", NULL},
	{"--plain", NULL, "say each change as a line, for a screen reader", NULL},
	{"--mouse", NULL, "the mouse selects and scrolls in the console", NULL},
	{"--allow-editor", NULL, "E edits a draft in $VISUAL or $EDITOR", NULL},
	{"--help", NULL, "say what there is", NULL},
	{"--version", NULL, "say which version this is", NULL},
	OPTION_END,
};

enum glyph_set command_glyphs(const struct call *c)
{
	bool utf8 = !c->globals->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	return utf8 ? GLYPHS_UTF8 : GLYPHS_ASCII;
}

int command_fail(const struct err *e)
{
	static const char busy[] = "a program that writes to it holds it, such as the agent or"
				   " another tenet; what failed changed nothing: try again";

	print_note("tenet: %s", e->text);
	if (*e->hint)
		print_note("hint: %s", e->hint);
	else if (e->code == ERR_BUSY)
		print_note("hint: %s", busy);
	switch (e->code) {
	case ERR_USAGE: return EXIT_WRONG_USAGE;
	case ERR_DENIED:
	case ERR_CODE: return EXIT_NOT_ALLOWED;
	case ERR_CONFLICT: return EXIT_TOO_LATE;
	default: return EXIT_FAILED;
	}
}

/* A reader that closed the pipe has seen what it wanted. */
static bool reader_left(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static int write_out(int status)
{
	struct err e = {0};

	errno = 0;
	if (print_end() == 0)
		return status;
	if (errno == EPIPE || reader_left())
		return status == EXIT_DONE ? EXIT_FAILED : status;
	err_set(&e, ERR_FULL, "cannot write to standard output%s%s", errno ? ": " : "",
		errno ? strerror(errno) : "");
	command_fail(&e);
	return status == EXIT_DONE ? EXIT_FAILED : status;
}

/* A command has none of its colours; a word that is wrong is wrong all the same. */
static int check_theme(const char *name, struct arena *a, struct err *e)
{
	struct theme theme;

	if (!name || themes_open(name, THEMES_ALL, a, &theme, e) == 0)
		return 0;
	return err_prefix(e, "--theme");
}

/* After all is said. */
static int finish(int status)
{
	status = write_out(status);
	stopping_end_program();
	return status;
}

static int run(const struct command *cmd, int argc, char **argv, const struct globals *g)
{
	struct arena a = {0};
	struct err e = {0};
	struct call call;
	struct str help = {0};
	int status;

	int parsed = check_theme(g->theme, &a, &e);
	if (parsed == 0)
		parsed = call_parse(cmd, argc, argv, g, &a, &call, &e);
	switch (parsed) {
	case 0: status = cmd->run(&call); break;
	case 1:
		help_command(&help, cmd);
		print_body(str_span(&help));
		status = EXIT_DONE;
		break;
	default: status = command_fail(&e);
	}
	str_free(&help);
	arena_free(&a);
	return status;
}

static bool asks_for_help(int argc, char **argv)
{
	return argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
}

/* `tenet posts` alone: not wrong enough for an error, but nothing was done. */
static int list_group(const char *group)
{
	struct str text = {0};
	help_group(&text, group);
	fputs(str_cstr(&text), stderr);
	str_free(&text);
	return EXIT_WRONG_USAGE;
}

int command_main(int argc, char **argv, const struct globals *g)
{
	const struct command *cmd;
	struct err e = {0};
	int used;

	signal(SIGPIPE, SIG_IGN);
	if (argc > 0 && command_is_group(argv[0]) && argc == 1)
		return list_group(argv[0]);
	if (argc == 0)
		return finish(run(&command_help, 0, argv, g));
	if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
		return finish(run(&command_help, argc - 1, argv + 1, g));
	if (command_is_group(argv[0]) && asks_for_help(argc, argv))
		return finish(run(&command_help, 1, argv, g));
	cmd = command_find(argc, argv, &used, &e);
	if (!cmd)
		return command_fail(&e);
	return finish(run(cmd, argc - used, argv + used, g));
}
