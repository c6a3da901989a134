import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface, type FakeSurface, pagesOf } from '../helpers/fake-surface.ts';

const sentence = 'This is long enough for a first message.';
const ending = ' And this is the rest of what there is to say.';
const PLAIN_PAGE_LIMIT = 50;

/** Opens a reply on a rich surface, and a plain one with smaller pages for the same messages. */
function openReply(plainOptions: Parameters<typeof createFakeSurface>[0] = {}) {
  const clock = createFakeClock();
  const plain = createFakeSurface({ pageLimit: PLAIN_PAGE_LIMIT, ...plainOptions });
  const rich = createFakeSurface();
  const { open } = rich.dialect;
  const surface = {
    ...rich,
    plainSurface: plain,
    dialect: {
      ...rich.dialect,
      open: (reasoning?: string) => {
        const rendering = open(reasoning);
        return {
          update: (text: string, state: 'growing' | 'final') =>
            rendering.update(text, state).map((page) => `*${page}*`),
        };
      },
    },
  };
  return { clock, rich, plain, reply: openOn(surface, clock) };
}

function openOn(surface: FakeSurface, clock = createFakeClock()) {
  const { signal } = new AbortController();
  return createReplies({ clock, log: silentLog }).open({ surface, key: 'turn', signal });
}

describe('a reply whose look is refused', () => {
  test('starts on the plain surface when the first message is refused, and keeps the reasoning', async () => {
    const { clock, rich, plain, reply } = openReply();
    rich.faults.push('unsupported');

    reply.showReasoning('hm');
    reply.show(sentence);
    await clock.advance(2_000);
    assert.equal(rich.messages.size, 0);
    assert.deepEqual([...plain.messages.values()], pagesOf(`(hm) ${sentence}`, PLAIN_PAGE_LIMIT));

    const finished = reply.finish(sentence + ending);
    await clock.advance(5_000);
    await finished;
    assert.deepEqual(
      [...plain.messages.values()],
      pagesOf(`(hm) ${sentence}${ending}`, PLAIN_PAGE_LIMIT),
    );
  });

  test('continues in the same messages, and in more of them where the plain ones hold less', async () => {
    const { clock, rich, plain, reply } = openReply();
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual([...rich.messages], [['m1', `*${sentence}*`]]);

    rich.faults.push('unsupported');
    const finished = reply.finish(sentence + ending);
    await clock.advance(5_000);
    await finished;
    assert.equal(plain.writes[0]?.messageId, 'm1');
    assert.deepEqual(
      plain.writes.map(({ page }) => page),
      pagesOf(sentence + ending, PLAIN_PAGE_LIMIT),
    );
    assert.equal(rich.writes.length, 1);
  });

  test('keeps the limits of the plain surface from then on', async () => {
    const { clock, rich, plain, reply } = openReply({
      scope: 'plain',
      gapMs: 10_000,
      pageLimit: 500,
    });
    rich.faults.push('unsupported');
    reply.show(sentence);
    await clock.advance(0);
    assert.equal(plain.writes.length, 1);

    reply.show(sentence + ending);
    await clock.advance(9_999);
    assert.equal(plain.writes.length, 1);
    await clock.advance(1);
    assert.equal(plain.writes.length, 2);
    await reply.finish(sentence + ending);
  });

  test('fails as any other reply where there is no plain surface', async () => {
    const surface = createFakeSurface();
    surface.faults.push('unsupported');
    await assert.rejects(openOn(surface).finish(sentence), { kind: 'unsupported' });
  });
});
