/* Links of a Markdown text that lead elsewhere than a reader thinks. */
#include "model/links.h"

#include <strings.h>

#include "base/sanitize.h"
#include "base/str.h"
#include "punycode.h"

#define OPEN_MOST 16 /* brackets in brackets */
#define LABELS_MOST 64
#define LABEL_BYTES 200
#define TARGET_BYTES 4000
#define HOST_BYTES 260 /* RFC 1035: 253, and some for letters that are not ASCII */

struct label {
	struct span name, target;
};

struct links {
	struct span text;
	struct arena *arena;
	struct link_warning *out;
	size_t n, most;
	struct label labels[LABELS_MOST];
	size_t label_count;
};

static struct span part(struct span text, size_t from, size_t to)
{
	return text.p ? (struct span){text.p + from, to - from} : SPAN_NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Bytes up to the first of `ends` or a blank. */
static size_t until(struct span s, const char *ends)
{
	size_t n = 0;

	while (n < s.n && !is_blank(s.p[n]) && (s.p[n] == '\0' || !strchr(ends, s.p[n])))
		n++;
	return n;
}

/* The authority of an absolute address: user, host and port. Browsers take \ for /. */
static struct span authority_of(struct span target)
{
	size_t at = 0;

	if (!target.p)
		return SPAN_NULL;
	while (at < target.n && (is_alnum(target.p[at]) || strchr("+-.", target.p[at])))
		at++;
	if (at > 0 && at < target.n && target.p[at] == ':')
		at++;
	else
		at = 0;
	for (int i = 0; i < 2; i++, at++)
		if (at >= target.n || (target.p[at] != '/' && target.p[at] != '\\'))
			return SPAN_NULL;
	struct span rest = part(target, at, target.n);
	return part(rest, 0, until(rest, "/\\?#)<>\"'`"));
}

static struct span user_of(struct span authority)
{
	for (size_t i = authority.n; i > 0; i--)
		if (authority.p[i - 1] == '@')
			return part(authority, 0, i - 1);
	return SPAN_NULL;
}

static struct span host_of(struct span authority)
{
	struct span user = user_of(authority);
	struct span host = part(authority, user.p ? user.n + 1 : 0, authority.n);

	if (!host.p)
		return SPAN_NULL;
	host.n = until(host, ":");
	while (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	return host.n > HOST_BYTES ? SPAN_NULL : host;
}

/* A file rather than a host, where nothing else speaks for one. */
static bool is_file_ending(struct span ending)
{
	static const char *const endings[] = {"c", "cc", "cpp", "cs", "css", "csv", "go", "h",
		"htm", "html", "java", "jpg", "js", "json", "kt", "md", "pdf", "php", "pl", "png",
		"py", "rb", "rs", "sh", "sql", "svg", "toml", "ts", "txt", "xml", "yaml", "yml",
		"zip"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (strlen(endings[i]) == ending.n &&
			strncasecmp(endings[i], ending.p, ending.n) == 0)
			return true;
	return false;
}

static bool looks_like_host(struct span s, bool sure)
{
	size_t dots = 0, from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '.') {
			if (!is_alnum(s.p[i]) && s.p[i] != '-' && (unsigned char)s.p[i] < 0x80)
				return false;
			continue;
		}
		if (i == from)
			return false;
		if (i == s.n)
			break;
		dots++;
		from = i + 1;
	}
	struct span last = part(s, from, s.n);
	bool coded = last.n > 4 && strncasecmp(last.p, "xn--", 4) == 0;
	for (size_t i = 0; i < last.n; i++)
		if (last.p[i] >= '0' && last.p[i] <= '9' && !coded)
			return false;
	return dots > 0 && last.n > 1 && (sure || !is_file_ending(last));
}

static struct span without_www(struct span host)
{
	return host.n > 4 && strncasecmp(host.p, "www.", 4) == 0 ? part(host, 4, host.n) : host;
}

/* Whether the second lies in the first, or is it. */
static bool lies_in(struct span outer, struct span inner)
{
	return inner.n >= outer.n && memchr(outer.p, '.', outer.n) &&
		memcmp(inner.p + inner.n - outer.n, outer.p, outer.n) == 0 &&
		(inner.n == outer.n || inner.p[inner.n - outer.n - 1] == '.');
}

static bool same_site(struct span a, struct span b)
{
	struct str x = {0}, y = {0};

	if (!a.p || !b.p)
		return false;
	punycode_show(without_www(a), &x);
	punycode_show(without_www(b), &y);
	bool same = x.len > 0 && y.len > 0 &&
		((x.len == y.len && memcmp(x.p, y.p, x.len) == 0) ||
			lies_in(str_span(&x), str_span(&y)) || lies_in(str_span(&y), str_span(&x)));
	str_free(&x);
	str_free(&y);
	return same;
}

static void warn(struct links *l, enum link_trick trick, struct span where, struct span shown,
	struct span host)
{
	size_t at = (size_t)(where.p - l->text.p);

