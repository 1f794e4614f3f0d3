/* tenet views list, save, rename, delete. */
#include "store/views.h"

#include "base/json.h"
#include "base/nearest.h"
#include "cli/print.h"
#include "commands.h"
#include "model/filter.h"

#define PANE "queue"
#define COUNT_CAP 10000

static json_t *view_json(const struct view *v)
{
	json_t *o = json_object();

	json_put(o, "id", v->id[0] ? json_from_text(span_of(v->id)) : json_null());
	json_put(o, "name", json_from_text(v->name));
	json_put(o, "filter", json_from_text(v->filter));
	json_put(o, "owner", json_from_text(span_of(view_owner_name(v->owner))));
	return o;
}

/* --- Listing. --- */

struct listing {
	struct db *db;
	struct table *table; /* NULL: JSON */
	bool counts;
};

/* A filter that is none any more is said in its row, and the others go on: -1 in `count`, and why
 * in `problem`. */
static int count_drafts(const struct listing *l, const struct view *v, int64_t *count,
	struct err *problem, struct err *e)
{
	*count = -1;
	if (!l->counts || views_count(l->db, v, COUNT_CAP, count, problem) == 0)
		return 0;
	if (problem->code == ERR_USAGE)
		return 0;
	*e = *problem;
	return -1;
}

static int put_view(const struct listing *l, const struct view *v, struct err *e)
{
	struct err problem = {0};
	int64_t count;

	if (count_drafts(l, v, &count, &problem, e) < 0)
		return -1;
	if (!l->table) {
		json_t *o = view_json(v);
		if (l->counts)
			json_put(o, "drafts", count < 0 ? json_null() : json_integer(count));
		if (problem.code)
			json_put(o, "problem", json_from_text(span_of(problem.text)));
		return print_json(o);
	}
	table_cell(l->table, v->name);
	table_cell(l->table, span_of(view_owner_name(v->owner)));
	if (l->counts && count > COUNT_CAP)
		table_cellf(l->table, "%d+", COUNT_CAP);
	else if (l->counts && count >= 0)
		table_cellf(l->table, "%lld", (long long)count);
	else if (l->counts)
		table_cell_styled(l->table, PRINT_WARN, SPAN_LIT("no filter"));
	table_cell(l->table, v->filter);
	return 0;
}

static int list(const struct call *c, struct listing *l, const struct session *s, struct arena *a,
	struct err *e)
{
	static const char *const plain[] = {"NAME", "-OWNER", "FILTER", NULL};
	static const char *const counted[] = {"NAME", "-OWNER", ">DRAFTS", "FILTER", NULL};
	struct view *views;
	size_t n;

	if (views_list(l->db, s, PANE, a, &views, &n, e) < 0)
		return -1;
	l->counts = call_option(c, "--count") != NULL;
	if (!call_option(c, "--json"))
		l->table = table_new(l->counts ? counted : plain);
	int result = 0;
	for (size_t i = 0; result == 0 && i < n && !print_lost(); i++)
		result = put_view(l, &views[i], e);
	if (l->table && table_print(&l->table, "There are no views.") < 0)
		return -1;
	return result;
}

static int run_list(const struct call *c)
{
	struct listing l = {0};
	struct session s;
	struct arena a = {0};
	struct err e = {0};
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_ONLY, &a, &l.db, &e) < 0 ||
		command_reader(c, l.db, &s, &e) < 0 || list(c, &l, &s, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&l.db);
	arena_free(&a);
	return status;
}

/* --- Changing. --- */

static enum view_owner owner_asked_for(const struct call *c)
{
	return call_option(c, "--shared") ? VIEW_SHARED : VIEW_OWN;
}

/* The view that the first word names among one's own, or with --shared among everybody's. */
static int find(const struct call *c, struct db *db, const struct session *s, struct arena *a,
	struct view *out, struct err *e)
{
	enum view_owner owner = owner_asked_for(c);
	struct nearest near = {.word = c->words[0]};
	struct view *views;
	bool built_in = false;
	size_t n;

