import { TOP_LEVEL_DOMAINS } from '../../../src/lib/top-level-domains.ts';

interface FoundHost {
  readonly offset: number;
  readonly length: number;
}

/** A word with dots, and the port and the path behind it. */
const DOTTED_WORD = /[\p{L}\p{N}_.~-]+(?::\d{1,5})?(?:[/?#][^\s<>"'()[\]{}]*)?/gu;
/** Behind these, the server sees no host. */
const BAD_BEFORE = /[\p{L}\p{N}_/#@]$/u;
const BAD_END = /[.:;,('?!`]+$/;

/**
 * Finds hosts without a scheme, which the server turns into links (TDLib, `match_urls` and `fix_url`
 * in MessageEntity.cpp): the last part of the host must be a top-level domain.
 */
export function findBareHosts(text: string): readonly FoundHost[] {
  return [...text.matchAll(DOTTED_WORD)].flatMap(({ index, 0: word }) => {
    const address = word.replace(BAD_END, '');
    const host = address.split(/[:/?#]/)[0] ?? '';
    const isMail = text[index + word.length] === '@';
    const isHost =
      !isMail && !BAD_BEFORE.test(text.slice(Math.max(0, index - 2), index)) && isBareHost(host);
    return isHost ? [{ offset: index, length: address.length }] : [];
  });
}

function isBareHost(host: string): boolean {
  const parts = host.split('.');
  const ending = parts.at(-1) ?? '';
  const isEachPartSound = parts.every(
    (part) => part !== '' && part.length < 64 && !part.endsWith('-'),
  );
  if (parts.length < 2 || !isEachPartSound || parts.at(-2)?.includes('_')) return false;

  // A capital only at the beginning is that of the next sentence.
  const lower = ending.toLowerCase();
  const isNewSentence = lower !== ending && lower.slice(1) === ending.slice(1);
  return !isNewSentence && TOP_LEVEL_DOMAINS.has(lower);
}
