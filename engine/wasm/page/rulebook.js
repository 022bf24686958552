/* The rules themselves: read one, try its examples, change a figure and see what becomes of the roster. What is tried is a pack of its own,
   which extends the one that is chosen and says one thing anew; that one stays as it is. */

const handbooks = new Map();
const LINES_SHOWN = 500;

/* The handbook of a pack, as `duly doc` writes it. */
async function handbookOf(name) {
    const key = `${name} ${state.language}`;
    if (!handbooks.has(key)) {
        const { out } = await engine.run(['doc', '--format', 'html', '--lang', state.language, '/rules/' + name]);
        handbooks.set(key, new DOMParser().parseFromString(out, 'text/html'));
    }
    return handbooks.get(key);
}

/* Rules by their titles, as people know them; one word alone may be any word, and stays. */
async function withTitles(text) {
    const handbook = await handbookOf(byId('pack').value), ending = id => ` · ${id}`;
    return text.replace(/[a-z0-9]+(?:-[a-z0-9]+)+/g, id => {
        const heading = handbook.querySelector(`h4[id="${id}"]`)?.textContent ?? '';
        return heading.endsWith(ending(id)) ? heading.slice(0, -ending(id).length) : id;
    });
}

async function resolved() {
    const { out } = await engine.run(['lint', '--resolved', '-f', 'json', '--lang', state.language, packPath()]);
    return out ? JSON.parse(out) : { rules: [], parameters: [] };
}

/* ---- a rule */

/* The part of the handbook below a heading, up to the next that is as high. */
function partBelow(heading) {
    const part = [];
    for (let next = heading.nextElementSibling; next && !/^H[1-4]$/.test(next.tagName); next = next.nextElementSibling)
        part.push(next);
    return part;
}

async function showRules() {
    byId('rulebook').hidden = false;
    if (!byId('read-rules').open)
        return;
    const handbook = await handbookOf(byId('pack').value), before = byId('rule').value;
    const rules = [...handbook.querySelectorAll('h4[id]')];
    fill('rule', rules.map(rule => new Option(rule.textContent, rule.id)));
    if (rules.some(rule => rule.id === before))
        byId('rule').value = before;
    await showRule();
}

async function showRule() {
    const id = byId('rule').value, heading = (await handbookOf(byId('pack').value)).getElementById(id);
    byId('tried').textContent = '';
    if (!heading)
        return;
    fill('rule-text', [element('h3', heading.textContent, { id: 'rule-title' }), ...partBelow(heading).map(part => {
        const copy = document.importNode(part, true);
        return copy.tagName === 'H5' ? element('h4', copy.textContent) : copy;
    })]);
    byId('examples').value = await examplesOf(id);
}

/* Lines of a block of YAML: those behind the first that stand further to the right. */
const indentOf = line => /\S/.test(line) ? line.search(/\S/) : Infinity;

function blockAt(lines, first, alsoItems) {
    const indent = indentOf(lines[first]), isIn = line => indentOf(line) > indent || (alsoItems && /^ *- /.test(line) && indentOf(line) === indent);
    let end = first + 1;
    while (end < lines.length && isIn(lines[end]))
        end++;
    return lines.slice(first + 1, end);
}

/* The examples of a rule as they are written, from where it was last changed or where it stands. */
async function examplesOf(id) {
    const rule = (await resolved()).rules.find(rule => rule.id === id);
    for (const place of [rule?.changed_at, rule?.at]) {
        const text = place && Object.values(state.packs).map(({ files }) => files[place.file]).find(Boolean);
        const rows = text ? blockAt(text.split(/\r?\n/), place.line - 1, false) : [], from = rows.findIndex(row => /^ *examples: *$/.test(row));
        if (from >= 0) {
            const block = blockAt(rows, from, true), indent = Math.min(...block.map(indentOf));
            return block.map(line => line.slice(indent)).join('\n').trimEnd() + '\n';
        }
    }
    return '';
}

/* A pack that says one thing anew, as the files of it. */
function overlay(name, override) {
    const text = ['pack:', '  name: tried', `  extends: ../${byId('pack').value}`, '  override:', ...override].join('\n') + '\n';
    return { path: '/rules/' + name, files: { [`/rules/${name}/pack.yaml`]: text } };
}

async function tryExamples() {
    const id = byId('rule').value, own = byId('examples').value.split('\n');
    byId('tried').textContent = '';
    const head = ['    rules:', `      ${id}:`, '        examples:'], above = 4 + head.length;
    const { path, files } = overlay('tried', [...head, ...own.map(line => ' '.repeat(10) + line)]);
    const run = await busy(say('trying'), () => engine.run(['test', '--only', id, '-v', '--lang', state.language, path], { rules: files }));
    if (!run)
        return;
    /* "/rules/tried/pack.yaml:9: the-rule: expected …" is about a line of what stands above. */
    const place = /^\/rules\/tried\/pack\.yaml[:：](\d+)(?:[:：]\d+)?([:：] ?)(?:([\w-]+)[:：] ?)?/gm;
    byId('tried').textContent = (run.out + run.err).replace(place, (all, line, colon, name) =>
        say('line', { line: line - above }) + colon + (name && name !== id ? name + colon : '')).trim();
}

/* ---- a figure */

async function showFigures() {
    if (!byId('what-if').open)
        return;
    const { parameters } = await resolved(), before = byId('figure').value;
    state.figures = Object.fromEntries(parameters.map(parameter => [parameter.name, parameter]));
    fill('figure', parameters.map(parameter => new Option(`${parameter.title || parameter.name}${say('is')}${counted(parameter, parameter.versions.at(-1)?.value)}`,
                                                          parameter.name)));
    if (state.figures[before])
        byId('figure').value = before;
    showFigure();
}

/* What is no number is counted in nothing: its unit says what kind of thing it is. */
const counted = ({ type, unit }, value = '') => unit && /^(int|double)$/.test(type) ? say('counted', { value, unit }) : value;

function showFigure() {
    const figure = state.figures[byId('figure').value];
    byId('difference').textContent = '';
    if (!figure)
        return;
    fill('figure-now', figure.versions.map(({ from, value, source }) =>
        element('li', [from && say('from', { day: inWords(from) }), counted(figure, value), source].filter(Boolean).join(' · '))));
    byId('value').value = figure.versions.at(-1)?.value ?? '';
}

const plain = value => /^[\w.+-]+$/.test(value);

function cut(text) {
    const rows = text.trimEnd().split('\n');
    return rows.length <= LINES_SHOWN ? rows.join('\n') : [rows.at(-1), '', ...rows.slice(0, LINES_SHOWN), '…'].join('\n');
}

async function compare() {
    trouble('');
    byId('difference').textContent = '';
    if (state.files.length === 0) {
        byId('difference').textContent = say('compare-needs');
        return;
    }
    const { name, title, type } = state.figures[byId('figure').value], value = byId('value').value.trim();
    const written = type === 'string' || !plain(value) ? JSON.stringify(value) : value;
    const { path, files } = overlay(`${byId('pack').value}, ${name} = ${plain(value) ? value : '…'}`, ['    parameters:', `      ${name}: ${written}`]);
    const run = await busy(say('comparing'), () => engine.run(
        ['diff', packPath(), path, '--lang', state.language, ...days(), ...batch()], { ...given(), rules: files }));
    if (run)
        byId('difference').textContent = cut(run.out.replaceAll('/rules/', '').replaceAll(`, ${name} = `, `, ${title || name}${say('is')}`) || run.err);
}
