/** The link as the server stores it; `undefined`: no valid link. Without a scheme it is taken for http. */
export function normaliseLink(url: string): string | undefined {
  const trimmed = url.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  if (/^(?:tg|ton|tonsite|mailto|tel):/i.test(trimmed)) return trimmed;
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  return /^[^.]+(?:\.[^.]+)+$|^\[.*\]$/.test(parsed.hostname) ? parsed.href : undefined;
}
