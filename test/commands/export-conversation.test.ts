import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportConversation } from '../../src/commands/export-conversation.ts';
import { attachedMarkdown } from '../helpers/attached-markdown.ts';
import { createFakeMessage, createFakeTurn } from '../helpers/fake-turn.ts';
import { contextWith } from './command-context.ts';

test('/export leaves out the questions of people who want no memory where others may see the file', async () => {
  const ask = (text: string) => createFakeTurn({ inputs: [createFakeMessage({ text })] });
  const history = [ask('for all'), { ...ask('for nobody'), isPrivate: true }];
  const context = contextWith({ history: async () => history });
  const { author, channel } = createFakeMessage();
  const fileIn = async (kind: 'group' | 'direct') => {
    const call = { name: 'export', channel: { ...channel, kind }, author, options: {} };
    const { file } = await exportConversation.run(call, context);
    return attachedMarkdown(file) ?? '';
  };
  assert.match(await fileIn('group'), /for all/);
  assert.doesNotMatch(await fileIn('group'), /for nobody/);
  assert.match(await fileIn('direct'), /for all[\s\S]*for nobody/);
});
