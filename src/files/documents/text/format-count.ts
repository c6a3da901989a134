const ENGLISH = new Intl.NumberFormat('en-US');

/** A number as people read it: `12,345`. */
export function formatCount(count: number): string {
  return ENGLISH.format(count);
}

/** A size as people read it: `12.3 KB`. */
export function formatByteCount(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = bytes / 1_000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${ENGLISH.format(Number(size.toFixed(1)))} ${units[unit]}`;
}
