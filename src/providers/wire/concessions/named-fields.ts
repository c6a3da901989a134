import { NOT_SUPPORTED } from './refused-parts.ts';

/**
 * The name of a field in a sentence, in any quotes. All repetitions have a bound, so that no text
 * takes longer to search than others of its length.
 */
const FIELD = '[\'"`“[{( ]{0,4}(?<![\\w.])(?<field>[a-z][\\w.]{0,60})[\'"`”\\])} ]{0,4}';

/** The sentences that name one field or a list of fields. */
export const NAMED_FIELDS: readonly RegExp[] = [
  // Both are known, but only one may be sent; the first one stays.
  /\b[a-z]\w{0,60}['"`]? and ['"`]?(?<field>[a-z]\w{0,60})['"`]? cannot both be/,
  /(?:does not|doesn't|do not|don't) support (?:these )?parameters:? ?[[{](?<field>[^\]}]{0,200})/,
  new RegExp(
    `(?:unsupported|unrecognized|unknown|unexpected|extra|invalid|disallowed) (?:request |keyword |json )?(?:parameter|argument|value|field|name|property|key|option)(?:s|\\(s\\))?(?: supplied| provided| received)?:?${FIELD}`,
  ),
  new RegExp(`not supported(?: (?:on|by|for|with) this model)?:${FIELD}`),
  new RegExp(`${FIELD}:? extra inputs are not permitted`),
  new RegExp(`extra inputs are not permitted, field:${FIELD}`),
  new RegExp(`no such field:?${FIELD}`),
  // A list of Python's, from vLLM.
  /\('body', ?'(?<field>\w{1,60})'/,
  // The JSON schema of a gateway.
  new RegExp(`${FIELD}was unexpected`),
  new RegExp(`${FIELD}(?:parameter |argument |field )?${NOT_SUPPORTED}`),
  new RegExp(`${FIELD}is (?:deprecated|unknown|unrecognized|forbidden|invalid)`),
  new RegExp(
    `(?:does not|doesn't|do not|don't|cannot) (?:currently )?support (?:the |setting )*(?:parameter|argument|option|field)?:?${FIELD}`,
  ),
  new RegExp(
    `${FIELD}(?:may only be|can only be|only supports|does not support|:? ?(?:value |number |input )?(?:must|should) (?:not )?be|is out of range)`,
  ),
  // Moonshot and DeepSeek.
  new RegExp(`\\binvalid${FIELD}(?:value)?[:,]`),
  // Alibaba.
  new RegExp(`\\brange of${FIELD}should be`),
];

/** The words with which back ends say that they or this model do not know a parameter. */
export const UNKNOWN_FIELD =
  /not (?:be |currently |)(?:supported|permitted|allowed|specified)|does not support|unsupported|unknown|unrecognized|unexpected|deprecated|cannot both|extra/;
