/* Filters and sorts; whoever has no scripts reads the same page without. Nothing of the data is ever turned into markup that was not escaped. */
'use strict';
(function () {
    var byId = function (id) { return document.getElementById(id); };
    var bar = byId('filter'), text = byId('filter-text'), unit = byId('filter-unit'), rule = byId('filter-rule');
    var order = byId('filter-order'), shown = byId('filter-shown');
    var lists = Array.from(document.querySelectorAll('.cards'));
    var cards = [], inOrder = [];

    /* A page of thousands has most of its cards in <noscript>: whole for whoever has no scripts, and a text that costs nothing for others,
       of which a card is built when it comes into view. The text is this page's own markup, in which all of the data is escaped. */
    var LUMP = 200;
    var ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&' };

    function plain(markup) {
        return markup.replace(/<[^>]*>/g, '').replace(/&(#x?)?(\w+);/g, function (all, sign, name) {
            return sign ? String.fromCodePoint(parseInt(name, sign === '#x' ? 16 : 10)) : ENTITIES[name] || all;
        });
    }

    function attribute(card, name) {
        if (card.element)
            return card.element.getAttribute(name) || '';
        var head = card.markup.slice(0, card.markup.indexOf('>')), found = head.match(new RegExp(' ' + name + '="([^"]*)"'));
        return found ? plain(found[1]) : '';
    }

    /* What is known of each card, read once; its text and its rules only when they are asked for. */
    function read() {
        var links = {};
        document.querySelectorAll('.to-do a').forEach(function (a) { links[a.hash.slice(1)] = a.parentNode; });
        lists.forEach(function (list) {
            Array.from(list.children).forEach(function (child) {
                var isKept = child.localName === 'noscript';
                var card = { element: isKept ? null : child, markup: isKept ? child.textContent : null, list: list, place: cards.length, text: null };
                card.id = attribute(card, 'id');
                card.unit = attribute(card, 'data-unit');
                card.key = attribute(card, 'data-key');
                card.earliest = attribute(card, 'data-earliest') || '9999';
                card.item = links[card.id];
                cards.push(card);
            });
        });
    }

    function markupOf(card) {
        return card.markup || (card.markup = card.element.outerHTML);
    }

    /* Read again as what it was written as, all at once. */
    function build(some) {
        var missing = some.filter(function (card) { return !card.element; });
        var read = new DOMParser().parseFromString(missing.map(markupOf).join(''), 'text/html').body.children;
        Array.from(read).forEach(function (element, i) { missing[i].element = document.adoptNode(element); });
        return some.map(function (card) { return card.element; });
    }

    function hasRule(card, hash) {
        return markupOf(card).indexOf('href="' + hash + '"') >= 0;
    }

    function hasWords(card, words) {
        card.text = card.text || plain(markupOf(card)).toLowerCase();
        return words.every(function (word) { return card.text.indexOf(word) >= 0; });
    }

    /* ---- as many cards of a list as are looked at */

    var observer = 'IntersectionObserver' in window && new IntersectionObserver(function (entries) {
        entries.forEach(function (entry) {
            var list = entry.target.parentNode;
            if (!entry.isIntersecting || !list)
                return;
            observer.unobserve(entry.target);
            more(list, list.children.length + LUMP);
        });
    }, { rootMargin: '1500px' });

    function more(list, count) {
        var end = observer ? Math.min(count, list.fitting.length) : list.fitting.length, part = document.createDocumentFragment();
        build(list.fitting.slice(list.children.length, end)).forEach(function (element) { part.append(element); });
        list.append(part);
        if (end < list.fitting.length)
            observer.observe(list.lastElementChild);
    }

    function show() {
        lists.forEach(function (list) {
            list.fitting = inOrder.filter(function (card) { return card.list === list && card.fits; });
            list.replaceChildren();
            more(list, LUMP);
        });
    }

    function showAll() {
        lists.forEach(function (list) { if (list.fitting) more(list, list.fitting.length); });
    }

    /* Whatever is filtered: a link to a card leads to it. */
    function reveal(id) {
        var card = cards.find(function (one) { return one.id === id; });
        if (!card)
            return;
        if (!card.fits)
            reset();
        more(card.list, card.list.fitting.indexOf(card) + 1);
        keepInView(card.element);
    }

    /* What lies above gets its height only as it comes near, and moves all below: the way is gone again for a second, unless a reader goes
       another one. */
    function keepInView(element) {
        var frames = 60;
        function stop() { frames = 0; }
        ['wheel', 'touchstart', 'keydown', 'mousedown'].forEach(function (kind) { window.addEventListener(kind, stop, { once: true, passive: true }); });
        (function keep() {
            var top = element.getBoundingClientRect().top;
            if (top < 0 || top >= innerHeight)
                element.scrollIntoView({ behavior: 'instant' });
            if (frames-- > 0)
                requestAnimationFrame(keep);
        }());
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
            card.fits = fits(card, words);
            count += card.fits;
            if (card.item && card.item.hidden === card.fits)
                card.item.hidden = !card.fits;
        });
        show();
        agenda(words);
        document.querySelectorAll('.unit').forEach(function (section) {
            section.hidden = !section.querySelector('li:not([hidden])');
        });
        shown.textContent = shown.dataset.shown.replace('{0}', count).replace('{1}', cards.length);
    }

    function sort() {
        var by = order.value;
        inOrder = cards.slice().sort(function (a, b) {
            return (by && (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0)) || a.place - b.place;
        });
    }

    function reset() {
        text.value = unit.value = rule.value = order.value = '';
        sort();
        filter();
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
        showAll();
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
        var id = decodeURIComponent(location.hash.slice(1));
        reveal(id);
        var target = id && byId(id);
        var part = target && target.querySelector('details');
        if (part)
            part.open = true;
    }
    window.addEventListener('hashchange', openTarget);
    if (!bar || document.querySelectorAll('.card, .names li').length < 2) {
        openTarget();
        return;
    }
    read();
    choices();
    sort();
    filter();
    openTarget();
    bar.hidden = false;
    var waiting;
    text.addEventListener('input', function () {
        clearTimeout(waiting);
        waiting = setTimeout(filter, 120);
    });
    unit.addEventListener('change', filter);
    rule.addEventListener('change', filter);
    order.addEventListener('change', function () {
        sort();
        show();
    });
    byId('filter-reset').addEventListener('click', reset);
})();