	if (views_list(db, s, PANE, a, &views, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (views[i].owner == VIEW_BUILT_IN && span_is(views[i].name, c->words[0]))
			built_in = true;
		if (views[i].owner != owner)
			continue;
		if (span_is(views[i].name, c->words[0])) {
			*out = views[i];
			return 0;
		}
		nearest_offer(&near, arena_memdup(a, views[i].name.p, views[i].name.n));
	}
	if (built_in)
		return err_set(e, ERR_CONSTRAINT,
			"\"%s\" is built in: it is neither renamed nor deleted", c->words[0]);
	if (owner == VIEW_SHARED)
		err_set(e, ERR_MISSING, "there is no shared view \"%s\"", c->words[0]);
	else
		err_set(e, ERR_MISSING, "%s has no view \"%s\"", s->name, c->words[0]);
	if (near.best)
		return err_hint(e, "did you mean %s?", near.best);
	if (owner == VIEW_SHARED)
		return -1;
	return err_hint(e, "--shared means one that everybody sees");
}

static int report(const struct call *c, const char *verb, const struct view *v)
{
	if (call_option(c, "--json"))
		return print_json(view_json(v));
	print_line(PRINT_PLAIN, "%s the %sview %s", verb, v->owner == VIEW_SHARED ? "shared " : "",
		c->words[c->n - 1]);
	return 0;
}

static int save(const struct call *c, struct db *db, const struct session *s, struct arena *a,
	struct err *e)
{
	const char *filter = call_option(c, "--filter");
	struct view v = {.name = span_of(c->words[0]),
		.filter = span_of(filter ? filter : ""),
		.owner = owner_asked_for(c)};

	struct filter parsed;

	if (filter_parse(FILTER_DRAFTS, v.filter, a, &parsed, e) < 0)
		return err_prefix(e, "--filter");
	if (views_add(db, s, PANE, v.owner, v.name, v.filter, v.id, e) < 0)
		return -1;
	return report(c, "saved", &v);
}

static int rename_view(const struct call *c, struct db *db, const struct session *s,
	struct arena *a, struct err *e)
{
	struct view v = {0};

	if (find(c, db, s, a, &v, e) < 0)
		return -1;
	v.name = span_of(c->words[1]);
	if (views_rename(db, s, v.id, v.name, e) < 0)
		return -1;
	return report(c, "there is now", &v);
}

static int delete_view(const struct call *c, struct db *db, const struct session *s,
	struct arena *a, struct err *e)
{
	struct view v = {0};

	if (find(c, db, s, a, &v, e) < 0 || views_delete(db, s, v.id, e) < 0)
		return -1;
	return report(c, "deleted", &v);
}

typedef int write_fn(const struct call *c, struct db *db, const struct session *s, struct arena *a,
	struct err *e);

static int write_with(const struct call *c, write_fn *fn)
{
	struct session s;
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	int status = EXIT_DONE;

	if (command_open(c, DB_READ_WRITE, &a, &db, &e) < 0 || command_login(c, db, &s, &e) < 0 ||
		fn(c, db, &s, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static int run_save(const struct call *c)
{
	return write_with(c, save);
}

static int run_rename(const struct call *c)
{
	return write_with(c, rename_view);
}

static int run_delete(const struct call *c)
{
	return write_with(c, delete_view);
}

static const struct option_spec list_options[] = {
	{"--count", NULL, "say how many drafts each shows, up to 10000", NULL},
	{"--user", "NAME", "list this account's own views as well", NULL},
	{"--password-fd", "N", "read its pass phrase from file descriptor N", NULL},
	{"--json", NULL, "print JSON, one view a line", NULL},
	OPTION_END,
};
#define OPTION_SHARED(help) \
	{ \
		"--shared", NULL, help, NULL \
	}
static const struct option_spec save_options[] = {
	{"--filter", "F", "what it shows (default: all that waits); tenet(5) lists the fields",
		NULL},
	OPTION_SHARED("for everybody; admins may"), OPTION_LOGIN, OPTION_JSON, OPTION_END};
static const struct option_spec change_options[] = {
	OPTION_SHARED("one that everybody sees; admins may"), OPTION_LOGIN, OPTION_JSON,
	OPTION_END};

const struct command command_views_list = {
	.name = "views list",
	.operands = "",
	.help = "List the saved filters: those of everybody, and with --user one's own",
	.options = list_options,
	.run = run_list,
};

const struct command command_views_save = {
	.name = "views save",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Save a filter under a name, for oneself or for everybody",
	.options = save_options,
	.run = run_save,
};

const struct command command_views_rename = {
	.name = "views rename",
	.operands = "NAME NEW",
	.min = 2,
	.max = 2,
	.help = "Give a saved filter another name",
	.options = change_options,
	.run = run_rename,
};

const struct command command_views_delete = {
	.name = "views delete",
	.operands = "NAME",
	.min = 1,
	.max = 1,
	.help = "Delete a saved filter",
	.options = change_options,
	.run = run_delete,
};
