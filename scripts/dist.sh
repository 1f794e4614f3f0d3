#!/bin/sh
# dist.sh VERSION FOLDER [LEVEL]: the source of the last commit, as FOLDER/tenet-VERSION.tar.xz.
#
# One commit gives the same bytes on every machine: names, order and times are the commit's, owner
# and modes are fixed, and xz takes one thread, since more of them cut the text into other blocks.
set -eu
name=tenet-$1
folder=$2

git rev-parse --quiet --verify HEAD >/dev/null || {
	echo "tenet: a source tarball is made from a git checkout, and this is none" >&2
	echo "tenet: Debian packages are made here with dpkg-buildpackage --no-sign" >&2
	exit 1
}
git diff --quiet HEAD || echo "tenet: the tarball holds the last commit; what is changed since is not in it" >&2

mkdir -p "$folder"
git -c tar.umask=0022 archive --format=tar --prefix="$name/" HEAD >"$folder/$name.tar"
env -u XZ_OPT -u XZ_DEFAULTS xz "-${3:-6}" --threads=1 --force "$folder/$name.tar"
cd "$folder"
sha256sum "$name.tar.xz" | tee "$name.tar.xz.sha256"
