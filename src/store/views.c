/* Saving filters and finding them again. */
#include "store/views.h"

#include "base/sanitize.h"
#include "base/time.h"
#include "base/utf8.h"
#include "lookup.h"
#include "row.h"
#include "store/posts.h"
#include "transaction.h"

#define LONGEST_NAME 64

/* What most queues are looked at by. */
static const struct {
	const char *name, *filter;
} built_in[] = {
	{"waiting", ""},
	{"flagged", "flag:any"},
	{"old", "age>1d"},
	{"unsure", "conf<0.6"},
	{"decided", "reviewed<1d"},
};
#define BUILT_IN (sizeof(built_in) / sizeof(built_in[0]))

const char *view_owner_name(enum view_owner owner)
{
	static const char *const names[] = {
		[VIEW_OWN] = "own", [VIEW_SHARED] = "shared", [VIEW_BUILT_IN] = "built-in"};

	return names[owner];
}

static struct view *add_built_in(
	const char *pane, struct arena *a, struct view *list, size_t *used, size_t *room)
{
	if (strcmp(pane, "queue") != 0)
		return list;
	for (size_t i = 0; i < BUILT_IN; i++) {
		list = row_room(a, list, *used, sizeof(*list), room);
		list[(*used)++] = (struct view){.name = span_of(built_in[i].name),
			.filter = span_of(built_in[i].filter),
			.owner = VIEW_BUILT_IN};
	}
	return list;
}

static const char views_of[] =
	"SELECT v.id, v.name, v.filter, v.account_id FROM console_views v"
	" WHERE v.pane = $1 AND (v.account_id IS NULL OR v.account_id = $2)"
	" ORDER BY CASE WHEN v.account_id IS NULL THEN 0 ELSE 1 END, v.position, v.created_at,"
	" lower(v.name), v.id";

int views_list(struct db *db, const struct session *s, const char *pane, struct arena *a,
	struct view **out, size_t *n, struct err *e)
{
	struct view *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, views_of, e);
	int step;

	if (!st)
		return -1;
	list = add_built_in(pane, a, list, &used, &room);
	stmt_text(st, 1, span_of(pane));
	stmt_text(st, 2, lookup_id(db, span_of(s->id)));
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		struct view *v = &list[used++];
		row_copy(v->id, sizeof(v->id), col_text(st, 0));
		v->name = row_text(st, 1, a);
		v->filter = row_text(st, 2, a);
		v->owner = col_is_null(st, 3) ? VIEW_SHARED : VIEW_OWN;
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

int views_find(struct db *db, const struct session *s, const char *pane, struct span name,
	struct arena *a, struct view *out, struct err *e)
{
	struct view *list;
	size_t n;

	if (views_list(db, s, pane, a, &list, &n, e) < 0)
		return -1;
	/* From the end: one's own stand behind the others. */
	for (size_t i = n; i-- > 0;) {
		if (!span_eq(list[i].name, name))
			continue;
		*out = list[i];
		return 0;
	}
	return err_set(e, ERR_MISSING, "there is no view \"%.*s\"", (int)name.n, name.p);
}

static int check_name(struct span name, struct err *e)
{
	size_t characters = 0;

	for (size_t i = 0; i < name.n; i += utf8_cluster(name, i))
		characters++;
	if (characters == 0)
		return err_set(e, ERR_USAGE, "a view needs a name");
	if (characters > LONGEST_NAME)
		return err_set(
			e, ERR_USAGE, "a view's name has at most %d characters", LONGEST_NAME);
	return text_check_line(name, "a view's name", e);
}

static int check_filter(struct span text, struct err *e)
{
	struct arena a = {0};
	struct filter f;
	int rc = filter_parse(FILTER_DRAFTS, text, &a, &f, e);

	arena_free(&a);
	if (rc == 0 && (!utf8_valid(text) || memchr(text.p ? text.p : "", '\0', text.n)))
		rc = err_set(e, ERR_USAGE, "a saved filter may hold only text");
	return rc;
}

struct change {
	const struct session *session;
	const char *pane, *id;
	enum view_owner owner;
	struct span name, filter;
};

static enum permission needed(enum view_owner owner)
{
	return owner == VIEW_SHARED ? MAY_SHARE : MAY_READ;
}

/* Whose a view is; the account is NULL in shared ones, and NULL equals nothing. */
static const char view_by_id[] = "SELECT v.account_id, v.pane FROM console_views v WHERE v.id = $1"
				 " AND (v.account_id IS NULL OR v.account_id = $2)";

static int find_view(struct db *db, struct change *c, char pane[64], struct err *e)
{
	struct stmt *st = db_prepare(db, view_by_id, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(c->id)));
	stmt_text(st, 2, lookup_id(db, span_of(c->session->id)));
	int step = stmt_step(st, e);
	if (step > 0) {
		c->owner = col_is_null(st, 0) ? VIEW_SHARED : VIEW_OWN;
		row_copy(pane, 64, col_text(st, 1));
		c->pane = pane;
	}
	stmt_done(&st);
	if (step == 0)
		return err_set(e, ERR_MISSING, "this view is gone");
	return step < 0 ? -1 : 0;
}

