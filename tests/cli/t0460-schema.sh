#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# JSON Schemas: installed by init, and in agreement with the parser.
. "$(dirname "$0")/lib.sh"
small small

installed() {
	cd "$TRASH/small" &&
		for kind in ledger person function metric journey map receipt retraction; do
			json schema/$kind.json '."$schema" == "http://json-schema.org/draft-07/schema#"' || return 1
		done &&
		json .vscode/settings.json '."json.schemas" | length == 8' &&
		json .vscode/settings.json '[."json.schemas"[].url | ltrimstr("./")] | sort == (["schema/function.json", "schema/journey.json", "schema/ledger.json", "schema/map.json", "schema/metric.json", "schema/person.json", "schema/receipt.json", "schema/retraction.json"])' &&
		git ls-files --error-unmatch schema/journey.json .vscode/settings.json .editorconfig .gitattributes >/dev/null
}

# Every key of the parser's help is a property of the schema, and the reverse.
keys() {
	cd "$TRASH/small" &&
		run 0 help journey && sed -n 's/^  \([a-z_][a-z_]*\)  .*/\1/p' out | sort >help &&
		jq -r '.properties | keys[]' schema/journey.json | sort >schema.keys && same help schema.keys
}

parity() {
	cd "$TRASH/small" &&
		node "$SOURCE/tests/tools/parity.js" make . "$SOURCE/tests/cases/invalid" &&
		run 1 check --format json && node "$SOURCE/tests/tools/parity.js" judge . out
}

# Schemas of a user's own settings are left alone.
settings_stay() {
	cd "$TRASH" && mkdir -p own/.vscode && echo '{ "editor.tabSize": 3 }' >own/.vscode/settings.json &&
		run 0 init own --zone UTC && says own/.vscode/settings.json tabSize
}

it "init lays out schemas and editor settings, in git" installed
it "help and schema have the same keys" keys
it "the user's own editor settings stay" settings_stay
NODE_PATH=${NODE_PATH:-$SOURCE/build/node/node_modules}
export NODE_PATH
if command -v node >/dev/null && [ -d "$NODE_PATH/ajv" ]; then
	it "ajv and the parser accept and reject the same files" parity
else
	skip "ajv and the parser accept and reject the same files" "make parity fetches ajv"
fi
finish
