/**
 * The link as the server stores it, or `undefined` if it is not valid. A link without a scheme
 * becomes one with http.
 */
export function normaliseLink(url: string): string | undefined {
  const trimmed = url.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  if (/^(?:tg|ton|tonsite|mailto|tel):/i.test(trimmed)) return trimmed;
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  return /^[^.]+(?:\.[^.]+)+$|^\[.*\]$/.test(parsed.hostname) ? parsed.href : undefined;
}
