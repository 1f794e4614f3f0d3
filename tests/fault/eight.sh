#!/usr/bin/env bash
# Eight processes of the command decide the same drafts at once.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

drafts=200

# A database with so many drafts that wait, whose ids are in the file `ids`.
crowded_db() {
	agent_db "$1"
	ask "$1" "DELETE FROM pending_posts;
		WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < $drafts)
		INSERT INTO pending_posts (id, persona_id, content, status)
			SELECT printf('%08x-1111-4111-8111-111111111111', i), (SELECT min(id) FROM personas),
				'No. ' || i, 'pending' FROM n"
	ask "$1" 'SELECT id FROM pending_posts ORDER BY id' >ids
}

# Each of the moderators runs its command over all drafts; all of them begin together.
start_all() {
	local n verb
	pids=()
	mkfifo start
	exec 4<>start
	for n in 1 2 3 4 5 6 7 8; do
		verb=approve
		[ $((n % 2)) != "$1" ] || verb=reject
		(
			read -r _ <&4
			# shellcheck disable=SC2046 # words
			exec "$tenet" --database tenet.db posts "$verb" $(shuf ids) \
				--user "m$n" --password-fd 3 >"out.$n" 2>"err.$n" 3<<<"$phrase" </dev/null
		) &
		pids+=($!)
	done
	seq 8 >&4
}

# Each ended with 0 or 4, and 4 exactly when it was too late for some draft.
collect() {
	local n=0 pid status expected
	for pid in "${pids[@]}"; do
		n=$((n + 1)) status=0 expected=0
		wait "$pid" || status=$?
		! grep -q already "err.$n" || expected=4
		is "$n: $status" "$n: $expected" || fail "$(grep -v already "err.$n")"
		is "$(wc -l <"out.$n")" "$((drafts - $(grep -c ': already ' "err.$n")))"
	done
}

every_draft_was_decided_once() {
	is "$(cat out.? | wc -l)" "$drafts"
	is "$(cat out.? | cut -d ' ' -f 2 | sort -u | wc -l)" "$drafts"
	is "$(ask tenet.db 'SELECT count(*), count(DISTINCT post_id) FROM console_decisions')" \
		"$drafts|$drafts"
	is "$(ask tenet.db "SELECT count(*) FROM pending_posts WHERE status = 'pending'")" 0
	# Who was told that a decision was made is who the ledger says made it, and so it is.
	local n
	for n in 1 2 3 4 5 6 7 8; do
		sort "out.$n" >told
		ask tenet.db "SELECT p.status || ' ' || substr(p.id, 1, 8) FROM pending_posts p
			JOIN console_decisions d ON d.post_id = p.id
			WHERE d.actor = 'm$n' AND p.reviewed_by = 'm$n' AND d.status_after = p.status" |
			sort >recorded
		cmp told recorded
	done
	sound tenet.db
}

eight_that_approve_the_same_drafts_decide_each_once() {
	crowded_db tenet.db
	start_all none
	collect
	every_draft_was_decided_once
}

four_that_approve_and_four_that_reject_decide_each_draft_once() {
	crowded_db tenet.db
	start_all 0
	collect
	every_draft_was_decided_once
}

test_all \
	eight_that_approve_the_same_drafts_decide_each_once \
	four_that_approve_and_four_that_reject_decide_each_draft_once
