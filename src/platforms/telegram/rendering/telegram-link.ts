const OPENS_AN_APP = /^(?:tg|mailto|tel):\S+$/i;
/** It would become a mention, which notifies. */
const PERSON = /^tg:\/*user\b/i;
const DOTTED_HOST = /^[^.]+(?:\.[^.]+)+$|^\[.*\]$/;

/** The address as Telegram stores it; `undefined`: it refuses a message with such a link. */
export function telegramLink(url: string): string | undefined {
  if (OPENS_AN_APP.test(url)) return PERSON.test(url) ? undefined : url;
  if (!/^https?:\/\/[^\s/]+\S*$/i.test(url)) return undefined;
  const parsed = URL.parse(url);
  return parsed && DOTTED_HOST.test(parsed.hostname) ? parsed.href : undefined;
}
