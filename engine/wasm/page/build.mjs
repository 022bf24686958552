// Puts the page together: build.mjs MODULE OUT PACK... ; a pack comes with those that it extends. A frame may do what its
// page may and no more: the report's own script is allowed by its hash as a report tells it; its styles have hashes that depend on what
// it shows, and its own policy names them.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Folder, Written, find, put, run } from '../memory.mjs';

const [modulePath, out, ...packs] = process.argv.slice(2);
const here = new URL('.', import.meta.url);
const read = name => readFileSync(new URL(name, here), 'utf8');
const packed = bytes => inLetters(gzipSync(bytes, { level: 9 }));
const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/* Bytes as a text: how many there are, and for each 13 bits two of 91 printable characters. `<` is none of them, so that no element can end
   within. Base64 would make the page a tenth larger. */
function inLetters(bytes) {
    const letter = value => value === 25 ? '~' : String.fromCharCode(35 + value), told = [];
    let bits = 0, have = 0;
    const put = value => told.push(letter(Math.floor(value / 91)), letter(value % 91));
    for (const byte of bytes) {
        bits |= byte << have;
        have += 8;
        if (have >= 13) {
            put(bits & 8191);
            bits >>= 13;
            have -= 13;
        }
    }
    if (have > 0)
        put(bits);
    return `${bytes.length} ${told.join('')}`;
}

/* ---- the packs: /rules/NAME/FILE, with those that they extend */

const files = {};
function take(path) {
    const name = basename(path);
    for (const file of readdirSync(path).filter(file => /\.ya?ml$/.test(file))) {
        const text = files[`/rules/${name}/${file}`] = readFileSync(join(path, file), 'utf8');
        for (const [, other] of text.matchAll(/^ *extends: *(\.\.\/[\w.-]+)/gm))
            if (!files[`/rules/${basename(other)}/pack.yaml`])
                take(resolve(path, other));
    }
}
packs.forEach(take);

/* ---- the report's own script */

async function reportScript() {
    const root = new Folder(), module = await WebAssembly.compile(readFileSync(modulePath)), pack = `/rules/${basename(packs[0])}`;
    for (const [path, text] of Object.entries({ ...files, '/out/x': '' }))
        put(root, path, Written.of(text));
    const duly = async (...args) => {
        const told = [];
        await run(module, { args: ['duly', ...args], env: { PWD: '/out' }, root, out: bytes => told.push(bytes) });
        return Buffer.concat(told).toString();
    };
    const [table] = (await duly('completion', '--words', '--', 'check', '-r', pack, '--table', '')).split('=');
    await duly('template', pack, table, '-o', 'roster.csv');
    await duly('check', '-r', pack, '--table', `${table}=roster.csv`, '-f', 'html=page.html');
    const page = new TextDecoder().decode(find(root, '/out/page.html').bytes());
    return /script-src ([^;"]*)/.exec(page)[1];
}

/* ---- the page */

const unmodule = name => readFileSync(new URL(`../${name}`, here), 'utf8').replace(/^import .*\n/gm, '').replace(/^export /gm, '');
const style = read('page.css'), script = `'use strict';\n${['words', 'zip', 'rulebook', 'mapping', 'page'].map(name => read(name + '.js')).join('')}`;
const worker = `'use strict';\n${unmodule('zones.mjs')}${unmodule('memory.mjs')}${read('worker.js')}`;
const policy = [
    "default-src 'none'", 'base-uri about:', "form-action 'none'", "style-src 'unsafe-inline'",
    `script-src ${hash(script)} ${await reportScript()} 'wasm-unsafe-eval'`, 'worker-src blob:',
].join('; ');
const parts = {
    POLICY: policy, STYLE: style, SCRIPT: script, WORKER: worker, MODULE: packed(readFileSync(modulePath)),
    PACKS: packed(JSON.stringify({ chosen: packs.map(path => basename(path)), files })),
};
for (const [name, text] of Object.entries({ script, worker }))
    if (/<\/script|<!--/i.test(text))
        throw new Error(`${name} would end its element`);
writeFileSync(out, read('page.html').replace(/@([A-Z]+)@/g, (all, name) => parts[name]));
