/** Three numbers, and perhaps a mark such as `-beta.1`. */
const VERSION = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(-[\w.-]{1,30})?(\+[\w.-]{1,30})?$/;

/**
 * Reads the newest version from the answer of GitHub for `releases/latest` (`tag_name`), or of a registry of npm
 * (`version`, or `latest` in `dist-tags`).
 *
 * @returns `undefined`: it is not newer than `current`, or a version for tests.
 * @throws When the answer has no version.
 */
export function readVersion(answer: unknown, current: string): string | undefined {
  const { tag_name: tag, version, 'dist-tags': tags } = Object(answer);
  const found = [tag, version, Object(tags).latest].find((each) => typeof each === 'string');
  const parts = VERSION.exec(String(found ?? ''));
  if (!parts) throw new Error('The answer has no version.');

  const isForTests = parts[4] !== undefined;
  const name = parts.slice(1, 4).join('.');
  return !isForTests && compare(name, current) > 0 ? name : undefined;
}

function compare(a: string, b: string): number {
  const others = b.split('.');
  const differences = a
    .split('.')
    .map((part, index) => Number(part) - Number.parseInt(others[index] ?? '0', 10));
  return differences.find((difference) => difference !== 0) ?? 0;
}
