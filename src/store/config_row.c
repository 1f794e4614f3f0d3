/* Settings as they are stored and logged; what is secret goes no further than here. */
#include "config_row.h"

#include <stdlib.h>

#include "base/json.h"
#include "model/config_key.h"
#include "row.h"

void config_read_value(struct span stored, struct arena *a, struct setting *out)
{
	struct str open = {0};

	out->value = SPAN_NULL;
	if (config_key_is_secret(out->key)) {
		out->state = SETTING_SECRET;
	} else if (json_check(stored, NULL, NULL) < 0) {
		out->state = config_text_names_secret(stored) ? SETTING_SECRET : SETTING_BROKEN;
		if (out->state == SETTING_BROKEN)
			out->value = arena_span(a, stored);
	} else if (json_lay_out(&open, stored, JSON_STORED, config_hides) > 0) {
		out->state = SETTING_PARTLY_SECRET;
		out->value = arena_span(a, str_span(&open));
	} else {
		out->state = SETTING_OPEN;
		out->value = arena_span(a, stored);
	}
	str_free(&open);
}

struct span config_open_text(struct span stored, struct arena *a, bool *hides)
{
	struct setting s = {.key = SPAN_LIT("text")};

	config_read_value(stored, a, &s);
	if (hides)
		*hides = s.state == SETTING_SECRET || s.state == SETTING_PARTLY_SECRET;
	return s.state == SETTING_SECRET ? SPAN_LIT("(hidden)") : s.value;
}

void config_read_row(struct stmt *st, struct arena *a, struct setting *out)
{
	out->key = row_text(st, 0, a);
	config_read_value(col_text(st, 1), a, out);
	out->created_at = row_text(st, 2, a);
	out->updated_at = row_text(st, 3, a);
}

void setting_show(const struct setting *s, enum json_layout layout, struct str *out)
{
	switch (s->state) {
	case SETTING_UNSET: str_add(out, "(not set)"); break;
	case SETTING_SECRET: str_add(out, "(hidden)"); break;
	case SETTING_BROKEN: str_adds(out, s->value); break;
	case SETTING_OPEN:
	case SETTING_PARTLY_SECRET: json_lay_out(out, s->value, layout, NULL); break;
	}
}

bool setting_is_unreadable(const struct setting *s)
{
	return s->state == SETTING_SECRET && !config_key_is_secret(s->key);
}

int setting_check_open(const struct setting *s, struct err *e)
{
	if (setting_is_unreadable(s))
		err_set(e, ERR_DENIED,
			"what is stored of %.*s is no JSON, and names what looks like a secret: it"
			" is neither shown nor changed here",
			(int)s->key.n, s->key.p);
	else if (s->state == SETTING_SECRET || config_key_is_secret(s->key))
		err_set(e, ERR_DENIED,
			"%.*s looks like a secret: secrets are neither shown nor set here",
			(int)s->key.n, s->key.p);
	else if (s->state == SETTING_PARTLY_SECRET)
		err_set(e, ERR_DENIED,
			"%.*s holds what looks like a secret: secrets are neither shown nor set"
			" here",
			(int)s->key.n, s->key.p);
	else
		return 0;
	return err_hint(e, "change it where the agent gets its secrets from");
}

struct span config_subject(const struct persona *p, struct span key, struct arena *a)
{
	struct str text = {0};

	str_adds(&text, p->username);
	str_addc(&text, ' ');
	str_adds(&text, key);
	struct span out = arena_span(a, str_span(&text));
	str_free(&text);
	return out;
}

void config_detail_add(struct str *out, const char *name, const struct setting *s)
{
	const char *comma = out->len > 1 ? ", " : "";

	if (s->state == SETTING_OPEN) {
		str_addf(out, "%s\"%s\": ", comma, name);
		json_lay_out(out, s->value, JSON_STORED, NULL);
	} else if (s->state == SETTING_BROKEN) {
		json_t *text = json_from_text(s->value.p ? s->value : SPAN_LIT(""));
		char *quoted = json_dumps(text, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
		json_decref(text);
		if (!quoted)
			die_of_memory(0);
		str_addf(out, "%s\"%s_text\": %s", comma, name, quoted);
		free(quoted);
	}
}

void config_detail_read(struct span detail, const char *name, struct arena *a, struct setting *out)
{
	struct span json = json_text_member(detail, name);
	struct span text = json_text_member(detail, arena_printf(a, "%s_text", name));

	out->state = SETTING_UNSET;
	out->value = SPAN_NULL;
	if (json.p) {
		config_read_value(json, a, out);
	} else if (text.p) {
		json_t *value = json_read(text, NULL);
		config_read_value(
			(struct span){json_string_value(value), json_string_length(value)}, a, out);
		json_decref(value);
	}
}
