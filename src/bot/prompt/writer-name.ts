/**
 * Says to the model who wrote a message. `you` is the model itself, and a person of this name must not pass
 * for it.
 *
 * @param name The name of a person. `undefined`: the model wrote it.
 */
export function writerName(name: string | undefined): string {
  if (name === undefined) return 'you';
  if (name.trim().toLowerCase() === 'you') return `somebody called “${name.trim()}”`;
  return name || 'somebody';
}
