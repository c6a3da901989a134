/** The moment of a date that each reader's app shows in its own way: beside the words, in UTC. */
export function withMoment(words: string, unixSeconds: number | undefined): string {
  if (unixSeconds === undefined) return words;
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return words;
  return `${words} (${date.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}
