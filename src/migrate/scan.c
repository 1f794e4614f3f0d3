/* Takes SQL apart without understanding it. */
#include "scan.h"

#include <string.h>
#include <strings.h>

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
static const char digits[] = "0123456789";

static bool is_letter(char c)
{
	return c && ((unsigned char)c >= 0x80 || strchr(letters, c));
}

bool scan_goes_on(char c)
{
	return is_letter(c) || (c && strchr(digits, c)) || c == '$';
}

/* Length of $tag$ here, 0 when there is none ($1 is a placeholder). */
static size_t dollar_tag(struct span s)
{
	size_t n = 1;

	while (n < s.n && (is_letter(s.p[n]) || (n > 1 && s.p[n] && strchr(digits, s.p[n]))))
		n++;
	return n < s.n && s.p[n] == '$' ? n + 1 : 0;
}

static struct piece of(enum piece_kind kind, struct span s, size_t n)
{
	return (struct piece){kind, {s.p, n}};
}

/* Up to `end`, which is looked for after `skip` bytes. */
static struct piece up_to(
	enum piece_kind kind, struct span s, size_t skip, const char *end, size_t n)
{
	const char *found = skip <= s.n ? memmem(s.p + skip, s.n - skip, end, n) : NULL;

	return found ? of(kind, s, (size_t)(found - s.p) + n) : of(PIECE_OPEN, s, 0);
}

static struct piece run_of(enum piece_kind kind, struct span s, bool (*belongs)(char c))
{
	size_t n = 1;

	while (n < s.n && belongs(s.p[n]))
		n++;
	return of(kind, s, n);
}

static bool is_blank(char c)
{
	return c && strchr(" \t\r\n\f\v", c);
}

static struct piece line_comment(struct span s)
{
	const char *end = memchr(s.p, '\n', s.n);

	return of(PIECE_COMMENT, s, end ? (size_t)(end - s.p) : s.n);
}

/* PostgreSQL's comments stand in one another. */
static struct piece comment(struct span s, enum db_engine engine)
{
	size_t depth = 1, n = 2;

	if (engine == DB_SQLITE)
		return up_to(PIECE_COMMENT, s, 2, "*/", 2);
	for (; depth > 0 && n + 1 < s.n; n++) {
		bool begins = s.p[n] == '/' && s.p[n + 1] == '*';
		bool ends = s.p[n] == '*' && s.p[n + 1] == '/';
		depth += begins;
		depth -= ends;
		n += begins || ends;
	}
	return of(depth ? PIECE_OPEN : PIECE_COMMENT, s, depth ? 0 : n);
}

/* Where the quote stands that goes on with a literal which ended at `n`, behind a line end; 0 for
 * none. */
static size_t goes_on_at(struct span s, size_t n)
{
	bool new_line = false;

	for (; n < s.n && is_blank(s.p[n]); n++)
		new_line = new_line || s.p[n] == '\n' || s.p[n] == '\r';
	return new_line && n < s.n && s.p[n] == '\'' ? n : 0;
}

/* E'it\'s', with what goes on with it on the lines below. */
static struct piece escaped(struct span s)
{
	for (size_t n = 2, next; n < s.n; n++) {
		if (s.p[n] == '\\') {
			n++;
		} else if (s.p[n] == '\'') {
			next = goes_on_at(s, n + 1);
			if (n + 1 < s.n && s.p[n + 1] == '\'')
				n++;
			else if (!next)
				return of(PIECE_LITERAL, s, n + 1);
			else
				n = next;
		}
	}
	return of(PIECE_OPEN, s, 0);
}

/* $name, :name, @name, #name, and $name(…) as Tcl has it. */
static struct piece variable(struct span s)
{
	size_t n = 1;

