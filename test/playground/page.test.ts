import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { openBrowser } from '../helpers/browser.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { startMemoryPlayground } from '../helpers/memory-playground.ts';

const limits = { timeout: 5 * GIVE_UP_MS };
const DISCORD = '[data-network="discord"]';
const TELEGRAM = '[data-network="telegram"]';

test('a typed message is sent, and the reply shows its edits and times', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, parley } = await startMemoryPlayground(t);
  await page.goto(url);
  const said = new Promise<{ id: string; text: string }>((resolve) => {
    discord.script = { said: resolve };
  });
  const box = page.locator(`${DISCORD} [data-box]`);
  await box.fill('first line');
  await box.press('Shift+Enter');
  await box.pressSequentially('second line');
  await box.press('Enter');
  const question = await said;
  assert.equal(question.text, 'first line\nsecond line');

  let reply = discord.put('21', parley, { text: 'One **bold', replyTo: question.id });
  const shown = page.locator(`${DISCORD} [data-message-id="${reply.id}"]`);
  await shown.locator('[data-text]', { hasText: 'One **bold' }).waitFor();
  reply = discord.change(reply, { text: 'One **bold** word' });
  await shown.locator('strong', { hasText: 'bold' }).waitFor();
  discord.change(reply, { text: 'One **bold** word.', editedAt: reply.createdAt + 3000 });
  const times = shown.locator('[data-times][data-edits="2"]');
  await times.waitFor();
  assert.match(
    (await times.textContent()) ?? '',
    /first words \d+\.\d+ s.*final 3\.\d+ s.*2 edits/,
  );
  assert.match(
    (await shown.locator('[data-reply-to]').textContent()) ?? '',
    /first line second line/,
  );
});

test('the newest message stays in sight when the page gets lower', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, parley } = await startMemoryPlayground(t);
  for (let number = 1; number <= 40; number += 1)
    discord.put('21', parley, { text: `message ${number}` });
  await page.goto(url);
  await page.locator(`${DISCORD} .message`, { hasText: 'message 40' }).waitFor();
  await page.setViewportSize({ width: 1440, height: 500 });
  await page.waitForFunction(`(() => {
    const list = document.querySelector('[data-network="discord"] .messages');
    return list.scrollHeight - list.scrollTop - list.clientHeight < 2;
  })()`);
});

test(
  'a slash offers commands, then the values of their options, and Enter runs the command',
  limits,
  async (t) => {
    const page = await openBrowser(t);
    if (page === undefined) return;
    const { url, discord, ada } = await startMemoryPlayground(t);
    await page.goto(url);
    const ran = new Promise((resolve) => {
      discord.script = { run: resolve };
    });
    const box = page.locator(`${DISCORD} [data-box]`);
    const offers = page.locator(`${DISCORD} [role="option"]`);
    await box.pressSequentially('/');
    await offers.filter({ hasText: '/resetForget everything' }).waitFor();
    await box.pressSequentially('mo');
    await offers.filter({ hasText: '/reset' }).waitFor({ state: 'detached' });
    await box.press('Tab');
    await offers.filter({ hasText: 'demo/count' }).waitFor();
    await box.press('ArrowDown');
    await box.press('ArrowDown');
    await box.press('Enter');
    assert.equal(await box.inputValue(), '/model demo/count');

    await box.press('Enter');
    assert.deepEqual(await ran, {
      roomId: '21',
      authorId: ada.id,
      name: 'model',
      options: { name: 'demo/count' },
    });
  },
);

test('an @ offers the members', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url } = await startMemoryPlayground(t);
  await page.goto(url);
  const box = page.locator(`${TELEGRAM} [data-box]`);
  await box.pressSequentially('ask @pa');
  await page.locator(`${TELEGRAM} [role="option"]`, { hasText: '@parley' }).waitFor();
  await box.press('Enter');
  assert.equal(await box.inputValue(), 'ask @parley ');
});

