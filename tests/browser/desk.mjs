// The one page in a real browser, from the disk and without a network: desk.mjs DULY CHROMIUM MODULES WORK PAGE.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { casesOf, filesAt } from '../packages/cases.mjs';

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
            throw new Error(`waited in vain: ${holds}; ${await page.innerText('main')}`);
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
    await frame.waitForSelector('h1', { state: 'attached' });
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
    await page.locator('#columns-part > summary').click();
    await page.locator('#columns-part details summary').click();
    const mapping = await page.inputValue('#mapping-file');
    expect('the mapping as a file', mapping.includes('"联系电活": -'));
    await page.fill('#mapping-file', mapping.replace(/"联系电活": -.*/, '"联系电活": phone'));
    await page.click('#apply');
    await until(page, () => document.querySelector('#mapping').textContent.includes("'联系电活' -> phone"));
    await idle(page);
    expect('a column that was corrected is read', (await page.locator('#notes').innerText()).includes('联系电活'), false);
    await page.click('#clear');
    await give(page, join(work, 'batch/applicants.csv'));
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

/* Runs a command in the page; gives its status, what it said, and digests of the files that it wrote. */
function inPage(page, args, content) {
    return page.evaluate(async ({ args, content }) => {
        const hex = async blob => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())), byte => byte.toString(16).padStart(2, '0')).join('');
        const files = Object.entries(content).map(([path, letters]) => ({ path, blob: new Blob([Uint8Array.from(atob(letters), c => c.charCodeAt(0))]) }));
        const names = args.map(arg => /=(out\.[^=]+)$/.exec(arg)?.[1]).filter(Boolean);
        const run = await engine.run(args, { files, outputs: Object.fromEntries(names.map(name => ['/batch/' + name, 'text/plain'])) });
        const written = await Promise.all(Object.entries(run.written).map(async ([path, blob]) => [path.slice('/batch/'.length), await hex(blob)]));
        return { status: run.status, out: run.out, err: run.err, ...Object.fromEntries(written) };
    }, { args, content });
}

