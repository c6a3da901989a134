import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNotifier } from '../../src/bot/notifier.ts';
import { ASK_BUTTON_ID, createRefusals } from '../../src/bot/refusals.ts';
import type { DeniedReason } from '../../src/contracts/access.ts';
import type { Interaction } from '../../src/contracts/address.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import { silentLog } from '../../src/lib/log.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

const robin: Author = { id: '8', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };
const direct: Channel = { platform: 'telegram', id: '8', kind: 'direct' };
const group: Channel = { platform: 'telegram', id: '-100', kind: 'group' };
const HOUR_MS = 3_600_000;

async function setUp(options: Parameters<typeof createAccessParts>[0]) {
  const { access, clock } = await createAccessParts(options);
  const surface = createFakeSurface({ pageLimit: 1_000 });
  const replies = createReplies({ clock, log: silentLog });
  const notifier = createNotifier({ surface: () => surface, replies, clock, log: silentLog });
  const refusals = createRefusals({
    access,
    settingsOf: usualSettings(),
    languageOf: () => 'en',
    notifier,
  });
  return {
    /** Gives what people have read so far. */
    async tryIn(channel: Channel, author = robin, interaction?: Interaction) {
      const address = omitUndefined({ channel, interaction });
      assert.equal(refusals.checkAccess(author, address), false);
      await clock.advance(60_000);
      return [...surface.messages.values()];
    },
    async refuse(denied: DeniedReason) {
      refusals.refuse(denied, robin, { channel: group });
      await clock.advance(60_000);
      return [...surface.messages.values()];
    },
    async press() {
      assert.equal(refusals.checkPress(robin, { channel: group }), false);
      await clock.advance(60_000);
      return [...surface.messages.values()];
    },
    waitAnHour: () => clock.advance(HOUR_MS),
    buttons: () =>
      surface.writes
        .at(-1)
        ?.options.controls?.flat()
        .map(({ id }) => id),
  };
}

describe('createRefusals', () => {
  for (const [reason, channel, options, sentence] of [
    ['the person is in no list', direct, {}, /npm run pair/],
    ['the chat is in no list', group, {}, /add `telegram:-100` to `ALLOWED_CHATS`/],
    ['a list denies the person', group, { rules: () => DENY }, /not allowed to answer you here/],
    ['direct messages are off', direct, { rules: () => OFF }, /don't answer direct messages/],
  ] as const) {
    test(`say once per hour that ${reason}`, async () => {
      const { tryIn, waitAnHour } = await setUp(options);
      await tryIn(channel);
      assert.match((await tryIn(channel)).join(), sentence);
      assert.equal((await tryIn(channel)).length, 1);
      await waitAnHour();
      assert.equal((await tryIn(channel)).length, 2);
    });
  }

  test('tell a chat that is in no list once, whoever asks, and each denied person', async () => {
    const closed = await setUp({});
    await closed.tryIn(group);
    assert.equal((await closed.tryIn(group, { ...robin, id: '9' })).length, 1);
    const denying = await setUp({ rules: () => ({ deny: ['8', '9'] }) });
    await denying.tryIn(group);
    assert.equal((await denying.tryIn(group, { ...robin, id: '9' })).length, 2);
  });

  test('say another reason at once, and under a button no way that does not help', async () => {
    const { refuse, press } = await setUp({ rules: () => DENY });
    await refuse('denied');
    assert.equal((await refuse('denied')).length, 1);
    assert.match((await refuse('power')).at(-1) ?? '', /You may not do that here/);
    assert.equal((await press()).at(-1), "I'm not allowed to answer you here.");
  });

  test('tell a person once in each place where all see it, and for each interaction where one does', async () => {
    const { tryIn } = await setUp({});
    const guestIn = (id: string): Channel => ({
      ...direct,
      id: `${id}/8`,
      parentId: id,
      personId: '8',
      isGuest: true,
    });
    const query: Interaction = { id: '1', token: '', expiresAt: 0, isSeenByAll: true };
    await tryIn(guestIn('-1'), robin, query);
    assert.equal((await tryIn(guestIn('-1'), robin, query)).length, 1);
    assert.equal((await tryIn(guestIn('-2'), robin, query)).length, 2);
    const { isSeenByAll: _, ...slashCommand } = query;
    await tryIn(guestIn('-3'), robin, slashCommand);
    assert.equal((await tryIn(guestIn('-3'), robin, slashCommand)).length, 4);
  });

  test('have a button that asks the admins, where there is one to ask', async () => {
    const without = await setUp({ admins: ['discord:1'] });
    await without.tryIn(direct);
    assert.equal(without.buttons(), undefined);
    const withAdmin = await setUp({ admins: ['telegram:1'] });
    const [text = ''] = await withAdmin.tryIn(direct);
    assert.match(text, /Your id is `telegram:8`/);
    assert.deepEqual(withAdmin.buttons(), [ASK_BUTTON_ID]);
  });
});

const DENY = { allow: ['8'], deny: ['telegram:8'] };
const OFF = { allow: ['8'], direct: 'off' } as const;
