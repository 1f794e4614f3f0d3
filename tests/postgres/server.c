/* Starts, breaks and stops a PostgreSQL server for tests. */
#include "postgres/server.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_TRIES 6000 /* of 10 ms */

static _Noreturn void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("test server: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

bool server_wanted(void)
{
	const char *said = getenv("TENET_TEST_POSTGRES");

	return !said || strcmp(said, "0") != 0;
}

/* --- Processes. --- */

/* PostgreSQL does not run as root. */
static const struct passwd *unprivileged(void)
{
	const struct passwd *user = getpwnam("postgres");

	if (!user)
		user = getpwnam("nobody");
	if (!user)
		die("there is no user to run PostgreSQL as");
	return user;
}

static void drop_rights(void)
{
	if (geteuid() != 0)
		return;
	const struct passwd *user = unprivileged();
	if (setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
		_exit(126);
}

/* The newest installed. */
static void find_program(const char *name, char *out, size_t size)
{
	glob_t found = {0};
	char pattern[64];

	snprintf(pattern, sizeof(pattern), "/usr/lib/postgresql/*/bin/%s", name);
	if (glob(pattern, 0, NULL, &found) == 0)
		snprintf(out, size, "%s", found.gl_pathv[found.gl_pathc - 1]);
	else
		snprintf(out, size, "%s", name);
	globfree(&found);
}

/* Runs a program as the server's user, its output in the log. */
static pid_t spawn(const struct server *s, const char *name, const char *const args[])
{
	char path[256], log[64];
	pid_t parent = getpid();

	find_program(name, path, sizeof(path));
	snprintf(log, sizeof(log), "%s/log", s->dir);
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0)
		die("fork failed");
	if (pid > 0)
		return pid;
	setsid();
	drop_rights();
	/* Immediate shutdown, when the test dies. */
	prctl(PR_SET_PDEATHSIG, SIGQUIT);
	int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644), in = open("/dev/null", O_RDONLY);
	if (getppid() != parent || out < 0 || in < 0 || chdir(s->dir) != 0)
		_exit(126);
	dup2(in, 0);
	dup2(out, 1);
	dup2(out, 2);
	execvp(path, (char *const *)args);
	_exit(127);
}

static void show_log(const struct server *s)
{
	char log[64], line[512];

	snprintf(log, sizeof(log), "%s/log", s->dir);
	FILE *f = fopen(log, "re");
	while (f && fgets(line, sizeof(line), f))
		fputs(line, stderr);
	if (f)
		fclose(f);
}

static void launch(struct server *s)
{
	char data[64], sockets[80], port[16], url[SERVER_URL];
	const char *const durable[] = {"max_wal_size=1GB", "fsync=on", "autovacuum=on"};
	const char *const quick[] = {"min_wal_size=2MB", "fsync=off", "autovacuum=off"};
	const char *const *set = s->durable ? durable : quick;
	const char *const args[] = {"postgres", "-D", data, "-c",
		s->port ? "listen_addresses=127.0.0.1" : "listen_addresses=", "-p", port, "-c",
		s->port ? "ssl=on" : "ssl=off", "-c", sockets, "-c",
		s->durable ? "shared_buffers=128MB" : "shared_buffers=16MB", "-c", set[0], "-c",
		set[1], "-c", set[2], "-c", "max_connections=60", "-c", "log_min_messages=warning",
		NULL};

	snprintf(data, sizeof(data), "%s/data", s->dir);
	snprintf(port, sizeof(port), "%d", s->port ? s->port : 5432);
	snprintf(sockets, sizeof(sockets), "unix_socket_directories=%s", s->dir);
	server_url(s, "postgres", url);
	s->postmaster = spawn(s, "postgres", args);
	for (int i = 0; i < START_TRIES; i++) {
		if (PQping(url) == PQPING_OK)
			return;
		if (waitpid(s->postmaster, NULL, WNOHANG) != 0) {
			s->postmaster = 0;
			break;
		}
		nap();
	}
	show_log(s);
	die("PostgreSQL did not start (packages: postgresql, libpq-dev; TENET_TEST_POSTGRES=0 "
	    "leaves it out)");
}

/* Sends a signal to the postmaster's children. */
static void signal_children(pid_t postmaster, int signal)
{
	DIR *proc = opendir("/proc");

	if (!proc)
		die("there is no /proc");
	for (struct dirent *d; (d = readdir(proc));) {
		char path[300], line[512] = "";
		long parent = 0;
		snprintf(path, sizeof(path), "/proc/%s/stat", d->d_name);
		pid_t pid = (pid_t)strtol(d->d_name, NULL, 10);
		FILE *f = pid > 0 ? fopen(path, "re") : NULL;
		if (!f)
			continue;
		/* "pid (name) state parent": the name may hold anything. */
		const char *end = fgets(line, sizeof(line), f) ? strrchr(line, ')') : NULL;
		if (end && strlen(end) > 4)
			parent = strtol(end + 4, NULL, 10);
		fclose(f);
		if (parent == postmaster)
			kill(pid, signal);
	}
	closedir(proc);
}

