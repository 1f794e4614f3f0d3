#!/usr/bin/env bash
# What `tenet db grants` prints is what psql takes, and takes again.
set -u
cd "$(dirname "$0")/../.." || exit 1

name=grants_as_printed_run_twice_in_psql_and_hold_until_the_way_down
if [ "${TENET_TEST_POSTGRES-}" = 0 ]; then
	printf '1..1\nok 1 - %s # SKIP TENET_TEST_POSTGRES=0\n' "$name"
	exit
fi
[ -n "${TENET_TEST_URL-}" ] || exec build/with-postgres "$0"
echo 1..1

tenet=${TENET:-build/asan/tenet}
admin='nine quiet herons wade'
psql() { command psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1; }
t() { "$tenet" --database "$TENET_TEST_URL" "$@"; }

check() {
	t db upgrade head || return
	t accounts add anna --role admin --new-password-fd 3 3<<<"$admin" || return
	t accounts add 'Anna B' --role moderator --user anna --password-fd 4 --new-password-fd 3 \
		3<<<'twelve grey geese fly' 4<<<"$admin" || return
	psql "$TENET_TEST_URL" <<'END' || return
INSERT INTO personas (id, reddit_username, config) VALUES (gen_random_uuid(), 'bot', '{}');
INSERT INTO agent_config (id, persona_id, config_key, config_value)
    SELECT gen_random_uuid(), id, 'console', '{"four_eyes": "\u200b$$ | Ⅸ | conf<0.5"}' FROM personas;
END
	t db grants >"$TMP/grants.sql" || return
	for _ in 1 2; do
		psql -f "$TMP/grants.sql" "$TENET_TEST_URL" || return
	done
	sed -n 's/^-- \(CREATE ROLE\)/\1/p' "$TMP/grants.sql" | psql -f - "$TENET_TEST_URL" || return
	local anna=${TENET_TEST_URL/postgres@/Anna%20B@}
	[ "$(psql -c 'SELECT username FROM admins' "$anna")" = 'Anna B' ] || return
	! psql -c 'DELETE FROM pending_posts' "$anna" || return
	"$tenet" --database "$anna" log --decisions || return
	! "$tenet" --database "$anna" log >"$TMP/log" 2>&1 || return
	[ "$(grep -c 'No events match' "$TMP/log")" = 0 ] || return
	grep 'events are for admins' "$TMP/log" || return
	goes_down
}

rights_are() { t db doctor | tee /dev/stderr | grep "  rights  .*$1"; }

# What the way down leaves of the rights would have no bounds.
goes_down() {
	local sees="SELECT has_any_column_privilege('Anna B', 'admins', 'SELECT')"
	rights_are superuser || return
	t db downgrade --yes --user anna --password-fd 3 0007 3<<<"$admin" || return
	[ "$(psql -c "$sees" "$TENET_TEST_URL")" = f ] || return
	t db upgrade || return
	rights_are superuser || return
	psql -f "$TMP/grants.sql" "$TENET_TEST_URL" || return
	psql -c 'DROP TRIGGER console_decided ON pending_posts' "$TENET_TEST_URL" || return
	rights_are 'not all there' || return
	t db upgrade 2>&1 | grep 'not all there' || return
	psql -f "$TMP/grants.sql" "$TENET_TEST_URL" || return
	rights_are superuser || return
	adds_tables
}

logs_in() {
	"$tenet" --database "${TENET_TEST_URL/postgres@/Anna%20B@}" views list --user 'Anna B' \
		--password-fd 3 3<<<'twelve grey geese fly'
}

# A migration that adds tables gives no rights on them: whoever applied it is told, once and again.
adds_tables() {
	t accounts role "Anna B" moderator --user anna --password-fd 3 3<<<"$admin" || return
	local sees="SELECT has_table_privilege('Anna B', 'console_totp', 'SELECT')"
	t db downgrade --yes --user anna --password-fd 3 0013 3<<<"$admin" || return
	t db upgrade --user anna --password-fd 3 3<<<"$admin" >"$TMP/up" 2>&1 || return
	cat "$TMP/up"
	grep 'applied 0014' "$TMP/up" || return
	grep '^tenet: .*newer tables.* not all there' "$TMP/up" || return
	grep '^hint: give them again.*tenet db grants' "$TMP/up" || return
	[ "$(psql -c "$sees" "$TENET_TEST_URL")" = f ] || return
	t db upgrade 2>&1 | grep 'not all there' || return
	rights_are 'not all there' || return
	! logs_in || return
	t db grants | psql -f - "$TENET_TEST_URL" || return
	[ "$(psql -c "$sees" "$TENET_TEST_URL")" = t ] || return
	t db upgrade 2>&1 | grep 'not all there' && return 1
	logs_in || return
	rights_are superuser
}

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
if check >"$TMP/said" 2>&1; then
	echo "ok 1 - $name"
else
	echo "not ok 1 - $name"
	sed 's/^/# /' "$TMP/said"
	exit 1
fi
