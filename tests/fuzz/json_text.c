/* Any bytes as JSON that is about to be stored: what passes can be read by others and says the same
 * in every layout; what is refused is refused at a place within it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/json_text.h"
#include "model/config_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
	if (!promise)
		abort();
}

static void check_layout(struct span json, const json_t *value, enum json_layout layout)
{
	struct str out = {0}, again = {0};

	must(json_lay_out(&out, json, layout, NULL) == 0);
	json_t *same = json_read_strict(str_span(&out), NULL);
	must(same && json_equal(value, same));
	json_decref(same);
	json_lay_out(&again, str_span(&out), layout, NULL);
	must(span_eq(str_span(&out), str_span(&again)));
	str_free(&out);
	str_free(&again);
}

static void check_hidden(struct span json)
{
	struct str out = {0};

	size_t hidden = json_lay_out(&out, json, JSON_STORED, config_hides);
	must(json_check(str_span(&out), NULL, NULL) == 0);
	struct str again = {0};
	/* A member stays hidden by its name; a text that was is another one now. */
	must(json_lay_out(&again, str_span(&out), JSON_STORED, config_hides) <= hidden);
	must(span_eq(str_span(&out), str_span(&again)));
	str_free(&out);
	str_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct json_place where;
	struct err e = {0};

	config_key_is_secret(text);
	json_text_member(text, "before");
	if (json_check(text, &where, &e) < 0) {
		must(e.code == ERR_USAGE && e.text[0] && where.line > 0 && where.column > 0 &&
			where.at <= size);
		return 0;
	}
	json_t *value = json_read_strict(text, NULL);
	must(value != NULL);
	for (enum json_layout l = JSON_STORED; l <= JSON_LINES; l++)
		check_layout(text, value, l);
	json_decref(value);
	check_hidden(text);
	for (size_t i = 0; i < config_keys_n; i++) {
		struct err why = {0};
		must((config_key_check(&config_keys[i], text, &why) < 0) == (why.code != ERR_NONE));
	}
	return 0;
}
