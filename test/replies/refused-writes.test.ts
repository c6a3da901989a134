import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReplyRequest } from '../../src/contracts/replies.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { textsIn } from '../../src/texts/index.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface, type FakeSurface } from '../helpers/fake-surface.ts';

const texts = textsIn('en');

const STOP = [[{ id: 'stop:1', label: 'Stop' }]];
const AGAIN = [[{ id: 'again:1', label: 'Again' }]];
const MINUTE = 60_000;
const words = (word: string, count: number) => `${word} `.repeat(count).trim();

/** Opens replies on one network, each in a chat of its own. */
function setUp(maxMessages = 5) {
  const clock = createFakeClock();
  const replies = createReplies({ clock, log: silentLog, maxMessages });

  function open(scope = 'fake:1', request: Partial<ReplyRequest> = {}) {
    const surface = createFakeSurface({ scope, pageLimit: 80 });
    const { signal } = new AbortController();
    const reply = replies.open({ surface, key: scope, signal, controls: STOP, ...request });
    return { surface, reply };
  }
  return { clock, open };
}

const shown = ({ messages }: FakeSurface) => [...messages.values()];
const buttonsOf = ({ messages, writes }: FakeSurface) =>
  [...messages.keys()].map(
    (id) => writes.findLast(({ messageId }) => messageId === id)?.options.controls?.[0]?.[0]?.label,
  );

/** The end of a reply: `done`, the kind of its failure, or `open`. */
function endOf(finished: Promise<void>) {
  const end = { value: 'open' };
  finished.then(
    () => {
      end.value = 'done';
    },
    (error: { kind: string }) => {
      end.value = error.kind;
    },
  );
  return end;
}

