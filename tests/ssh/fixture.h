/*
 * A real sshd on loopback, with the lines of contrib/sshd_config, and a console behind it: who logs
 * in has a key, a terminal and nothing else. All of it runs as the user of the tests.
 */
#ifndef TESTS_SSH_FIXTURE_H
#define TESTS_SSH_FIXTURE_H

#include "tui/fixture_walk.h"

#include "base/str.h"

/* cmocka group setups: the lines as they are, or with every variable of the client let in. */
int ssh_setup(void **state);
int ssh_setup_open(void **state);
int ssh_teardown(void **state);

/* A file in the folder of this group, by its whole name; in the state's arena. */
const char *ssh_path(const char *name);
/* What whoever got out would leave behind. */
#define MARKER ssh_path("marker")
bool ssh_got_out(void);

/* Logs in on a terminal: the client in `c` shows the login screen, or what it says instead.
 * `options` come before the host, `command` after it, and the variables `env` are offered to the
 * server; all three may be NULL. */
struct console *ssh_open(const char *const *options, const char *command, const char *const *env);
/* The same as rosa, up to her queue. */
struct console *ssh_rosa(const char *const *options, const char *const *env);
/* Types q and expects that it ends well, with the terminal as it was. */
void ssh_leave(struct console **c);

/* Runs a client (ssh, sftp, scp …) to its end without a terminal, by a line of shell in which $at
 * is the host, $ssh the options for ssh, $opts those for sftp and scp beside -P $port, and $config
 * the server's configuration. Returns its exit status;
 * `said` gets both outputs. */
int ssh_run(struct str *said, const char *line);

/* Runs a line of shell that must work. */
void ssh_shell(const char *line);
int ssh_free_port(void);
int ssh_port(void); /* of the server, on 127.0.0.1 */

/* The process of the console that is logged in. */
pid_t ssh_console_pid(void);
/* A file of it under /proc, as far as it lets itself be read: nothing when it does not. */
void ssh_read_proc(pid_t pid, const char *name, struct str *out);
void ssh_wait_gone(pid_t pid);

/* The other process, as in a walk. */
struct walk *ssh_walk(void);

#endif
