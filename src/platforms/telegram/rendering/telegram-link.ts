const OPENS_AN_APP = /^(?:tg|mailto|tel):\S+$/i;
/** A link to a person becomes a mention, which notifies them. */
const OPENS_A_PERSON = /^tg:\/*user\b/i;
const WEB_ADDRESS = /^https?:\/\/[^\s/]+\S*$/i;
/** A host with a dot inside, or an IPv6 address. */
const PUBLIC_HOST = /^[^.]+(?:\.[^.]+)+$|^\[.*\]$/;

/**
 * A link's address as Telegram stores it. Gives `undefined` when Telegram refuses a message with
 * this link.
 */
export function telegramLink(url: string): string | undefined {
  if (OPENS_AN_APP.test(url)) return OPENS_A_PERSON.test(url) ? undefined : url;
  if (!WEB_ADDRESS.test(url)) return undefined;

  const parsed = URL.parse(url);
  return parsed && PUBLIC_HOST.test(parsed.hostname) ? parsed.href : undefined;
}
