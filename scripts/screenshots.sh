#!/bin/sh
# screenshots.sh: renders docs/screens/*.svg from the real console, on a dark and on a light ground,
# and PNGs beside the build.
set -eu
root=$PWD
folder=$root/build/screens
# The build whose clock stands still.
export TENET="$root/build/asan/tenet" TENET_NOW='2026-11-22 12:00:00' LC_ALL=C.UTF-8 HOME="$folder"

rm -rf "$folder"
mkdir -p "$folder/.local/state/tenet" docs/screens
: >"$folder/.local/state/tenet/tour" # the first steps, which would take four rows
scripts/demo_database.sh "$folder/new.db" >/dev/null
# From where the header shows the name of the file alone.
cd "$folder"
for scheme in dark light; do
	for program in scenes reviewing; do
		cp new.db demo.db
		"$root/build/tests/screenshots/$program" "$scheme" demo.db "$root/docs/screens"
		rm -f demo.db*
	done
done
for picture in "$root"/docs/screens/*.svg; do
	rsvg-convert -o "$(basename "$picture" .svg).png" "$picture"
done
echo "PNGs for looking at are in build/screens"
