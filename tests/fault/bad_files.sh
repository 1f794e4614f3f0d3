#!/usr/bin/env bash
# What is no database, or a damaged one: every command says so and leaves it alone.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

# Runs commands that read and write, all of which must say why not.
refused() {
	local file=$1 why=$2
	expect 1 --database "$file" posts list
	says err "$why"
	is "$(cat out)" ''
	as m1 expect 1 --database "$file" posts approve 3d110dbb
	says err "$why"
	expect 1 --database "$file" db upgrade head
	says err "$why"
	is "$(cat out)" ''
}

# The same, and not a byte of the file changes, nor appears beside it.
refused_untouched() {
	local before
	before=$(sha256sum "$1" && ls)
	refused "$@"
	is "$(sha256sum "$1" && ls)" "$before"
}

what_is_no_file_is_named_for_what_it_is() {
	mkdir folder
	mkfifo pipe
	touch out err
	refused folder 'it is a directory'
	refused pipe 'it is not a regular file'
	refused /dev/null 'it is not a regular file'
	refused /dev/full 'it is not a regular file'
	refused /dev/zero 'it is not a regular file'
	refused "$(printf '%0300d' 0)" 'File name too long'
	refused out/tenet.db 'Not a directory'
}

a_file_of_something_else_is_no_database() {
	touch out err
	echo 'hello' >short
	seq 1 5000 >long
	head -c 65536 /dev/urandom >random
	head -c 65536 /dev/zero >zeros
	refused_untouched short 'it is not a database'
	refused_untouched long 'it is not a database'
	refused_untouched random 'it is not a database'
	refused_untouched zeros 'it is not a database'
}

a_missing_database_names_the_step_that_makes_one() {
	local command
	for command in 'posts list' 'posts approve 3d110dbb' 'db current' 'accounts list'; do
		# shellcheck disable=SC2086 # words
		expect 1 --database no/such/tenet.db $command
		says err 'there is no such file'
		says err 'tenet --database no/such/tenet.db db upgrade head'
		says err 'seed config'
		says err 'seed demo'
	done
	[ ! -e no ]
	expect 0 --database no/such/tenet.db db upgrade head
	is "$(stat -c %a no no/such no/such/tenet.db | xargs)" '700 700 600'
	expect 0 --database no/such/tenet.db seed config
	expect 0 --database no/such/tenet.db seed demo
	expect 0 --database no/such/tenet.db posts list
}

an_empty_file_has_no_tables_yet() {
	: >empty.db
	expect 1 --database empty.db posts list
	says err 'it has no tables yet'
	says err 'tenet --database empty.db db upgrade head'
	is "$(stat -c %s empty.db)" 0
}

a_database_cut_off_anywhere_says_how_much_is_left() {
	local size
	sqlite3 whole.db <"$root/tests/data/agent.sql"
	touch out err
	for size in 90 511; do
		head -c "$size" whole.db >cut.db
		refused_untouched cut.db 'the database is damaged (cut off)'
	done
	for size in 512 4095 4096 4097 100000 905216; do
		head -c "$size" whole.db >cut.db
		refused_untouched cut.db "cut off: $size of"
	done
}

a_damaged_header_is_refused() {
	local at
	sqlite3 whole.db <"$root/tests/data/agent.sql"
	touch out err
	# Page size, format to read, payload fractions, schema format, text encoding.
	for at in 16 17 19 21 22 23 47 59; do
		cp whole.db bent.db
		printf '\377' | dd of=bent.db bs=1 seek="$at" conv=notrunc status=none
		refused_untouched bent.db bent.db
		says_not err 'cut off'
	done
}

garbage_in_the_log_hides_no_draft() {
	local size
	agent_db tenet.db
	expect 0 --database tenet.db posts list --limit 500
	cp out before
	for size in 1 31 32 4152 100000; do
		head -c "$size" /dev/urandom >tenet.db-wal
		expect 0 --database tenet.db posts list --limit 500
		cmp before out
		sound tenet.db
	done
}

a_log_that_was_cut_off_loses_only_what_never_was_committed() {
	agent_db tenet.db
	# The decision is in the log alone, and then half of a frame.
	sqlite3 tenet.db <<-'END'
		.dbconfig no_ckpt_on_close on
		PRAGMA wal_autocheckpoint = 0;
		UPDATE pending_posts SET content = 'in the log' WHERE id LIKE '3d110dbb%';
	END
	head -c 3000 /dev/urandom >>tenet.db-wal
	expect 0 --database tenet.db posts show 3d110dbb
	says out 'in the log'
	sound tenet.db
}

garbage_in_the_middle_is_damage_and_decides_nothing() {
	local page
	agent_db tenet.db
	for page in $(ask tenet.db "SELECT pageno FROM dbstat WHERE name = 'pending_posts'"); do
		head -c 4096 /dev/urandom |
			dd of=tenet.db bs=4096 seek=$((page - 1)) conv=notrunc status=none
	done
	expect 1 --database tenet.db posts list
	says err 'tenet.db is damaged'
	as m1 expect 1 --database tenet.db posts approve 3d110dbb
	says err 'tenet.db is damaged'
	is "$(cat out)" ''
	is "$(ask tenet.db 'SELECT count(*) FROM console_decisions')" 0
}

a_schema_that_is_not_ours_is_named() {
	agent_db tenet.db
	ask tenet.db 'DROP TABLE stance_versions'
	expect 1 --database tenet.db posts list
	says err stance_versions
	agent_db column.db
	ask column.db 'ALTER TABLE pending_posts DROP COLUMN parent_id'
	expect 1 --database column.db posts list
	says err parent_id
	expect 0 --database newer.db db upgrade head
	ask newer.db "UPDATE alembic_version SET version_num = '0999'"
	expect 1 --database newer.db posts list
	says err 'revision 0999, which this tenet does not know'
	expect 1 --database newer.db db upgrade head
	says err 0999
	is "$(ask newer.db 'SELECT version_num FROM alembic_version')" 0999
}

test_all \
	what_is_no_file_is_named_for_what_it_is \
	a_file_of_something_else_is_no_database \
	a_missing_database_names_the_step_that_makes_one \
	an_empty_file_has_no_tables_yet \
	a_database_cut_off_anywhere_says_how_much_is_left \
	a_damaged_header_is_refused \
	garbage_in_the_log_hides_no_draft \
	a_log_that_was_cut_off_loses_only_what_never_was_committed \
	garbage_in_the_middle_is_damage_and_decides_nothing \
	a_schema_that_is_not_ours_is_named
