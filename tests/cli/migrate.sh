#!/usr/bin/env bash
# `tenet db` as several people call it at once, and as psql takes what it prints; on both engines.
# shellcheck disable=SC2317 # the tests are called by their names
set -u
cd "$(dirname "$0")/../.." || exit 1

sqlite=(one_of_four_upgrades_works_and_three_find_nothing_to_do
	ctrl_c_cancels_the_statement_and_says_where_the_database_stands)
postgres=(one_of_four_upgrades_works_and_three_find_nothing_to_do
	ctrl_c_cancels_the_statement_and_says_where_the_database_stands
	what_is_printed_as_sql_runs_in_psql a_server_is_sent_to_pg_dump)
[ "${TENET_TEST_POSTGRES-}" = 0 ] || [ -n "${TENET_TEST_URL-}" ] || exec build/with-postgres "$0"
echo "1..$((${#sqlite[@]} + ${#postgres[@]}))"
if [ "${TENET_TEST_POSTGRES-}" = 0 ]; then
	printf 'ok - %s # SKIP TENET_TEST_POSTGRES=0\n' "${postgres[@]}"
	postgres=()
fi

tenet=${TENET:-build/asan/tenet}
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
psql() { command psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1; }
t() { "$tenet" --database "$database" "$@"; }

one_of_four_upgrades_works_and_three_find_nothing_to_do() {
	local i pids=()
	for i in 1 2 3 4; do
		t db upgrade head >"$TMP/out.$i" 2>&1 &
		pids+=($!)
	done
	for i in 0 1 2 3; do
		wait "${pids[i]}" || { cat "$TMP"/out.*; return 1; }
	done
	cat "$TMP"/out.*
	[ "$(grep -l '^nothing to do: .* is at 0015 (head)$' "$TMP"/out.* | wc -l)" -eq 3 ] &&
		[ "$(cat "$TMP"/out.* | grep -c '^applied')" -eq 15 ]
}

# Whether the step that never ends has begun.
at_work() {
	if [ "$engine" = sqlite ]; then
		! sqlite3 "$database" 'BEGIN IMMEDIATE' 2>"$TMP/locked"
	else
		[ "$(psql -c "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%forever%'
			AND pid <> pg_backend_pid()" "$database")" = 1 ]
	fi
}

ctrl_c_cancels_the_statement_and_says_where_the_database_stands() {
	local pid
	rm -rf "$TMP/m" && cp -r migrations "$TMP/m"
	cat >"$TMP/m/0016_never.sql" <<-'SQL'
		-- tenet:up
		CREATE TABLE a (x INTEGER);
		CREATE TABLE b AS WITH RECURSIVE forever (x) AS (SELECT 1 UNION ALL SELECT 1 - x FROM forever)
			SELECT count(*) AS n FROM forever;
		-- tenet:down
	SQL
	env --default-signal=INT "$tenet" --database "$database" --migrations "$TMP/m" db upgrade --no-backup \
		>"$TMP/out" 2>&1 &
	pid=$!
	until at_work; do kill -0 "$pid" 2>>"$TMP/ended" || { cat "$TMP/out"; return 1; }; done
	kill -INT "$pid"
	wait "$pid"
	local status=$?
	cat "$TMP/out" && [ $status -eq 130 ] || return
	grep -q 'cancelled$' "$TMP/out" && grep -q '^hint: the database stays at 0015$' "$TMP/out" || return
	at_work && return 1
	[ "$(t db current)" = '0015 (head)' ]
}

what_is_printed_as_sql_runs_in_psql() {
	t db downgrade base --yes || return
	"$tenet" db upgrade head --sql postgres | psql -f - "$database" || return
	[ "$(t db current)" = '0015 (head)' ] || return
	t db upgrade || return
	"$tenet" db downgrade head:base --sql postgres | psql -f - "$database" || return
	[ "$(t db current)" = base ] || return
	[ "$(psql -c "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace" \
		"$database")" = 1 ]
}

a_server_is_sent_to_pg_dump() {
	t db backup && return 1
	[ "$(t db backup 2>&1 | grep -c 'hint: pg_dump --format=custom')" -eq 1 ]
}

number=0
run_on() {
	local name
	engine=$1 database=$2
	shift 2
	for name; do
		number=$((number + 1))
		if "$name" >"$TMP/said" 2>&1; then
			echo "ok $number - $name ($engine)"
		else
			echo "not ok $number - $name ($engine)"
			sed 's/^/# /' "$TMP/said"
		fi
	done
}

run_on sqlite "$TMP/tenet.db" "${sqlite[@]}"
[ ${#postgres[@]} -eq 0 ] || run_on postgres "${TENET_TEST_URL-}" "${postgres[@]}"
