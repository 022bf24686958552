/* The desk: takes files in, has the program read and judge them in a worker, and shows what it wrote. Nothing of a roster is ever turned
   into markup here; the report does that itself, in a frame that may run nothing but its own script. */

const byId = id => document.getElementById(id);
const inFolder = ({ path }) => path.includes('/'), HIDDEN = /(^|\/)(\.|~\$)/; // nobody's roster: settings, and the lock of a workbook that is open
const TABLES = /\.(csv|tsv|txt|xlsx|xls|ods|ndjson|jsonl|json|ya?ml)$/i, RULES = /\.ya?ml$/i;
const LARGE = 8 << 20, SHOWN = 1000; // from so many bytes on the report that is shown holds so many findings
const TYPES = {
    html: 'text/html', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ics: 'text/calendar', csv: 'text/csv',
};

/* What is there: the language, the files, what lies in a folder beside them and is no table, what the columns mean where somebody said so, packs of rules by name (each: its files by path),
   and what was judged. */
const state = { language: 'en', files: [], beside: [], mapping: null, packs: {}, figures: {}, run: null };

/* ---- what is said */

function say(key, values = {}) {
    const sentence = words[state.language][key];
    return typeof sentence === 'function' ? sentence(values) : sentence;
}

function sayAll() {
    document.documentElement.lang = state.language === 'zh' ? 'zh-Hans' : 'en';
    for (const part of document.querySelectorAll('[data-say]'))
        part.textContent = say(part.dataset.say);
    for (const button of document.querySelectorAll('[data-language]'))
        button.setAttribute('aria-pressed', String(button.dataset.language === state.language));
    byId('report').title = say('report-title');
    sayFiles();
}

/* What is wrong is added to what was wrong before: of one thing that was given, several may be. Nothing clears it. */
function trouble(sentence) {
    const before = sentence === '' ? '' : byId('trouble').textContent;
    byId('trouble').textContent = before && !before.endsWith('\n') ? before + '\n' + sentence : before + sentence;
    byId('trouble').hidden = sentence === '';
    if (sentence !== '')
        byId('trouble').scrollIntoView({ block: 'nearest' });
}

function fill(list, elements) {
    byId(list).replaceChildren(...elements);
}

function element(name, text, more = {}) {
    return Object.assign(document.createElement(name), { textContent: text }, more);
}

