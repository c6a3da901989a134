import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccessRecords } from '../../src/access/open-access-records.ts';
import { createBot } from '../../src/bot/bot.ts';
import { commands } from '../../src/commands/index.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import type { Observation } from '../../src/contracts/observation.ts';
import type { Router } from '../../src/contracts/router.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';
import { noUsage } from '../helpers/no-usage.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';
import { withoutDateLines } from '../helpers/without-date-lines.ts';

const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve));

/** A bot whose model answers "re" and the question. Asked to "wait", it answers until it is stopped. */
async function setUp({ isAllowed = true } = {}) {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const opened = await openConversations({ store, clock, log: silentLog });
  const surface = createFakeSurface();
  const observations: Observation[] = [];
  const observe = (observation: Observation) => void observations.push(observation);
  const router: Router = {
    defaultModel: 'p/m',
    models: async () => [],
    find: async () => undefined,
    async *stream({ messages }, signal, _spending, onAttempt) {
      const question = withoutDateLines(messages.at(-1)?.text ?? '');
      yield { type: 'text-delta', text: `re ${question}` };
      if (question.endsWith('wait')) await aborted(signal);
      const outcome = signal.aborted ? 'stopped' : 'answered';
      onAttempt?.({ provider: 'p', model: 'm', outcome, endMs: 1 });
      if (signal.aborted) return;
      yield { type: 'end', reason: 'stop' };
    },
  };
  const bot = createBot({
    usage: noUsage,
    store,
    ...opened,
    ...(await openAccessRecords({ store, clock, log: silentLog })),
    ...(await openUsualSettings(store)),
    findPlatform: () => undefined,
    commands,
    router,
    access: {
      check: () => (isAllowed ? { allowed: true } : { allowed: false, denied: 'chat' }),
      isAdmin: () => false,
      admins: () => [],
      isModerator: async () => false,
      // As slow as a network.
      may: async () => {
        for (let steps = 0; steps < 10; steps++) await undefined;
        return isAllowed;
      },
      moveChannel: async () => {},
    },
    languageOf: () => 'en',
    replies: createReplies({ clock, observe, log: silentLog }),
    surface: () => surface,
    observe,
    clock,
    log: silentLog,
  });
  const shown = () => [...surface.messages.values()];
  return { clock, bot, shown, adapter, observations };
}

const question = (text: string): InboundEvent => ({ kind: 'message', ...said({ id: text, text }) });

function command(name: string): InboundEvent {
  const { message, address } = said();
  return {
    kind: 'command',
    call: { name, channel: message.channel, author: message.author, options: {} },
    address,
  };
}

describe('the bot', () => {
  for (const name of ['stop', 'reset']) {
    test(`answers the message right after /${name}, as in a batch after a lost connection`, async () => {
      const { clock, bot, shown } = await setUp();
      for (const event of [question('before'), command(name), question('after')])
        await bot.accept(event);
      bot.start();
      await clock.advance(60_000);
      assert.ok(
        shown().some((text) => text.endsWith('after')),
        shown().join('\n'),
      );
    });

    test(`answers the message that arrives at the same moment after /${name}`, async () => {
      const { clock, bot, shown } = await setUp();
      bot.start();
      await bot.accept(question('before'));
      await clock.advance(60_000);
      const events = [command(name), command('help'), question('after')];
      await Promise.all(events.map((event) => bot.accept(event)));
      await clock.advance(60_000);
      assert.ok(
        shown().some((text) => text.endsWith('after')),
        shown().join('\n'),
      );
    });
  }

  const by = (person: string, text: string): InboundEvent => ({
    kind: 'message',
    ...said({ id: text, by: person, text }),
  });
  const { channel } = said().message;

  for (const [kind, sentence] of [
    ['full', /my disk is full/],
    ['damaged', /my store is damaged/],
    ['unavailable', /can't store messages right now/],
  ] as const) {
    test(`says once per hour that its store is ${kind}, to each command, and takes nothing in`, async () => {
      const { clock, bot, shown, adapter } = await setUp();
      bot.start();
      const { setMany } = adapter;
      adapter.setMany = async () => {
        throw new StoreError('for the log', { kind });
      };
      for (const text of ['one', 'two', 'three'])
        await assert.rejects(bot.accept(question(text)), StoreError);
      await clock.advance(60_000);
      const count = () => shown().join(' ').match(new RegExp(sentence, 'g'))?.length;
      assert.equal(count(), 1);

      await bot.accept(command('reset'));
      await clock.advance(60_000);
      assert.equal(count(), 2);

      adapter.setMany = setMany;
      await bot.accept(question('one'));
      await clock.advance(60_000);
      assert.match(shown().at(-1) ?? '', /re .*one/);
    });
  }

  test('stops only the growing answer when a person stops its draft', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    await bot.accept(by('bob', 'next'));
    await bot.accept({ kind: 'stopped', address: { channel } });
    await clock.advance(60_000);
    assert.deepEqual(
      shown().map((text) => text.split('\n').at(-1)),
      ['(stopped)', 're bob: next'],
    );
  });

  test('stops the answers of a place that it was removed from', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    await bot.accept(by('bob', 'next'));
    await bot.accept({ kind: 'removed', channel });
    await clock.advance(60_000);
    assert.deepEqual(
      shown().map((text) => text.split('\n').at(-1)),
      ['(stopped)'],
    );
  });

  test('stops the answer whose message a person deletes', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    await bot.accept({ kind: 'deleted', channel, messageId: 'somebody else’s' });
    await clock.advance(5_000);
    assert.doesNotMatch(shown().join(), /stopped/);
    await bot.accept({ kind: 'deleted', channel, messageId: 'm1' });
    await clock.advance(60_000);
    assert.match(shown().join(), /stopped/);
  });

  test('answers the new text of a waiting question that was edited, and no deleted one', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    for (const person of ['bob', 'cem', 'dora']) await bot.accept(by(person, `of ${person}`));
    await bot.accept({
      kind: 'edited',
      ...said({ id: 'of bob', by: 'bob', text: 'better words' }),
    });
    await bot.accept({ kind: 'edited', ...said({ id: 'wait', by: 'ann', text: 'too late' }) });
    await bot.accept({ kind: 'deleted', channel, messageId: 'of cem' });
    await bot.accept({ kind: 'stopped', address: { channel } });
    await clock.advance(60_000);
    assert.deepEqual(shown().slice(1), ['re bob: better words', 're dora: of dora']);
  });

  test('refuses the presses of a stranger with one sentence', async () => {
    const { bot, clock, shown } = await setUp({ isAllowed: false });
    const { message, address } = said();
    for (const id of ['stop:1', 'model:page:1', 'regenerate:1:1']) {
      const press = { kind: 'button' as const, id, author: message.author, address };
      await bot.accept({ ...press, message: { messageId: '1' } });
    }
    await clock.advance(2_000);
    assert.deepEqual(shown(), [
      "You're not on my allow list yet. Write to me to learn how to get on it.",
    ]);
  });
});

