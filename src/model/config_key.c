/* The table of known settings, and the checks that follow from it. */
#include "model/config_key.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "model/filter.h"

#define LONGEST_NAME 255 /* characters, of the column */

#define END \
	{ \
		0 \
	}

static const struct config_key console_members[] = {
	{.name = "four_eyes",
		.type = CONFIG_FILTER,
		.meaning = "the drafts that two people must approve, as a filter"},
	END,
};
static const struct config_key style_members[] = {
	{.type = CONFIG_NUMBER, .least = 0, .most = 1, .step = 0.05},
	END,
};
static const struct config_key safety_members[] = {
	{.name = "require_approval",
		.type = CONFIG_SWITCH,
		.meaning = "whether somebody must approve a draft before it is published"},
	{.name = "content_filter",
		.type = CONFIG_TEXT,
		.meaning = "how strictly the agent looks at what it writes"},
	{.name = "max_comment_length",
		.type = CONFIG_NUMBER,
		.meaning = "the longest comment the agent writes, in characters",
		.least = 1,
		.most = 10000, /* Reddit takes no longer ones */
		.step = 50,
		.whole = true},
	END,
};

const struct config_key config_keys[] = {
	{.name = "auto_posting_enabled",
		.type = CONFIG_SWITCH,
		.meaning = "Whether the agent publishes by itself",
		.fallback = "false"},
	{.name = "console",
		.type = CONFIG_OBJECT,
		.meaning = "What this console reads",
		.members = console_members,
		.closed = true},
	{.name = "persona_style",
		.type = CONFIG_OBJECT,
		.meaning = "How the agent writes: each trait from 0 (not at all) to 1",
		.fallback = "{\"directness\": 0.6, \"formality\": 0.4, \"humor\": 0.35,"
			    " \"technical_depth\": 0.6}",
		.members = style_members},
	{.name = "polling_interval_seconds",
		.type = CONFIG_NUMBER,
		.meaning = "How long the agent waits before it looks at Reddit again, in seconds",
		.fallback = "300",
		.least = 1,
		.most = 86400,
		.step = 30,
		.whole = true},
	{.name = "safety_flags",
		.type = CONFIG_OBJECT,
		.meaning = "What keeps the agent in bounds: require_approval, content_filter,"
			   " max_comment_length",
		.fallback = "{\"require_approval\": true, \"content_filter\": \"strict\","
			    " \"max_comment_length\": 500}",
		.members = safety_members},
	{.name = "target_subreddits",
		.type = CONFIG_SUBREDDITS,
		.meaning = "Where the agent reads and answers",
		.fallback = "[]"},
};
const size_t config_keys_n = sizeof(config_keys) / sizeof(config_keys[0]);

const struct config_key *config_key_find(struct span name)
{
	for (size_t i = 0; i < config_keys_n; i++)
		if (span_is(name, config_keys[i].name))
			return &config_keys[i];
	return NULL;
}

const char *config_key_meant(struct span name)
{
	struct arena a = {0};
	struct nearest near = {.word = arena_memdup(&a, name.p, name.n)};

	for (size_t i = 0; i < config_keys_n; i++)
		nearest_offer(&near, config_keys[i].name);
	arena_free(&a);
	return config_key_find(name) ? NULL : near.best;
}

const char *config_type_name(const struct config_key *k)
{
	switch (k ? k->type : CONFIG_ANY) {
	case CONFIG_SWITCH: return "true or false";
	case CONFIG_NUMBER: return k->whole ? "a whole number" : "a number";
	case CONFIG_TEXT: return "a text";
	case CONFIG_SUBREDDITS: return "a list of subreddits";
	case CONFIG_FILTER: return "a filter of drafts";
	case CONFIG_OBJECT: return "an object";
	case CONFIG_ANY: break;
	}
	return "any JSON";
}

void config_key_describe(struct str *out, const struct config_key *k)
{
	char least[NUMBER_TEXT], most[NUMBER_TEXT];

	str_add(out, config_type_name(k));
	if (!k || k->type != CONFIG_NUMBER)
		return;
	number_format(k->least, least);
	number_format(k->most, most);
	str_addf(out, " from %s to %s", least, most);
}

/* --- What may stand in one. --- */

static int refuse(const char *path, const struct config_key *k, struct err *e)
{
	struct str what = {0};

	config_key_describe(&what, k);
	err_set(e, ERR_USAGE, "%s is not %s", path, str_cstr(&what));
	str_free(&what);
	return -1;
}

static int check_number(const char *path, const struct config_key *k, json_t *value, struct err *e)
{
	double n = json_number_value(value);

	if (!json_is_number(value) || n < k->least || n > k->most ||
		(k->whole && !json_is_integer(value)))
		return refuse(path, k, e);
	return 0;
}

static bool is_subreddit(json_t *value)
{
	const char *name = json_string_value(value);
	size_t n = json_string_length(value);

	if (!name || n < 2 || n > 21 || name[0] == '_')
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '_')
			return false;
	}
	return true;
}

/* Reddit's names are the same in either case. `seen` holds the numbers of those before it. */
static int check_once(
	const char *path, const char *name, size_t number, json_t *seen, struct err *e)
{
	char small[22]; /* of a subreddit */
	size_t n = 0;

	for (; name[n]; n++)
		small[n] = (char)(name[n] >= 'A' && name[n] <= 'Z' ? name[n] | 32 : name[n]);
	small[n] = '\0';
	json_t *before = json_object_get(seen, small);
	if (before)
		return err_set(e, ERR_USAGE, "%s: number %zu, %s, is number %lld again", path,
			number, name, (long long)json_integer_value(before));
	json_object_set_new(seen, small, json_integer((json_int_t)number));
	return 0;
}