static const char own_names[] = "SELECT count(*) FROM console_views WHERE pane = $1 AND name = $2"
				" AND account_id = $3 AND id <> $4";
static const char shared_names[] =
	"SELECT count(*) FROM console_views WHERE pane = $1 AND name = $2"
	" AND account_id IS NULL AND id <> $3";

/* Whoever shared one would change for everybody what that name shows, and one's own would mean
 * another thing than what the others call so. */
static int check_not_built_in(const struct change *c, struct err *e)
{
	for (size_t i = 0; i < BUILT_IN && strcmp(c->pane, "queue") == 0; i++) {
		if (!span_is(c->name, built_in[i].name))
			continue;
		err_set(e, ERR_CONSTRAINT, "\"%s\" is the name of a built-in view",
			built_in[i].name);
		return err_hint(e, "take another name");
	}
	return 0;
}

/* The unique index knows nothing of shared names: NULL equals nothing there, either. */
static int check_free(struct db *db, const struct change *c, struct err *e)
{
	bool own = c->owner == VIEW_OWN;
	struct stmt *st = db_prepare(db, own ? own_names : shared_names, e);
	int64_t n = 0;
	int param = 3;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(c->pane));
	stmt_text(st, 2, c->name);
	if (own)
		stmt_text(st, param++, span_of(c->session->id));
	stmt_text(st, param, span_of(c->id));
	if (row_number(st, &n, e) < 0)
		return -1;
	if (n > 0) {
		err_set(e, ERR_CONSTRAINT, "there is %s view \"%.*s\" already",
			own ? "your" : "a shared", (int)c->name.n, c->name.p);
		return err_hint(e, "rename or delete that one first, or take another name");
	}
	return check_not_built_in(c, e);
}

static const char add_view[] =
	"INSERT INTO console_views (id, account_id, pane, name, filter, position)"
	" SELECT $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1 FROM console_views";

/* A transaction_work. */
static int add(struct db *db, void *arg, struct err *e)
{
	struct change *c = arg;

	if (session_check(db, c->session, needed(c->owner), e) < 0 || check_free(db, c, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, add_view, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(c->id));
	stmt_text(st, 2, c->owner == VIEW_OWN ? span_of(c->session->id) : SPAN_NULL);
	stmt_text(st, 3, span_of(c->pane));
	stmt_text(st, 4, c->name);
	stmt_text(st, 5, c->filter);
	return row_write(st, NULL, e);
}

int views_add(struct db *db, const struct session *s, const char *pane, enum view_owner owner,
	struct span name, struct span filter, char id[UUID_TEXT], struct err *e)
{
	struct change c = {s, pane, id, owner, name, filter.p ? filter : SPAN_LIT("")};

	uuid_new(id);
	if (check_name(name, e) < 0 || check_filter(filter, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ALONE, add, &c, NULL, e);
}

static const char rename_view[] =
	"UPDATE console_views SET name = $2, updated_at = $3 WHERE id = $1";

/* A transaction_work. */
static int rename_it(struct db *db, void *arg, struct err *e)
{
	struct change c = *(struct change *)arg;
	char pane[64], now[27];

	if (find_view(db, &c, pane, e) < 0 ||
		session_check(db, c.session, needed(c.owner), e) < 0 || check_free(db, &c, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, rename_view, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(c.id));
	stmt_text(st, 2, c.name);
	time_format_micros(time_now(), now);
	stmt_text(st, 3, span_of(now));
	return row_write(st, NULL, e);
}

int views_rename(
	struct db *db, const struct session *s, const char *id, struct span name, struct err *e)
{
	struct change c = {.session = s, .id = id, .name = name};

	if (check_name(name, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ALONE, rename_it, &c, NULL, e);
}

static const char delete_view[] = "DELETE FROM console_views WHERE id = $1";

/* A transaction_work. */
static int delete_it(struct db *db, void *arg, struct err *e)
{
	struct change c = *(struct change *)arg;
	char pane[64];

	if (find_view(db, &c, pane, e) < 0 || session_check(db, c.session, needed(c.owner), e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, delete_view, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(c.id));
	return row_write(st, NULL, e);
}

int views_delete(struct db *db, const struct session *s, const char *id, struct err *e)
{
	struct change c = {.session = s, .id = id};

	return transaction_run(db, TRANSACTION_ALONE, delete_it, &c, NULL, e);
}

int views_count(struct db *db, const struct view *v, int64_t cap, int64_t *out, struct err *e)
{
	struct arena a = {0};
	struct filter f;
	int rc = filter_parse(FILTER_DRAFTS, v->filter, &a, &f, e);

	if (rc == 0)
		rc = posts_count(db, &f, cap, out, e);
	arena_free(&a);
	return rc;
}
