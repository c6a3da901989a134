import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../helpers/browser.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { startMemoryPlayground } from '../helpers/memory-playground.ts';

const limits = { timeout: 5 * GIVE_UP_MS };
const DISCORD = '[data-network="discord"]';
const TELEGRAM = '[data-network="telegram"]';
/** A picture of one pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/**
 * Pastes or drops files, as the browser does: with an event that carries them. The script is a
 * text, because the types of the tests know no page.
 */
async function give(
  page: Page,
  kind: 'paste' | 'drop',
  selector: string,
  files: readonly { name: string; type: string; base64: string }[],
) {
  await page.evaluate(`
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of ${JSON.stringify(files)}) {
      const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    const options = { bubbles: true, cancelable: true };
    const event = '${kind}' === 'paste'
      ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
      : new DragEvent('drop', { ...options, dataTransfer: transfer });
    document.querySelector('${selector}').dispatchEvent(event);
  `);
}

test('pasted and dropped files wait with thumbnails, and go as one message', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord } = await startMemoryPlayground(t);
  await page.goto(url);
  const box = page.locator(`${DISCORD} [data-box]`);
  await box.waitFor();

  const picture = { name: 'cat.png', type: 'image/png', base64: PNG };
  const drawing = { name: 'evil.svg', type: 'image/svg+xml', base64: btoa('<svg/>') };
  const log = { name: 'a.log', type: 'text/plain', base64: btoa('line') };
  await give(page, 'paste', `${DISCORD} [data-box]`, [picture]);
  await give(page, 'drop', `${DISCORD} .messages`, [drawing, log]);
  await page.locator(`${DISCORD} [data-queued="cat.png"] img`).waitFor();
  assert.equal(await page.locator(`${DISCORD} [data-queued="evil.svg"] img`).count(), 0);
  await page.locator(`${DISCORD} [data-queued="a.log"] button`).click();

  await box.fill('look');
  await box.press('Enter');
  const shown = page.locator(`${DISCORD} .message`, { hasText: 'look' });
  await shown.locator('.picture img').waitFor();
  await shown.locator('.file', { hasText: 'evil.svg' }).waitFor();
  const names = discord
    .history('21')
    .at(-1)
    ?.files.map(({ name }) => name);
  assert.deepEqual(names, ['cat.png', 'evil.svg']);
});

test('a paste that is too long for Discord becomes a file', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url } = await startMemoryPlayground(t);
  await page.goto(url);
  await page.locator(`${DISCORD} [data-box]`).waitFor();
  await page.evaluate(`
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'line\\n'.repeat(500));
    document.querySelector('${DISCORD} [data-box]')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
  `);
  await page.locator(`${DISCORD} [data-queued="message.txt"]`, { hasText: '2.5 kB' }).waitFor();
});

test('a voice message is recorded as the apps do it: Opus in Ogg', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord } = await startMemoryPlayground(t);
  await page.goto(url);
  const record = page.locator(`${DISCORD} [data-record]`);
  await record.click();
  await page.locator(`${DISCORD} .recording-time`, { hasText: '0:01' }).waitFor();
  await record.click();
  await page.locator(`${DISCORD} [data-queued="voice-message.ogg"]`).waitFor();
  await page.locator(`${DISCORD} [data-box]`).press('Enter');
  const player = page.locator(`${DISCORD} [data-sent-as="voice"] audio`);
  await player.waitFor();

  const message = discord.history('21').at(-1);
  const bytes = Buffer.from(discord.file('21', message?.id ?? '', 0) ?? []);
  assert.equal(bytes.toString('latin1', 0, 4), 'OggS');
  assert.equal(bytes.toString('latin1', 28, 36), 'OpusHead');
  assert.equal(message?.files[0]?.mime, 'audio/ogg');
  const seconds = await page.evaluate<number>(`(async () => {
    const audio = document.querySelector('${DISCORD} audio');
    audio.muted = true;
    await audio.play();
    return audio.duration;
  })()`);
  assert.ok(seconds > 0.2 && seconds < 30, `${seconds} s`);
});

