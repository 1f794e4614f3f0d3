#!/bin/sh
# paths.sh PAGE...: the files that a page names in backquotes, and that are not there. Words in capitals
# stand for names of one's own.
# shellcheck disable=SC2016 # the backquotes are those of the page
set -eu
missing=0
for page; do
	for path in $(grep -oE '`[^` ]+`' "$page" | tr -d '`' |
		grep -E '^(\.ci|contrib|docs|include|man|migrations|scripts|src|tests|themes)/' |
		grep -vE 'NAME|NNNN' | sort -u); do
		[ -e "$path" ] || {
			echo "$page: there is no $path"
			missing=1
		}
	done
done
exit $missing
