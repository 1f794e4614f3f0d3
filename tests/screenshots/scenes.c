/* scenes dark|light DATABASE FOLDER: drives the console to the places worth a picture and writes
 * each as SVG. */
#include "screenshots/fixture_scene.h"
#include "unit/db_scratch.h"

#define STEPS_MAX 12

/* Each step is typed when the one before is answered. */
struct scene {
	const char *name;
	int rows, columns;
	const char *steps[STEPS_MAX];
};

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
	{"diff", 32, 120, {LOG_IN, "2", "jj", "t", "jj", "c"}},
	{"history", 32, 120, {LOG_IN, "2", "jjj", "t", "h"}},
	{"memory", 32, 120, {LOG_IN, "4", "j", "s"}},
	{"config", 32, 120, {LOG_IN, "5", "jjj"}},
	{"decided", 32, 120, {LOG_IN, "a", "x1", "a"}},
};

/* The machine's own name would stand in the picture. */
static void place_everybody(const char *database)
{
	struct scratch s = {.dir = "."};
	struct db *db = scratch_open(&s, database, DB_READ_WRITE);

	scratch_exec(db, "UPDATE console_sessions SET host = 'desk'");
	db_close(&db);
	arena_free(&s.a);
}

static void write_scene(const struct scene *scene, const struct svg_scheme *s, const char *database,
	const char *folder)
{
	struct console *c = scene_start(s, database, scene->rows, scene->columns);
	console_keys(c, scene->steps[0]);
	place_everybody(database);
	for (int i = 1; i < STEPS_MAX && scene->steps[i]; i++)
		console_keys(c, scene->steps[i]);

	FILE *out = scene_open(s, folder, scene->name);
	svg_write(out, s, c, "tenet");
	scene_close(out, scene->name);
	console_free(&c);
}

int main(int argc, char **argv)
{
	const struct svg_scheme *s = argc == 4 ? svg_scheme(argv[1]) : NULL;

	if (!s) {
		fprintf(stderr, "usage: scenes dark|light DATABASE FOLDER\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		write_scene(&scenes[i], s, argv[2], argv[3]);
	return 0;
}
