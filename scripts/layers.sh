#!/bin/sh
# layers.sh 'LAYER: USED…'...: who includes whom, and what stays in which files.
set -u
bad=build/layers.bad
mkdir -p build
: >"$bad"

# Includes: a file knows its own layer and those it uses; "x.h" without a folder stands beside it.
for line; do
	layer=${line%%:*}
	uses=$(echo "${line#*: }" | tr ' ' '|')
	grep -rnE '^#include "[a-z]+/' "src/$layer" "include/$layer" |
		grep -vE "#include \"($uses)/" | sed 's/$/   (a layer it must not know)/' >>"$bad"
done

# only PATTERN WHERE WHY: the pattern stands in no other file of the program.
only() {
	grep -rnE --include='*.[ch]' -e "$1" src include | grep -vE "^($2):" |
		sed "s|\$|   ($3)|" >>"$bad"
}

only '#include *<sqlite3\.h>' 'src/db/sqlite\.c' 'only the driver sees the engine'
only '#include *<libpq' 'src/db/postgres[a-z_]*\.[ch]' 'only the driver sees the engine'
only '#include *<(ncursesw/)?(n?curses|term|panel|form|menu)\.h>' \
	'src/tui/(term|draw|screen|plain|plain_read)\.[ch]' 'only the terminal side sees curses'
only '"[^"]*\b(SELECT|INSERT INTO|INSERT OR|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER)) ' \
	'src/(store|migrate|db)/[a-z_]*\.[ch]' 'SQL lives in the store'
only '\bPRAGMA\b.*"' 'src/(db/sqlite|migrate/[a-z_]*)\.c' 'PRAGMA belongs to the driver'
only '\b(v?sprintf|strcpy|strcat|strtok|gets|atoi|system|popen)\(' 'none' 'use struct str, or span'
only '\b_?exit\(' 'src/(main|cli/[a-z_]*|base/err)\.c' 'exit only in main and the commands'

sort -u "$bad"
! [ -s "$bad" ]