test('on Discord the text beside a voice message replies to it', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord } = await startMemoryPlayground(t);
  await page.goto(url);
  const voice = { name: 'v.ogg', mimeType: 'audio/ogg', buffer: Buffer.from('OggS') };
  await page.locator(`${DISCORD} [data-voice-file]`).setInputFiles(voice);
  await page.locator(`${DISCORD} [data-box]`).fill('hear this');
  await page.locator(`${DISCORD} [data-box]`).press('Enter');
  await page.locator(`${DISCORD} .message`, { hasText: 'hear this' }).waitFor();
  const [said, text] = discord.history('21').slice(-2);
  assert.deepEqual(
    [said?.files[0]?.sentAs, text?.text, text?.replyTo],
    ['voice', 'hear this', said?.id],
  );
});

test('a chosen recording is sent as a voice message, and gets a player', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, telegram } = await startMemoryPlayground(t);
  await page.goto(url);
  const voice = { name: 'v.ogg', mimeType: 'audio/ogg', buffer: Buffer.from('OggS') };
  await page.locator(`${TELEGRAM} [data-voice-file]`).setInputFiles(voice);
  await page.locator(`${TELEGRAM} [data-box]`).press('Enter');
  await page.locator(`${TELEGRAM} [data-sent-as="voice"] audio`).waitFor();
  assert.equal(telegram.history('31').at(-1)?.files[0]?.sentAs, 'voice');
});

test('nothing that a message holds becomes markup or loads an address', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, grace } = await startMemoryPlayground(t);
  const attack = '<img src=x onerror="document.title=1">';
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const fields = [{ name: attack, value: attack }];
  const embed = { title: attack, url: 'javascript:1', description: `![x](https://e.org/a.png)` };
  discord.put('21', grace, {
    text: '',
    embeds: [{ ...embed, fields, author: attack, footer: attack }],
    quote: { from: attack, text: attack },
    forwardedFrom: attack,
    card: { kind: 'poll', question: attack, options: [attack] },
    reactions: [{ emoji: attack, userIds: [attack] }],
    files: [
      { name: 'evil.svg', mime: 'image/svg+xml', bytes: 1 },
      { name: 'page.png', mime: 'image/png', bytes: 1 },
    ],
  });
  await page.goto(url);
  await page.locator(`${DISCORD} [data-embed]`, { hasText: attack }).waitFor();
  // The bytes of the second file are no picture, so it becomes a link.
  await page.locator(`${DISCORD} a.file[data-file="page.png"]`).waitFor();
  assert.equal(await page.locator('.network img').count(), 0);
  assert.equal(await page.title(), 'Parley playground');
  assert.deepEqual(
    requests.filter((address) => !address.startsWith(url)),
    [],
  );
});

test('the menu of a message forwards, reacts, quotes and opens a thread', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, telegram, grace } = await startMemoryPlayground(t);
  const first = discord.put('21', grace, { text: 'the soup' });
  const second = telegram.put('31', grace, { text: 'salt and pepper' });
  await page.goto(url);
  const openMenu = async (network: string, id: string) => {
    const message = page.locator(`${network} [data-message-id="${id}"]`);
    await message.hover();
    await message.locator('[data-action="more"]').click();
  };

  await openMenu(DISCORD, first.id);
  await page.locator('[data-menu="forward"]').click();
  await page.locator('dialog select').selectOption('22');
  await page.locator('dialog [type="submit"]').click();
  await page.locator('[data-room-id="22"][data-unread]').waitFor({ state: 'detached' });
  await page.locator('dialog').waitFor({ state: 'detached' });

  await openMenu(DISCORD, first.id);
  await page.locator('[data-emoji="👍"]').click();
  await page.locator(`${DISCORD} [data-reaction="👍"]`).waitFor();
  assert.equal(discord.history('22').at(-1)?.forwardedFrom, 'grace');

  await openMenu(DISCORD, first.id);
  await page.locator('[data-menu="thread"]').click();
  await page.locator('dialog [type="submit"]').click();
  await page.locator(`${DISCORD} .chat-header h2`, { hasText: 'the soup' }).waitFor();

  await page.evaluate(`
    const text = document.querySelector('${TELEGRAM} [data-message-id="${second.id}"] [data-text]');
    getSelection().setBaseAndExtent(text.firstChild, 9, text.firstChild, 15);
  `);
  await openMenu(TELEGRAM, second.id);
  await page.locator('[data-menu="quote"]').click();
  await page.locator(`${TELEGRAM} [data-box]`).fill('why?');
  await page.locator(`${TELEGRAM} [data-box]`).press('Enter');
  await page.locator(`${TELEGRAM} [data-quote]`, { hasText: 'pepper' }).waitFor();
  assert.equal(telegram.history('31').at(-1)?.replyTo, second.id);
});

