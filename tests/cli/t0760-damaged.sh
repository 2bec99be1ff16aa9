#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Every record may be damaged: each kind of record, broken in each way, and each
# command. A finding, an answer or an error, always a sentence, never a signal.
# Of the commands and of the fields some are tried; DAMAGE=all tries each with
# each, DAMAGE=least is for slow builds.
. "$(dirname "$0")/lib.sh"

# One command in so many for a damaged file, for a damaged field, and one field
# in so many.
case ${DAMAGE:-few} in
all) per_file=1 per_field=1 per_value=1 ;;
few) per_file=4 per_field=7 per_value=10 ;;
least) per_file=16 per_field=28 per_value=60 ;;
*) echo "DAMAGE is all, few or least" >&2; exit 2 ;;
esac
git config --global gc.auto 0

# A ledger with measures, events, a large batch, a batch that does not count any
# more, and a seal.
records() {
	cd "$TRASH" && small l && cd l && cat >maps/desk.json <<-'END' &&
		{ "id": "desk", "version": 1, "kind": "events", "activity": ["action"], "ends": ["closed"],
		  "columns": { "journey": { "constant": "move" }, "case": "ticket", "occurred_at": "at", "function": "team" } }
	END
		cat >metrics/mood.json <<-'END' &&
			{ "id": "mood", "name": "Mood", "kind": "satisfaction", "unit": "points", "direction": "higher-is-better", "viewpoint": "outside-in" }
		END
		run 0 commit -m more && printf 'month,by,vans,late\n2026-07,ops,100,7\n' >a.csv && run 0 import a.csv --map vans &&
		printf 'ticket,at,action,team\nx,2026-07-01 10:00,open,ops\nx,2026-07-02 10:00,closed,ops\n' >e.csv && run 0 import e.csv --map desk &&
		jq '.limits = { "batch_in_git": 10 }' ledger.json >.l && mv .l ledger.json && run 0 commit -m small &&
		printf 'month,by,vans,late\n2026-08,ops,100,7\n' >b.csv && run 0 import b.csv --map vans && large=$(ls measures/*.zst) &&
		printf 'month,by,vans,late\n2026-09,ops,100,7\n' >c.csv && run 0 import c.csv --map vans && batch=$(sed -n 's/^batch \([^:]*\):.*/\1/p' out) &&
		run 0 undo "$batch" -m 'by mistake' && run 0 seal --unsigned --name mine && run 0 verify && [ -n "$large" ] &&
		printf 'month,by,vans,late\n2026-06,ops,10,1\n' >new.csv && rm -f out err
}

commands='status
check
verify
doctor
who
show move
list journeys
list batches
log
diff HEAD~1
report friction -p 2026 --partial
report accountability -p 2026
report lineage -p 2026 --partial
report changes -p 2026
seal --unsigned -n
undo HEAD~1 -n
set move name=New -n
new person zed name=Zed -n
import new.csv --map vans -n
export evidence -p 2026 -o ../e.zip
index --rebuild
merge-file journeys/move.json journeys/move.json journeys/move.json journeys/move.json'

# answers COMMAND: exit code 0 to 4, with words on stdout or stderr.
answers() {
	# shellcheck disable=SC2086 # the words of the command
	timeout 60 "$JLEDGER" $1 >../out 2>../err
	code=$?
	echo >>"$TRASH/answered"
	[ $code -le 4 ] && { [ -s ../out ] || [ -s ../err ] || [ "$1" != "${1#merge-file}" ]; } && return 0
	echo "$what: 'jledger $1' ends with $code:"
	head -3 ../out ../err
	return 1
}

# One command in so many, others each time.
turn=0
one_in() {
	turn=$((turn + 1))
	i=0
	while read -r command; do
		i=$((i + 1))
		[ $((i % $1)) -eq $((turn % $1)) ] || continue
		answers "$command" || return 1
	done <<-END
		$commands
	END
}
some_answer() { one_in "$per_field"; }
all_answer() { one_in "$per_file"; }

# named PATH: verify says so, and ends with 1.
named() {
	"$JLEDGER" verify >../out 2>../err
	code=$?
	[ $code -eq 1 ] && [ -n "$1" ] && grep -qF "$1" ../out && return 0
	echo "$what: verify ends with $code and does not name $1"
	cat ../out ../err
	return 1
}

# put PATH: what stands on standard input becomes the file, recorded by git.
put() {
	cat >../broken && cp ../broken "$1" && git add -f "$1" && git commit -q --allow-empty -m broken
}
back() { git reset -q --hard "$honest"; }

# The ways in which any file may be broken: a name and what makes it so.
ways='empty|:
an empty object|echo {}
an empty list|echo []
null|echo null
a number|echo 7
a text|echo "\"x\""
conflict marks|printf "<<<<<<< HEAD\n"; cat ../whole; printf "=======\n{}\n>>>>>>> side\n"
cut in half|head -c $(($(wc -c <../whole) / 2)) ../whole
zero bytes|head -c 300 /dev/zero
no UTF-8|printf "{ \"id\": \"\377\376\" }"
deep brackets|printf "%5000s" "" | tr " " "["
another record|cat ../other'

each_way() {
	path=$1
	cp "$path" ../whole && cp "$2" ../other || return 1
	echo "$ways" >../ways
	while IFS='|' read -r name made; do
		what="$path: $name"
		(eval "$made") | put "$path" && all_answer </dev/null || return 1
		# Work trees are broken by people, too.
		back && cp ../broken "$path" && some_answer || return 1
		back
	done <../ways
}

# In a record each way is damage that verify names.
each_way_of_a_record() {
	each_way "$1" "$2" || return 1
	while IFS='|' read -r name made; do
		what="$1: $name"
		(eval "$made") | put "$1" && named "$1" || return 1
		back
	done <../ways
}

fields=0
# each_field PATH: each member of the file, and of the first objects in its
# lists, as something else.
each_field() {
	path=$1
	jq -c 'def places: [path(..)] | map(select(length > 0 and length < 5 and all(.[]; . == 0 or type == "string"))); places[]' "$path" >../places || return 1
	while read -r place; do
		for value in null 7 '"x"' '""' '[]' '{}' -1 true 1e400 gone; do
			fields=$((fields + 1))
			[ $((fields % per_value)) -eq 0 ] || continue
			what="$path: $place is $value"
			if [ "$value" = gone ]; then
				git show "HEAD:$path" | jq "delpaths([$place])" >../value
			elif [ "$value" = 1e400 ]; then
				git show "HEAD:$path" | jq "setpath($place; 4711)" | sed 's/4711/1e400/' >../value
			else
				git show "HEAD:$path" | jq "setpath($place; $value)" >../value
			fi
			put "$path" <../value && some_answer || return 1
			back
		done
	done <../places
}

# Objects that are gone, or are something else.
lost_object() {
	path=$1
	oid=$(git rev-parse "HEAD:$path") && object=.git/objects/$(echo "$oid" | sed 's|^..|&/|') && [ -f "$object" ] || return 1
	mv "$object" ../object
	what="$path: its object is missing" && all_answer && "$JLEDGER" verify >../out 2>&1 && return 1
	head -c 20 ../object >"$object"
	what="$path: its object is cut off" && all_answer && "$JLEDGER" verify >../out 2>&1 && return 1
	echo garbage >"$object"
	what="$path: its object is garbage" && some_answer || return 1
	rm -f "$object" && mv ../object "$object"
}

links_and_folders() {
	for path in "$receipt" "$retraction" journeys/move.json ledger.json maps/vans.json "$batch_file"; do
		rm -f "$path" && ln -s ../../home/.gitconfig "$path" && git add -f "$path" && git commit -qm link
		what="$path: a link" && all_answer && named "$path" || return 1
		back
		rm -f "$path" && mkdir "$path" && cp a.csv "$path/x" && git add -f "$path" && git commit -qm folder
		what="$path: a folder" && all_answer || return 1
		back
		rm -rf "$path" && mkfifo "$path" && what="$path: a pipe" && some_answer || return 1
		rm -f "$path" && back
	done
}

seals() {
	tag=.git/refs/tags/mine && cp $tag ../tag && oid=$(cat $tag) && object=.git/objects/$(echo "$oid" | sed 's|^..|&/|') || return 1
	for made in ':>$tag' 'head -c 41 /dev/zero >$tag' 'echo garbage >$tag' 'git rev-parse HEAD~1 >$tag' 'git rev-parse HEAD: >$tag' 'echo 0123456789abcdef0123456789abcdef01234567 >$tag'; do
		eval "$made"
		what="seal: $made" && all_answer && named mine || return 1
		cp ../tag $tag
	done
	mv "$object" ../object && what="seal: its object is missing" && all_answer && named mine || return 1
	mv ../object "$object"
}

large_batches() {
	cp "$large" ../zst || return 1
	for made in ':>"$large"' 'head -c 30 ../zst >"$large"' 'echo garbage >"$large"' 'rm "$large"' 'zstd -qdc ../zst | head -1 | zstd -q -o "$large" -f' \
		'rm "$large"; ln -s ../ledger.json "$large"' 'rm "$large"; mkdir "$large"' 'rm "$large"; mkfifo "$large"'; do
		eval "$made"
		what="large batch: $made" && all_answer || return 1
		rm -rf "$large" && cp ../zst "$large"
	done
}

it 'a ledger with every kind of record' records
honest=$(git rev-parse HEAD)
receipt=$(git ls-files 'measures/vans-*.json' | head -1)
log_receipt=$(git ls-files 'measures/desk-*.json' | head -1)
retraction=$(git ls-files 'measures/retractions' | head -1)
batch_file=$(git ls-files 'measures/vans-*.csv' | head -1)
it 'a receipt may be broken in each way' each_way_of_a_record "$receipt" "$log_receipt"
it 'a retraction may be broken in each way' each_way_of_a_record "$retraction" "$receipt"
stray() { cp "$receipt" measures/stray-20260101-00000000.json; each_way_of_a_record measures/stray-20260101-00000000.json "$receipt"; rm -f measures/stray-20260101-00000000.json; }
it 'a stray file among the receipts is one' stray
for path in ledger.json people/ann.json functions/ops.json metrics/mood.json journeys/move.json maps/vans.json maps/desk.json; do
	it "$path may be broken in each way" each_way "$path" people/bob.json
done
it 'a batch file may be broken in each way' each_way "$batch_file" people/bob.json
for path in "$receipt" "$log_receipt" "$retraction" ledger.json people/ann.json functions/ops.json metrics/mood.json journeys/move.json maps/vans.json maps/desk.json; do
	it "each field of ${path%%-*} may be anything" each_field "$path"
done
for path in "$receipt" "$retraction" "$batch_file" journeys/move.json ledger.json maps/vans.json; do
	it "the object of ${path%%-*} may be lost" lost_object "$path"
done
it 'a link, a folder or a pipe may stand in the place of a record' links_and_folders
it 'a seal may be damaged, and is named' seals
it 'a large batch may be anything' large_batches
echo "damage: $(wc -l <"$TRASH/answered") commands met a damaged record"
finish