async function sameBytes(page) {
    const room = join(work, 'batch'), { checks, formats, encodings } = casesOf(duly, join(room, 'encoded'), room), different = [];
    symlinkSync(resolve('fixtures'), join(room, 'fixtures'));
    for (const args of checks) {
        const { status, stdout, stderr } = spawnSync(resolve(duly), args, { cwd: room, maxBuffer: 1 << 28 });
        const outs = readdirSync(room).filter(name => name.startsWith('out.'));
        const expected = { status, out: stdout.toString(), err: stderr.toString(), ...Object.fromEntries(outs.map(name =>
            [name, createHash('sha256').update(readFileSync(join(room, name))).digest('hex')])) };
        outs.forEach(name => rmSync(join(room, name)));
        const needed = ['rules', 'fixtures/overlays', args[2], args[3]].flatMap(path => filesAt(join(room, path)));
        const content = Object.fromEntries(needed.map(path => [path.slice(room.length + 1), readFileSync(path).toString('base64')]));
        const told = await inPage(page, args, content);
        for (const part of new Set([...Object.keys(expected), ...Object.keys(told)]))
            if (expected[part] !== told[part])
                different.push(`${args.slice(0, 6).join(' ')}: ${part}`);
    }
    expect(`commands (${checks.length}), formats (${formats.length}) and encodings (${encodings.length})`,
           [checks.length > 70, formats.length > 7, encodings.length > 7], [true, true, true]);
    expect('what differs', different, []);
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
    for (const part of ['#columns-part', '#agenda-field', '#read-rules', '#what-if'])
        await page.locator(part + ' > summary').click();
    await until(page, () => document.querySelector('#rule-text h3') !== null && document.querySelector('#figure-now li') !== null);
    expect('nothing beside the screen with all open', await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await accessible(page, 'with all open');
}

/* ---- a folder, rules of one's own, statistics */

/* With folders in it, the lock of a workbook that is open, and a roster that was marked: as the command reads a folder. */
async function droppedFolder(page, folder) {
    const book = join(folder, 'below/more.xlsx');
    mkdirSync(join(folder, 'below'));
    copyFileSync('fixtures/rosters/office.xlsx', book);
    writeFileSync(join(folder, '~$more.xlsx'), 'x');
    native(['check', '-r', 'rules/university-2003', resolve(book), '--as-of', day, '-qq', '--annotate', join(folder, 'marked.xlsx')]);
    await drop(page, [folder]);
    await until(page, () => document.querySelectorAll('#tables tr').length === 2);
    await idle(page);
    expect('a folder that was dropped', await page.locator('#tables th').allTextContents(), ['a folder/applicants.csv', 'a folder/below/more.xlsx · 申请人名单']);
    expect('what was marked is passed over', (await page.textContent('#notes')).includes('marked.xlsx'));
    await judge(page);
    native(['check', '-r', 'rules/university-2003', folder, '--as-of', day, '--gate', 'meeting', '--on', day, '-q', '-f', 'html=' + join(work, 'folder.html')]);
    const tiles = text => [...text.matchAll(/<strong>(\d+)<\/strong>/g)].map(([, count]) => count);
    expect('its report', tiles((await saved(page, 'Save the report')).toString()), tiles(readFileSync(join(work, 'folder.html'), 'utf8')));
    await page.click('#clear');
}

/* Rules that count: their figures are a table, as the command writes it. A roster and its rules may come together. */
async function figuresOfTheYear(page) {
    const year = join(work, 'year'), path = join(work, 'figures.csv'), batch = resolve('fixtures/year-2003/batch');
    cpSync('rules/university-year', join(year, 'university-year'), { recursive: true });
    await page.setInputFiles('#folder', join(year, 'university-year'));
    await until(page, () => document.querySelector('#pack').value === 'university-year');
    await give(page, batch, '#folder');
    await judge(page, '');
    native(['stats', '-r', 'rules/university-year', batch, '--as-of', day, '-f', 'csv', '-o', path]);
    const figures = await saved(page, 'Figures');
    expect('the figures', [figures.length > 1000, Buffer.compare(figures, readFileSync(path))], [true, 0]);
    await page.click('#clear');
}

/* Everything by the keyboard, from the roster to the report. */
async function byKeyboard(page) {
    await give(page, join(work, 'batch/applicants.csv'));
    const press = async (key, reached) => {
        for (let i = 0; i < 30 && !await page.evaluate(id => document.activeElement.id === id, reached); i++)
            await page.keyboard.press(key);
        expect(`${reached} is reached`, await page.evaluate(() => document.activeElement.id), reached);
    };
    await page.focus('#files');
    await press('Tab', 'clear');
    await press('Tab', 'step');
    await page.keyboard.type('Branch meeting');
    expect('a step is chosen by its letters', await page.inputValue('#step'), 'meeting');
    await press('Tab', 'judge');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#result:not([hidden])');
    expect('the report is next', await page.evaluate(() => document.activeElement.id), 'result');
    await page.keyboard.press('Tab');
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect('and is saved', (await waiting).suggestedFilename(), 'report.html');
}

async function folders(page) {
    const folder = join(work, 'a folder');
    mkdirSync(folder);
    copyFileSync('fixtures/meeting-2003/applicants.csv', join(folder, 'applicants.csv'));
    writeFileSync(join(folder, 'notes.docx'), 'x');
    await give(page, folder, '#folder');
    expect('files of a folder', await page.locator('#list li').allTextContents(), ['a folder/applicants.csv']);
    expect('what is no table', await page.textContent('#list-note'), 'One file. Not read, since it is no table: a folder/notes.docx.');
    expect('in a folder it is no trouble', await page.locator('#trouble').isVisible(), false);
    await page.click('#clear');
    await droppedFolder(page, folder);
    await page.setInputFiles('#files', join(folder, 'notes.docx'));
    await until(page, () => document.querySelector('#trouble').textContent === 'Not read, since it is no table: notes.docx.');
    await page.setInputFiles('#folder', 'fixtures/library/rules');
    await until(page, () => document.querySelector('#pack').value === 'rules');
    await give(page, readdirSync('fixtures/library/batch').map(name => join('fixtures/library/batch', name)));
    expect('tables', await page.locator('#tables tr').count() >= 7);
    await judge(page, '');
    expect('by rules of their own', await (await (await page.$('#report')).contentFrame()).title(), 'Loans of a library');
    await page.click('#clear');
    await figuresOfTheYear(page);
    const broken = 'fixtures/broken/packs/unknown-key';
    await page.setInputFiles('#folder', broken);
    await until(page, () => document.querySelector('#trouble').textContent.includes('error['));
    expect('rules that are wrong are told, with the line', (await page.textContent('#trouble')).slice(0, 44), '/rules/unknown-key/b.yaml:1:1: error[E107]: ');
    expect('and are not taken in', await page.locator('#pack option[value="unknown-key"]').count(), 0);
}

/* ---- a zip of rules; a roster whose columns are chosen, and what was saved dropped beside it */

/* What is dropped, files of the machine, by the mouse. */
async function drop(page, paths) {
    const session = await page.context().newCDPSession(page), box = await page.locator('#drop').boundingBox();
    const data = { items: [], files: paths.map(path => resolve(path)), dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'])
        await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data });
}

