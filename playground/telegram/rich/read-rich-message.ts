import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import { type JsonObject, type Params, readObject } from '../params.ts';
import type { FormattedText, WireObject } from '../wire.ts';
import { blocksToText } from './blocks-to-text.ts';
import { checkBlocks } from './check-blocks.ts';

/** A rich message: the text and entities that the local page shows, and its wire shape. */
interface RichContent extends FormattedText {
  /** The message as the bot receives it back. */
  readonly rich: WireObject;
}

/**
 * Reads `rich_message`. Markdown and HTML are not rendered, but stored and shown as their source.
 *
 * @throws An `ApiError` when it is not valid.
 */
export function readRichMessage(
  params: Params,
  maxCharacters: number,
  isDraft: boolean,
): RichContent {
  const message = readObject(params, 'rich_message', 'InputRichMessage');
  if (!message) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');

  const blocks = readBlocks(message);
  checkBlocks(blocks, { isDraft, maxCharacters });
  const shown = blocksToText(blocks);
  if (shown.text.trim() === '' && !isDraft) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
  const isRightToLeft = message.is_rtl === true || undefined;
  return { ...shown, rich: omitUndefined({ blocks, is_rtl: isRightToLeft }) };
}

/** Markdown and HTML become one paragraph for each paragraph of their source. */
function readBlocks(message: JsonObject): readonly unknown[] {
  const givenNames = ['blocks', 'markdown', 'html'].filter((name) => message[name] !== undefined);
  const [name] = givenNames;
  if (name === undefined || givenNames.length > 1)
    throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
  const content = message[name];

  if (name === 'blocks') {
    if (!Array.isArray(content))
      throw badRequest("can't parse InputRichMessage: expected an Array of InputRichBlock");
    return content;
  }
  if (typeof content !== 'string')
    throw badRequest(`can't parse InputRichMessage: Field "${name}" must be of type String`);
  const paragraphs = content.split(/\n{2,}/).filter((text) => text.trim() !== '');
  return paragraphs.map((text) => ({ type: 'paragraph', text }));
}
