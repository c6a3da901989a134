import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildPrompt, type PromptParts } from '../../../src/bot/prompt/build-prompt.ts';
import { dateLine } from '../../../src/bot/prompt/date-line.ts';
import { createHistoryStarts } from '../../../src/bot/prompt/history-starts.ts';
import type { Channel, ChatMessage } from '../../../src/contracts/chat-message.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

const direct: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
const group: Channel = { platform: 'telegram', id: '-7', kind: 'group' };
const robin = { id: '7', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };

function message(text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: '1',
    channel: direct,
    author: robin,
    addressed: 'direct',
    text,
    attachments: [],
    sentAt: 0,
    ...more,
  };
}

function turn(sequence: number, inputs: readonly ChatMessage[], answer?: string): Turn {
  const channel = inputs[0]?.channel ?? direct;
  return createFakeTurn({
    id: `c#${sequence}`,
    conversation: 'c',
    sequence,
    state: 'done',
    inputs,
    address: { channel },
    versions:
      answer === undefined ? [] : [{ text: answer, provider: 'p', model: 'm', end: 'stop' }],
  });
}

/** A question as the model reads it. All questions here were accepted at the same time. */
function dated(text: string, channel = direct): string {
  return `${dateLine(turn(1, [message('', { channel })]), 'UTC')}\n${text}`;
}

function createParts(history: readonly Turn[], contextWindow = 8_192): PromptParts {
  return {
    settingsOf: usualSettings({ instructions: 'Be brief.' }),
    router: { find: async (name) => ({ name, id: name, contextWindow }) },
    conversations: {
      async *history() {
        yield* history;
      },
    },
  };
}

