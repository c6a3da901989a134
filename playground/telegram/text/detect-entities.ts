import type { Entity } from '../wire.ts';
import { findBareHosts } from './find-bare-hosts.ts';

type Range = Pick<Entity, 'offset' | 'length'>;

const matches = (pattern: RegExp) => (text: string) =>
  [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ offset: index, length }));

/** The entities that Telegram finds. Where two overlap, the earlier one wins. */
const FINDERS: readonly { readonly type: string; find(text: string): readonly Range[] }[] = [
  { type: 'url', find: matches(/\bhttps?:\/\/[^\s<>"'()[\]]*[^\s<>"'()[\].,:;!?]/gi) },
  { type: 'email', find: matches(/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi) },
  { type: 'url', find: findBareHosts },
  { type: 'mention', find: matches(/(?<![\w@./])@[a-z]\w{3,31}\b/gi) },
  // As `match_bot_commands` in TDLib's MessageEntity.cpp: letters and numbers of any script are
  // parts of words, so `ℏ/2` and `s²/n` hold no command.
  {
    type: 'bot_command',
    find: matches(/(?<![\p{L}\p{N}_/<>])\/\w{1,64}(?:@\w{3,32})?(?![\p{L}\p{N}_/<>])/gu),
  },
  {
    type: 'hashtag',
    find: matches(/(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu),
  },
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

  for (const { type, find } of FINDERS) {
    for (const { offset, length } of find(text)) {
      if (isFree(offset, length)) found.push({ type, offset, length });
    }
  }

  return found.sort((a, b) => a.offset - b.offset);
}
