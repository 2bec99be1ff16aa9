// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The jledger authors
//
// Do the JSON Schemas and the parser agree? `make FOLDER` fills the ledger's
// journeys/ with fixtures and with every odd value in every place of a sound
// journey; `judge FINDINGS` holds the findings of `jledger check --format json`
// against ajv. Needs ajv: `make parity` fetches it.
const fs = require('fs');
const path = require('path');

// What a schema of one file can see; names, references and days are not its.
const visible = new Set(['syntax', 'wrong-type', 'unknown-key', 'missing-key',
	'bad-id', 'bad-date', 'bad-duration', 'bad-quantity', 'bad-number',
	'empty-text', 'bad-choice']);

const odd = [null, true, 7, -1, 1.5, '', ' ', 'x', 'X', '..', 'a..b',
	'2026-02-30', '2024-02-29', '2100-02-29', '1899-12-31', '24h', '1.5d',
	'24', '5%', '-5%', '5 %', 'in-force', 'R', 'R ', 'app', [], ['x'],
	['x', 'x'], [7], {}, { x: 1 }];

const sound = {
	id: 'm', name: 'Move', status: 'in-force', parent: 'p', business_unit: 'b',
	customer_goal: 'g',
	owners: [{ person: 'ann', since: '2026-01-01', until: '2026-02-01', reason: 'r' }],
	authority: [{ over: 'ops', right: 'decide' }],
	stakeholders: [{ function: 'ops', person: 'bob', raci: 'R' }],
	stages: [{ id: 'go', name: 'Go', moment_of_truth: true, steps: [{
		id: 'pack', name: 'Pack', line: 'frontstage', channel: 'app',
		function: 'ops', kind: 'main', commitment: '4h', systems: ['s'],
		next: ['pack'], recovery: ['pack'] }] }],
	seams: [{ from: 'pack', to: 'pack', agreement: 'a', context_needed: ['c'],
		context_carried: ['c'], max_wait: '2h' }],
	promises: [{ id: 'p', text: 't', made_in: 'pack', kept_in: 'pack',
		limits: [{ since: '2026-01-01', within: '24h' }], proof: 'k' }],
	kpis: [{ id: 'k', name: 'K', metric: 'wait', aggregate: 'p90',
		scope: { stage: 'go', step: 'pack', function: 'ops', channel: 'app' },
		contracts: [{ since: '2026-01-01', target: '24h', at_risk: '20h',
			per: 'month', minimum_n: 30, reason: 'r' }],
		split: 'shared', tension_with: ['k'] }],
	review: { every: '90d', last: '2026-01-01' },
};

function* places(value, at) {
	yield at;
	if (value !== null && typeof value === 'object')
		for (const key of Object.keys(value))
			yield* places(value[key], at.concat(key));
}

function changed(at, change) {
	const copy = JSON.parse(JSON.stringify(sound));
	let inner = copy;

	for (const key of at.slice(0, -1))
		inner = inner[key];
	change(inner, at[at.length - 1]);
	return JSON.stringify(copy);
}

function make(folder, fixtures) {
	let n = 0;
	const put = (text) => fs.writeFileSync(
		path.join(folder, 'journeys', `m${n++}.json`), text);

	for (const name of fs.readdirSync(fixtures)) {
		const file = path.join(fixtures, name, 'input.json');

		if (fs.existsSync(file))
			put(fs.readFileSync(file));
	}
	put(JSON.stringify(sound));
	for (const at of places(sound, [])) {
		if (at.length === 0)
			continue;
		for (const value of odd)
			put(changed(at, (inner, key) => { inner[key] = value; }));
		put(changed(at, (inner, key) => {
			if (Array.isArray(inner))
				inner.splice(key, 1);
			else
				delete inner[key];
		}));
		put(changed(at, (inner, key) => {
			if (Array.isArray(inner))
				inner.push(inner[key]);
			else
				inner[`${key}_x`] = inner[key];
		}));
	}
	console.log(`${n} files`);
}

function judge(folder, findings) {
	const Ajv = require('ajv');
	const ajv = new Ajv({ allErrors: true, strict: false });
	const schema = JSON.parse(
		fs.readFileSync(path.join(folder, 'schema', 'journey.json')));
	const accepts = ajv.compile(schema);
	const found = new Map();
	let agree = 0;
	let differ = 0;

	for (const f of JSON.parse(fs.readFileSync(findings)).findings) {
		// A text twice in a set of texts, which uniqueItems sees.
		const isSet = f.rule === 'duplicate-id' && !f.pointer.endsWith('/id');

		if (visible.has(f.rule) || isSet)
			found.set(f.path, f);
	}
	for (const name of fs.readdirSync(path.join(folder, 'journeys'))) {
		const file = `journeys/${name}`;
		let ok = false;
		let isJson = false;

		try {
			const bytes = fs.readFileSync(path.join(folder, file));
			const text = new TextDecoder('utf-8',
				{ fatal: true, ignoreBOM: true }).decode(bytes);

			const value = JSON.parse(text);

			isJson = true;
			ok = accepts(value);
		} catch {
			ok = false;
		}
		// A key twice, half a character: JavaScript reads these, and no
		// schema ever sees them.
		if (isJson && found.has(file) && found.get(file).rule === 'syntax')
			continue;
		if (ok === !found.has(file)) {
			agree++;
		} else {
			differ++;
			console.log(`${file}: ajv ${ok ? 'accepts' : 'rejects'}: ` +
				(ok ? found.get(file).sentence
					: JSON.stringify(accepts.errors)));
			console.log(fs.readFileSync(path.join(folder, file), 'utf8'));
		}
	}
	console.log(`${agree} agree, ${differ} differ`);
	process.exit(differ ? 1 : 0);
}

const [verb, folder, other] = process.argv.slice(2);

if (verb === 'make')
	make(folder, other);
else
	judge(folder, other);
