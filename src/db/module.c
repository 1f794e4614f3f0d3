/* Finds and loads the PostgreSQL driver. */
#include "module.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* Nothing but the place of the running program says where a module is: it runs with all rights of
 * the user. */
static int program_folder(char out[PATH_MAX], struct err *e)
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);

	if (n <= 0)
		return err_set(e, ERR_OTHER, "cannot tell where the program is: /proc is needed");
	out[n] = '\0';
	*strrchr(out, '/') = '\0';
	return 0;
}

static const char *find(struct arena *a, const struct db_address *where, struct err *e)
{
	static const char *const places[] = {"%s/" MODULE_FILE, "%s/../lib/tenet/" MODULE_FILE};
	char folder[PATH_MAX];

	if (program_folder(folder, e) != 0)
		return NULL;
	const char *beside = arena_printf(a, places[0], folder);
	if (access(beside, F_OK) == 0)
		return beside;
	const char *installed = arena_printf(a, places[1], folder);
	if (access(installed, F_OK) == 0)
		return installed;
	err_set(e, ERR_MISSING,
		"cannot open %s: the PostgreSQL driver is not installed: there is no %s and no %s",
		where->name, beside, installed);
	err_hint(e, "install the package tenet-postgres, or run make install where libpq5 is");
	return NULL;
}

static const struct engine *load(const char *path, struct err *e)
{
	void *file = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!file) {
		err_set(e, ERR_OTHER, "cannot load the PostgreSQL driver: %s", dlerror());
		err_hint(e, "it needs the package libpq5, and a program of its own version");
		return NULL;
	}
	const struct module *m = dlsym(file, "tenet_module");
	if (m && strcmp(m->version, TENET_VERSION) == 0 &&
		m->engine_size == sizeof(struct engine) && m->db_size == sizeof(struct db))
		return m->engine;
	err_set(e, ERR_OTHER, "%s belongs to another tenet (%s) than this one (%s)", path,
		m ? m->version : "no version", TENET_VERSION);
	err_hint(e, "install program and driver from one build");
	dlclose(file);
	return NULL;
}

const struct engine *module_engine(const struct db_address *where, struct err *e)
{
	struct arena a = {0};
	const char *path = find(&a, where, e);
	const struct engine *engine = path ? load(path, e) : NULL;

	arena_free(&a);
	return engine;
}
