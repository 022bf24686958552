/* Files of a zip, as what is dropped as a folder: { path, blob }. Workbooks are zips too, but go to the program as they are. */

const ZIP = /\.zip$/i, END_OF_ZIP = 0x06054b50, ENTRY_OF_ZIP = 0x02014b50, STORED = 0, DEFLATED = 8;
const UNPACKED_AT_MOST = 512 << 20;

class NoZip extends Error {}

async function viewOf(blob, from, to) {
    return new DataView(await blob.slice(from, to).arrayBuffer());
}

/* Names are UTF-8 where a bit says so; where it does not they may be all the same, or GBK, as Windows writes them in China. */
function nameInZip(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        return new TextDecoder('gb18030').decode(bytes);
    }
}

/* The end of a zip tells where its list of files is. A comment of up to 64 kB may stand behind it. */
async function endOfZip(blob) {
    const view = await viewOf(blob, Math.max(0, blob.size - 65557), blob.size);
    for (let at = view.byteLength - 22; at >= 0; at--)
        if (view.getUint32(at, true) === END_OF_ZIP)
            return { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true), start: view.getUint32(at + 16, true) };
    throw new NoZip();
}

async function entriesOfZip(blob) {
    const { count, size, start } = await endOfZip(blob), view = await viewOf(blob, start, start + size), entries = [];
    for (let i = 0, at = 0; i < count; i++) {
        if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_OF_ZIP)
            throw new NoZip();
        const nameLength = view.getUint16(at + 28, true);
        entries.push({
            isSecret: (view.getUint16(at + 8, true) & 1) !== 0, method: view.getUint16(at + 10, true),
            packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), start: view.getUint32(at + 42, true),
            path: nameInZip(new Uint8Array(view.buffer, at + 46, nameLength)).replaceAll('\\', '/'),
        });
        at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
}

/* What an entry unpacks to; more than it says of itself is not taken. */
async function unpackEntry(blob, { method, packed, size, start, isSecret }) {
    if (isSecret || ![STORED, DEFLATED].includes(method))
        throw new NoZip();
    const head = await viewOf(blob, start, start + 30), from = start + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const part = blob.slice(from, from + packed);
    if (method === STORED)
        return part;
    const reader = part.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader(), parts = [];
    for (let sum = 0, next; !(next = await reader.read()).done; parts.push(next.value))
        if ((sum += next.value.length) > size)
            throw new NoZip();
    return new Blob(parts);
}

async function unzip(blob) {
    const entries = (await entriesOfZip(blob)).filter(({ path }) => !path.endsWith('/') && !path.startsWith('__MACOSX/'));
    if (entries.reduce((sum, { size }) => sum + size, 0) > UNPACKED_AT_MOST)
        throw new NoZip();
    return Promise.all(entries.map(async entry => ({ path: entry.path, blob: await unpackEntry(blob, entry) })));
}
