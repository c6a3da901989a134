import type { RawEmbed } from '../raw-content.ts';
import { clip } from './clip.ts';

/** Gives a text of a message with names in place of Discord's tags. */
export type MakeReadable = (text: string) => string;

/** The types of embeds that Discord makes of a link. */
const PREVIEW_TYPES: readonly string[] = ['link', 'article', 'image', 'video', 'gifv'];
const POLL_RESULT = 'poll_result';
const RICH = 'rich';

/** Discord allows 6,000 characters for all embeds of a message. */
const MAX_DESCRIPTION = 4_100;
const MAX_PREVIEW = 400;
const MAX_TITLE = 300;
const MAX_VALUE = 1_100;

/**
 * Describes an embed. `undefined`: it only shows a picture, or repeats a link of the message.
 *
 * @param content The text of the message: previews of its links are short.
 */
export function describeEmbed(
  embed: RawEmbed,
  content: string,
  makeReadable: MakeReadable,
): string | undefined {
  const { type = RICH } = embed;
  if (type === POLL_RESULT) return describePollResult(embed);

  const isPreview = PREVIEW_TYPES.includes(type) || (embed.url && content.includes(embed.url));
  const lines = isPreview ? previewLines(embed) : embedLines(embed);
  const text = makeReadable(lines.filter(Boolean).join('\n'));

  if (text !== '') return `[${isPreview ? 'link preview' : 'embed'}] ${text}`;
  const isNameable = type === RICH || PREVIEW_TYPES.includes(type);
  return isNameable || hasPicture(embed) ? undefined : `[embed] of an unknown kind: ${type}`;
}

function hasPicture({ image, thumbnail, video }: RawEmbed): boolean {
  return Boolean(image ?? thumbnail ?? video);
}

function embedLines(embed: RawEmbed): readonly string[] {
  const { title = '', url, author, provider, footer, description = '', fields = [] } = embed;
  const heading = clip(title, MAX_TITLE);

  return [
    url && heading ? `[${heading}](${url})` : heading || url || '',
    author?.name ? `by ${linkedName(author.name, author.url)}` : '',
    provider?.name ? `from ${provider.name}` : '',
    clip(description, MAX_DESCRIPTION),
    ...fields.map(fieldLine),
    footer?.text ? `(${clip(footer.text, MAX_TITLE)})` : '',
    embed.timestamp ? `(${embed.timestamp.slice(0, 16).replace('T', ' ')} UTC)` : '',
  ];
}

/** A preview names the page. Posts of people on other networks come whole, because people talk about their words. */
function previewLines(embed: RawEmbed): readonly string[] {
  const { type = RICH, title = '', author, provider, description = '', fields = [] } = embed;
  const source = [provider?.name, author?.name].filter(Boolean).join(', ');
  const heading = clip(title, MAX_TITLE);
  const isPost = type === RICH;

  const words = clip(description, isPost ? MAX_DESCRIPTION : MAX_PREVIEW);
  if (heading === '' && words === '' && fields.length === 0) return [];
  return [
    [source, heading].filter(Boolean).join(': '),
    words,
    ...(isPost ? fields.map(fieldLine) : []),
  ];
}

function linkedName(name: string, url: string | undefined): string {
  return url ? `[${name}](${url})` : name;
}

function fieldLine({ name = '', value = '' }: NonNullable<RawEmbed['fields']>[number]): string {
  const content = clip(value, MAX_VALUE);
  return `${clip(name, MAX_TITLE)}:${content.includes('\n') ? '\n' : ' '}${content}`;
}

/** Discord writes the result of a poll into the fields of an embed. */
function describePollResult({ fields = [] }: RawEmbed): string {
  const values = new Map(fields.map(({ name = '', value = '' }) => [name, value]));
  const question = clip(values.get('poll_question_text') ?? '', MAX_TITLE);
  const winner = values.get('victor_answer_text');
  const votes = values.get('victor_answer_votes');
  const total = values.get('total_votes') ?? '0';

  const outcome = winner
    ? `"${clip(winner, MAX_TITLE)}" won with ${votes ?? 'some'} of ${total} votes`
    : `no answer won, of ${total} votes`;
  return `[poll result] ${question}\n${outcome}`;
}