describe('a page that the server answers with an error each time', () => {
  test('becomes a sentence with the final buttons after eight refusals in two minutes', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    let refusals = 0;
    surface.refuses = (page) => {
      if (!page.includes('poison')) return undefined;
      refusals += 1;
      return 'server';
    };

    const end = endOf(reply.finish('This is poison.', { controls: AGAIN }));
    await clock.advance(2 * MINUTE - 1);
    assert.equal(end.value, 'open');
    await clock.advance(5_000);

    assert.equal(end.value, 'server');
    assert.ok(refusals >= 8, `${refusals}`);
    assert.deepEqual(shown(surface), [texts.refused]);
    assert.deepEqual(buttonsOf(surface), ['Again']);
  });

  test('does not keep the other pages from being shown', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    surface.refuses = (page) => (page.includes('poison') ? 'server' : undefined);

    const text = `${words('one', 20)} ${words('poison', 11)} ${words('two', 20)}`;
    const end = endOf(reply.finish(text, { controls: AGAIN }));
    await clock.advance(5 * MINUTE);

    assert.equal(end.value, 'server');
    assert.deepEqual(shown(surface), [words('one', 20), texts.refusedPart, words('two', 19)]);
    assert.deepEqual(buttonsOf(surface), [undefined, undefined, 'Again']);
  });

  test('holds up the conversation once, however many pages are refused', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    surface.refuses = (page) => (page.includes('poison') ? 'server' : undefined);
    const end = endOf(reply.finish(words('poison', 40)));
    await clock.advance(3 * MINUTE);
    assert.equal(end.value, 'server');
    assert.ok(shown(surface).every((page) => page === texts.refusedPart));
  });

  test('waits for the other pages in an outage that begins after it was refused', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    let isDown = false;
    surface.refuses = (page) => {
      if (isDown) return 'server';
      isDown = page === texts.refusedPart;
      return page.includes('poison') ? 'server' : undefined;
    };
    const end = endOf(reply.finish(`${words('poison', 11)} and ${words('fine', 15)}`));
    await clock.advance(3 * MINUTE);
    assert.deepEqual(shown(surface), [texts.refusedPart]);
    await clock.advance(10 * MINUTE);
    assert.equal(end.value, 'open');

    surface.refuses = (page) => (page.includes('poison') ? 'server' : undefined);
    await clock.advance(MINUTE);
    assert.equal(end.value, 'server');
    assert.match(shown(surface).at(-1) ?? '', /fine$/);
  });

  test('keeps what its message shows already, without its old buttons', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    surface.refuses = (page) => (page.includes('poison') ? 'server' : undefined);

    reply.show('The first half of the answer is fine.');
    await clock.advance(MINUTE);
    const end = endOf(
      reply.finish('The first half of the answer is fine. poison', { controls: AGAIN }),
    );
    await clock.advance(3 * MINUTE);

    assert.equal(end.value, 'server');
    assert.deepEqual(shown(surface), ['The first half of the answer is fine.', texts.refused]);
    assert.deepEqual(buttonsOf(surface), [undefined, 'Again']);
  });

  test('is given up soon at the end if it was refused for two minutes while it grew', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    surface.refuses = (page) => (page.includes('poison') ? 'server' : undefined);

    reply.show('This is poison, and there is more of it.');
    await clock.advance(3 * MINUTE);
    assert.deepEqual(shown(surface), []);
    const end = endOf(reply.finish('This is poison.'));
    await clock.advance(1_000);
    assert.equal(end.value, 'server');
    assert.deepEqual(shown(surface), [texts.refused]);
  });

  test('waits while the network takes nothing, and is shown after the outage', async () => {
    const { clock, open } = setUp();
    const chats = [open('fake:1'), open('fake:2')];
    const ends = chats.map(({ surface, reply }) => {
      surface.refuses = () => 'server';
      return endOf(reply.finish('The answer.', { controls: AGAIN }));
    });
    await clock.advance(20 * MINUTE);
    assert.deepEqual(
      ends.map(({ value }) => value),
      ['open', 'open'],
    );

    for (const { surface } of chats) surface.refuses = () => undefined;
    await clock.advance(MINUTE);
    for (const { surface } of chats) assert.deepEqual(shown(surface), ['The answer.']);
    assert.deepEqual(
      ends.map(({ value }) => value),
      ['done', 'done'],
    );
  });

  test('waits for as long as there is no answer, however many writes of others pass', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open('fake:1');
    const other = open('fake:2');
    surface.refuses = () => 'network';
    const end = endOf(reply.finish('The answer.'));
    for (let minute = 0; minute < 10; minute += 1) {
      other.reply.show(words('more', 10 + 10 * minute));
      await clock.advance(MINUTE);
    }
    assert.equal(end.value, 'open');
    surface.refuses = () => undefined;
    await clock.advance(MINUTE);
    assert.equal(end.value, 'done');
    assert.deepEqual(shown(surface), ['The answer.']);
  });

  test('ends the reply as forbidden in a chat that takes nothing while others of its network do', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open('fake:1');
    const other = open('fake:2');
    surface.refuses = () => 'server';
    const end = endOf(reply.finish('The answer.'));
    for (let step = 0; step < 12; step += 1) {
      other.reply.show(words('more', 10 + 10 * step));
      await clock.advance(MINUTE / 4);
    }
    assert.equal(end.value, 'forbidden');
    assert.deepEqual(shown(surface), []);
  });

  test('ends the reply as forbidden in a chat that takes edits, but no new messages', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    reply.show('The first half of the answer is fine.');
    await clock.advance(MINUTE);
    surface.refuses = (_page, isCreate) => (isCreate ? 'server' : undefined);
    const end = endOf(reply.finish(`The first half of the answer is fine. ${words('more', 30)}`));
    await clock.advance(10 * MINUTE);
    assert.equal(end.value, 'forbidden');
    assert.equal(surface.messages.size, 1);
    assert.deepEqual(buttonsOf(surface), [undefined]);
  });

  test('is not judged by what passes on another network', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open('fake:1');
    const other = open('another:1');
    surface.refuses = () => 'server';
    const end = endOf(reply.finish('The answer.'));
    for (let step = 0; step < 12; step += 1) {
      other.reply.show(words('more', 10 + 10 * step));
      await clock.advance(MINUTE / 4);
    }
    assert.equal(end.value, 'open');
  });

  test('counts from the beginning after it was taken once', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    reply.show('This is long enough for a first message.');
    for (let round = 0; round < 4; round += 1) {
      surface.refuses = () => 'server';
      reply.show(words('word', 10 + 5 * round));
      await clock.advance(MINUTE);
      surface.refuses = () => undefined;
      await clock.advance(MINUTE);
    }
    surface.refuses = () => 'server';
    const end = endOf(reply.finish(words('word', 12)));
    await clock.advance(MINUTE);
    surface.refuses = () => undefined;
    await clock.advance(MINUTE);
    assert.equal(end.value, 'done');
  });

  test('is shown in its plain look, where it has one', async () => {
    const { clock, open } = setUp();
    const { surface: plainSurface } = open();
    const rich = createFakeSurface({ scope: 'fake:1' });
    rich.refuses = () => 'server';
    const { reply } = open('fake:1', { surface: { ...rich, plainSurface } });
    const end = endOf(reply.finish('The answer.'));
    await clock.advance(3 * MINUTE);
    assert.equal(end.value, 'done');
    assert.deepEqual(shown(plainSurface), ['The answer.']);
  });
});

