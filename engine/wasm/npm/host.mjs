/* The module with the files of the machine, through Node's WASI. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import tty from 'node:tty';
import { zoneFile } from './zones.mjs';

const A_MISTAKE = 4; // the exit status for a mistake in duly itself
const OK = 0; // of WASI
const ZONES = '/usr/share/zoneinfo';

/* ---- paths. A module knows one tree with slashes: on Windows a drive is a folder of it, C:\lists is /c/lists. */

const DRIVE = /^([A-Za-z]):[\\/]/, SHARE = /^\\\\([^\\/]+)[\\/]([^\\/]+)/;

/* The folder of the module's tree that stands for the drive or the share of a path, and what it is on the machine; null: of none. */
export function rootOf(path) {
    const drive = DRIVE.exec(path), share = SHARE.exec(path);
    if (drive)
        return { folder: '/' + drive[1].toLowerCase(), stands: drive[1] + ':\\', rest: path.slice(3) };
    if (share)
        return { folder: `/${share[1]}/${share[2]}`, stands: share[0] + '\\', rest: path.slice(share[0].length + 1) };
    return null;
}

/* A path of Windows as the module knows it. */
export function inTree(path) {
    const root = rootOf(path);
    return root ? posix.join(root.folder, root.rest.replaceAll('\\', '/')) : path.replaceAll('\\', '/');
}

/* Where the path in an argument begins, from the left: at once, behind the letter of an option (-rC:\rules), behind a `=`, of which a path
   may have some itself (html=C:\a=b\report.html). */
function* beginnings(arg) {
    yield 0;
    if (/^-[A-Za-z][^=]/.test(arg))
        yield 2;
    for (let at = 0; (at = arg.indexOf('=', at) + 1) > 0;)
        yield at;
}

/* A backslash alone makes no path: it may stand in an expression. What has one is a path if it begins with a drive, or there is such a file
   or folder, or at least the folder above, unless that is the drive. \lists is on the drive of the folder that one stands in. */
export function argument(arg, { folder, exists = existsSync }) {
    const isThere = path => exists(path) || (!/^\w:\\$/.test(win32.dirname(path)) && exists(win32.dirname(path)));
    for (const at of beginnings(arg)) {
        const told = arg.slice(at), path = /^\\(?!\\)/.test(told) ? win32.resolve(folder, told) : told;
        if (rootOf(told) || (path.includes('\\') && isThere(path)))
            return arg.slice(0, at) + inTree(path);
    }
    return arg;
}

/* The drive or the share of the path in an argument. */
const drivesOf = arg => [...beginnings(arg)].map(at => rootOf(arg.slice(at)));

/* What the module is given on Windows: the words, the folder that it stands in, the one for temporary files, and the drives of all these.
   There are no files of time zones, and what goes to a console has to go through Node, which knows its letters. */
export function forWindows(words, { folder, temporary, exists = existsSync, consoles = {} }) {
    const roots = [rootOf(folder), rootOf(temporary), ...words.flatMap(drivesOf)].filter(Boolean);
    return {
        args: words[0] === 'eval' ? words : words.map(word => argument(word, { folder, exists })),
        env: { PWD: inTree(folder), TMPDIR: inTree(temporary) },
        preopens: Object.fromEntries(roots.map(root => [root.folder, root.stands])),
        lacksZones: true, consoles,
    };
}

const consolesOfThis = () => Object.fromEntries([[1, process.stdout], [2, process.stderr]].filter(([descriptor]) => tty.isatty(descriptor)));

function forThisMachine(words) {
    if (process.platform === 'win32')
        return forWindows(words, { folder: process.cwd(), temporary: tmpdir(), consoles: consolesOfThis() });
    return { args: words, env: { PWD: process.cwd() }, preopens: { '/': '/' } };
}

/* ---- the run */

/* Node says with each start that its WASI may change. Whoever runs duly cannot do anything about it. */
async function loadWasi() {
    const tell = process.emitWarning;
    process.emitWarning = (warning, ...rest) => /\bWASI\b/.test(String(warning)) || tell.call(process, warning, ...rest);
    try {
        return (await import('node:wasi')).WASI;
    } finally {
        process.emitWarning = tell;
    }
}

/* Node's own functions, each within one of JavaScript: V8 11 spoils its memory where a module calls them directly, some thousand calls later.
   WASI's clock shows Greenwich and the module knows no zones, so it is told the local time as if it were that: "today" is today here. */
export function wrapped(calls, memory, { consoles = {}, zones } = {}) {
    const ahead = -BigInt(new Date().getTimezoneOffset()) * 60_000_000_000n;
    const wrappers = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, (...args) => call(...args)]));
    wrappers.clock_time_get = (clock, precision, at) => {
        const error = calls.clock_time_get(clock, precision, at), view = new DataView(memory().buffer);
        if (error === 0 && clock === 0)
            view.setBigInt64(at, view.getBigInt64(at, true) + ahead, true);
        return error;
    };
    wrappers.fd_write = (descriptor, list, count, told) =>
        consoles[descriptor] ? writeTo(consoles[descriptor], memory(), { list, count, told }) : calls.fd_write(descriptor, list, count, told);
    wrappers.path_filestat_get = (folder, flags, path, length, at) => {
        const error = calls.path_filestat_get(folder, flags, path, length, at);
        const isMade = error !== OK && zones && makeZone(zones, Buffer.from(memory().buffer, path, length).toString());
        return isMade ? calls.path_filestat_get(folder, flags, path, length, at) : error;
    };
    return wrappers;
}

/* Texts of a console are not bytes: Node turns them into what it shows. */
function writeTo(stream, { buffer }, { list, count, told }) {
    const view = new DataView(buffer);
    let sum = 0;
    for (let at = list; at < list + 8 * count; at += 8) {
        const length = view.getUint32(at + 4, true);
        stream.write(Buffer.from(new Uint8Array(buffer, view.getUint32(at, true), length)));
        sum += length;
    }
    view.setUint32(told, sum, true);
    return OK;
}

/* A file of a time zone is made when it is looked for. */
function makeZone(folder, name) {
    const bytes = zoneFile(`${ZONES}/${name}`);
    if (!bytes)
        return false;
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return true;
}

function folderOfZones() {
    const folder = mkdtempSync(join(tmpdir(), 'duly-zones-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

function width() {
    return tty.isatty(1) ? { TERMINAL_COLUMNS: String(process.stdout.columns) } : {};
}

export async function runProgram(words, machine = forThisMachine(words)) {
    const WASI = await loadWasi(), { args, env, consoles } = machine, zones = machine.lacksZones ? folderOfZones() : null;
    const preopens = { ...machine.preopens, ...(zones ? { [ZONES]: zones } : {}) };
    const wasi = new WASI({ version: 'preview1', args: ['duly', ...args], env: { ...process.env, ...width(), ...env }, preopens });
    const instance = await WebAssembly.instantiate(await compiled(), {
        wasi_snapshot_preview1: wrapped(wasi.wasiImport, () => instance.exports.memory, { consoles, zones }),
    });
    try {
        return wasi.start(instance);
    } catch (error) {
        console.error(`duly: a mistake in duly itself: ${error.message}`);
        return A_MISTAKE;
    }
}

export function compiled() {
    return WebAssembly.compile(readFileSync(new URL('duly.wasm', import.meta.url)));
}
