import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PermissionsBitField } from 'discord.js';
import { inviteUrl } from '../../../../src/platforms/discord/connection/invite-url.ts';

test('the invitation asks for what the bot does, and for no right to manage anything', () => {
  const url = new URL(inviteUrl('901'));
  assert.equal(url.searchParams.get('client_id'), '901');
  const permissions = new PermissionsBitField(BigInt(url.searchParams.get('permissions') ?? 0));
  assert.deepEqual(permissions.toArray().sort(), [
    'AddReactions',
    'AttachFiles',
    'CreatePublicThreads',
    'ReadMessageHistory',
    'SendMessages',
    'SendMessagesInThreads',
    'ViewChannel',
  ]);
});