	if (l->n < l->most)
		l->out[l->n++] = (struct link_warning){trick, at, where.n, shown, host};
}

/* The next word of a link's text that may be a host: its emphasis and escapes left out. */
static bool next_word(struct span text, size_t *at, struct str *word)
{
	static const char ends[] = "*_~`\"'()<>[]{},;!|";

	str_clear(word);
	while (*at < text.n && word->len == 0) {
		for (; *at < text.n && !is_blank(text.p[*at]); (*at)++) {
			char c = text.p[*at];
			if (c != '\0' && strchr(ends, c))
				break;
			if (c != '\\')
				str_addc(word, c);
		}
		*at += *at < text.n;
	}
	return word->len > 0;
}

/* The host that a word names; empty for none. */
static struct span named_host(struct span word)
{
	struct span authority = authority_of(word);
	bool sure = authority.p || memchr(word.p, '/', word.n) ||
		(word.n > 4 && strncasecmp(word.p, "www.", 4) == 0);
	struct span host = host_of(authority.p ? authority : part(word, 0, until(word, "/?#\\")));

	if (!authority.p && memchr(word.p, '@', word.n))
		return SPAN_NULL; /* an address of mail */
	return host.p && looks_like_host(host, sure) ? host : SPAN_NULL;
}

/* Compares what the text of a link names with where it leads. */
static void check_link(struct links *l, struct span text, struct span target)
{
	struct span host = host_of(authority_of(target)), shown = SPAN_NULL;
	struct str word = {0};
	bool honest = false;

	if (host.n == 0)
		return;
	for (size_t at = 0; !honest && next_word(text, &at, &word);) {
		struct span named = named_host(str_span(&word));
		if (!named.p)
			continue;
		honest = same_site(named, host);
		if (!shown.p)
			shown = arena_span(l->arena, named);
	}
	if (shown.p && !honest)
		warn(l, LINK_OTHER_HOST, text, shown, host);
	str_free(&word);
}

/* Bytes up to what a reader takes for the slash behind the host, and is none. */
static size_t seems_to_end(struct span host)
{
	static const char *const slashes[] = {"\342\201\204", "\342\210\225", "\342\225\261",
		"\342\247\270"}; /* U+2044, U+2215, U+2571, U+29F8 */
	size_t end = host.n;

	for (size_t i = 0; i < sizeof(slashes) / sizeof(slashes[0]); i++) {
		const char *at = memmem(host.p, end, slashes[i], strlen(slashes[i]));
		end = at ? (size_t)(at - host.p) : end;
	}
	return end;
}

/* What every absolute address is asked, wherever it stands; `scheme` is where it begins. */
static void check_address(struct links *l, size_t scheme)
{
	size_t end = l->text.n - scheme > TARGET_BYTES ? scheme + TARGET_BYTES : l->text.n;
	struct span authority = authority_of(part(l->text, scheme, end));
	struct span host = host_of(authority), user = user_of(authority);
	struct text_report report;
	struct str seen = {0};

	if (host.n == 0)
		return;
	struct span whole = part(l->text, scheme, (size_t)(authority.p - l->text.p) + authority.n);
	struct span name = user.p ? part(user, 0, until(user, ":")) : user;
	if (name.n > 0 && looks_like_host(name, true) && !same_site(name, host))
		warn(l, LINK_USER, whole, name, host);
	punycode_show(host, &seen);
	text_scan(str_span(&seen), &report);
	size_t seems = seems_to_end(str_span(&seen));
	if ((report.classes & TEXT_MIXED) || seems < seen.len)
		warn(l, LINK_LOOKALIKE, whole, arena_span(l->arena, (struct span){seen.p, seems}),
			host);
	str_free(&seen);
}

/* The target of an inline link, from behind its parenthesis on. */
static struct span inline_target(struct span rest)
{
	size_t from = 0, depth = 0, to;

