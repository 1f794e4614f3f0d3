#!/usr/bin/env bash
# Drafts that nobody should have written (odd_rows.sql), as the commands show and decide them.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

odd_db() {
	agent_db "$1"
	sqlite3 "$1" <"$root/tests/fault/odd_rows.sql"
	ids=$(ask "$1" "SELECT id FROM pending_posts WHERE id LIKE '0dd%'")
	[ "$(wc -w <<<"$ids")" -gt 30 ]
}

# What is printed is text: valid UTF-8, and no control character but the line feed and the tab.
is_text() {
	iconv -f UTF-8 -t UTF-8 "$1" >/dev/null || fail "$1 is not UTF-8"
	! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$1" ||
		fail "$1 holds control characters:" "$(cat -v "$1" | head -c 2000)"
}

# One JSON document a line, in ASCII.
is_json() {
	! LC_ALL=C grep -qP '[^\x20-\x7e\n]' "$1" || fail "$1 is not ASCII"
	is "$(ask :memory: "WITH RECURSIVE lines(line, rest) AS (
			SELECT NULL, CAST(readfile('$1') AS TEXT)
			UNION ALL SELECT substr(rest, 1, instr(rest, char(10)) - 1),
				substr(rest, instr(rest, char(10)) + 1) FROM lines WHERE rest <> '')
		SELECT count(*) FROM lines WHERE line IS NOT NULL AND NOT json_valid(line)")" 0
}

show() {
	expect 0 --database tenet.db posts show "0dd$1-0000-4000-8000-000000000000"
}

every_odd_draft_is_shown_as_text() {
	local id
	odd_db tenet.db
	for id in $ids; do
		expect 0 --database tenet.db posts show "$id"
		is_text out
		is "$(cat err)" ''
	done
	expect 0 --database tenet.db posts list --limit 1000
	is_text out
	is "$(grep -c '^0dd' out)" "$(wc -w <<<"$ids")"
}

every_odd_draft_is_shown_as_json() {
	local id
	odd_db tenet.db
	for id in $ids; do
		expect 0 --database tenet.db posts show "$id" --json
		is_json out
		is "$(ask :memory: "SELECT json_extract(readfile('out'), '$.id')")" "$id"
	done
	expect 0 --database tenet.db posts list --limit 1000 --json
	is_json out
	is "$(grep -c '"id": "0dd' out)" "$(wc -w <<<"$ids")"
}

what_cannot_be_read_is_shown_as_it_is() {
	odd_db tenet.db
	show 00001
	says out 'status: fine'
	says out 'not JSON: '
	show 00007
	says out '[1, 2, {}]'
	says out '  JSON, but not an object'
	says_not out 'not JSON'
	show 00012
	says out '[[[[['
	show 00027
	says out 'bad<FF><FE><80><C3>(<F4><90>'
	says out 'Warning: hidden or misleading content'
	show 00028
	says out 'before^@after'
	says out 'Warning: hidden or misleading content'
	show 00034
	says out '^[[2J^[]52;c;aGVsbG8=^G'
	says out 'Warning: hidden or misleading content'
	show 00026
	says out '^[[2J^[]0;x^G'
	says out '<U+202E>gnp.exe'
	show 01000
	says out yesterday
}

every_odd_draft_can_be_decided() {
	local all
	odd_db tenet.db
	all=$(wc -w <<<"$ids")
	# shellcheck disable=SC2086 # words
	as m1 expect 0 --database tenet.db posts reject $ids
	is_text out
	is "$(wc -l <out)" "$all"
	is "$(ask tenet.db "SELECT count(*) FROM pending_posts p
		JOIN console_decisions d ON d.post_id = p.id
		WHERE p.id LIKE '0dd%' AND p.status = 'rejected' AND d.status_after = 'rejected'
			AND d.content_before IS CAST(p.content AS TEXT)")" "$all"
	as m1 expect 0 --database tenet.db posts undo 0dd00001-0000-4000-8000-000000000000
	as m1 expect 0 --database tenet.db posts undo 0dd01003-0000-4000-8000-000000000000
	is "$(ask tenet.db "SELECT count(*) FROM pending_posts WHERE id LIKE '0dd%'
		AND status = 'pending'")" 2
	sound tenet.db
}

deciding_changes_nothing_but_the_decision() {
	local columns='id, content, post_type, target_subreddit, parent_id, draft_metadata, created_at'
	local rows="SELECT hex(sha3_query(\"SELECT $columns FROM pending_posts ORDER BY id\"))"
	local before
	odd_db tenet.db
	before=$(ask tenet.db "$rows")
	# shellcheck disable=SC2086 # words
	as m1 expect 0 --database tenet.db posts reject $ids
	is "$(ask tenet.db "$rows")" "$before"
	sound tenet.db
}

test_all \
	every_odd_draft_is_shown_as_text \
	every_odd_draft_is_shown_as_json \
	what_cannot_be_read_is_shown_as_it_is \
	every_odd_draft_can_be_decided \
	deciding_changes_nothing_but_the_decision
