import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setUpRoom } from './set-up-room.ts';

describe('messages in a row', () => {
  test('are one question: the model is asked at once, and anew with both', async () => {
    const { say, asked, speak, shown, surface } = await setUpRoom();
    await say({ addressed: 'mention', text: 'first line' });
    assert.equal(asked.length, 1);
    await say({ addressed: 'mention', text: 'second line' });
    assert.equal(asked.length, 2);
    assert.equal(asked[0]?.signal.aborted, true);
    assert.match(asked[1]?.question ?? '', /first line.*second line/s);
    await speak();
    assert.deepEqual(shown(), ['answer 2']);
    assert.deepEqual(surface.reactions, []);
  });

  test('after the first words are a question of their own that waits', async () => {
    const { say, asked, advance, surface } = await setUpRoom();
    await say({ addressed: 'mention', text: 'first' });
    surface.holdWrites()();
    asked[0]?.speak();
    await advance(0);
    await say({ addressed: 'mention', text: 'second' });
    await advance(10_000);
    assert.equal(asked.length, 2);
    assert.doesNotMatch(asked[1]?.question ?? '', /first/);
  });

  test('of another person do not join', async () => {
    const { say, asked } = await setUpRoom();
    await say({ addressed: 'mention', text: 'mine' });
    await say({ addressed: 'mention', text: 'yours', by: 'bob' });
    assert.equal(asked.length, 1);
  });

  test('do not join a question that was stopped', async () => {
    const { say, asked, advance, command, surface } = await setUpRoom();
    await say({ addressed: 'mention', text: 'stopped words' });
    const release = surface.holdWrites();
    await command('stop');
    await say({ addressed: 'mention', text: 'new words' });
    release();
    await advance(10_000);
    assert.equal(asked.length, 2);
    assert.doesNotMatch(asked[1]?.question ?? '', /stopped words/);
  });

  test('survive a kill: nothing is lost and nothing is doubled', async () => {
    const { say, asked, restart, speak, shown, lastQuestion } = await setUpRoom();
    await say({ addressed: 'mention', text: 'one' });
    await say({ addressed: 'mention', text: 'two' });
    await restart();
    assert.match(lastQuestion() ?? '', /one.*two/s);
    await speak();
    assert.equal(asked.length, 3);
    assert.deepEqual(shown(), ['answer 3']);
  });

  test('cost no attempts of a question', async () => {
    const { say, turns, room } = await setUpRoom();
    for (let line = 0; line < 8; line++) await say({ addressed: 'mention', text: `line ${line}` });
    const [turn] = await turns.open(room);
    assert.equal(turn?.inputs.length, 8);
    assert.equal(turn?.resumes, 0);
  });
});

describe('a question whose other half is likely', () => {
  const waits = [
    { what: 'is near the limit of a message', message: { isNearLimit: true }, ms: 1_500 },
    { what: 'is a picture of an album', message: { albumId: 'x' }, ms: 1_000 },
    { what: 'is a forward', message: { forwardedFrom: 'News' }, ms: 300 },
  ];
  for (const { what, message, ms } of waits) {
    test(`waits ${ms} ms when it ${what}, and is stored at once`, async () => {
      const { say, asked, turns, room, advance } = await setUpRoom();
      await say({ addressed: 'direct', text: 'part', ...message });
      assert.equal((await turns.open(room)).length, 1);
      await advance(ms - 1);
      assert.equal(asked.length, 0);
      await advance(1);
      assert.equal(asked.length, 1);
    });
  }

  test('waits anew for each picture of an album', async () => {
    const { say, asked, advance } = await setUpRoom();
    for (let picture = 0; picture < 3; picture++) {
      await say({ addressed: 'direct', text: `picture ${picture}`, albumId: 'x' });
      await advance(900);
    }
    assert.equal(asked.length, 0);
    await advance(100);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.question ?? '', /picture 0.*picture 1.*picture 2/s);
  });

  test('does not wait once it has waited behind another answer', async () => {
    const { say, asked, speak } = await setUpRoom();
    await say({ addressed: 'mention', text: 'first', by: 'bob' });
    await say({ addressed: 'mention', text: 'long', isNearLimit: true });
    await speak();
    assert.equal(asked.length, 2);
  });

  test('is stopped at once', async () => {
    const { say, asked, command, shown, advance } = await setUpRoom();
    await say({ addressed: 'direct', text: 'long', isNearLimit: true });
    await command('stop');
    await advance(0);
    assert.equal(asked.length, 0);
    assert.ok(shown().some((page) => page.includes('stopped')));
  });

  test('is left to the next start by a shutdown', async () => {
    const { say, asked, drain, restart, advance } = await setUpRoom();
    await say({ addressed: 'direct', text: 'long', isNearLimit: true });
    await Promise.all([drain(), advance(0)]);
    assert.equal(asked.length, 0);
    await restart();
    assert.equal(asked.length, 1);
  });
});

