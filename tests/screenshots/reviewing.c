/* reviewing dark|light DATABASE FOLDER: a minute at the queue as one SVG that moves. */
#include "screenshots/fixture_film.h"
#include "screenshots/fixture_scene.h"

static const struct {
	const char *keys, *title;
	int ms;
} steps[] = {
	{LOG_IN, "the queue", 3500},
	{"J", "J: read on", 2500},
	{"a", "a: approve what was read", 3000},
	{"x", "x: reject, and say why", 2500},
	{"2", "2: a saved reason", 3000},
	{"J", "J: read on", 2500},
	{"a", "a: approve", 2500},
	{"u", "u: take it back", 3000},
	{"D", "D: what became of it", 4000},
};

int main(int argc, char **argv)
{
	const struct svg_scheme *s = argc == 4 ? svg_scheme(argv[1]) : NULL;

	if (!s) {
		fprintf(stderr, "usage: reviewing dark|light DATABASE FOLDER\n");
		return 2;
	}
	struct console *c = scene_start(s, argv[2], 30, 104);
	struct film *film = film_new(s);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		console_keys(c, steps[i].keys);
		film_add(film, c, steps[i].title, steps[i].ms);
	}
	FILE *out = scene_open(s, argv[3], "reviewing");
	film_write(out, film, c);
	scene_close(out, "reviewing");
	film_free(&film);
	console_free(&c);
	return 0;
}
