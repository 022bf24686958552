// What each form of duly is held to: every fixture in every format, and in every encoding, as arguments of `duly check`. Formats go to files
// named out.FORMAT where it stands.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const MARKED = 'out.marked.xlsx', day = ['--as-of', '2003-12-20'];
export const filesAt = path => statSync(path).isDirectory() ? readdirSync(path).flatMap(name => filesAt(join(path, name))) : [path];

const folders = path => readdirSync(path, { withFileTypes: true }).map(entry => join(path, entry.name)).filter(path => statSync(path).isDirectory());
const workbooks = path => readdirSync(path).filter(name => /\.(xlsx|xls|ods)$/.test(name)).map(name => join(path, name));
const rules = 'rules/university-2003';

/* Packs and what they judge. */
const batches = () => [
    [rules, 'fixtures/meeting-2003'], [rules, 'fixtures/borders'], ['rules/national', 'fixtures/ended'], ['rules/national', 'fixtures/local'],
    ...folders('fixtures/timelines').map(path => ['rules/national', path]),
    ...folders('fixtures/meeting-2003-forms').map(path => [rules, path]),
    ...folders('fixtures/text-rosters').map(path => [rules, path]),
    ...workbooks('fixtures/rosters').filter(path => !path.includes('library')).map(path => [rules, path]),
    ...workbooks('fixtures/offices').map(path => ['rules/core', path]),
    ['rules/core', 'fixtures/ordinary/students.csv'], ['rules/core', 'fixtures/ordinary/workplace.csv'],
    ['fixtures/library/rules', 'fixtures/library/batch'], ['fixtures/library/rules', 'fixtures/rosters/library.xlsx'],
    ['fixtures/scholarship/rules', 'fixtures/scholarship/batch'], ['fixtures/posts/rules', 'fixtures/posts/batch'],
    ['fixtures/posts/rules', 'fixtures/posts/lines'], ['fixtures/ends/rules', 'fixtures/ends/orders.csv'],
    ['fixtures/opening-hours/pack', 'fixtures/opening-hours/batch'], ['fixtures/opening-hours/pack', 'fixtures/opening-hours/times.xlsx'],
    ['fixtures/overlays/school', 'fixtures/overlays/permits.csv'], ['rules/university-year', 'fixtures/year-2003/batch'],
];

/* A roster in an encoding that the machine may not know, in a folder below `room`. */
function encoded(name, room, from) {
    const roster = readFileSync('fixtures/meeting-2003/applicants.csv', 'utf8').replace(/[^\x00-\x7f]/g, c => name.startsWith('windows') ? '' : c);
    const path = join(room, name);
    mkdirSync(path, { recursive: true });
    const bytes = spawnSync('iconv', ['-c', '-f', 'utf-8', '-t', name], { input: roster, maxBuffer: 1 << 26 }).stdout;
    writeFileSync(join(path, 'applicants.csv'), bytes);
    return from ? relative(from, path) : path;
}

/* Encoded rosters are written into `room`; their paths are as seen `from` there. */
export function casesOf(duly, room, from = '') {
    const words = (...args) => spawnSync(duly, ['completion', '--words', '--', ...args], { encoding: 'utf8' }).stdout.split('\n')
        .map(line => line.split('\t')[0].replace(/=$/, '')).filter(word => word && !word.startsWith(':'));
    const everyFormat = command => words(command, '--format', '').map(name => `--format=${name}=out.${name}`), all = everyFormat('check');
    const formats = words('check', '--format', ''), encodings = words('check', '--encoding', '').filter(name => name !== 'auto');
    const checks = [
        ...batches().map(([pack, batch]) => ['check', '-r', pack, batch, ...day, ...all]),
        ...encodings.map(name => [name, encoded(name, room, from)]).flatMap(([name, path]) => [
            ['check', '-r', rules, path, ...day],
            ['check', '-r', rules, path, ...day, '--encoding=' + name, ...all, '--lang=zh', '--gate=meeting'],
        ]),
        ...['en', 'zh'].map(lang => ['check', '-r', rules, 'fixtures/meeting-2003', ...day, '--gate=meeting', '--on=2003-12-20', '--lang=' + lang,
                                     `--annotate=${MARKED}`, ...all]),
    ];
    return { words, folders, workbooks, formats, encodings, everyFormat, checks };
}