// Each row is a public report: what people sent, and in which order their network delivered it.
describe('the parts of one question in a group', () => {
  test('Telegram: a comment with the mention, then the forward (openclaw/openclaw #9619, HKUDS/nanobot #2585)', async () => {
    const { say, advance, lastQuestion, speak, shown } = await setUpRoom();
    await say({ addressed: 'mention', text: "what's this" });
    await advance(20);
    await say({ text: 'forwarded words', forwardedFrom: 'News' });
    await advance(300);
    assert.match(lastQuestion() ?? '', /what's this.*forwarded words/s);
    await speak();
    assert.equal(shown().length, 1);
  });

  test('Discord: a forward whose comment is the mention alone', async () => {
    const { say, asked, advance, lastQuestion, shown } = await setUpRoom();
    await say({ text: 'forwarded words', forwardedFrom: 'general' });
    await say({ addressed: 'mention', text: '' });
    await advance(300);
    assert.equal(asked.length, 1);
    assert.match(lastQuestion() ?? '', /forwarded words/);
    assert.deepEqual(shown(), []);
  });

  test('Discord: a forward, then the comment with the mention (moazbuilds/claudeclaw PR 194)', async () => {
    const { say, advance, asked } = await setUpRoom();
    await say({ text: 'forwarded words', forwardedFrom: 'general' });
    await advance(400);
    await say({ addressed: 'mention', text: "what's this" });
    await advance(0);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.question ?? '', /forwarded words.*what's this/s);
  });

  test('are one question when they arrive at the same moment', async () => {
    const forward = { text: 'forwarded words', forwardedFrom: 'News' };
    const comment = { addressed: 'mention' as const, text: "what's this" };
    for (const messages of [
      [forward, comment],
      [comment, forward],
    ]) {
      const { sayAtOnce, advance, lastQuestion, speak, shown } = await setUpRoom();
      await sayAtOnce(...messages);
      await advance(300);
      assert.match(lastQuestion() ?? '', /forwarded words/);
      await speak();
      assert.equal(shown().length, 1);
    }
  });

  test('a split paste whose second part has no mention (nullclaw/nullclaw #312, RichardAtCT/claude-code-telegram PR 187)', async () => {
    const { say, advance, asked } = await setUpRoom();
    await say({ addressed: 'mention', text: 'a'.repeat(4_096), isNearLimit: true });
    await advance(200);
    await say({ text: 'b'.repeat(3_121) });
    await advance(1_500);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.question ?? '', /a{4096}.*b{3121}/s);
  });

  test('a Discord paste cut at 2,000 characters whose second part has the mention', async () => {
    const { say, advance, asked } = await setUpRoom();
    await say({ text: 'a'.repeat(2_000), isNearLimit: true });
    await advance(1_000);
    await say({ text: 'b'.repeat(2_000), isNearLimit: true });
    await advance(1_000);
    await say({ addressed: 'mention', text: 'the end' });
    await advance(0);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.question ?? '', /a{2000}.*b{2000}.*the end/s);
  });

  for (const captioned of [0, 2]) {
    test(`an album whose picture ${captioned + 1} has the caption (RichardAtCT/claude-code-telegram PR 188, zeroclaw-labs/zeroclaw PR 5525)`, async () => {
      const { say, advance, asked } = await setUpRoom();
      for (let picture = 0; picture < 3; picture++) {
        const isCaptioned = picture === captioned;
        await say({
          albumId: 'x',
          attachments: [
            { ref: `${picture}`, name: `${picture}.jpg`, mime: 'image/jpeg', bytes: 9 },
          ],
          ...(isCaptioned && { addressed: 'mention' as const, text: 'what are these' }),
        });
        await advance(30);
      }
      await advance(1_000);
      assert.equal(asked.length, 1);
      assert.match(asked[0]?.question ?? '', /0\.jpg.*1\.jpg.*2\.jpg/s);
    });
  }

  test('several lines and a forward in a private chat (banteg/takopi #89, anthropics/claude-plugins-official #1029)', async () => {
    const { say, advance, lastQuestion, speak, shown } = await setUpRoom();
    await say({ addressed: 'direct', text: 'error log', forwardedFrom: 'bob' });
    await advance(150);
    await say({ addressed: 'direct', text: 'this started after the deploy' });
    await advance(2_000);
    await say({ addressed: 'direct', text: 'can you fix this?' });
    assert.match(lastQuestion() ?? '', /error log.*after the deploy.*can you fix/s);
    await speak();
    assert.equal(shown().length, 1);
  });

  test('a mention counts that is added within a minute (NousResearch/hermes-agent PR 21850, plastic-labs/tutor-gpt #11)', async () => {
    const { say, edit, asked, advance } = await setUpRoom();
    const question = await say({ text: 'what is this' });
    await advance(30_000);
    await edit(question, { addressed: 'mention' });
    assert.equal(asked.length, 1);
    const late = await say({ text: 'and that' });
    await advance(60_001);
    await edit(late, { addressed: 'mention' });
    await advance(5_000);
    assert.equal(asked.length, 1);
  });

  test('are not taken when they are old, or of somebody else', async () => {
    const { say, advance, asked } = await setUpRoom();
    await say({ text: 'old words', forwardedFrom: 'News' });
    await advance(1_001);
    await say({ text: 'other words', forwardedFrom: 'News', by: 'bob' });
    await say({ addressed: 'mention', text: "what's up" });
    await advance(0);
    assert.equal(asked.length, 1);
    assert.doesNotMatch(asked[0]?.question ?? '', /old words|other words/);
  });

  test('are not taken from chatter', async () => {
    const { say, lastQuestion, advance } = await setUpRoom();
    await say({ text: 'good morning' });
    await say({ addressed: 'mention', text: "what's up" });
    await say({ text: 'chatter' });
    await advance(0);
    assert.doesNotMatch(lastQuestion() ?? '', /good morning|chatter/);
  });

  test('come too late once the answer is shown', async () => {
    const { say, asked, speak } = await setUpRoom();
    await say({ addressed: 'mention', text: "what's this" });
    asked[0]?.speak();
    await speak();
    await say({ text: 'forwarded words', forwardedFrom: 'News' });
    assert.equal(asked.length, 1);
  });

  for (const part of [{ forwardedFrom: 'News' }, { albumId: 'x' }]) {
    test(`are the next question where the model is faster than the network: ${JSON.stringify(part)}`, async () => {
      const { say, asked, advance, speak, lastQuestion, answered } = await setUpRoom();
      await say({ addressed: 'mention', text: "what's this", albumId: 'x' });
      await advance(1_000);
      asked[0]?.speak();
      await advance(0);
      const late = await say({ text: 'the other half', ...part });
      await advance(2_000);
      assert.equal(asked.length, 2);
      assert.match(lastQuestion() ?? '', /the other half/);
      await speak();
      assert.equal(answered.at(-1)?.questionId, late.id);
    });
  }

  test('an album that a slow network delivers over several seconds', async () => {
    const { say, asked, advance, lastQuestion } = await setUpRoom();
    await say({ text: 'one', albumId: 'x' });
    await advance(3_000);
    await say({ text: 'two', albumId: 'x', addressed: 'mention' });
    await advance(1_500);
    await say({ text: 'three', albumId: 'x' });
    await advance(1_000);
    assert.equal(asked[0]?.signal.aborted, true);
    assert.match(lastQuestion() ?? '', /one.*two.*three/s);
  });

  test('a hundred forwards at once, before the comment or after it', async () => {
    for (const isBefore of [true, false]) {
      const { say, advance, lastQuestion } = await setUpRoom();
      const comment = () => say({ addressed: 'mention', text: 'sum up' });
      if (!isBefore) await comment();
      for (let index = 1; index <= 100; index++) {
        await say({ text: `post ${index}.`, forwardedFrom: 'News' });
      }
      if (isBefore) await comment();
      await advance(1_000);
      for (const words of ['sum up', 'post 1.', 'post 50.', 'post 100.']) {
        assert.ok(lastQuestion()?.includes(words), `${words}, ${isBefore}`);
      }
    }
  });

  test('join after a kill that came between them', async () => {
    for (const [question, part] of [
      [{ text: 'what is this' }, { text: 'forwarded words', forwardedFrom: 'News' }],
      [{ text: 'a'.repeat(4_096), isNearLimit: true }, { text: 'forwarded words' }],
      [
        { text: 'what is this', albumId: 'x' },
        { text: 'forwarded words', albumId: 'x' },
      ],
    ]) {
      const { say, restart, advance, now, lastQuestion } = await setUpRoom();
      const sentAt = now();
      await say({ addressed: 'mention', ...question });
      await advance(1);
      await restart();
      await advance(20_000);
      await say({ ...part, sentAt: sentAt + 1_000 });
      await advance(2_000);
      assert.match(lastQuestion() ?? '', /forwarded words/);
      await say({ text: 'chatter', sentAt: now() });
      assert.doesNotMatch(lastQuestion() ?? '', /chatter/);
    }
  });

  test('end with the question that is deleted', async () => {
    const { say, remove, turns, room } = await setUpRoom();
    await say({ text: 'forwarded words', forwardedFrom: 'News' });
    const question = await say({ addressed: 'mention', text: "what's this" });
    await remove(question);
    assert.deepEqual(
      (await turns.open(room)).flatMap(({ inputs }) => inputs),
      [],
    );
  });
});
