#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# The habits of a shell: completion in real shells, the pager, colour, width,
# settings.
. "$(dirname "$0")/lib.sh"
. "$SOURCE/tests/cli/lib-terminal.sh"
example ledger && cd ledger || exit 1

# offers WORD... is TEXT: what completion offers for the last word, in one line.
offers() {
	wanted=$1
	shift
	got=$("$JLEDGER" completion words -- "$@" | cut -f1 | tr '\n' ' ')
	[ "$got" = "$wanted" ] && return 0
	echo "completion of '$*' offers: $got"
	return 1
}

words() {
	offers 'report ' rep && offers 'set seal ' -C /tmp se && offers 'accountability ' report acc &&
		offers 'delay-refund ' show del && offers 'owner: ' who ow && offers 'owner:ana.ruiz ' who owner:a &&
		offers 'person:carl.ito ' set person:c && offers 'owner= ' set delay-refund ow &&
		offers 'owner=ana.ruiz ' set delay-refund owner=a && offers 'status=in-force ' set delay-refund status=in &&
		offers 'target= ' set delay-refund/refund-time tar && offers 'head= ' set function:finance he &&
		offers '--period ' report --per && offers '--strict ' import --st && offers 'always ' report --color al &&
		offers 'contact-centre ' import --map c && offers 'last-month ' report -p last-m && offers 'stage,owner ' report --by stage,ow &&
		offers 'stages= status= ' new journey x sta && offers 'tension-found ' help tension-f && offers 'pager ' config p && offers 'batches ' list b &&
		offers 'target= ' set delay-refund/refund-time -m why tar && offers 'owner= ' set -m why -- delay-refund ow && offers '--since ' set delay-refund --si &&
		timeout 5 "$JLEDGER" completion words -- -C /no/such/folder who '' && timeout 5 "$JLEDGER" -C nowhere completion words -- sh &&
		offers 'delay-refund/refund-time ' set delay-refund/ref && offers 'delay-refund/refund-time ' report accountability delay-refund/refund &&
		[ "$("$JLEDGER" completion words -- undo contact | grep -c '^contact-centre-2026')" -eq 1 ] && offers 'selectors ' help sel &&
		offers 'zsh ' completion z && offers '' init x && offers '' nonsense x && offers '' --version x
}

every_option_is_offered() {
	[ "$("$JLEDGER" help | grep -c '^  [a-z]')" -gt 20 ] && "$JLEDGER" help | awk '/^  [a-z]/ { print $1 }' | while read -r verb; do
		"$JLEDGER" "$verb" --help | grep -o '^  \(-[a-z], \|    \)--[a-z-]*' | sed 's/.*--/--/' | sort >said
		"$JLEDGER" completion words -- "$verb" -- | cut -f1 | sort >offered
		same said offered || return 1
	done
}

# Ids come from the names of files: the cache is neither there nor made, and
# 2,000 journeys are no matter. The time is that of the processor, a run of
# twenty, so that what else a machine does counts for nothing.
at_once() {
	mkdir -p "$TRASH/many/journeys" && echo '{}' >"$TRASH/many/ledger.json" && rm -rf "$TRASH/many/.jledger" && (
		cd "$TRASH/many" && seq -f 'journeys/journey-%04g.json' 2000 | xargs touch &&
			(for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
				"$JLEDGER" completion words -- set journey-19 >out || exit 1
			done && times >took) &&
			took=$(tail -n 1 took | tr 'ms' '  ' | awk '{ print int((60 * ($1 + $3) + $2 + $4) * 1000 / 20) }') &&
			echo "$took ms" && [ "$took" -lt 50 ] && [ "$(wc -l <out)" -eq 100 ] && [ ! -e .jledger ]
	)
}

in_bash() {
	tty_open "bash --norc --noprofile" && type_line "PS1='$ '; eval \"\$(jledger completion bash)\"; clear; echo is''ready" && sees isready &&
		type_text 'jledger rep' && keys Tab && sees 'jledger report' && type_text 'acc' && keys Tab && sees 'report accountability' &&
		type_text 'owner:an' && keys Tab && sees 'owner:ana.ruiz' && type_text '--form' && keys Tab && sees '--format' &&
		type_text 'js' && keys Tab && sees '--format json' && keys C-u && type_text 'jledger set delay-refund owner=ca' && keys Tab &&
		sees 'owner=carl.ito' && keys C-u && type_text 'jledger import inc' && keys Tab && sees 'import incoming/'
}

