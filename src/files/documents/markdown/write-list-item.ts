/** An item of a list. `depth` is 0 for the outermost list; further lines are indented. */
export function writeListItem(marker: string, depth: number, text: string): string {
  const indent = '   '.repeat(Math.min(depth, 20));
  const continued = `\n${indent}${' '.repeat(Math.min(marker.length + 1, 12))}`;
  return `${indent}${marker} ${text.trim().replace(/\n+/g, continued)}`;
}
