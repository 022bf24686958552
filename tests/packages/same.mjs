// The module says byte for byte what the native program says: same.mjs DULY MODULE WORK. Every fixture in every format, in every encoding,
// under Node's WASI; and once more over files in memory, as a page in a browser has them.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WASI } from 'node:wasi';
import { wrapped } from '../../build/npm/host.mjs';
import { Folder, Written, find, put, run } from '../../build/npm/memory.mjs';
import { MARKED, casesOf, day, filesAt } from './cases.mjs';

const [duly, modulePath, work] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(modulePath));
let failures = 0, runs = 0;

/* ---- three ways to run a command: its status and what it wrote, to each stream and to files */

const outs = () => readdirSync('.').filter(name => name.startsWith('out.'));
const written = () => Object.fromEntries(outs().flatMap(filesAt).map(path => [path, readFileSync(path)]));
const filesIn = ([name, node]) => node.entries ? [...node.entries].flatMap(([below, child]) => filesIn([`${name}/${below}`, child])) : [[name, node]];

function native(args) {
    const { status, stdout, stderr } = spawnSync(duly, args, { maxBuffer: 1 << 28 });
    return { status, stdout, stderr, ...written() };
}

async function underNode(args) {
    const paths = ['stdout', 'stderr'].map(name => join(work, name)), [stdout, stderr] = paths.map(path => openSync(path, 'w'));
    const wasi = new WASI({ version: 'preview1', args: ['duly', ...args], env: { PWD: process.cwd() }, preopens: { '/': '/' }, stdout, stderr });
    const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wrapped(wasi.wasiImport, () => instance.exports.memory) });
    const status = wasi.start(instance);
    [stdout, stderr].forEach(closeSync);
    return { status, stdout: readFileSync(paths[0]), stderr: readFileSync(paths[1]), ...written() };
}

function copyIn(root, path) {
    if (!existsSync(path))
        return;
    if (statSync(path).isDirectory())
        readdirSync(path).forEach(name => copyIn(root, join(path, name)));
    else
        put(root, resolve('/here', path), Written.of(readFileSync(path)));
}

async function inMemory(args) {
    const root = new Folder(), streams = { stdout: [], stderr: [] };
    put(root, '/tmp/nothing', new Written());
    put(root, '/here/.nothing', new Written());
    ['rules', 'fixtures/overlays', 'fixtures/broken/packs', 'fixtures/library/rules', ...args.flatMap(arg => [arg, arg.replace(/^.*=/, '')])].filter(arg => !arg.startsWith('-')).forEach(arg => copyIn(root, arg));
    const status = await run(module, {
        args: ['duly', ...args], env: { PWD: '/here' }, root, out: bytes => streams.stdout.push(bytes), err: bytes => streams.stderr.push(bytes),
    });
    const files = [...find(root, '/here').entries].filter(([name]) => name.startsWith('out.')).flatMap(filesIn);
    return {
        status, stdout: Buffer.concat(streams.stdout), stderr: Buffer.concat(streams.stderr),
        ...Object.fromEntries(files.map(([name, file]) => [name, file.bytes()])),
    };
}

const show = value => value === undefined ? 'nothing' : Buffer.from(value).subarray(0, 200).toString();

function compare(args, way, expected, actual) {
    for (const part of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
        const [wanted, got] = [expected[part], actual[part]];
        if (typeof wanted === 'number' ? wanted === got : wanted && got && Buffer.compare(wanted, got) === 0)
            continue;
        failures++;
        console.log(`same: duly ${args.join(' ')}\n    ${way}, ${part}: ${typeof got === 'number' ? got : show(got)}\n    instead of ${
            typeof wanted === 'number' ? wanted : show(wanted)}`);
    }
}

async function same(args) {
    const clean = () => outs().forEach(name => rmSync(name, { recursive: true }));
    commands.delete(args[0]);
    clean();
    const expected = native(args);
    clean();
    for (const [way, act] of Object.entries({ 'under Node': underNode, 'in memory': inMemory })) {
        compare(args, way, expected, await act(args).catch(error => ({ crash: error.stack })));
        clean();
    }
    runs++;
}

const { words, folders, workbooks, formats, encodings, everyFormat, checks } = casesOf(duly, work);
const commands = new Set(words('')), rules = 'rules/university-2003';

const started = performance.now();
for (const args of checks)
    await same(args);
for (const path of [...workbooks('fixtures/offices'), ...workbooks('fixtures/rosters')])
    await same(['check', '-r', path.includes('library') ? 'fixtures/library/rules' : 'rules/core', path, ...day, '-qq', `--annotate=${MARKED}`]);
for (const path of folders('fixtures/broken/batches'))
    await same(['check', '-r', rules, path, ...day]);
for (const path of folders('fixtures/broken/packs'))
    await same(['lint', path]);
await same(['due', '-r', rules, 'fixtures/meeting-2003', ...day, ...everyFormat('due')]);
await same(['stats', '-r', 'rules/university-year', 'fixtures/year-2003/batch', ...day]);
for (const format of words('stats', '--format', ''))
    await same(['stats', '-r', 'rules/university-year', 'fixtures/year-2003/batch', ...day, '--format', format]);
await same(['explain', '-r', rules, 'fixtures/meeting-2003', 'A0000006', ...day]);
await same(['diff', 'rules/core', rules, 'fixtures/meeting-2003', ...day, ...everyFormat('diff')]);
for (const pack of ['rules/core', 'rules/national', rules])
    for (const args of [['doc', pack], ['doc', '--format=html', pack, '--lang=zh'], ['test', pack, '-v'], ['lint', '--all', pack],
                        ['lint', '--resolved', '--format=json', pack]])
        await same(args);
const parts = [1, 2, 3].map(number => ({ words: ['check', '-r', 'fixtures/library/rules', 'fixtures/library/batch', ...day, `--part=${number}/3`], number }));
for (const { words, number } of parts) {
    await same([...words, '--format=part=out.part']);
    native([...words, `--format=part=${join(work, `${number}.part`)}`]);
}
await same(['merge', ...parts.map(({ number }) => join(work, `${number}.part`)), ...everyFormat('merge')]);
await same(['map', '-r', rules, 'fixtures/meeting-2003/applicants.csv', '-o', 'out.mapping.yaml']);
await same(['init', 'fixtures/offices/pre-review.xlsx', '-o', 'out.pack']);
for (const format of words('template', '--format', ''))
    await same(['template', rules, 'applicant', '-o', `out.template.${format}`]);
await same(['schema']);
await same(['schema', '--report']);
await same(['completion', 'bash']);
await same(['help']);
await same(['check', '-r', rules, 'fixtures/meeting-2003', '--show-mapping']);
await same(['check', '-r', rules, 'not-there', ...day]);
await same(['eval', "date('2003-01-31') + months(1)"]);
if (commands.size > 0) {
    failures++;
    console.log(`same: commands that are not tried: ${[...commands].join(' ')}`);
}
if (runs < 100 || formats.length < 8 || encodings.length < 8) {
    failures++;
    console.log(`same: only ${runs} runs of ${formats.length} formats and ${encodings.length} encodings`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`same: ${runs} commands, ${formats.length} formats, ${encodings.length} encodings: ${failures} differences, ${seconds} s`);
process.exit(failures ? 1 : 0);
