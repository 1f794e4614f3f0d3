/* The names that a completion offers: those in the database, and some that tenet has itself. */
#include "completion_names.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/sanitize.h"
#include "base/str.h"
#include "migrate/migrate.h"
#include "model/config_key.h"
#include "parse.h"
#include "store/accounts.h"
#include "store/beliefs.h"
#include "store/config.h"
#include "store/filter_values.h"
#include "store/ids.h"
#include "store/memory.h"
#include "store/personas.h"
#include "store/posts.h"
#include "store/reasons.h"
#include "store/views.h"
#include "tui/themes.h"

#define PATIENCE 1 /* second */
#define MOST 200
#define LOWEST_ID "00000000-0000-0000-0000-000000000000"
#define ABOUT_WIDTH 60
#define WORDS_BEFORE_LINE 2 /* the kind, and what is typed */

struct names {
	const struct call *call;
	struct span typed;
	struct db *db; /* NULL: none that can be opened */
	enum db_engine engine;
	struct arena *arena;
	struct str *out;
	size_t n; /* offered so far */
};

/* A shell shows it and may put it on its line: what hides, moves or breaks is left out, above all
 * the line feed, which ends a name here, and the tab, behind which stands what it is. */
static bool is_plain(struct span name)
{
	return name.n > 0 && text_check_line(name, "it", NULL) == 0;
}

static void add_name(struct names *names, struct span name, struct span about)
{
	struct str shown = {0};

	if (names->n == MOST || !is_plain(name))
		return;
	names->n++;
	str_adds(names->out, name);
	text_sanitize(&shown, about, TEXT_ONE_LINE);
	if (shown.len > 0)
		str_addf(names->out, "\t%.*s", (int)text_fit(str_span(&shown), ABOUT_WIDTH),
			str_cstr(&shown));
	str_addc(names->out, '\n');
	str_free(&shown);
}

static bool begins(struct span name, struct span typed)
{
	return name.n >= typed.n && strncasecmp(name.p, typed.p, typed.n) == 0;
}

/* A name that begins with what is typed; zsh and fish take either case. */
static void offer(struct names *names, struct span name, struct span about)
{
	if (begins(name, names->typed))
		add_name(names, name, about);
}

/* Of the options before the command. */
static bool takes_value(const char *word)
{
	for (const struct option_spec *o = global_options; o->name; o++)
		if (strcmp(word, o->name) == 0)
			return o->value;
	return false;
}

