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
import { fileURLToPath } from 'node:url';
import { openCameraPage, say } from './chromium.js';

const [url, media, token] = process.argv.slice(2);
if (!token || !['VP8', 'H264', 'VP8,audio'].includes(media)) {
  throw new Error(`arguments ${process.argv.slice(2)} are not allowed; <url> VP8|H264|VP8,audio <token> are`);
}
const [codec, audio] = media.split(',');

const { browser, page } = await openCameraPage('publisher');
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
