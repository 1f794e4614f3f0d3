/* What may stand in a persona. */
#include "model/persona.h"

#include "base/json.h"
#include "base/json_text.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "model/config_key.h"

#define SHORTEST_USERNAME 3
#define LONGEST_USERNAME 20
#define LONGEST_DISPLAY_NAME 255

int persona_check_username(struct span name, struct err *e)
{
	bool right = name.n >= SHORTEST_USERNAME && name.n <= LONGEST_USERNAME;

	for (size_t i = 0; right && i < name.n; i++) {
		char c = name.p[i];
		right = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '_' || c == '-';
	}
	if (right)
		return 0;
	return err_set(e, ERR_USAGE,
		"a persona's name is one on Reddit: %d to %d letters, digits, _ and -",
		SHORTEST_USERNAME, LONGEST_USERNAME);
}

int persona_check_display_name(struct span name, struct err *e)
{
	struct text_report report;
	size_t characters = 0;
	uint32_t cp;

	text_scan(name, &report);
	if (report.classes & TEXT_ALARM || memchr(name.p ? name.p : "", '\n', name.n))
		return err_set(e, ERR_USAGE,
			"a display name may hold neither hidden or control characters nor bytes "
			"that"
			" are not UTF-8");
	for (size_t at = 0; at < name.n; at += utf8_decode(name, at, &cp))
		characters++;
	if (characters > LONGEST_DISPLAY_NAME)
		return err_set(e, ERR_USAGE, "a display name has at most %d characters",
			LONGEST_DISPLAY_NAME);
	return 0;
}

int persona_check_config(struct span json, struct err *e)
{
	if (json_check(json, NULL, e) < 0)
		return err_prefix(e, "the config is not JSON");
	json_t *value = json_read_strict(json, NULL);
	bool object = json_is_object(value);

	json_decref(value);
	if (!object)
		return err_set(
			e, ERR_USAGE, "the config is JSON, but not an object: line 1, column 1");
	return config_check_open(json, "the config", e);
}

int persona_check_change(const struct persona *was, struct span json, struct err *e)
{
	if (span_eq(was->config, json))
		return 0;
	if (!was->hides)
		return persona_check_config(json, e);
	err_set(e, ERR_DENIED,
		"the config holds what looks like a secret: secrets are neither shown nor set "
		"here");
	return err_hint(e, "change it where the agent gets its secrets from");
}
