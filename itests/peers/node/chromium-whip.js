// A headless Chromium that publishes its fake camera, and microphone, to a WHIP server, from a page of another origin.
// usage: CHROMIUM=<path> node chromium-whip.js <url> VP8|H264|VP8,audio <token>
//
// Standard output carries JSON, a line each:
//   {"event":"ready"}
//   {"event":"preflight","status":…,"acceptPost":…}
//   {"event":"published","status":…,"location":…,"etag":…,"link":…}  as a page may read them
//   {"event":"patched","status":…,"candidate":…}  of each candidate, none of which was in the offer
//   {"event":"directions","now":[…]}              of each section, as answered
//   {"event":"state","state":…}                   of the peer connection
//   {"event":"stats","framesEncoded":…,"mimeType":…,"pliCount":…}    twice a second
//   {"event":"deleted","status":…}                after the standard input has ended
// It ends, and Chromium with it, when standard input does.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [url, media, token] = process.argv.slice(2);
if (!token || !['VP8', 'H264', 'VP8,audio'].includes(media)) {
  throw new Error(`arguments ${process.argv.slice(2)} are not allowed; <url> VP8|H264|VP8,audio <token> are`);
}
const [codec, audio] = media.split(',');
if (!process.env.CHROMIUM) {
  throw new Error('CHROMIUM is not set; the path of Chromium is needed');
}

const say = (event, more) => console.log(JSON.stringify({ event, ...more }));

// Cameras are only for pages that came from a host that can be trusted, which this one is by its name.
const http = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><title>publisher</title>');
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream'],
});
const page = await browser.newPage();
page.on('pageerror', (error) => console.error('page:', error));
page.on('console', (message) => console.error('page:', message.text()));
await page.exposeFunction('tell', say);
await page.goto(`http://127.0.0.1:${http.address().port}/`);
await page.addScriptTag({ path: fileURLToPath(new URL('publisher-page.js', import.meta.url)) });
say('ready');
await page.evaluate((how) => globalThis.publisher.start(...how), [url, codec, token, audio !== undefined]);

let ending = false;
const ticker = setInterval(async () => {
  try {
    await page.evaluate(() => globalThis.publisher.tellStats());
  } catch (error) {
    if (!ending) throw error;
  }
}, 500);

process.stdin.resume();
process.stdin.on('close', async () => {
  ending = true;
  clearInterval(ticker);
  await page.evaluate(() => globalThis.publisher.stop());
  await browser.close();
  process.exit(0);
});
