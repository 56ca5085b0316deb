// Takes the pictures of docs/images from a running demo: node console-pictures.js http://127.0.0.1:8081 PASSWORD FOLDER
import { chromium } from 'playwright-core';

const [console_, password, folder] = process.argv.slice(2);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
/** The charts show the last minute. */
const WATCHED_MILLIS = 60000;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
const context = await browser.newContext({
  httpCredentials: { username: 'admin', password }, viewport: { width: 1200, height: 760 },
});
const page = await context.newPage();
await page.goto(`${console_}/system/console/flathead`);
await page.waitForTimeout(WATCHED_MILLIS);
await page.screenshot({ path: `${folder}/flathead-tab.png` });
await page.goto(`${console_}/system/console/configMgr/flathead.camera~left`);
await page.waitForSelector('[role=dialog]', { timeout: 10000 });
await page.waitForTimeout(1000);
await page.screenshot({ path: `${folder}/camera-form.png` });
await browser.close();
