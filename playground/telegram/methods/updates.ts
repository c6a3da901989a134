import { badRequest, conflict } from '../api-error.ts';
import { flagOf, integerOf, listOf, type Params } from '../params.ts';
import type { Method } from './method.ts';

const LONGEST_POLL_SECONDS = 50;
const MOST_UPDATES = 100;

export const getUpdates: Method = ({ world, params, signal }) => {
  if (world.updates.webhook.url !== '') {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  world.updates.allow(allowedOf(params));
  const limit = integerOf(params, 'limit') ?? MOST_UPDATES;
  const timeout = integerOf(params, 'timeout') ?? 0;
  const request = {
    offset: integerOf(params, 'offset') ?? 0,
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
  world.updates.allow(allowedOf(params));
  if (flagOf(params, 'drop_pending_updates')) world.updates.forget();
  world.updates.webhook = { url, max_connections: integerOf(params, 'max_connections') ?? 40 };
  if (url !== '') world.updates.stopPoller('terminated by setWebhook request');
  return true;
};

export const deleteWebhook: Method = ({ world, params }) => {
  if (flagOf(params, 'drop_pending_updates')) world.updates.forget();
  world.updates.webhook = { url: '' };
  return true;
};

export const getWebhookInfo: Method = ({ world }) => {
  const { allowed, pending, webhook } = world.updates;
  const list = allowed.length > 0 ? { allowed_updates: allowed } : {};
  return { ...webhook, has_custom_certificate: false, pending_update_count: pending, ...list };
};

function allowedOf(params: Params): readonly string[] | undefined {
  return listOf(params, 'allowed_updates', 'strings')?.map(String);
}
