/* Any bytes as an interaction's metadata, and as a persona's config and names: never a failure, and
 * what is refused says why. */
#include <stdint.h>
#include <stdlib.h>

#include "model/interaction.h"
#include "model/persona.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int rc, const struct err *e)
{
	if ((rc < 0) != (e->code == ERR_USAGE) || (rc < 0 && !e->text[0]))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct arena a = {0};
	struct interaction_meta m;
	struct err e[3] = {0};

	interaction_meta_read(text, &a, &m);
	if ((m.state == META_INVALID) != (m.problem != NULL))
		abort();
	check(persona_check_username(text, &e[0]), &e[0]);
	check(persona_check_display_name(text, &e[1]), &e[1]);
	check(persona_check_config(text, &e[2]), &e[2]);
	arena_free(&a);
	return 0;
}