static void wait_for_end(struct server *s)
{
	if (s->postmaster > 0)
		waitpid(s->postmaster, NULL, 0);
	s->postmaster = 0;
}

/* --- The watchdog removes the folder when the test is gone. --- */

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *level)
{
	(void)st;
	(void)flag;
	(void)level;
	return remove(path);
}

static pid_t running_postmaster(const char *dir)
{
	char path[64];
	int pid = 0;

	snprintf(path, sizeof(path), "%s/data/postmaster.pid", dir);
	FILE *f = fopen(path, "re");
	if (f && fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f)
		fclose(f);
	return pid > 0 && kill(pid, 0) == 0 ? pid : 0;
}

static _Noreturn void watch(const char *dir, int leash)
{
	int nothing = open("/dev/null", O_RDWR);
	pid_t pid;
	char c;

	setsid();
	for (int fd = 0; fd < 3; fd++)
		dup2(nothing, fd);
	/* Nor does it hold what others wait for the end of: another server's leash. */
	dup2(leash, 3);
	close_range(4, ~0U, 0);
	while (read(3, &c, 1) > 0)
		;
	/* The test's end told the server to end, too; it may be frozen. A crashed one leaves its
	 * file behind, and the number may be somebody else's now: so nothing worse is sent. */
	for (int i = 0; i < 500 && (pid = running_postmaster(dir)) > 0; i++) {
		signal_children(pid, SIGCONT);
		kill(pid, SIGCONT);
		nap();
	}
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	_exit(0);
}

static void start_watchdog(struct server *s)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		die("pipe failed");
	fflush(NULL);
	s->watchdog = fork();
	if (s->watchdog < 0)
		die("fork failed");
	if (s->watchdog == 0) {
		close(ends[1]);
		watch(s->dir, ends[0]);
	}
	close(ends[0]);
	s->leash = ends[1];
}

/* --- The cluster. --- */

/* Runs a program that ends. */
static void run(const struct server *s, const char *name, const char *const args[])
{
	int status;
	pid_t pid = spawn(s, name, args);

	if (waitpid(pid, &status, 0) == pid && status == 0)
		return;
	show_log(s);
	die("%s failed (packages: postgresql, openssl; TENET_TEST_POSTGRES=0 leaves it out)", name);
}

static void make_cluster(struct server *s)
{
	static const char rules[] = "local all secret scram-sha-256\nlocal all all trust\n"
				    "local replication all trust\n"
				    "hostssl all all 127.0.0.1/32 trust\n";
	char data[64], path[80];
	const char *const args[] = {"initdb", "-D", data, "-N", "-A", "trust", "-U", "postgres",
		"-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "--no-instructions", NULL};

	snprintf(data, sizeof(data), "%s/data", s->dir);
	run(s, "initdb", args);
	snprintf(path, sizeof(path), "%s/pg_hba.conf", data);
	FILE *f = fopen(path, "we");
	if (!f || fputs(rules, f) < 0 || fclose(f) != 0)
		die("cannot write %s", path);
}

/* What libpq would take from the environment of whoever runs the tests. */
static void forget_environment(void)
{
	char name[64];

	for (char **v = environ; *v;) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*v, "="), *v);
		if (strncmp(name, "PG", 2) == 0 && unsetenv(name) == 0)
			v = environ;
		else
			v++;
	}
}

/* A folder that goes with the test. */
static void prepare(struct server *s, bool durable)
{
	forget_environment();
	*s = (struct server){.leash = -1, .durable = durable};
	snprintf(s->dir, sizeof(s->dir), "/tmp/tenet-pg-XXXXXX");
	if (!mkdtemp(s->dir))
		die("cannot make a folder in /tmp");
	if (geteuid() == 0) {
		const struct passwd *user = unprivileged();
		if (chown(s->dir, user->pw_uid, user->pw_gid) != 0)
			die("cannot give %s away", s->dir);
	}
	start_watchdog(s);
}

static void start(struct server *s, bool durable)
{
	prepare(s, durable);
	make_cluster(s);
	launch(s);
	server_exec(s, "postgres", "CREATE ROLE secret LOGIN PASSWORD 'open sesame'");
}

void server_start(struct server *s)
{
	start(s, false);
}

void server_start_durable(struct server *s)
{
	start(s, true);
}

void server_stop(struct server *s)
{
	if (s->postmaster > 0) {
		server_thaw(s);
		kill(s->postmaster, SIGINT);
	}
	wait_for_end(s);
	close(s->leash);
	waitpid(s->watchdog, NULL, 0);
}

