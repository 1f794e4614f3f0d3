#!/bin/sh
# dist_check.sh TARBALL: builds and installs it twice, in other folders and circumstances and without
# git or a cache of compiled files, and compares what was installed, byte by byte.
set -eu
tarball=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=$(basename "$tarball" .tar.xz)

mkdir "$work/bin"
printf '#!/bin/sh\necho "git was called: $*" >&2\nexit 1\n' >"$work/bin/git"
chmod +x "$work/bin/git"
PATH=$work/bin:$PATH

# build FOLDER MASK WORD...: with the environment that the words give it.
build() (
	folder=$work/$1
	umask "$2"
	shift 2
	echo "tenet: building in $folder"
	mkdir -p "$folder"
	tar -xJf "$tarball" -C "$folder"
	env CCACHE_DISABLE=1 "$@" make -C "$folder/$name" DESTDIR="$folder/installed" install >"$folder/log" 2>&1 ||
		{ tail -n 20 "$folder/log" && exit 1; }
	cd "$folder/installed"
	find . -type f | LC_ALL=C sort | xargs sha256sum >"$folder/sums"
)

build one 022 LC_ALL=C TZ=UTC
build two/of/another/depth 077 LC_ALL=C.UTF-8 TZ=Pacific/Auckland HOME=/nonexistent \
	SOURCE_DATE_EPOCH=1 MAKEFLAGS="-j$(nproc)"
diff -u "$work/one/sums" "$work/two/of/another/depth/sums"
echo "tenet: $(wc -l <"$work/one/sums") files are the same from both builds"