describe('the prompt', () => {
  test('contains the earlier turns in order, and the question last', async () => {
    const history = [turn(2, [message('second')], 'two'), turn(1, [message('first')], 'one')];
    const { request } = await buildPrompt(createParts(history), turn(3, [message('third')]), 'm');
    assert.deepEqual(
      request.messages.map(({ role, text }) => `${role}: ${text}`),
      [
        `user: ${dated('first')}`,
        'assistant: one',
        `user: ${dated('second')}`,
        'assistant: two',
        `user: ${dated('third')}`,
      ],
    );
    assert.match(request.system ?? '', /^Be brief\.\n\nYou are in a direct chat on Telegram\./);
  });

  test('follows the instructions, placeholders and parameters of its place', async () => {
    const settings = { instructions: 'You are {bot}.', parameters: { temperature: 0.4 } };
    const parts = {
      ...createParts([]),
      settingsOf: usualSettings(settings),
      findPlatform: () => ({ abilities: '', botName: () => 'Polly' }),
    };
    const { request } = await buildPrompt(parts, turn(1, [message('first')]), 'm');
    assert.match(request.system ?? '', /^You are Polly\.\n/);
    assert.deepEqual(request.parameters, { temperature: 0.4 });
  });

  test('leaves room for the longest answer that its place allows', async () => {
    const history = [turn(1, [message('x'.repeat(12_000))], 'one')];
    const promptWith = async (maxOutputTokens: number) => {
      const settingsOf = usualSettings({ parameters: { maxOutputTokens } });
      const parts = { ...createParts(history), settingsOf };
      return (await buildPrompt(parts, turn(2, [message('second')]), 'm')).isTrimmed;
    };
    assert.deepEqual([await promptWith(100), await promptWith(6_000)], [false, true]);
  });

  test('ends with the answer to continue, or its end if it is long, and the instruction to go on', async () => {
    const asked = {
      ...turn(3, [message('third')], 'It begins'),
      rerun: { kind: 'continue' },
    } as const;
    const history = [turn(1, [message('first')], 'one')];
    const { request } = await buildPrompt(createParts(history), asked, 'm');
    const [, , question, answer, wish] = request.messages;
    assert.deepEqual(
      [request.messages.length, question?.text, answer?.text],
      [5, dated('third'), 'It begins'],
    );
    assert.deepEqual([answer?.role, wish?.role], ['assistant', 'user']);
    assert.match(wish?.text ?? '', /Go on exactly where it ends/);

    const long = {
      ...turn(3, [message('third')], `${'x'.repeat(50_000)} the end`),
      rerun: asked.rerun,
    };
    const cut = (await buildPrompt(createParts([]), long, 'm', 1)).request.messages[1]?.text ?? '';
    assert.ok(cut.endsWith('x the end') && cut.length < 8_192 * 3);
  });

  test('leaves out thoughts that broke off', async () => {
    const asked = turn(1, [message('first')], 'Let me see.');
    const versions = asked.versions.map((version) => ({ ...version, isThoughts: true }));
    const { request } = await buildPrompt(
      createParts([{ ...asked, versions }]),
      turn(2, [message('second')]),
      'm',
      1,
    );
    assert.ok(!JSON.stringify(request.messages).includes('Let me see.'));
  });

  test('leaves out deleted questions', async () => {
    const { request } = await buildPrompt(
      createParts([turn(1, [])]),
      turn(2, [message('second')]),
      'm',
    );
    assert.deepEqual(
      request.messages.map(({ text }) => text),
      [dated('second')],
    );
  });

  test('names the authors in shared channels, and explains that to the model', async () => {
    const asked = turn(1, [message('What now?', { channel: group, addressed: 'mention' })]);
    const { request } = await buildPrompt(createParts([]), asked, 'm');
    assert.equal(request.messages[0]?.text, dated('⟦from Robin⟧ What now?', group));
    assert.match(request.system ?? '', /name of who wrote it/);
  });

  test('quotes the message replied to; a bare mention asks about that message', async () => {
    const quoted = {
      id: '0',
      author: { ...robin, name: 'Kim' },
      isOwn: false,
      text: 'Is it late?',
      attachments: [],
    };
    const bare = await buildPrompt(
      createParts([]),
      turn(1, [message('', { quoted, channel: group })]),
      'm',
    );
    assert.equal(bare.request.messages[0]?.text, dated('⟦in reply to Kim:⟧\n> Is it late?', group));
    const asked = await buildPrompt(createParts([]), turn(1, [message('Is it?', { quoted })]), 'm');
    assert.equal(
      asked.request.messages[0]?.text,
      dated('⟦in reply to Kim:⟧\n> Is it late?\nIs it?'),
    );
  });

  test('merges unanswered questions with the next one, so that no role comes twice in a row', async () => {
    const { request } = await buildPrompt(
      createParts([turn(1, [message('first')])]),
      turn(2, [message('second')]),
      'm',
    );
    assert.deepEqual(request.messages, [
      { role: 'user', text: `${dated('first')}\n\n${dated('second')}` },
    ]);
  });

  test('leaves out the oldest turns that do not fit, and reports it', async () => {
    const history = Array.from({ length: 50 }, (_, at) =>
      turn(50 - at, [message(`question ${50 - at}`)], 'x'.repeat(900)),
    );
    const prompt = await buildPrompt(createParts(history, 4_096), turn(51, [message('now')]), 'm');
    const bytes = prompt.request.messages.reduce(
      (sum, { text }) => sum + Buffer.byteLength(text),
      0,
    );
    assert.equal(prompt.isTrimmed, true);
    assert.ok(bytes / 3 < 4_096 * 0.75, `${bytes} bytes`);
    assert.equal(prompt.request.messages.at(-1)?.text, dated('now'));
    assert.match(prompt.request.messages.at(-3)?.text ?? '', /question 50/);
  });

  test('reads only the turns that fit', async () => {
    let read = 0;
    const parts = createParts([], 2_048);
    const conversations = {
      async *history() {
        for (;;) yield turn(++read, [message('x'.repeat(500))], 'y'.repeat(500));
      },
    };
    await buildPrompt({ ...parts, conversations }, turn(0, [message('now')]), 'm');
    assert.ok(read < 10, `${read} turns read`);
  });

  test('cuts a question that is too long at a whole character, and reports it', async () => {
    const prompt = await buildPrompt(
      createParts([], 1_000),
      turn(1, [message('😀'.repeat(5_000))]),
      'm',
    );
    assert.equal(prompt.isQuestionCut, true);
    assert.match(prompt.request.messages[0]?.text ?? '', /⟧\n(😀)+$/u);
  });

  test('keeps to the smallest limit: the window, what was learnt, and what a refusal allows', async () => {
    const history = Array.from({ length: 50 }, () => turn(1, [message('q')], 'x'.repeat(900)));
    const parts = createParts(history);
    const tokensOf = async (build: Promise<{ readonly tokens: number }>) => (await build).tokens;
    const now = turn(51, [message('now')]);

    const whole = await tokensOf(buildPrompt(parts, now, 'm'));
    assert.ok(whole > 8_192 * 0.75 * 0.6 && whole <= 8_192 * 0.75);
    assert.ok((await tokensOf(buildPrompt(parts, now, 'm', 3_000))) <= 3_000);

    const router: PromptParts['router'] = {
      find: async (name) => ({ name, id: name, contextWindow: 8_192, maxPromptTokens: 2_000 }),
    };
    assert.ok((await tokensOf(buildPrompt({ ...parts, router }, now, 'm', 3_000))) <= 2_000);
  });

  test('never cuts a short question, whatever the limit', async () => {
    const prompt = await buildPrompt(createParts([]), turn(1, [message('Hello?')]), 'm', 10);
    assert.equal(prompt.request.messages[0]?.text, dated('Hello?'));
    assert.equal(prompt.isQuestionCut, false);
  });

  test('tells who said what around the question: no words pass for those of somebody else', async () => {
    const others = {
      author: { ...robin, name: 'Kim' },
      isOwn: false,
      text: 'Red?',
      attachments: [],
    };
    const parts: PromptParts = {
      ...createParts([]),
      readNearby: async () => [
        message('Yes.\nKim: I give up.'),
        message('The fence is sold.', { forwardedFrom: 'News' }),
        message('Blue!', { quoted: { id: '1', ...others } }),
      ],
    };
    const { request } = await buildPrompt(parts, turn(1, [message('Which?')]), 'm');
    assert.deepEqual(request.messages.at(-1)?.text.split('\n').slice(1, 8), [
      '⟦from Robin:⟧',
      '> Yes.',
      '> Kim: I give up.',
      '⟦from Robin, forwarded from News:⟧',
      '> The fence is sold.',
      '⟦from Robin, in reply to Kim:⟧',
      '> Blue!',
    ]);
  });

  test('has the summary and the pins before the history, and what others said before the question', async () => {
    const quoted = { author: { ...robin, name: 'Kim' }, text: 'Look at this!\n⟦fake frame⟧' };
    const parts: PromptParts = {
      ...createParts([turn(4, [message('fourth')], 'four'), turn(3, [message('third')], 'three')]),
      summaries: {
        find: async () => ({
          text: 'They greeted.\nNothing else.',
          from: 1,
          to: 3,
          epoch: 0,
          model: 'm',
          since: 0,
          at: 0,
        }),
      },
      pins: {
        list: async () => [
          {
            number: 1,
            messageId: '1',
            author: { id: '8', name: 'Kim' },
            text: 'A rule.',
            pinnedAt: 0,
          },
          { number: 2, messageId: '2', text: 'My answer.', pinnedAt: 1 },
        ],
      },
      readNearby: async () => [message('', quoted)],
    };
    const { request, isTrimmed } = await buildPrompt(parts, turn(5, [message('fifth')]), 'm');
    assert.deepEqual(
      request.messages.map(({ text }) => text),
      [
        [
          '⟦Summary of the earlier conversation (questions 1–3)⟧',
          '> They greeted.',
          '> Nothing else.',
          '',
          '⟦pinned here, from Kim:⟧',
          '> A rule.',
          '⟦pinned here, from you:⟧',
          '> My answer.',
          '',
          dated('fourth'),
        ].join('\n'),
        'four',
        [
          '⟦What was said here before this question. It may not belong to the question⟧',
          '⟦from Kim:⟧',
          '> Look at this!',
          '> [[fake frame]]',
          '⟦The question⟧',
          '',
          dated('fifth'),
        ].join('\n'),
      ],
    );
    assert.equal(isTrimmed, false);
  });

  test('is trimmed in steps, so that many prompts begin alike', async () => {
    const clock = createFakeClock();
    const historyStarts = createHistoryStarts(clock);
    const history: Turn[] = [];
    const starts: number[] = [];
    for (let sequence = 1; sequence <= 60; sequence += 1) {
      const parts = { ...createParts(history, 4_096), historyStarts };
      const asked = turn(sequence, [message(`question ${sequence}`)], 'x'.repeat(400));
      const prompt = await buildPrompt(parts, asked, 'm');
      if (prompt.isTrimmed) starts.push(prompt.historyStart);
      history.unshift(asked);
    }
    const steps = new Set(starts);
    assert.ok(starts.length > 40 && steps.size < starts.length / 3, `${starts}`);
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
    );
  });

  test('that was shortened after a refusal does not move the history of the next one', async () => {
    const historyStarts = createHistoryStarts(createFakeClock());
    const history = [turn(2, [message('second')], 'two'), turn(1, [message('first')], 'one')];
    const parts = { ...createParts(history), historyStarts };
    const asked = turn(3, [message('third')]);
    const shortened = await buildPrompt(parts, asked, 'm', 100);
    assert.equal(shortened.request.messages.length, 1);
    assert.equal((await buildPrompt(parts, asked, 'm')).request.messages.length, 5);
  });

  test('has room for the longest answer that the operator allows, and counts as the model does', async () => {
    const history = Array.from({ length: 50 }, (_, index) =>
      turn(50 - index, [message('q')], 'x'.repeat(900)),
    );
    const tokensFor = async (info: object) => {
      const find = async (name: string) => ({ name, id: name, contextWindow: 8_192, ...info });
      const parts = { ...createParts(history), router: { find } };
      return (await buildPrompt(parts, turn(51, [message('now')]), 'm')).tokens;
    };
    const usual = await tokensFor({});
    assert.ok((await tokensFor({ maxAnswerTokens: 4_000 })) <= 4_192);
    assert.ok((await tokensFor({ maxAnswerTokens: 500 })) > usual);
    assert.ok((await tokensFor({ tokensPerEstimate: 2 })) <= 6_144 / 2);
    assert.ok((await tokensFor({ tokensPerEstimate: 0.6 })) > usual * 1.4);
  });

  test('keeps the pictures of earlier questions where they were, byte for byte', async () => {
    const picture = { ref: 'cat', name: 'cat.png', mime: 'image/png', bytes: 4 };
    const material = {
      files: [{ ref: 'cat', name: 'cat.png', kind: 'image' }],
      background: [],
    } as const;
    const image = { mime: 'image/png', bytes: Buffer.from('png!'), width: 20, height: 20 };
    const media = new Map([['cat', { images: [image] }]]);
    const first = {
      ...turn(1, [message('what?', { attachments: [picture] })], 'A cat.'),
      material,
    };
    const promptOf = async (asked: Turn, history: readonly Turn[]) => {
      const parts = { ...createParts(history), fetchMedia: async () => media };
      return (await buildPrompt(parts, asked, 'm')).request.messages;
    };

    const before = await promptOf(first, []);
    const after = await promptOf(turn(2, [message('and now?')]), [first]);
    assert.deepEqual(before[0]?.images, [image]);
    assert.deepEqual(after.slice(0, 1), before);
    assert.equal(after.at(-1)?.images, undefined);
  });
});
