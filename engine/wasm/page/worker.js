/* Runs the program over files in memory, a command a message: { id, args, files, outputs, rules }. Files of the browser are read here, in
   slices; rules are those that this command alone is to know. */
let module, packs;

const readSlice = blob => new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob));

function tree(files, rules, seen) {
    const root = new Folder();
    put(root, '/batch/.there', new Written());
    put(root, '/tmp/.there', new Written());
    put(root, '/out/.there', new Written());
    for (const [path, content] of Object.entries({ ...packs, ...rules }))
        put(root, path, Written.of(content));
    for (const { path, blob } of files)
        put(root, '/batch/' + path, new Sliced(blob, readSlice, seen));
    return root;
}

async function answer({ id, args, files, outputs, rules }) {
    const sizes = files.reduce((sum, { blob }) => sum + blob.size, 0);
    const out = [], err = [];
    const root = tree(files, rules, at => postMessage({ id, share: at / sizes }));
    const status = await run(module, {
        args: ['duly', ...args], env: { PWD: '/batch', TMPDIR: '/tmp' }, root, out: bytes => out.push(bytes), err: bytes => err.push(bytes),
    });
    const written = Object.entries(outputs).map(([path, type]) => [path, find(root, path), type]).filter(([, file]) => file);
    postMessage({
        id, status, out: await new Blob(out).text(), err: await new Blob(err).text(),
        written: Object.fromEntries(written.map(([path, file, type]) => [path, new Blob(file.parts(), { type })])),
    });
}

onmessage = async ({ data }) => {
    if (data.module) {
        ({ module, packs } = data);
        return;
    }
    try {
        await answer(data);
    } catch (error) {
        postMessage({ id: data.id, crash: String(error) });
    }
};
