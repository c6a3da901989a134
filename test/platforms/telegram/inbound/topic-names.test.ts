import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTopicNames } from '../../../../src/platforms/telegram/inbound/topic-names.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createSharedFleet } from '../shared-fleet.ts';

const renamed = (name: string) => ({ others: [['forum_topic_edited', { name }]] as const });

test('a name that one process learns is known to all processes of the bot, and to no other bot', async (t) => {
  const fleet = await createSharedFleet(t);
  const [one, two, other] = [1, 1, 2].map((botId) => {
    const names = createTopicNames(createFakeClock());
    t.after(names.share(fleet.join().fleet, botId));
    return names;
  });
  assert.ok(one && two && other);
  assert.equal(one.learn('-100/5', { forum_topic_created: { name: 'Plans' } }), 'Plans');
  assert.equal(two.learn('-100/5', {}), 'Plans');
  assert.equal(two.learn('-100/5', renamed('Ideas')), 'Ideas');
  assert.equal(one.learn('-100/5', { forum_topic_created: { name: '' } }), 'Ideas');
  assert.equal(other.learn('-100/5', {}), undefined);
});

test('what is no name of a topic is not learned', () => {
  let hear = (_content: unknown) => {};
  const names = createTopicNames(createFakeClock());
  const onTold = (_topic: string, onContent: typeof hear) => {
    hear = onContent;
    return () => {};
  };
  names.share({ tell: () => {}, onTold }, 1);
  for (const content of [null, 5, {}, { topicId: 'x', name: 'y' }, { topicId: '-1/5', name: 5 }])
    hear(content);
  assert.equal(names.learn('-1/5', {}), undefined);
});
