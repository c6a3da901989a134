import { badRequest } from '../api-error.ts';
import { type JsonObject, type Params, readObject } from '../params.ts';
import type { FormattedText, WireObject } from '../wire.ts';
import { blocksToText } from './blocks-to-text.ts';
import { checkBlocks } from './check-blocks.ts';

export interface RichContent extends FormattedText {
  /** As the bot receives it back. */
  readonly rich: WireObject;
}

/** Reads `rich_message`. Markdown and HTML are not rendered: they are stored and shown as their source. */
export function readRichMessage(
  params: Params,
  mostCharacters: number,
  isDraft: boolean,
): RichContent {
  const message = readObject(params, 'rich_message', 'InputRichMessage');
  if (!message) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
  const blocks = blocksOf(message);
  checkBlocks(blocks, { isDraft, mostCharacters });
  const shown = blocksToText(blocks);
  if (shown.text.trim() === '' && !isDraft) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
  return { ...shown, rich: { blocks, ...(message.is_rtl === true && { is_rtl: true }) } };
}

function blocksOf(message: JsonObject): readonly unknown[] {
  const given = ['blocks', 'markdown', 'html'].filter((name) => message[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
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
