#!/usr/bin/env bash
# The examples of the manual that are marked as running: each page's, one after the other, in a
# folder and on a database of their own, like the one that tenet-tutorial(7) makes.
set -u
cd "$(dirname "$0")/../.." || exit 1

tenet=$(realpath "${TENET:-build/asan/tenet}")
phrase='tulips and typewriters 1931'
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT

# What somebody types at the prompts comes from a descriptor.
mkdir "$TMP/bin"
cat >"$TMP/bin/tenet" <<SH
#!/bin/sh
case " \$* " in
*' accounts add '*--one-time* | *--user*) exec $tenet "\$@" --password-fd 3 3<$TMP/phrase ;;
*' accounts add '*) exec $tenet "\$@" --new-password-fd 3 3<$TMP/phrase ;;
*) exec $tenet "\$@" ;;
esac
SH
chmod +x "$TMP/bin/tenet"
echo "$phrase" >"$TMP/phrase"
PATH=$TMP/bin:$PATH

# The lines of a page behind the comment "runs", as a shell takes them.
examples() {
	awk '
		/^\.\\" runs$/ { marked = 1; next }
		/^\.Bd/ && marked { inside = 1; marked = 0; next }
		/^\.Ed/ { inside = 0 }
		inside { sub(/^\$ /, ""); gsub(/\\e/, "\\"); gsub(/\\\(dq/, "\""); gsub(/\\&/, ""); print }
	' "$1"
}

run_page() {
	local at=$TMP/$1
	mkdir "$at" && cp "$TMP/demo.db" "$at/demo.db" || return
	examples "man/$1" >"$at/script" || return
	(cd "$at" && HOME=$at TENET_DATABASE=demo.db bash -e -u -x -o pipefail script) \
		</dev/null >"$at/out" 2>&1
}

export TENET_DATABASE=$TMP/demo.db
(set -e && tenet db upgrade && tenet seed config && tenet seed demo &&
	tenet accounts add rosa --role admin) >/dev/null || exit 1

mapfile -t pages < <(grep -l '^\.\\" runs$' man/*)
echo "1..${#pages[@]}"
failed=0
for page in "${pages[@]}"; do
	if run_page "${page##*/}"; then
		echo "ok - the examples of $page run"
	else
		echo "not ok - the examples of $page run"
		tail -n 20 "$TMP/${page##*/}/out" | sed 's/^/# /'
		failed=1
	fi
done
exit $failed