in_zsh() {
	mkdir -p "$TRASH/functions" && "$JLEDGER" completion zsh >"$TRASH/functions/_jledger" &&
		tty_open "zsh -f" && type_line "PS1='$ '; fpath=($TRASH/functions \$fpath); autoload -U compinit; compinit -u -d $TRASH/dump; clear; echo is''ready" && sees isready &&
		type_text 'jledger rep' && keys Tab && sees 'jledger report' && type_text 'acc' && keys Tab && sees 'report accountability' &&
		type_text 'owner:an' && keys Tab && sees 'owner:ana.ruiz' && type_text '--form' && keys Tab && sees '--format' &&
		keys C-u && type_text 'jledger set delay-refund owner=ca' && keys Tab && sees 'owner=carl.ito' &&
		keys C-u && type_text 'jledger import inc' && keys Tab && sees 'import incoming/'
}

in_fish() {
	mkdir -p "$HOME/.config/fish/completions" && "$JLEDGER" completion fish >"$HOME/.config/fish/completions/jledger.fish" &&
		tty_open "fish --private" && sees '(main)' && type_line 'function fish_prompt; echo "> "; end; clear; echo is""ready' && sees isready &&
		type_text 'jledger rep' && keys Tab && sees 'jledger report' && type_text 'acc' && keys Tab && sees 'report accountability' &&
		type_text 'owner:an' && keys Tab && sees 'owner:ana.ruiz' && type_text '--form' && keys Tab && sees '--format' &&
		keys C-c && sleep 0.3 && type_text 'jledger set delay-refund owner=ca' && keys Tab && sees 'owner=carl.ito' &&
		keys C-c && sleep 0.3 && type_text 'jledger import inc' && keys Tab && sees 'import incoming/'
}

the_pager() {
	tty_shell && type_line 'jledger report friction --by month,journey,owner -p 2025-10-01..2026-09-30' && sees ':' && sees 'What friction' &&
		keys q && sleep 0.3 && clear_screen && run_line 'jledger version' &&
		type_line 'JLEDGER_PAGER="sed s/friction/FRICTION/" jledger report friction -p 2026-Q3' && sees 'What FRICTION' && clear_screen &&
		type_line 'PAGER=cat jledger help rules' && sees '$' && sees 'promise-not-keepable' && clear_screen &&
		run_line 'JLEDGER_PAGER="sed s/usage/USAGE/" jledger help --no-pager' && sees 'exit codes' && ! terminal capture-pane -p | grep -q USAGE && clear_screen &&
		run_line 'JLEDGER_PAGER="sed s/usage/USAGE/" jledger help' && terminal capture-pane -p -S - | grep -q USAGE && clear_screen &&
		run_line 'JLEDGER_PAGER=no-such-pager jledger who; echo "code is $?"' && sees 'Ana Ruiz' && sees 'code is 0' && clear_screen &&
		run_line 'JLEDGER_PAGER=true jledger check; echo "code is $?"' && sees 'code is 1' && clear_screen &&
		JLEDGER_PAGER='sed s/.*/paged/' run 0 help && says_not out paged
}

# A repository from elsewhere does not choose what runs here.
no_pager_from_a_repository() {
	git config core.pager "touch $TRASH/ran; cat" && git config jledger.pager "touch $TRASH/ran; cat" && git config core.editor "touch $TRASH/ran" &&
		git config jledger.editor "touch $TRASH/ran" && tty_shell && run_line 'jledger status' &&
		run_line 'EDITOR=true jledger edit delay-refund' && [ ! -e "$TRASH/ran" ] &&
		git config --unset core.pager && git config --unset jledger.pager && git config --unset core.editor && git config --unset jledger.editor
}

