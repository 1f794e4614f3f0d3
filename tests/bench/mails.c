/*
 * mails mbox|commits FILE COUNT: the newest drafts of FILE as a mailbox, or as commits for
 * git fast-import, on standard output: the same texts for the programs that are measured beside.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_bare.h"

static const char drafts[] = "SELECT id, content, target_subreddit, rowid FROM pending_posts"
			     " ORDER BY rowid DESC LIMIT ?1";

struct draft {
	const char *id, *content, *subreddit;
	long seconds;
};

/* A day of September 2026, because only order matters to a mailbox. */
static void print_mail(const struct draft *d)
{
	long minute = d->seconds / 60;

	printf("From agent@example.org Tue Sep %2ld %02ld:%02ld:%02ld 2026\n",
		minute / 1440 % 28 + 1, minute / 60 % 24, minute % 60, d->seconds % 60);
	printf("From: r/%s <agent@example.org>\nTo: moderators@example.org\n", d->subreddit);
	printf("Date: Tue, %ld Sep 2026 %02ld:%02ld:%02ld +0000\n", minute / 1440 % 28 + 1,
		minute / 60 % 24, minute % 60, d->seconds % 60);
	printf("Message-ID: <%s@example.org>\nMIME-Version: 1.0\n", d->id);
	printf("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n");
	printf("Subject: %.*s\n\n", (int)strcspn(d->content, "\n"), d->content);
	for (const char *line = d->content; *line;) {
		int n = (int)strcspn(line, "\n");
		printf("%s%.*s\n", strncmp(line, "From ", 5) == 0 ? ">" : "", n, line);
		line += n + (line[n] == '\n');
	}
	putchar('\n');
}

static void print_commit(const struct draft *d)
{
	printf("commit refs/heads/main\ncommitter r/%s <agent@example.org> %ld +0000\n",
		d->subreddit, 1700000000 + d->seconds);
	printf("data %zu\n%s\n", strlen(d->content), d->content);
}

int main(int argc, char **argv)
{
	if (argc != 4 || (strcmp(argv[1], "mbox") != 0 && strcmp(argv[1], "commits") != 0)) {
		fputs("usage: mails mbox|commits FILE COUNT\n", stderr);
		return 2;
	}
	sqlite3 *db = bare_open(argv[2], SQLITE_OPEN_READWRITE);
	sqlite3_stmt *st = bare_prepare(db, drafts);

	sqlite3_bind_int64(st, 1, strtoll(argv[3], NULL, 10));
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *subreddit = (const char *)sqlite3_column_text(st, 2);
		struct draft d = {
			.id = (const char *)sqlite3_column_text(st, 0),
			.content = (const char *)sqlite3_column_text(st, 1),
			.subreddit = subreddit ? subreddit : "none",
			.seconds = (long)sqlite3_column_int64(st, 3),
		};
		if (strcmp(argv[1], "mbox") == 0)
			print_mail(&d);
		else
			print_commit(&d);
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return fflush(stdout) == 0 ? 0 : 1;
}
