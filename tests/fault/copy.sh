#!/usr/bin/env bash
# Copies and exports whose disk is full, whose terminal is left, whose file is not theirs to write.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

whole_db() {
	agent_db "$1"
	ask "$1" "UPDATE pending_posts SET draft_metadata = NULL WHERE NOT json_valid(draft_metadata)"
}

an_export_to_a_full_disk_says_so() {
	whole_db agent.db
	local status=0
	"$tenet" --database agent.db export - >/dev/full 2>err || status=$?
	is "$status" 1
	says err 'cannot write standard output: No space left on device'
}

an_export_into_a_folder_that_is_not_there_says_so() {
	whole_db agent.db
	expect 1 --database agent.db export there/all.jsonl
	says err 'cannot write there/all.jsonl: No such file or directory'
}

a_reject_file_that_cannot_be_written_stops_before_the_first_row() {
	whole_db agent.db
	expect 1 db copy agent.db new.db --on-bad reject --reject-file there/bad.jsonl
	says err 'cannot write there/bad.jsonl'
}

# A disk of 1 MB of its own, where the system lets us have one.
on_a_small_disk() {
	mkdir -p disk
	unshare --mount -- bash -c "mount -t tmpfs -o size=1m tmpfs disk && $1" ||
		fail "on a small disk: $(head -c 2000 err)"
}

a_copy_onto_a_full_disk_says_so_and_goes_on_when_there_is_room() {
	unshare --mount true 2>/dev/null || return 0
	whole_db agent.db
	on_a_small_disk "
		! '$tenet' db copy agent.db disk/new.db 2>err &&
		grep -q 'the disk of disk/new.db is full' err &&
		grep -q 'the same command goes on' err &&
		mount -o remount,size=20m disk &&
		'$tenet' db copy agent.db disk/new.db >out 2>err"
	says out 'agent.db and disk/new.db hold the same'
}

long_db() {
	whole_db "$1"
	ask "$1" "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
		INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id, subreddit)
		SELECT printf('00000000-0000-4000-8000-%012d', i), (SELECT id FROM personas), 'x', 'post',
		'more' || i, 'de' FROM n"
}

ctrl_c_stops_a_copy_between_two_rows_and_says_how_to_go_on() {
	long_db agent.db
	mkfifo lines
	# Without job control a shell begins what runs in the background deaf to Ctrl-C.
	env --default-signal=INT "$tenet" db copy agent.db new.db >out 2>lines &
	local pid=$! line status=0
	while read -r line; do
		echo "$line" >>err
		# The next table is the long one.
		[[ $line != 'copied evidence_links'* ]] || kill -INT "$pid"
	done <lines
	wait "$pid" || status=$?
	is "$status" 130
	says err 'stopped after'
	says err 'the same command goes on where this one stopped'
	expect 0 db copy agent.db new.db
	says out 'this run went on where an interrupted one had stopped'
}

# until_held PID SIGNAL: the signal will wait until the process has cleaned up.
until_held() {
	local blocked=0
	until ((0x$blocked & 1 << ($2 - 1))); do
		blocked=$(sed -n 's/^SigBlk:\t//p' "/proc/$1/status") || return
	done
}

# until_waiting PID HOW: it waits in the kernel, for a pipe; where that is not told, for a while.
until_waiting() {
	local tries=0
	until [[ $(cat "/proc/$1/wchan") == *pipe_$2 ]] || ((++tries > 200)); do
		sleep 0.02
	done
}

an_export_that_ctrl_c_stops_ends_though_nobody_reads_it() {
	local pid status=0
	long_db agent.db
	mkfifo rows
	exec 4<>rows
	env --default-signal=INT "$tenet" --database agent.db export - >rows 2>err &
	pid=$!
	until_waiting "$pid" write
	kill -INT "$pid"
	wait "$pid" || status=$?
	exec 4>&-
	is "$status" 130
	says err 'stopped while nobody read standard output'
	says err 'what went to standard output is no whole export'
}

an_export_that_ctrl_c_stops_leaves_no_file_and_says_so() {
	local pid line status=0
	long_db agent.db
	mkfifo lines
	env --default-signal=INT "$tenet" --database agent.db export all.jsonl >out 2>lines &
	pid=$!
	while read -r line; do
		echo "$line" >>err
		# The next table is the long one.
		[[ $line != 'exported evidence_links'* ]] || kill -INT "$pid"
	done <lines
	wait "$pid" || status=$?
	is "$status" 130
	says err 'stopped after'
	says err 'there is no all.jsonl'
	[ ! -e all.jsonl ]
}

an_import_that_ctrl_c_stops_ends_though_nothing_comes() {
	local pid status=0
	long_db agent.db
	expect 0 --database agent.db export whole.jsonl
	mkfifo rows
	exec 4<>rows
	env --default-signal=INT "$tenet" --database new.db import - <rows 2>err &
	pid=$!
	head -c 1000000 whole.jsonl >rows
	until_waiting "$pid" read
	kill -INT "$pid"
	wait "$pid" || status=$?
	exec 4>&-
	is "$status" 130
	says err 'stopped while nothing came from standard input'
	says err 'give the whole export to the same command: it goes on where this one stopped'
	"$tenet" --database new.db import - <whole.jsonl >out
	says out 'this run went on where an interrupted one had stopped'
}

what_was_begun_without_ctrl_c_is_not_stopped_by_it() {
	local pid
	whole_db agent.db
	mkfifo rows
	exec 4<>rows
	env --ignore-signal=INT "$tenet" --database agent.db export - >rows 2>err &
	pid=$!
	until_held "$pid" 15
	kill -INT "$pid"
	exec 5<rows 4>&-
	cat <&5 >out
	wait "$pid"
}

test_all an_export_to_a_full_disk_says_so an_export_into_a_folder_that_is_not_there_says_so \
	a_reject_file_that_cannot_be_written_stops_before_the_first_row \
	a_copy_onto_a_full_disk_says_so_and_goes_on_when_there_is_room \
	ctrl_c_stops_a_copy_between_two_rows_and_says_how_to_go_on \
	an_export_that_ctrl_c_stops_ends_though_nobody_reads_it \
	an_export_that_ctrl_c_stops_leaves_no_file_and_says_so \
	an_import_that_ctrl_c_stops_ends_though_nothing_comes what_was_begun_without_ctrl_c_is_not_stopped_by_it
