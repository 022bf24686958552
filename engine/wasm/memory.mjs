/* Files in memory, and the part of WASI that the module asks for over them: for hosts that have no file system (a page in a browser), or
   should not touch theirs (the function `check` of the package). One thread, one module, one run: nothing here waits. */
import { zoneFile } from './zones.mjs';

const OK = 0, BADF = 8, EXIST = 20, INVAL = 28, IO = 29, ISDIR = 31, NOENT = 44, NOSYS = 52, NOTDIR = 54, SPIPE = 70;
const UNKNOWN = 0, FOLDER = 3, FILE = 4; // types of files
const CREATE = 1, DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8, APPEND = 1;
const ALL_RIGHTS = 0xffffffffffffffffn;
const CHUNK = 1 << 20;
const ROOT_DESCRIPTOR = 3;

const utf8 = new TextEncoder();
const text = new TextDecoder();
let lastNumber = 0;

/* ---- what may stand in a folder */

export class Folder {
    type = FOLDER;
    number = ++lastNumber;
    size = 0;
    entries = new Map();
}

/* A file that is written: pieces of one size, so that a large one is never copied as a whole. */
export class Written {
    type = FILE;
    number = ++lastNumber;
    size = 0;
    chunks = [];

    static of(content) {
        const file = new Written();
        file.write(0, typeof content === 'string' ? utf8.encode(content) : content);
        return file;
    }

    read(at, into) {
        const end = Math.min(this.size, at + into.length);
        let from = at;
        while (from < end) {
            const start = from % CHUNK, part = this.chunks[Math.floor(from / CHUNK)].subarray(start, Math.min(CHUNK, start + end - from));
            into.set(part, from - at);
            from += part.length;
        }
        return Math.max(0, from - at);
    }

    write(at, bytes) {
        for (let done = 0; done < bytes.length;) {
            const index = Math.floor((at + done) / CHUNK), start = (at + done) % CHUNK;
            while (this.chunks.length <= index)
                this.chunks.push(new Uint8Array(CHUNK));
            const part = bytes.subarray(done, done + CHUNK - start);
            this.chunks[index].set(part, start);
            done += part.length;
        }
        this.size = Math.max(this.size, at + bytes.length);
    }

    truncate() {
        this.chunks = [];
        this.size = 0;
    }

    /* Its bytes, as a list of pieces. */
    parts() {
        return this.chunks.map((chunk, i) => chunk.subarray(0, Math.min(CHUNK, this.size - i * CHUNK)));
    }

    bytes() {
        const whole = new Uint8Array(this.size);
        this.read(0, whole);
        return whole;
    }
}

/* A file of the browser. It is read in slices when they are asked for; `readSlice(blob)` gives the bytes of one at once. */
export class Sliced {
    type = FILE;
    number = ++lastNumber;
    window = new Uint8Array(0);
    windowAt = 0;

    constructor(blob, readSlice, seen = () => {}) {
        this.blob = blob;
        this.size = blob.size;
        this.readSlice = readSlice;
        this.seen = seen;
    }

    read(at, into) {
        if (at >= this.size)
            return 0;
        if (at < this.windowAt || at >= this.windowAt + this.window.length) {
            this.window = this.readSlice(this.blob.slice(at, at + CHUNK));
            this.windowAt = at;
            this.seen(at + this.window.length, this.size);
        }
        const part = this.window.subarray(at - this.windowAt, at - this.windowAt + into.length);
        into.set(part);
        return part.length;
    }
}

/* ---- paths */

const steps = path => path.split('/').reduce((way, name) => {
    if (name === '..')
        way.pop();
    else if (name !== '' && name !== '.')
        way.push(name);
    return way;
}, []);

export function find(root, path) {
    return steps(path).reduce((node, name) => node?.entries?.get(name), root);
}

/* What is there; a file of a time zone is made when it is asked for. */
function nodeAt(root, path) {
    const node = find(root, path), zone = node ? null : zoneFile(path);
    if (zone)
        put(root, path, Written.of(zone));
    return node ?? find(root, path);
}

/* Puts a file where it belongs, and makes the folders above it. */
export function put(root, path, file) {
    const way = steps(path), name = way.pop();
    let folder = root;
    for (const part of way) {
        if (!folder.entries.has(part))
            folder.entries.set(part, new Folder());
        folder = folder.entries.get(part);
    }
    folder.entries.set(name, file);
}

/* The folder of a path, and its name there. */
function place(root, path) {
    const way = steps(path), name = way.pop();
    return { folder: find(root, way.join('/')), name };
}

/* ---- the run of a module */

class Exit {
    constructor(status) {
        this.status = status;
    }
}

/* Standard input, output and error. */
const stream = (read, write) => ({ type: UNKNOWN, number: ++lastNumber, size: 0, stream: true, read, write });

