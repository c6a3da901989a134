import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface, pagesOf } from '../helpers/fake-surface.ts';

const sentence = 'This is long enough for a first message.';
const rest = ' And this is the rest of what there is to say.';

/** A surface with looks that may be refused, and a plainer one with smaller pages for the same messages. */
function openReply() {
  const clock = createFakeClock();
  const plain = createFakeSurface({ limit: 50 });
  const fancy = createFakeSurface();
  const { open } = fancy.dialect;
  const looks = (page: string) => `*${page}*`;
  const surface = {
    ...fancy,
    plainSurface: plain,
    dialect: {
      ...fancy.dialect,
      open: (reasoning?: string) => ({
        update: (text: string, state: 'growing' | 'final') =>
          open(reasoning).update(text, state).map(looks),
      }),
    },
  };
  const reply = createReplies({ clock, log: silentLog }).open({
    surface,
    key: 'turn',
    signal: new AbortController().signal,
  });
  return { clock, fancy, plain, reply };
}

describe('a reply whose looks are refused', () => {
  test('begins in plain ones where the first message is refused, with what was thought', async () => {
    const { clock, fancy, plain, reply } = openReply();
    fancy.faults.push('unsupported');
    reply.showReasoning('hm');
    reply.show(sentence);
    await clock.advance(2_000);
    assert.deepEqual(
      [fancy.messages.size, [...plain.messages.values()]],
      [0, pagesOf(`(hm) ${sentence}`, 50)],
    );
    const end = reply.finish(sentence + rest);
    await clock.advance(5_000);
    await end;
    assert.deepEqual([...plain.messages.values()], pagesOf(`(hm) ${sentence}${rest}`, 50));
  });

  test('goes on in plain ones in the same messages, with more of them where those hold less', async () => {
    const { clock, fancy, plain, reply } = openReply();
    reply.show(sentence);
    await clock.advance(0);
    assert.deepEqual([...fancy.messages], [['m1', `*${sentence}*`]]);
    fancy.faults.push('unsupported');
    const end = reply.finish(sentence + rest);
    await clock.advance(5_000);
    await end;
    const pages = pagesOf(sentence + rest, 50);
    assert.equal(plain.writes[0]?.messageId, 'm1');
    assert.deepEqual(
      plain.writes.map(({ page }) => page),
      pages,
    );
    assert.equal(fancy.writes.length, 1);
  });

  test('fails as any other one where there are no plainer ones', async () => {
    const { clock, plain } = openReply();
    plain.faults.push('unsupported');
    const reply = createReplies({ clock, log: silentLog }).open({
      surface: plain,
      key: 'turn',
      signal: new AbortController().signal,
    });
    await assert.rejects(reply.finish(sentence), { kind: 'unsupported' });
  });
});
