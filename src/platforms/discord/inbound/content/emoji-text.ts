import type { RawComponent } from '../raw-content.ts';

/** Writes an emoji as people see it, or the name of a server's own: `:name:`. `undefined`: there is none. */
export function emojiText(emoji: RawComponent['emoji']): string | undefined {
  const name = emoji?.name;
  return name !== undefined && /^\w+$/.test(name) ? `:${name}:` : name;
}
