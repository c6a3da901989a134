import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { conflict } from '../api-error.ts';
import { type Params, readFlag, readInteger, readList } from '../params.ts';
import type { Method } from './method.ts';
import { readWebhook } from './read-webhook.ts';

const MAX_POLL_SECONDS = 50;
const MAX_UPDATES = 100;

/** Waits for updates and returns them (long polling). */
export const getUpdates: Method = ({ world, params, signal }) => {
  if (world.updates.webhook.isSet) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  world.updates.setAllowedKinds(readAllowedKinds(params));

  const limit = readInteger(params, 'limit') ?? MAX_UPDATES;
  const timeout = readInteger(params, 'timeout') ?? 0;
  const request = {
    offset: readInteger(params, 'offset') ?? 0,
    limit: limit < 1 ? MAX_UPDATES : Math.min(limit, MAX_UPDATES),
    timeoutMs: Math.min(Math.max(timeout, 0), MAX_POLL_SECONDS) * 1000,
  };
  return world.updates.poll(request, signal);
};

/** Sets the webhook, or removes it where the address is empty. */
export const setWebhook: Method = (call) => {
  const { world, params } = call;
  const url = params.get('url') ?? '';
  if (url === '') return deleteWebhook(call);

  const target = readWebhook(world, params);
  world.updates.setAllowedKinds(readAllowedKinds(params));
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.stopPoller('terminated by setWebhook request');
  world.updates.webhook.set(target);
  return true;
};

/** Removes the webhook. */
export const deleteWebhook: Method = ({ world, params }) => {
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.webhook.set(undefined);
  return true;
};

/** The webhook and the state of the queue. */
export const getWebhookInfo: Method = ({ world }) => {
  const { allowedKinds, pendingCount, webhook } = world.updates;
  return omitUndefined({
    ...webhook.info,
    has_custom_certificate: false,
    pending_update_count: pendingCount,
    allowed_updates: allowedKinds.length > 0 ? allowedKinds : undefined,
  });
};

function readAllowedKinds(params: Params): readonly string[] | undefined {
  return readList(params, 'allowed_updates', 'strings')?.map(String);
}
