import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Provider, ProviderEvent } from '../../../src/contracts/provider.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { demo } from '../../../src/providers/demo/demo.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { providerSuite } from '../../contracts/provider-suite.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const http = createHttp({ env: {} });

function start(clock = systemClock, timeScale = 0): Provider {
  const provider = demo({ env: {}, clock, http, timeScale });
  assert.ok(provider);
  return provider;
}

async function ask(text: string, earlier: readonly string[] = []) {
  const messages = [...earlier, text].map(
    (question) => ({ role: 'user', text: question }) as const,
  );
  const events = await Array.fromAsync(
    start().stream({ model: 'parley', messages }, new AbortController().signal),
  );
  const join = (type: ProviderEvent['type']) =>
    events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('');
  return { text: join('text-delta'), reasoning: join('reasoning-delta'), events };
}

providerSuite('demo', async () => ({
  provider: start(),
  model: 'parley',
  longQuestion: 'Write markdown',
  failingQuestion: 'Please fail',
  idle: async () => {},
  stop: async () => {},
}));

it('demo echoes words, with or without a name before the question', async () => {
  assert.equal((await ask('echo  Hello,\n  world: *1* ')).text, 'Hello,\n  world: *1*');
  assert.equal((await ask('⟦from Ann⟧ Say Bob: hello')).text, 'Bob: hello');
});

it('demo counts to the given number', async () => {
  assert.equal((await ask('Please count to 12')).text, '1 2 3 4 5 6 7 8 9 10 11 12');
});

it('demo continues its own answer where it broke off', async () => {
  const continueAnswer = async (question: string, beginning: string) => {
    const messages = [
      { role: 'user', text: question },
      { role: 'assistant', text: beginning },
      { role: 'user', text: 'Your answer broke off. Go on exactly where it ends.' },
    ] as const;
    const events = start().stream({ model: 'parley', messages }, new AbortController().signal);
    return (await Array.fromAsync(events))
      .map((event) => ('text' in event ? event.text : ''))
      .join('');
  };
  assert.equal(await continueAnswer('count to 7', '1 2 3'), ' 4 5 6 7');
  assert.equal(await continueAnswer('count to 7', '1 2 3 4 5 6 7'), ' that was all.');
});

it('demo writes Markdown of every kind, longer than one message of any network', async () => {
  const { text } = await ask('Show me some markdown');
  assert.ok(text.length > 4_096);
  for (const part of ['# ', '- ', '1. ', '|--', '```typescript', '$$', '> ', '**', '- [x]'])
    assert.ok(text.includes(part));
  const shorter = (await ask('a table, please')).text;
  assert.ok(shorter.startsWith('## A table') && text.includes(shorter));
});

it('demo breaks no line within a paragraph', async () => {
  const { text } = await ask('Show me some markdown');
  const prose = text.replace(/```[\s\S]*?```/g, '').split('\n\n');
  for (const paragraph of prose.filter((part) => /^[A-Z]/.test(part)))
    assert.ok(!paragraph.includes('\n'), paragraph);
  assert.match(
    (await ask('Tell me about a river')).text,
    /^A river .*\n\nPeople .*\n\nAt the end .*$/,
  );
});

it('demo thinks before it answers when asked to', async () => {
  const { reasoning, text, events } = await ask('think and count to 3');
  assert.ok(reasoning.length > 20);
  assert.equal(text, '1 2 3');
  assert.equal(events[0]?.type, 'reasoning-delta');
});

it('demo answers any other question with its skills, the speaker and the history', async () => {
  const { text } = await ask('⟦from Ann⟧ What is this?', [
    '⟦from Bob⟧ I was first.',
    '⟦from Ann⟧ And I second.',
  ]);
  assert.match(text, /^Hello, Ann!/);
  assert.match(text, /“What is this\?”/);
  assert.match(text, /3 messages from Bob, Ann; the one before this was “And I second\.”/);
  for (const skill of [
    'echo',
    'count',
    'markdown',
    'table',
    'code',
    'math',
    'think',
    'slow',
    'fail',
  ]) {
    assert.ok(text.includes(`\`${skill}`), skill);
  }
});

