import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Observation } from '../../src/contracts/observation.ts';
import type { ReplyRequest } from '../../src/contracts/replies.ts';
import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import { BotError, PlatformError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface, type FakeSurfaceOptions } from '../helpers/fake-surface.ts';

function openReply(request: Partial<ReplyRequest> = {}, options: FakeSurfaceOptions = {}) {
  const clock = createFakeClock();
  const surface = createFakeSurface(options);
  const canceling = new AbortController();
  const replies = createReplies({ clock, log: silentLog });
  const reply = replies.open({ surface, key: 'turn', signal: canceling.signal, ...request });
  return {
    clock,
    surface,
    replies,
    reply,
    canceling,
    shownPages: () => [...surface.messages.values()],
  };
}

const sentence = 'This is long enough for a first message.';

describe('the first words of a reply', () => {
  test('wait for 30 characters', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show('Too short');
    await clock.advance(399);
    assert.deepEqual(shownPages(), []);

    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(shownPages(), [sentence]);
  });

  test('appear at once when they are a whole sentence, however short', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show('Yes, it is.');
    await clock.advance(0);
    assert.deepEqual(shownPages(), ['Yes, it is.']);
  });

  test('appear 400 ms after the first token, however few they are', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show('Well');
    await clock.advance(400);
    assert.deepEqual(shownPages(), ['Well']);
  });

  test('end "typing"', async () => {
    const { clock, surface, reply } = openReply({ showsTyping: true });
    assert.equal(surface.isTyping, true);
    reply.show(sentence);
    await clock.advance(0);
    assert.equal(surface.isTyping, false);
  });
});

describe('a reply of a process that may have lost its store', () => {
  test('writes only after it has been confirmed, and nothing when that fails', async () => {
    const clock = createFakeClock();
    const surface = createFakeSurface();
    let isLost = false;
    const beforeWrite = async () => {
      if (isLost) throw new BotError('taken over');
    };
    const replies = createReplies({ clock, log: silentLog, beforeWrite });
    const canceling = new AbortController();
    const reply = replies.open({ surface, key: 'turn', signal: canceling.signal });
    reply.show(sentence);
    await clock.advance(0);
    isLost = true;
    reply.show(`${sentence} It goes on.`);
    await clock.advance(5_000);
    assert.deepEqual([...surface.messages.values()], [sentence]);
    canceling.abort();
  });
});

describe('a reply whose clock is set back by an hour', () => {
  test('grows on after its gap', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show(sentence);
    await clock.advance(0);
    clock.setBack(3_600_000);
    reply.show(`${sentence} It goes on.`);
    await clock.advance(2_000);
    assert.deepEqual(shownPages(), [`${sentence} It goes on.`]);
  });

  test('waits only for as long as the network asks', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { retryAfterMs: 5_000 });
    surface.faults.push('rate_limit');
    const finished = reply.finish(sentence);
    await clock.advance(1_000);
    clock.setBack(3_600_000);
    await clock.advance(10_000);
    await finished;
    assert.deepEqual(shownPages(), [sentence]);
  });
});

