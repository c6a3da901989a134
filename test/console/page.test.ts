import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ConsoleFile } from '../../src/console/protocol.ts';
import type { UsageNumbers } from '../../src/contracts/usage.ts';
import { openBrowser } from '../helpers/browser.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { CONSOLE_TOKEN, consoleAdmin, startTestConsole } from '../helpers/test-console.ts';

const limits = { timeout: 5 * GIVE_UP_MS };
const HOSTILE = '<img src=x onerror="document.title=\'taken\'">';
const SECTIONS = ['Overview', 'Models', 'Usage', 'Turns', 'Settings', 'Log'];

const used: UsageNumbers = {
  ...{ answers: 3, attempts: 4, usd: 0.25, unpricedAttempts: 1, estimatedAttempts: 0 },
  ...{ inputTokens: 1_200, cachedInputTokens: 0, outputTokens: 300, reasoningTokens: 0 },
  ...{ images: 0, audioMs: 0 },
};

/** A `parley.yaml` in memory. A text with the word `wrong` is not valid. */
function memoryFile() {
  const saved: string[] = ['default: demo/echo\r\n'];
  const errorsOf = (text: string) =>
    text.includes('wrong') ? ['parley.yaml:2 aliases: must be names. Write smart: [a/b].'] : [];
  const read = async (): Promise<ConsoleFile> => ({
    ...{ path: 'parley.yaml', text: saved.at(-1) ?? '', isWritable: true },
    revision: String(saved.length),
  });
  return {
    saved,
    file: {
      read,
      check: (text: string) => ({ errors: errorsOf(text), warnings: [] }),
      async save(text: string, revision: string) {
        if (errorsOf(text).length > 0) return { errors: errorsOf(text), warnings: [] };
        if (revision !== String(saved.length)) return 'conflict' as const;
        saved.push(text);
        return 'saved' as const;
      },
    },
  };
}

/** Opens the console in a browser, logged in by a link. `undefined`: there is no browser. */
async function openConsole(t: TestContext) {
  const page = await openBrowser(t);
  if (!page) return undefined;
  const stopped: string[] = [];
  const { file, saved } = memoryFile();
  const started = await startTestConsole(t, {
    sources: {
      file,
      usage: {
        today: () => '2026-11-30',
        report: async () => ({
          total: used,
          by: {
            'day model': [{ name: '2026-11-29 demo/echo', ...used }],
            model: [{ name: 'demo/echo', ...used }],
            person: [{ name: 'fake:7', label: HOSTILE, ...used }],
          },
        }),
      },
      stopTurn: async (turnId) => stopped.push(turnId) > 0,
    },
  });
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).host));
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Browsers report each refusal of a server as an error.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  t.after(() => {
    assert.deepEqual([...new Set(requested)], [started.host]);
    assert.deepEqual(complaints, []);
  });

  const code = await started.sessions.createCode(consoleAdmin);
  const visit = async () => {
    await page.goto(`http://${started.host}/#code=${code}`);
    await page.getByRole('heading', { level: 2, name: 'Overview' }).waitFor();
  };
  return { ...started, page, visit, stopped, saved };
}

async function show(page: Page, section: string): Promise<void> {
  await page.getByRole('link', { name: section, exact: true }).click();
  await page.getByRole('heading', { level: 2, name: section }).waitFor();
}

test('a link logs in once, and its code leaves the address', limits, async (t) => {
  const opened = await openConsole(t);
  if (!opened) return;
  const { page, visit, host } = opened;
  await visit();
  assert.doesNotMatch(page.url(), /code/);

  await page.getByRole('button', { name: 'Log out' }).click();
  const field = page.getByLabel('Code or console token');
  await field.waitFor();
  await page.goto(`http://${host}/`);
  await field.fill(CONSOLE_TOKEN);
  await field.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'Overview' }).waitFor();
});

test(
  'what goes on can be stopped and decided, and names never become markup',
  limits,
  async (t) => {
    const opened = await openConsole(t);
    if (!opened) return;
    const { page, visit, stopped, requests, decisions } = opened;
    const turn = createFakeTurn();
    opened.open.push(turn);
    const channel = { platform: 'fake', id: '3', kind: 'direct' } as const;
    requests.push({ platform: 'fake', personId: '9', name: HOSTILE, channel, at: 0, messages: [] });
    opened.console.take({ kind: 'network', state: { name: 'fake', state: 'connected' } });
    await visit();

    await page.getByText('fake connected').waitFor();
    const isStopping = page.waitForResponse('**/api/stop');
    await page.getByRole('button', { name: 'Stop the answer to Robin' }).click();
    await isStopping;
    assert.deepEqual(stopped, [turn.id]);

    // Nor does a name turn what stands around it.
    await page.locator('bdi', { hasText: HOSTILE }).waitFor();
    const isDeciding = page.waitForResponse('**/api/access');
    await page.getByRole('button', { name: `Allow ${HOSTILE}` }).click();
    await isDeciding;
    // The keyboard stays where it was, also when there is no such button any more.
    requests.length = 0;
    await opened.clock.advance(1_000);
    await page.getByRole('button', { name: `Allow ${HOSTILE}` }).waitFor({ state: 'detached' });
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'MAIN');
    assert.deepEqual(
      decisions.map(({ personId, state }) => [personId, state]),
      [['9', 'allowed']],
    );
    await show(page, 'Usage');
    await page.getByRole('rowheader', { name: HOSTILE }).waitFor();
    assert.equal(await page.locator('img').count(), 1);
    assert.match(await page.title(), /^Usage/);
  },
);

