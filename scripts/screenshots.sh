#!/bin/sh
# screenshots.sh: renders docs/screens/*.svg from the real console, and PNGs beside the build.
set -eu
root=$PWD
folder=$root/build/screens
# The build whose clock stands still.
export TENET="$root/build/asan/tenet" TENET_NOW='2026-11-22 12:00:00' LC_ALL=C.UTF-8 HOME="$folder"

rm -rf "$folder"
mkdir -p "$folder" docs/screens
scripts/demo_database.sh "$folder/demo.db" >/dev/null
# From where the header shows the name of the file alone.
cd "$folder"
"$root/build/tests/screenshots/scenes" demo.db "$root/docs/screens"
for picture in "$root"/docs/screens/*.svg; do
	rsvg-convert -o "$(basename "$picture" .svg).png" "$picture"
done
echo "PNGs for looking at are in build/screens"
