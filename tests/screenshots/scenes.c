/* scenes DATABASE FOLDER: drives the console to the places worth a picture and writes each as SVG.
 */
#include "screenshots/fixture_svg.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 12

/* Each step is typed when the one before is answered. */
struct scene {
	const char *name;
	int rows, columns;
	const char *steps[STEPS_MAX];
};

#define LOG_IN "demo" K_TAB "a calm cup of tea" K_ENTER

/* The scenes share one database, in this order: what one decides the next ones show. */
static const struct scene scenes[] = {
	{"login", 24, 80, {"demo" K_TAB "a calm"}},
	{"people", 32, 120, {LOG_IN, "6"}}, /* while nobody else is in */
	{"queue", 32, 120, {LOG_IN}},
	{"queue-narrow", 24, 76, {LOG_IN, "j"}},
	{"help", 32, 120, {LOG_IN, "?"}},
	{"hidden", 32, 120, {LOG_IN, "/", "data set" K_ENTER}},
	{"beliefs", 32, 120, {LOG_IN, "2", "jjj"}},
	{"ego", 32, 120, {LOG_IN, "2", "jjj", K_ENTER}},
	{"drawing", 40, 140, {LOG_IN, "2", "*", "m"}},
	{"findings", 32, 120, {LOG_IN, "2", "f"}},
	{"stances", 32, 120, {LOG_IN, "2", "jjj", "t"}},
	{"diff", 32, 120, {LOG_IN, "2", "jjjjjj", "t", "j", "c"}},
	{"history", 32, 120, {LOG_IN, "2", "jjj", "t", "h"}},
	{"memory", 32, 120, {LOG_IN, "4", "j", "s"}},
	{"config", 32, 120, {LOG_IN, "5", "jjj"}},
	{"decided", 32, 120, {LOG_IN, "a", "x1", "a"}},
};

static int write_scene(const struct scene *s, const char *database, const char *folder)
{
	/* The emulator does not know dim text, on which the default theme relies. */
	const char *const args[] = {"--theme", "dark", "--database", database, NULL};
	const char *const env[] = {
		"TENET_LOGIN_NOTE=user demo, pass phrase: a calm cup of tea", NULL};
	struct console_options options = {
		.rows = s->rows, .columns = s->columns, .args = args, .env = env};
	struct console *c = console_start(&options);
	console_idle(c);
	for (int i = 0; i < STEPS_MAX && s->steps[i]; i++)
		console_keys(c, s->steps[i]);

	char *path = NULL;
	int status = -1;
	if (asprintf(&path, "%s/%s.svg", folder, s->name) < 0)
		abort();
	FILE *out = fopen(path, "w");
	if (out) {
		svg_write(out, c, "tenet");
		status = fclose(out);
	}
	printf("%s %s\n", status == 0 ? "wrote" : "could not write", path);
	free(path);
	console_free(&c);
	return status;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: scenes DATABASE FOLDER\n");
		return 2;
	}
	int failed = 0;
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		failed += write_scene(&scenes[i], argv[1], argv[2]) != 0;
	return failed != 0;
}
