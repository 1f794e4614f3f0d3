/* Cuts SQL into tokens and spells it in one way. */
#include "sqltext.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "scan.h"

static struct span rest(const struct sql_walk *w)
{
	/* Nothing may be added to a NULL pointer. */
	return w->text.p ? (struct span){w->text.p + w->at, w->text.n - w->at} : SPAN_LIT("");
}

/* 1, 1.5, 0x1F, 1e9 */
static size_t number_length(struct span s)
{
	size_t n = 0;

	while (n < s.n &&
		(isalnum((unsigned char)s.p[n]) ||
			(s.p[n] == '.' && n + 1 < s.n && isdigit((unsigned char)s.p[n + 1]))))
		n++;
	return n;
}

/* A literal or name in quotes, which a doubled quote does not end; all that is left where it never
 * ends. */
static size_t quoted_length(struct span s)
{
	size_t n = 0;

	do {
		struct piece p = scan_piece((struct span){s.p + n, s.n - n}, DB_POSTGRES);
		if (p.kind == PIECE_OPEN)
			return s.n;
		n += p.text.n;
	} while (strchr("'\"`", s.p[0]) && n < s.n && s.p[n] == s.p[0]);
	return n;
}

static struct sql_token token_of(enum sql_kind kind, struct span s, size_t n)
{
	return (struct sql_token){kind, {s.p, n}};
}

static struct sql_token token_at(struct span s)
{
	const char *bracket = s.n > 0 && s.p[0] == '[' ? memchr(s.p, ']', s.n) : NULL;

	if (s.n == 0)
		return token_of(SQL_END, s, 0);
	if (bracket)
		return token_of(SQL_NAME, s, (size_t)(bracket - s.p) + 1);
	if (isdigit((unsigned char)s.p[0]))
		return token_of(SQL_WORD, s, number_length(s));
	struct piece p = scan_piece(s, DB_POSTGRES);
	switch (p.kind) {
	case PIECE_OPEN:
		if (s.p[0] == '/')
			return token_of(SQL_COMMENT, s, s.n);
		return token_of(strchr("\"`", s.p[0]) ? SQL_NAME : SQL_TEXT, s, s.n);
	case PIECE_COMMENT: return token_of(SQL_COMMENT, s, p.text.n);
	case PIECE_LITERAL: return token_of(SQL_TEXT, s, quoted_length(s));
	case PIECE_NAME: return token_of(SQL_NAME, s, quoted_length(s));
	case PIECE_WORD: return token_of(SQL_WORD, s, p.text.n);
	default: return token_of(SQL_SIGN, s, 1);
	}
}

struct sql_token sql_next_any(struct sql_walk *w)
{
	while (w->at < w->text.n && isspace((unsigned char)w->text.p[w->at]))
		w->at++;
	struct sql_token t = token_at(rest(w));
	w->at += t.text.n;
	return t;
}

struct sql_token sql_next(struct sql_walk *w)
{
	struct sql_token t;

	do
		t = sql_next_any(w);
	while (t.kind == SQL_COMMENT);
	return t;
}

struct sql_token sql_peek(const struct sql_walk *w)
{
	struct sql_walk copy = *w;

	return sql_next(&copy);
}

bool sql_is(struct sql_token t, const char *keyword)
{
	return (t.kind == SQL_WORD || t.kind == SQL_SIGN) && t.text.n == strlen(keyword) &&
		strncasecmp(t.text.p, keyword, t.text.n) == 0;
}

const char *sql_name(struct sql_token t, struct arena *a)
{
	char *name;
	size_t n = 0;

	if (t.kind == SQL_WORD)
		return arena_memdup(a, t.text.p, t.text.n);
	if (t.kind != SQL_NAME && t.kind != SQL_TEXT)
		return NULL;
	name = arena_alloc(a, t.text.n + 1);
	for (size_t i = 1; i + 1 < t.text.n; i++) {
		name[n++] = t.text.p[i];
		if (t.text.p[i] == t.text.p[0] && t.text.p[i + 1] == t.text.p[0])
			i++;
	}
	return name;
}

/* Words that are no names without quotes, on one engine or the other. */
static const char *const reserved[] = {"all", "alter", "analyse", "analyze", "and", "any", "array",
	"as", "asc", "between", "both", "by", "case", "cast", "check", "collate", "column",
	"commit", "constraint", "create", "default", "deferrable", "delete", "desc", "distinct",
	"do", "drop", "else", "end", "except", "exists", "false", "fetch", "for", "foreign", "from",
	"grant", "group", "having", "in", "index", "initially", "insert", "intersect", "into", "is",
	"isnull", "join", "lateral", "leading", "limit", "not", "notnull", "null", "offset", "on",
	"only", "or", "order", "placing", "primary", "references", "returning", "select", "set",
	"some", "table", "then", "to", "trailing", "transaction", "trigger", "true", "union",
	"unique", "update", "user", "using", "values", "variadic", "when", "where", "window",
	"with"};