test(
  'parley.yaml is checked while somebody types, and saved only when it is valid',
  limits,
  async (t) => {
    const opened = await openConsole(t);
    if (!opened) return;
    const { page, visit, saved } = opened;
    await visit();
    await show(page, 'Settings');
    const text = page.getByLabel('The file with models and rules');
    assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled());
    await text.fill('default: demo/echo\naliases: wrong\n');
    await page.getByRole('button', { name: 'Line 2' }).click();
    assert.equal(await page.evaluate('getSelection().toString()'), 'aliases: wrong');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be names').waitFor();
    assert.equal(saved.length, 1);

    await text.fill('default: demo/swift\n');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It applies now.').waitFor();
    // Files of Windows stay such files.
    assert.equal(saved.at(-1), 'default: demo/swift\r\n');

    saved.push('somebody else\n');
    await text.fill('default: demo/other\n');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody has changed the file').waitFor();
    assert.equal(await text.inputValue(), 'default: demo/other\n');

    // Nothing typed is lost by a click.
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByRole('heading', { level: 2, name: 'Settings' }).waitFor();
  },
);

test(
  'a setting is changed at the place that somebody wrote, and nowhere else',
  limits,
  async (t) => {
    const opened = await openConsole(t);
    if (!opened) return;
    const { page, visit, chosen } = opened;
    await visit();
    await show(page, 'Settings');
    const choose = async (name: string, value: string) => {
      await page.getByRole('button', { name: `Change ${name}` }).click();
      await page.getByLabel(`The new value of ${name}`).fill(value);
      const isAnswered = page.waitForResponse('**/api/settings');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await isAnswered;
    };
    await page.getByLabel('Place').fill('general');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Write a network and the id').waitFor();

    await page.getByLabel('Place').fill('fake:3');
    const isShown = page.waitForResponse('**/api/settings?*');
    await page.getByRole('button', { name: 'Show' }).click();
    await isShown;
    await choose('instructions', '42');
    await choose('parameters.temperature', '0.5');
    assert.deepEqual(Object.fromEntries(chosen), {
      'fake:3': { instructions: '42', parameters: { temperature: 0.5 } },
    });
  },
);

test('what somebody types outlives the session, and a restart of the bot', limits, async (t) => {
  const opened = await openConsole(t);
  if (!opened) return;
  const { page, visit, host, saved, sessions, logTail } = opened;
  await visit();
  await show(page, 'Settings');
  const text = page.getByLabel('The file with models and rules');
  await text.fill('default: demo/long\n');
  await page.context().clearCookies();
  await text.press('End');

  // The page finds out by itself, as soon as its stream ends.
  await opened.console.stop();
  await page.getByText('No connection to Parley').waitFor();
  await opened.console.start();
  await page.getByText('Your session has ended').waitFor();
  const link = `http://${host}/#code=${await sessions.createCode(consoleAdmin)}`;
  await page.goto(link);
  await page.getByRole('heading', { level: 2, name: 'Settings' }).waitFor();
  assert.equal(await text.inputValue(), 'default: demo/long\n');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. It applies now.').waitFor();
  assert.equal(saved.at(-1), 'default: demo/long\r\n');

  logTail.add(JSON.stringify({ level: 30, time: 0, msg: 'answer: ended' }));
  // A link that was used is no reason to log in again.
  await page.goto(`http://${host}/lib/page/icon.svg`);
  await page.goto(link);
  await page.getByRole('heading', { level: 2, name: 'Overview' }).waitFor();
  await show(page, 'Log');
  await page.getByText('answer: ended').waitFor();
  await opened.console.stop();
  await page.getByText('No connection to Parley').waitFor();
  logTail.add(JSON.stringify({ level: 30, time: 0, msg: 'answer: told later' }));
  await opened.console.start();
  await page.getByText('answer: told later').waitFor();
  assert.equal(await page.getByText('answer: ended').count(), 1);
});

test('the numbers of today follow what ends', limits, async (t) => {
  const opened = await openConsole(t);
  if (!opened) return;
  const { page, visit } = opened;
  await visit();
  await page.getByText('1,200').waitFor();
  const isRead = page.waitForResponse('**/api/usage');
  const turn = createFakeTurn({ state: 'done' });
  opened.console.take({ kind: 'turn ended', turn, tookMs: 1 });
  await isRead;
});

test(
  'every section is reached by the keyboard, fits a phone, and names all its controls',
  limits,
  async (t) => {
    const opened = await openConsole(t);
    if (!opened) return;
    const { page, visit, logTail } = opened;
    logTail.add(JSON.stringify({ level: 30, time: 0, msg: 'answer: ended' }));
    await page.setViewportSize({ width: 360, height: 740 });
    await visit();
    for (const section of SECTIONS) {
      await page.getByRole('link', { name: section, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name: section }).waitFor();
      await page.locator('[aria-busy]').waitFor({ state: 'detached' });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.equal(overflow, 0, `${section} is wider than a phone`);
      assert.deepEqual(await namelessControls(page), [], section);
    }

    await page.reload();
    await page.getByRole('heading', { level: 2 }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
  },
);

/** The controls that a screen reader could not name. */
function namelessControls(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('a, button, input, select, textarea')]
    .filter((each) => each.checkVisibility())
    .filter((each) => !(each.textContent.trim() || each.ariaLabel || each.labels?.length))
    .map((each) => each.outerHTML)`);
}