describe('a growing reply', () => {
  test('writes the newest text after the gap and skips the texts in between', async () => {
    const { clock, surface, reply } = openReply();
    reply.show(sentence);
    await clock.advance(0);
    for (const letter of ['a', 'b', 'c']) reply.show(sentence + letter);
    await clock.advance(1_000);
    assert.deepEqual(
      surface.writes.map(({ page }) => page),
      [sentence, `${sentence}c`],
    );
  });

  test('waits for 20 more characters before it writes again, but no longer than a second', async () => {
    const { clock, reply, shownPages } = openReply({}, { gapMs: 100 });
    reply.show(sentence);
    await clock.advance(0);
    reply.show(`${sentence} A few`);
    await clock.advance(999);
    assert.deepEqual(shownPages(), [sentence]);
    await clock.advance(1);
    assert.deepEqual(shownPages(), [`${sentence} A few`]);

    reply.show(`${sentence} A few more words, and many`);
    await clock.advance(100);
    assert.deepEqual(shownPages(), [`${sentence} A few more words, and many`]);
  });

  test('has at most one write under way, and writes the final text right after it', async () => {
    const { clock, surface, reply, shownPages } = openReply();
    const release = surface.holdWrites();
    reply.show(sentence);
    await clock.advance(5_000);
    const finished = reply.finish(`${sentence} The end`);
    await clock.advance(5_000);
    assert.equal(surface.writes.length, 0);

    release();
    await finished;
    assert.deepEqual(shownPages(), [`${sentence} The end`]);
    assert.equal(surface.writes.length, 2);
  });

  test('continues in further messages, each after the one before, and loses nothing', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { pageLimit: 40 });
    const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    for (let length = 10; length < text.length; length += 25) {
      reply.show(text.slice(0, length));
      await clock.advance(300);
    }
    const finished = reply.finish(text);
    await clock.advance(60_000);
    await finished;
    assert.equal(shownPages().join(' '), text);

    const { writes } = surface;
    const creates = writes.filter(
      ({ messageId }, index) =>
        writes.findIndex((write) => write.messageId === messageId) === index,
    );
    assert.deepEqual(
      creates.map(({ options }) => options.after?.messageId),
      [undefined, ...creates.slice(0, -1).map(({ messageId }) => messageId)],
    );
    assert.equal(new Set(creates.map(({ options }) => options.key)).size, creates.length);
  });

  test('announces each create before and after it, so that a restart knows what may exist', async () => {
    const saved: [messages: number, creating: boolean][] = [];
    const { reply } = openReply({
      save: async (messages, creating) => void saved.push([messages.length, creating]),
    });
    await reply.finish('The end');
    assert.deepEqual(saved, [
      [0, true],
      [1, false],
    ]);
  });

  test('shows the closing lines with the final text only', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show(sentence);
    await clock.advance(1_000);
    assert.deepEqual(shownPages(), [sentence]);

    const finished = reply.finish(sentence, { closing: '(stopped)' });
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(shownPages(), [`${sentence}\n\n(stopped)`]);
  });

  test('leaves no timer behind', async () => {
    const { clock, reply } = openReply();
    reply.show(sentence);
    await clock.advance(100);
    await reply.finish(`${sentence} The end`);
    assert.equal(clock.pending, 0);
  });
});

describe('a corrected reply', () => {
  const long = Array.from({ length: 30 }, (_, index) => `thought${index}`).join(' ');

  test('shows the new text at once, however short it is', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { gapMs: 100 });
    reply.show(`${sentence} These are thoughts.`);
    await clock.advance(100);
    reply.show('Four');
    await clock.advance(0);
    assert.deepEqual(shownPages(), ['Four']);
    await reply.finish('Four.');
    assert.deepEqual(shownPages(), ['Four.']);
    assert.equal(surface.messages.size, 1);
  });

  test('removes the messages that it does not need, while it grows', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { pageLimit: 40 });
    reply.show(long);
    await clock.advance(60_000);
    assert.ok(surface.messages.size > 5);

    reply.show('Four');
    await clock.advance(60_000);
    assert.deepEqual(shownPages(), ['Four']);
  });

  test('grows into new messages after that, each with a key of its own', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { pageLimit: 40 });
    reply.show(long);
    await clock.advance(60_000);
    reply.show('Four');
    await clock.advance(60_000);

    const text = `Four ${long}`;
    const finished = reply.finish(text);
    await clock.advance(60_000);
    await finished;
    assert.equal(shownPages().join(' '), text);

    const keys = new Map(surface.writes.map(({ messageId, options }) => [messageId, options.key]));
    assert.equal(new Set(keys.values()).size, keys.size);
  });

  test('saves that a message is no part of the answer before it removes it', async () => {
    const saved: [messages: number, mayExist: boolean][] = [];
    const { clock, surface, reply } = openReply(
      { save: async (messages, mayExist) => void saved.push([messages.length, mayExist]) },
      { pageLimit: 40 },
    );
    reply.show(long.slice(0, 60));
    await clock.advance(10_000);
    saved.length = 0;
    surface.removeFaults.push('network');
    reply.show('Four');
    await clock.advance(10_000);
    assert.deepEqual(saved, [
      [1, true],
      [1, true],
      [1, false],
    ]);
  });

  test('takes a final text that is another one', async () => {
    const { clock, reply, shownPages } = openReply({}, { pageLimit: 40 });
    reply.show(long);
    await clock.advance(5_000);
    const finished = reply.finish('Four.', { closing: '(the end)' });
    await clock.advance(60_000);
    await finished;
    assert.deepEqual(shownPages(), ['Four.\n\n(the end)']);
  });

  test('shows the reasoning that came with the correction', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.show(sentence);
    await clock.advance(1_000);
    reply.showReasoning('Hm.');
    reply.show('Four');
    await clock.advance(1_000);
    assert.deepEqual(shownPages(), ['(Hm.) Four']);
  });

  test('keeps a message that the network does not remove, as a stray', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { pageLimit: 40 });
    reply.show(long.slice(0, 60));
    await clock.advance(10_000);
    surface.removeFaults.push('forbidden');
    reply.show('Four');
    await clock.advance(10_000);
    const finished = reply.finish(`Four ${long.slice(0, 60)}`);
    await clock.advance(60_000);
    await finished;
    assert.equal(shownPages().length, 3);
  });
});

