/**
 * Says to the model who wrote a message. `you` is the model itself: nobody may pass for it by that name.
 *
 * @param name The name of a person. `undefined`: the model wrote it.
 */
export function writerName(name: string | undefined): string {
  if (name === undefined) return 'you';
  return /^\P{L}*you\P{L}*$/iu.test(name) ? `somebody called “${name}”` : name || 'somebody';
}
