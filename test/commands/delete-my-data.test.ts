import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteMyData } from '../../src/commands/delete-my-data.ts';
import { said } from '../conversations/messages.ts';
import { contextWith } from './command-context.ts';

test('/delete_my_data deletes only when the person who called it presses the button, not another one who sees it', async () => {
  const deleted: string[] = [];
  const context = contextWith({
    async deleteData({ id }) {
      deleted.push(id);
      return { questions: 1, quotes: 0, pins: 0, conversations: 1 };
    },
  });
  const { message, address } = said({ by: 'ann' });
  const { author, channel } = message;
  const call = { name: 'delete_my_data', channel, author, options: {} };
  const { controls } = await deleteMyData.run(call, context);
  const { id = '' } = controls?.[0]?.[0] ?? {};
  const press = (by: string) =>
    deleteMyData.press?.(
      id.slice('delete_my_data:'.length),
      { kind: 'button', id, author: { ...author, id: by }, message: { messageId: 'm' }, address },
      context,
    );

  const refusal = await press('bob');
  assert.equal(refusal?.onlyAsker, true);
  assert.match(refusal?.text ?? '', /for the person who called/);
  assert.deepEqual(deleted, []);
  assert.match((await press('ann'))?.text ?? '', /I deleted 1 question/);
  assert.deepEqual(deleted, ['ann']);
});