void server_crash(struct server *s)
{
	/* Stopped, it starts no new ones. */
	kill(s->postmaster, SIGSTOP);
	signal_children(s->postmaster, SIGKILL);
	kill(s->postmaster, SIGKILL);
	wait_for_end(s);
}

void server_freeze(struct server *s)
{
	kill(s->postmaster, SIGSTOP);
	signal_children(s->postmaster, SIGSTOP);
}

void server_thaw(struct server *s)
{
	signal_children(s->postmaster, SIGCONT);
	kill(s->postmaster, SIGCONT);
}

void server_restart(struct server *s)
{
	if (s->postmaster > 0)
		kill(s->postmaster, SIGINT);
	wait_for_end(s);
	launch(s);
}

/* --- TLS. --- */

static int free_port(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&address, size) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		die("there is no free port");
	close(fd);
	return ntohs(address.sin_port);
}

void server_listen_tls(struct server *s, const char *name)
{
	char subject[80], alternative[80];
	const char *const args[] = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
		"ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", subject, "-addext",
		alternative, "-keyout", "data/server.key", "-out", "data/server.crt", NULL};

	snprintf(subject, sizeof(subject), "/CN=%s", name);
	snprintf(alternative, sizeof(alternative), "subjectAltName=DNS:%s", name);
	run(s, "openssl", args);
	s->port = free_port();
	server_restart(s);
}

/* --- Asking it. --- */

void server_url(const struct server *s, const char *database, char url[SERVER_URL])
{
	snprintf(url, SERVER_URL, "postgresql://postgres@/%s?host=%s", database, s->dir);
	if (s->port)
		snprintf(url + strlen(url), SERVER_URL - strlen(url), "&port=%d", s->port);
}

static void quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static PGconn *try_connect(const struct server *s, const char *database)
{
	char url[SERVER_URL];

	server_url(s, database, url);
	PGconn *conn = PQconnectdb(url);
	PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
	PQsetNoticeProcessor(conn, quiet, NULL);
	return conn;
}

static void must_exec(PGconn *conn, const char *sql)
{
	PGresult *result = PQstatus(conn) == CONNECTION_OK ? PQexec(conn, sql) : NULL;
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		die("%s (in: %s)", PQerrorMessage(conn), sql);
	PQclear(result);
}

void server_exec(struct server *s, const char *database, const char *sql)
{
	PGconn *conn = try_connect(s, database);

	must_exec(conn, sql);
	PQfinish(conn);
}

static const char empty_sql[] =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	" WHERE datname = current_database() AND pid <> pg_backend_pid();"
	"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
	"GRANT USAGE ON SCHEMA public TO PUBLIC";

/* A hundred times quicker than to make a new one. */
static bool empty(struct server *s, const char *name)
{
	PGconn *conn = try_connect(s, name);
	bool there = PQstatus(conn) == CONNECTION_OK;

	if (there)
		must_exec(conn, empty_sql);
	PQfinish(conn);
	return there;
}

void server_database(struct server *s, const char *name, const char *template, char url[SERVER_URL])
{
	char sql[256];

	server_url(s, name, url);
	if (!template && empty(s, name))
		return;
	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)", name);
	server_exec(s, "postgres", sql);
	snprintf(sql, sizeof(sql), "CREATE DATABASE \"%s\" TEMPLATE \"%s\"", name,
		template ? template : "template0");
	server_exec(s, "postgres", sql);
}

/* --- A standby. --- */

static const char in_step_sql[] =
	"SELECT 1 FROM pg_stat_replication WHERE application_name = 'standby'"
	" AND sync_state = 'sync'";

static void wait_in_step(struct server *primary)
{
	PGconn *conn = try_connect(primary, "postgres");

	for (int i = 0, found = 0; found == 0; i++) {
		PGresult *result = PQexec(conn, in_step_sql);
		found = PQntuples(result);
		PQclear(result);
		if (i == START_TRIES)
			die("the standby does not follow");
		nap();
	}
	PQfinish(conn);
}

void server_start_standby(struct server *s, struct server *primary)
{
	char from[128], data[64];
	const char *const args[] = {"pg_basebackup", "-D", data, "-d", from, "-R", "-X", "stream",
		"-c", "fast", "--no-sync", NULL};

	prepare(s, primary->durable);
	snprintf(data, sizeof(data), "%s/data", s->dir);
	snprintf(
		from, sizeof(from), "host=%s user=postgres application_name=standby", primary->dir);
	run(s, "pg_basebackup", args);
	launch(s);
	server_exec(primary, "postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
	server_exec(primary, "postgres", "SELECT pg_reload_conf()");
	wait_in_step(primary);
}

void server_promote(struct server *s)
{
	server_exec(s, "postgres", "SELECT pg_promote()");
}
