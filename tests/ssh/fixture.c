/* Starts sshd for a group of tests, and logs in. */
#include "ssh/fixture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/fixture_database.h"

#define SSHD "/usr/sbin/sshd"
#define CONTRIB "contrib/sshd_config"
#define TRIES 3000 /* of 10 ms */

static struct {
	struct walk walk; /* its folder is that of the group */
	const char *user;
	pid_t sshd;
	int port;
} group;

struct walk *ssh_walk(void)
{
	return &group.walk;
}

const char *ssh_path(const char *name)
{
	return arena_printf(&group.walk.arena, "%s/%s", group.walk.folder, name);
}

int ssh_port(void)
{
	return group.port;
}

bool ssh_got_out(void)
{
	return access(MARKER, F_OK) == 0;
}

/* --- The user, the files, the server. --- */

/* sshd logs in whoever it runs as, or anybody where that is root; whose password is locked,
 * as those of services are, is refused. So everything is the user's of the tests. */
static void choose_user(void)
{
	const struct passwd *user = getpwuid(geteuid());

	if (!user)
		fail_msg("the user of the tests has no name to log in with");
	group.user = arena_strdup(&group.walk.arena, user->pw_name);
	if (geteuid() == 0 && mkdir("/run/sshd", 0755) != 0)
		assert_int_equal(errno, EEXIST); /* where sshd shuts its unprivileged half in */
}

void ssh_shell(const char *line)
{
	if (system(line) != 0)
		fail_msg("this failed: %s", line);
}

