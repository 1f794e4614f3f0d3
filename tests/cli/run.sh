#!/usr/bin/env bash
# run.sh [--update] [CASE]...: runs the cases of tests/cli/cases and compares what they print,
# errors and exit statuses included, with the stored transcript beside each. Prints TAP.
#
# A case is a piece of bash in a fresh folder, the clock standing still. Its words:
#   run WORD...         runs tenet, away from any terminal; the transcript gets the call, what it
#                       printed, and [exit N]
#   as NAME WORD...     the same with --user NAME and the pass phrase of that account
#   say TEXT            a line of the transcript
#   agent               agent.db, as the agent left it, is the database from here on
#   fresh               so is a new one that tenet migrates
#   masked WORD...      runs a word of these with random ids as "…"
set -u
cd "$(dirname "$0")/../.." || exit 1

root=$PWD
cases=$root/tests/cli/cases
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export tenet=${TENET:-$root/build/asan/tenet}
update=
[ "${1-}" != --update ] || { update=1 && shift; }

# shellcheck disable=SC1091 # checked by itself
. tests/outside.bash || exit 1
export LC_ALL=C.UTF-8 TERM=xterm-256color USER=nobody TENET_NOW='2026-11-22 12:00:00'

# shellcheck disable=SC1091 # checked by itself
. tests/cli/words.bash || exit 1

# Runs one case in a folder of its own and prints its transcript.
transcript() {
	mkdir "$work/$1"
	(
		cd "$work/$1" || exit 1
		export HOME=$PWD
		# shellcheck disable=SC1090 # the case
		. "$cases/$1.case"
	) </dev/null 2>&1
}

[ -x "$tenet" ] || { echo "Bail out! there is no $tenet" && exit 1; }
sqlite3 "$work/agent.db" <tests/data/agent.sql || exit 1
if [ $# -eq 0 ]; then
	for file in "$cases"/*.case; do
		file=${file##*/}
		set -- "$@" "${file%.case}"
	done
fi
echo "1..$#"
number=0 failed=0
for name; do
	number=$((number + 1))
	transcript "$name" >"$work/$name.out"
	[ -z "$update" ] || cp "$work/$name.out" "$cases/$name.out"
	if diff -u "$cases/$name.out" "$work/$name.out" >"$work/diff"; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$work/diff"
		failed=1
	fi
done
exit $failed