	while (n < s.n && (scan_goes_on(s.p[n]) || (n + 1 < s.n && memcmp(s.p + n, "::", 2) == 0)))
		n += s.p[n] == ':' ? 2 : 1;
	if (n == 1)
		return of(PIECE_SIGN, s, 1);
	if (n < s.n && s.p[n] == '(') {
		size_t end = n;
		while (end < s.n && !is_blank(s.p[end]) && s.p[end] != ')')
			end++;
		if (end < s.n && s.p[end] == ')')
			n = end + 1;
	}
	return of(PIECE_WORD, s, n);
}

/* $tag$ text $tag$, or $1. */
static struct piece dollar(struct span s)
{
	size_t tag = dollar_tag(s), n = 1;

	if (tag)
		return up_to(PIECE_LITERAL, s, tag, s.p, tag);
	while (n < s.n && s.p[n] && strchr(digits, s.p[n]))
		n++;
	return of(n > 1 ? PIECE_WORD : PIECE_SIGN, s, n);
}

/* What only this engine reads so; the length is 0 when it is nothing of the kind. */
static struct piece peculiar(struct span s, enum db_engine engine)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";

	if (engine == DB_POSTGRES) {
		if (s.p[0] == '$')
			return dollar(s);
		if ((s.p[0] == 'e' || s.p[0] == 'E') && s.n > 1 && s.p[1] == '\'')
			return escaped(s);
		return of(PIECE_SPACE, s, 0);
	}
	if (s.p[0] == '[')
		return up_to(PIECE_NAME, s, 1, "]", 1);
	if (s.p[0] && strchr("$:@#", s.p[0]))
		return variable(s);
	bool mark = s.n >= 3 && memcmp(s.p, byte_order_mark, 3) == 0;
	return of(PIECE_SPACE, s, mark ? 3 : 0);
}

struct piece scan_piece(struct span s, enum db_engine engine)
{
	struct piece own = peculiar(s, engine);
	char next = s.n > 1 ? s.p[1] : '\0';

	if (own.text.n > 0 || own.kind == PIECE_OPEN)
		return own;
	switch (s.p[0]) {
	case '\'': return up_to(PIECE_LITERAL, s, 1, s.p, 1);
	case '"':
	case '`': return up_to(PIECE_NAME, s, 1, s.p, 1);
	case '-': return next == '-' ? line_comment(s) : of(PIECE_SIGN, s, 1);
	case '/': return next == '*' ? comment(s, engine) : of(PIECE_SIGN, s, 1);
	default: break;
	}
	if (is_blank(s.p[0]))
		return run_of(PIECE_SPACE, s, is_blank);
	return is_letter(s.p[0]) ? run_of(PIECE_WORD, s, scan_goes_on) : of(PIECE_SIGN, s, 1);
}

static bool means_something(const struct piece *p)
{
	return p->kind != PIECE_SPACE && p->kind != PIECE_COMMENT;
}

/* An unfinished literal is taken for a sign, so that every loop ends. */
static struct piece take(struct span *rest, enum db_engine engine)
{
	struct piece p = scan_piece(*rest, engine);

	if (p.kind == PIECE_OPEN)
		p.text.n = 1;
	rest->p += p.text.n;
	rest->n -= p.text.n;
	return p;
}

bool scan_next(struct span *rest, enum db_engine engine, struct piece *out)
{
	while (rest->n > 0) {
		*out = take(rest, engine);
		if (means_something(out))
			return true;
	}
	return false;
}

bool piece_is(const struct piece *p, const char *keyword)
{
	return p->kind == PIECE_WORD && p->text.n == strlen(keyword) &&
		strncasecmp(p->text.p, keyword, p->text.n) == 0;
}

bool piece_names(const struct piece *p, struct span name)
{
	struct span text = p->text;

	if (p->kind == PIECE_NAME)
		text = (struct span){text.p + 1, text.n - 2};
	else if (p->kind != PIECE_WORD)
		return false;
	return text.n == name.n && strncasecmp(text.p, name.p, name.n) == 0;
}

/* --- Statements. --- */

