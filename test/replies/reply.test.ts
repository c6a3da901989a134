import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReplyRequest } from '../../src/contracts/replies.ts';
import type { MessageRef, PutOptions } from '../../src/contracts/reply-surface.ts';
import { PlatformError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface, type FakeSurfaceOptions } from '../helpers/fake-surface.ts';

function openReply(request: Partial<ReplyRequest> = {}, options: FakeSurfaceOptions = {}) {
  const clock = createFakeClock();
  const surface = createFakeSurface(options);
  const giveUp = new AbortController();
  const replies = createReplies({ clock, log: silentLog });
  const reply = replies.open({ surface, key: 'turn', signal: giveUp.signal, ...request });
  return { clock, surface, reply, giveUp, shown: () => [...surface.messages.values()] };
}

const sentence = 'This is long enough for a first message.';

describe('a reply', () => {
  test('waits for 30 characters before it shows anything', async () => {
    const { clock, reply, shown } = openReply();
    reply.show('Too short');
    await clock.advance(399);
    assert.deepEqual(shown(), []);
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(shown(), [sentence]);
  });

  test('shows a whole sentence at once, however short', async () => {
    const { clock, reply, shown } = openReply();
    reply.show('Yes, it is.');
    await clock.advance(0);
    assert.deepEqual(shown(), ['Yes, it is.']);
  });

  test('shows what there is 400 ms after the first token', async () => {
    const { clock, reply, shown } = openReply();
    reply.show('Well');
    await clock.advance(400);
    assert.deepEqual(shown(), ['Well']);
  });

  test('shows "typing" until the first words stand', async () => {
    const { clock, surface, reply } = openReply({ showsTyping: true });
    assert.equal(surface.typingNow, true);
    reply.show(sentence);
    await clock.advance(0);
    assert.equal(surface.typingNow, false);
  });

  test('writes the newest text after the gap and skips those between', async () => {
    const { clock, surface, reply } = openReply();
    reply.show(sentence);
    await clock.advance(0);
    for (const more of ['a', 'b', 'c']) reply.show(sentence + more);
    await clock.advance(1_000);
    assert.deepEqual(
      surface.writes.map(({ page }) => page),
      [sentence, `${sentence}c`],
    );
  });

  test('waits for 20 more characters before it writes again, but no longer than a second', async () => {
    const { clock, reply, shown } = openReply({}, { gapMs: 100 });
    reply.show(sentence);
    await clock.advance(0);
    reply.show(`${sentence} A few`);
    await clock.advance(999);
    assert.deepEqual(shown(), [sentence]);
    await clock.advance(1);
    assert.deepEqual(shown(), [`${sentence} A few`]);
    reply.show(`${sentence} A few more words, and many`);
    await clock.advance(100);
    assert.deepEqual(shown(), [`${sentence} A few more words, and many`]);
  });

  test('a line that waits makes way for the first words, which come at once and in its message', async () => {
    const { clock, surface, reply, shown } = openReply({ showsTyping: true });
    reply.showNotice('Thinking…');
    await clock.advance(0);
    reply.showNotice('Still thinking…');
    await clock.advance(1_000);
    assert.deepEqual(shown(), ['Still thinking…']);
    assert.equal(surface.typingNow, true);
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(shown(), [sentence]);
    assert.equal(surface.typingNow, false);
    reply.showNotice('Too late');
    await reply.finish(sentence);
    assert.deepEqual(shown(), [sentence]);
  });

  test('words that come while a line still waits to go out are shown instead', async () => {
    const { clock, surface, reply } = openReply();
    reply.showNotice('Thinking…');
    await clock.advance(0);
    reply.showNotice('Still thinking…');
    reply.show(sentence);
    await clock.advance(5_000);
    assert.deepEqual(
      surface.writes.map(({ page }) => page),
      ['Thinking…', sentence],
    );
  });

  test('a line whose answer has no words goes away', async () => {
    const { clock, reply, shown } = openReply();
    reply.showNotice('Thinking…');
    await clock.advance(0);
    await reply.finish('');
    assert.deepEqual(shown(), []);
  });

  test('shows what the model thought before its first words, and only there', async () => {
    const { clock, reply, shown } = openReply();
    reply.showNotice('Thinking…');
    await clock.advance(0);
    reply.showReasoning('Let me see.');
    await reply.finish(sentence);
    assert.deepEqual(shown(), [`(Let me see.) ${sentence}`]);
  });

  test('buttons are under the last message only, and those that grow with it end with it', async () => {
    const stop = [[{ id: 'stop:1', label: 'Stop' }]];
    const again = [[{ id: 'again:1', label: 'Again' }]];
    const { clock, surface, reply } = openReply({ controls: stop }, { limit: 40 });
    const buttons = () =>
      [...surface.messages.keys()].map((id) => {
        const last = surface.writes.findLast(({ messageId }) => messageId === id);
        return last?.options.controls?.[0]?.[0]?.label;
      });
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(buttons(), ['Stop']);
    reply.show(`${sentence} And there is more of it.`);
    await clock.advance(5_000);
    assert.deepEqual(buttons(), [undefined, 'Stop']);
    const finished = reply.finish(`${sentence} And there is more of it.`, { controls: again });
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(buttons(), [undefined, 'Again']);
  });

  test('buttons that go are an edit of their own when the text stands already', async () => {
    const { clock, surface, reply } = openReply({ controls: [[{ id: 'stop:1', label: 'Stop' }]] });
    reply.show(sentence);
    await clock.advance(0);
    await reply.finish(sentence);
    assert.deepEqual(
      surface.writes.map(({ page, options }) => [page, options.controls?.length]),
      [
        [sentence, 1],
        [sentence, undefined],
      ],
    );
  });

  test('has at most one write under way, and the final text follows it at once', async () => {
    const { clock, surface, reply, shown } = openReply();
    const release = surface.hold();
    reply.show(sentence);
    await clock.advance(5_000);
    const finished = reply.finish(`${sentence} The end`);
    await clock.advance(5_000);
    assert.equal(surface.writes.length, 0);
    release();
    await finished;
    assert.deepEqual(shown(), [`${sentence} The end`]);
    assert.equal(surface.writes.length, 2);
  });

  test('continues in further messages, each after the one before, and loses nothing', async () => {
    const { clock, surface, reply, shown } = openReply({}, { limit: 40 });
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    for (let length = 10; length < words.length; length += 25) {
      reply.show(words.slice(0, length));
      await clock.advance(300);
    }
    const finished = reply.finish(words);
    await clock.advance(60_000);
    await finished;
    assert.equal(shown().join(' '), words);
    const creates = surface.writes.filter(
      ({ messageId }, at) =>
        surface.writes.findIndex((write) => write.messageId === messageId) === at,
    );
    assert.deepEqual(
      creates.map(({ options }) => options.after?.messageId),
      [undefined, ...creates.slice(0, -1).map(({ messageId }) => messageId)],
    );
    assert.equal(new Set(creates.map(({ options }) => options.key)).size, creates.length);
  });

  test('writes nothing while the network asks to wait, and the final text arrives once after it', async () => {
    const { clock, surface, reply, shown } = openReply({}, { retryAfterMs: 90_000 });
    reply.show(sentence);
    await clock.advance(0);
    surface.faults.push('rate_limit');
    const finished = reply.finish(`${sentence} The end`);
    await clock.advance(89_000);
    assert.equal(surface.writes.length, 1);
    await clock.advance(2_000);
    await finished;
    assert.deepEqual(shown(), [`${sentence} The end`]);
    assert.equal(surface.writes.length, 2);
  });

  test('tries a write again that did not get through, for as long as it takes', async () => {
    const { clock, surface, reply, shown } = openReply();
    surface.faults.push('network', 'server', 'network', 'server', 'network', 'network', 'network');
    const finished = reply.finish('The end');
    await clock.advance(200_000);
    await finished;
    assert.deepEqual(shown(), ['The end']);
  });

  test('asks the surface to look first after a create whose answer was lost', async () => {
    const { clock, surface, reply } = openReply();
    surface.faults.push('lost');
    const finished = reply.finish('The end');
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(
      surface.writes.map(({ options }) => options.mayExist),
      [false, true],
    );
    assert.equal(surface.writes[0]?.options.key, surface.writes[1]?.options.key);
  });

  test('an earlier run is not repeated: what it removed again would be taken for a message that stands', async () => {
    const clock = createFakeClock();
    const surface = createFakeSurface();
    const replies = createReplies({ clock, log: silentLog });
    for (const text of ['first run', 'second run']) {
      await replies
        .open({ surface, key: 'turn', signal: new AbortController().signal })
        .finish(text);
      await clock.advance(1_000);
    }
    const [first, second] = surface.writes.map(({ options }) => options.key);
    assert.notEqual(first, second);
  });

  test('does not look first after a create that was refused', async () => {
    const { clock, surface, reply } = openReply({}, { retryAfterMs: 1_000 });
    surface.faults.push('rate_limit');
    const finished = reply.finish('The end');
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(
      surface.writes.map(({ options }) => options.mayExist),
      [false],
    );
  });

  test('goes on after a preview that the network refuses, and writes the text after it', async () => {
    const { clock, surface, reply, shown } = openReply();
    surface.faults.push('invalid');
    reply.show(sentence);
    await clock.advance(2_000);
    await reply.finish(`${sentence} The end`);
    assert.deepEqual(shown(), [`${sentence} The end`]);
  });

  for (const kind of ['gone', 'forbidden', 'invalid'] as const) {
    test(`ends with the reason when its final text is refused as "${kind}"`, async () => {
      const reasons: unknown[] = [];
      const { surface, reply } = openReply({ onFailed: (error) => reasons.push(error) });
      surface.faults.push(kind);
      await assert.rejects(
        reply.finish('The end'),
        (error) => error instanceof PlatformError && error.kind === kind,
      );
      assert.equal(reasons.length, 1);
    });
  }

  test('tells before and after each create, so that a restart knows what may stand there', async () => {
    const saved: [number, boolean][] = [];
    const { reply } = openReply({
      save: async (places, creating) => {
        saved.push([places.length, creating]);
      },
    });
    await reply.finish('The end');
    assert.deepEqual(saved, [
      [0, true],
      [1, false],
    ]);
  });

  test('writes over the messages of an earlier run and removes those that are left over', async () => {
    const places: MessageRef[] = [
      { messageId: 'old1' },
      { messageId: 'old2' },
      { messageId: 'old3' },
    ];
    const { surface, reply } = openReply({ messages: places });
    for (const { messageId } of places) surface.messages.set(messageId, 'old text');
    await reply.finish('The new text');
    assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
  });

  test('removes what is left over however often the network refuses', async () => {
    for (const kind of ['rate_limit', 'network', 'server'] as const) {
      const places: MessageRef[] = [{ messageId: 'old1' }, { messageId: 'old2' }];
      const { clock, surface, reply } = openReply({ messages: places });
      for (const { messageId } of places) surface.messages.set(messageId, 'old text');
      surface.removeFaults.push(kind, kind);
      const finished = reply.finish('The new text');
      await clock.advance(120_000);
      await finished;
      assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
    }
  });

  test('an answer stands even if what is left over cannot be removed', async () => {
    const places: MessageRef[] = [{ messageId: 'old1' }, { messageId: 'old2' }];
    const { surface, reply } = openReply({ messages: places });
    surface.removeFaults.push('forbidden');
    await reply.finish('The new text');
    assert.equal(surface.messages.get('old1'), 'The new text');
  });

  test('removes a message that an earlier run created and could not note, when the new text does not need it', async () => {
    const { surface, reply } = openReply({ messages: [{ messageId: 'old1' }], mayExist: true });
    surface.messages.set('old1', 'old text');
    surface.messages.set('unnoted', 'the second page of the old text');
    surface.unnoted = { messageId: 'unnoted' };
    await reply.finish('The new text');
    assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
  });

  test('ends with the closing lines, which no preview shows', async () => {
    const { clock, reply, shown } = openReply();
    reply.show(sentence);
    await clock.advance(1_000);
    assert.deepEqual(shown(), [sentence]);
    const finished = reply.finish(sentence, { closing: '(stopped)' });
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(shown(), [`${sentence}\n\n(stopped)`]);
  });

  test('tries a page that was refused as a preview once more when the text is final', async () => {
    const { clock, surface, reply, shown } = openReply({}, { limit: 40 });
    surface.faults.push('invalid');
    const pages = `${'one '.repeat(10)}${'two '.repeat(5)}`.trim();
    reply.show(pages);
    await clock.advance(5_000);
    const finished = reply.finish(pages);
    await clock.advance(60_000);
    await finished;
    assert.equal(shown().toSorted().join(' '), pages);
  });

  test('goes on in the next message where one of an earlier run is gone, and ends where one of its own is', async () => {
    const places: MessageRef[] = [{ messageId: 'gone' }, { messageId: 'old2' }];
    const { clock, surface, reply } = openReply({ messages: places });
    surface.messages.set('old2', 'old text');
    surface.faults.push('gone');
    reply.show(sentence);
    await clock.advance(5_000);
    assert.deepEqual([...surface.messages], [['old2', sentence]]);
    surface.faults.push('gone');
    await assert.rejects(
      reply.finish('The new text'),
      (error) => error instanceof PlatformError && error.kind === 'gone',
    );
  });

  test('does not forget that one more may exist when it notes something else', async () => {
    const saved: [number, boolean][] = [];
    const { clock, surface, reply } = openReply({
      messages: [{ messageId: 'gone' }, { messageId: 'old2' }],
      mayExist: true,
      save: async (places, creating) => void saved.push([places.length, creating]),
    });
    surface.faults.push('gone');
    reply.show(sentence);
    await clock.advance(5_000);
    assert.deepEqual(saved, [[1, true]]);
  });

  test('notes the new place of a message that moved with its chat', async () => {
    const saved: string[][] = [];
    const { surface, reply } = openReply({
      messages: [{ messageId: 'old1' }],
      save: async (places) => void saved.push(places.map(({ messageId }) => messageId)),
    });
    surface.moves.set('old1', 'new1');
    await reply.finish('The new text');
    assert.deepEqual(saved.at(-1), ['new1']);
  });

  test('gives up on a signal, even in the middle of a penalty', async () => {
    const { clock, surface, reply, giveUp } = openReply({}, { retryAfterMs: 3_600_000 });
    surface.faults.push('rate_limit');
    const finished = reply.finish('The end');
    await clock.advance(1_000);
    giveUp.abort();
    await assert.rejects(
      finished,
      (error) => error instanceof PlatformError && error.kind === 'canceled',
    );
  });

  test('a final text does not wait out the pause after a preview that did not get through', async () => {
    const { clock, surface, reply, shown } = openReply();
    surface.faults.push('server', 'server', 'server', 'server', 'server');
    reply.show(sentence);
    await clock.advance(20_000);
    await reply.finish(`${sentence} The end`);
    assert.deepEqual(shown(), [`${sentence} The end`]);
  });

  test('notes no place for a page that the network refused', async () => {
    const saved: unknown[][] = [];
    const save = async (places: readonly MessageRef[]) => void saved.push([...places]);
    const { clock, surface, reply } = openReply({ save }, { limit: 40 });
    surface.faults.push('invalid');
    reply.show(`${sentence} And there is more of it.`);
    await clock.advance(5_000);
    assert.ok(surface.messages.size > 0);
    assert.equal(saved.flat().includes(undefined), false);
  });

  describe('whose previews are drafts', () => {
    function openDrafting(request: Partial<ReplyRequest> = {}) {
      const all = openReply();
      const { budget, put } = all.surface;
      const surface = {
        ...all.surface,
        budget: () => ({ ...budget(), previews: { ...budget(), scope: 'drafts', gapMs: 10 } }),
        put: async (
          place: MessageRef | undefined,
          page: string,
          options: PutOptions,
        ): Promise<MessageRef> => {
          const isDraft = options.state === 'growing' && (!place || place.isDraft === true);
          const stands = await put(isDraft || !place?.isDraft ? place : undefined, page, options);
          return isDraft ? { ...stands, isDraft } : stands;
        },
      };
      const replies = createReplies({ clock: all.clock, log: silentLog });
      const reply = replies.open({ surface, key: 'turn', signal: all.giveUp.signal, ...request });
      return { ...all, reply };
    }

    test('puts a message even if nothing but the draft of it would change', async () => {
      const { clock, surface, reply } = openDrafting();
      reply.show(sentence);
      await clock.advance(0);
      await reply.finish(sentence);
      assert.deepEqual(
        surface.writes.map(({ options }) => options.state),
        ['growing', 'final'],
      );
    });

    test('keeps the limit of messages where it writes over one', async () => {
      const { clock, surface, reply } = openDrafting({ messages: [{ messageId: 'old' }] });
      for (let length = 1; length < 20; length += 1) {
        reply.show(sentence.repeat(length));
        await clock.advance(100);
      }
      assert.equal(surface.writes.length, 2);
    });
  });

  test('leaves no timer behind', async () => {
    const { clock, reply } = openReply();
    reply.show(sentence);
    await clock.advance(100);
    await reply.finish(`${sentence} The end`);
    assert.equal(clock.pending, 0);
  });
});
