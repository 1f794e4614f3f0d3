/* A server at the other end of a network: certificates, how its silence is noticed, its age. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "postgres/relay.h"
#include "unit/db_server.h"

#define NAME "db.example.org"

/* --- Certificates. --- */

static const char *over_tls(struct scratch *s, const char *host, const char *options)
{
	new_database(s, "");
	return arena_printf(&s->a, "postgresql://postgres:s3cret@%s:%d/test?hostaddr=127.0.0.1&%s",
		host, server.port, options);
}

static const char *root(struct scratch *s)
{
	return arena_printf(
		&s->a, "sslmode=verify-full&sslrootcert=%s/data/server.crt", server.dir);
}

static void who_proves_his_name_is_believed(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_url(s, over_tls(s, NAME, root(s)), DB_READ_WRITE);

	assert_string_equal(scratch_ask(s, db,
				    "SELECT ssl FROM pg_stat_ssl WHERE pid ="
				    " pg_backend_pid()"),
		"1|\n");
	db_close(&db);
}

static void a_certificate_for_another_name_is_refused(void **state)
{
	struct scratch *s = *state;

	expect_refusal(s, over_tls(s, "db.example.com", root(s)), ERR_LOST,
		"server certificate for \"" NAME "\" does not match host name \"db.example.com\"");
}

static void a_certificate_that_nobody_vouches_for_is_refused(void **state)
{
	struct scratch *s = *state;

	scratch_write(s, "root.crt", SPAN_LIT(""));
	expect_refusal(s,
		over_tls(s, NAME,
			arena_printf(&s->a, "sslmode=verify-full&sslrootcert=%s",
				scratch_path(s, "root.crt"))),
		ERR_LOST, "root.crt");
	expect_refusal(s, over_tls(s, NAME, "sslmode=verify-full&sslrootcert=/nowhere/root.crt"),
		ERR_LOST, "/nowhere/root.crt");
}

static void a_server_that_wants_tls_refuses_who_does_not(void **state)
{
	struct scratch *s = *state;

	expect_refusal(s, over_tls(s, NAME, "sslmode=disable"), ERR_DENIED, "no pg_hba.conf entry");
}

/* --- Silence. --- */

/* The only connection to the server among this process's descriptors. */
static int find_socket(void)
{
	for (int fd = 3; fd < 256; fd++) {
		struct sockaddr_in peer;
		socklen_t size = sizeof(peer);
		if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
			peer.sin_family == AF_INET && ntohs(peer.sin_port) == server.port)
			return fd;
	}
	fail_msg("there is no connection");
	return -1;
}

static int tcp_option(int name)
{
	int value = -1;
	socklen_t size = sizeof(value);

	assert_int_equal(getsockopt(find_socket(), IPPROTO_TCP, name, &value, &size), 0);
	return value;
}

/* A firewall that forgets a connection tells neither end. */
static void an_idle_connection_is_asked_whether_it_lives_within_half_a_minute(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_url(s, over_tls(s, NAME, root(s)), DB_READ_WRITE);
	int alive = 0;
	socklen_t size = sizeof(alive);

	assert_int_equal(getsockopt(find_socket(), SOL_SOCKET, SO_KEEPALIVE, &alive, &size), 0);
	assert_int_equal(alive, 1);
	assert_true(
		tcp_option(TCP_KEEPIDLE) + tcp_option(TCP_KEEPINTVL) * tcp_option(TCP_KEEPCNT) <=
		30);
	assert_int_equal(tcp_option(TCP_USER_TIMEOUT), 30000);
	db_close(&db);
}

static void what_the_url_says_of_silence_holds(void **state)
{
	struct scratch *s = *state;
	const char *url = over_tls(s, NAME, "keepalives_idle=77&tcp_user_timeout=9000");
	struct db *db = open_url(s, url, DB_READ_WRITE);

	assert_int_equal(tcp_option(TCP_KEEPIDLE), 77);
	assert_int_equal(tcp_option(TCP_USER_TIMEOUT), 9000);
	db_close(&db);
}

/* --- Age. --- */

static void a_server_that_is_too_old_is_refused(void **state)
{
	struct scratch *s = *state;
	char url[SERVER_URL];

	new_database(s, "");
	struct relay *relay = relay_start(&server, "test", url);
	relay_look_old(relay);
	expect_refusal(s, url, ERR_OTHER, "tenet needs 13 or newer");
	relay_stop(&relay);
}

/* --- Running. --- */

static int start_tls(void **state)
{
	int result = start_server(state);

	if (server_wanted())
		server_listen_tls(&server, NAME);
	return result;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_proves_his_name_is_believed),
		TEST(a_certificate_for_another_name_is_refused),
		TEST(a_certificate_that_nobody_vouches_for_is_refused),
		TEST(a_server_that_wants_tls_refuses_who_does_not),
		TEST(an_idle_connection_is_asked_whether_it_lives_within_half_a_minute),
		TEST(what_the_url_says_of_silence_holds),
		TEST(a_server_that_is_too_old_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start_tls, stop_server);
}
