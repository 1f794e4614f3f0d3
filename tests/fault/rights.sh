#!/usr/bin/env bash
# Files and folders that somebody may read but not write, or neither. Root may do everything, so
# tenet runs as nobody where this runs as root.
# A folder that nobody can reach: TMPDIR may lie where only root can.
folder=/tmp
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

# The program as somebody without rights: `expect` runs what $tenet names.
demote() {
	umask 022
	chmod 755 "$work" .
	cp "$tenet" tenet
	cat >demoted <<-END
		#!/bin/sh
		exec setpriv --reuid=65534 --regid=65534 --clear-groups "$PWD/tenet" "\$@"
	END
	chmod +x demoted
	[ "$(id -u)" -eq 0 ] || mv tenet demoted
	tenet=$PWD/demoted
}

# agent.db, adopted, at $1 in a folder of its own, with these modes of folder and file.
agent_db_with() {
	mkdir -p "$(dirname "$1")"
	agent_db "$1"
	chmod "$3" "$1"
	chmod "$2" "$(dirname "$1")"
}

# Reads work as ever, writes say why not, and nothing changes.
read_only() {
	local file=$1 before
	before=$(sha256sum "$file")
	expect 0 --database "$file" posts list --limit 3
	is "$(wc -l <out)" 4
	expect 0 --database "$file" posts show 3d110dbb --json
	says out '"status": "pending"'
	expect 0 --database "$file" db current
	as m1 expect 1 --database "$file" posts approve 3d110dbb
	says err read-only
	is "$(cat out)" ''
	as m1 expect 1 --database "$file" posts undo
	says err read-only
	expect 1 --database "$file" db downgrade base
	says err read-only
	expect 1 --database "$file" db upgrade head
	says err 'no right to write'
	expect 1 --database "$file" seed demo
	says err read-only
	is "$(sha256sum "$file" && ls "$(dirname "$file")")" "$before"$'\n'tenet.db
}

a_file_in_a_folder_that_takes_no_writes_is_read_only() {
	agent_db_with shelf/tenet.db 555 444
	demote
	read_only shelf/tenet.db
}

a_file_that_takes_no_writes_is_read_only_even_where_the_folder_takes_them() {
	agent_db_with shelf/tenet.db 777 444
	[ "$(id -u)" -ne 0 ] || chown 1 shelf
	demote
	local before
	before=$(sha256sum shelf/tenet.db)
	expect 0 --database shelf/tenet.db posts list --limit 3
	as m1 expect 1 --database shelf/tenet.db posts approve 3d110dbb
	says err read-only
	is "$(sha256sum shelf/tenet.db)" "$before"
}

a_file_that_can_be_written_where_the_folder_cannot_is_read_only() {
	agent_db_with shelf/tenet.db 555 666
	demote
	read_only shelf/tenet.db
}

a_database_without_the_consoles_tables_needs_somebody_who_may_write() {
	mkdir shelf
	sqlite3 shelf/tenet.db <"$root/tests/data/agent.sql"
	chmod 444 shelf/tenet.db
	chmod 555 shelf
	demote
	expect 0 --database shelf/tenet.db posts list
	expect 1 --database shelf/tenet.db posts show 3d110dbb
	says err "lacks the console's own tables"
	says err 'cannot be written'
}

a_file_that_may_not_be_read_says_so() {
	agent_db_with shelf/tenet.db 777 000
	demote
	expect 1 --database shelf/tenet.db posts list
	says err 'no right to read it'
	expect 1 --database shelf/tenet.db db upgrade head
	says err shelf/tenet.db
	is "$(cat out)" ''
}

a_folder_that_may_not_be_entered_says_so() {
	agent_db_with shelf/tenet.db 000 666
	demote
	expect 1 --database shelf/tenet.db posts list
	says err 'no right to look into its folder'
	chmod 755 shelf
}

a_database_cannot_be_made_where_nothing_can_be_written() {
	mkdir -m 555 shelf
	demote
	expect 1 --database shelf/tenet.db db upgrade head
	says err 'cannot make shelf/tenet.db: Permission denied'
	expect 1 --database shelf/deeper/tenet.db db upgrade head
	says err 'cannot make the folder of shelf/deeper/tenet.db: Permission denied'
	is "$(ls shelf)" ''
}

# What is in the log may not be left out, and cannot be read without the file that indexes it.
a_log_that_cannot_be_read_is_not_passed_over() {
	agent_db_with shelf/tenet.db 755 444
	sqlite3 shelf/tenet.db <<-'END'
		.dbconfig no_ckpt_on_close on
		UPDATE pending_posts SET content = 'in the log' WHERE id LIKE '3d110dbb%';
	END
	rm -f shelf/tenet.db-shm
	chmod 555 shelf
	demote
	expect 1 --database shelf/tenet.db posts show 3d110dbb
	says err 'it has a log'
	is "$(cat out)" ''
}

test_all \
	a_file_in_a_folder_that_takes_no_writes_is_read_only \
	a_file_that_takes_no_writes_is_read_only_even_where_the_folder_takes_them \
	a_file_that_can_be_written_where_the_folder_cannot_is_read_only \
	a_database_without_the_consoles_tables_needs_somebody_who_may_write \
	a_file_that_may_not_be_read_says_so \
	a_folder_that_may_not_be_entered_says_so \
	a_database_cannot_be_made_where_nothing_can_be_written \
	a_log_that_cannot_be_read_is_not_passed_over