describe('a file that the server answers with an error each time', () => {
  const text = `${words('one', 20)} ${words('two', 20)} ${words('three', 9)}`;

  test('is replaced within seconds by a sentence, and the reply is complete', async () => {
    const { clock, open } = setUp(2);
    const { surface, reply } = open();
    surface.refuses = (page) => (page.startsWith('file: ') ? 'server' : undefined);

    const end = endOf(reply.finish(text, { controls: AGAIN }));
    await clock.advance(15_000);
    assert.equal(end.value, 'done');
    assert.deepEqual(shown(surface), [words('one', 20), words('two', 20), '(no file)']);
    assert.deepEqual(buttonsOf(surface), [undefined, undefined, 'Again']);
  });

  for (const kind of ['server', 'network'] as const) {
    test(`arrives after an outage of any length, with failures of kind "${kind}"`, async () => {
      const { clock, open } = setUp(2);
      const { surface, reply } = open();
      let isDown = false;
      surface.refuses = (page) => {
        if (page.startsWith('file: ')) isDown = true;
        return isDown ? kind : undefined;
      };
      const end = endOf(reply.finish(text));
      await clock.advance(10 * MINUTE);
      assert.equal(end.value, 'open');

      surface.refuses = () => undefined;
      await clock.advance(MINUTE);
      assert.equal(end.value, 'done');
      assert.equal(shown(surface).at(-1), `file: ${text}`);
    });
  }

  // nginx closes the connection when the body is larger than `client_max_body_size`.
  test('is replaced where each attempt at it breaks the connection, and nothing else does', async () => {
    const { clock, open } = setUp(2);
    const { surface, reply } = open();
    surface.refuses = (page) => (page.startsWith('file: ') ? 'network' : undefined);
    const end = endOf(reply.finish(text, { controls: AGAIN }));
    await clock.advance(MINUTE);
    assert.equal(end.value, 'open');
    await clock.advance(4 * MINUTE);
    assert.equal(end.value, 'done');
    assert.deepEqual(shown(surface), [words('one', 20), words('two', 20), '(no file)']);
  });

  for (const kind of ['invalid', 'too_long'] as const) {
    test(`is replaced at once when it is refused as "${kind}"`, async () => {
      const { clock, open } = setUp(2);
      const { surface, reply } = open();
      surface.refuses = (page) => (page.startsWith('file: ') ? kind : undefined);
      const end = endOf(reply.finish(text));
      await clock.advance(2_000);
      assert.equal(end.value, 'done');
      assert.equal(shown(surface).at(-1), '(no file)');
    });
  }
});

describe('a page that is refused as too long', () => {
  test('arrives in smaller pages, also while the text grows', async () => {
    const { clock, open } = setUp(1_000);
    const { surface, reply } = open();
    surface.refuses = (page) => (page.length > 40 ? 'too_long' : undefined);
    const text = words('word', 60);
    for (let length = 30; length < text.length; length += 30) {
      reply.show(text.slice(0, length));
      await clock.advance(2_000);
    }
    const end = endOf(reply.finish(text, { controls: AGAIN }));
    await clock.advance(2 * MINUTE);
    assert.equal(end.value, 'done');
    assert.equal(shown(surface).join(' '), text);
    assert.equal(buttonsOf(surface).at(-1), 'Again');
  });

  test('becomes a sentence if no page is short enough', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open();
    surface.refuses = (page) => (page === texts.refused ? undefined : 'too_long');
    const end = endOf(reply.finish('The answer.'));
    await clock.advance(5_000);
    assert.equal(end.value, 'invalid');
    assert.deepEqual(shown(surface), [texts.refused]);
  });
});

describe('a removal that the server answers with an error each time', () => {
  test('is left out after two minutes', async () => {
    const { clock, open } = setUp();
    const { surface, reply } = open('fake:1', {
      messages: [{ messageId: 'old1' }, { messageId: 'old2' }],
    });
    surface.removeFaults.push(...Array.from({ length: 100 }, () => 'server' as const));
    const end = endOf(reply.finish('The answer.'));
    await clock.advance(3 * MINUTE);
    assert.equal(end.value, 'done');
  });
});
