#!/bin/sh
# fuzz.sh SECONDS: runs every fuzzer that long. What it learned stays in build/fuzz/corpus.
set -eu
seconds=$1
failed=

for source in tests/fuzz/*.c; do
	name=$(basename "$source" .c)
	case $name in fixture* | '*') continue ;; esac
	corpus=build/fuzz/corpus/$name
	log=build/fuzz/$name.log
	mkdir -p "$corpus"
	if build/fuzz/tests/fuzz/"$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-artifact_prefix="build/fuzz/$name-" "$corpus" >"$log" 2>&1; then
		printf '%-28s %s\n' "$name" "$(tail -n 1 "$log")"
	else
		printf '%-28s failed\n' "$name"
		tail -n 60 "$log"
		failed="$failed $name"
	fi
done
[ -z "$failed" ] || { echo "fuzz: failed:$failed" >&2 && exit 1; }
