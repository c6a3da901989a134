/** The cookie that carries the secret of a session. */
export interface ConsoleCookie {
  /** The secret in the header `Cookie`. Empty: there is none. */
  read(header: string | undefined): string;
  /** The header `Set-Cookie`. An empty secret removes the cookie. */
  write(secret: string): string;
}

/** As long as the longest session. */
const MAX_AGE_SECONDS = 7 * 24 * 60 * 60;

/**
 * Creates the cookie of a console. `__Host-` makes browsers refuse one that a neighbouring host, or an
 * unencrypted page, has set. Cookies do not tell ports apart, so the name of the others has the port.
 */
export function createConsoleCookie(isEncrypted: boolean, port: number): ConsoleCookie {
  const name = isEncrypted ? '__Host-parley-console' : `parley-console-${port}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isEncrypted ? '; Secure' : ''}`;

  return {
    read(header = '') {
      const pairs = header.split(';').map((pair) => pair.trim());
      const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
      // Somebody else has set a second one.
      return found.length === 1 ? (found[0]?.slice(name.length + 1) ?? '') : '';
    },

    write: (secret) =>
      `${name}=${secret}; ${attributes}; Max-Age=${secret === '' ? 0 : MAX_AGE_SECONDS}`,
  };
}
