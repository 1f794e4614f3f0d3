/* with-postgres COMMAND…: runs a command with a server of its own, whose URL is in
 * TENET_TEST_URL; for tests in shell, and to try things by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "postgres/server.h"

int main(int argc, char **argv)
{
	struct server server;
	char url[SERVER_URL];
	int status = 0;

	if (argc < 2) {
		fputs("with-postgres COMMAND...\n", stderr);
		return 2;
	}
	server_start(&server);
	server_database(&server, "tenet", NULL, url);
	setenv("TENET_TEST_URL", url, 1);
	setenv("TENET_TEST_SERVER", server.dir, 1);
	pid_t pid = fork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		status = 1;
	server_stop(&server);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