test("a button can be pressed, and the network's refusal becomes a toast", limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, telegram, parley } = await startMemoryPlayground(t);
  const pressed: string[] = [];
  telegram.script = {
    press({ messageId, buttonId }) {
      pressed.push(`${messageId} ${buttonId}`);
      throw new Error('The bot did not answer');
    },
  };
  const message = telegram.put('31', parley, {
    text: 'Choose',
    buttons: [[{ id: 'model:echo', label: 'Echo' }]],
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Echo' }).click();
  await page.locator(`${TELEGRAM} [data-toast]`, { hasText: 'The bot did not answer' }).waitFor();
  assert.deepEqual(pressed, [`${message.id} model:echo`]);
});

test('no text of people or bots becomes markup or a script', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, telegram, parley } = await startMemoryPlayground(t);
  const attack = '<img src=x onerror="document.title=1">';
  const link = '[x](javascript:document.title=2)';
  discord.put(
    '21',
    { ...parley, name: attack },
    {
      text: `${attack} ${link} \`\`\`${attack}\`\`\``,
      files: [{ name: attack, bytes: 1 }],
      buttons: [[{ id: attack, label: attack }]],
    },
  );
  const entities = [
    { type: 'text_link', offset: 0, length: 5, url: 'javascript:document.title=3' },
  ];
  telegram.put('31', parley, { text: `click ${attack}`, entities });
  await page.goto(url);
  await page.locator(`${TELEGRAM} [data-text]`, { hasText: `click ${attack}` }).waitFor();
  assert.ok(
    (await page.locator(`${DISCORD} [data-text]`).textContent())?.startsWith(`${attack} ${link} `),
  );
  assert.equal(await page.locator('.network img, .network a:not([href^="/api/file?"])').count(), 0);
  assert.equal(await page.title(), 'Parley playground');
});

test(
  'a message that only one person sees can be dismissed, and others never receive it',
  limits,
  async (t) => {
    const page = await openBrowser(t);
    if (page === undefined) return;
    const { url, discord, parley, ada, grace } = await startMemoryPlayground(t);
    await page.goto(url);
    const secret = page.locator(`${DISCORD} [data-text]`, { hasText: 'for ada' });
    discord.put('21', parley, { text: 'for ada', viewerId: ada.id });
    await secret.waitFor();
    await page.locator(`${DISCORD} [data-speaker]`).selectOption(grace.id);
    await secret.waitFor({ state: 'detached' });
    discord.put('21', parley, { text: 'also for ada', viewerId: ada.id });
    discord.put('21', parley, { text: 'for all' });
    await page.locator(`${DISCORD} [data-text]`, { hasText: 'for all' }).waitFor();
    assert.equal(await secret.count(), 0);

    await page.locator(`${DISCORD} [data-speaker]`).selectOption(ada.id);
    await page
      .locator(`${DISCORD} .message`, { hasText: 'also for ada' })
      .locator('[data-action="dismiss"]')
      .click();
    await page
      .locator(`${DISCORD} [data-text]`, { hasText: 'also for ada' })
      .waitFor({ state: 'detached' });
    await secret.waitFor();
  },
);

test('a message in another room marks that room until it is opened', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, grace } = await startMemoryPlayground(t);
  await page.goto(url);
  const random = page.locator('[data-room-id="22"]');
  await random.waitFor();
  discord.put('22', grace, { text: 'over here' });
  await page.locator('[data-room-id="22"][data-unread]').waitFor();
  await random.click();
  await page.locator(`${DISCORD} [data-text]`, { hasText: 'over here' }).waitFor();
  assert.equal(await random.getAttribute('data-unread'), null);
});

test('the list scrolls to new messages only from its end', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, grace } = await startMemoryPlayground(t);
  for (let number = 1; number <= 60; number += 1)
    discord.put('21', grace, { text: `message ${number}` });
  await page.goto(url);
  const list = page.locator(`${DISCORD} [role="log"]`);
  const say = async (text: string) => {
    discord.put('21', grace, { text });
    await page.locator(`${DISCORD} [data-text]`, { hasText: text }).waitFor({ state: 'attached' });
    return list.evaluate((element) => ({
      top: Math.round(element.scrollTop),
      below: Math.round(element.scrollHeight - element.scrollTop - element.clientHeight),
    }));
  };
  assert.equal((await say('seen at once')).below, 0);

  await list.evaluate((element) => element.scrollTo(0, 100));
  assert.equal((await say('seen later')).top, 100);
});

