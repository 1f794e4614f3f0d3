/* A program that is killed while it decides: what it said is there, and nothing is half done. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <pty.h>

#include "fault/fixture.h"

#define DRAFTS 60

static void give_phrase(int fd)
{
	static const char phrase[] = "tulips and typewriters 1931\n";
	int ends[2];
	if (pipe(ends) < 0 || write(ends[1], phrase, sizeof(phrase) - 1) < 0 ||
		dup2(ends[0], fd) < 0)
		_exit(126);
	close(ends[1]);
}

/* Starts `posts approve` on a terminal, where each line is sent as soon as it is said. */
static FILE *approve(const char *path, char *const *ids, pid_t *pid)
{
	const char *program = getenv("TENET");
	int terminal;
	*pid = forkpty(&terminal, NULL, NULL, NULL);
	assert_true(*pid >= 0);
	if (*pid == 0) {
		const char *argv[DRAFTS + 10] = {"tenet", "--database", path, "posts", "approve",
			"--user", "rosa", "--password-fd", "7"};
		memcpy(&argv[9], ids, DRAFTS * sizeof(ids[0]));
		give_phrase(7);
		execv(program ? program : "build/asan/tenet", (char *const *)argv);
		_exit(127);
	}
	return fdopen(terminal, "r");
}

static void expect_decided(const char *path, const char *id_start)
{
	char *sql = NULL;
	assert_true(
		asprintf(&sql,
			"SELECT count(*) FROM pending_posts p JOIN console_decisions d "
			"ON d.post_id = p.id WHERE p.id LIKE '%.8s%%' AND p.status = 'approved' "
			"AND p.reviewed_by = 'rosa' AND d.action = 'approve'",
			id_start) > 0);
	assert_int_equal(agent_number(path, sql), 1);
	free(sql);
}

/* Kills it when it has said that so many are approved. */
static void kill_after(int acknowledged)
{
	char *path = scratch_path("killed.db");
	agent_load(path);
	char *ids = agent_text(path,
		"SELECT group_concat(id, ' ') FROM (SELECT id FROM pending_posts "
		"WHERE status = 'pending' LIMIT 60)");
	char *words[DRAFTS];
	char *rest = ids;
	for (int i = 0; i < DRAFTS; i++)
		words[i] = strsep(&rest, " ");

	pid_t pid;
	FILE *out = approve(path, words, &pid);
	assert_non_null(out);
	char said[DRAFTS][16];
	int n = 0;
	char line[1024];
	while (fgets(line, sizeof(line), out)) {
		if (n < DRAFTS && sscanf(line, "approved %15s", said[n]) == 1 &&
			++n == acknowledged)
			kill(pid, SIGKILL);
	}
	fclose(out);
	assert_int_equal(waitpid(pid, NULL, 0), pid);

	assert_in_range(n, acknowledged, DRAFTS);
	agent_expect_sound(path);
	for (int i = 0; i < n; i++)
		expect_decided(path, said[i]);
	free(ids);
	unlink(path);
	free(path);
}

static void what_was_acknowledged_before_a_kill_is_in_the_file(void **state)
{
	(void)state;
	static const int moments[] = {1, 2, 3, 7, 20, 41};
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++)
		kill_after(moments[i]);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_acknowledged_before_a_kill_is_in_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