describe('a notice', () => {
  test('makes way for the first words, which come at once and in its message', async () => {
    const { clock, surface, reply, shownPages } = openReply({ showsTyping: true });
    reply.showNotice('Thinking…');
    await clock.advance(0);
    reply.showNotice('Still thinking…');
    await clock.advance(1_000);
    assert.deepEqual(shownPages(), ['Still thinking…']);
    assert.equal(surface.isTyping, true);

    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(shownPages(), [sentence]);
    assert.equal(surface.isTyping, false);

    reply.showNotice('Too late');
    await reply.finish(sentence);
    assert.deepEqual(shownPages(), [sentence]);
  });

  test('is skipped when words come before it was written', async () => {
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

  test('goes away when the answer has no words', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.showNotice('Thinking…');
    await clock.advance(0);
    await reply.finish('');
    assert.deepEqual(shownPages(), []);
  });

  test('does not show the reasoning, which comes with the first words', async () => {
    const { clock, reply, shownPages } = openReply();
    reply.showNotice('Thinking…');
    await clock.advance(0);
    assert.deepEqual(shownPages(), ['Thinking…']);
    reply.showReasoning('Let me see.');
    await reply.finish(sentence);
    assert.deepEqual(shownPages(), [`(Let me see.) ${sentence}`]);
  });
});

describe('the buttons of a reply', () => {
  const stopButton = [[{ id: 'stop:1', label: 'Stop' }]];
  const againButton = [[{ id: 'again:1', label: 'Again' }]];

  test('are below the last message only, and change with the final text', async () => {
    const { clock, surface, reply } = openReply({ controls: stopButton }, { pageLimit: 40 });
    const buttonLabels = () =>
      [...surface.messages.keys()].map((id) => {
        const lastWrite = surface.writes.findLast(({ messageId }) => messageId === id);
        return lastWrite?.options.controls?.[0]?.[0]?.label;
      });
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual(buttonLabels(), ['Stop']);

    reply.show(`${sentence} And there is more of it.`);
    await clock.advance(5_000);
    assert.deepEqual(buttonLabels(), [undefined, 'Stop']);

    const finished = reply.finish(`${sentence} And there is more of it.`, {
      controls: againButton,
    });
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(buttonLabels(), [undefined, 'Again']);
  });

  test('stay below the text when a picture follows it', async () => {
    const { clock, surface, reply } = openReply();
    const finished = reply.finish(sentence, {
      controls: againButton,
      file: { name: 'chart.png', picture: Buffer.from('PNG'), caption: 'A chart' },
    });
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(
      surface.writes.map(({ page, options }) => [page, options.controls?.length]),
      [
        [sentence, 1],
        ['picture: chart.png', undefined],
      ],
    );
  });

  test('are removed by an edit when the text is complete already', async () => {
    const { clock, surface, reply } = openReply({ controls: stopButton });
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
});

describe('a reply whose writes fail', () => {
  test('writes nothing while the network asks to wait, and the final text once after it', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { retryAfterMs: 90_000 });
    reply.show(sentence);
    await clock.advance(0);
    surface.faults.push('rate_limit');
    const finished = reply.finish(`${sentence} The end`);
    await clock.advance(89_000);
    assert.equal(surface.writes.length, 1);

    await clock.advance(2_000);
    await finished;
    assert.deepEqual(shownPages(), [`${sentence} The end`]);
    assert.equal(surface.writes.length, 2);
  });

  test('repeats a write that did not get through, for as long as it takes', async () => {
    const { clock, surface, reply, shownPages } = openReply();
    surface.faults.push('network', 'server', 'network', 'server', 'network', 'network', 'network');
    const finished = reply.finish('The end');
    await clock.advance(200_000);
    await finished;
    assert.deepEqual(shownPages(), ['The end']);
  });

  test('writes the final text without the pause after a preview that did not get through', async () => {
    const { clock, surface, reply, shownPages } = openReply();
    surface.faults.push('server', 'server', 'server', 'server', 'server');
    reply.show(sentence);
    await clock.advance(20_000);
    await reply.finish(`${sentence} The end`);
    assert.deepEqual(shownPages(), [`${sentence} The end`]);
  });

  test('lets the surface look for the message after a create whose answer was lost', async () => {
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

  test('does not let it look after a create that was refused', async () => {
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

  test('continues after a preview that the network refuses', async () => {
    const { clock, surface, reply, shownPages } = openReply();
    surface.faults.push('invalid');
    reply.show(sentence);
    await clock.advance(2_000);
    await reply.finish(`${sentence} The end`);
    assert.deepEqual(shownPages(), [`${sentence} The end`]);
  });

  test('tries a page that was refused as a preview once more when the text is final', async () => {
    const { clock, surface, reply, shownPages } = openReply({}, { pageLimit: 40 });
    surface.faults.push('invalid');
    const text = `${'one '.repeat(10)}${'two '.repeat(5)}`.trim();
    reply.show(text);
    await clock.advance(5_000);
    const finished = reply.finish(text);
    await clock.advance(60_000);
    await finished;
    assert.equal(shownPages().toSorted().join(' '), text);
  });

  test('saves no reference for a page that the network refused', async () => {
    const saved: unknown[][] = [];
    const save = async (messages: readonly MessageRef[]) => void saved.push([...messages]);
    const { clock, surface, reply } = openReply({ save }, { pageLimit: 40 });
    surface.faults.push('invalid');
    reply.show(`${sentence} And there is more of it.`);
    await clock.advance(5_000);
    assert.ok(surface.messages.size > 0);
    assert.equal(saved.flat().includes(undefined), false);
  });

  for (const kind of ['gone', 'forbidden', 'invalid'] as const) {
    test(`fails with the reason when its final text is refused as "${kind}"`, async () => {
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

  test('lets the write under way arrive at a handover, and makes no other one', async () => {
    const handover = new AbortController();
    const { clock, surface, reply, shownPages } = openReply({ handover: handover.signal });
    const release = surface.holdWrites();
    reply.show(sentence);
    await clock.advance(0);
    handover.abort();
    const finished = assert.rejects(
      reply.finish(`${sentence} The rest.`),
      (error) => error instanceof PlatformError && error.kind === 'canceled',
    );
    release();
    await finished;
    assert.deepEqual(shownPages(), [sentence]);
    assert.equal(surface.writes[0]?.options.signal.aborted, false);
  });

  test('has finished when a handover comes during its last write', async () => {
    const handover = new AbortController();
    const { clock, surface, reply, shownPages } = openReply({ handover: handover.signal });
    const release = surface.holdWrites();
    const finished = reply.finish(sentence);
    await clock.advance(0);
    handover.abort();
    release();
    await finished;
    assert.deepEqual(shownPages(), [sentence]);
  });

  test('ends when its signal aborts, even in the middle of a penalty', async () => {
    const { clock, surface, reply, canceling } = openReply({}, { retryAfterMs: 3_600_000 });
    surface.faults.push('rate_limit');
    const finished = reply.finish('The end');
    await clock.advance(1_000);
    canceling.abort();
    await assert.rejects(
      finished,
      (error) => error instanceof PlatformError && error.kind === 'canceled',
    );
  });
});

describe('a reply with an earlier run', () => {
  test('has other keys, so that a removed message is not taken for an existing one', async () => {
    const clock = createFakeClock();
    const surface = createFakeSurface();
    const replies = createReplies({ clock, log: silentLog });
    const { signal } = new AbortController();
    for (const text of ['first run', 'second run']) {
      await replies.open({ surface, key: 'turn', signal }).finish(text);
      await clock.advance(1_000);
    }
    const [first, second] = surface.writes.map(({ options }) => options.key);
    assert.notEqual(first, second);
  });

  test('overwrites its messages and removes those that are left over', async () => {
    const messages: MessageRef[] = [
      { messageId: 'old1' },
      { messageId: 'old2' },
      { messageId: 'old3' },
    ];
    const { surface, reply } = openReply({ messages });
    for (const { messageId } of messages) surface.messages.set(messageId, 'old text');
    await reply.finish('The new text');
    assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
  });

  test('removes what is left over, however often the network refuses', async () => {
    for (const kind of ['rate_limit', 'network', 'server'] as const) {
      const messages: MessageRef[] = [{ messageId: 'old1' }, { messageId: 'old2' }];
      const { clock, surface, reply } = openReply({ messages });
      for (const { messageId } of messages) surface.messages.set(messageId, 'old text');
      surface.removeFaults.push(kind, kind);
      const finished = reply.finish('The new text');
      await clock.advance(120_000);
      await finished;
      assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
    }
  });

  test('succeeds even if what is left over cannot be removed', async () => {
    const messages: MessageRef[] = [{ messageId: 'old1' }, { messageId: 'old2' }];
    const { surface, reply } = openReply({ messages });
    surface.removeFaults.push('forbidden');
    await reply.finish('The new text');
    assert.equal(surface.messages.get('old1'), 'The new text');
  });

  test('removes a message that was created and not saved, when the new text does not need it', async () => {
    const { surface, reply } = openReply({ messages: [{ messageId: 'old1' }], mayExist: true });
    surface.messages.set('old1', 'old text');
    surface.messages.set('unsaved', 'the second page of the old text');
    surface.unsavedMessage = { messageId: 'unsaved' };
    await reply.finish('The new text');
    assert.deepEqual([...surface.messages], [['old1', 'The new text']]);
  });

  test('goes on in the next message when an earlier one is gone, and fails when its own is', async () => {
    const messages: MessageRef[] = [{ messageId: 'gone' }, { messageId: 'old2' }];
    const { clock, surface, reply } = openReply({ messages });
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

  test('remembers that one more message may exist when it saves something else', async () => {
    const saved: [messages: number, creating: boolean][] = [];
    const { clock, surface, reply } = openReply({
      messages: [{ messageId: 'gone' }, { messageId: 'old2' }],
      mayExist: true,
      save: async (messages, creating) => void saved.push([messages.length, creating]),
    });
    surface.faults.push('gone');
    reply.show(sentence);
    await clock.advance(5_000);
    assert.deepEqual(saved, [[1, true]]);
  });

  test('saves the new reference of a message whose chat has moved', async () => {
    const saved: string[][] = [];
    const { surface, reply } = openReply({
      messages: [{ messageId: 'old1' }],
      save: async (messages) => void saved.push(messages.map(({ messageId }) => messageId)),
    });
    surface.movedIds.set('old1', 'new1');
    await reply.finish('The new text');
    assert.deepEqual(saved.at(-1), ['new1']);
  });
});

describe('a reply whose previews are drafts', () => {
  function openDraftingReply(request: Partial<ReplyRequest> = {}) {
    const opened = openReply();
    const { budget, put } = opened.surface;
    const surface = {
      ...opened.surface,
      budget: () => ({ ...budget(), previews: { ...budget(), scope: 'drafts', gapMs: 10 } }),
      put: async (
        message: MessageRef | undefined,
        page: string,
        options: PutOptions<MessageRef, string>,
      ): Promise<MessageRef> => {
        const isDraft = options.state === 'growing' && (!message || message.isDraft === true);
        const target = isDraft || !message?.isDraft ? message : undefined;
        const written = await put(target, page, options);
        return isDraft ? { ...written, isDraft } : written;
      },
    };
    const replies = createReplies({ clock: opened.clock, log: silentLog });
    const { signal } = opened.canceling;
    return { ...opened, reply: replies.open({ surface, key: 'turn', signal, ...request }) };
  }

  test('creates a message even if the draft shows the same text', async () => {
    const { clock, surface, reply } = openDraftingReply();
    reply.show(sentence);
    await clock.advance(0);
    await reply.finish(sentence);
    assert.deepEqual(
      surface.writes.map(({ options }) => options.state),
      ['growing', 'final'],
    );
  });

  test('corrects a draft, and creates one message in the end', async () => {
    const { clock, surface, reply, shownPages } = openDraftingReply();
    reply.show(`${sentence} These are thoughts.`);
    await clock.advance(100);
    reply.show('Four');
    await clock.advance(100);
    assert.deepEqual(shownPages(), ['Four']);
    await reply.finish('Four.');
    assert.equal(surface.writes.filter(({ options }) => options.state === 'final').length, 1);
    assert.equal(shownPages().at(-1), 'Four.');
  });

  test('keeps the limit of messages where it overwrites one', async () => {
    const { clock, surface, reply } = openDraftingReply({ messages: [{ messageId: 'old' }] });
    for (let length = 1; length < 20; length += 1) {
      reply.show(sentence.repeat(length));
      await clock.advance(100);
    }
    assert.equal(surface.writes.length, 2);
  });
});

describe('the buttons of a message without a reply', () => {
  const message: MessageRef = { messageId: 'old' };

  test('are removed when the limit of the chat has room', async () => {
    const clock = createFakeClock();
    const replies = createReplies({ clock, log: silentLog });
    const removedAt: number[] = [];
    const surface: ReplySurface<string> = {
      ...createFakeSurface(),
      budget: () => ({ scope: 'fake', calls: 2, windowMs: 10_000, gapMs: 0 }),
      removeControls: async () => void removedAt.push(clock.now()),
    };
    const startedAt = clock.now();
    const { signal } = new AbortController();
    for (let press = 0; press < 3; press++) void replies.removeControls(surface, message, signal);
    await clock.advance(10_000);
    assert.deepEqual(
      removedAt.map((time) => time - startedAt),
      [0, 0, 10_000],
    );
  });

  test('wait out a pause that the network asks for, and hold up the writes of the chat', async () => {
    const { clock, surface, replies } = openReply();
    const refused = new PlatformError('refused', {
      kind: 'rate_limit',
      platform: 'fake',
      retryAfterMs: 5_000,
    });
    const refusing: ReplySurface<string> = {
      ...surface,
      removeControls: () => Promise.reject(refused),
    };
    const { signal } = new AbortController();
    await assert.rejects(replies.removeControls(refusing, message, signal), refused);
    const finished = replies.open({ surface, key: 'other', signal }).finish('The end');
    await clock.advance(5_000);
    assert.equal(surface.writes.length, 0);
    await clock.advance(1_000);
    await finished;
  });
});

describe('the observations of writes', () => {
  /** A reply of several messages whose network refuses some writes. */
  function openObserved(request: Partial<ReplyRequest> = {}, options: FakeSurfaceOptions = {}) {
    const clock = createFakeClock();
    const surface = createFakeSurface(options);
    const writes: string[] = [];
    const observe = (seen: Observation) => {
      if (seen.kind === 'write') writes.push(`${seen.platform} ${seen.call} ${seen.outcome}`);
    };
    const replies = createReplies({ clock, observe, log: silentLog });
    const { signal } = new AbortController();
    return {
      clock,
      surface,
      writes,
      reply: replies.open({ surface, key: 'turn', signal, ...request }),
    };
  }

  test('are one for each call, and name its platform', async () => {
    let count = 0;
    const { clock, writes, reply } = openObserved({ onFirstWords: () => void count++ });
    reply.showNotice('Reading …');
    await clock.advance(10_000);
    assert.deepEqual([count, writes.length], [0, 1], 'a notice is no answer');
    reply.show(sentence);
    await clock.advance(10_000);
    const finished = reply.finish(`${sentence} The end.`);
    await clock.advance(10_000);
    await finished;
    assert.equal(count, 1);
    assert.deepEqual(writes, ['fake create done', 'fake edit done', 'fake edit done']);
  });

  test('tell the kind of a refusal', async () => {
    const { clock, surface, writes, reply } = openObserved();
    surface.faults.push('server');
    reply.show(sentence);
    await clock.advance(500);
    const finished = reply.finish(sentence);
    await clock.advance(60_000);
    await finished;
    assert.deepEqual(writes, ['fake create server', 'fake create done']);
  });
});
