import { badRequest, conflict } from '../api-error.ts';
import { type Params, readFlag, readInteger, readList } from '../params.ts';
import type { Method } from './method.ts';

const LONGEST_POLL_SECONDS = 50;
const MOST_UPDATES = 100;

export const getUpdates: Method = ({ world, params, signal }) => {
  if (world.updates.webhook.url !== '') {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  world.updates.setAllowedKinds(allowedOf(params));
  const limit = readInteger(params, 'limit') ?? MOST_UPDATES;
  const timeout = readInteger(params, 'timeout') ?? 0;
  const request = {
    offset: readInteger(params, 'offset') ?? 0,
    limit: limit < 1 ? MOST_UPDATES : Math.min(limit, MOST_UPDATES),
    timeoutMs: Math.min(Math.max(timeout, 0), LONGEST_POLL_SECONDS) * 1000,
  };
  return world.updates.poll(request, signal);
};

/** Only stored: the local server calls nobody. */
export const setWebhook: Method = ({ world, params }) => {
  const url = params.get('url') ?? '';
  if (url !== '' && !url.startsWith('https://')) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  world.updates.setAllowedKinds(allowedOf(params));
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.webhook = { url, max_connections: readInteger(params, 'max_connections') ?? 40 };
  if (url !== '') world.updates.stopPoller('terminated by setWebhook request');
  return true;
};

export const deleteWebhook: Method = ({ world, params }) => {
  if (readFlag(params, 'drop_pending_updates')) world.updates.dropPending();
  world.updates.webhook = { url: '' };
  return true;
};

export const getWebhookInfo: Method = ({ world }) => {
  const { allowedKinds, pendingCount, webhook } = world.updates;
  const list = allowedKinds.length > 0 ? { allowed_updates: allowedKinds } : {};
  return { ...webhook, has_custom_certificate: false, pending_update_count: pendingCount, ...list };
};

function allowedOf(params: Params): readonly string[] | undefined {
  return readList(params, 'allowed_updates', 'strings')?.map(String);
}
