/* The status words of a draft, and the hash of what its moderator saw. */
#include "model/post.h"

static const char *const names[] = {
	[POST_PENDING] = "pending",
	[POST_APPROVED] = "approved",
	[POST_REJECTED] = "rejected",
	[POST_OTHER] = "other",
};

enum post_status post_status_of(struct span text)
{
	for (int s = POST_PENDING; s < POST_OTHER; s++)
		if (span_is(text, names[s]))
			return (enum post_status)s;
	return POST_OTHER;
}

const char *post_status_name(enum post_status status)
{
	return names[status];
}

void post_hash(const struct post *p, char out[SHA256_TEXT])
{
	const struct span seen[] = {
		p->content, p->post_type, p->target_subreddit, p->parent_id, p->draft_metadata};

	sha256_parts(seen, sizeof(seen) / sizeof(seen[0]), out);
}

struct span post_one_line(struct span s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (c == '\n' || c == '\t')
			c = ' ';
		if (c == ' ' && (n == 0 || out[n - 1] == ' '))
			continue;
		out[n++] = c;
	}
	return (struct span){out, n};
}
