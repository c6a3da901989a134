const SHOWN_LETTERS = 4;
const SHORTEST_PARTLY_SHOWN = 20;

/** Shows enough of a secret to know it again, and no more: `••••wxyz`. */
export function maskSecret(secret: string): string {
  const isLong = secret.length >= SHORTEST_PARTLY_SHOWN;
  return `••••${isLong ? secret.slice(-SHOWN_LETTERS) : ''}`;
}
