#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# deb.sh BUILD VERSION DATE: makes BUILD/jledger_VERSION_ARCH.deb of what `make
# install` lays out, with the libraries that the program is linked to.
set -eu
build=$1 version=$2 date=$3
arch=$(dpkg --print-architecture)
stage=$build/deb
root=$stage/jledger
maintainer='The jledger authors <jledger@example.org>'
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(date -u -d "$date" +%s)

rm -rf "$stage"
mkdir -p "$root/DEBIAN" "$stage/debian"
make --no-print-directory install PREFIX=/usr DESTDIR="$PWD/$root" >/dev/null
strip --strip-unneeded "$root/usr/bin/jledger"
gzip -9n "$root/usr/share/doc/jledger/README.md"

{
	echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
	echo 'Upstream-Name: jledger'
	echo
	echo 'Files: *'
	echo 'Copyright: 2026 The jledger authors'
	echo 'License: Expat'
	sed '1,/^$/d; /^Copyright/d; s/^$/./; s/^/ /' LICENSE
} >"$root/usr/share/doc/jledger/copyright"
{
	echo "jledger ($version) unstable; urgency=medium"
	echo
	echo "  * Release $version."
	echo
	echo " -- $maintainer  $(LC_ALL=C date -u -R -d "$date")"
} | gzip -9n >"$root/usr/share/doc/jledger/changelog.gz"

# What the program is linked to, by the packages that hold it.
printf 'Source: jledger\n\nPackage: jledger\nArchitecture: any\n' >"$stage/debian/control"
depends=$(cd "$stage" && dpkg-shlibdeps -O jledger/usr/bin/jledger)
depends=${depends#shlibs:Depends=}
[ -n "$depends" ]
{
	echo 'Package: jledger'
	echo "Version: $version"
	echo "Architecture: $arch"
	echo "Maintainer: $maintainer"
	echo "Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)"
	echo "Depends: $depends, git, tzdata"
	echo 'Recommends: less'
	echo 'Section: utils'
	echo 'Priority: optional'
	echo 'Description: ledger of customer journeys in git'
	echo ' Named owners of customer journeys, with dates, and what customers met:'
	echo ' measures are joined to whoever was in charge when it happened, and become'
	echo ' accountability reports that anybody can check.'
} >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group --build "$root" "$build/jledger_${version}_$arch.deb"
