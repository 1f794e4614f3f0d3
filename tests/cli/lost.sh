#!/usr/bin/env bash
# A connection that is lost during a commit: the command looks up what became of it, and says no
# more than it knows. And what a URL's password leaves in the list of processes: nothing.
# shellcheck disable=SC2317 # the tests are called by their names
set -u
cd "$(dirname "$0")/../.." || exit 1

# In this order: the first breaks a commit off before it is one.
tests=(a_decision_that_was_not_saved_is_said_not_to_stand
	a_decision_that_was_saved_is_said_to_stand an_undo_that_was_saved_is_said_to_stand
	what_cannot_be_looked_up_is_said_to_be_unknown the_list_of_processes_shows_no_password)
if [ "${TENET_TEST_POSTGRES-}" = 0 ]; then
	echo "1..${#tests[@]}"
	printf 'ok - %s # SKIP TENET_TEST_POSTGRES=0\n' "${tests[@]}"
	exit
fi
[ -n "${TENET_TEST_URL-}" ] || exec build/with-postgres "$0"

tenet=${TENET:-build/asan/tenet}
url=${TENET_TEST_URL/postgres@/desk@}
phrase='nine quiet herons wade'
id=3d110dbb-0000-4000-8000-000000000000
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
psql() { command psql -X -q -A -t -v ON_ERROR_STOP=1 "$TENET_TEST_URL" "$@" 2>&1; }

# A commit of a ledger row is one, and then waits for a standby that does not exist; other commits
# don't wait. With `once` free, it is broken off before it is one.
set_up() {
	psql <<-SQL || return
		CREATE ROLE desk SUPERUSER LOGIN;
		ALTER DATABASE tenet SET synchronous_commit = local;
		ALTER SYSTEM SET synchronous_standby_names = 'nobody';
	SQL
	"$tenet" --database "$url" db upgrade head >/dev/null || return
	"$tenet" --database "$url" accounts add anna --role admin --new-password-fd 3 3<<<"$phrase" ||
		return
	psql <<-SQL
		SELECT pg_reload_conf();
		INSERT INTO personas (id, reddit_username, config)
			VALUES ('$id', 'bot', '{}');
		INSERT INTO pending_posts (id, persona_id, content, status)
			VALUES ('$id', '$id', 'A thought.', 'pending');
		CREATE SEQUENCE once;
		CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS \$\$
			BEGIN
				IF to_regclass('once') IS NULL THEN
					PERFORM set_config('synchronous_commit', 'on', true);
				ELSIF nextval('once') = 1 THEN
					PERFORM pg_terminate_backend(pg_backend_pid());
				END IF;
				RETURN NULL;
			END; \$\$;
		CREATE CONSTRAINT TRIGGER stop AFTER INSERT ON console_decisions
			DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop();
	SQL
}

# Breaks the connection of the commit that waits, after the SQL given.
break_off() {
	local sql="FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
	until [ "$(psql -c "SELECT count(*) $sql")" = 1 ]; do
		[ -e "$TMP" ] || return
	done
	psql -c "$1" -c "SELECT pg_terminate_backend(pid) $sql"
}

# expect STATUS TEXT WORD...: tenet ends so, and says so.
expect() {
	local want=$1 text=$2 status=0
	shift 2
	timeout 60 "$tenet" --database "$url" "$@" --user anna --password-fd 3 3<<<"$phrase" \
		</dev/null >"$TMP/out" 2>&1 || status=$?
	cat "$TMP/out"
	[ "$status" = "$want" ] && grep -qF "$text" "$TMP/out"
}

is() {
	[ "$(psql -c "SELECT status FROM pending_posts")" = "$1" ]
}

a_decision_that_was_not_saved_is_said_not_to_stand() {
	expect 1 'stays as it was: the connection was lost before' posts approve 3d110dbb &&
		is pending && psql -c 'DROP SEQUENCE once'
}

a_decision_that_was_saved_is_said_to_stand() {
	break_off 'SELECT 1' >/dev/null &
	expect 0 'approved 3d110dbb' posts approve 3d110dbb &&
		grep -qF '(saved before the connection was lost)' "$TMP/out" && is approved && wait
}

an_undo_that_was_saved_is_said_to_stand() {
	break_off 'SELECT 1' >/dev/null &
	expect 0 'had been approved (saved before' posts undo && is pending && wait
}

what_cannot_be_looked_up_is_said_to_be_unknown() {
	break_off 'ALTER ROLE desk NOLOGIN' >/dev/null &
	expect 1 'it is not known whether ledger row' posts reject 3d110dbb &&
		grep -qF 'hint: tenet posts show 3d110dbb' "$TMP/out" &&
		grep -qF "$(psql -c "SELECT id FROM console_decisions ORDER BY seq DESC LIMIT 1")" \
			"$TMP/out" && is rejected && wait && psql -c 'ALTER ROLE desk LOGIN'
}

# One that waits for its pass phrase has read its command line, and the database.
shown() {
	local line pid
	mkfifo "$TMP/phrase.$1"
	exec 4<>"$TMP/phrase.$1"
	"$tenet" "${@:2}" posts approve 3d110dbb --user anna --password-fd 3 3<"$TMP/phrase.$1" \
		4>&- &
	pid=$!
	until [ "$(psql -c "SELECT count(*) FROM pg_stat_activity
			WHERE application_name = 'tenet'")" = 1 ]; do
		kill -0 "$pid" || return
	done
	line=$(tr '\0' ' ' <"/proc/$pid/cmdline")
	exec 4>&-
	wait "$pid"
	echo "$line"
	[[ $line == *desk:\*\*\*\*\*\*@* && $line != *s3cret* ]]
}

the_list_of_processes_shows_no_password() {
	local with=${url/desk@/desk:s3cret@}
	shown 1 --database "$with" && shown 2 "--database=$with"
}

echo "1..${#tests[@]}"
set_up >"$TMP/said" || { echo "Bail out! $(head -c 500 "$TMP/said")" && exit 1; }
failed=0
for name in "${tests[@]}"; do
	if "$name" >"$TMP/said" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		sed 's/^/# /' "$TMP/said"
		failed=1
	fi
done
exit "$failed"
