# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# shellcheck shell=sh
#
# A real terminal for the tests that need one. Sourced behind lib.sh; tmux is the
# terminal, and what is on its screen is what a person would see.
export TMUX_TMPDIR="$TRASH"
unset TMUX ENV
mkdir -p "$TRASH/bin"
ln -sf "$JLEDGER" "$TRASH/bin/jledger"

terminals=0
terminal() {
	tmux -L "test$terminals" -f /dev/null "$@"
}

# tty_open COMMAND: runs it on a screen of 100 by 45 in the current folder.
tty_open() {
	terminal kill-server 2>/dev/null
	terminals=$((terminals + 1))
	terminal new-session -d -x 100 -y 45 "exec env PATH='$TRASH/bin:$PATH' $1" &&
		trap 'terminal kill-server 2>/dev/null; chmod -R u+rwX "$TRASH" 2>/dev/null; rm -rf "$TRASH"' EXIT
}

# A shell whose prompt is "$ " and nothing else.
tty_shell() {
	tty_open "PS1='$ ' sh"
}

# sees TEXT: within a minute the screen shows it, lines joined as they wrap.
sees() {
	tries=${PATIENCE:-600}
	while [ "$tries" -gt 0 ]; do
		terminal capture-pane -p -J | grep -qF -- "$1" && return 0
		tries=$((tries - 1))
		sleep 0.1
	done
	echo "the screen does not show: $1"
	terminal capture-pane -p -J | sed '/^ *$/d'
	return 1
}

# Types the text; with Enter; keys by tmux's names for them.
type_text() {
	terminal send-keys -l -- "$1"
}

type_line() {
	type_text "$1" && keys Enter
}

keys() {
	terminal send-keys "$@"
}

# At the shell's prompt: runs the line to its end. What is typed stands on the
# screen too, and must not look like the answer.
runs=0
run_line() {
	runs=$((runs + 1))
	type_line "$1; echo 'run''$runs'ended" && sees "run${runs}ended"
}

clear_screen() {
	run_line clear
}
