import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccessRecords } from '../../src/access/open-access-records.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createQuestionEditor } from '../../src/bot/question-editor.ts';
import { commands } from '../../src/commands/index.ts';
import type { AccessDecision, Powers } from '../../src/contracts/access.ts';
import type { ChatMessage } from '../../src/contracts/chat-message.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import type { PromptMessage } from '../../src/contracts/provider.ts';
import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import type { Router } from '../../src/contracts/router.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { ProviderError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';
import { noUsage } from '../helpers/no-usage.ts';
import { openUsualSettings, usualSettings } from '../helpers/usual-settings.ts';
import { withoutDateLines } from '../helpers/without-date-lines.ts';

const HOUR_MS = 3_600_000;

const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve));

/** A bot whose model answers "re" and the question. A question with "wait" is answered until it is stopped. */
async function setUp() {
  let clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const fake = createFakeSurface();
  const prompts: (readonly PromptMessage[])[] = [];
  /** The questions that messages of the bot reply to, by the ids of these messages. */
  const questions = new Map<string, string | undefined>();
  let decision: AccessDecision = { allowed: true };
  let mayAsk = true;
  const powers: Powers = { ...usualSettings()(said().message.channel).powers, ask: 'moderators' };

  const router: Router = {
    defaultModel: 'p/m',
    models: async () => [],
    find: async () => undefined,
    async *stream({ messages }, signal) {
      prompts.push(
        messages.map(({ text, ...message }) => ({ ...message, text: withoutDateLines(text) })),
      );
      const question = withoutDateLines(messages.at(-1)?.text ?? '');
      yield { type: 'source', provider: 'p', model: 'm' };
      if (question.includes('silent')) await aborted(signal);
      yield { type: 'text-delta', text: `re ${question}` };
      if (question.includes('long')) yield { type: 'text-delta', text: ' and more'.repeat(15) };
      if (question.includes('fail') && prompts.length === 1) {
        throw new ProviderError('trouble', { kind: 'timeout_idle', provider: 'p' });
      }
      if (question.includes('wait')) await aborted(signal);
      if (signal.aborted) return;
      yield { type: 'end', reason: 'stop' };
    },
  };
  const start = async () => {
    const store = createStore({ adapter, clock });
    const bot = createBot({
      usage: noUsage,
      store,
      ...(await openConversations({ store, clock, log: silentLog })),
      ...(await openAccessRecords({ store, clock, log: silentLog })),
      ...(await openUsualSettings(store, { powers })),
      findPlatform: () => undefined,
      commands,
      router,
      access: {
        check: () => decision,
        isAdmin: () => false,
        admins: () => [],
        isModerator: async () => false,
        may: async (power, _author, _channel, isAsker = false) =>
          power === 'ask' ? mayAsk : isAsker || power !== 'forget',
        moveChannel: async () => {},
      },
      languageOf: () => 'en',
      replies: createReplies({ clock, log: silentLog }),
      surface: ({ questionId }): ReplySurface => ({
        ...fake,
        async put(message, page: string, options: PutOptions<MessageRef, string>) {
          const ref = await fake.put(message, page, options);
          if (!message) questions.set(ref.messageId, questionId);
          return ref;
        },
      }),
      clock,
      log: silentLog,
    });
    bot.start();
    return bot;
  };
  let bot = await start();

  const settle = () => clock.advance(30_000);
  const sentAt = new Map<string, number>();
  const message = (id: string, text: string, more: Partial<ChatMessage> = {}) => {
    const firstSentAt = sentAt.get(id) ?? clock.now();
    sentAt.set(id, firstSentAt);
    const turn = said({ id, text, sentAt: firstSentAt });
    return { ...turn, message: { ...turn.message, ...more } };
  };
  return {
    advance: (ms: number) => clock.advance(ms),
    fake,
    prompts,
    settle,
    deny() {
      decision = { allowed: false, denied: 'person' };
    },
    takePower() {
      mayAsk = false;
    },
    /** Starts another process. The time of the first one stands still from now on. */
    async restart() {
      clock = createFakeClock(clock.now());
      bot = await start();
    },
    async ask(id: string, text: string, more: Partial<ChatMessage> = {}) {
      await bot.accept({ kind: 'message', ...message(id, text, more) });
      await clock.advance(2_000);
    },
    async edit(id: string, text: string, more: Partial<ChatMessage> = {}) {
      await bot.accept({
        kind: 'edited',
        ...message(id, text, { sentAt: 1_700_000_000_000, ...more }),
      });
    },
    async remove(messageId: string) {
      await bot.accept({ kind: 'deleted', channel: said().message.channel, messageId });
    },
    async run(name: string, targetId?: string, by = 'ann') {
      const { message: call, address } = said({ by });
      const { channel, author } = call;
      const target = targetId === undefined ? {} : { targetId };
      await bot.accept({
        kind: 'command',
        call: { name, channel, author, options: {}, ...target },
        address,
      });
      await settle();
    },
    async press(id: string, messageId: string) {
      const { message: pressed, address } = said();
      const { author } = pressed;
      await bot.accept({ kind: 'button', id, author, message: { messageId }, address });
      await settle();
    },
    shown: () => [...fake.messages.values()],
    /** The bot's messages, each after the question that it replies to. */
    placed: () => [...fake.messages].map(([id, text]) => [questions.get(id), text]),
    lastPrompt: () => prompts.at(-1)?.map(({ text }) => text),
  };
}