test('the menu beside the box sends a poll', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord } = await startMemoryPlayground(t);
  await page.goto(url);
  await page.locator(`${DISCORD} [data-plus]`).click();
  await page.locator('[data-menu="poll"]').click();
  await page.locator('dialog [name="question"]').fill('Tea?');
  await page.locator('dialog [name="options"]').fill('Yes\nNo\n');
  await page.locator('dialog [type="submit"]').click();
  await page.locator(`${DISCORD} [data-card="poll"]`, { hasText: 'Tea?' }).waitFor();
  assert.deepEqual(discord.history('21').at(-1)?.card, {
    kind: 'poll',
    question: 'Tea?',
    options: ['Yes', 'No'],
    isMultiple: false,
  });
});

test(
  'an empty room offers things to try, a message without a mention a hint, and a message its commands',
  limits,
  async (t) => {
    const page = await openBrowser(t);
    if (page === undefined) return;
    const { url, discord, telegram, ada, parley } = await startMemoryPlayground(t);
    await page.goto(url);
    await page.locator(`${TELEGRAM} .chip`, { hasText: 'Send a picture' }).click();
    await page.locator(`${TELEGRAM} .picture img`).waitFor();
    assert.deepEqual(
      telegram.history('31').map(({ text, files }) => [text, files[0]?.mime]),
      [['What is in this picture?', 'image/png']],
    );

    const chips = page.locator(`${DISCORD} .chip`);
    assert.equal(await chips.count(), 3);
    await page.locator(`${DISCORD} [data-box]`).fill('hello');
    await page.locator(`${DISCORD} [data-box]`).press('Enter');
    await chips.filter({ hasText: 'Ask again with a mention' }).click();
    assert.equal(await page.locator(`${DISCORD} [data-box]`).inputValue(), '@parley hello');

    const ran = new Promise((resolve) => {
      discord.script = { run: resolve };
    });
    const message = page.locator(`${DISCORD} .message`, { hasText: 'hello' });
    await message.hover();
    await message.locator('[data-action="more"]').click();
    await page.locator('[data-menu="command-Why"]').click();
    const targetId = discord.history('21')[0]?.id;
    assert.deepEqual(await ran, { roomId: '21', authorId: ada.id, name: 'Why', targetId });

    // A bot that was thrown out gets no ping.
    discord.put('21', ada, { text: `<@${parley.id}> are you there?` });
    await page.locator(`${DISCORD} .message`, { hasText: 'are you there?' }).waitFor();
    assert.equal(await chips.count(), 0);
  },
);

test(
  'a menu and a form of the bot are answered, and the Trouble panel ends what it began',
  limits,
  async (t) => {
    const page = await openBrowser(t);
    if (page === undefined) return;
    const { url, discord, parley, troubleEvents } = await startMemoryPlayground(t);
    const entry = { value: 'cook', label: 'Cook', isSelected: false };
    const menu = { id: 'who', placeholder: 'Choose a persona', entries: [entry] };
    discord.put('21', parley, { text: 'Who?', menus: [menu] });
    await page.goto(url);
    const picked = new Promise<unknown>((resolve) => {
      discord.script = { press: ({ buttonId, values }) => resolve([buttonId, values]) };
    });
    await page.locator(`${DISCORD} [data-menu-id="who"]`).selectOption('cook');
    assert.deepEqual(await picked, ['who', ['cook']]);

    const submitted = new Promise((resolve) => {
      discord.script = { submitForm: resolve };
    });
    const field = { id: 'name', label: 'Name', value: '', isLong: false, isRequired: true };
    const form = {
      id: 'new',
      title: 'A persona',
      fields: [{ ...field, minCharacters: 0, maxCharacters: 9 }],
    };
    discord.announce({ kind: 'form', roomId: '21', form });
    await page.locator('dialog [name="name"]').fill('Baker');
    await page.locator('dialog [type="submit"]').click();
    assert.deepEqual(await submitted, { name: 'Baker' });

    await page.locator('.trouble-opener').click();
    await page.locator('[data-trouble="storm"]').click();
    await page.locator('[data-trouble="storm"][data-active]').waitFor();
    await page.locator('.trouble-close').click();
    await page.locator('.trouble-opener:not([data-active])').waitFor();
    assert.deepEqual(troubleEvents, ['begin', 'end']);
  },
);
