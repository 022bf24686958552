// The one page in a real browser, from the disk and without a network: desk.mjs DULY CHROMIUM MODULES WORK PAGE.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

const [duly, browserPath, modules, work, pagePath] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'of-the-tests.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const url = 'file://' + resolve(pagePath), day = '2003-12-20';
let failures = 0, checks = 0;

function expect(what, actual, expected = true) {
    checks++;
    if (JSON.stringify(actual) === JSON.stringify(expected))
        return;
    failures++;
    console.log(`desk: ${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

const browser = await chromium.launch({ executablePath: browserPath, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });

/* Opens the page; afterwards nothing may have gone wrong, and nothing but the page itself may have been asked for. */
async function open(name, options, act) {
    const context = await browser.newContext({ offline: true, viewport: { width: 1200, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage(), wrong = [], asked = [];
    page.setDefaultTimeout(60000);
    page.on('console', message => { if (['error', 'warning'].includes(message.type())) wrong.push(message.text()); });
    page.on('pageerror', error => wrong.push(error.message));
    page.on('request', request => { if (!request.url().startsWith('blob:')) asked.push(request.url()); });
    await page.goto(url);
    await page.waitForSelector('#choose:not([hidden])');
    await act(page);
    expect(`${name}: errors`, wrong, []);
    expect(`${name}: requests`, asked, [url]);
    await context.close();
}

/* The page's policy forbids what the driver's own way of waiting does. */
async function until(page, holds) {
    for (const end = performance.now() + 60000; !await page.evaluate(holds); await page.waitForTimeout(50))
        if (performance.now() > end)
            throw new Error(`waited in vain: ${holds}; ${await page.textContent('#trouble')}`);
}

const idle = page => page.waitForSelector('#working', { state: 'hidden' });

async function give(page, files, input = '#files') {
    await page.setInputFiles(input, files);
    await page.waitForSelector('#ask:not([hidden])');
    await until(page, () => document.querySelector('#tables td') !== null || document.querySelector('#notes li') !== null);
    await idle(page);
}

async function judge(page, step = 'meeting') {
    await page.selectOption('#step', step);
    if (step)
        await page.fill('#day', day);
    await page.fill('#as-of', day);
    await page.click('#judge');
    await page.waitForSelector('#result:not([hidden])');
    const frame = await (await page.$('#report')).contentFrame();
    await frame.waitForSelector('h1');
    return frame;
}

async function saved(page, label) {
    const waiting = page.waitForEvent('download');
    await page.locator('#offers button', { hasText: label }).click();
    const path = join(work, 'saved-' + (await waiting).suggestedFilename());
    await (await waiting).saveAs(path);
    return readFileSync(path);
}

/* What the command writes, standing where the page stands: the roster in the folder, the rules at the same path. */
function native(args, out) {
    const run = spawnSync(resolve(duly), args, { cwd: join(work, 'batch'), maxBuffer: 1 << 28 });
    return out ? readFileSync(out) : run.stdout;
}

/* ---- the way of one who has a roster */

async function wholeWay(page) {
    await page.keyboard.press('Tab');
    expect('the first stop', await page.evaluate(() => document.activeElement.className), 'skip');
    await give(page, join(work, 'batch/applicants.csv'));
    expect('what was understood', (await page.locator('#tables tr').first().innerText()).split('\t').slice(1), ['Applicant', '61', 'utf-8']);
    expect('what is not read', (await page.locator('#notes').innerText()).includes('联系电活'));
    expect('columns', (await page.locator('#mapping').textContent()).includes("column 4 '出生日期' -> birth_date"));
    expect('steps by their titles', (await page.locator('#step option').allTextContents()).includes('Branch meeting'));
    const frame = await judge(page);
    expect('in words', await page.textContent('#in-words'),
           'Judged will be whoever has not taken the step “Branch meeting” yet, as if it were taken on 20 December 2003.');
    expect('where the eye is', await page.evaluate(() => document.activeElement.id), 'result');
    expect('figures of the report', (await frame.locator('.tiles strong').allTextContents()).length, 4);
    expect('the script of the report', await frame.locator('#filter').isVisible());
    await frame.locator('#blocked .why a').first().click();
    await frame.locator('tr:target details[open]').waitFor({ state: 'attached' });
    const asked = ['-r', 'rules/university-2003', 'applicants.csv', '--as-of', day], gate = ['--gate', 'meeting', '--on', day];
    const texts = path => readFileSync(path, 'latin1').replaceAll('"rules/', '"/rules/').replaceAll('>rules/', '>/rules/');
    native(['check', ...asked, ...gate, '-f', 'html=' + join(work, 'native.html'), '--annotate', join(work, 'native.xlsx'), '-q']);
    const report = (await saved(page, 'Save the report')).toString('latin1');
    expect('length of the report', report.length > 100000);
    expect('the report is that of the command', report === texts(join(work, 'native.html')));
    expect('the marked roster too', Buffer.compare(await saved(page, 'Roster with marks'), readFileSync(join(work, 'native.xlsx'))), 0);
    expect('the findings are a workbook', (await saved(page, 'Findings')).subarray(0, 2).toString(), 'PK');
    expect('the calendar is one', (await saved(page, 'What is due')).subarray(0, 15).toString(), 'BEGIN:VCALENDAR');
    expect('no figures where the rules count none', await page.locator('#offers button', { hasText: 'Figures' }).count(), 0);
}

/* ---- byte for byte what the native program says */

async function sameBytes(page) {
    const formats = execFileSync(duly, ['completion', '--words', '--', 'check', '--format', ''], { encoding: 'utf8' }).split('\n')
        .map(line => line.split('\t')[0].replace(/=$/, '')).filter(word => word && !word.startsWith(':'));
    const rosters = ['fixtures/rosters/office.xlsx', ...['gb18030/applicants.csv', 'utf-16le/applicants.tsv', 'horrors/applicants.csv']
        .map(path => 'fixtures/text-rosters/' + path), 'fixtures/meeting-2003-forms/ndjson/applicants.ndjson'];
    const different = [];
    for (const [path, list] of [['fixtures/meeting-2003/applicants.csv', formats], ...rosters.map(path => [path, ['json', 'html']])]) {
        const name = basename(path);
        copyFileSync(path, join(work, 'batch', name));
        for (const format of list) {
            const args = ['check', '-r', '../rules/core', name, '--as-of', day, '--format', format];
            const told = await page.evaluate(async ({ args, name, content }) => {
                const blob = new Blob([Uint8Array.from(atob(content), c => c.charCodeAt(0))]);
                const path = '/out/told', format = args.pop();
                const run = await engine.run([...args, `${format}=${path}`], { files: [{ path: name, blob }], outputs: { [path]: 'text/plain' } });
                const bytes = new Uint8Array(await run.written[path].arrayBuffer());
                let text = '';
                for (let i = 0; i < bytes.length; i += 4096)
                    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
                return btoa(text);
            }, { args, name, content: readFileSync(path).toString('base64') });
            native([...args.slice(0, -1), `${format}=${join(work, 'native')}`]);
            if (Buffer.compare(Buffer.from(told, 'base64'), readFileSync(join(work, 'native'))) !== 0)
                different.push(`${path} as ${format}`);
        }
    }
    expect(`formats (${formats.length})`, formats.length > 7);
    expect('reports that differ', different, []);
}

/* ---- Chinese, a phone, people who do not see */

async function accessible(page, what) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], iframes: false }));
    expect(`${what}: what axe says`, found.violations.map(v => `${v.id}: ${v.nodes[0].target.join(' ')}`), []);
    expect(`${what}: axe looked`, found.passes.length > 15);
}

async function chinesePhone(page) {
    await accessible(page, 'at first');
    await give(page, 'fixtures/rosters/office.xlsx');
    const frame = await judge(page);
    expect('language', await page.getAttribute('html', 'lang'), 'zh-Hans');
    expect('language of the report', await frame.locator('html').getAttribute('lang'), 'zh-Hans');
    expect('steps in Chinese', (await page.locator('#step option').allTextContents()).includes('支部大会'));
    expect('nothing beside the screen', await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await accessible(page, 'with a report');
    await page.click('[data-language="en"]');
    await until(page, () => document.querySelector('#step').textContent.includes('Branch meeting'));
    expect('language', await page.getAttribute('html', 'lang'), 'en');
    await idle(page);
}

/* ---- a folder, rules of one's own, statistics */

async function folders(page) {
    const folder = join(work, 'a folder');
    mkdirSync(folder);
    copyFileSync('fixtures/meeting-2003/applicants.csv', join(folder, 'applicants.csv'));
    writeFileSync(join(folder, 'notes.docx'), 'x');
    await give(page, folder, '#folder');
    expect('files of a folder', await page.locator('#list li').allTextContents(), ['a folder/applicants.csv']);
    expect('what is no table', (await page.textContent('#trouble')).includes('notes.docx'));
    await page.click('#clear');
    await page.setInputFiles('#folder', 'fixtures/library/rules');
    await until(page, () => document.querySelector('#pack').value === 'rules');
    await give(page, readdirSync('fixtures/library/batch').map(name => join('fixtures/library/batch', name)));
    expect('tables', await page.locator('#tables tr').count() >= 7);
    await judge(page, '');
    expect('by rules of their own', await (await (await page.$('#report')).contentFrame()).title(), 'Loans of a library');
    const broken = 'fixtures/broken/packs/unknown-key';
    await page.setInputFiles('#folder', broken);
    await until(page, () => document.querySelector('#trouble').textContent.includes('error['));
    expect('rules that are wrong are told, with the line', /:\d+:\d+: error\[/.test(await page.textContent('#trouble')));
    expect('and are not taken in', await page.locator('#pack option[value="unknown-key"]').count(), 0);
}

/* ---- what goes wrong */

async function troubles(page) {
    const hostile = join(work, '<img src=x onerror=alert(1)>.csv');
    copyFileSync('fixtures/meeting-2003/applicants.csv', hostile);
    await give(page, hostile);
    expect('a name is text', await page.locator('#list li').innerText(), basename(hostile));
    expect('and nothing else', await page.locator('img').count(), 0);
    await page.click('#clear');

    const gone = join(work, 'gone.csv');
    copyFileSync('fixtures/meeting-2003/applicants.csv', gone);
    await give(page, gone);
    rmSync(gone);
    await page.click('#judge');
    await until(page, () => /gone\.csv/.test(document.querySelector('#trouble').textContent + document.querySelector('#said').textContent));
    await page.click('#clear');

    const [head, ...rows] = readFileSync('fixtures/meeting-2003/applicants.csv', 'utf8').trim().split('\n');
    const long = Array.from({ length: 20000 }, (_, i) => rows[i % rows.length].replace(/^A\d{7}/, 'A' + String(i).padStart(7, '0')));
    writeFileSync(join(work, 'batch', 'long.csv'), [head, ...long].join('\n') + '\n');
    await give(page, join(work, 'batch', 'long.csv'));
    await page.fill('#as-of', day);
    await page.click('#judge');
    await until(page, () => document.querySelector('#bar').value > 0.1);
    await page.click('#stop');
    await until(page, () => document.querySelector('#trouble').textContent.startsWith('Stopped'));
    expect('nothing is shown', await page.locator('#result').isVisible(), false);
    await judge(page);
    expect('it can be judged afterwards', /20.?000 records/.test(await page.textContent('#said')));
}

async function old() {
    const context = await browser.newContext({ offline: true }), page = await context.newPage();
    await page.addInitScript(() => { delete window.DecompressionStream; });
    await page.goto(url);
    await until(page, () => document.querySelector('#trouble').textContent.includes('too old'));
    expect('an old browser is told', (await page.textContent('#trouble')).includes('DecompressionStream'));
    await context.close();
    const without = await browser.newContext({ offline: true, javaScriptEnabled: false }), plain = await without.newPage();
    await plain.goto(url);
    expect('without scripts a sentence stands there', (await plain.textContent('#trouble')).includes('scripts are switched off'));
    await without.close();
}

mkdirSync(join(work, 'batch'));
execFileSync('cp', ['-R', 'rules', join(work, 'rules')]);
execFileSync('ln', ['-s', '../rules', join(work, 'batch/rules')]);
copyFileSync('fixtures/meeting-2003/applicants.csv', join(work, 'batch/applicants.csv'));
expect(`size of the page (${statSync(pagePath).size})`, statSync(pagePath).size <= 1.5e6);
expect('nothing may be fetched', readFileSync(pagePath, 'utf8').includes(`content="default-src 'none';`));
await open('a roster', {}, wholeWay);
await open('bytes', {}, sameBytes);
await open('Chinese', { locale: 'zh-CN', colorScheme: 'dark', bypassCSP: true, viewport: { width: 390, height: 800 } }, chinesePhone);
await open('light', { bypassCSP: true }, page => accessible(page, 'light'));
await open('folders', {}, folders);
await open('troubles', {}, troubles);
await old();
await browser.close();
console.log(failures ? `desk: ${failures} of ${checks} checks failed` : `desk: ${checks} checks passed`);
process.exit(failures ? 1 : 0);