const inWords = day => new Date(day + 'T12:00').toLocaleDateString(state.language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long' });
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/* ---- the worker: one command after another */

const engine = {
    worker: null, module: null, last: Promise.resolve(), waiting: new Map(), count: 0,

    start() {
        const source = new Blob([byId('worker-source').textContent], { type: 'text/javascript' });
        this.worker = new Worker(URL.createObjectURL(source));
        this.worker.onmessage = ({ data }) => this.hear(data);
        this.worker.onerror = () => this.waiting.forEach(({ fail }) => fail(new Error('worker')));
        this.tellPacks();
    },

    tellPacks() {
        this.worker.postMessage({ module: this.module, packs: Object.assign({}, ...Object.values(state.packs).map(pack => pack.files)) });
    },

    hear(data) {
        const { done, fail, progress } = this.waiting.get(data.id) ?? {};
        if (data.share !== undefined)
            progress?.(data.share);
        else if (done) {
            this.waiting.delete(data.id);
            data.crash ? fail(new Error(data.crash)) : done(data);
        }
    },

    run(args, given = {}) {
        const id = ++this.count;
        return new Promise((done, fail) => {
            this.waiting.set(id, { done, fail, progress: given.progress });
            this.worker.postMessage({ id, args, files: given.files ?? [], outputs: given.outputs ?? {}, rules: given.rules ?? {} });
        });
    },

    /* What runs is thrown away with its memory; nobody hears of it any more. */
    stop() {
        this.worker.terminate();
        this.waiting.forEach(({ fail }) => fail(new Stopped()));
        this.waiting.clear();
        this.start();
    },
};

class Stopped extends Error {}

/* ---- busy: one thing at a time, with a bar, and a way to stop it */

function showProgress(share) {
    byId('bar').value = Math.min(share, 1);
}

async function busy(what, act) {
    byId('working-what').textContent = byId('heard').textContent = what;
    byId('bar').removeAttribute('value');
    byId('working').hidden = false;
    byId('judge').disabled = true;
    try {
        return await act();
    } catch (error) {
        trouble(say(error instanceof Stopped ? 'stopped' : 'cannot-run'));
        return null;
    } finally {
        byId('working').hidden = true;
        byId('heard').textContent = '';
        byId('judge').disabled = false;
    }
}

/* ---- rules */

const packPath = () => '/rules/' + byId('pack').value;
const packArgs = () => ['-r', packPath(), '--lang', state.language];
const lines = text => text.split('\n').filter(Boolean);

/* What follows a word of a command, by name: titles of steps, of tables. */
async function titles(...args) {
    const { out } = await engine.run(['completion', '--words', '--', 'check', ...packArgs(), ...args, '']);
    return lines(out).map(line => line.split('\t')).map(([name, title]) => [name, title || name]);
}

/* A pack's title stands at the top of its handbook. */
async function titleOf(name) {
    return (await handbookOf(name)).querySelector('h1')?.textContent || name;
}

async function showPacks(chosen = byId('pack').value) {
    const names = Object.keys(state.packs).filter(name => state.packs[name].chosen);
    const options = await Promise.all(names.map(async name => new Option(await titleOf(name), name)));
    fill('pack', options);
    byId('pack').value = names.includes(chosen) ? chosen : names[0];
    byId('pack-field').hidden = names.length < 2;
    await showPack();
}

/* What depends on the rules that are chosen. */
async function showPack() {
    await showSteps();
    await showRules();
    await showFigures();
}

async function showSteps() {
    const before = byId('step').value;
    const steps = await titles('--gate');
    fill('step', [new Option(say('no-step'), ''), ...steps.map(([id, title]) => new Option(title, id))]);
    byId('step').value = steps.some(([id]) => id === before) ? before : '';
    showQuestion();
}

function showQuestion() {
    const step = byId('step'), day = byId('day').value || byId('as-of').value;
    byId('day-field').hidden = byId('agenda-field').hidden = step.value === '';
    if (!byId('as-of').value)
        return;
    byId('in-words').textContent = step.value
        ? say('words-step', { step: step.selectedOptions[0].text, day: inWords(day) })
        : say('words-none', { day: inWords(byId('as-of').value) });
}

/* ---- files */

function sayFiles() {
    const beside = state.beside.length ? say('ignored', { names: state.beside.join(', ') }) : '';
    byId('list-note').textContent = [state.files.length ? say('count', { count: state.files.length }) : say('no-roster'), beside].join(' ').trim();
    byId('clear').hidden = state.files.length === 0;
    fill('list', state.files.map(({ path }) => element('li', path)));
}

/* A folder of YAML files, one of which says `pack:`, is a pack. */
async function packAmong(files) {
    for (const { path, blob } of files)
        if (RULES.test(path) && blob.size < 1 << 20 && /^pack:/m.test(await blob.text()))
            return path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    return null;
}

async function addPack(folder, files) {
    const name = folder.split('/').filter(Boolean).pop() ?? 'own';
    const own = files.filter(({ path }) => path.startsWith(folder) && RULES.test(path));
    const texts = await Promise.all(own.map(async ({ path, blob }) => [`/rules/${name}/${path.slice(folder.length)}`, await blob.text()]));
    state.packs[name] = { chosen: true, files: Object.fromEntries(texts) };
    handbooks.clear();
    engine.tellPacks();
    const { status, out, err } = await engine.run(['lint', '/rules/' + name]);
    if (status !== 0) {
        delete state.packs[name];
        engine.tellPacks();
        trouble(out + err);
    } else {
        await showPacks(name);
        byId('list-note').textContent = say('pack-added', { name });
    }
    return files.filter(file => !own.includes(file));
}

async function readable({ blob }) {
    return blob.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

/* A zip is a folder. */
async function opened(file) {
    if (!ZIP.test(file.path))
        return [file];
    return unzip(file.blob).catch(() => {
        trouble(say('cannot-unzip', { name: file.path }));
        return [];
    });
}

async function take(given) {
    trouble('');
    const files = (await Promise.all(given.map(opened))).flat();
    const folder = await packAmong(files);
    const others = folder === null ? files : await addPack(folder, files);
    const mapping = others.find(({ path }) => path.split('/').pop() === MAPPING), rosters = others.filter(file => file !== mapping);
    if (mapping)
        state.mapping = await mapping.blob.text();
    const isNobodys = file => inFolder(file) && HIDDEN.test(file.path);
    const ignored = rosters.filter(file => !TABLES.test(file.path) && !isNobodys(file));
    for (const file of rosters.filter(file => TABLES.test(file.path) && !isNobodys(file)))
        if (await readable(file))
            state.files = [...state.files.filter(({ path }) => path !== file.path), file];
        else
            trouble(say('cannot-read', { name: file.path }));
    const named = ignored.filter(file => !inFolder(file)).map(({ path }) => path);
    state.beside = [...new Set([...state.beside, ...ignored.filter(inFolder).map(({ path }) => path)])];
    if (rosters.length > 0)
        sayFiles();
    if (named.length > 0)
        trouble(say('ignored', { names: named.join(', ') }));
    await understand();
}

const fromInput = list => Array.from(list, blob => ({ path: blob.webkitRelativePath || blob.name, blob }));

/* Files of what was dropped, folders with all that is in them. */
async function fromEntry(entry, above = '') {
    if (entry.isFile)
        return [{ path: above + entry.name, blob: await new Promise((done, fail) => entry.file(done, fail)) }];
    const reader = entry.createReader(), found = [];
    for (let part; (part = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0;)
        found.push(...part);
    return (await Promise.all(found.map(each => fromEntry(each, `${above}${entry.name}/`)))).flat();
}

async function fromHandle(handle, above = '') {
    if (handle.kind === 'file')
        return [{ path: above + handle.name, blob: await handle.getFile() }];
    const found = [];
    for await (const each of handle.values())
        found.push(fromHandle(each, `${above}${handle.name}/`));
    return (await Promise.all(found)).flat();
}

/* On a page from the disk Chromium hands folders over as handles alone; Firefox knows no handles. All is asked for before the first wait:
   then it is gone. */
async function fromDrop(transfer) {
    const given = Array.from(transfer.items).filter(item => item.kind === 'file').map(item => ({
        file: item.getAsFile(), entry: item.webkitGetAsEntry?.(), handle: item.getAsFileSystemHandle?.().catch(() => null),
    }));
    const files = await Promise.all(given.map(async ({ file, entry, handle }) => {
        if (!entry?.isDirectory)
            return [{ path: file.name, blob: file }];
        const folder = await handle;
        return folder ? fromHandle(folder) : fromEntry(entry);
    }));
    return files.flat().sort((a, b) => a.path < b.path ? -1 : 1);
}

/* ---- what was understood */

/* A folder is named as such: then its files are looked at as those of a folder, marked rosters in it passed over. */
const places = () => [...new Set(state.files.map(file => inFolder(file) ? file.path.split('/')[0] : file.path))];
const batch = () => [...(state.mapping === null ? [] : ['--mapping', MAPPING]), ...places()];

/* What a command about the roster is given beside its words. */
function given(outputs = {}) {
    const mapping = state.mapping === null ? [] : [{ path: MAPPING, blob: new Blob([state.mapping]) }];
    const agenda = state.run?.agenda ? [{ path: AGENDA.slice('/batch/'.length), blob: new Blob([state.run.agenda]) }] : [];
    return { files: [...state.files, ...mapping, ...agenda], outputs, progress: showProgress };
}

async function showTables({ run: { files } }) {
    const named = Object.fromEntries((await titles('--table')).map(([name, title]) => [name.replace(/=$/, ''), title]));
    fill('tables', files.map(file => {
        const row = document.createElement('tr'), hidden = file.hidden ? say('hidden', { count: file.hidden }) : '';
        row.append(element('th', file.sheet ? `${file.path} · ${file.sheet}` : file.path, { scope: 'row' }), element('td', named[file.table] ?? file.table),
                   element('td', `${file.records}${hidden}`), element('td', file.encoding ?? '—'));
        return row;
    }));
}

async function understand() {
    byId('result').hidden = true;
    byId('understood').hidden = byId('ask').hidden = state.files.length === 0;
    if (state.files.length === 0)
        return;
    await busy(say('reading'), async () => {
        const path = '/out/' + MAPPING;
        const mapping = await engine.run(['map', ...packArgs(), '-o', path, ...batch()], given({ [path]: 'text/yaml' }));
        const about = await engine.run(['check', ...packArgs(), '--only', 'unknown-column,no-column', '-f', 'json', '-q', ...batch()], given());
        byId('mapping-file').value = await (mapping.written[path]?.text() ?? '');
        const report = about.out ? JSON.parse(about.out) : { run: { files: [] }, findings: [] };
        byId('mapping').textContent = mapping.out;
        await showColumns(report.run.files);
        if (mapping.status === 2)
            trouble(mapping.err);
        await showTables(report);
        const told = report.findings.map(finding => finding.message);
        fill('notes', [...new Set([...told, ...lines(mapping.err)])].map(line => element('li', line)));
    });
}

/* ---- judging */

/* Before which step, on which day. */
function days() {
    const step = byId('step').value, day = byId('day').value;
    return ['--as-of', byId('as-of').value, ...(step ? ['--gate', step, ...(day ? ['--on', day] : [])] : [])];
}

const AGENDA = '/batch/.agenda.txt';
const hasAgenda = () => byId('step').value !== '' && byId('agenda').value.trim() !== '';
const question = () => [...packArgs(), ...days(), ...(hasAgenda() ? ['--agenda', AGENDA] : []), ...batch()];

const sizes = () => state.files.reduce((sum, { blob }) => sum + blob.size, 0);

/* The document is given as a text: the address of a blob could not be followed by the #names of its links, on a page from the disk. Those
   of a text count from this page unless told otherwise, and that before the report's own policy forbids it. */
async function show(report) {
    byId('report').srcdoc = (await report.text()).replace('<head>', '<head><base href="about:srcdoc">');
    byId('result').hidden = false;
    byId('result').focus({ preventScroll: true });
    byId('result').scrollIntoView();
}

async function judge() {
    trouble('');
    byId('result').hidden = true;
    const asked = question(), isLarge = sizes() > LARGE, path = '/out/report.html';
    state.run = { asked, agenda: hasAgenda() ? byId('agenda').value : '' };
    const run = await busy(say('judging'), () => engine.run(
        ['check', ...asked, '-f', 'html=' + path, ...(isLarge ? ['--max-findings', String(SHOWN)] : [])],
        given({ [path]: TYPES.html })));
    if (!run)
        return;
    if (!run.written[path]) {
        trouble(run.err || say('cannot-run'));
        return;
    }
    state.run.whole = isLarge ? null : run.written[path];
    byId('said').textContent = await withTitles(run.err.trim());
    byId('only-some').hidden = !isLarge;
    byId('only-some').textContent = say('only-some', { count: SHOWN });
    showOffers();
    await show(run.written[path]);
}

/* ---- what can be saved: a name, what it is made of, and whether the pack has such a thing */

const offers = {
    report: { name: 'report.html', args: (asked, path) => ['check', ...asked, '-f', 'html=' + path] },
    marked: { name: 'marked.xlsx', args: (asked, path) => ['check', ...asked, '-qq', '--annotate', path] },
    sheet: { name: 'sheet.html', args: (asked, path) => ['check', ...asked, '-f', 'sheet=' + path], ofStep: true },
    findings: { name: 'findings.xlsx', args: (asked, path) => ['check', ...asked, '-f', 'xlsx=' + path] },
    calendar: { name: 'due.ics', args: (asked, path) => ['due', ...withoutStep(asked), '-f', 'ics=' + path] },
    statistics: { name: 'figures.csv', args: (asked, path) => ['stats', ...withoutStep(asked), '-f', 'csv', '-o', path], needs: /^statistics:/m },
};

function withoutStep(asked) {
    const words = ['--gate', '--on', '--agenda'];
    return asked.filter((word, i) => !words.includes(word) && !words.includes(asked[i - 1]));
}

/* The texts of a pack and of those that it extends. */
function textsOf(name, seen = new Set()) {
    if (seen.has(name) || !state.packs[name])
        return [];
    seen.add(name);
    const texts = Object.values(state.packs[name].files);
    const others = texts.flatMap(text => [...text.matchAll(/^ *extends: *\.\.\/([\w.-]+)/gm)].map(match => match[1]));
    return [...texts, ...others.flatMap(other => textsOf(other, seen))];
}

function showOffers() {
    const texts = textsOf(byId('pack').value);
    const isOffered = ({ needs, ofStep }) => (!needs || texts.some(text => needs.test(text))) && (!ofStep || state.run.asked.includes('--gate'));
    const offered = Object.entries(offers).filter(([, offer]) => isOffered(offer));
    fill('offers', offered.map(([key, offer]) => element('button', say(key), { type: 'button', onclick: () => save(key, offer) })));
}

function download(blob, name) {
    const url = URL.createObjectURL(blob), link = element('a', '', { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    byId('said').textContent = say('saved', { name });
}

async function save(key, { name, args }) {
    trouble('');
    const path = '/out/' + name, type = TYPES[name.split('.').pop()];
    if (key === 'report' && state.run.whole) {
        download(state.run.whole, name);
        return;
    }
    const run = await busy(say('making', { what: say(key) }), () => engine.run(args(state.run.asked, path), given({ [path]: type })));
    if (!run)
        return;
    if (run.written[path])
        download(run.written[path], name);
    else
        trouble(run.err || say('cannot-run'));
}

/* ---- the beginning */

/* Two letters are 13 bits (build.mjs). */
function fromLetters(told) {
    const [size, letters] = told.split(' '), bytes = new Uint8Array(+size), value = at => {
        const code = letters.charCodeAt(at);
        return code === 126 ? 25 : code - 35;
    };
    for (let at = 0, done = 0, bits = 0, have = 0; done < bytes.length;) {
        if (have < 8) {
            bits |= value(at) * 91 + value(at + 1) << have;
            have += 13;
            at += 2;
        }
        bytes[done++] = bits;
        bits >>= 8;
        have -= 8;
    }
    return bytes;
}

async function unpack(id) {
    const bytes = fromLetters(byId(id).textContent);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}

/* "/rules/core/pack.yaml" belongs to core. */
function sortPacks({ chosen, files }) {
    for (const [path, text] of Object.entries(files)) {
        const name = path.split('/')[2];
        (state.packs[name] ??= { chosen: chosen.includes(name), files: {} }).files[path] = text;
    }
}

function listen() {
    const drop = byId('drop');
    for (const input of [byId('files'), byId('folder')])
        input.onchange = async () => {
            const files = fromInput(input.files);
            input.value = '';
            await take(files);
        };
    document.addEventListener('dragover', event => {
        event.preventDefault();
        drop.classList.add('over');
    });
    document.addEventListener('dragleave', event => event.relatedTarget || drop.classList.remove('over'));
    document.addEventListener('drop', async event => {
        event.preventDefault();
        drop.classList.remove('over');
        const files = await fromDrop(event.dataTransfer).catch(() => null);
        files ? await take(files) : trouble(say('cannot-folder'));
    });
    byId('clear').onclick = () => {
        state.files = [];
        state.beside = [];
        state.mapping = null;
        trouble('');
        sayFiles();
        understand();
    };
    byId('pack').onchange = async () => {
        await showPack();
        await understand();
    };
    byId('read-rules').ontoggle = showRules;
    byId('what-if').ontoggle = showFigures;
    byId('rule').onchange = showRule;
    byId('figure').onchange = showFigure;
    byId('try').onclick = tryExamples;
    byId('figures').onsubmit = event => {
        event.preventDefault();
        compare();
    };
    for (const id of ['step', 'day', 'as-of'])
        byId(id).oninput = showQuestion;
    byId('ask').onsubmit = event => {
        event.preventDefault();
        judge();
    };
    byId('apply').onclick = () => {
        trouble('');
        state.mapping = byId('mapping-file').value;
        understand();
    };
    byId('save-mapping').onclick = () => download(new Blob([byId('mapping-file').value], { type: 'text/yaml' }), MAPPING);
    byId('stop').onclick = () => engine.stop();
    for (const button of document.querySelectorAll('[data-language]'))
        button.onclick = () => speak(button.dataset.language);
    window.addEventListener('beforeunload', event => byId('working').hidden || event.preventDefault());
}

async function speak(language) {
    state.language = language;
    sayAll();
    await showPacks();
    await understand();
}

async function begin() {
    state.language = /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
    const missing = ['DecompressionStream', 'WebAssembly', 'Worker', 'FileReader'].find(name => !(name in window));
    if (missing) {
        trouble(say('too-old', { what: missing }));
        return;
    }
    sayAll();
    const [module, packs] = await Promise.all([unpack('module'), unpack('packs')]);
    sortPacks(await packs.json());
    engine.module = await WebAssembly.compile(await module.arrayBuffer());
    engine.start();
    byId('as-of').value = today();
    listen();
    await showPacks();
    trouble('');
    byId('choose').hidden = false;
}

begin().catch(error => trouble(error instanceof WebAssembly.CompileError ? say('too-old', { what: 'WebAssembly SIMD' })
    : `${say('cannot-run')} (${error.message})`));
