#!/bin/sh
# run.sh: makes the files that are measured, once, under build/bench/, and measures (`make bench`).
# BENCH_ONLY=sqlite or postgres leaves the other engine out.
# BENCH_ROWS is the number of drafts; BENCH_COPY_ROWS that of those which are copied to PostgreSQL;
# BENCH_IDLE_SECONDS how long the resting console is watched.
set -eu
rows=${BENCH_ROWS:-1000000}
copied=${BENCH_COPY_ROWS:-200000}
mails=100000
here=build/bench
programs=build/tests/bench
tenet=build/tenet
big=$here/drafts-$rows.db
small=$here/drafts-100.db
moved=$here/drafts-$copied.db
many=$here/drafts-140000.db
mkdir -p "$here"

# Made under another name, so that an interrupted run leaves no half of a file. The first command
# that opens a database of the agent's adds the console's own tables; that is not measured.
drafts() {
	[ -z "$(find "$1" -newer tests/bench/generate.c 2>/dev/null)" ] || return 0
	echo "making $1"
	rm -f "$1" "$1-wal" "$1-shm" "$here"/new.db*
	"$programs/generate" tests/data/agent.sql "$here/new.db" "$2"
	"$tenet" --database "$here/new.db" posts list --limit 1 >"$here/log" 2>&1 || {
		cat "$here/log" >&2
		exit 1
	}
	for part in -wal -shm; do
		[ ! -e "$here/new.db$part" ] || mv "$here/new.db$part" "$1$part"
	done
	mv "$here/new.db" "$1"
}

drafts "$big" "$rows"
drafts "$small" 100
drafts "$moved" "$copied"
drafts "$many" 140000
for copy in many-ours many-bare; do
	rm -f "$here/$copy.db"*
	cp "$many" "$here/$copy.db"
	[ ! -e "$many-wal" ] || cp "$many-wal" "$here/$copy.db-wal"
done
# 1 file, 2 beliefs, 3 edges, 4 interactions, 5 of them with an embedding
graph() {
	[ ! -e "$1" ] || return 0
	echo "making $1"
	rm -f "$here"/new.db*
	"$programs/graph_rows" tests/data/agent.sql "$here/new.db" "$2" "$3" "$4" "$5"
	"$tenet" --database "$here/new.db" memory list --limit 1 >"$here/log" 2>&1
	sqlite3 "$here/new.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >"$here/log"
	mv "$here/new.db" "$1"
	rm -f "$here"/new.db*
}
graph "$here/graph.db" 100000 300000 1000000 200000
graph "$here/graph-100.db" 100 300 1000 200
if [ ! -e "$here/mbox" ]; then
	echo "making $here/mbox"
	"$programs/mails" mbox "$big" "$mails" >"$here/mbox.new"
	mv "$here/mbox.new" "$here/mbox"
fi
if [ ! -d "$here/commits" ] && command -v git >/dev/null; then
	echo "making $here/commits"
	rm -rf "$here/commits.new"
	git init --quiet --initial-branch=main "$here/commits.new"
	"$programs/mails" commits "$big" "$mails" |
		git -C "$here/commits.new" fast-import --quiet
	mv "$here/commits.new" "$here/commits"
fi

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
printf '%s, %s threads, %s, %s on %s, SQLite %s, load %s; %s drafts\n' "${processor:-unknown processor}" \
	"$(nproc)" "$(sed -n 's/^MemTotal: *//p' /proc/meminfo)" "$(uname -sr)" \
	"$(df --output=fstype "$here" | tail -n 1)" "$(sqlite3 --version | cut -d' ' -f1)" \
	"$(cut -d' ' -f1 /proc/loadavg)" "$rows"
[ "${BENCH_ONLY-}" = postgres ] ||
	"$programs/drive" "$tenet" "$big" "$small" "$here/mbox" "$here/commits" "$here" \
		"$here/many-ours.db" "$here/many-bare.db"
# The program itself: what Debian has in the path is a script that looks for it.
psql=$(find /usr/lib/postgresql -path '*/bin/psql' 2>/dev/null | sort -V | tail -n 1)
[ "${BENCH_ONLY-}" = sqlite ] || "$programs/postgres" "$tenet" "$big" "${psql:-psql}"
[ "${BENCH_ONLY-}" = sqlite ] || "$programs/copy" "$tenet" "$moved" "$here" 2>"$here/log" || {
	cat "$here/log" >&2
	exit 1
}
[ "${BENCH_ONLY-}" = postgres ] ||
	"$programs/beliefs" "$tenet" "$here/graph.db" "$here/graph-100.db"
"$programs/similar" "$tenet" "$here"
[ "${BENCH_ONLY-}" = postgres ] || "$programs/long_line" "$tenet" "$here"
[ "${BENCH_ONLY-}" = postgres ] || "$programs/login" "$tenet" "$here" "${BENCH_TRIES:-200}"