function standardStreams({ stdin = new Uint8Array(0), out = () => {}, err = () => {} }) {
    const input = Written.of(stdin);
    const open = node => ({ node, at: 0, append: false });
    return [open(stream((at, into) => input.read(at, into))), open(stream(null, (at, bytes) => out(bytes.slice()))),
            open(stream(null, (at, bytes) => err(bytes.slice())))];
}

class Host {
    constructor(given) {
        this.root = given.root;
        this.args = given.args.map(arg => utf8.encode(arg + '\0'));
        this.env = Object.entries(given.env ?? {}).map(([name, value]) => utf8.encode(`${name}=${value}\0`));
        this.now = given.now;
        this.open = [...standardStreams(given), { node: given.root, at: 0, append: false }];
    }

    get view() {
        return new DataView(this.memory.buffer);
    }

    slice(at, length) {
        return new Uint8Array(this.memory.buffer, at, length);
    }

    path(at, length) {
        return text.decode(this.slice(at, length));
    }

    put32(at, value) {
        this.view.setUint32(at, value, true);
    }

    put64(at, value) {
        this.view.setBigUint64(at, BigInt(value), true);
    }

    /* The strings of a list: a table of pointers, and their bytes. */
    putStrings(strings, table, at) {
        for (const bytes of strings) {
            this.put32(table, at);
            this.slice(at, bytes.length).set(bytes);
            table += 4;
            at += bytes.length;
        }
        return OK;
    }

    putSizes(strings, count, bytes) {
        this.put32(count, strings.length);
        this.put32(bytes, strings.reduce((sum, one) => sum + one.length, 0));
        return OK;
    }

    putStatus(node, at) {
        this.slice(at, 64).fill(0);
        this.put64(at, 1);
        this.put64(at + 8, node.number);
        this.slice(at, 64)[16] = node.type;
        this.put64(at + 24, 1);
        this.put64(at + 32, node.size);
        return OK;
    }

    /* Calls `act` with each of the buffers of a list until one is not filled; how many bytes it came to goes to `told`. */
    each(list, count, told, act) {
        let sum = 0;
        for (let i = 0; i < count; i++) {
            const length = this.view.getUint32(list + 8 * i + 4, true);
            const done = act(this.slice(this.view.getUint32(list + 8 * i, true), length), sum);
            sum += done;
            if (done < length)
                break;
        }
        this.put32(told, sum);
        return sum;
    }
}

/* Every call gives an error number; a descriptor that is none and a path that leads nowhere are looked at here. */
const withFile = act => function (descriptor, ...rest) {
    const file = this.open[descriptor];
    return file ? act.call(this, file, ...rest) : BADF;
};

function openNode(host, path, oflags) {
    const { folder, name } = place(host.root, path);
    let node = name === undefined ? host.root : nodeAt(host.root, path);
    if (node && oflags & CREATE && oflags & EXCLUSIVE)
        return EXIST;
    if (!node && !(oflags & CREATE))
        return NOENT;
    if (!node) {
        if (!folder?.entries)
            return NOENT;
        folder.entries.set(name, node = new Written());
    }
    if (oflags & DIRECTORY && node.type !== FOLDER)
        return NOTDIR;
    if (oflags & TRUNCATE) {
        if (!node.truncate)
            return ISDIR;
        node.truncate();
    }
    return node;
}

function move(host, from, to, keep) {
    const old = place(host.root, from), fresh = place(host.root, to), node = old.folder?.entries?.get(old.name);
    if (!node || !fresh.folder?.entries)
        return NOENT;
    if (keep && fresh.folder.entries.has(fresh.name))
        return EXIST;
    if (!keep)
        old.folder.entries.delete(old.name);
    fresh.folder.entries.set(fresh.name, node);
    return OK;
}

