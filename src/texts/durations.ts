/** A duration, as exact as people need it: `0.8 s`, `12 s`, `5 min`, `3 h`, `2 days`. */
export function durationInWords(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;

  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;

  const hours = minutes / 60;
  return hours < 36 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