colours() {
	esc=$(printf '\033') && run 0 report accountability -p 2026-Q3 && says_not out "$esc" && run 0 report accountability -p 2026-Q3 --color always && says out "$esc" &&
		JLEDGER_COLOR=always run 0 report accountability -p 2026-Q3 && says out "$esc" && JLEDGER_COLOR=always run 0 report accountability -p 2026-Q3 --color never && says_not out "$esc" &&
		JLEDGER_COLOR=always run 0 report accountability -p 2026-Q3 -o page.txt && says_not page.txt "$esc" && rm page.txt &&
		JLEDGER_COLOR=loud run 2 status && says err "JLEDGER_COLOR: 'loud' is none of" &&
		tty_shell && run_line "script -qc 'jledger report accountability -p 2026-Q3 --no-pager' $TRASH/typed >$TRASH/dropped" && says "$TRASH/typed" "${esc}[" &&
		run_line "NO_COLOR=1 script -qc 'jledger report accountability -p 2026-Q3 --no-pager' $TRASH/typed >$TRASH/dropped" && says_not "$TRASH/typed" "${esc}["
}

# longest FILE: its longest line, in characters.
longest() {
	awk '{ if (length($0) > n) n = length($0) } END { print n }' "$1"
}

widths() {
	run 0 list batches && wide=$(longest out) && [ "$wide" -gt 100 ] && run 0 list batches --width 90 && [ "$(longest out)" -le 90 ] &&
		JLEDGER_WIDTH=90 run 0 list batches && [ "$(longest out)" -eq "$wide" ] && run 2 list batches --width much && says err 'no number of columns' &&
		run 2 list batches --width 0 && run 2 list batches --width 99999999999 &&
		tty_shell && run_line "script -qc 'jledger list batches --no-pager' $TRASH/typed >$TRASH/dropped" &&
		[ "$(longest "$TRASH/typed")" -gt 80 ] && run_line "JLEDGER_WIDTH=80 script -qc 'jledger list batches --no-pager' $TRASH/typed >$TRASH/dropped" &&
				sed '1d;$d' "$TRASH/typed" | tr -d '\r' >"$TRASH/page" && [ "$(longest "$TRASH/page")" -le 80 ]
}

settings() {
	run 0 config && says out 'pager     less (default)' && says out 'today     2026-10-05 (JLEDGER_TODAY)' && run 0 config pager 'less -S' &&
		run 0 config pager && says out 'less -S' && run 0 config && says out 'pager     less -S (jledger.pager)' &&
		[ "$(git config --global jledger.pager)" = 'less -S' ] && JLEDGER_PAGER='more' run 0 config pager && says out more &&
		run 0 config pager --unset && run 0 config && says out 'pager     less (default)' && PAGER=most run 0 config && says out 'most (PAGER)' &&
		run 0 config pager --unset && run 2 config color sometimes && says err 'is none of' && run 2 config -- width -5 && says err 'no number of columns' && run 2 config pagr &&
		says err "did you mean 'pager'" && run 2 config today 2026-01-01 && says err 'JLEDGER_TODAY=DATE' && run 1 config width && silent out &&
		git config --global jledger.width 0 && run 1 config && says out "no number of columns" && says out 'today     2026-10-05' && run 0 config width 90 &&
		git config --global --add jledger.width 91 && run 0 config width 92 && run 0 config width && says out 92 && run 0 config width --unset &&
		run 2 config pager --no-pager && says err 'takes no --no-pager' && (cd / && run_elsewhere) && HOME=$TRASH/no/such/home run 4 config width 100 && says err 'configuration'
}
run_elsewhere() {
	"$JLEDGER" config editor >/dev/null
}

it 'completion offers commands, options, ids, people, metrics' words
it 'completion offers every option that --help shows' every_option_is_offered
it 'completion takes less than 50 ms in 2,000 journeys and opens no cache' at_once
if command -v bash >/dev/null; then it 'bash completes' in_bash; else skip 'bash completes' 'there is no bash'; fi
if command -v zsh >/dev/null; then it 'zsh completes' in_zsh; else skip 'zsh completes' 'there is no zsh'; fi
if command -v fish >/dev/null; then it 'fish completes' in_fish; else skip 'fish completes' 'there is no fish'; fi
it 'long answers go through the pager, on a terminal only' the_pager
it 'neither pager nor editor is taken from a repository' no_pager_from_a_repository
it 'colour follows --color, the setting, NO_COLOR and the terminal' colours
it 'text pages fit the width' widths
it 'config shows, sets and takes out, and says where a value comes from' settings
finish
