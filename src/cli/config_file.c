/* tenet config-path, tenet config-check: the console's own settings. */
#include "commands.h"

#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/json_text.h"
#include "base/small_file.h"
#include "cli/print.h"
#include "tui/settings.h"

/* The file that a console of this user reads. */
static const char *find_file(struct arena *a, struct err *e)
{
	const char *path = settings_path(false, a);

	if (!path)
		err_set(e, ERR_OTHER, "neither XDG_CONFIG_HOME nor HOME names a folder");
	return path;
}

static int path_run(const struct call *c)
{
	struct arena a = {0};
	struct err e = {0};
	const char *path = find_file(&a, &e);
	int status = path ? EXIT_DONE : command_fail(&e);

	if (path && call_option(c, "--json")) {
		json_t *o = json_object();
		json_put(o, "path", json_from_text(span_of(path)));
		json_put(o, "exists", json_boolean(access(path, F_OK) == 0));
		status = print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
	} else if (path) {
		print_line(PRINT_PLAIN, "%s", path);
	}
	arena_free(&a);
	return status;
}

static int read_file(const char *path, struct str *text, const char **name, struct err *e)
{
	bool standard = strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0;

	*name = standard ? "standard input" : path;
	return standard ? small_file_read_open(STDIN_FILENO, *name, text, e)
			: small_file_read(path, text, e);
}

/* It is the file that is wrong, not the call. */
static int say_faults(const char *name, struct json_fault *f)
{
	if (!f) {
		print_line(PRINT_GOOD, "%s: good", name);
		return EXIT_DONE;
	}
	for (; f; f = f->next) {
		err_prefix(&f->why, "%s", name);
		command_fail(&f->why);
	}
	return EXIT_FAILED;
}

/* Behind its place, which has fields of its own. */
static const char *what(const struct json_fault *f)
{
	return strstr(f->why.text, ": ") + strlen(": ");
}

/* `text` is SPAN_NULL where there is no file. */
static int print_faults(const char *name, struct span text, const struct json_fault *f)
{
	json_t *o = json_object(), *list = json_array();
	int status = f ? EXIT_FAILED : EXIT_DONE;

	for (; f; f = f->next) {
		struct json_place at = json_place_at(text, f->at);
		json_t *fault = json_object();
		json_put(fault, "line", json_integer((json_int_t)at.line));
		json_put(fault, "column", json_integer((json_int_t)at.column));
		json_put(fault, "what", json_from_text(span_of(what(f))));
		json_put(fault, "hint",
			json_from_text(span_of(f->why.hint[0] ? f->why.hint : NULL)));
		if (json_array_append_new(list, fault) < 0)
			die_of_memory(0);
	}
	json_put(o, "file", json_from_text(span_of(name)));
	json_put(o, "exists", json_boolean(text.p));
	json_put(o, "faults", list);
	return print_json(o) < 0 ? EXIT_FAILED : status;
}

static int check_file(const struct call *c, const char *path, struct arena *a)
{
	struct str text = {0};
	struct err e = {0};
	const char *name;
	int status;

	if (read_file(path, &text, &name, &e) < 0)
		status = command_fail(&e);
	else if (call_option(c, "--json"))
		status = print_faults(
			name, str_span(&text), settings_faults(str_span(&text), path, a));
	else
		status = say_faults(name, settings_faults(str_span(&text), path, a));
	str_free(&text);
	return status;
}

static int check_run(const struct call *c)
{
	struct arena a = {0};
	struct err e = {0};
	const char *path = c->n > 0 ? c->words[0] : find_file(&a, &e);
	int status = EXIT_DONE;

	if (!path)
		status = command_fail(&e);
	else if (c->n > 0 || access(path, F_OK) == 0)
		status = check_file(c, path, &a);
	else if (call_option(c, "--json"))
		status = print_faults(path, SPAN_NULL, NULL);
	else
		print_line(PRINT_DIM, "%s: not there, so the usual settings hold", path);
	arena_free(&a);
	return status;
}

static const struct option_spec path_options[] = {OPTION_JSON, OPTION_END};
static const struct option_spec check_options[] = {OPTION_JSON, OPTION_END};

const struct command command_config_path = {
	.name = "config-path",
	.operands = "",
	.manual = "5 tenet",
	.help = "Say which file holds the console's own settings",
	.options = path_options,
	.run = path_run,
};

const struct command command_config_check = {
	.name = "config-check",
	.operands = "[FILE]",
	.min = 0,
	.max = 1,
	.manual = "5 tenet",
	.help = "Check the console's own settings, or FILE (\"-\" is standard input), and say where"
		" they are wrong",
	.exits = "1 when they are wrong",
	.options = check_options,
	.run = check_run,
};