static void add_accounts(struct names *names, struct err *e)
{
	struct account *list;
	size_t n;

	if (accounts_list(names->db, names->arena, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		offer(names, list[i].username, span_of(role_name(list[i].role)));
}

/* One whose name is left out has its id, which means it as well. */
static void add_personas(struct names *names, struct err *e)
{
	struct persona *list;
	size_t n;

	if (personas_list(names->db, names->arena, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		offer(names, is_plain(list[i].username) ? list[i].username : span_of(list[i].id),
			list[i].display_name);
}

/* Those that are known by name stand in the scripts. */
static void add_settings(struct names *names, struct err *e)
{
	struct span *keys;
	size_t n;

	if (config_keys_set(names->db, names->arena, &keys, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (!config_key_find(keys[i]))
			offer(names, keys[i], SPAN_NULL);
}

/* The command that is on the line so far; what is missing in it is being typed. */
static bool read_line(const struct names *names, struct call *out)
{
	int n = names->call->n - WORDS_BEFORE_LINE, at = 0, used;
	char **words = arena_calloc(names->arena, (size_t)n + 1, sizeof(*words));

	for (int i = 0; i < n; i++)
		words[i] = arena_strdup(names->arena, names->call->words[WORDS_BEFORE_LINE + i]);
	while (at < n && words[at][0] == '-')
		at += takes_value(words[at]) ? 2 : 1;
	const struct command *cmd = at < n ? command_find(n - at, words + at, &used, NULL) : NULL;
	if (!cmd)
		return false;
	at += used;
	call_parse(cmd, n - at, words + at, names->call->globals, names->arena, out, NULL);
	return true;
}

/* The setting that stands on the line, of the persona that does, or of the only one. */
static int find_setting(
	struct names *names, struct persona *persona, struct span *key, struct err *e)
{
	struct call line;
	struct persona *all;
	size_t n;

	if (!read_line(names, &line) || line.n == 0)
		return -1;
	*key = span_of(line.words[0]);
	const char *name = call_option(&line, "--persona");
	if (name)
		return personas_get(names->db, span_of(name), names->arena, persona, e);
	if (personas_list(names->db, names->arena, &all, &n, e) < 0 || n != 1)
		return -1;
	*persona = all[0];
	return 0;
}

/* What it is now, where it is no long one and may be shown, and what a switch may be. */
static void add_setting_value(struct names *names, struct err *e)
{
	struct persona persona;
	struct setting setting;
	struct span key = SPAN_LIT("");
	bool shown = find_setting(names, &persona, &key, e) == 0 &&
		config_get(names->db, persona.id, key, names->arena, &setting, e) == 0 &&
		setting.state == SETTING_OPEN && setting.value.n <= ABOUT_WIDTH;
	const struct config_key *known = config_key_find(key);

	if (shown)
		offer(names, setting.value, SPAN_LIT("what it is now"));
	for (int i = 0; known && known->type == CONFIG_SWITCH && i < 2; i++) {
		struct span word = i == 0 ? SPAN_LIT("true") : SPAN_LIT("false");
		if (!shown || !span_eq(setting.value, word))
			offer(names, word, SPAN_LIT(""));
	}
}

/* The newest first, but for what it is now. */
static void add_setting_versions(struct names *names, struct err *e)
{
	struct persona persona;
	struct config_version *list;
	struct span key;
	size_t n;

	if (find_setting(names, &persona, &key, e) < 0 ||
		config_history(names->db, &persona, key, names->arena, &list, &n, e) < 0)
		return;
	for (size_t i = n; i-- > 1;) {
		const struct config_version *v = &list[i - 1];
		struct str value = {0};
		setting_show(&v->setting, JSON_LINE, &value);
		offer(names, span_of(arena_printf(names->arena, "%lld", (long long)v->number)),
			str_span(&value));
		str_free(&value);
	}
}

/* Titles in their order, from the first that can begin so. */
static int add_titles(struct names *names, struct err *e)
{
	char *low = arena_memdup(names->arena, names->typed.p, names->typed.n);
	struct belief_query query = {.filter.dialect = FILTER_BELIEFS,
		.filter.sort = FILTER_BY_TITLE,
		.from = PAGE_AT,
		.key = {.id = LOWEST_ID},
		.limit = MOST};
	struct belief_page page;

	for (char *p = low; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	query.key.title_key = span_of(low);
	if (beliefs_page(names->db, &query, names->arena, &page, e) < 0)
		return -1;
	for (size_t i = 0; i < page.n; i++)
		offer(names, page.rows[i].title, span_of(page.rows[i].id));
	return 0;
}

static int add_ids(struct names *names, enum ids_of of, struct err *e)
{
	struct id_begun *list;
	size_t n;

	if (ids_beginning(names->db, of, names->typed, MOST, names->arena, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		offer(names, list[i].id, list[i].about);
	return 0;
}

/* By their titles, which mean them as well as their ids do; and by these once one is begun. */
static void add_beliefs(struct names *names, struct err *e)
{
	if (add_titles(names, e) == 0 && names->typed.n > 0)
		add_ids(names, IDS_BELIEFS, e);
}

/* An edge is named by its id, or by the beliefs at its ends. */
static void add_edges(struct names *names, struct err *e)
{
	add_beliefs(names, e);
	if (names->typed.n > 0)
		add_ids(names, IDS_EDGES, e);
}

static void add_changes(struct names *names, struct err *e)
{
	add_ids(names, IDS_CHANGES, e);
}

/* The first that a filter finds, until an id is begun. */
static void add_drafts_of(struct names *names, enum ids_of of, const char *filter, struct err *e)
{
	struct post_query query = {.from = PAGE_FIRST, .limit = MOST};
	struct post_page page;

	if (names->typed.n > 0) {
		add_ids(names, of, e);
		return;
	}
	if (filter_parse(FILTER_DRAFTS, span_of(filter), names->arena, &query.filter, e) < 0 ||
		posts_page(names->db, &query, names->arena, &page, e) < 0)
		return;
	for (size_t i = 0; i < page.n; i++)
		add_name(names, span_of(page.lines[i].id), page.lines[i].snippet);
}

static void add_drafts(struct names *names, struct err *e)
{
	add_drafts_of(names, IDS_DRAFTS, "", e);
}

static void add_undecided(struct names *names, struct err *e)
{
	add_drafts_of(names, IDS_UNDECIDED, "status:pending", e);
}

/* A first approval of two can be taken back as well. */
static void add_decided(struct names *names, struct err *e)
{
	add_ids(names, IDS_APPROVED_ONCE, e);
	add_drafts_of(names, IDS_DECIDED, "status:approved|rejected sort:newest", e);
}

/* The newest, until an id is begun. */
static void add_memories(struct names *names, struct err *e)
{
	struct memory_query query = {.from = PAGE_FIRST, .limit = MOST};
	struct memory_page page;

	if (names->typed.n > 0) {
		if (add_ids(names, IDS_INTERACTIONS, e) == 0)
			add_ids(names, IDS_REDDIT, e);
		return;
	}
	if (filter_parse(FILTER_INTERACTIONS, SPAN_LIT(""), names->arena, &query.filter, e) < 0 ||
		memory_page(names->db, &query, names->arena, &page, e) < 0)
		return;
	for (size_t i = 0; i < page.n; i++)
		add_name(names, span_of(page.lines[i].id), page.lines[i].snippet);
}

/* Of evidence: a comment that the agent read or wrote; nobody knows all links and notes. */
static void add_sources(struct names *names, struct err *e)
{
	struct call line;

	if (read_line(names, &line) && line.n > 1 && strcmp(line.words[1], "reddit_comment") == 0)
		add_ids(names, IDS_REDDIT, e);
}

static void add_versions(struct names *names, struct err *e)
{
	add_ids(names, IDS_VERSIONS, e);
}

/* Nobody is logged in: those of everybody. */
static void add_views_to(struct names *names, enum view_owner last, struct err *e)
{
	struct session nobody = {0};
	struct view *list;
	size_t n;

	if (views_list(names->db, &nobody, "queue", names->arena, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (list[i].owner <= last)
			offer(names, list[i].name, list[i].filter);
}

static void add_views(struct names *names, struct err *e)
{
	add_views_to(names, VIEW_BUILT_IN, e);
}

/* Those that can be renamed and deleted. */
static void add_saved_views(struct names *names, struct err *e)
{
	add_views_to(names, VIEW_SHARED, e);
}

static void add_reasons(struct names *names, struct err *e)
{
	struct reason *list;
	size_t n;

	if (reasons_list(names->db, names->arena, &list, &n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		offer(names, list[i].code, list[i].text);
}

/* The newest first, as one goes back most often by a few. */
static void add_revisions(struct names *names, struct err *e)
{
	struct migration_set set;

	offer(names, SPAN_LIT("head"), SPAN_LIT("all migrations"));
	offer(names, SPAN_LIT("base"), SPAN_LIT("no migration"));
	offer(names, SPAN_LIT("current"), SPAN_LIT("where the database is"));
	if (migrations_load_any(
		    names->call->globals->migrations, names->engine, names->arena, &set, e) < 0)
		return;
	for (size_t i = set.n; i-- > 0;)
		if (!set.m[i].missing)
			offer(names, span_of(set.m[i].revision), span_of(set.m[i].name));
}

static void add_themes(struct names *names, struct err *e)
{
	struct theme_source *list;
	size_t n = themes_list(THEMES_ALL, names->arena, &list);

	for (size_t i = 0; i < n; i++) {
		struct theme theme = {0};
		themes_read(&list[i], &theme, e); /* one that is wrong still has its name */
		offer(names, span_of(list[i].name), span_of(theme.about));
	}
}

/* The whole filter with what may come next, because to a shell it is one word. */
static void add_next(struct names *names, const struct filter_completion *at, struct span next)
{
	struct str whole = {0};

	str_addn(&whole, names->typed.p, at->start);
	str_adds(&whole, next);
	add_name(names, str_span(&whole), SPAN_NULL);
	str_free(&whole);
}

static void add_filter(struct names *names, enum filter_dialect dialect, struct err *e)
{
	struct filter_completion at;
	struct span *values;
	size_t n;

	filter_complete(dialect, names->typed, names->typed.n, names->arena, &at);
	for (size_t i = 0; i < at.n; i++)
		add_next(names, &at, span_of(at.choices[i]));
	if (!names->db ||
		filter_values(names->db, dialect, at.field, at.typed, MOST, names->arena, &values,
			&n, e) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		struct span written = filter_written(values[i], names->arena);
		if (written.p && !filter_has_choice(&at, values[i]))
			add_next(names, &at, written);
	}
}

static void add_draft_filter(struct names *names, struct err *e)
{
	add_filter(names, FILTER_DRAFTS, e);
}

static void add_belief_filter(struct names *names, struct err *e)
{
	add_filter(names, FILTER_BELIEFS, e);
}

/* That of decisions is one of drafts; events are looked through for a text. */
static void add_log_filter(struct names *names, struct err *e)
{
	struct call line;

	if (read_line(names, &line) && call_option(&line, "--decisions"))
		add_filter(names, FILTER_DRAFTS, e);
}

static void add_memory_filter(struct names *names, struct err *e)
{
	add_filter(names, FILTER_INTERACTIONS, e);
}

static const struct {
	const char *name;
	enum { WITHOUT_DATABASE, OF_DATABASE } where;
	void (*add)(struct names *names, struct err *e);
} kinds[] = {
	{"accounts", OF_DATABASE, add_accounts},
	{"beliefs", OF_DATABASE, add_beliefs},
	{"changes", OF_DATABASE, add_changes},
	{"decided", OF_DATABASE, add_decided},
	{"drafts", OF_DATABASE, add_drafts},
	{"edges", OF_DATABASE, add_edges},
	{"memories", OF_DATABASE, add_memories},
	{"personas", OF_DATABASE, add_personas},
	{"reasons", OF_DATABASE, add_reasons},
	{"revisions", WITHOUT_DATABASE, add_revisions},
	{"saved-views", OF_DATABASE, add_saved_views},
	{"setting-value", OF_DATABASE, add_setting_value},
	{"setting-versions", OF_DATABASE, add_setting_versions},
	{"settings", OF_DATABASE, add_settings},
	{"sources", OF_DATABASE, add_sources},
	{"themes", WITHOUT_DATABASE, add_themes},
	{"undecided", OF_DATABASE, add_undecided},
	{"versions", OF_DATABASE, add_versions},
	{"views", OF_DATABASE, add_views},
	{"belief-filters", WITHOUT_DATABASE, add_belief_filter},
	{"draft-filters", WITHOUT_DATABASE, add_draft_filter},
	{"log-filters", WITHOUT_DATABASE, add_log_filter},
	{"memory-filters", WITHOUT_DATABASE, add_memory_filter},
};

/* What is waited for may be a server that does not answer. */
static void too_late(int sig)
{
	(void)sig;
	_exit(EXIT_DONE);
}

static void print_names(const struct call *c, size_t kind, const char *typed)
{
	struct db_address where = {0};
	struct arena a = {0};
	struct str out = {0};
	struct err e = {0};
	struct names names = {.call = c, .typed = span_of(typed), .arena = &a, .out = &out};

	signal(SIGALRM, too_late);
	alarm(PATIENCE);
	/* Not command_open, which brings tables of the console to where they are missing. */
	if (db_address_find(c->globals->database, &a, &where, &e) == 0 &&
		db_open(&where, DB_READ_ONLY, &names.db, &e) < 0)
		names.db = NULL;
	names.engine = where.engine;
	e = (struct err){0};
	if (names.db || kinds[kind].where == WITHOUT_DATABASE)
		kinds[kind].add(&names, &e);
	alarm(0);
	fputs(str_cstr(&out), stdout);
	db_close(&names.db);
	str_free(&out);
	arena_free(&a);
}

bool completion_names(const struct call *c, const char *kind, const char *typed)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0) {
			print_names(c, i, typed);
			return true;
		}
	return false;
}
