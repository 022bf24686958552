/* Time zones by name, where there are no files of them: by what the host knows, in the form in which a system has them (RFC 8536). Known are
   the years from 1900 to 2100; what holds at the end of these holds on. */

const ZONES = /^\/?usr\/share\/zoneinfo\/((?:[A-Z][\w+-]*\/)*[A-Z][\w+-]*)$/;
const FIRST = Date.UTC(1900, 0, 1) / 1000, LAST = Date.UTC(2100, 0, 1) / 1000, STEP = 20 * 86400; // a change is not taken back sooner

/* How far the clocks of a zone are ahead of Greenwich, in seconds, at so many seconds of 1970. */
function clockOf(zone) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
    return seconds => {
        const told = Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]));
        return Date.UTC(told.year, told.month - 1, told.day, told.hour, told.minute, told.second) / 1000 - seconds;
    };
}

function changesOf(clock) {
    const changes = [];
    let at = FIRST, ahead = clock(FIRST);
    for (let end = FIRST + STEP; at < LAST; end = at + STEP) {
        if (clock(end) === ahead) {
            at = end;
            continue;
        }
        for (let low = at, high = end; ; ) {
            const middle = Math.floor((low + high) / 2);
            if (middle === low) {
                changes.push({ at: at = high, ahead: ahead = clock(high) });
                break;
            }
            clock(middle) === ahead ? low = middle : high = middle;
        }
    }
    return changes;
}

/* A block of the file: how much of what there is, and behind it what was put together. */
function block(times, types, body) {
    const head = new DataView(new ArrayBuffer(44));
    [0x54, 0x5a, 0x69, 0x66, 0x32].forEach((byte, i) => head.setUint8(i, byte)); // "TZif2"
    [[32, times], [36, types], [40, 1]].forEach(([at, count]) => head.setUint32(at, count));
    return [new Uint8Array(head.buffer), body];
}

function fileOf(clock) {
    const changes = changesOf(clock), kinds = [...new Set([clock(FIRST), ...changes.map(({ ahead }) => ahead)])];
    const body = new DataView(new ArrayBuffer(changes.length * 9 + kinds.length * 6 + 1));
    changes.forEach(({ at, ahead }, i) => {
        body.setBigInt64(8 * i, BigInt(at));
        body.setUint8(8 * changes.length + i, kinds.indexOf(ahead));
    });
    kinds.forEach((ahead, i) => body.setInt32(9 * changes.length + 6 * i, ahead));
    const parts = [...block(0, 1, new Uint8Array(7)), ...block(changes.length, kinds.length, new Uint8Array(body.buffer)), Uint8Array.of(10, 10)];
    return Uint8Array.from(parts.flatMap(part => [...part]));
}

/* The file that would be at this path; null: no zone has that name. */
export function zoneFile(path) {
    const [, zone] = ZONES.exec(path) ?? [];
    try {
        return zone ? fileOf(clockOf(zone)) : null;
    } catch {
        return null;
    }
}
