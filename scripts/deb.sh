#!/bin/sh
# deb.sh TARBALL FOLDER: Debian packages of that source in FOLDER, which lintian finds nothing about.
set -eu
tarball=$(realpath "$1")
folder=$2
name=$(basename "$tarball" .tar.xz)

rm -rf "$folder"
mkdir -p "$folder"
tar -xJf "$tarball" -C "$folder"
cd "$folder"
# Without the make that called.
(cd "$name" && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS dpkg-buildpackage --no-sign --build=full)
lintian --allow-root --fail-on error,warning,info --display-info --pedantic ./*.changes
ls -- *.deb
