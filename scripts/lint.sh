#!/usr/bin/env bash
# lint.sh 'LAYER: USED…'...: all that can be said about the code without running it.
set -u
failed=0

step() {
	local name=$1
	shift
	if "$@" >build/lint.log 2>&1; then
		printf 'pass   %s\n' "$name"
	else
		printf 'FAIL   %s\n' "$name"
		grep -vE '^[0-9]+ warnings? (and [0-9]+ errors? )?generated' build/lint.log
		failed=1
	fi
}

# All that mandoc finds, but pages that are not installed.
# shellcheck disable=SC2317 # step calls it
manual_is_clean() {
	! mandoc -T lint "$@" 2>/dev/null | grep -v 'referenced manual not found'
}

# On forty columns. groff never ends where a heading has no room beside the name of the volume, and
# that of section 7 has none: hence LOCAL there.
# shellcheck disable=SC2317 # step calls it
manual_is_narrow() {
	local page
	for page; do
		timeout 60 groff -T utf8 -mandoc -rLL=38n -rLT=38n "$page" 2>&1 >/dev/null |
			grep -v "can't break line"
		[ "${PIPESTATUS[0]}" -eq 0 ] || { echo "$page does not end" && return 1; }
	done
}

mkdir -p build
mapfile -t written < <(find src include tests -name '*.[ch]' | sort)
mapfile -t sources < <(find src -name '*.c' | sort)
mapfile -t scripts < <(find scripts tests -name '*.sh' | sort)
mapfile -t pages < <(find man -name '*.[157]' | sort)
# shellcheck disable=SC2046,SC2086 # lists of words
printf '%s\n' -std=c17 -D_GNU_SOURCE '-DTENET_VERSION=""' "-I$PWD/include" ${WARN-} \
	$(pkg-config --cflags libpq | sed 's/-I/-isystem/g') >build/compile_flags.txt

step 'layers' scripts/layers.sh "$@"
step 'shellcheck' shellcheck -x "${scripts[@]}" tests/run .ci/run
step 'mandoc' manual_is_clean "${pages[@]}"
step 'groff' manual_is_narrow "${pages[@]}"
step 'paths' scripts/paths.sh CONTRIBUTING.md README.md
step 'clang-format' clang-format --dry-run -Werror "${written[@]}"
step 'cppcheck' cppcheck --quiet -j "$(nproc)" --std=c11 --inline-suppr --error-exitcode=1 \
	--enable=warning,performance,portability --suppressions-list=scripts/cppcheck.txt \
	-D_GNU_SOURCE -Iinclude src
step 'clang-tidy' xargs -a <(printf '%s\n' "${sources[@]}") -P "$(nproc)" -n 6 \
	clang-tidy --quiet -p build
rm -f build/lint.log
exit "$failed"