describe('the observations of the bot', () => {
  const kindsOf = (observations: readonly Observation[]) => observations.map(({ kind }) => kind);

  test('tell the whole life of a question, in its order', async () => {
    const { clock, bot, observations } = await setUp();
    bot.start();
    await bot.accept(question('how are you?'));
    await clock.advance(60_000);

    const kinds = kindsOf(observations).filter((kind, index, all) => kind !== all[index - 1]);
    assert.deepEqual(kinds, [
      'turn started',
      'message',
      'attempt',
      'write',
      'first words',
      'write',
      'turn ended',
      'run ended',
    ]);
    const [attempt] = observations.filter(({ kind }) => kind === 'attempt');
    assert.deepEqual(attempt, {
      kind: 'attempt',
      attempt: { provider: 'p', model: 'm', outcome: 'answered', endMs: 1 },
      purpose: 'answer',
    });
    const ended = observations.find((each) => each.kind === 'turn ended');
    assert.equal(ended?.turn.state, 'done');
    assert.equal(ended.turn.versions.at(-1)?.text, 're ann: how are you?');
    assert.equal(ended.turn.answerMessages.length, 1);
  });

  test('count the first words from the moment at which the question was accepted', async () => {
    const { clock, bot, observations } = await setUp();
    bot.start();
    await bot.accept(question('please wait'));
    await clock.advance(60_000);
    const first = observations.filter((each) => each.kind === 'first words');
    // Words that are no whole sentence become visible 400 ms after the first of them.
    assert.deepEqual(
      first.map(({ firstWordsMs }) => firstWordsMs),
      [400],
    );
    await bot.accept(command('stop'));
    await clock.advance(60_000);
  });

  test('tell that a question was stopped, and the attempt that was', async () => {
    const { clock, bot, observations } = await setUp();
    bot.start();
    await bot.accept(question('please wait'));
    await clock.advance(10_000);
    await bot.accept(command('stop'));
    await clock.advance(60_000);
    const ended = observations.find((each) => each.kind === 'turn ended');
    assert.equal(ended?.turn.state, 'stopped');
    const attempt = observations.find((each) => each.kind === 'attempt');
    assert.equal(attempt?.attempt.outcome, 'stopped');
    assert.deepEqual(
      observations.filter(({ kind }) => kind === 'command'),
      [{ kind: 'command', platform: 'test', name: 'stop', by: 'command' }],
    );
  });

  test('tell why a message is no question, and never name a command that does not exist', async () => {
    const { clock, bot, observations } = await setUp();
    const { message, address } = said({ id: '1', text: '' });
    await bot.accept({ kind: 'message', message, address });
    await bot.accept(command('my-secret'));
    await clock.advance(60_000);
    assert.deepEqual(
      observations.filter(({ kind }) => kind !== 'write' && kind !== 'first words'),
      [
        { kind: 'message', platform: 'test', declined: 'wordless' },
        { kind: 'command', platform: 'test', name: undefined, by: 'command' },
      ],
    );
  });
});