static void put_file(const char *name, struct span text)
{
	FILE *f = fopen(ssh_path(name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static void read_file(const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	char part[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_addn(out, part, n);
	fclose(f);
}

/* Replaces what must be there. */
static void change(struct str *text, const char *from, const char *to)
{
	const char *at = strstr(str_cstr(text), from);
	struct str out = {0};

	if (!at)
		fail_msg(CONTRIB " does not say \"%s\"", from);
	str_addn(&out, text->p, (size_t)(at - text->p));
	str_add(&out, to);
	str_add(&out, at + strlen(from));
	str_free(text);
	*text = out;
}

int ssh_free_port(void)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	close(fd);
	return ntohs(at.sin_port);
}

/* The lines that people get, with other places in them, behind what a test's own sshd needs. */
static void write_config(const char *accept)
{
	struct arena *a = &group.walk.arena;
	struct str lines = {0}, all = {0};

	read_file(CONTRIB, &lines);
	change(&lines, "Match User tenet", arena_printf(a, "Match User %s", group.user));
	change(&lines, "/usr/local/bin/tenet", ssh_path("tenet"));
	change(&lines, "/var/lib/tenet/agent.db", ssh_path(WALK_FILE));
	change(&lines, "/etc/ssh/tenet_keys", ssh_path("keys"));
	change(&lines, "AcceptEnv LANG LC_*", accept);
	group.port = ssh_free_port();
	str_addf(&all,
		"ListenAddress 127.0.0.1:%d\nHostKey %s\nPidFile none\nStrictModes no\nUsePAM no\n"
		"LogLevel VERBOSE\nSubsystem sftp internal-sftp\n",
		group.port, ssh_path("host"));
	str_adds(&all, str_span(&lines));
	put_file("sshd_config", str_span(&all));
	str_free(&lines);
	str_free(&all);
}

static bool answers(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)group.port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

	close(fd);
	return yes;
}

static void start_sshd(void)
{
	const char *log = ssh_path("sshd.log"), *config = ssh_path("sshd_config");

	group.sshd = fork();
	if (group.sshd == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execl(SSHD, SSHD, "-D", "-E", log, "-f", config, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; !answers(); i++) {
		struct str said = {0};
		if (i < TRIES && waitpid(group.sshd, NULL, WNOHANG) == 0) {
			poll(NULL, 0, 10);
			continue;
		}
		read_file(log, &said);
		fail_msg("sshd does not answer: %s", str_cstr(&said));
	}
}

static void make_files(void)
{
	struct arena *a = &group.walk.arena;
	const char *folder = group.walk.folder, *tenet = getenv("TENET");

	database_make_sqlite(&group.walk);
	assert_int_equal(chmod(ssh_path(WALK_FILE), 0600), 0);
	ssh_shell(arena_printf(a,
		"cd %s && ssh-keygen -q -t ed25519 -N '' -f host && "
		"ssh-keygen -q -t ed25519 -N '' -f id && cp id.pub keys",
		folder));
	ssh_shell(arena_printf(a, "cp %s %s/tenet", tenet ? tenet : "build/asan/tenet", folder));
}

static int setup(const char *accept)
{
	group.walk = (struct walk){.folder = xstrdup("/tmp/tenet-ssh-XXXXXX")};
	assert_non_null(mkdtemp(group.walk.folder));
	choose_user();
	make_files();
	write_config(accept);
	start_sshd();
	return 0;
}

int ssh_setup(void **state)
{
	(void)state;
	return setup("AcceptEnv LANG LC_*");
}

int ssh_setup_open(void **state)
{
	(void)state;
	return setup("AcceptEnv *");
}

int ssh_teardown(void **state)
{
	(void)state;
	kill(group.sshd, SIGTERM);
	waitpid(group.sshd, NULL, 0);
	db_close(&group.walk.db);
	ssh_shell(arena_printf(&group.walk.arena, "rm -rf %s", group.walk.folder));
	free(group.walk.folder);
	arena_free(&group.walk.arena);
	return 0;
}

/* --- Logging in. --- */

static const char *const client[] = {"-F", "none", "-o", "IdentitiesOnly=yes", "-o",
	"UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
	"-o", "EscapeChar=none", "-o", "SendEnv=LC_*", NULL};

/* In the call, and not in the environment of the client, which would heed them itself. */
static const char *set_env(const char *const *env)
{
	struct str option = {0};

	str_add(&option, "SetEnv=");
	for (; *env; env++)
		str_addf(&option, "\"%s\" ", *env);
	const char *copy = arena_strdup(&group.walk.arena, str_cstr(&option));
	str_free(&option);
	return copy;
}

struct console *ssh_open(const char *const *options, const char *command, const char *const *env)
{
	struct arena *a = &group.walk.arena;
	const char *args[32], *tenet = getenv("TENET");
	size_t n = 0;

	for (size_t i = 0; client[i]; i++)
		args[n++] = client[i];
	args[n++] = "-i";
	args[n++] = ssh_path("id");
	args[n++] = "-tt";
	args[n++] = "-p";
	args[n++] = arena_printf(a, "%d", group.port);
	for (size_t i = 0; options && options[i]; i++)
		args[n++] = options[i];
	if (env) {
		args[n++] = "-o";
		args[n++] = set_env(env);
	}
	args[n++] = arena_printf(a, "%s@127.0.0.1", group.user);
	if (command)
		args[n++] = command;
	args[n] = NULL;
	const char *before = tenet ? arena_strdup(a, tenet) : NULL;
	setenv("TENET", "/usr/bin/ssh", 1);
	struct console *c = console_start(&(struct console_options){.args = args});
	if (before)
		setenv("TENET", before, 1);
	else
		unsetenv("TENET");
	return c;
}

struct console *ssh_rosa(const char *const *options, const char *const *env)
{
	struct console *c = ssh_open(options, NULL, env);

	console_wait_text(c, "Pass phrase", 60);
	console_send(c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(c, "welcome, rosa", 60);
	return c;
}

void ssh_leave(struct console **c)
{
	console_send(*c, "q");
	assert_int_equal(console_wait_exit(*c, 60), 0);
	console_expect_restored(*c);
	console_free(c);
}

int ssh_run(struct str *said, const char *line)
{
	struct arena *a = &group.walk.arena;
	struct str all = {0};
	char part[4096];
	size_t n;

	str_add(&all, "opts='");
	for (size_t i = 0; client[i]; i++)
		str_addf(&all, "%s ", client[i]);
	str_addf(&all,
		"-i %s'; at=%s@127.0.0.1; ssh=\"-p %d $opts\"; marker=%s; port=%d; config=%s; exec "
		"2>&1 "
		"</dev/null; %s",
		ssh_path("id"), group.user, group.port, MARKER, group.port, ssh_path("sshd_config"),
		line);
	FILE *f = popen(arena_strdup(a, str_cstr(&all)), "r");
	assert_non_null(f);
	str_clear(said);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_addn(said, part, n);
	str_free(&all);
	int status = pclose(f);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* --- The process behind it. --- */

/* Everybody may read the words of a process, also of one that is closed to all else. */
static bool is_console(const char *pid)
{
	char words[4096];
	int fd = open(
		arena_printf(&group.walk.arena, "/proc/%s/cmdline", pid), O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, words, sizeof(words) - 1);

	if (fd >= 0)
		close(fd);
	words[n > 0 ? n : 0] = '\0';
	return strcmp(words, ssh_path("tenet")) == 0;
}

static pid_t find_console(void)
{
	DIR *all = opendir("/proc");
	pid_t found = 0;

	assert_non_null(all);
	for (struct dirent *d; !found && (d = readdir(all));)
		if (d->d_name[0] >= '1' && d->d_name[0] <= '9' && is_console(d->d_name))
			found = (pid_t)strtol(d->d_name, NULL, 10);
	closedir(all);
	return found;
}

pid_t ssh_console_pid(void)
{
	pid_t pid = find_console();

	assert_true(pid > 0);
	return pid;
}

void ssh_read_proc(pid_t pid, const char *name, struct str *out)
{
	const char *path = arena_printf(&group.walk.arena, "/proc/%d/%s", (int)pid, name);

	if (access(path, R_OK) == 0)
		read_file(path, out);
}

void ssh_wait_gone(pid_t pid)
{
	for (int i = 0; i < TRIES; i++) {
		if (find_console() != pid)
			return;
		poll(NULL, 0, 10);
	}
	fail_msg("the console stays although nobody is there");
}
