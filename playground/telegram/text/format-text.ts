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

export interface TextRules {
  readonly parameter: 'text' | 'caption';
  readonly mostCharacters: number;
  readonly findUser: (id: number) => User | undefined;
}

/** The text of a call as the server stores it: parsed, normalised, entities repaired and found. May be empty. */
export function formatText(params: Params, rules: TextRules): FormattedText {
  const source = params.get(rules.parameter) ?? '';
  const parsed = parse(source, params, rules);
  const { text, entities } = normaliseText(parsed);
  if (text.trim() === '') return { text: '', entities: [] };
  if ([...text].length > rules.mostCharacters) {
    throw badRequest(
      rules.parameter === 'text' ? 'message is too long' : 'message caption is too long',
    );
  }
  return completeEntities(text, entities);
}

/** Repairs given entities, and adds the ones that Telegram finds in what they leave free. */
export function completeEntities(text: string, given: FormattedText['entities']): FormattedText {
  const blocking = given.filter(({ type }) =>
    ['code', 'pre', 'text_link', 'text_mention'].includes(type),
  );
  return { text, entities: repairEntities([...given, ...detectEntities(text, blocking)]) };
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