async function zips(page) {
    const zip = join(work, '规则.zip');
    execFileSync('python3', ['-c', `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as out:
    for name in sys.argv[3:]:
        out.write(sys.argv[2] + '/' + name, 'library/' + name)`, zip, 'fixtures/library/rules', ...readdirSync('fixtures/library/rules')]);
    await drop(page, [zip]);
    await until(page, () => document.querySelector('#pack').value === 'library');
    await drop(page, readdirSync('fixtures/library/batch').map(name => join('fixtures/library/batch', name)));
    await until(page, () => document.querySelectorAll('#tables tr').length >= 7);
    await idle(page);
    const packed = readFileSync(zip);
    for (const [name, bytes] of Object.entries({ 'cut.zip': packed.subarray(0, 300), 'no.zip': Buffer.from('no zip at all'),
                                                 'secret.zip': spoilt(packed) })) {
        writeFileSync(join(work, name), bytes);
        await drop(page, [join(work, name)]);
        await until(page, () => document.querySelector('#trouble').textContent.includes('.zip cannot be unpacked'));
        expect('which one', (await page.textContent('#trouble')).startsWith(name));
    }
    expect('what was there stays', await page.locator('#list li').count() >= 7);
    await page.click('#clear');

    /* A roster in a zip of Windows, whose names are GBK and do not say so. */
    execFileSync('python3', ['-c', `import sys, zipfile
class Named(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode('gbk'), 0
with zipfile.ZipFile(sys.argv[1], 'w') as out:
    out.writestr(Named('名册.csv'), open(sys.argv[2], 'rb').read())`, join(work, 'gbk.zip'), 'fixtures/meeting-2003/applicants.csv']);
    await page.selectOption('#pack', 'core');
    await drop(page, [join(work, 'gbk.zip')]);
    await until(page, () => document.querySelectorAll('#tables tr').length === 1);
    expect('names in GBK', await page.locator('#list li').allTextContents(), ['名册.csv']);
    await idle(page);
}

/* Every entry of its directory says that it has a password. */
function spoilt(bytes) {
    const zip = Buffer.from(bytes);
    for (let at = 0; (at = zip.indexOf('PK\x01\x02', at, 'latin1')) >= 0; at += 46)
        zip[at + 8] |= 1;
    return zip;
}

async function columns(page) {
    await give(page, join(work, 'batch/applicants.csv'));
    await page.locator('#columns-part > summary').click();
    const chosen = page.locator('#columns select[aria-label="联系电活"]');
    expect('what is not read', await chosen.inputValue(), '-');
    const remarks = (await page.locator('#columns td:nth-child(3)').allTextContents()).filter(Boolean);
    expect('why, with fields by their titles', [remarks.length > 0, remarks.filter(remark => remark.includes('_'))], [true, []]);
    await chosen.selectOption({ label: 'Telephone' });
    await page.click('#apply');
    await until(page, () => document.querySelector('#mapping').textContent.includes("'联系电活' -> phone"));
    await idle(page);
    const waiting = page.waitForEvent('download');
    await page.click('#save-mapping');
    const path = join(work, 'mapping.yaml');
    await (await waiting).saveAs(path);
    await page.click('#clear');
    await give(page, [path, join(work, 'batch/applicants.csv')]);
    expect('taken up again', (await page.locator('#mapping').textContent()).includes("'联系电活' -> phone"));
    expect('it is no roster', await page.locator('#list li').allTextContents(), ['applicants.csv']);
    expect('and shown', await page.locator('#columns select[aria-label="联系电活"]').inputValue(), 'phone');
}