static bool is_reserved(struct span name)
{
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strlen(reserved[i]) == name.n && strncasecmp(name.p, reserved[i], name.n) == 0)
			return true;
	return false;
}

static bool is_plain(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";

	return name[0] && !isdigit((unsigned char)name[0]) && !name[strspn(name, letters)] &&
		!is_reserved(span_of(name));
}

void sql_add_quoted(struct str *out, char quote, struct span text)
{
	str_addc(out, quote);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == quote)
			str_addc(out, quote);
		str_addc(out, text.p[i]);
	}
	str_addc(out, quote);
}

void sql_add_name(struct str *out, const char *name)
{
	if (is_plain(name)) {
		str_add(out, name);
		return;
	}
	sql_add_quoted(out, '"', span_of(name));
}

struct span sql_inside(struct sql_walk *w)
{
	size_t depth = 1, from;

	if (!sql_is(sql_peek(w), "("))
		return SPAN_NULL;
	(void)sql_next(w);
	from = w->at;
	for (;;) {
		struct sql_token t = sql_next(w);
		if (sql_is(t, "("))
			depth++;
		if (sql_is(t, ")"))
			depth--;
		if (t.kind == SQL_END || depth == 0)
			return (struct span){w->text.p + from, w->at - from - t.text.n};
	}
}

/* No blank before these, and none after those. */
static bool hugs(struct sql_token before, struct sql_token now)
{
	if (before.kind == SQL_END)
		return true;
	if (sql_is(now, ")") || sql_is(now, ",") || sql_is(now, ";") || sql_is(now, ".") ||
		sql_is(before, "(") || sql_is(before, "."))
		return true;
	if (sql_is(now, "(") && before.kind != SQL_SIGN)
		return before.kind != SQL_WORD || !is_reserved(before.text);
	/* Operators of several characters: <>, >=, ||, :: */
	return before.kind == SQL_SIGN && now.kind == SQL_SIGN && !sql_is(before, ")") &&
		!sql_is(before, ",") && !sql_is(now, "(") &&
		before.text.p + before.text.n == now.text.p;
}

static void add_token(struct str *out, struct sql_token t)
{
	struct arena a = {0};

	if (t.kind == SQL_NAME)
		sql_add_name(out, sql_name(t, &a));
	else if (t.kind == SQL_WORD)
		for (size_t i = 0; i < t.text.n; i++)
			str_addc(out, (char)tolower((unsigned char)t.text.p[i]));
	else
		str_adds(out, t.text);
	arena_free(&a);
}

char *sql_canonical(struct span text, struct arena *a)
{
	struct sql_walk w = {text, 0};
	struct sql_token before = {SQL_END, SPAN_NULL}, t;
	struct str out = {0};

	for (t = sql_next(&w); t.kind != SQL_END; before = t, t = sql_next(&w)) {
		if (!hugs(before, t))
			str_addc(&out, ' ');
		add_token(&out, t);
	}
	char *canonical = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return canonical;
}

char *sql_canonical_bare(struct span text, struct arena *a)
{
	for (;;) {
		struct sql_walk w = {text, 0};
		struct span inside = sql_inside(&w);
		if (!inside.p || sql_next(&w).kind != SQL_END)
			return sql_canonical(text, a);
		text = inside;
	}
}

const char *sql_created(struct span statement, const char *what, struct arena *a)
{
	static const char *const between[] = {"IF", "NOT", "EXISTS", "CONCURRENTLY"};
	struct sql_walk w = {statement, 0};

	if (!sql_is(sql_next(&w), "CREATE"))
		return NULL;
	struct sql_token t = sql_next(&w);
	if (sql_is(t, "UNIQUE") || sql_is(t, "CONSTRAINT"))
		t = sql_next(&w);
	if (!sql_is(t, what))
		return NULL;
	t = sql_next(&w);
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		if (sql_is(t, between[i]))
			t = sql_next(&w);
	return sql_name(t, a);
}

const char *sql_find_create(const char *sql, const char *what, const char *name, struct arena *a)
{
	struct span rest = span_of(sql), statement;
	const char *found = NULL;

	/* The last one counts: it may have been dropped and made again. */
	while (rest.p && scan_statement(&rest, DB_POSTGRES, &statement)) {
		const char *created = sql_created(statement, what, a);
		if (created && strcasecmp(created, name) == 0)
			found = arena_memdup(a, statement.p, statement.n);
	}
	return found;
}
