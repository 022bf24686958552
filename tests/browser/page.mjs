// The page in a real browser: page.mjs DULY CHROMIUM MODULES WORK. Says what is wrong and exits with 1, or how fast it was.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve, join } from 'node:path';

const [duly, browserPath, modules, work] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'of-the-tests.js'));
const { chromium } = require('playwright-core');
const { HtmlValidate } = require('html-validate');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const pack = 'rules/university-2003', batch = 'fixtures/meeting-2003';
let failures = 0, checks = 0;

function expect(what, actual, expected = true) {
    checks++;
    if (JSON.stringify(actual) === JSON.stringify(expected))
        return;
    failures++;
    console.log(`browser: ${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

/* ---- the pages */

function report(name, ...args) {
    const path = join(work, name + '.html');
    const run = spawnSync(duly, ['check', '--as-of', '2003-12-20', '--format', 'html=' + path, ...args], { encoding: 'utf8' });
    if (run.status !== 0 && run.status !== 1)
        throw new Error(`duly ended with ${run.status}: ${run.stderr}`);
    return path;
}

function sheetOf(name, ...args) {
    report('page-of-' + name, ...args, '--format', 'sheet=' + join(work, name + '.html'));
    return join(work, name + '.html');
}

function csv(folder, name, rows) {
    const quoted = rows.map(row => row.map(cell => '"' + cell.replaceAll('"', '""') + '"').join(','));
    mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, folder, name), quoted.join('\n') + '\n');
    return join(work, folder);
}

/* Names that would like to be more than text, and what a reader should see of them. */
const hostile = [
    ['<script>document.title="caught"</script>'],
    ['"><img src=x onerror=alert(1)>'],
    ["' onmouseover='alert(1)"],
    ['</title></style></textarea><svg onload=alert(1)>'],
    ['<!--', '<!--'],
    ['&lt;b&gt;&amp;'],
    ['javascript:alert(1)'],
    ['\u202Egnp.exe', '<U+202E>gnp.exe'],
    ['a\u0007\u001B[31mb', 'a\u2407\u241B[31mb'],
    ['שלום (1)'],
    ['赵\u2066明', '赵<U+2066>明'],
    ['{0} {1} %s %n'],
];

function hostileBatch() {
    const rows = hostile.map(([name], i) => [`L${i}`, name, '2003-01-01', '2003-03-01', '1']);
    return csv('hostile', 'loans.csv', [['id', 'reader', 'lent_on', 'back_on', 'fee'], ...rows,
                                        ['<b>key</b>', 'x', '2003-01-01', '2003-03-01', '1']]);
}

/* The roster again and again, under other numbers: about ten thousand findings. */
function largeBatch() {
    const [head, ...rows] = readFileSync(join(batch, 'applicants.csv'), 'utf8').trim().split('\n');
    const lines = [head];
    for (let round = 0, number = 1; round < 232; round++)
        for (const row of rows)
            lines.push(row.replace(/^A\d{7}/, 'A' + String(number++).padStart(7, '0')));
    mkdirSync(join(work, 'large'));
    writeFileSync(join(work, 'large', 'applicants.csv'), lines.join('\n') + '\n');
    return join(work, 'large');
}

/* ---- the validator */

async function validate(name, path) {
    const validator = new HtmlValidate({
        extends: ['html-validate:recommended'],
        rules: { 'no-inline-style': 'error', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'script-type': 'error',
                 'text-content': 'off', 'require-sri': ['error', { target: 'all' }] },
    });
    const told = await validator.validateString(readFileSync(path, 'utf8'));
    const messages = told.results.flatMap(result => result.messages.map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    expect(`${name}: what the validator says`, messages.slice(0, 5), []);
}

async function validatorRefuses() {
    const told = await new HtmlValidate({ extends: ['html-validate:recommended'] })
        .validateString('<!DOCTYPE html><html lang="en"><body><p><div></p></body></html>');
    expect('the validator refuses what is wrong', told.valid, false);
}

/* ---- opening: nothing may go wrong, and nothing may be fetched */

const browser = await chromium.launch({
    executablePath: browserPath, args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});

async function open(name, path, options = {}, act = () => {}) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage(), wrong = [];
    page.on('console', message => { if (['error', 'warning'].includes(message.type())) wrong.push(message.text()); });
    page.on('pageerror', error => wrong.push(error.message));
    page.on('dialog', dialog => { wrong.push('a dialog'); dialog.dismiss(); });
    page.on('request', request => { if (!request.url().startsWith('file://' + path)) wrong.push('fetched ' + request.url()); });
    await page.goto('file://' + path);
    await act(page);
    expect(`${name}: errors`, wrong, []);
    await context.close();
}

/* ---- accessibility */

/* `least`: of the rules of axe so many have something to say; a sheet is a plain table. */
async function accessible(name, path, colorScheme, width, least = 20) {
    await open(name, path, { colorScheme, bypassCSP: true, viewport: { width, height: 900 } }, async page => {
        await page.addStyleTag({ content: '.card { content-visibility: visible !important }' });
        await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const told = found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes[0].target.join(' ')}`);
        expect(`${name}, ${colorScheme}, ${width} wide: what axe says`, told, []);
        expect(`${name}: axe looked`, found.passes.length > least);
    });
}

