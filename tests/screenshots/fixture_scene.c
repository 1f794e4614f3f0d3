/* What all pictures have in common. */
#include "screenshots/fixture_scene.h"

#include <stdlib.h>

struct console *scene_start(const struct svg_scheme *s, const char *database, int rows, int columns)
{
	const char *const args[] = {"--theme", s->name, "--database", database, NULL};
	/* The colours as the theme has them, not the nearest of 256. */
	const char *const env[] = {"TERM=xterm-direct2",
		"TENET_LOGIN_NOTE=user demo, pass phrase: a calm cup of tea", NULL};
	struct console_options options = {
		.rows = rows, .columns = columns, .args = args, .env = env};
	struct console *c = console_start(&options);

	console_idle(c);
	return c;
}

FILE *scene_open(const struct svg_scheme *s, const char *folder, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s-%s.svg", folder, name, s->name) < 0)
		abort();
	FILE *out = fopen(path, "w");
	if (!out) {
		perror(path);
		exit(1);
	}
	free(path);
	return out;
}

void scene_close(FILE *out, const char *name)
{
	if (fclose(out) != 0) {
		perror(name);
		exit(1);
	}
	printf("wrote %s\n", name);
}