/* ---- a rule that is read and tried, a figure that is changed, an agenda */

async function rulebook(page) {
    await page.locator('#read-rules > summary').click();
    await until(page, () => document.querySelectorAll('#rule option').length > 40);
    await page.selectOption('#rule', 'adult-at-application');
    await until(page, () => document.querySelector('#examples').value.startsWith('- pass: {birth_date: 1984-09-02'));
    const text = await page.locator('#rule-text').innerText();
    for (const part of ['Source: Constitution, art. 1', 'applicant.applied_on >= applicant.born', 'violation'])
        expect(`the rule tells ${part}`, text.includes(part));
    await page.click('#try');
    await until(page, () => document.querySelector('#tried').textContent === '12 passed, 0 failed');
    await page.fill('#examples', '- pass: {birth_date: 1984-09-02, applied_on: 2002-09-02}\n- pass: {birth_date: 1984-09-02, applied_on: 2002-09-01}\n');
    await page.click('#try');
    await until(page, () => document.querySelector('#tried').textContent.startsWith('line 2: expected pass, came out as violation'));
    await page.fill('#examples', '- pass: {no_such_field: 1}\n');
    await page.click('#try');
    await until(page, () => document.querySelector('#tried').textContent.includes('no_such_field'));
    const without = [];
    for (const id of await page.locator('#rule option').evaluateAll(options => options.map(option => option.value)))
        if (!await page.evaluate(id => examplesOf(id), id))
            without.push(id);
    expect('rules whose examples are not found', without, []);

    await page.locator('#what-if > summary').click();
    await until(page, () => document.querySelectorAll('#figure option').length > 40);
    const figures = await page.locator('#figure option').allTextContents();
    expect('figures by their titles', figures.includes('training before the listing: 12 months'));
    expect('and none by its name', figures.filter(figure => figure.includes('_')).map(figure => figure.split(':')[0]).filter(title => title.includes('_')), []);
    await page.selectOption('#figure', 'training_months');
    expect('its source', (await page.locator('#figure-now').innerText()).startsWith('12 months · 1990 trial rules'));
    await page.fill('#value', '6');
    await page.click('#compare');
    await until(page, () => document.querySelector('#difference').textContent.startsWith('Put a roster'));
    await give(page, join(work, 'batch/applicants.csv'));
    await judge(page);
    await page.click('#compare');
    await until(page, () => document.querySelector('#difference').textContent.includes('Newly passing (1)'));
    expect('which rules', (await page.textContent('#difference')).includes('university-2003, training before the listing: 6: '));
    await page.fill('#value', 'soon: [');
    await page.click('#compare');
    await until(page, () => document.querySelector('#difference').textContent.includes('training_months'));
    expect('a value that is none is told', (await page.textContent('#difference')).includes('error['));
}

async function agenda(page) {
    await give(page, join(work, 'batch/applicants.csv'));
    await page.selectOption('#step', 'meeting');
    await page.locator('#agenda-field > summary').click();
    await page.fill('#agenda', 'A0000006\n');
    await judge(page);
    const asked = ['-r', 'rules/university-2003', 'applicants.csv', '--as-of', day, '--gate', 'meeting', '--on', day];
    writeFileSync(join(work, 'batch/.agenda.txt'), 'A0000006\n');
    const path = join(work, 'native-sheet.html');
    native(['check', ...asked, '--agenda', '.agenda.txt', '-f', 'sheet=' + path]);
    const sheet = (await saved(page, 'Sheet for the meeting')).toString();
    expect('the sheet for the meeting', sheet.includes('A0000006') && !sheet.includes('A0000005'));
    expect('is that of the command', sheet.replaceAll('/rules/', 'rules/').length, readFileSync(path, 'utf8').length);
    await page.selectOption('#step', '');
    await judge(page, '');
    expect('no sheet without a step', await page.locator('#offers button', { hasText: 'Sheet' }).count(), 0);
}

