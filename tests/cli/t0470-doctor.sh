#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# doctor: what a clone and an older ledger lack, and how it is set up.
. "$(dirname "$0")/lib.sh"
small small

all_is_well() {
	cd "$TRASH/small" && run 0 doctor && silent err && [ "$(grep -c '^well' out)" -eq 7 ] && says_not out wrong
}

a_clone() {
	cd "$TRASH" && git clone -q small clone && cd clone && run 1 doctor &&
		says out 'wrong git merges definitions line by line' && says out "'jledger doctor --fix'" &&
		run 1 doctor --fix -n && ! git config merge.jledger.driver >/dev/null &&
		run 0 doctor --fix && git config merge.jledger.driver | grep -q merge-file && run 0 doctor &&
		[ "$(git rev-parse HEAD)" = "$(git -C ../small rev-parse HEAD)" ]
}

an_older_ledger() {
	cd "$TRASH/small" && git rm -q schema/journey.json && echo '{}' >schema/person.json && git commit -qam older &&
		run 1 doctor && says out 'wrong missing, or of another version: schema/person.json, schema/journey.json' &&
		run 0 doctor --fix && says out 'written and recorded' && git diff --quiet HEAD && run 0 doctor &&
		git log -1 --format=%s | grep -q 'schemas and settings'
}

nobody() {
	cd "$TRASH/small" &&
		(unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL && run 1 doctor) &&
		says out 'wrong git does not know who you are' && says out 'git config --global user.name'
}

a_lost_batch() {
	cd "$TRASH/small" && printf 'month,by,late,vans\n2026-07,ops,1,10\n' >a.csv && run 0 import a.csv --map vans &&
		git rm -q measures/*.csv && git commit -qm lost && run 1 doctor && says out 'wrong vans-' && says out 'import the source file again'
}

not_a_ledger() {
	cd "$TRASH" && mkdir empty && cd empty && run 4 doctor && says err 'jledger'
}

it 'a new ledger is well' all_is_well
it 'a clone lacks the merge driver, and --fix sets it up' a_clone
it 'an older ledger lacks schemas, and --fix records them' an_older_ledger
it 'who commits must be known' nobody
it 'a batch whose file is gone is named' a_lost_batch
it 'where there is no ledger it says so' not_a_ledger
leftovers() {
	cd "$TRASH" && rm -rf left && small left && cd left && : >.git/objects/tmp_object_git2_aaaaaa && exec 9>.git/objects/tmp_object_git2_held &&
		run 0 doctor && [ -e .git/objects/tmp_object_git2_aaaaaa ] && run 0 doctor --fix && [ ! -e .git/objects/tmp_object_git2_aaaaaa ] && [ -e .git/objects/tmp_object_git2_held ]
	code=$?
	exec 9>&-
	return $code
}
it 'what killed commands left among the objects is cleared, unless somebody has it open' leftovers
finish
