// How long the one page takes for a long roster: page.mjs CHROMIUM MODULES PAGE ROSTER WORK. On the clock, and of the processor in all of
// the browser's processes. What is held to its bounds is the clock, so the machine must be idle; each step is measured once.
import { createRequire } from 'node:module';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [browserPath, modules, pagePath, roster, work] = process.argv.slice(2);
const { chromium } = createRequire(resolve(modules, 'of-the-tests.js'))('playwright-core');
const day = '2003-12-20', minutes = 5 * 60000;
const browser = await chromium.launch({ executablePath: browserPath, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const system = await browser.newBrowserCDPSession();
const page = await (await browser.newContext({ offline: true, locale: 'en-GB' })).newPage();
page.setDefaultTimeout(minutes);
let failed = false;

/* Processes that ended are counted no more; none does midway. */
async function processor() {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function measure(what, atMost, act) {
    const began = performance.now(), before = await processor();
    await act();
    const seconds = (performance.now() - began) / 1000, used = await processor() - before, isLate = atMost !== null && seconds > atMost;
    failed ||= isLate;
    console.log(`${what.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s  ${used.toFixed(1).padStart(6)} s of the processor`
        + (atMost === null ? '' : `  at most ${atMost} s${isLate ? ': TOO LATE' : ''}`));
}

async function saved(label) {
    const waiting = page.waitForEvent('download');
    await page.locator('#offers button', { hasText: label }).click();
    const path = join(work, (await waiting).suggestedFilename());
    await (await waiting).saveAs(path);
    return statSync(path).size;
}

console.log(`a roster of ${(statSync(roster).size / 1e6).toFixed(0)} MB`);
await measure('ready', null, async () => {
    await page.goto('file://' + resolve(pagePath));
    await page.waitForSelector('#choose:not([hidden])');
});
await measure('what was understood', null, async () => {
    await page.setInputFiles('#files', roster);
    await page.waitForSelector('#tables td');
    await page.waitForSelector('#working', { state: 'hidden' });
});
await page.selectOption('#step', 'meeting');
for (const id of ['#day', '#as-of'])
    await page.fill(id, day);
await measure('judged, and the report shown', 6, async () => {
    await page.click('#judge');
    await page.waitForSelector('#result:not([hidden])');
    await (await (await page.$('#report')).contentFrame()).waitForSelector('h1', { state: 'attached' });
});
await measure('the marked workbook', 15, () => saved('Roster with marks'));
await measure('the whole report, saved', null, () => saved('Save the report'));
await browser.close();
process.exit(failed ? 1 : 0);
