import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { help } from '../../src/commands/help.ts';
import { commands } from '../../src/commands/index.ts';
import { rich } from '../../src/commands/rich.ts';
import type { CommandContext } from '../../src/contracts/command.ts';
import type { ReplyStyle } from '../../src/contracts/reply-surface.ts';
import { said } from '../conversations/messages.ts';

const { message } = said({ id: 'q' });

function setUp(platform = 'telegram') {
  let chosen: ReplyStyle = {};
  const powers = {
    style: async () => chosen,
    chooseStyle: async (_channel: unknown, style: ReplyStyle) => {
      chosen = style;
    },
    commands: () => commands,
  } as unknown as CommandContext; // All that these commands use.
  const call = { author: message.author, channel: { ...message.channel, platform } };
  return {
    chosen: () => chosen,
    say: async (typed?: string) =>
      (
        await rich.run(
          { ...call, name: 'rich', options: typed === undefined ? {} : { choice: typed } },
          powers,
        )
      ).text,
    help: async () => (await help.run({ ...call, name: 'help', options: {} }, powers)).text,
  };
}

describe('/rich', () => {
  test('chooses for the conversation, and takes the choice back', async () => {
    const { say, chosen } = setUp();
    assert.match(await say('ON'), /are rich messages/);
    assert.deepEqual(chosen(), { rich: true });
    assert.match(await say(), /are rich messages/);
    assert.match(await say('off'), /are plain messages/);
    assert.deepEqual(chosen(), { rich: false });
    assert.match(await say('default'), /up to my operator/);
    assert.deepEqual(chosen(), {});
  });

  test('changes nothing for any other word', async () => {
    const { say, chosen } = setUp();
    for (const word of ['please', 'constructor', '']) assert.match(await say(word), /Please type/);
    assert.deepEqual(chosen(), {});
  });

  test('is not mentioned where there are no rich messages', async () => {
    assert.match(await setUp('telegram').help(), /\/rich/);
    assert.doesNotMatch(await setUp('discord').help(), /\/rich/);
  });
});
