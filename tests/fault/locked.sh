#!/usr/bin/env bash
# A database that another process holds locked: commands wait for a while, then say so.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

# Another process holds the lock that $2 takes ("BEGIN EXCLUSIVE") until release.
hold() {
	coproc HOLDER { exec sqlite3 "$1"; }
	echo "PRAGMA busy_timeout = 10000; $2; SELECT 'held';" >&"${HOLDER[1]}"
	local word=
	until [ "$word" = held ]; do
		read -r -t 30 word <&"${HOLDER[0]}" || fail "no lock: $word"
	done
}

release() {
	local pid=$HOLDER_PID
	printf 'COMMIT;\n.quit\n' >&"${HOLDER[1]}"
	wait "$pid"
}

# The agent's own file: another journal, where a writer shuts out readers.
without_wal() {
	sqlite3 "$1" 'PRAGMA journal_mode = DELETE' >/dev/null
}

contents() {
	ask "$1" .dump | sha256sum
}

# Commands that fail in the end, soon enough, and change nothing.
gives_up() {
	local from=$SECONDS
	expect 1 --database tenet.db "$@"
	says err 'tenet.db is locked by another process'
	says err 'try again'
	is "$(cat out)" ''
	[ $((SECONDS - from)) -lt 20 ]
	[ $((SECONDS - from)) -ge 4 ]
}

a_writer_that_holds_on_does_not_stop_readers() {
	agent_db tenet.db
	hold tenet.db 'BEGIN IMMEDIATE'
	expect 0 --database tenet.db posts list
	expect 0 --database tenet.db posts show 3d110dbb
	expect 0 --database tenet.db db current
	release
}

a_decision_gives_up_on_a_lock_that_stays() {
	local before
	agent_db tenet.db
	before=$(contents tenet.db)
	hold tenet.db 'BEGIN IMMEDIATE'
	as m1 gives_up posts approve 3d110dbb 5aa72b97
	release
	is "$(contents tenet.db)" "$before"
	as m1 expect 0 --database tenet.db posts approve 3d110dbb 5aa72b97
	sound tenet.db
}

migrating_gives_up_on_a_lock_that_stays() {
	expect 0 --database tenet.db db upgrade 0003
	hold tenet.db 'BEGIN IMMEDIATE'
	gives_up db upgrade head
	release
	is "$(ask tenet.db 'SELECT version_num FROM alembic_version')" 0003
	expect 0 --database tenet.db db upgrade head
}

readers_give_up_where_a_writer_shuts_them_out() {
	local before
	agent_db tenet.db
	without_wal tenet.db
	before=$(contents tenet.db)
	hold tenet.db 'BEGIN EXCLUSIVE'
	gives_up posts list
	as m2 gives_up posts approve 3d110dbb
	release
	is "$(contents tenet.db)" "$before"
}

# Starts a command in the background, waits until it waits, and lets it in.
let_in() {
	"$tenet" --database tenet.db "$@" >out 2>err 3<<<"$phrase" </dev/null &
	local pid=$! status=0
	waiting "$pid"
	release
	wait "$pid" || status=$?
	is "$status" 0 || fail "$(cat err)"
}

a_decision_waits_for_a_lock_that_goes() {
	agent_db tenet.db
	hold tenet.db 'BEGIN IMMEDIATE'
	let_in posts approve 3d110dbb --user m1 --password-fd 3
	says out 'approved 3d110dbb'
	sound tenet.db
}

migrating_waits_for_a_lock_that_goes() {
	expect 0 --database tenet.db db upgrade 0003
	hold tenet.db 'BEGIN IMMEDIATE'
	let_in db upgrade head
	is "$(ask tenet.db 'SELECT count(*) FROM console_migrations')" \
		"$(find "$root/migrations" -name '[0-9]*.sql' | wc -l)"
}

a_reader_waits_where_a_writer_shuts_it_out() {
	agent_db tenet.db
	without_wal tenet.db
	hold tenet.db "BEGIN EXCLUSIVE; UPDATE pending_posts SET content = 'written first'"
	let_in posts show 3d110dbb
	says out 'written first'
}

# Begins a command that stops as a shell's own would, and stops it by a signal once it waits.
stopped_by() {
	local name=$1 pid status=0
	shift
	env --default-signal=INT,TERM,HUP "$tenet" --database tenet.db "$@" \
		>out 2>err 3<<<"$phrase" </dev/null &
	pid=$!
	waiting "$pid"
	kill -"$name" "$pid"
	wait "$pid" || status=$?
	is "$status" $((128 + $(kill -l "$name")))
	is "$(cat err)" 'tenet: stopped: nothing was changed'
}

a_stop_says_what_is_kept_without_a_terminal_too() {
	local name
	agent_db tenet.db
	without_wal tenet.db
	hold tenet.db 'BEGIN EXCLUSIVE'
	for name in INT TERM HUP; do
		stopped_by "$name" posts approve --filter status:pending --yes --user m1 --password-fd 3
		stopped_by "$name" stats
		stopped_by "$name" db doctor
	done
	release
	is "$(ask tenet.db 'SELECT count(*) FROM console_decisions')" 0
}

# Nothing can be said there, and it ends all the same.
a_stop_does_not_wait_for_whoever_reads_no_errors() {
	local pid status=0
	agent_db tenet.db
	without_wal tenet.db
	hold tenet.db 'BEGIN EXCLUSIVE'
	mkfifo errors
	exec 5<>errors
	dd if=/dev/zero of=errors bs=4096 oflag=nonblock 2>/dev/null || true
	"$tenet" --database tenet.db stats >out 2>&5 </dev/null &
	pid=$!
	waiting "$pid"
	kill -TERM "$pid"
	timeout 30 tail --pid="$pid" -f /dev/null || kill -KILL "$pid"
	wait "$pid" || status=$?
	release
	is "$status" 143
}

test_all \
	a_writer_that_holds_on_does_not_stop_readers \
	a_decision_gives_up_on_a_lock_that_stays \
	migrating_gives_up_on_a_lock_that_stays \
	readers_give_up_where_a_writer_shuts_them_out \
	a_decision_waits_for_a_lock_that_goes \
	migrating_waits_for_a_lock_that_goes \
	a_stop_says_what_is_kept_without_a_terminal_too \
	a_stop_does_not_wait_for_whoever_reads_no_errors \
	a_reader_waits_where_a_writer_shuts_it_out
