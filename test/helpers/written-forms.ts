/** The forms in which servers and libraries write a secret, by their names. */
export function writtenForms(secret: string): Readonly<Record<string, string>> {
  const toHex = (byte: number) => byte.toString(16).padStart(2, '0');
  const bytes = [...Buffer.from(secret)];

  return {
    'as it is': secret,
    'in capitals': secret.toUpperCase(),
    'in small letters': secret.toLowerCase(),
    'percent-encoded': encodeURIComponent(secret),
    'percent-encoded twice': encodeURIComponent(encodeURIComponent(secret)),
    'percent-encoded as a whole': bytes.map((byte) => `%${toHex(byte)}`).join(''),
    'escaped for JSON': JSON.stringify(secret).slice(1, -1),
    'escaped for JSON as a whole': [...secret]
      .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
    'escaped for HTML': secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    'in base64': Buffer.from(secret).toString('base64'),
    'in base64 for addresses': Buffer.from(secret).toString('base64url'),
    'in base64 behind a name': Buffer.from(`bot:${secret}`).toString('base64'),
    'in base64 and small letters': Buffer.from(`b:${secret}`).toString('base64').toLowerCase(),
  };
}
