import { existsSync } from 'node:fs';
import { after, type TestContext } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { GIVE_UP_MS } from './give-up-ms.ts';

/** The usual paths of a Chromium. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone that beeps, and that pages may use without asking.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

const VIEWPORT = { width: 1440, height: 900 };

let running: Promise<Browser> | undefined;
/** All tests of a file have the same window, one after the other: another one would take as long as a test. */
let opened: Promise<Page> | undefined;
after(async () => (await running)?.close());

/**
 * Gives an empty window of a headless Chromium, and empties it when the test ends. An error in the page
 * fails the test. Without a browser, skips the test and gives `undefined`.
 *
 * @throws When there is no browser and REQUIRE_ALL=1 requires every test.
 */
export async function openBrowser(t: TestContext): Promise<Page | undefined> {
  const executablePath = (process.env.CHROMIUM ? [process.env.CHROMIUM] : USUAL_PATHS).find(
    existsSync,
  );
  if (executablePath === undefined) {
    const sentence = 'no Chromium found: install one, or name it in CHROMIUM';
    if (process.env.REQUIRE_ALL === '1') throw new Error(sentence);
    t.skip(sentence);
    return undefined;
  }
  running ??= chromium.launch({ executablePath, args: FLAGS });
  opened ??= openWindow(await running);
  const page = await opened;
  await page.setViewportSize(VIEWPORT);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  t.after(async () => {
    await page.goto('about:blank');
    await page.removeAllListeners();
    // Unlike what a page stores, its cookies are there for every port.
    await page.context().clearCookies();
    if (errors.length > 0) throw new Error(`Errors in the page: ${errors.join('; ')}`);
  });
  return page;
}

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  context.setDefaultTimeout(GIVE_UP_MS);
  return context.newPage();
}
