const SHOWN_LETTERS = 4;
const SHORTEST_PARTLY_SHOWN = 20;

/** Shows the last letters of a long secret, by which its owner recognises it: `••••wxyz`. Of a short one, nothing. */
export function maskSecret(secret: string): string {
  const isLong = secret.length >= SHORTEST_PARTLY_SHOWN;
  return `••••${isLong ? secret.slice(-SHOWN_LETTERS) : ''}`;
}