/* ---- workbooks as offices have them */

async function offices(page) {
    for (const name of readdirSync('fixtures/offices').filter(name => name.endsWith('.xlsx'))) {
        const path = join('fixtures/offices', name);
        await page.selectOption('#pack', 'core');
        await give(page, path);
        const rows = JSON.parse(native(['check', '-r', 'rules/core', resolve(path), '--only', 'unknown-column', '-f', 'json', '-q'])).run.files;
        expect(`${name}: records`, await page.locator('#tables td:nth-child(3)').allTextContents(),
               rows.map(({ records, hidden }) => `${records}${hidden ? `, ${hidden} of them hidden` : ''}`));
        await judge(page);
        expect(`${name}: trouble`, await page.locator('#trouble').isVisible(), false);
        expect(`${name}: marked`, (await saved(page, 'Roster with marks')).subarray(0, 2).toString(), 'PK');
        await page.click('#clear');
    }
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
    expect('what is done is said', await page.textContent('#heard'), 'Judging…');
    const asked = new Promise(done => page.once('dialog', dialog => done(dialog.type()) ?? dialog.dismiss()));
    await page.close({ runBeforeUnload: true });
    expect('who closes the page midway is asked', await asked, 'beforeunload');
    await page.click('#stop');
    await until(page, () => document.querySelector('#trouble').textContent.startsWith('Stopped'));
    expect('nothing is shown', await page.locator('#result').isVisible(), false);
    await judge(page);
    expect('it can be judged afterwards', /[1-9]\d* records/.test(await page.textContent('#said')));
}

async function old() {
    const context = await browser.newContext({ offline: true }), page = await context.newPage();
    await page.addInitScript(() => { delete window.DecompressionStream; });
    await page.goto(url);
    await until(page, () => document.querySelector('#trouble').textContent.includes('too old'));
    expect('an old browser is told', (await page.textContent('#trouble')).includes('DecompressionStream'));
    await context.close();
    for (const name of ['WebAssembly', 'Worker']) {
        const lacking = await browser.newContext({ offline: true }), one = await lacking.newPage();
        await one.addInitScript(name => { delete window[name]; }, name);
        await one.goto(url);
        await until(one, () => document.querySelector('#trouble').textContent.includes('too old'));
        expect(`without ${name} it is told`, (await one.textContent('#trouble')).includes(`it has no ${name}`));
        await lacking.close();
    }
    const without = await browser.newContext({ offline: true, javaScriptEnabled: false }), plain = await without.newPage();
    await plain.goto(url);
    expect('without scripts a sentence stands there', (await plain.textContent('#trouble')).includes('scripts are switched off'));
    await without.close();
}

mkdirSync(join(work, 'batch'));
execFileSync('cp', ['-R', 'rules', join(work, 'rules')]);
symlinkSync('../rules', join(work, 'batch/rules'));
copyFileSync('fixtures/meeting-2003/applicants.csv', join(work, 'batch/applicants.csv'));
expect(`size of the page (${statSync(pagePath).size})`, statSync(pagePath).size <= 1.5e6);
expect('nothing may be fetched', readFileSync(pagePath, 'utf8').includes(`content="default-src 'none';`));
await open('a roster', {}, wholeWay);
await open('bytes', {}, sameBytes);
await open('Chinese', { locale: 'zh-CN', colorScheme: 'dark', bypassCSP: true, viewport: { width: 390, height: 800 } }, chinesePhone);
await open('light', { bypassCSP: true }, page => accessible(page, 'light'));
await open('keyboard', {}, byKeyboard);
await open('folders', {}, folders);
await open('zips', {}, zips);
await open('columns', {}, columns);
await open('rulebook', {}, rulebook);
await open('agenda', {}, agenda);
await open('offices', {}, offices);
await open('troubles', {}, troubles);
await old();
await browser.close();
console.log(failures ? `desk: ${failures} of ${checks} checks failed` : `desk: ${checks} checks passed`);
process.exit(failures ? 1 : 0);