static int check_subreddits(
	const char *path, const struct config_key *k, json_t *value, struct err *e)
{
	json_t *seen, *one;
	size_t i;
	int rc = 0;

	if (!json_is_array(value))
		return refuse(path, k, e);
	seen = json_object();
	json_array_foreach(value, i, one)
	{
		if (!is_subreddit(one))
			rc = err_set(e, ERR_USAGE,
				"%s: number %zu is no subreddit: 2 to 21 letters, digits and _,"
				" without r/",
				path, i + 1);
		else
			rc = check_once(path, json_string_value(one), i + 1, seen, e);
		if (rc < 0)
			break;
	}
	json_decref(seen);
	return rc;
}

static int check_filter(const char *path, const struct config_key *k, json_t *value, struct err *e)
{
	struct arena a = {0};
	struct filter f;
	struct err why = {0};

	if (json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return refuse(path, k, e);
	struct span text = {json_string_value(value), json_string_length(value)};
	int rc = text.n == 0 ? 0 : filter_parse(FILTER_DRAFTS, text, &a, &f, &why);
	arena_free(&a);
	return rc == 0 ? 0 : err_set(e, ERR_USAGE, "%s: %s", path, why.text);
}

static int check_value(const char *path, const struct config_key *k, json_t *value, struct err *e);

static const struct config_key *member_of(const struct config_key *k, const char *name)
{
	for (const struct config_key *m = k->members; m && m->type != CONFIG_ANY; m++)
		if (!m->name || strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

/* Where anything may be added, it is kept. */
static int check_unknown(
	const char *path, const struct config_key *k, const char *name, struct err *e)
{
	struct nearest near = {.word = name};

	if (!k->closed)
		return 0;
	for (const struct config_key *m = k->members; m->type != CONFIG_ANY; m++)
		nearest_offer(&near, m->name);
	if (near.best)
		return err_set(e, ERR_USAGE, "%s has no member \"%s\": did you mean %s?", path,
			name, near.best);
	return err_set(e, ERR_USAGE, "%s has no member \"%s\"", path, name);
}

static int check_object(const char *path, const struct config_key *k, json_t *value, struct err *e)
{
	struct str inner = {0};
	const char *name;
	json_t *one;
	int rc = 0;

	if (!json_is_object(value))
		return refuse(path, k, e);
	json_object_foreach(value, name, one)
	{
		const struct config_key *m = member_of(k, name);
		str_clear(&inner);
		str_addf(&inner, "%s.%s", path, name);
		if (rc == 0)
			rc = m ? check_value(str_cstr(&inner), m, one, e)
			       : check_unknown(path, k, name, e);
	}
	str_free(&inner);
	return rc;
}

static int check_value(const char *path, const struct config_key *k, json_t *value, struct err *e)
{
	switch (k->type) {
	case CONFIG_SWITCH: return json_is_boolean(value) ? 0 : refuse(path, k, e);
	case CONFIG_NUMBER: return check_number(path, k, value, e);
	case CONFIG_TEXT: return json_is_string(value) ? 0 : refuse(path, k, e);
	case CONFIG_SUBREDDITS: return check_subreddits(path, k, value, e);
	case CONFIG_FILTER: return check_filter(path, k, value, e);
	case CONFIG_OBJECT: return check_object(path, k, value, e);
	case CONFIG_ANY: break;
	}
	return 0;
}

int config_key_check(const struct config_key *k, struct span json, struct err *e)
{
	if (!k)
		return 0;
	json_t *value = json_read(json, e);
	int rc = value ? check_value(k->name, k, value, e) : -1;
	json_decref(value);
	return rc;
}

int config_key_check_name(struct span name, struct err *e)
{
	size_t characters = 0;
	uint32_t cp;

	if (name.n == 0)
		return err_set(e, ERR_USAGE, "a setting needs a name");
	if (text_check_line(name, "the name of a setting", e) < 0)
		return -1;
	for (size_t at = 0; at < name.n; at += utf8_decode(name, at, &cp))
		characters++;
	if (characters > LONGEST_NAME)
		return err_set(e, ERR_USAGE, "the name of a setting has at most %d characters",
			LONGEST_NAME);
	return 0;
}

/* --- Risks. --- */

static bool publishes(struct span json)
{
	json_t *value = json_read(json, NULL);
	bool yes = json_is_true(value);

	json_decref(value);
	return yes;
}

static bool asks_somebody(struct span json)
{
	json_t *value = json_read(json, NULL);
	bool yes = json_is_true(json_object_get(value, "require_approval"));

	json_decref(value);
	return yes;
}

static bool has_filter(struct span json)
{
	json_t *value = json_read(json, NULL);
	bool yes = json_string_length(json_object_get(value, "four_eyes")) > 0;

	json_decref(value);
	return yes;
}

const char *config_key_risk(struct span name, struct span before, struct span after)
{
	if (span_is(name, "auto_posting_enabled") && publishes(after) && !publishes(before))
		return "the agent will publish by itself";
	if (span_is(name, "safety_flags") && !asks_somebody(after) &&
		(asks_somebody(before) || !before.p))
		return "the agent will publish what nobody approved: require_approval is not true";
	if (span_is(name, "console") && has_filter(before) && !has_filter(after))
		return "one approval will be enough for every draft: four_eyes is empty";
	return NULL;
}
