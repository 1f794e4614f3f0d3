/* tenet version. */
#include "commands.h"

#include "base/json.h"
#include "cli/print.h"

static int run(const struct call *c)
{
	if (!call_option(c, "--json")) {
		print_line(PRINT_PLAIN, "tenet %s", TENET_VERSION);
		return EXIT_DONE;
	}
	json_t *o = json_object();
	json_put(o, "version", json_from_text(span_of(TENET_VERSION)));
	return print_json(o) < 0 ? EXIT_FAILED : EXIT_DONE;
}

static const struct option_spec options[] = {OPTION_JSON, OPTION_END};

const struct command command_version = {
	.name = "version",
	.operands = "",
	.help = "Say which version this is",
	.options = options,
	.run = run,
};
