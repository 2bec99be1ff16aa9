#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# What is installed: manual pages that say what --help says, completion, and a
# package that comes and goes.
. "$(dirname "$0")/lib.sh"

make_quietly() {
	MAKEFLAGS='' make -s -C "$SOURCE" FLAVOR="${FLAVOR:-release}" "$@" >log 2>&1 || { tail -20 log; return 1; }
}

# options_of FILE: the long options that stand at the beginning of its lines,
# behind as much white space as a row of help (2) or of a page (7) has.
options_of() {
	grep -oE '^(  (-[a-zA-Z],|   )|       (-[a-zA-Z],)?) ?--[a-z-]+' "$1" | grep -oE -- '--[a-z-]+' | sort
}

man_says_what_help_says() {
	[ "$("$JLEDGER" help --man | grep -c '^jledger-.*\.1$')" -gt 20 ] && "$JLEDGER" help --man | grep '^jledger-.*\.1$' | while read -r page; do
		verb=${page#jledger-}
		verb=${verb%.1}
		"$JLEDGER" "$verb" --help >help && "$JLEDGER" help --man "$page" >"$page" && man -l --nh "$page" 2>warnings | col -bx >shown || return 1
		silent warnings || return 1
		options_of help >wanted && options_of shown >found && same wanted found || { echo "$page"; return 1; }
		# Every word of the summary and the help, however the lines break.
		sed -n '3,/^options:/p; /^common options:/,$p' help | grep -v '^options:\|^common options:' | tr -s ' \n' '\n' | grep . |
			sed 's/[.,;:?]*$//' | sort -u >wanted
		tr -s ' \n' '\n' <shown | sed 's/[.,;:?]*$//' | sort -u >found
		comm -23 wanted found >missing
		silent missing || { echo "$page"; return 1; }
	done
}

every_command_has_a_page() {
	"$JLEDGER" help | awk '/^  [a-z]/ { print "jledger-" $1 ".1" }' | sort >wanted &&
		"$JLEDGER" help --man | grep '^jledger-.*\.1$' | sort >found && same wanted found &&
		run 2 help --man jledger-nonsense.1 && says err 'lists them' &&
		"$JLEDGER" help --man jledger.1 >page && "$JLEDGER" config | awk '{ print $1 }' >names && [ "$(wc -l <names)" -ge 6 ] && echo NO_COLOR >>names &&
		while read -r name; do
			says page "$(echo "$name" | sed '/COLOR/!s/^/JLEDGER_/' | tr 'a-z-' 'A-Z_')" || return 1
		done <names
}

# Each rule of the table is in its page, and in help.
rules_page_is_the_table() {
	"$JLEDGER" help rules | awk '/^  [a-z]/ { print $1 }' | sort >wanted && [ "$(wc -l <wanted)" -ge 60 ] &&
		"$JLEDGER" help --man jledger-rules.7 | sed -n 's/\\-/-/g; s/^\\fB\([a-z-]*\)\\fR (.*/\1/p' | sort >found && same wanted found
}

install_and_uninstall() {
	make_quietly install PREFIX=/opt/j DESTDIR="$PWD/root" && [ -x root/opt/j/bin/jledger ] &&
		man -l root/opt/j/share/man/man1/jledger-set.1.gz >shown && says shown 'hand-over' &&
		[ -f root/opt/j/share/man/man5/jledger-ledger.5.gz ] && [ -f root/opt/j/share/man/man7/jledger-rules.7.gz ] &&
		bash -n root/opt/j/share/bash-completion/completions/jledger && [ -f root/opt/j/share/zsh/site-functions/_jledger ] &&
		[ -f root/opt/j/share/fish/vendor_completions.d/jledger.fish ] &&
		make_quietly uninstall PREFIX=/opt/j DESTDIR="$PWD/root" && [ -z "$(find root -type f)" ]
}

# In a root of its own, so that this machine is left alone.
package() {
	make_quietly deb && deb=$(echo "$SOURCE"/build/"${FLAVOR:-release}"/jledger_*.deb) && mkdir -p pkg/var/lib/dpkg/updates pkg/var/lib/dpkg/info &&
		touch pkg/var/lib/dpkg/status pkg/var/lib/dpkg/available &&
		for library in $(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g'); do
			dpkg -s "$library" >/dev/null || return 1
		done &&
		dpkg --root="$PWD/pkg" --force-not-root --force-script-chrootless --force-depends --log=/dev/null -i "$deb" >log 2>&1 &&
		pkg/usr/bin/jledger version >version && says version "$("$JLEDGER" version | head -1)" &&
		[ -f pkg/usr/share/zsh/vendor-completions/_jledger ] && (cd pkg && md5sum --quiet -c var/lib/dpkg/info/jledger.md5sums) &&
		[ "$(find pkg/usr -type f | wc -l)" -eq "$(wc -l <pkg/var/lib/dpkg/info/jledger.md5sums)" ] &&
		dpkg --root="$PWD/pkg" --force-not-root --force-script-chrootless --log=/dev/null -P jledger >log 2>&1 && [ ! -e pkg/usr/bin/jledger ] &&
		[ -z "$(find pkg -name '*jledger*')" ]
}

it 'the manual pages say what --help says' man_says_what_help_says
it 'every command has a page, and every setting is named' every_command_has_a_page
it 'the page of the rules is the table' rules_page_is_the_table
it 'make install puts everything in its place, and make uninstall takes it away' install_and_uninstall
it 'the Debian package holds what it says, and comes and goes without a trace' package
finish
