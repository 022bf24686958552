/* Which column is read as what: a table to choose from, beside the file that says so (mapping.yaml). The file is what counts; a choice
   changes a line of it. Lines of another form, such as those that say what the values mean, are left to whoever writes them there. */

const MAPPING = 'mapping.yaml';
const MEANING = /^("(?:[^"\\]|\\.)*"): (-|[A-Za-z_]\w*)(?: +# (.*))?$/;

/* Fields of each table by their titles, from the handbook: its last part has a heading and a list a table. */
async function fieldsByTable() {
    const fields = {}, handbook = await handbookOf(byId('pack').value);
    const titled = Object.fromEntries((await titles('--table')).map(([name, title]) => [title, name.replace(/=$/, '')]));
    for (let part = handbook.getElementById('records')?.nextElementSibling, table; part; part = part.nextElementSibling) {
        if (part.tagName === 'H3')
            fields[table = titled[part.textContent] ?? part.textContent] = [];
        for (const row of part.querySelectorAll('tbody tr'))
            fields[table]?.push([row.cells[0].textContent, row.cells[1].textContent || row.cells[0].textContent]);
    }
    return fields;
}

function chooser(field, fields, heading, choose) {
    const options = [['-', say('not-read')], ...fields];
    const list = element('select', '', { onchange: () => choose(list.value) });
    if (!options.some(([name]) => name === field))
        options.push([field, field]);
    list.append(...options.map(([name, title]) => new Option(title, name)));
    list.value = field;
    list.setAttribute('aria-label', heading);
    return list;
}

/* A remark names fields as the file does; people know them by their titles. What stands behind a colon is said by the roster. */
function called(remark, fields) {
    const [said, ...rest] = remark.split(/(?=[:：])/), titles = new Map(fields);
    return said.replace(/[A-Za-z_]\w*/g, word => titles.get(word) ?? word) + rest.join('');
}

/* A comment names the file whose columns follow; its table is the one that this file was read as. */
async function showColumns(files) {
    const fields = await fieldsByTable(), lines = byId('mapping-file').value.split('\n'), rows = [];
    let known = Object.values(fields).flat();
    lines.forEach((line, i) => {
        const [, heading, field, remark] = MEANING.exec(line) ?? [];
        const file = line.startsWith('# ') && files.find(({ path }) => line.startsWith('# ' + path));
        known = (file && fields[file.table]) || known;
        if (!heading)
            return;
        const row = document.createElement('tr'), name = JSON.parse(heading), cell = document.createElement('td');
        cell.append(chooser(field, known, name, chosen => changeLine(i, `${heading}: ${chosen}`)));
        row.append(element('th', name, { scope: 'row' }), cell, element('td', called(remark ?? '', known)));
        row.className = field === '-' ? 'unread' : '';
        rows.push(row);
    });
    fill('columns', rows);
    byId('columns-table').hidden = rows.length === 0;
}

function changeLine(number, line) {
    const lines = byId('mapping-file').value.split('\n');
    lines[number] = line;
    byId('mapping-file').value = lines.join('\n');
    byId('apply').focus();
}