test('people reply to messages, and edit and delete their own', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, grace, ada } = await startMemoryPlayground(t);
  const theirs = discord.put('21', grace, { text: 'a question' });
  const mine = discord.put('21', ada, { text: 'a tpyo' });
  await page.goto(url);
  const act = async (messageId: string, action: string) => {
    const message = page.locator(`${DISCORD} [data-message-id="${messageId}"]`);
    await message.hover();
    await message.locator(`[data-action="${action}"]`).click();
  };
  const box = page.locator(`${DISCORD} [data-box]`);

  await act(mine.id, 'edit');
  assert.equal(await box.inputValue(), 'a tpyo');

  await box.fill('a typo');
  await box.press('Enter');
  await page.locator(`${DISCORD} [data-edited]`, { hasText: 'a typo' }).waitFor();

  await act(theirs.id, 'reply');
  await box.fill('an answer');
  await box.press('Enter');
  await page.locator(`${DISCORD} .message`, { hasText: 'an answer' }).waitFor();
  assert.equal(discord.history('21').at(-1)?.replyTo, theirs.id);

  await act(mine.id, 'remove');
  await page.locator(`${DISCORD} [data-message-id="${mine.id}"]`).waitFor({ state: 'detached' });
  assert.equal(
    await page
      .locator(`${DISCORD} [data-message-id="${theirs.id}"] [data-action="remove"]`)
      .count(),
    0,
  );
});

test('a file is sent with a message and can be downloaded', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, telegram } = await startMemoryPlayground(t);
  await page.goto(url);
  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('twelve bytes') };
  await page.locator(`${TELEGRAM} [data-attach]`).setInputFiles(file);
  await page.locator(`${TELEGRAM} [data-box]`).press('Enter');
  await page.locator(`${TELEGRAM} [data-file="notes.txt"]`, { hasText: '12 B' }).waitFor();
  assert.partialDeepStrictEqual(telegram.history('31').at(-1)?.files, [
    { name: 'notes.txt', bytes: 12 },
  ]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`${TELEGRAM} [data-file="notes.txt"]`).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'notes.txt');
  assert.equal((await buffer(await download.createReadStream())).toString(), 'twelve bytes');
});

test('after an interruption the page shows the changes that it missed', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url, discord, parley, stop, restart } = await startMemoryPlayground(t);
  const lost = discord.put('21', parley, { text: 'soon gone' });
  await page.goto(url);
  await page.locator(`${DISCORD} [data-text]`, { hasText: 'soon gone' }).waitFor();
  await stop();
  await page.locator('body[data-disconnected]').waitFor();
  await discord.remove('21', lost.id);
  discord.put('21', parley, { text: 'said meanwhile' });
  discord.setOnline(false);
  await restart();
  await page.locator(`${DISCORD} [data-text]`, { hasText: 'said meanwhile' }).waitFor();
  await page.locator(`${DISCORD} .presence`, { hasText: 'parley is offline' }).waitFor();
  assert.equal(await page.locator(`${DISCORD} [data-text]`, { hasText: 'soon gone' }).count(), 0);
});

test('on a narrow screen the networks are tabs', limits, async (t) => {
  const page = await openBrowser(t);
  if (page === undefined) return;
  const { url } = await startMemoryPlayground(t);
  await page.setViewportSize({ width: 480, height: 800 });
  await page.goto(url);
  await page.locator(DISCORD).waitFor();
  assert.equal(await page.locator(TELEGRAM).isVisible(), false);

  await page.getByRole('button', { name: 'Telegram' }).click();
  await page.locator(TELEGRAM).waitFor();
  assert.equal(await page.locator(DISCORD).isVisible(), false);
});
