import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { why } from '../../src/commands/why.ts';
import type { CommandCall } from '../../src/contracts/command.ts';
import type { DeclineReason, Trace } from '../../src/contracts/trace.ts';
import type { AnswerVersion, Turn } from '../../src/contracts/turns.ts';
import { said } from '../conversations/messages.ts';
import { contextWith } from './command-context.ts';

const { message, address } = said({ id: 'q', text: 'a secret question' });

const turn: Turn = {
  ...{
    id: 'test:room#1',
    conversation: 'test:room',
    sequence: 1,
    epoch: 0,
    state: 'done',
    inputs: [message],
    address,
  },
  ...{ answerMessages: [], creating: false, shownVersion: 0, resumes: 0, acceptedAt: 0, format: 1 },
  versions: [
    {
      ...{ text: 'a secret answer', provider: 'anthropic', model: 'claude', end: 'stop' },
      attempts: [
        {
          provider: 'openai',
          model: 'gpt-5',
          keyAlias: 'key 1',
          outcome: 'overloaded',
          headersMs: 120,
          endMs: 130,
        },
        {
          ...{
            provider: 'anthropic',
            model: 'claude',
            outcome: 'answered',
            headersMs: 200,
            firstContentMs: 800,
          },
          ...{ endMs: 12_345, inputTokens: 20, cachedInputTokens: 16, outputTokens: 300 },
          usd: 0.0031,
        },
      ],
    },
  ],
};

async function ask(
  trace: Trace,
  options: { platform?: string; isAdmin?: boolean; hasTarget?: boolean } = {},
) {
  const { platform = 'telegram', isAdmin = false, hasTarget = true } = options;
  const context = contextWith({
    trace: async () => trace,
    may: async (power) => power !== 'why_details' || isAdmin,
  });
  const channel = { ...message.channel, platform };
  const call: CommandCall = { name: 'why', channel, author: message.author, options: {} };
  return why.run(hasTarget ? { ...call, targetId: 'q' } : call, context);
}

const answered: Trace = { kind: 'turn', turn, turnsAhead: 0, endedAgoMs: 120_000 };

