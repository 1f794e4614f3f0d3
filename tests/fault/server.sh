#!/usr/bin/env bash
# Servers, databases and roles that are not as they should be: the commands say what is the matter
# and what helps, and nothing is lost.
if [ "${TENET_TEST_POSTGRES-}" = 0 ]; then
	printf '1..1\nok 1 - servers_that_are_no_good # SKIP TENET_TEST_POSTGRES=0\n'
	exit
fi
[ -n "${TENET_TEST_URL-}" ] || exec build/with-postgres "$0"
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

sql() {
	psql -X -q -A -t -v ON_ERROR_STOP=1 "${2:-$TENET_TEST_URL}" -c "$1"
}

# fresh NAME [OPTIONS]: an empty database, and its URL in $url.
fresh() {
	sql "CREATE DATABASE $1 ${2-}"
	url=${TENET_TEST_URL/\/tenet?/\/$1?}
}

# The same with an admin and a draft.
filled() {
	fresh "$1"
	expect 0 --database "$url" db upgrade head
	"$tenet" --database "$url" accounts add m1 --role admin --new-password-fd 3 3<<<"$phrase"
	sql "INSERT INTO personas (id, reddit_username, config) VALUES ('$draft', 'bot', '{}');
		INSERT INTO pending_posts (id, persona_id, content, status)
		VALUES ('$draft', '$draft', 'A thought.', 'pending')" "$url"
}
draft=3d110dbb-0000-4000-8000-000000000000

undecided() {
	is "$(sql "SELECT status, (SELECT count(*) FROM console_decisions) FROM pending_posts" \
		"$url")" 'pending|0'
}

what_is_not_there_is_named() {
	expect 1 --database 'postgresql://rosa:s3cret@/agent?host=/nowhere' posts list
	says err 'cannot connect to postgresql://rosa@/agent'
	says err /nowhere
	says_not err s3cret
	expect 1 --database 'postgresql://rosa:s3cret@127.0.0.1:1/agent' posts list
	says err 'Connection refused'
	says_not err s3cret
	expect 1 --database "${TENET_TEST_URL/\/tenet?/\/nowhere?}" posts list
	says err 'database "nowhere" does not exist'
	says err createdb
}

a_wrong_password_is_refused_and_not_repeated() {
	expect 3 --database "${TENET_TEST_URL/postgres@/secret:s3cret@}" posts list
	says err 'password authentication failed for user "secret"'
	says err .pgpass
	says_not err s3cret
}

a_role_without_rights_is_told_so() {
	filled rights
	sql 'CREATE ROLE guest LOGIN'
	expect 3 --database "${url/postgres@/guest@}" posts list
	says err 'permission denied'
	as m1 expect 3 --database "${url/postgres@/guest@}" posts approve 3d110dbb
	says err 'permission denied'
	undecided
}

an_empty_database_says_what_fills_it() {
	fresh nothing
	expect 1 --database "$url" posts list
	says err 'is empty: it has no tables yet'
	says err ' db upgrade head'
}

a_schema_half_migrated_says_where_it_stands_and_goes_on_from_there() {
	fresh half
	expect 0 --database "$url" db upgrade 0005
	sql "INSERT INTO personas (id, reddit_username, config)
		VALUES ('$draft', 'bot', '{}')" "$url"
	expect 1 --database "$url" posts list
	says err 'is at revision 0005, and this tenet needs'
	says err ' db upgrade head'
	expect 0 --database "$url" db upgrade head
	expect 0 --database "$url" posts list
	is "$(sql 'SELECT count(*) FROM personas' "$url")" 1
}

a_table_that_is_missing_is_named() {
	filled gap
	sql 'DROP TABLE console_claims' "$url"
	expect 1 --database "$url" posts list
	says err console_claims
}

a_newer_schema_is_left_alone() {
	filled newer
	sql "UPDATE alembic_version SET version_num = '9999'" "$url"
	expect 1 --database "$url" posts list
	says err 'is at revision 9999, which this tenet does not know'
	undecided
}

a_server_that_takes_no_writes_can_be_read() {
	filled reading
	local to="$url&options=-cdefault_transaction_read_only%3Don"
	expect 0 --database "$to" posts list
	says out 3d110dbb
	as m1 expect 1 --database "$to" posts approve 3d110dbb
	says err read-only
	undecided
}

an_encoding_that_cannot_hold_all_text_is_refused() {
	local encoding
	for encoding in SQL_ASCII LATIN1; do
		fresh "narrow_${encoding,,}" "ENCODING '$encoding' LOCALE 'C' TEMPLATE template0"
		expect 1 --database "$url" db upgrade head
		says err "is encoded in $encoding, which cannot hold all text"
		says err '--encoding=UTF8'
		is "$(sql "SELECT count(*) FROM pg_class
			WHERE relnamespace = 'public'::regnamespace" "$url")" 0
	done
}

# Somebody else's transaction holds the draft until the command has given up.
a_statement_that_takes_too_long_is_given_up_and_decides_nothing() {
	filled slow
	mkfifo hold
	psql -X -q "$url" <hold >/dev/null &
	exec 4>hold
	echo "BEGIN; UPDATE pending_posts SET status = status;" >&4
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity
			WHERE datname = 'slow' AND state = 'idle in transaction'")" = 1 ]; do
		kill -0 $!
	done
	as m1 expect 1 --database "$url&options=-cstatement_timeout%3D500" posts approve 3d110dbb
	says err 'was not decided'
	says err 'statement timeout'
	exec 4>&-
	wait $!
	undecided
	as m1 expect 0 --database "$url" posts approve 3d110dbb
}

test_all what_is_not_there_is_named a_wrong_password_is_refused_and_not_repeated \
	a_role_without_rights_is_told_so an_empty_database_says_what_fills_it \
	a_schema_half_migrated_says_where_it_stands_and_goes_on_from_there \
	a_table_that_is_missing_is_named a_newer_schema_is_left_alone \
	a_server_that_takes_no_writes_can_be_read an_encoding_that_cannot_hold_all_text_is_refused \
	a_statement_that_takes_too_long_is_given_up_and_decides_nothing