/* What would end the transaction that a step runs in, or change the connection under it. */
static const char *const forbidden[] = {"PRAGMA", "BEGIN", "START", "COMMIT", "END", "ROLLBACK",
	"ABORT", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "PREPARE"};

const char *piece_forbidden(const struct piece *first)
{
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		if (piece_is(first, forbidden[i]))
			return forbidden[i];
	return NULL;
}

bool statement_take(struct statement *st, const struct piece *p)
{
	if (!means_something(p))
		return false;
	char sign = p->kind == PIECE_SIGN ? p->text.p[0] : '\0';
	if (sign == ';' && st->depth == 0) {
		if (st->in_body)
			st->after_semicolon = true;
		else
			*st = (struct statement){0};
		return false;
	}
	if (sign == '(' || (sign == ')' && st->depth > 0))
		st->depth = sign == '(' ? st->depth + 1 : st->depth - 1;
	bool first = st->n++ == 0;
	if (first)
		st->creates = piece_is(p, "CREATE");
	else if (st->creates && st->n <= 4 &&
		(piece_is(p, "TRIGGER") || piece_is(p, "FUNCTION") || piece_is(p, "PROCEDURE")))
		st->has_body = true;
	else if (st->has_body && !st->in_body && piece_is(p, "BEGIN"))
		st->in_body = true;
	else if (st->in_body && st->after_semicolon && piece_is(p, "END"))
		st->in_body = st->has_body = false;
	st->after_semicolon = false;
	return first;
}

bool scan_statement(struct span *rest, enum db_engine engine, struct span *out)
{
	struct statement st = {0};

	*out = SPAN_NULL;
	while (rest->n > 0) {
		struct piece p = take(rest, engine);
		if (statement_take(&st, &p))
			out->p = p.text.p;
		if (out->p && st.n == 0)
			return true;
		if (out->p && means_something(&p))
			out->n = (size_t)(p.text.p + p.text.n - out->p);
	}
	return out->p != NULL;
}

/* --- Sections. --- */

/* Whether the line that begins here starts with this mark; `behind` gets the rest of it. */
static bool mark_here(struct span s, const char *mark, struct span *behind)
{
	size_t n = strlen(mark);

	if (s.n < n || memcmp(s.p, mark, n) != 0)
		return false;
	*behind = (struct span){s.p + n, line_comment(s).text.n - n};
	return true;
}

static bool ends_block(struct span s)
{
	struct span behind;

	return mark_here(s, MARK_END, &behind) && behind.n == 0;
}

static bool begins_rebuild(struct span s)
{
	struct span behind;

	return mark_here(s, MARK_REBUILD, &behind);
}

/* Takes what stands before a line on which `stops` is true, or all. */
static struct span take_until(struct span *rest, enum db_engine engine, bool (*stops)(struct span))
{
	struct span out = {rest->p, 0};
	bool line_begins = true;

	while (rest->n > 0 && !(line_begins && stops(*rest))) {
		struct piece p = take(rest, engine);
		out.n += p.text.n;
		line_begins = p.text.p[p.text.n - 1] == '\n';
	}
	return out;
}

bool scan_part(struct span *rest, enum db_engine engine, struct part *out)
{
	if (rest->n == 0)
		return false;
	if (!mark_here(*rest, MARK_REBUILD, &out->table)) {
		out->table = SPAN_NULL;
		out->sql = take_until(rest, engine, begins_rebuild);
		return true;
	}
	(void)take(rest, engine);
	out->sql = take_until(rest, engine, ends_block);
	if (rest->n > 0)
		(void)take(rest, engine);
	return true;
}

bool scan_rebuilds(const char *sql, enum db_engine engine)
{
	struct span rest = span_of(sql);
	struct part p;

	while (engine == DB_SQLITE && scan_part(&rest, engine, &p))
		if (p.table.p)
			return true;
	return false;
}

bool scan_alone(const char *sql)
{
	return strncmp(sql, MARK_ALONE, strlen(MARK_ALONE)) == 0;
}