async function axeRefuses() {
    writeFileSync(join(work, 'bad.html'), '<!DOCTYPE html><html><title>x</title><p style="color:#ccc">grey</p>');
    await open('bad', join(work, 'bad.html'), {}, async page => {
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document));
        expect('axe refuses what is wrong', found.violations.map(v => v.id).includes('color-contrast'));
    });
}

/* ---- reading, filtering, sorting, printing */

/* The filter waits for the end of typing. */
const waitFor = (page, count) => page.locator('#filter-shown', { hasText: new RegExp(`^${count} of`) }).waitFor();
const shown = page => page.locator('.card:visible').count();

async function contents(page) {
    expect('language', await page.getAttribute('html', 'lang'), 'en');
    expect('tiles', await page.locator('.tiles strong').allTextContents(), ['23', '5', '20', '13']);
    expect('cards', await shown(page), 36);
    expect('timelines', await page.locator('svg.timeline').count() > 30);
    const broken = await page.evaluate(() => Array.from(document.querySelectorAll('a[href]'))
        .filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash));
    expect('links that lead nowhere', broken, []);
    const ids = await page.evaluate(() => Array.from(document.querySelectorAll('[id]'), part => part.id));
    expect('ids that stand twice', ids.filter((id, i) => ids.indexOf(id) !== i), []);
}

async function filters(page) {
    const output = page.locator('#filter-shown');
    expect('how many are shown', await output.textContent(), '36 of 36 shown');
    await page.fill('#filter-text', 'A0000006');
    await waitFor(page, 1);
    expect('cards with a key', await shown(page), 1);
    expect('what to do with that key', await page.locator('.to-do li:visible').count(), 1);
    expect('units with that key', await page.locator('.unit:visible').count(), 1);
    await page.fill('#filter-text', 'there is no such text');
    await waitFor(page, 0);
    await page.click('#filter-reset');
    await waitFor(page, 36);
    await page.selectOption('#filter-unit', '管理学院');
    expect('cards of a unit', await shown(page), 8 + await page.locator('.card.ready:visible').count());
    await page.selectOption('#filter-rule', '#rule-training-lasted-a-year');
    expect('cards of a unit and a rule', await shown(page), 1);
    await page.click('#filter-reset');
    await waitFor(page, 36);
}

