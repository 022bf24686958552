// Firefox, driven by WebDriver BiDi, which it speaks by itself: no driver is needed. Node 20 has WebSocket behind a flag.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Downloads go to a folder and are not asked about; every proxy is one that nobody listens on, so there is no network.
const preferences = downloads => ({
    'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false, 'browser.download.open_pdf_attachments_inline': false,
    'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, 'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': 9, 'intl.accept_languages': 'en-GB', 'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false, 'toolkit.telemetry.enabled': false,
});

/* Starts it with a profile of its own; gives { send, listen, close }. */
export async function startFirefox(path, work) {
    const profile = join(work, 'profile'), downloads = join(work, 'downloads');
    mkdirSync(profile, { recursive: true });
    mkdirSync(downloads, { recursive: true });
    writeFileSync(join(profile, 'user.js'), Object.entries(preferences(downloads))
        .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
    const process = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
                          { stdio: ['ignore', 'ignore', 'pipe'], env: { ...globalThis.process.env, HOME: work } });
    const address = await new Promise((done, fail) => {
        let told = '';
        process.stderr.on('data', part => {
            const [, url] = /WebDriver BiDi listening on (ws:\S+)/.exec(told += part) ?? [];
            if (url)
                done(url);
        });
        process.on('exit', () => fail(new Error(`Firefox ended: ${told}`)));
    });
    const socket = new WebSocket(address + '/session'), waiting = new Map(), listeners = [];
    await new Promise((done, fail) => Object.assign(socket, { onopen: done, onerror: () => fail(new Error('no session')) }));
    socket.onmessage = ({ data }) => {
        const answer = JSON.parse(data), { done, fail } = waiting.get(answer.id) ?? {};
        waiting.delete(answer.id);
        if (answer.type === 'event')
            listeners.forEach(listen => listen(answer.method, answer.params));
        else
            answer.type === 'success' ? done(answer.result) : fail(new Error(`${answer.error}: ${answer.message}`));
    };
    let count = 0;
    const send = (method, params = {}) => new Promise((done, fail) => {
        waiting.set(++count, { done, fail });
        socket.send(JSON.stringify({ id: count, method, params }));
    });
    await send('session.new', { capabilities: {} });
    return {
        send, downloads, listen: act => listeners.push(act),
        async close() {
            const ended = new Promise(done => process.on('exit', done));
            await send('browser.close').catch(() => {});
            setTimeout(() => process.kill('SIGKILL'), 10000).unref();
            await ended;
        },
    };
}
