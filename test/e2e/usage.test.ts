import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { readPictureSize } from '../../playground/picture-size.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Charge } from '../../src/contracts/usage.ts';
import { seedUsage } from '../helpers/seed-usage.ts';
import {
  type LocalNetworks,
  roomOf,
  startBot,
  startNetworksAndDisk,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { chargeOf } from '../usage/charges.ts';

const places = [
  { name: 'discord', room: 'channel', here: /Usage: this channel/ },
  { name: 'telegram', room: 'group', here: /Usage: this group/ },
] as const;

/** What a person sees of the bot in a room. */
function seenBy(network: LocalNetwork, roomId: string, viewerId: string): readonly ShownMessage[] {
  const isOfBot = ({ author }: ShownMessage) => author.id === network.bot.id;
  return network.history(roomId, viewerId).filter(isOfBot);
}

/** A person in a room who used a little, and the owner, who used more there and elsewhere. */
function charges(network: LocalNetwork, roomId: string, robin: string): readonly Charge[] {
  const { name, me } = network;
  const place: Channel = { platform: name, id: roomId, kind: 'group' };
  const elsewhere: Channel = { platform: name, id: '99', kind: 'group' };
  return [
    chargeOf({ person: robin, channel: place, attempt: { usd: 0.25, model: 'small' } }),
    chargeOf({ person: me.id, channel: place, attempt: { usd: 2, model: 'large' } }),
    chargeOf({ person: me.id, channel: elsewhere, attempt: { usd: 4, model: 'large' } }),
  ];
}

function rooms(networks: LocalNetworks) {
  return places.map(({ name, room, ...place }) => {
    const network: LocalNetwork = networks[name];
    const robin = network.people().find((person) => person.name === 'Robin')?.id ?? '';
    return { name, ...place, network, robin, roomId: roomOf(network, room) };
  });
}

test('/usage shows people what they used, moderators their place, admins everything, each with a picture', async (t) => {
  const networks = await startNetworksAndDisk(t);
  const all = rooms(networks);
  const used = all.flatMap(({ network, roomId, robin }) => charges(network, roomId, robin));
  await seedUsage(networks.env, used);
  await startBot(t, networks.env);

  for (const { name, here, network, robin, roomId } of all) {
    await t.test(`on ${name}`, async () => {
      const me = network.me.id;

      /** The bot's new message, or the one that it changed, that a person sees after they did something. */
      async function sees(viewerId: string, pattern: RegExp, act: () => Promise<unknown>) {
        const state = (message: ShownMessage) => `${message.id}/${message.edits}`;
        const before = new Set(seenBy(network, roomId, viewerId).map(state));
        await act();
        return waitFor(network, `${pattern}`, () =>
          seenBy(network, roomId, viewerId).find(
            (message) => !before.has(state(message)) && pattern.test(message.text),
          ),
        );
      }
      const run = (authorId: string, whose = '') =>
        network.run({ roomId, authorId, name: 'usage', options: whose ? { whose } : {} });
      const press = (authorId: string, message: ShownMessage, label: string) => {
        const button = message.buttons.flat().find((each) => each.label === label);
        assert.ok(button, label);
        return network.press({ roomId, authorId, messageId: message.id, buttonId: button.id });
      };

      const own = await sees(robin, /Your usage/, () => run(robin));
      assert.match(own.text, /1 answer; tokens: 100 in, 50 out; \$0\.25/);
      assert.doesNotMatch(own.text, /large|\$2/);
      const pictures = await waitFor(network, 'a picture', () => {
        const shown = seenBy(network, roomId, robin).filter(({ files }) => files.length > 0);
        return shown.length > 0 ? shown : undefined;
      });
      const [picture] = pictures;
      const bytes = picture && network.file(roomId, picture.id, 0);
      assert.deepEqual(bytes && readPictureSize(bytes), { width: 960, height: 600 });
      assert.equal(picture?.files[0]?.width, 960);
      // On Discord, the picture stands below the words; on Telegram, it is a photo of its own behind them.
      assert.equal(picture?.id === own.id, name === 'discord');
      assert.deepEqual(
        own.buttons.flat().map(({ label }) => label),
        ['Today', 'This month', 'Last month'],
      );
      await sees(robin, /Only moderators/, () => run(robin, 'here'));
      await sees(robin, /Only my admins/, () => run(robin, 'all'));

      const usageHere = await sees(me, here, () => run(me, 'here'));
      assert.match(usageHere.text, /2 answers.*\$2\.25/);
      const byPerson = await sees(me, /By person/, () => press(me, usageHere, 'By person'));
      assert.equal(byPerson.id, usageHere.id);
      assert.match(byPerson.text, /Name of [^\n]*: 1 answer[^\n]*\$2\.00/);
      const everywhere = await sees(me, /everywhere/, () => press(me, byPerson, 'Everywhere'));
      assert.match(everywhere.text, /6 answers.*\$12\.50/);

      const last = await sees(me, /nothing/, () => press(me, everywhere, 'Last month'));
      if (name === 'discord') assert.deepEqual(last.files, []);
    });
  }
});
