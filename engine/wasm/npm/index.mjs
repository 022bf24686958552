/* duly as a function: rows and a pack of rules go in, verdicts and findings come out. Nothing is read but the pack, nothing is written. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './host.mjs';
import { Folder, Written, put, run } from './memory.mjs';

const INCOMPLETE = 3;
const text = new TextDecoder();
let module;

/* The packs that come with the package. */
export function pack(name) {
    return fileURLToPath(new URL(`rules/${name}/`, import.meta.url));
}

/* What duly did not want to begin with, in its own words. */
export class DulyError extends Error {
    name = 'DulyError';

    constructor(status, told) {
        super(told.trim() || `duly ended with status ${status}`);
        this.status = status;
    }
}

/* ---- a pack: a folder of the machine, or its files as an object */

/* A pack may extend one that stands beside it, so the packs beside it come along; where it extends others, so do those. */
function putFolder(root, at, path) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
        const from = join(path, entry.name), isFolder = entry.isSymbolicLink() ? statSync(from).isDirectory() : entry.isDirectory();
        if (isFolder)
            putFolder(root, `${at}/${entry.name}`, from);
        else if (/\.ya?ml$/i.test(entry.name))
            put(root, `${at}/${entry.name}`, Written.of(readFileSync(from)));
    }
}

function extended(path) {
    return readdirSync(path).filter(name => /\.ya?ml$/i.test(name))
        .flatMap(name => [...readFileSync(join(path, name), 'utf8').matchAll(/^\s*extends:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/gm)])
        .map(match => resolve(path, match[1]));
}

/* Where a folder of the machine stands in the module's tree. */
const inTree = path => path.replace(/^([A-Za-z]):/, '/$1').replaceAll('\\', '/').replace(/\/+$/, '');

function putPack(root, given) {
    if (typeof given === 'object') {
        for (const [name, content] of Object.entries(given))
            put(root, `/pack/${name}`, Written.of(content));
        return '/pack';
    }
    const seen = new Set();
    const add = path => {
        if (seen.has(path))
            return;
        seen.add(path);
        putFolder(root, inTree(path), path);
        extended(path).forEach(add);
    };
    add(resolve(given));
    return inTree(resolve(given));
}

/* ---- rows: those of one table, or a list for each table. Which table is told by its name, else by what the rows are called. */

const lines = rows => rows.map(row => JSON.stringify(row) + '\n').join('');

function putRows(root, rows, table) {
    return Object.entries(Array.isArray(rows) ? { [table ?? '']: rows } : rows).flatMap(([name, list]) => {
        const path = `/rows/${name || 'rows'}.ndjson`;
        put(root, path, Written.of(lines(list)));
        return name ? ['--table', `${name}=${path}`] : [path];
    });
}

/* ---- the options of the command that make sense here */

/* Those on the agenda, a line each. */
function putAgenda(root, agenda) {
    if (!agenda)
        return [];
    put(root, '/agenda.txt', Written.of(agenda.map(name => name + '\n').join('')));
    return ['--agenda=/agenda.txt'];
}

function words({ gate, on, asOf, only, skip, elsewhere, set = {}, lang, redact }) {
    const list = value => Array.isArray(value) ? value.join(',') : value;
    const named = { gate, on, 'as-of': asOf, only: list(only), skip: list(skip), elsewhere: list(elsewhere), lang };
    return [...Object.entries(named).filter(([, value]) => value !== undefined).map(([name, value]) => `--${name}=${value}`),
            ...Object.entries(set).map(([name, value]) => `--set=${name}=${value}`), ...(redact ? ['--redact'] : [])];
}

function collected() {
    const parts = [];
    return { add: bytes => parts.push(bytes), text: () => parts.map(part => text.decode(part, { stream: true })).join('') + text.decode() };
}

/* Which of the rows a finding or a verdict is about, from 0: in NDJSON a row is a line. */
function placed(told) {
    const { line, file, ...rest } = told;
    return { ...rest, row: line ? line - 1 : null };
}

export async function check(rows, options) {
    if (!options?.pack)
        throw new TypeError('check(rows, { pack }): the pack of rules is missing');
    const root = new Folder(), rules = putPack(root, options.pack), batch = putRows(root, rows, options.table);
    const told = collected(), wrong = collected();
    module ??= compiled();
    const status = await run(await module, {
        args: ['duly', 'check', '-r', rules, ...words(options), ...putAgenda(root, options.agenda), '--format=json', '--records', '-q', ...batch],
        env: { PWD: '/' }, root, out: told.add, err: wrong.add,
    });
    if (status > 1 && (status !== INCOMPLETE || told.text() === ''))
        throw new DulyError(status, wrong.text());
    const report = JSON.parse(told.text());
    return {
        complete: report.run.complete, verdicts: report.summary.verdicts, records: report.records.map(placed),
        findings: report.findings.map(placed), summary: report.summary, run: report.run, pack: report.pack, notes: wrong.text().split('\n').filter(Boolean),
    };
}
