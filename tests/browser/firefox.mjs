// The one page in Firefox, from the disk and without a network: firefox.mjs DULY FIREFOX WORK PAGE, under node --experimental-websocket.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { startFirefox } from './bidi.mjs';

const [duly, firefoxPath, work, pagePath] = process.argv.slice(2);
const url = 'file://' + resolve(pagePath), day = '2003-12-20', asked = ['--as-of', day, '--gate', 'meeting', '--on', day];
let failures = 0, checks = 0;

function expect(what, actual, expected = true) {
    checks++;
    if (JSON.stringify(actual) === JSON.stringify(expected))
        return;
    failures++;
    console.log(`firefox: ${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

const firefox = await startFirefox(firefoxPath, work), wrong = [], requests = [];
firefox.listen((method, params) => {
    if (method === 'log.entryAdded' && ['error', 'warn'].includes(params.level))
        wrong.push(params.text);
    if (method === 'network.beforeRequestSent' && !/^(blob|file|data):/.test(params.request.url))
        requests.push(params.request.url);
});
await firefox.send('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
const [{ context }] = (await firefox.send('browsingContext.getTree')).contexts;

/* Calls a function in the page, or in a frame of it; texts go in and a text comes out. */
async function call(act, args = [], target = context) {
    const { result, exceptionDetails } = await firefox.send('script.callFunction', {
        functionDeclaration: String(act), arguments: args.map(value => ({ type: 'string', value })), target: { context: target }, awaitPromise: true,
    });
    if (exceptionDetails)
        throw new Error(exceptionDetails.text);
    return result.value;
}

async function until(holds, args, target) {
    for (const end = performance.now() + 120000; !await call(holds, args, target); await new Promise(done => setTimeout(done, 50)))
        if (performance.now() > end)
            throw new Error(`waited in vain: ${holds}; ${await call(() => document.querySelector('#trouble').textContent)}`);
}

const isIdle = () => document.querySelector('#working').hidden && !document.querySelector('#ask').hidden
    && document.querySelector('#tables td') !== null;

async function give(files) {
    const { nodes: [element] } = await firefox.send('browsingContext.locateNodes', { context, locator: { type: 'css', value: '#files' } });
    await firefox.send('input.setFiles', { context, element: { sharedId: element.sharedId }, files: files.map(path => resolve(path)) });
    await until(isIdle);
}

async function judge() {
    await call(day => {
        for (const [id, value] of Object.entries({ step: 'meeting', day, 'as-of': day }))
            document.getElementById(id).value = value;
        document.querySelector('#step').oninput();
        document.querySelector('#judge').click();
    }, [day]);
    await until(() => document.querySelector('#working').hidden && !document.querySelector('#result').hidden);
}

async function saved(label, name) {
    await call(label => [...document.querySelectorAll('#offers button')].find(button => button.textContent.startsWith(label)).click(), [label]);
    const path = join(firefox.downloads, name), end = performance.now() + 60000;
    while (!(existsSync(path) && statSync(path).size > 0 && !existsSync(path + '.part')) && performance.now() < end)
        await new Promise(done => setTimeout(done, 50));
    return readFileSync(path);
}

/* What the command writes, standing where the page stands: the roster in the folder, the rules at the same path. */
function native(args, out) {
    spawnSync(resolve(duly), args, { cwd: join(work, 'batch'), maxBuffer: 1 << 28 });
    return readFileSync(out);
}

async function wholeWay() {
    await give([join(work, 'batch/applicants.csv')]);
    expect('what was understood', await call(() => document.querySelector('#tables tr').innerText.split('\t').slice(1).join()), 'Applicant,61,utf-8');
    await judge();
    const { contexts: [{ children: [frame] }] } = await firefox.send('browsingContext.getTree');
    await until(() => document.readyState === 'complete' && document.querySelector('#filter') !== null, [], frame.context);
    expect('figures of the report', await call(() => String(document.querySelectorAll('.tiles strong').length), [], frame.context), '4');
    expect('the script of the report', await call(() => String(document.querySelector('#filter').offsetHeight > 0), [], frame.context), 'true');
    const path = join(work, 'native.xlsx');
    const marked = native(['check', '-r', 'rules/university-2003', 'applicants.csv', ...asked, '-qq', '--annotate', path], path);
    expect('the marked roster is that of the command', Buffer.compare(await saved('Roster with marks', 'marked.xlsx'), marked), 0);
}

async function sameBytes() {
    const formats = spawnSync(duly, ['completion', '--words', '--', 'check', '--format', ''], { encoding: 'utf8' }).stdout.split('\n')
        .map(line => line.split('\t')[0].replace(/=$/, '')).filter(word => word && !word.startsWith(':'));
    const different = [];
    for (const roster of ['fixtures/meeting-2003/applicants.csv', 'fixtures/rosters/office.xlsx', 'fixtures/text-rosters/gb18030/applicants.csv']) {
        const name = basename(roster);
        copyFileSync(roster, join(work, 'batch', name));
        for (const format of roster.includes('meeting') ? formats : ['json']) {
            const told = await call(async (name, format, content, day) => {
                const blob = new Blob([Uint8Array.from(atob(content), c => c.charCodeAt(0))]);
                const run = await engine.run(['check', '-r', '../rules/core', name, '--as-of', day, '--format', format + '=/out/told'],
                                             { files: [{ path: name, blob }], outputs: { '/out/told': 'text/plain' } });
                const bytes = new Uint8Array(await run.written['/out/told'].arrayBuffer());
                return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
            }, [name, format, readFileSync(roster).toString('base64'), day]);
            const path = join(work, 'native');
            const expected = native(['check', '-r', '../rules/core', name, '--as-of', day, '--format', `${format}=${path}`], path);
            if (Buffer.compare(Buffer.from(told, 'base64'), expected) !== 0)
                different.push(`${roster} as ${format}`);
        }
    }
    expect(`formats (${formats.length})`, formats.length > 7);
    expect('reports that differ', different, []);
}

mkdirSync(join(work, 'batch'), { recursive: true });
cpSync('rules', join(work, 'rules'), { recursive: true });
symlinkSync('../rules', join(work, 'batch/rules'));
copyFileSync('fixtures/meeting-2003/applicants.csv', join(work, 'batch/applicants.csv'));
try {
    await firefox.send('browsingContext.navigate', { context, url, wait: 'complete' });
    await until(() => !document.querySelector('#choose').hidden);
    await call(() => speak('en').then(() => ''));
    await wholeWay();
    await sameBytes();
    expect('errors', wrong, []);
    expect('requests beside the page', requests, []);
} finally {
    await firefox.close();
}
console.log(failures ? `firefox: ${failures} of ${checks} checks failed` : `firefox: ${checks} checks passed`);
process.exit(failures ? 1 : 0);
