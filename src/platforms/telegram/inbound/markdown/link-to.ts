import { OWN_MENTION } from './mention-scan.ts';
import { wrapCore } from './wrap-lines.ts';

/** A link: only the address, if the words are the address or cannot be seen. */
export function linkTo(address: string, words: string): string {
  const target = address.replace(/[\s<>]/g, encodeURIComponent);
  const shown = words
    .replaceAll(OWN_MENTION, '')
    .replace(/[\s\u200b-\u200f\u2060\ufeff\u3164]/g, '');
  if (shown === '') return `${words.replace(/\S/g, '')}<${target}>`;
  if (isSameAddress(shown, address)) return words;

  const closed = hasPairedBrackets(target) ? target : target.replace(/[()]/g, encodeBracket);
  const label = words.replace(/\s*\n\s*/g, ' ');
  return wrapCore(label, (core) => `[${core}](${closed})`);
}

function isSameAddress(words: string, address: string): boolean {
  const bare = (text: string) =>
    text.replace(/^(https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '');
  return bare(words) === bare(address);
}

/** In Markdown, a bracket without its partner ends an address. */
function hasPairedBrackets(address: string): boolean {
  let depth = 0;
  for (const character of address) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function encodeBracket(bracket: string): string {
  return bracket === '(' ? '%28' : '%29';
}
