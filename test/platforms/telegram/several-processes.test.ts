import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import {
  type LocalTelegram,
  scaleLimits,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type { PutOptions } from '../../../src/contracts/reply-surface.ts';
import { eventually } from '../../helpers/eventually.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { createTelegramProcess } from './process.ts';
import { createSharedFleet } from './shared-fleet.ts';

const RIGHT = 'telegram:7000000001';

const options = (change: Partial<PutOptions> = {}): PutOptions => ({
  state: 'final',
  key: 'k',
  signal: AbortSignal.timeout(GIVE_UP_MS),
  ...change,
});

async function startTelegram(t: TestContext, moreBots: readonly string[] = []) {
  const telegram = await startLocalTelegram({
    limits: scaleLimits(0.001),
    friends: 'group',
    moreBots,
  });
  t.after(() => telegram.stop());
  const process = (env = {}) => {
    const created = createTelegramProcess(telegram, env);
    t.after(() => created.platform.stop());
    return created;
  };
  const say = (text: string) => telegram.say({ roomId: telegram.me.id, text });
  return { telegram, process, say };
}

const conflicts = ({ controls }: LocalTelegram) =>
  controls.calls.filter(({ code }) => code === 409).length;

describe('several processes that poll for one bot', () => {
  test('take turns: the second takes over when the first stops, and gets nothing again', async (t) => {
    const { telegram, process, say } = await startTelegram(t);
    const fleet = await createSharedFleet(t);
    const [first, second] = [process(), process()];
    await first.start(fleet.join());
    await second.start(fleet.join());
    assert.equal(second.lines.filter((line) => /another process looks after/.test(line)).length, 1);
    assert.deepEqual(second.states, [{ state: 'connected' }]);

    await say('one');
    await eventually('the first message', () => first.texts().length === 1);
    await first.platform.stop();
    // Telegram ends the last request of the first process itself.
    const before = conflicts(telegram);
    await say('two');
    await eventually('the second message', () => second.texts().length === 1);
    assert.deepEqual([first.texts(), second.texts()], [['one'], ['two']]);
    assert.equal(conflicts(telegram), before);
    assert.ok(first.lines.every((line) => !/another process|no longer/.test(line)));
  });

  test('take turns when the first loses the right: it ends its poll at once, and leaves the receipt to the next', async (t) => {
    const { telegram, process, say } = await startTelegram(t);
    const fleet = await createSharedFleet(t);
    const [first, second] = [process(), process()];
    await first.start(fleet.join());
    const secondStarted = second.start(fleet.join());
    await say('one');
    await eventually('the first message', () => first.texts().length === 1);
    await secondStarted;
    const isPoll = ({ method }: { readonly method: string }) => method === 'getUpdates';
    const before = telegram.controls.calls.filter(isPoll).length;
    fleet.revoke(RIGHT);
    await say('two');
    await eventually('the second message', () => second.texts().includes('two'));
    assert.deepEqual(first.texts(), ['one']);
    assert.ok(telegram.controls.calls.filter(isPoll).length > before);
    assert.ok(first.lines.some((line) => /no longer looks after/.test(line)));

    fleet.revoke(RIGHT);
    await say('three');
    await eventually('the third message', () => first.texts().includes('three'));
    assert.ok(first.lines.some((line) => /this process looks after/.test(line)));
  });

  test('poll for two bots at the same time', async (t) => {
    const { telegram, process, say } = await startTelegram(t, ['Memes']);
    const [memes] = telegram.moreBots;
    assert.ok(memes);
    const fleet = await createSharedFleet(t);
    const memory = fleet.join();
    const [one, two] = [process(), process({ TELEGRAM_TOKEN: memes.token })];
    await Promise.all([one.start(memory), two.start(memory)]);
    await say('to Parley');
    await memes.say({ roomId: telegram.me.id, text: 'to Memes' });
    await eventually('both messages', () => one.texts().length + two.texts().length === 2);
    assert.deepEqual([one.texts(), two.texts()], [['to Parley'], ['to Memes']]);
  });
});

describe('a process that only writes', () => {
  test('answers what another process has read: a message, a press, a draft, an edit and a file', async (t) => {
    const { telegram, process, say } = await startTelegram(t);
    const reader = process();
    const writer = process({ TELEGRAM_DRAFTS: 'yes' });
    await reader.start();
    const before = telegram.controls.calls.length;
    await writer.platform.startWriting?.();
    assert.deepEqual(
      telegram.controls.calls.slice(before).map(({ method }) => method),
      ['getMe'],
    );
    assert.equal(writer.platform.botName(), 'parley_bot');

    /** Twice, as after the death of a process that had received it. */
    async function receive<Kind extends InboundEvent['kind']>(kind: Kind) {
      const event = await reader.next(kind);
      for (let time = 0; time < 2; time++) writer.platform.receive?.(event, { updateId: 1 });
      return event;
    }
    const last = () => telegram.history(telegram.me.id).at(-1);
    const page = (text: string) => ({ text });

    const file = { name: 'a.txt', mime: 'text/plain', bytes: Buffer.from('words') };
    await telegram.say({ roomId: telegram.me.id, text: 'Hi', file });
    const { message, address } = await receive('message');
    const ref = message.attachments[0]?.ref ?? '';
    const bytes = await writer.platform.fetch(ref, AbortSignal.timeout(GIVE_UP_MS));
    assert.equal(Buffer.from(bytes).toString(), 'words');

    const surface = writer.platform.surface(address, { isAnswer: true });
    const draft = await surface.put(undefined, page('Hel'), options({ state: 'growing' }));
    assert.equal(last()?.text, 'Hel');
    const controls = [[{ id: 'more', label: 'More', style: 'primary' as const }]];
    const answer = await surface.put(draft, page('Hello'), options({ controls }));
    assert.deepEqual([last()?.text, last()?.replyTo], ['Hello', undefined]);

    const pressed = telegram.press({
      roomId: telegram.me.id,
      messageId: answer.messageId,
      buttonId: 'more',
    });
    const press = await receive('button');
    await pressed;
    await writer.platform.surface(press.address).put(press.message, page('More'), options());
    assert.deepEqual([last()?.text, last()?.edits], ['More', 1]);
    await surface.put(
      undefined,
      { text: '', file: { name: 'answer.md', markdown: '# The whole' } },
      options({ after: answer }),
    );
    assert.equal(last()?.files?.[0]?.name, 'answer.md');
    const answers = telegram.controls.calls.filter(
      ({ method }) => method === 'answerCallbackQuery',
    );
    assert.equal(answers.length, 1);

    const { id } = await say('typo');
    await receive('message');
    await telegram.edit(telegram.me.id, id, 'corrected');
    assert.equal((await receive('edited')).message.text, 'corrected');
  });
});
