import { badRequest } from '../api-error.ts';
import { type Params, readList } from '../params.ts';
import type { FormattedText, User } from '../wire.ts';
import { detectEntities } from './detect-entities.ts';
import { normaliseText } from './normalise-text.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';
import { readEntities } from './read-entities.ts';
import { repairEntities } from './repair-entities.ts';

/** The rules for one text parameter of a call. */
interface TextRules {
  readonly parameter: 'text' | 'caption';
  /** In code points. */
  readonly maxCharacters: number;
  readonly findUser: (id: number) => User | undefined;
}

/**
 * Reads the text of a call as the server stores it: parsed, normalised, with its entities repaired
 * and completed. It may be empty.
 *
 * @throws An `ApiError` when it cannot be parsed or is too long.
 */
export function formatText(params: Params, rules: TextRules): FormattedText {
  const source = params.get(rules.parameter) ?? '';
  const { text, entities } = normaliseText(parse(source, params, rules));
  if (text.trim() === '') return { text: '', entities: [] };
  if ([...text].length > rules.maxCharacters) {
    const name = rules.parameter === 'text' ? 'message' : 'message caption';
    throw badRequest(`${name} is too long`);
  }
  return completeEntities(text, entities);
}

/** The entities in which Telegram finds no links, mentions or commands. */
const OPAQUE_TYPES = ['code', 'pre', 'text_link', 'text_mention'];

/** Repairs the given entities, and adds those that Telegram finds in the rest of the text. */
export function completeEntities(text: string, given: FormattedText['entities']): FormattedText {
  const opaque = given.filter(({ type }) => OPAQUE_TYPES.includes(type));
  return { text, entities: repairEntities([...given, ...detectEntities(text, opaque)]) };
}

function parse(source: string, params: Params, rules: TextRules): FormattedText {
  const mode = params.get('parse_mode')?.toLowerCase() ?? '';
  if (mode === 'html') return parseHtml(source, rules.findUser);
  if (mode === 'markdownv2') return parseMarkdownV2(source, rules.findUser);
  if (mode === 'markdown') return parseMarkdown(source);
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  const name = rules.parameter === 'text' ? 'entities' : 'caption_entities';
  const list = readList(params, name, 'MessageEntity') ?? [];
  return { text: source, entities: readEntities(list, source, rules.findUser) };
}
