// Headless Chromium, as the scripts here start it, and a page of it that has a camera.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

if (!process.env.CHROMIUM) {
  throw new Error('CHROMIUM is not set; the path of Chromium is needed');
}

/** Tells an event: a line of JSON on standard output. */
export const say = (event, more) => console.log(JSON.stringify({ event, ...more }));

/** Its profile is a fresh directory that goes with it. */
export const launch = (...flags) => chromium.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...flags],
});

/** Has what goes wrong in a page, and what it writes to its console, on standard error. */
export function listen(page) {
  page.on('pageerror', (error) => console.error('page:', error));
  page.on('console', (message) => console.error('page:', message.text()));
}

/** An empty page that may use Chromium's fake camera and microphone; it has a function tell, which says. */
export async function openCameraPage(title) {
  // Cameras are only for pages that came from a host that can be trusted, which this one is by its name.
  const http = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!DOCTYPE html><title>${title}</title>`);
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
  const page = await browser.newPage();
  listen(page);
  await page.exposeFunction('tell', say);
  await page.goto(`http://127.0.0.1:${http.address().port}/`);
  return { browser, page };
}
