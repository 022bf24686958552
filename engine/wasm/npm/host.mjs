/* The module with the files of the machine, through Node's WASI. */
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { posix, win32 } from 'node:path';
import tty from 'node:tty';

const A_MISTAKE = 4; // the exit status for a mistake in duly itself

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

/* An argument may be a path, or have one behind its last `=` (html=C:\lists\report.html). A backslash alone makes none: it may stand in
   an expression. What has one is a path if there is such a file or folder, or at least the folder above. */
export function argument(arg, exists = existsSync) {
    const split = arg.lastIndexOf('=') + 1, path = arg.slice(split);
    const isPath = rootOf(path) || (path.includes('\\') && (exists(path) || exists(win32.dirname(path))));
    return isPath ? arg.slice(0, split) + inTree(path) : arg;
}

/* What the module is given on Windows: the words, the folder that it stands in, the one for temporary files, and the drives of all these. */
export function forWindows(words, { folder, temporary, exists = existsSync }) {
    const paths = words.map(word => word.slice(word.lastIndexOf('=') + 1));
    const roots = [folder, temporary, ...paths].map(rootOf).filter(Boolean);
    return {
        args: words[0] === 'eval' ? words : words.map(word => argument(word, exists)),
        env: { PWD: inTree(folder), TMPDIR: inTree(temporary) },
        preopens: Object.fromEntries(roots.map(root => [root.folder, root.stands])),
    };
}

function forThisMachine(words) {
    if (process.platform === 'win32')
        return forWindows(words, { folder: process.cwd(), temporary: tmpdir() });
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
export function wrapped(calls, memory) {
    const ahead = -BigInt(new Date().getTimezoneOffset()) * 60_000_000_000n;
    const wrappers = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, (...args) => call(...args)]));
    wrappers.clock_time_get = (clock, precision, at) => {
        const error = calls.clock_time_get(clock, precision, at), view = new DataView(memory().buffer);
        if (error === 0 && clock === 0)
            view.setBigInt64(at, view.getBigInt64(at, true) + ahead, true);
        return error;
    };
    return wrappers;
}

function width() {
    return tty.isatty(1) ? { TERMINAL_COLUMNS: String(process.stdout.columns) } : {};
}

export async function runProgram(words) {
    const WASI = await loadWasi();
    const { args, env, preopens } = forThisMachine(words);
    const wasi = new WASI({ version: 'preview1', args: ['duly', ...args], env: { ...process.env, ...width(), ...env }, preopens });
    const instance = await WebAssembly.instantiate(await compiled(), {
        wasi_snapshot_preview1: wrapped(wasi.wasiImport, () => instance.exports.memory),
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