	rest.n = rest.n > TARGET_BYTES ? TARGET_BYTES : rest.n;
	while (from < rest.n && is_blank(rest.p[from]))
		from++;
	if (from < rest.n && rest.p[from] == '<')
		return part(rest, from + 1, from + 1 + until(part(rest, from + 1, rest.n), ">"));
	for (to = from; to < rest.n && !is_blank(rest.p[to]); to++) {
		if (rest.p[to] == ')' && depth-- == 0)
			break;
		depth += rest.p[to] == '(';
	}
	return part(rest, from, to);
}

static struct span target_of(const struct links *l, struct span name)
{
	for (size_t i = 0; i < l->label_count; i++)
		if (l->labels[i].name.n == name.n &&
			strncasecmp(l->labels[i].name.p, name.p, name.n) == 0)
			return l->labels[i].target;
	return SPAN_NULL;
}

/* A bracket closed: at `close` stands "]". */
static void check_bracket(struct links *l, size_t open, size_t close)
{
	struct span text = part(l->text, open + 1, close), label = text;
	struct span rest = part(l->text, close + 1, l->text.n);

	if (rest.n > 0 && rest.p[0] == '(') {
		check_link(l, text, inline_target(part(rest, 1, rest.n)));
		return;
	}
	if (rest.n > 0 && rest.p[0] == '[') {
		size_t most = rest.n > LABEL_BYTES ? LABEL_BYTES : rest.n;
		const char *end = memchr(rest.p, ']', most);
		if (end && end > rest.p + 1)
			label = (struct span){rest.p + 1, (size_t)(end - rest.p) - 1};
	}
	struct span target = label.n <= LABEL_BYTES ? target_of(l, label) : SPAN_NULL;
	if (target.p)
		check_link(l, text, target);
}

/* "[label]: target" at the beginning of a line. */
static void read_label(struct links *l, struct span line)
{
	const char *end = line.n > 1 && line.p[0] == '['
		? memchr(line.p, ']', line.n > LABEL_BYTES ? LABEL_BYTES : line.n)
		: NULL;
	size_t after = end ? (size_t)(end - line.p) + 1 : line.n;

	if (after >= line.n || line.p[after] != ':' || l->label_count == LABELS_MOST)
		return;
	l->labels[l->label_count++] = (struct label){
		part(line, 1, after - 1), inline_target(part(line, after + 1, line.n))};
}

static void read_labels(struct links *l)
{
	for (size_t from = 0; from < l->text.n;) {
		const char *end = memchr(l->text.p + from, '\n', l->text.n - from);
		size_t to = end ? (size_t)(end - l->text.p) : l->text.n;
		while (from < to && l->text.p[from] == ' ')
			from++;
		read_label(l, part(l->text, from, to));
		from = to + 1;
	}
}

/* Where the scheme before "://" begins. */
static size_t scheme_before(struct span text, size_t colon)
{
	size_t at = colon;

	while (at > 0 && colon - at < 8 && is_alnum(text.p[at - 1]))
		at--;
	return at;
}

size_t links_check(struct span text, struct arena *a, struct link_warning *out, size_t most)
{
	struct links l = {.text = text, .arena = a, .out = out, .most = most};
	size_t open[OPEN_MOST], depth = 0;

	read_labels(&l);
	for (size_t i = 0; i < text.n && l.n < most; i++) {
		char c = text.p[i];
		if (c == '\\') {
			i++;
		} else if (c == '[') {
			if (depth == OPEN_MOST)
				memmove(&open[0], &open[1], --depth * sizeof(open[0]));
			open[depth++] = i;
		} else if (c == ']' && depth > 0) {
			check_bracket(&l, open[--depth], i);
		} else if (c == ':' && i + 2 < text.n && text.p[i + 1] == '/' &&
			text.p[i + 2] == '/') {
			size_t scheme = scheme_before(text, i);
			if (scheme < i)
				check_address(&l, scheme);
		}
	}
	return l.n;
}
