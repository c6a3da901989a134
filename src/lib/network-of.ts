/** The chat network of a platform: `discord` for `discord`, and for `discord@memes`, one of several bots there. */
export function networkOf(platform: string): string {
  return platform.split('@', 1)[0] ?? platform;
}