describe('an edit', () => {
  test('of a question that is being answered answers it anew, in the same message, without a word', async () => {
    const { ask, edit, settle, shown, lastPrompt, prompts } = await setUp();
    await ask('q', 'wait for apples');
    assert.deepEqual(shown(), ['re ann: wait for apples']);
    await edit('q', 'oranges');
    await settle();
    assert.deepEqual(shown(), ['re ann: oranges']);
    await ask('next', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: oranges', 're ann: oranges', 'ann: and now?']);
    assert.equal(prompts.length, 3);
  });

  test('before the first word answers only the new words', async () => {
    const { ask, edit, settle, shown } = await setUp();
    await ask('q', 'silent apples');
    await edit('q', 'oranges');
    await settle();
    assert.deepEqual(shown(), ['re ann: oranges']);
  });

  test('leaves no page of the longer answer to the old words', async () => {
    const { ask, edit, settle, shown } = await setUp();
    await ask('q', 'a long wait');
    await settle();
    assert.equal(shown().length, 2);
    await edit('q', 'short');
    await settle();
    assert.deepEqual(shown(), ['re ann: short']);
  });

  test('made again and again costs two answers, of which the last one counts', async () => {
    const { ask, edit, settle, shown, prompts, advance } = await setUp();
    await ask('q', 'wait');
    for (const text of ['wait a', 'wait ab', 'wait abc', 'abcd']) {
      await edit('q', text);
      await advance(700);
    }
    await settle();
    assert.deepEqual(shown(), ['re ann: abcd']);
    assert.equal(prompts.length, 2);
  });

  test('of the newest question makes another version, for an hour', async () => {
    const { ask, edit, settle, advance, shown, prompts, lastPrompt } = await setUp();
    await ask('q', 'apples');
    await advance(HOUR_MS - 2_000);
    await edit('q', 'oranges');
    await settle();
    assert.deepEqual(shown(), ['re ann: oranges']);
    assert.deepEqual(lastPrompt(), ['ann: oranges']);
    await edit('q', 'pears');
    await settle();
    assert.equal(prompts.length, 2, 'after an hour');
    await ask('next', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: pears', 're ann: oranges', 'ann: and now?']);
  });

  test('of an older question changes only what was said before', async () => {
    const { ask, edit, settle, press, shown, lastPrompt } = await setUp();
    await ask('q1', 'apples');
    await ask('q2', 'bread');
    await edit('q1', 'oranges');
    await settle();
    assert.deepEqual(shown(), ['re ann: apples', 're ann: bread']);
    await ask('q3', 'and now?');
    assert.equal(lastPrompt()?.[0], 'ann: oranges');
    await press('regenerate:1:1', 'm1');
    assert.deepEqual(shown(), ['re ann: oranges', 're ann: bread', 're ann: and now?']);
  });

  test('of one of several messages answers all of them anew', async () => {
    const { ask, edit, settle, shown, advance } = await setUp();
    await ask('first', 'wait');
    await ask('a', 'apples', {});
    await ask('b', 'bread', {});
    await edit('first', 'quick');
    await settle();
    assert.equal(shown()[1], 're ann: apples\n\nann: bread');
    await advance(60_000);
    await edit('a', 'oranges');
    await settle();
    assert.equal(shown()[1], 're ann: oranges\n\nann: bread');
  });

  test('that changes nothing does nothing, as when a network adds a link preview', async () => {
    const { ask, edit, settle, prompts } = await setUp();
    await ask('q', 'wait');
    await edit('q', 'wait');
    await edit('q', 'wait', { addressed: false });
    await edit('q', 'wait', { details: '[link preview] a page' });
    await settle();
    assert.equal(prompts.length, 1);
  });

  test('of a checklist, which has no words besides, answers its new tasks', async () => {
    const { ask, edit, settle, shown } = await setUp();
    await ask('q', '', { details: '[checklist] Trip' });
    await edit('q', '', { details: '[checklist] Trip to Rome' });
    await settle();
    assert.deepEqual(shown(), ['re ann: [checklist] Trip to Rome']);
  });

  test('that takes the mention away leaves a question; one that hides the words, too', async () => {
    const { ask, edit, settle, shown, prompts } = await setUp();
    await ask('q', 'apples');
    await edit('q', '', { addressed: false });
    await settle();
    assert.equal(prompts.length, 1);
    await edit('q', 'oranges', { addressed: false });
    await settle();
    assert.deepEqual(shown(), ['re ann: oranges']);
  });

  test('of a question from before a reset does nothing', async () => {
    const { ask, edit, run, settle, prompts } = await setUp();
    await ask('q', 'apples');
    await run('reset');
    await edit('q', 'oranges');
    await settle();
    assert.equal(prompts.length, 1);
  });

  test('by a person who is no longer allowed, or may no longer ask, does nothing', async () => {
    for (const loss of ['deny', 'takePower'] as const) {
      const { ask, edit, settle, shown, prompts, ...room } = await setUp();
      await ask('q', 'apples');
      room[loss]();
      await edit('q', 'oranges');
      await settle();
      assert.deepEqual([shown(), prompts.length], [['re ann: apples'], 1]);
    }
  });

  test('that adds the mention asks, once, for an hour', async () => {
    const { ask, edit, settle, advance, shown } = await setUp();
    await ask('q', 'apples', { addressed: false });
    await settle();
    assert.deepEqual(shown(), []);
    await edit('q', 'apples');
    await settle();
    await edit('q', 'apples');
    await settle();
    assert.deepEqual(shown(), ['re ann: apples']);
    await ask('late', 'pears', { addressed: false });
    await advance(HOUR_MS - 1_000);
    await edit('late', 'pears');
    await settle();
    assert.equal(shown().length, 1);
  });

  test('of a message that is still no question, or of a bot, does nothing', async () => {
    const { edit, settle, prompts } = await setUp();
    await edit('x', 'apples', { addressed: false });
    await edit('y', '');
    const { author } = said().message;
    await edit('z', 'apples', { author: { ...author, isBot: true } });
    await settle();
    assert.equal(prompts.length, 0);
  });

  test('just before the process dies is answered by the next one', async () => {
    const { ask, edit, restart, settle, shown } = await setUp();
    await ask('q', 'silent apples');
    await edit('q', 'oranges');
    await restart();
    await settle();
    assert.deepEqual(shown(), ['re ann: oranges']);
  });
});

describe('deleting a question', () => {
  test('stops its answer and removes what is shown of it', async () => {
    const { ask, remove, shown, lastPrompt, settle } = await setUp();
    await ask('q', 'a long wait');
    assert.equal(shown().length, 2);
    await remove('q');
    await settle();
    assert.deepEqual(shown(), []);
    await ask('next', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: and now?']);
  });

  test('before the first word of its answer leaves nothing', async () => {
    const { ask, remove, shown, prompts, settle } = await setUp();
    await ask('q', 'silent');
    await remove('q');
    await settle();
    assert.deepEqual([shown(), prompts.length], [[], 1]);
  });

  test('removes its growing answer also after a restart', async () => {
    const { ask, restart, remove, settle, shown, fake } = await setUp();
    await ask('q', 'a long wait');
    fake.removeFaults.push('network');
    await remove('q');
    await restart();
    await settle();
    assert.deepEqual(shown(), []);
  });

  test('does not stumble over messages that are gone or may not be removed', async () => {
    const { ask, remove, shown, fake, settle } = await setUp();
    await ask('q', 'a long wait');
    fake.removeFaults.push('forbidden', 'gone');
    await remove('q');
    await settle();
    await ask('next', 'and now?');
    assert.equal(shown().at(-1), 're ann: and now?');
  });

  test('after its answer leaves the answer, takes both out of the history, and its buttons say so', async () => {
    const { ask, remove, press, shown, lastPrompt, prompts, settle } = await setUp();
    await ask('q', 'apples');
    await remove('q');
    await settle();
    assert.deepEqual(shown(), ['re ann: apples']);
    await press('regenerate:1:1', 'm1');
    await press('continue:1', 'm1');
    assert.match(shown()[1] ?? '', /no longer know this question/);
    assert.match(shown()[2] ?? '', /no longer know this question/);
    assert.equal(prompts.length, 1);
    await ask('next', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: and now?']);
  });

  test('that waits withdraws it without a word', async () => {
    const { ask, remove, run, shown, settle } = await setUp();
    await ask('q', 'wait');
    await ask('b', 'bread');
    await remove('b');
    await settle();
    await run('stop');
    assert.deepEqual(
      shown().filter((text) => text.includes('(stopped)')),
      ['re ann: wait\n\n(stopped)'],
    );
  });

  test('that is one of several answers the rest anew while it is answered', async () => {
    const { ask, edit, remove, settle, shown } = await setUp();
    await ask('first', 'wait');
    await ask('a', 'wait for apples');
    await ask('b', 'bread');
    await edit('first', 'quick');
    await settle();
    await remove('a');
    await settle();
    assert.equal(shown()[1], 're ann: bread');
  });

  test('twice, or one that nobody knows, does nothing', async () => {
    const { ask, remove, shown, settle } = await setUp();
    await ask('q', 'apples');
    for (const id of ['q', 'q', 'x']) await remove(id);
    await settle();
    assert.deepEqual(shown(), ['re ann: apples']);
  });
});

describe('/forget', () => {
  test('does for the person who asked what a deletion does, by the question or by the answer', async () => {
    const { ask, run, shown, lastPrompt } = await setUp();
    await ask('q1', 'apples');
    await run('forget', 'q1');
    await ask('q2', 'bread');
    await run('forget', 'm3');
    assert.deepEqual(
      shown().map((text) => text.slice(0, 14)),
      ['re ann: apples', 'Done. I forgot', 're ann: bread', 'Done. I forgot'],
    );
    await ask('q3', 'a long wait');
    await run('forget', 'm5');
    assert.equal(shown().length, 5);
    await ask('q4', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: and now?']);
  });

  test('refuses other people, and what it does not know', async () => {
    const { ask, run, shown, lastPrompt } = await setUp();
    await ask('q', 'apples');
    await run('forget', 'q', 'bob');
    assert.match(shown().at(-1) ?? '', /^Only the person who asked/);
    await run('forget', 'x');
    assert.match(shown().at(-1) ?? '', /can't find/);
    await run('forget', 'q');
    await run('forget', 'q');
    assert.match(shown().at(-1) ?? '', /can't find/);
    await run('forget', 'm1');
    assert.match(shown().at(-1) ?? '', /no longer know/);
    await ask('next', 'and now?');
    assert.deepEqual(lastPrompt(), ['ann: and now?']);
  });
});

test('a question whose answer failed is in no later prompt until it has another answer', async () => {
  const { ask, press, shown, lastPrompt } = await setUp();
  await ask('q', 'fail once');
  assert.match(shown()[0] ?? '', /^re ann: fail once[\s\S]+stopped in the middle/);
  await ask('next', 'and now?');
  assert.deepEqual(lastPrompt(), ['ann: and now?']);
  await press('regenerate:1:1', 'm1');
  await ask('last', 'and then?');
  assert.deepEqual(lastPrompt()?.slice(0, 2), ['ann: fail once', 're ann: fail once']);
});

describe('stopping', () => {
  test('tells each waiting question at its own place, and keeps all of them out of later prompts', async () => {
    const { ask, run, placed, lastPrompt } = await setUp();
    const by = (id: string) => ({ author: { ...said().message.author, id, name: id } });
    await ask('q1', 'wait');
    await ask('q2', 'bread', by('bob'));
    await ask('q3', 'cake', by('cem'));
    await run('stop');
    await ask('q4', 'and now?', by('bob'));
    const answers = placed().filter(([, text]) => !text?.startsWith('Stopped'));
    assert.deepEqual(answers, [
      ['q1', 're ann: wait\n\n(stopped)'],
      ['q2', '(stopped)'],
      ['q3', '(stopped)'],
      ['q4', 're bob: and now?'],
    ]);
    assert.deepEqual(lastPrompt(), ['bob: and now?']);
  });

  test('many waiting questions tells only some of them', async () => {
    const { ask, run, shown, prompts } = await setUp();
    await ask('q', 'wait');
    for (let index = 0; index < 12; index++)
      await ask(`q${index}`, 'bread', {
        author: { ...said().message.author, id: `p${index}` },
      });
    await run('stop');
    assert.equal(shown().filter((text) => text === '(stopped)').length, 5);
    assert.ok(shown().includes('Stopped, with 12 waiting questions.'));
    assert.equal(prompts.length, 1);
  });

  test('a waiting question leaves buttons that ask it again', async () => {
    const { ask, run, press, placed, shown } = await setUp();
    await ask('q1', 'wait');
    await ask('q2', 'bread');
    await run('stop');
    const index = placed().findIndex(([question]) => question === 'q2');
    await press('regenerate:2:1', `m${index + 1}`);
    assert.equal(shown()[index], 're ann: bread');
  });

  test('does not count for /continue, which continues the answer that was growing', async () => {
    const { ask, run, prompts } = await setUp();
    await ask('q1', 'wait');
    await ask('q2', 'bread');
    await run('stop');
    await run('continue');
    assert.equal(prompts.at(-1)?.at(-2)?.text, 're ann: wait');
  });
});

test('hands on what changes a question to the process that answers there', async () => {
  const clock = createFakeClock();
  const { access } = await createAccessParts({ admins: ['9'], allowedChats: ['test:thread'] });
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { settings } = await openUsualSettings(store);
  const thread = { ...channel('thread'), kind: 'thread' as const, parentId: 'room' };
  const elsewhere = { kind: 'elsewhere', channel: thread } as const;
  const unused = async () => assert.fail('nothing changes here');
  const relayed: InboundEvent[] = [];
  const editor = createQuestionEditor(
    {
      turns: {
        edit: async () => elsewhere,
        withdraw: async () => elsewhere,
        forget: unused,
        open: unused,
      },
      relay: async (event) => void relayed.push(event),
      acceptQuestion: unused,
      settingsOf: settings.of,
      access,
      clock,
    },
    { supersede: unused, stopTurn: unused },
  );
  const { message, address } = said({ id: 'q', in: 'thread' });
  await editor.remove(message.channel, 'q');
  await editor.edit(message, address);
  assert.deepEqual(relayed, [
    { kind: 'deleted', channel: thread, messageId: 'q' },
    {
      kind: 'edited',
      message: { ...message, channel: thread },
      address: { ...address, channel: thread },
    },
  ]);
});
