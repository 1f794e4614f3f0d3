#!/bin/sh
# embed.sh SYMBOL FILE...: prints C source that holds the files as a table of struct embedded.
set -eu
symbol=$1
shift
printf '#include "base/embed.h"\n\nconst struct embedded %s[] = {\n' "$symbol"
for file; do
	printf '{"%s",\n' "$(basename "$file")"
	LC_ALL=C awk '{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); printf "\"%s\\n\"\n", $0 }' "$file"
	printf ', %s},\n' "$(wc -c <"$file" | tr -d ' ')"
done
printf '{NULL, NULL, 0}};\n'
