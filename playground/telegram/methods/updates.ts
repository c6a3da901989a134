import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest, conflict } from '../api-error.ts';
import { type Params, readFlag, readInteger, readList } from '../params.ts';
import type { Method } from './method.ts';

const MAX_POLL_SECONDS = 50;
const MAX_UPDATES = 100;

/** Waits for updates and returns them (long polling). */
export const getUpdates: Method = ({ world, params, signal }) => {
  if (world.updates.webhook.url !== '') {
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

/** Stores a webhook. The local server never calls it. */
export const setWebhook: Method = ({ world, params }) => {
  const url = params.get('url') ?? '';
  if (url !== '' && !url.startsWith('https://')) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  world.updates.setAllowedKinds(readAllowedKinds(params));
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.webhook = { url, max_connections: readInteger(params, 'max_connections') ?? 40 };
  if (url !== '') world.updates.stopPoller('terminated by setWebhook request');
  return true;
};

/** Removes the webhook. */
export const deleteWebhook: Method = ({ world, params }) => {
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.webhook = { url: '' };
  return true;
};

/** The webhook and the state of the queue. */
export const getWebhookInfo: Method = ({ world }) => {
  const { allowedKinds, pendingCount, webhook } = world.updates;
  return omitUndefined({
    ...webhook,
    has_custom_certificate: false,
    pending_update_count: pendingCount,
    allowed_updates: allowedKinds.length > 0 ? allowedKinds : undefined,
  });
};

function readAllowedKinds(params: Params): readonly string[] | undefined {
  return readList(params, 'allowed_updates', 'strings')?.map(String);
}
