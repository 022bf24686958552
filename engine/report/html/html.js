/* Filters and sorts; whoever has no scripts reads the same page without. Nothing of the data is ever turned into markup. */
'use strict';
(function () {
    var byId = function (id) { return document.getElementById(id); };
    var bar = byId('filter'), text = byId('filter-text'), unit = byId('filter-unit'), rule = byId('filter-rule');
    var order = byId('filter-order'), shown = byId('filter-shown');
    var lists = Array.from(document.querySelectorAll('.cards'));
    var cards = [];

    /* What is known of each card, read once; its text and its rules only when they are asked for. */
    function read() {
        var links = {};
        document.querySelectorAll('.to-do a').forEach(function (a) { links[a.hash.slice(1)] = a.parentNode; });
        lists.forEach(function (list) {
            Array.from(list.children).forEach(function (card) {
                cards.push({
                    card: card, list: list, item: links[card.id], place: cards.length, isHidden: false,
                    text: null, rules: null, unit: card.dataset.unit || '', key: card.dataset.key || '',
                    earliest: card.dataset.earliest || '9999'
                });
            });
        });
    }

    function hasRule(card, hash) {
        card.rules = card.rules || Array.from(card.card.querySelectorAll('.why > a'), function (a) { return a.hash; });
        return card.rules.indexOf(hash) >= 0;
    }

    function hasWords(card, words) {
        card.text = card.text || card.card.textContent.toLowerCase();
        return words.every(function (word) { return card.text.indexOf(word) >= 0; });
    }

    function fill(select, options) {
        options.forEach(function (option) { select.add(new Option(option[1], option[0])); });
        select.parentNode.hidden = options.length < 2;
    }

    function choices() {
        var units = new Set();
        cards.forEach(function (card) { if (card.unit) units.add(card.unit); });
        document.querySelectorAll('.agenda-unit').forEach(function (part) { if (part.dataset.unit) units.add(part.dataset.unit); });
        fill(unit, Array.from(units).sort().map(function (name) { return [name, name]; }));
        fill(rule, Array.from(document.querySelectorAll('.rules tbody tr:not(.silent)'), function (row) {
            return ['#' + row.id, row.querySelector('summary').textContent];
        }));
    }

    function fits(card, words) {
        return (!unit.value || card.unit === unit.value) && (!rule.value || hasRule(card, rule.value)) &&
            (!words.length || hasWords(card, words));
    }

    /* Those who may go have no findings: who looks for a rule does not look for them. */
    function agenda(words) {
        document.querySelectorAll('.agenda-unit').forEach(function (part) {
            var fitting = !rule.value && (!unit.value || part.dataset.unit === unit.value), inUnit = part.dataset.unit.toLowerCase();
            var some = false;
            part.querySelectorAll('li').forEach(function (name) {
                var told = name.textContent.toLowerCase() + ' ' + inUnit;
                name.hidden = !fitting || !words.every(function (word) { return told.indexOf(word) >= 0; });
                some = some || !name.hidden;
            });
            part.hidden = !some;
        });
        document.querySelectorAll('.agenda:not(.absent)').forEach(function (group) {
            group.hidden = !group.querySelector('.agenda-unit:not([hidden])');
        });
    }

    function filter() {
        var words = text.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
        cards.forEach(function (card) {
            var isHidden = !fits(card, words);
            count += !isHidden;
            if (isHidden === card.isHidden)
                return;
            card.isHidden = card.card.hidden = isHidden;
            if (card.item)
                card.item.hidden = isHidden;
        });
        agenda(words);
        document.querySelectorAll('.unit').forEach(function (section) {
            section.hidden = !section.querySelector('li:not([hidden])');
        });
        shown.textContent = shown.dataset.shown.replace('{0}', count).replace('{1}', cards.length);
    }

    function sort() {
        var by = order.value;
        var sorted = cards.slice().sort(function (a, b) {
            return (by && (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0)) || a.place - b.place;
        });
        lists.forEach(function (list) {
            var part = document.createDocumentFragment();
            sorted.forEach(function (card) { if (card.list === list) part.append(card.card); });
            list.append(part);
        });
    }

    /* A table is sorted by a column: numbers the most first, then the other way round. */
    function sortTable(table, column, head) {
        var body = table.tBodies[0];
        var rows = Array.from(body.rows, function (row) {
            var cell = row.cells[column].textContent, number = Number(cell);
            return { row: row, value: cell === '' || isNaN(number) ? cell : number };
        });
        var isDown = head.ariaSort ? head.ariaSort === 'ascending' : typeof rows[0].value === 'number';
        rows.sort(function (a, b) { return (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) * (isDown ? -1 : 1); });
        Array.from(head.parentNode.cells).forEach(function (other) { other.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
        body.append.apply(body, rows.map(function (item) { return item.row; }));
    }

    document.querySelectorAll('.sortable').forEach(function (table) {
        Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
            if (!table.tBodies[0].rows.length || !table.tBodies[0].rows[0].cells[column].textContent)
                return;
            var button = document.createElement('button');
            button.type = 'button';
            button.textContent = head.textContent;
            button.addEventListener('click', function () { sortTable(table, column, head); });
            head.replaceChildren(button);
        });
    });

    /* Browsers that do not show closed details on paper open them; those that print a part of a page need nothing. */
    window.addEventListener('beforeprint', function () {
        document.querySelectorAll('.card details:not([open])').forEach(function (part) { part.open = part.dataset.printed = true; });
    });
    window.addEventListener('afterprint', function () {
        document.querySelectorAll('details[data-printed]').forEach(function (part) {
            part.open = false;
            delete part.dataset.printed;
        });
    });

    /* A link to a rule opens its text. */
    function openTarget() {
        var target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
        var part = target && target.querySelector('details');
        if (part)
            part.open = true;
    }
    window.addEventListener('hashchange', openTarget);
    openTarget();

    if (!bar || document.querySelectorAll('.card, .names li').length < 2)
        return;
    read();
    choices();
    filter();
    bar.hidden = false;
    var waiting;
    text.addEventListener('input', function () {
        clearTimeout(waiting);
        waiting = setTimeout(filter, 120);
    });
    unit.addEventListener('change', filter);
    rule.addEventListener('change', filter);
    order.addEventListener('change', sort);
    byId('filter-reset').addEventListener('click', function () {
        text.value = unit.value = rule.value = order.value = '';
        filter();
        sort();
    });
})();
