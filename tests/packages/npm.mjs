// The function of the package, and what Windows makes of paths: npm.mjs CHECKOUT, in the folder of one who installed it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, pack, DulyError } from 'duly';
import { argument, forWindows, inTree, runProgram } from './node_modules/duly/host.mjs';

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

const there = path => ['C:\\', 'lists', 'lists\\here.csv', '名册', 'C:\\lists', 'a=b'].includes(path);
const argumentOf = word => argument(word, { folder: 'C:\\Users\\li', exists: there });
assert.equal(inTree('C:\\lists\\a b.csv'), '/c/lists/a b.csv');
assert.equal(inTree('\\\\server\\share\\x\\y.csv'), '/server/share/x/y.csv');
assert.equal(argumentOf('--format=html=D:\\out\\r.html'), '--format=html=/d/out/r.html');
assert.equal(argumentOf('html=lists\\new.html'), 'html=lists/new.html');
assert.equal(argumentOf('lists\\here.csv'), 'lists/here.csv');
assert.equal(argumentOf('\\d+'), '\\d+');
assert.equal(argumentOf('name=a\\b'), 'name=a\\b');
const given = forWindows(['check', '-r', 'E:\\rules', 'x.csv'], { folder: 'C:\\Users\\li', temporary: 'C:\\Temp', exists: there });
assert.deepEqual(given, {
    args: ['check', '-r', '/e/rules', 'x.csv'], env: { PWD: '/c/Users/li', TMPDIR: '/c/Temp' }, preopens: { '/c': 'C:\\', '/e': 'E:\\' },
    lacksZones: true, consoles: {},
});
for (const [word, expected] of [
    ['-rE:\\rules', '-r/e/rules'], ['--rules=E:\\rules', '--rules=/e/rules'], ['名册\\支部 一.xlsx', '名册/支部 一.xlsx'], ['\\lists\\x.csv', '/c/lists/x.csv'],
    ['C:/lists/x.csv', '/c/lists/x.csv'], ['C:\\a=b\\x.csv', '/c/a=b/x.csv'], ['a=b\\x.csv', 'a=b/x.csv'], ['applicant=a=b\\x.csv', 'applicant=a=b/x.csv'],
    ['html=C:\\a=b\\x.html', 'html=/c/a=b/x.html'], ['\\\\server\\share\\x.csv', '/server/share/x.csv'], ['\\w+', '\\w+'], ['-q', '-q'], ['x.csv', 'x.csv'],
])
    assert.equal(argumentOf(word), expected);

/* A machine like that: its drive is a folder here, its console one that says what it was given, and it has no files of time zones. */
const drive = mkdtempSync(join(tmpdir(), 'drive-')), shown = [];
mkdirSync(join(drive, '名册'));
writeFileSync(join(drive, '名册', '支部 一.csv'), readFileSync(join(process.argv[2], 'fixtures/meeting-2003/applicants.csv'), 'utf8').replaceAll('\n', '\r\n'));
cpSync(join(process.argv[2], 'rules'), join(drive, 'rules'), { recursive: true });
async function onWindows(...line) {
    const machine = forWindows(line, { folder: 'C:\\名册', temporary: 'C:\\', exists: path => path === 'C:\\rules', consoles: { 1: { write: part => shown.push(part) } } });
    assert.deepEqual(machine.preopens, { '/c': 'C:\\' });
    shown.length = 0;
    const status = await runProgram(line, { ...machine, preopens: { '/c': drive } });
    return { status, text: Buffer.concat(shown).toString() };
}
const onPath = await onWindows('check', '-rC:\\rules\\core', '支部 一.csv', '--as-of', '2003-12-20', '--lang', 'zh', '-f', 'concise', '-f', 'html=C:\\名册\\报告.html');
assert.equal(onPath.status, 1);
assert.match(onPath.text, /^支部 一\.csv:4: /m);
assert.match(readFileSync(join(drive, '名册', '报告.html'), 'utf8'), /^<!DOCTYPE html>/);
assert.deepEqual(readdirSync(join(drive, '名册')).sort(), ['报告.html', '支部 一.csv'].sort());
assert.deepEqual(await onWindows('eval', "time(timestamp('2003-06-01T01:30:00Z'), 'Asia/Shanghai')"), { status: 0, text: "time('09:30')\n" });
assert.equal((await onWindows('eval', "time(timestamp('2003-06-01T01:30:00Z'), 'Asia/Nowhere')")).status, 1);
rmSync(drive, { recursive: true });

/* ---- zones by name, where nothing of the machine is read */

const clocks = { 'pack.yaml': 'pack: {name: clocks}\ntables:\n  visit:\n    key: id\n    fields: {id: {type: string}, at: {type: timestamp}}\nrules:\n'
    + "  - id: by-day\n    for: visit\n    require: date(visit.at, 'Asia/Shanghai') == date('2003-06-02')\n    message: '{visit.id}: {date(visit.at, \"Asia/Shanghai\")}'\n"
    + '    examples: [{pass: {at: 2003-06-01T16:30:00Z}}]\n' };
const visits = await check({ visit: [{ id: 'a', at: '2003-06-01T16:30:00Z' }, { id: 'b', at: '2003-06-01T15:30:00Z' }] }, { pack: clocks, asOf: '2003-12-20' });
assert.deepEqual(visits.records.map(({ row, verdict }) => [row, verdict]), [[0, 'ready'], [1, 'blocked']]);
assert.deepEqual(forWindows(['eval', "'C:\\\\x'"], { folder: 'C:\\', temporary: 'C:\\Temp', exists: there }).args, ['eval', "'C:\\\\x'"]);
