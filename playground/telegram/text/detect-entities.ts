import type { Entity } from '../wire.ts';

/** The patterns of entities that Telegram finds. Where two overlap, the earlier one wins. */
const PATTERNS: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"'()[\]]*[^\s<>"'()[\].,:;!?]/gi },
  { type: 'email', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi },
  // Host names without a scheme become links too. Some file names are among them: `main.rs` and
  // `README.md` end in top-level domains.
  {
    type: 'url',
    pattern:
      /(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|ai|app|md|rs|py|sh|me|de|uk|ly)\b(?:\/[^\s<>"']*)?/gi,
  },
  { type: 'mention', pattern: /(?<![\w@./])@[a-z]\w{3,31}\b/gi },
  { type: 'bot_command', pattern: /(?<![\w/.<>:@])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/g },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
];

/**
 * Finds the entities that Telegram adds by itself, in people's messages and the bot's, outside of
 * the `marked` ranges.
 */
export function detectEntities(text: string, marked: readonly Entity[] = []): readonly Entity[] {
  const found: Entity[] = [];
  const isFree = (offset: number, length: number) =>
    ![...marked, ...found].some(
      (entity) => offset < entity.offset + entity.length && entity.offset < offset + length,
    );

  for (const { type, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      if (isFree(match.index, match[0].length))
        found.push({ type, offset: match.index, length: match[0].length });
    }
  }

  return found.sort((a, b) => a.offset - b.offset);
}