/* Who may go stands first, and is filtered like the cards; whoever looks for a rule looks for none of them. */
async function agenda(page) {
    const names = page.locator('#agenda .names li:visible');
    expect('who may go', await names.count(), 20);
    expect('units of those', await page.locator('.agenda.ready .agenda-unit').count(), 8);
    expect('the agenda stands before the rest', await page.locator('main > section').first().getAttribute('id'), 'agenda');
    await page.fill('#filter-text', 'A0000044');
    await waitFor(page, 0);
    expect('one of them by key', await names.allTextContents(), ['A0000044 童心语']);
    await page.click('#filter-reset');
    await page.selectOption('#filter-unit', '管理学院');
    expect('those of a unit', await names.count(), 2);
    await page.click('#filter-reset');
    await page.selectOption('#filter-rule', '#rule-training-lasted-a-year');
    expect('none of them has a rule against him', await names.count(), 0);
    await page.click('#filter-reset');
    expect('all of them again', await names.count(), 20);
}

/* The sheet for the meeting: a page a unit, a box and a line for each. */
async function sheet(page) {
    const path = join(work, 'sheet.pdf');
    expect('rows', await page.locator('table.sheet tbody tr').count(), 48);
    expect('rows of those who are ready', await page.locator('table.sheet tr.ready').count(), 20);
    expect('boxes and lines', await page.locator('td.tick + th + td + td + td.signed').count(), 48);
    await page.pdf({ path, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    await page.emulateMedia({ media: 'print' });
    const breaks = await page.evaluate(() => [...document.querySelectorAll('.sheet-unit')].map(unit => getComputedStyle(unit).breakBefore));
    await page.emulateMedia({ media: null });
    expect('units of the sheet', breaks.length, 8);
    expect('each unit but the first begins a page', breaks.slice(1).every(value => value === 'page'));
    expect('pages of the sheet', text.split('\f').length - 1 >= breaks.length);
    expect('what is missing', text.includes('Political review'));
    expect('no key is broken on paper', (text.match(/A00000\d\d/g) || []).length >= 48);
    await page.setViewportSize({ width: 400, height: 900 });
    expect('nothing runs over the edge of a phone', await page.evaluate(() => document.documentElement.scrollWidth <= 400));
}

async function sorts(page) {
    const keys = () => page.locator('#blocked .card').evaluateAll(cards => cards.map(card => card.dataset.key));
    const before = await keys();
    await page.selectOption('#filter-order', 'key');
    expect('cards by key', await keys(), before.slice().sort());
    await page.selectOption('#filter-order', 'earliest');
    expect('the first by day', await page.locator('#blocked .card').first().getAttribute('data-earliest'), '2003-12-02');
    await page.click('#filter-reset');
    await page.waitForTimeout(50);
    expect('cards as in the file', await keys(), before);
    const violated = page.locator('.rules thead button').nth(2);
    const counts = () => page.locator('.rules tbody tr td:nth-child(3)').allTextContents();
    await violated.focus();
    await page.keyboard.press('Enter');
    const numbers = (await counts()).map(Number);
    expect('rules by violations', numbers, numbers.slice().sort((a, b) => b - a));
    expect('that is told', await page.locator('.rules thead th').nth(2).getAttribute('aria-sort'), 'descending');
    await violated.click();
    expect('the other way round', (await counts()).map(Number), numbers.slice().reverse().sort((a, b) => a - b));
}

async function keyboard(page) {
    await page.keyboard.press('Tab');
    expect('the first stop', await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    expect('it skips', await page.evaluate(() => location.hash), '#main');
    await page.locator('#blocked .why a').first().click();
    /* The page opens it on `hashchange`, which comes after the click. */
    await page.locator('tr:target details[open]').waitFor({ state: 'attached', timeout: 5000 }).catch(() => {});
    expect('a rule opens', await page.evaluate(() => document.querySelector('tr:target details').open));
}

async function prints(page, name) {
    const path = join(work, name + '.pdf');
    await page.pdf({ path, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    const pages = text.split('\f').length - 1;
    expect(`pages on paper (${pages})`, pages > 10 && pages <= 22);
    expect('keys on paper', ['A0000003', 'A0000046', 'A0000017'].filter(key => !text.includes(key)), []);
    expect('running head', text.split('\f').slice(1, -1).every(sheet => sheet.includes('as of 2003-12-20')));
    expect('page numbers', text.includes(`1 / ${pages}`) && text.includes(`${pages} / ${pages}`));
    expect('a committee reads no conditions of rules', text.includes("applicant.political_review == 'passed'"), false);
    expect('ids of rules are whole', text.includes('political-review-before-pre-review'));
    await page.emulateMedia({ media: 'print' });
    const half = (297 - 38) / 2 * 96 / 25.4;
    await page.setViewportSize({ width: Math.round((210 - 34) * 96 / 25.4), height: 900 });
    const tall = await page.evaluate(most => Array.from(document.querySelectorAll('.card'))
        .filter(card => card.getBoundingClientRect().height > most).map(card => card.dataset.key), half);
    expect('cases that take more than half a page', tall, []);
    await page.emulateMedia({ media: null });
    expect('steps on paper', text.includes('planned 2003-12-20'));
    expect('filter on paper', text.includes('36 of 36 shown'), false);
}

/* ---- hostile names */

async function harmless(page) {
    const readers = await page.locator('.card h3 bdi:last-child').allTextContents();
    for (const [name, visible = name] of hostile)
        if (name.includes('\u202e')) // damaged, and told as such: nobody is called by it
            expect('no mark turns the page around', !(await page.locator('body').textContent()).includes('\u202e'));
        else
            expect(`the name ${JSON.stringify(name)} is text`, readers.includes(visible));
    expect('keys are text', (await page.locator('.card .key').allTextContents()).includes('<b>key</b>'));
    expect('title', await page.title(), 'Loans of a library');
    expect('scripts', await page.locator('script').count(), 1);
    expect('what came out of names', await page.locator('img, b, textarea, main script ~ svg, [onload], [onerror], [onmouseover]').count(), 0);
    await page.fill('#filter-text', '<script>');
    await waitFor(page, 1);
}

/* ---- a long list */

/* Until the script has read what it filters; how long a change takes until it is on the screen. */
async function ready(page, path) {
    const started = performance.now();
    await page.goto('file://' + path);
    await page.waitForSelector('#filter:not([hidden])', { state: 'attached' });
    return performance.now() - started;
}

const timed = (page, act) => page.evaluate(source => new Promise(done => {
    const start = performance.now();
    new Function(source)();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
}), act);

const choose = (id, value) => `const s = document.getElementById('${id}'); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event('change'));`;

/* Cards are built as they come into view; all of them are found. */
async function long(path) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    const page = await context.newPage(), loaded = await ready(page, path);
    const told = () => page.textContent('#filter-shown');
    const cards = Number((await told()).match(/of (\d+)/)[1]), elements = await page.evaluate(() => document.querySelectorAll('*').length);
    expect('cards of a long list', cards > 7000);
    expect('those that were built', await page.locator('.card').count() < 2000);
    expect(`elements (${elements})`, elements < 150000);
    expect(`a long list opens in time (${loaded.toFixed()} ms)`, loaded < 12000);
    const filtered = await timed(page, choose('filter-unit', '管理学院'));
    expect(`it is filtered in time (${filtered.toFixed()} ms)`, filtered < 3000);
    expect('cards of a unit', (await page.locator('.card').evaluateAll(all => all.map(card => card.dataset.unit))).every(unit => unit === '管理学院'));
    const ruled = await timed(page, choose('filter-rule', '#rule-training-lasted-a-year'));
    expect(`and by a rule (${ruled.toFixed()} ms)`, ruled < 3000);
    expect('cards of a unit and a rule', await told(), `232 of ${cards} shown`);
    await page.click('#filter-reset');
    await page.fill('#filter-text', '罗思敏');
    await waitFor(page, 232);
    expect('cards of a name', (await page.locator('.card h3').allTextContents()).every(name => name.includes('罗思敏')));
    await page.click('#filter-reset');
    await page.evaluate(() => { location.hash = Array.from(document.querySelectorAll('.to-do a')).pop().hash; });
    await page.waitForFunction(() => document.querySelector(decodeURIComponent(location.hash)));
    /* The page scrolls once what lies above has its height. */
    expect('a link leads to a card that was not there', await page.waitForFunction(() => {
        const box = document.querySelector(decodeURIComponent(location.hash)).getBoundingClientRect();
        return box.top < innerHeight && box.bottom > 0;
    }, null, { timeout: 5000 }).then(() => true, () => false));
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect('all of them are printed', await page.locator('.card').count(), cards);
    await context.close();
    return `${cards} cards open in ${loaded.toFixed()} ms and filter in ${filtered.toFixed()} ms`;
}

async function longWithoutScripts(path) {
    const context = await browser.newContext({ javaScriptEnabled: false }), page = await context.newPage();
    await page.goto('file://' + path);
    expect('cards without scripts', await page.locator('.card').count() > 7000);
    await context.close();
}

/* ---- all of it */

const meeting = ['-r', pack, batch, '--gate', 'meeting', '--on', '2003-12-20'];
const english = report('en', ...meeting), chinese = report('zh', ...meeting, '--lang', 'zh');
const audit = report('audit', '-r', pack, batch), nasty = report('hostile', '-r', 'fixtures/reports/pack', hostileBatch());
const clean = report('clean', '-r', pack, batch, '--only', 'ragged-row');
const year = report('year', '-r', 'rules/university-year', 'fixtures/year-2003/batch');
const sheetEnglish = sheetOf('sheet', ...meeting), sheetChinese = sheetOf('sheet-zh', ...meeting, '--lang', 'zh');
const large = report('large', '-r', pack, largeBatch(), '--gate', 'meeting');

await validatorRefuses();
for (const [name, path] of Object.entries({ english, nasty, clean, year, sheetEnglish }) /* the validator is slow */)
    await validate(name, path);
await axeRefuses();
await accessible('English', english, 'light', 1200);
await accessible('audit', audit, 'dark', 1200);
await accessible('Chinese', chinese, 'dark', 400);
await accessible('clean', clean, 'light', 400);
await accessible('statistics', year, 'light', 1200);
await accessible('sheet', sheetEnglish, 'light', 1200, 12);
await accessible('Chinese sheet', sheetChinese, 'dark', 400, 12);
await open('English', english, {}, async page => {
    await contents(page);
    await agenda(page);
    await filters(page);
    await sorts(page);
    await page.reload();
    await keyboard(page);
});
await open('on paper', english, {}, page => prints(page, 'en'));
await open('on paper without scripts', english, { javaScriptEnabled: false }, page => prints(page, 'plain'));
await open('Chinese', chinese, {}, async page => {
    expect('language', await page.getAttribute('html', 'lang'), 'zh-Hans');
    expect('how many are shown', await page.locator('#filter-shown').textContent(), '显示36条，共36条');
});
await open('without scripts', english, { javaScriptEnabled: false }, async page => {
    expect('cards', await shown(page), 36);
    expect('filter', await page.locator('#filter').isVisible(), false);
    await page.locator('.rules summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.rules details[open]').waitFor({ state: 'attached', timeout: 5000 }).catch(() => {});
    expect('a rule opens', await page.locator('.rules details[open]').count(), 1);
});
await open('sheet', sheetEnglish, {}, sheet);
await open('hostile', nasty, {}, harmless);
await open('clean', clean, {}, async page => expect('cards', await shown(page), 0));
const speed = await long(large);
await longWithoutScripts(large);
await browser.close();

console.log(failures ? `browser: ${failures} of ${checks} checks failed` : `browser: ${checks} checks passed; ${speed}`);
process.exit(failures ? 1 : 0);