describe('/why', () => {
  test('names the model that answered and when', async () => {
    const { text, onlyAsker } = await ask(answered);
    assert.equal(text, 'anthropic/claude answered this 2 min ago.');
    assert.equal(onlyAsker, true);
  });

  test('says that a cost is estimated, or that nobody knows it', async () => {
    const costOf = async (facts: object) => {
      const versions = turn.versions.map((version) => ({
        ...version,
        attempts: (version.attempts ?? []).map(({ usd: _, ...attempt }) =>
          attempt.outcome === 'answered' ? { ...attempt, ...facts } : attempt,
        ),
      }));
      const { text } = await ask({ ...answered, turn: { ...turn, versions } }, { isAdmin: true });
      return text.split('\n');
    };
    const [estimated, , , line] = await costOf({ usd: 0.004, isEstimated: true });
    assert.match(estimated ?? '', /This answer cost ≈ \$0\.004\.$/);
    assert.match(line ?? '', /≈ 20 tokens in \(16 cached\), ≈ 300 tokens out, ≈ \$0\.004$/);
    const [unknown] = await costOf({});
    assert.match(unknown ?? '', /I don't know what this answer cost\.$/);
  });

  test('says that the model repeated itself', async () => {
    const versions = turn.versions.map((version) => ({ ...version, isRepetition: true }));
    const { text } = await ask({ ...answered, turn: { ...turn, versions } });
    assert.equal(
      text,
      'anthropic/claude answered this 2 min ago. It kept repeating itself, so I stopped it and left out the repetition.',
    );
  });

  test('shows admins every attempt, without any message text', async () => {
    const { text } = await ask(answered, { isAdmin: true });
    assert.deepEqual(text.split('\n'), [
      'anthropic/claude answered this 2 min ago. This answer cost $0.0031.',
      '',
      '1. `openai/gpt-5` (key 1) is overloaded: headers after 0.1 s, end after 0.1 s',
      '2. `anthropic/claude` answered: headers after 0.2 s, first words after 0.8 s, end after 12 s, 20 tokens in (16 cached), 300 tokens out, $0.0031',
    ]);
  });

  test('gives the position of a waiting question, and the reason of a failed one', async () => {
    const of = (change: Partial<Turn>, turnsAhead = 0) =>
      ask({ kind: 'turn', turn: { ...turn, ...change }, turnsAhead });
    assert.match((await of({ state: 'waiting', versions: [] }, 3)).text, /number 4/);
    assert.match(
      (await of({ state: 'running', versions: [] })).text,
      /answering this question right now/,
    );
    assert.match((await of({ state: 'stopped', versions: [] })).text, /stopped before I started/);
    assert.match((await of({ state: 'stopped' })).text, /until it was stopped/);
    const [version] = turn.versions;
    assert.ok(version);
    const attempts = version.attempts?.slice(0, 1) ?? [];
    const failed = await of({
      state: 'failed',
      versions: [{ ...version, attempts, end: 'failed' }],
    });
    assert.match(failed.text, /anthropic\/claude should have answered this, but it is overloaded/);
    const file = { ref: 'v', name: 'voice.ogg', kind: 'audio' as const };
    const unread = await of({
      state: 'failed',
      inputs: [{ ...message, text: '' }],
      material: { files: [file], background: [] },
      versions: [{ ...version, attempts: [], end: 'failed' }],
    });
    assert.match(unread.text, /asked no model, because there was nothing/);
  });

  test('tells the limit that stopped a question, also where nobody was told', async () => {
    const notes = ['(Your limit for today is reached. It resets in 2 h.)'];
    for (const refusal of ['told', 'silent'] as const) {
      const names = { text: '', provider: '', model: 'openai/gpt-5' };
      const version: AnswerVersion = { ...names, end: 'failed', notes, refusal };
      const refused = { ...turn, state: 'failed' as const, versions: [version] };
      const { text } = await ask({ kind: 'turn', turn: refused, turnsAhead: 0 });
      assert.equal(text, notes[0]);
    }
  });

  test('names a cure for every reason not to answer', async () => {
    const cures: [DeclineReason, RegExp][] = [
      [{ kind: 'bot' }, /bot wrote/],
      [{ kind: 'unaddressed' }, /[Mm]ention me[\s\S]*\/setprivacy/],
      [{ kind: 'wordless' }, /Write your question/],
      [{ kind: 'full' }, /ask again/],
      [{ kind: 'denied', denied: 'person', personId: 'telegram:5' }, /`\/access allow telegram:5`/],
      [
        { kind: 'denied', denied: 'chat', personId: 'telegram:5' },
        /`telegram:room` to `ALLOWED_CHATS`/,
      ],
      [{ kind: 'denied', denied: 'denied', personId: 'telegram:5' }, /a list/],
      [{ kind: 'denied', denied: 'direct off', personId: 'telegram:5' }, /turned that off/],
      [{ kind: 'denied', denied: 'power', personId: 'telegram:5' }, /`powers` in `parley.yaml`/],
    ];
    for (const [decision, cure] of cures) assert.match((await ask(decision)).text, cure);
    assert.doesNotMatch(
      (await ask({ kind: 'unaddressed' }, { platform: 'discord' })).text,
      /setprivacy/,
    );
  });

  test('names possible reasons for an unknown message', async () => {
    assert.match((await ask({ kind: 'own' })).text, /I wrote this message myself/);
    assert.match((await ask({ kind: 'unknown' })).text, /privacy mode/);
    assert.match((await ask({ kind: 'unknown' }, { platform: 'discord' })).text, /View Channel/);
  });

  test('explains how to use it when it points to no message', async () => {
    assert.match(
      (await ask(answered, { hasTarget: false })).text,
      /Reply to a message with `\/why`/,
    );
    assert.match(
      (await ask(answered, { hasTarget: false, platform: 'discord' })).text,
      /\*\*Apps\*\*/,
    );
  });
});
