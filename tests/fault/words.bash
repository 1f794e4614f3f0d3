# shellcheck shell=bash
# The words of the scripts in this folder. A test is a function named after what it promises; it
# starts in an empty folder and ends at the first of its commands that fails. Prints TAP.
#
#   test_all NAME...        runs the tests
#   expect N WORD...        runs tenet, which must end with status N; its output: files out and err
#   as USER expect ...      the same, logged in as one of the moderators that agent_db adds
#   says FILE TEXT          FILE holds TEXT; says_not: it does not
#   agent_db FILE           the agent's database, adopted, with moderators m1 to m8
#   ask FILE SQL            what a bare sqlite3 answers
#   sound FILE              the database is whole, and ledger and drafts agree
#   waiting PID             returns when the process has slept thirty times more: it waits
set -u
cd "$(dirname "$0")/../.." || exit 1

root=$PWD
tenet=$(realpath "${TENET:-build/asan/tenet}")
phrase='a calm cup of tea'
# The same, as bcrypt has it at the lowest cost.
# shellcheck disable=SC2016 # no variables
hash='$2b$04$KBCwKxOzLha2MUDgW0PjXeRYxmG9ZP4G78qRAEfx69pkFTeFHVAua'
unset TENET_DATABASE DATABASE_URL TENET_NOW
export LC_ALL=C.UTF-8

fail() {
	echo "$*" >&2
	return 1
}

expect() {
	local want=$1 status=0
	shift
	timeout 60 "$tenet" "$@" >out 2>err </dev/null || status=$?
	[ "$status" -eq "$want" ] ||
		fail "tenet $*: status $status, not $want:" "$(head -c 2000 out err)"
}

as() {
	local user=$1
	shift
	"$@" --user "$user" --password-fd 3 3<<<"$phrase"
}

says() {
	grep -qF -- "$2" "$1" || fail "'$2' is not in $1:" "$(head -c 2000 "$1")"
}

says_not() {
	! grep -qF -- "$2" "$1" || fail "'$2' is in $1:" "$(head -c 2000 "$1")"
}

is() {
	[ "$1" = "$2" ] || fail "'$1' is not '$2'"
}

ask() {
	sqlite3 -cmd '.timeout 20000' "$1" "$2"
}

make_agent_db() {
	sqlite3 "$1" <"$root/tests/data/agent.sql"
	"$tenet" --database "$1" posts list --limit 1 >/dev/null 2>&1 </dev/null
	local n
	for n in 1 2 3 4 5 6 7 8; do
		ask "$1" "INSERT INTO admins (id, username, hashed_password) VALUES
			('0000000$n-0000-4000-8000-000000000000', 'm$n', '$hash');
			INSERT INTO console_accounts (account_id, role) VALUES
			('0000000$n-0000-4000-8000-000000000000', 'moderator')"
	done
}

agent_db() {
	[ -e "$work/agent.db" ] || make_agent_db "$work/agent.db" || return
	cp "$work/agent.db" "$1"
}

sound() {
	is "$(ask "$1" 'PRAGMA integrity_check')" ok
	is "$(ask "$1" "SELECT count(*) FROM pending_posts p WHERE status <> coalesce(
		(SELECT status_after FROM console_decisions WHERE post_id = p.id
			ORDER BY seq DESC LIMIT 1),
		CASE WHEN reviewed_at > '2026-10' THEN 'unrecorded' ELSE status END)")" 0
}

# In one read: the file changes all the time.
sleeps() {
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null
}

waiting() {
	local now from
	from=$(sleeps "$1")
	while now=$(sleeps "$1") && [ -n "$now" ]; do
		[ "$now" -lt $((from + 30)) ] || return 0
	done
	fail "process $1 ended, and should wait:" "$(cat out err)"
}

test_all() {
	local name number=0 failed=0 status
	work=$(mktemp -d "${folder:-${TMPDIR:-/tmp}}/tenet-fault-XXXXXX") || exit 1
	trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
	[ -x "$tenet" ] || { echo "Bail out! there is no $tenet" && exit 1; }
	echo "1..$#"
	for name; do
		number=$((number + 1))
		mkdir "$work/$name"
		(
			set -e
			cd "$work/$name"
			"$name"
		) >"$work/said" 2>&1
		status=$?
		if [ "$status" -eq 0 ]; then
			echo "ok $number - $name"
		else
			echo "not ok $number - $name"
			sed 's/^/# /' "$work/said"
			failed=1
		fi
	done
	return "$failed"
}
