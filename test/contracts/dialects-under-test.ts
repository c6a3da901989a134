import { blocksToText } from '../../playground/telegram/rich/blocks-to-text.ts';
import { discordDialect } from '../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../src/platforms/telegram/rendering/dialect.ts';
import { measureBlocks } from '../../src/platforms/telegram/rendering/rich/measure-blocks.ts';
import { richDialect } from '../../src/platforms/telegram/rendering/rich/rich-dialect.ts';
import { readDiscordPages } from '../markdown/invariants/visible-content.ts';
import type { DialectUnderTest } from './dialect-properties.ts';

/** The dialects of all networks. */
export const dialectsUnderTest: Readonly<
  Record<'discord' | 'telegram' | 'telegram rich', DialectUnderTest<unknown>>
> = {
  discord: withPages({
    dialect: discordDialect,
    limit: 2_000,
    length: ({ content }) => content.length,
    /** Without Discord's Markdown. */
    visible: ({ content }) =>
      readDiscordPages([{ content }])
        .characters.map(({ character, isSpaced }) => (isSpaced ? ` ${character}` : character))
        .join(''),
  }),
  telegram: withPages({
    dialect: telegramDialect,
    limit: 4_096,
    length: ({ text }) => text.length,
    visible: ({ text }) => text,
  }),
  'telegram rich': withPages({
    dialect: richDialect,
    limit: 8_000,
    length: ({ blocks }) => measureBlocks(blocks).units,
    visible: ({ blocks }) => blocksToText(blocks).text,
  }),
};

/** Each dialect gets only pages of its own. */
function withPages<Page>(tested: DialectUnderTest<Page>): DialectUnderTest<unknown> {
  return tested as DialectUnderTest<unknown>;
}
