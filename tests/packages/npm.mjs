// The function of the package, and what Windows makes of paths: npm.mjs CHECKOUT, in the folder of one who installed it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check, pack, DulyError } from 'duly';
import { argument, forWindows, inTree } from './node_modules/duly/host.mjs';

const rules = join(process.argv[2], 'fixtures/library/rules');
const before = readdirSync('.').sort();
const rows = [
    { id: 'L1', reader: 'Ann', lent_on: '2003-01-01', back_on: '2003-03-01', fee: '1' },
    { id: 'L1', reader: 'Bert', lent_on: 'soon', back_on: null },
];

/* ---- rows by their table, a pack as a folder and as texts */

const byFolder = await check({ loan: rows }, { pack: rules, asOf: '2003-12-20' });
assert.equal(Object.values(byFolder.verdicts).reduce((a, b) => a + b), 2);
assert.equal(byFolder.run.as_of, '2003-12-20');
const unreadable = byFolder.findings.find(finding => finding.rule === 'unreadable-value');
assert.equal(unreadable.row, 1);
assert.equal(unreadable.cells[0].value, 'soon');
assert.ok(byFolder.findings.some(finding => finding.rule === 'duplicate-key'));

const texts = Object.fromEntries(readdirSync(rules).map(name => [name, readFileSync(join(rules, name), 'utf8')]));
const byTexts = await check({ loan: rows }, { pack: texts, asOf: '2003-12-20' });
assert.deepEqual(byTexts.findings.map(finding => finding.fingerprint), byFolder.findings.map(finding => finding.fingerprint));
assert.equal(byTexts.pack.sha256, byFolder.pack.sha256);

/* ---- rows whose headings tell the table, a pack that comes along and extends another */

const people = [{ 编号: 'A1', 姓名: '赵', 出生日期: '1990-01-01', 递交申请书日期: '2003-01-01', 单位: '一' }];
const told = await check(people, { pack: pack('university-2003'), table: 'applicant', asOf: '2003-12-20', lang: 'zh', only: ['adult-at-application'] });
assert.deepEqual(told.findings.filter(finding => finding.key).map(finding => [finding.rule, finding.row]), [['adult-at-application', 0]]);
assert.match(told.findings.find(finding => finding.key).message, /周岁/);

/* ---- mistakes */

const fails = (what, options, words) => assert.rejects(check(what, options), error => error instanceof DulyError && words.test(error.message));
await fails({ loan: rows }, { pack: rules, gate: 'no-such-step' }, /no-such-step/);
await fails({ loan: rows }, { pack: { 'pack.yaml': 'pack: [' } }, /pack\.yaml:1/);
await fails({ loan: rows }, { pack: rules, on: 'tomorrow' }, /tomorrow/);
await assert.rejects(check(rows), TypeError);
await assert.rejects(check(rows, { pack: join(rules, 'none') }), /none/);

/* Several at once do not mix, and nothing was written. */
const many = await Promise.all(Array.from({ length: 8 }, (_, i) => check({ loan: rows.slice(0, 1 + i % 2) }, { pack: rules, asOf: '2003-12-20' })));
assert.deepEqual(many.map(({ verdicts: { ready, blocked, undecided } }) => ready + blocked + undecided), [1, 2, 1, 2, 1, 2, 1, 2]);
assert.deepEqual(readdirSync('.').sort(), before);

/* ---- Windows: drives are folders, and only what is a path is one */

const there = path => path === 'lists' || path === 'lists\\here.csv';
assert.equal(inTree('C:\\lists\\a b.csv'), '/c/lists/a b.csv');
assert.equal(inTree('\\\\server\\share\\x\\y.csv'), '/server/share/x/y.csv');
assert.equal(argument('--format=html=D:\\out\\r.html', there), '--format=html=/d/out/r.html');
assert.equal(argument('html=lists\\new.html', there), 'html=lists/new.html');
assert.equal(argument('lists\\here.csv', there), 'lists/here.csv');
assert.equal(argument('\\d+', there), '\\d+');
assert.equal(argument('name=a\\b', there), 'name=a\\b');
const given = forWindows(['check', '-r', 'E:\\rules', 'x.csv'], { folder: 'C:\\Users\\li', temporary: 'C:\\Temp', exists: there });
assert.deepEqual(given, {
    args: ['check', '-r', '/e/rules', 'x.csv'], env: { PWD: '/c/Users/li', TMPDIR: '/c/Temp' }, preopens: { '/c': 'C:\\', '/e': 'E:\\' },
});
assert.deepEqual(forWindows(['eval', "'C:\\\\x'"], { folder: 'C:\\', temporary: 'C:\\Temp', exists: there }).args, ['eval', "'C:\\\\x'"]);