const calls = {
    args_get(table, at) { return this.putStrings(this.args, table, at); },
    args_sizes_get(count, bytes) { return this.putSizes(this.args, count, bytes); },
    environ_get(table, at) { return this.putStrings(this.env, table, at); },
    environ_sizes_get(count, bytes) { return this.putSizes(this.env, count, bytes); },

    clock_time_get(clock, precision, at) {
        const milliseconds = clock === 0 ? this.now : performance.now();
        this.put64(at, Math.round(milliseconds * 1e6));
        return OK;
    },

    fd_close: function (descriptor) {
        if (!this.open[descriptor])
            return BADF;
        this.open[descriptor] = null;
        return OK;
    },
    fd_fdstat_get: withFile(function (file, at) {
        this.slice(at, 24).fill(0);
        this.slice(at, 24)[0] = file.node.type;
        this.view.setUint16(at + 2, file.append ? APPEND : 0, true);
        this.put64(at + 8, ALL_RIGHTS);
        this.put64(at + 16, ALL_RIGHTS);
        return OK;
    }),
    fd_fdstat_set_flags: withFile(function (file, flags) {
        file.append = (flags & APPEND) !== 0;
        return OK;
    }),
    fd_filestat_get: withFile(function (file, at) { return this.putStatus(file.node, at); }),
    fd_prestat_get(descriptor, at) {
        if (descriptor !== ROOT_DESCRIPTOR)
            return BADF;
        this.put32(at, 0);
        this.put32(at + 4, 1);
        return OK;
    },
    fd_prestat_dir_name(descriptor, at) {
        this.slice(at, 1)[0] = '/'.charCodeAt(0);
        return OK;
    },
    fd_pread: withFile(function (file, list, count, offset, told) {
        if (!file.node.read)
            return file.node.type === FOLDER ? ISDIR : INVAL;
        this.each(list, count, told, (into, sum) => file.node.read(Number(offset) + sum, into));
        return OK;
    }),
    fd_read: withFile(function (file, list, count, told) {
        if (!file.node.read)
            return file.node.type === FOLDER ? ISDIR : INVAL;
        file.at += this.each(list, count, told, (into, sum) => file.node.read(file.at + sum, into));
        return OK;
    }),
    fd_write: withFile(function (file, list, count, told) {
        if (!file.node.write)
            return INVAL;
        if (file.append)
            file.at = file.node.size;
        file.at += this.each(list, count, told, (bytes, sum) => {
            file.node.write(file.at + sum, bytes);
            return bytes.length;
        });
        return OK;
    }),
    fd_seek: withFile(function (file, offset, whence, told) {
        if (file.node.stream)
            return SPIPE;
        const at = Number(offset) + [0, file.at, file.node.size][whence];
        if (at < 0)
            return INVAL;
        file.at = at;
        this.put64(told, at);
        return OK;
    }),
    fd_sync: withFile(() => OK),
    fd_readdir: withFile(function (file, at, length, cookie, told) {
        if (!file.node.entries)
            return NOTDIR;
        let used = 0, place = Number(cookie);
        for (const [name, node] of [...file.node.entries].slice(place)) {
            const bytes = utf8.encode(name), entry = new Uint8Array(24 + bytes.length), view = new DataView(entry.buffer);
            view.setBigUint64(0, BigInt(++place), true);
            view.setBigUint64(8, BigInt(node.number), true);
            view.setUint32(16, bytes.length, true);
            entry[20] = node.type;
            entry.set(bytes, 24);
            const part = entry.subarray(0, length - used);
            this.slice(at + used, part.length).set(part);
            used += part.length;
            if (used === length)
                break;
        }
        this.put32(told, used);
        return OK;
    }),

    path_filestat_get(descriptor, flags, path, length, at) {
        const node = nodeAt(this.root, this.path(path, length));
        return node ? this.putStatus(node, at) : NOENT;
    },
    path_open(descriptor, lookup, path, length, oflags, rights, inheriting, flags, told) {
        const node = openNode(this, this.path(path, length), oflags);
        if (typeof node === 'number')
            return node;
        this.open.push({ node, at: 0, append: (flags & APPEND) !== 0 });
        this.put32(told, this.open.length - 1);
        return OK;
    },
    path_link(from, flags, path, length, to, other, otherLength) {
        return move(this, this.path(path, length), this.path(other, otherLength), true);
    },
    path_rename(from, path, length, to, other, otherLength) {
        return move(this, this.path(path, length), this.path(other, otherLength), false);
    },
    path_create_directory(descriptor, path, length) {
        const { folder, name } = place(this.root, this.path(path, length));
        if (!folder?.entries)
            return NOENT;
        if (folder.entries.has(name))
            return EXIST;
        folder.entries.set(name, new Folder());
        return OK;
    },
    path_unlink_file(descriptor, path, length) {
        const { folder, name } = place(this.root, this.path(path, length));
        return folder?.entries?.delete(name) ? OK : NOENT;
    },
    path_readlink(descriptor, path, length) {
        return find(this.root, this.path(path, length)) ? INVAL : NOENT; // nothing here is a link
    },

    poll_oneoff: () => NOSYS, // nothing here changes while one waits
    proc_exit(status) { throw new Exit(status); },
    random_get(at, length) {
        for (let done = 0; done < length; done += 65536)
            crypto.getRandomValues(this.slice(at + done, Math.min(65536, length - done)));
        return OK;
    },
};

/* A call that goes wrong inside, as where a file of the browser cannot be read any more, is an error of input and output. */
const guarded = (host, call) => (...args) => {
    try {
        return call.apply(host, args);
    } catch (error) {
        if (error instanceof Exit)
            throw error;
        return IO;
    }
};

/* WASI's clock shows Greenwich and the module knows no zones, so it is told the local time as if it were that: "today" is today here. */
export function localNow(date = new Date()) {
    return date.getTime() - date.getTimezoneOffset() * 60000;
}

/* Runs the module once: { args, env, root, stdin, out(bytes), err(bytes) }; gives its exit status. */
export async function run(module, given) {
    const host = new Host({ now: localNow(), ...given });
    const imports = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, guarded(host, call)]));
    const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: imports });
    host.memory = instance.exports.memory;
    try {
        instance.exports._start();
        return 0;
    } catch (error) {
        if (error instanceof Exit)
            return error.status;
        throw error;
    }
}
