import type { Entity } from '../wire.ts';

/** In the order in which they win where they overlap. */
const FOUND_IN_TEXT: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"'()[\]]*[^\s<>"'()[\].,:;!?]/gi },
  { type: 'email', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi },
  // Bare hosts become links too, file names among them: `main.rs` and `README.md` end in top-level domains.
  {
    type: 'url',
    pattern:
      /(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|ai|app|md|rs|py|sh|me|de|uk|ly)\b(?:\/[^\s<>"']*)?/gi,
  },
  { type: 'mention', pattern: /(?<![\w@./])@[a-z]\w{3,31}\b/gi },
  { type: 'bot_command', pattern: /(?<![\w/.<>:@])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/g },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
];

/** What Telegram marks on its own, in people's messages as in the bot's, outside of `marked` ranges. */
export function detectEntities(text: string, marked: readonly Entity[] = []): readonly Entity[] {
  const found: Entity[] = [];
  const isFree = (offset: number, length: number) =>
    ![...marked, ...found].some(
      (one) => offset < one.offset + one.length && one.offset < offset + length,
    );
  for (const { type, pattern } of FOUND_IN_TEXT) {
    for (const match of text.matchAll(pattern)) {
      if (isFree(match.index, match[0].length))
        found.push({ type, offset: match.index, length: match[0].length });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
