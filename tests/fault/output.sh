#!/usr/bin/env bash
# Standard output that takes nothing: full, closed, or a pipe that nobody reads any more.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

every_command_that_prints_fails_on_a_full_disk() {
	local line
	agent_db tenet.db
	export TENET_DATABASE=tenet.db
	while read -r line; do
		# shellcheck disable=SC2086 # words
		"$tenet" $line >/dev/full 2>err </dev/null && fail "$line: status 0"
		says err 'cannot write to standard output'
	done <<-'END'
		posts list
		posts list --json
		posts list --json --limit 1
		posts show 3d110dbb
		posts show 3d110dbb --json
		beliefs list
		beliefs list --json
		accounts list
		db current
		db history
		help
		version
		completion bash
		posts --help
		--help
		--version
	END
}

a_decision_that_cannot_be_printed_is_made_and_says_that_it_failed() {
	agent_db tenet.db
	as m1 "$tenet" --database tenet.db posts approve 3d110dbb >/dev/full 2>err && fail "status 0"
	says err 'cannot write to standard output'
	is "$(ask tenet.db "SELECT status FROM pending_posts WHERE id LIKE '3d110dbb%'")" approved
	sound tenet.db
}

closed_descriptors_are_no_place_to_write_a_database_to() {
	local before
	agent_db tenet.db
	expect 0 --database tenet.db posts list --limit 500
	before=$(sha256sum <tenet.db)
	"$tenet" --database tenet.db posts list >&- 2>&- <&- && fail "status 0"
	"$tenet" --database tenet.db posts list --json >&- 2>&- <&- && fail "status 0"
	"$tenet" --database tenet.db posts list >&- 2>err && fail "status 0"
	says err 'cannot write to standard output'
	"$tenet" --database missing.db posts list >out 2>&- <&- && fail "status 0"
	is "$(sha256sum <tenet.db)" "$before"
	"$tenet" --database new.db db upgrade head >&- 2>&- <&- && fail "status 0"
	is "$(ask new.db 'SELECT version_num FROM alembic_version')" \
		"$(ask tenet.db 'SELECT max(revision) FROM console_migrations')"
	sound tenet.db
}

a_reader_that_left_is_no_news() {
	local word
	agent_db tenet.db
	ask tenet.db "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
		INSERT INTO pending_posts (id, persona_id, content, status)
		SELECT printf('%08x-1111-4111-8111-111111111111', i),
			'6513270e-269e-4d37-b2a7-4de452e6b438', 'No. ' || i, 'pending' FROM n"
	for word in '' --json; do
		# shellcheck disable=SC2086 # none is none
		{ "$tenet" --database tenet.db posts list --limit 20000 $word 2>err || echo $? >status; } |
			head -n 1 >first
		is "$(cat err)" ''
		[ "$(cat status)" -eq 1 ]
		[ -s first ]
	done
}

test_all \
	every_command_that_prints_fails_on_a_full_disk \
	a_decision_that_cannot_be_printed_is_made_and_says_that_it_failed \
	closed_descriptors_are_no_place_to_write_a_database_to \
	a_reader_that_left_is_no_news
