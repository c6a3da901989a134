/**
 * The marks by which other tools refer to their sources. Models learned them, and write them where
 * no tool resolves them:
 * - ChatGPT: `cite` and `turn0search0` between three signs of private use, or without these signs;
 *   `:contentReference[oaicite:0]{index=0}`
 * - OpenAI's file search: `【4:0†source】`
 * - Gemini: `[cite_start]`, `[cite: 1, 2]`
 * - Grok: `<grok:render …>…</grok:render>`, `<grok-card …></grok-card>`
 * - DeepSeek, Tencent: `[citation:1]`, `[1,2](@ref)`
 * - Anthropic, Cohere: `<cite index="0-1">`, `<co: 0>` around words, which stay
 */
const MARKS: readonly RegExp[] = [
  /\uE200(?!entity\uE202)[^\uE200\uE201\n]{0,400}\uE201/,
  /\bcite(?:turn\d+[a-z]+\d+)+/,
  /:?(?:contentReference)?\[oaicite:\d+\](?:\{index=\d+\})?/,
  /【\d+(?::\d+)?†[^【】\n]{0,100}】/,
  /\[cite_(?:start|end)\]|\[cite: ?[\d ,–-]{1,60}\]/,
  /\[citation:\d{1,3}\]/,
  /<grok:render\b[^>]{0,200}>[\s\S]{0,400}?<\/grok:render>|<grok-card\b[^>]{0,200}>(?:<\/grok-card>)?/,
  /<\/?cite(?: index="[\d,:-]{1,40}")?>|<\/?co: ?[\d,]{1,20}>/,
];
/** ChatGPT's mark around the name of a thing, which stays: `["city","Paris","…"]`. */
const ENTITY = /\uE200entity\uE202\["[^"\n]{0,60}","([^"\n]{1,100})"[^\uE200\uE201\n]{0,200}\uE201/;

/** A pattern for one or several marks, without groups. */
export const CITATION_MARKS = `(?:${MARKS.map(({ source }) => source).join('|')})+`;
/** A pattern for a thing whose name stays, with the name as its only group. */
export const NAMED_ENTITY = ENTITY.source;

/**
 * A pattern for a reference to a footnote, with its label as the only group. `[^a-z]` and `[^,]+` are
 * parts of regular expressions.
 */
export const FOOTNOTE_MARK = /\[\^(?!(?:\w-\w)+\w?\])((?:\w|[^\0-\x7f])[^\s\]\\]*)\](?![+*{])/
  .source;

/** Tells whether a link is a mark: Gemini's `[span_1](start_span)`, or Tencent's `[1,2](@ref)`. */
export function isMarkLink(url: string, label: string): boolean {
  const isSpan = /^(?:start|end)_span$/.test(url) && /^span_\d+$/.test(label);
  return isSpan || (url === '@ref' && /^[\d,]+$/.test(label));
}