it('demo says what came with the words, and takes no skill from it', async () => {
  const { text } = await ask(
    [
      '⟦Sunday 29 November 2026 at 22:07 UTC⟧\n⟦What was said here before this question. It may not belong to the question⟧\n⟦from Kim:⟧\n> count\n⟦from Bo:⟧\n> echo\n⟦The question⟧',
      '⟦in reply to Kim:⟧\n> a long table\n> of code\n⟦from Ann⟧\n> mine\nSum this up\n[poll] Lunch?\n⟦file 1: a.md, see below⟧\n⟦not readable: b.bin⟧',
      '⟦picture 1: cat.jpg⟧\n⟦voice message, 12 s, the words that are spoken in it:⟧\n> Please fail.',
      '⟦file 1: a.md⟧\n````markdown\nA list\n```\nof math\n````',
    ].join('\n\n'),
  );
  assert.match(text, /^Hello, Ann!/);
  assert.match(text, /You wrote “> mine Sum this up \[poll\] Lunch\?”/);
  for (const line of [
    '- from Kim: “count”',
    '- from Bo: “echo”',
    '- in reply to Kim: “a long table of code”',
    '- not readable: b.bin',
    '- picture 1: cat.jpg',
    '- voice message, 12 s, the words that are spoken in it: “Please fail.”',
    '- file 1: a.md, 18 characters: “A list ``` of math”',
  ]) {
    assert.ok(text.includes(`${line}\n`), `${line}\n\n${text}`);
  }
  assert.ok(!text.includes('2026') && !text.includes('see below'), text);
});

it('demo says which pictures it got', async () => {
  const images = [{ mime: 'image/png', bytes: new Uint8Array(9), width: 30, height: 20 }];
  const messages = [{ role: 'user', text: '⟦picture 1: cat.png⟧', images }] as const;
  const events = start().stream({ model: 'parley', messages }, new AbortController().signal);
  const text = (await Array.fromAsync(events))
    .map((event) => (event.type === 'text-delta' ? event.text : ''))
    .join('');
  assert.match(text, /You wrote no words\./);
  assert.match(
    text,
    /- picture 1: cat\.png\n- what a model sees of pictures, and I do not: image\/png of 30 × 20 pixels/,
  );
});

it('demo writes at the speed of a reader, and slower when asked to', async () => {
  const seconds = async (model: string, text: string) => {
    const clock = createFakeClock();
    const startedAt = clock.now();
    const request = { model, messages: [{ role: 'user', text }] } as const;
    let isDone = false;
    const reading = Array.fromAsync(
      start(clock, 1).stream(request, new AbortController().signal),
    ).then(() => {
      isDone = true;
    });
    while (!isDone) await clock.advance(10);
    await reading;
    return (clock.now() - startedAt) / 1000;
  };
  const words = `echo ${'word '.repeat(40)}`;
  const [normal, slow, swift] = [
    await seconds('parley', words),
    await seconds('parley', `${words}slow`),
    await seconds('swift', words),
  ];
  assert.ok(normal > 2 && normal < 4, `${normal}`);
  assert.ok(slow > 4 * normal && swift < normal / 3, `${slow} ${swift}`);
});

it('demo fails in the way that DEMO_TROUBLE names, which may change while it runs', async () => {
  const env: Record<string, string> = {};
  const provider = demo({ env, clock: systemClock, http, timeScale: 0 });
  const answer = async () => {
    const messages = [{ role: 'user', text: 'count to 9' }] as const;
    let text = '';
    const stream = provider?.stream({ model: 'parley', messages }, new AbortController().signal);
    for await (const event of stream ?? []) if (event.type === 'text-delta') text += event.text;
    return text;
  };

  assert.equal(await answer(), '1 2 3 4 5 6 7 8 9');
  for (const trouble of ['error', 'cut']) {
    env.DEMO_TROUBLE = trouble;
    await assert.rejects(answer(), /broke off/);
  }
  env.DEMO_TROUBLE = 'endless';
  assert.match(await answer(), /^(And again the same words come\. ?){200}$/);
});
