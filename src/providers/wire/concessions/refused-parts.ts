/** A part of a request that can be changed, and that refusals have words of their own for. */
export type RefusedPart =
  | 'cache'
  | 'stream'
  | 'system'
  | 'audio'
  | 'images'
  | 'roles'
  | 'thinking'
  | 'parameters';

/** The words behind the name of what is refused. */
export const NOT_SUPPORTED =
  "(?:(?:is|are) ?)?(?:currently |yet )?(?:not |n't |un)(?:be )?(?:currently |yet )?(?:supported|enabled|allowed|available|permitted|accepted|implemented|recognized|valid)";
const DOES_NOT_SUPPORT =
  "(?:does not|doesn't|do not|don't|cannot|can't|not) (?:currently )?support (?:the |a |any )?['\"`]?";

/**
 * The sentences with which vendors refuse a part, as public reports quote them. The first part with
 * a sentence that fits counts.
 */
export const REFUSED_PARTS: readonly (readonly [part: RefusedPart, words: RegExp])[] = [
  // The path of the mark, in front of any sentence.
  ['cache', anyOf('\\bcache_control\\b')],
  [
    'stream',
    anyOf(
      // OpenAI, for an organisation without a verified identity.
      'must be verified to stream',
      // Bedrock.
      'unsupported for streaming',
      `\\bstream(?:ing)?\\b(?: mode| responses?| requests?|=true|['"\`]?: ?true)?['"\`]? ?${NOT_SUPPORTED}`,
      '\\bstream(?:ing)?\\b[^.\\n]{0,20}\\bdisabled',
      `${DOES_NOT_SUPPORT}stream(?:ing)?\\b`,
      "'stream' does not support true",
      'not supported for streamgeneratecontent',
      '\\bstream\\b[^.]{0,20} must be (?:set to )?false',
    ),
  ],
  [
    'system',
    anyOf(
      // The chat templates of Gemma and of Mistral's older models, behind every server of open models.
      `\\b(?:system|developer)['"\`]? (?:role|message|prompt|instruction)s?\\b[^.\\n]{0,30}?${NOT_SUPPORTED}`,
      'only (?:the )?user(?:,| and|/) ?(?:assistant|model)(?:,? (?:and|or) tool)? roles? (?:are|is) (?:supported|allowed)',
      // Gemini, for Gemma.
      '(?:developer|system) instruction is not enabled',
      `${DOES_NOT_SUPPORT}(?:message )?(?:roles? )?['"\`]?(?:system|developer)\\b`,
      // The path of the role, in front of any sentence.
      '\\bmessages?\\W?\\d+\\W{1,2}role\\b',
      "'system' is not one of",
      '(?:unknown|invalid|unexpected|unsupported)(?: message)? (?:role|variant):? ?[\'"`]?(?:system|developer)\\b',
      `\\brole:? ['"\`]?(?:system|developer)['"\`]? ${NOT_SUPPORTED}`,
    ),
  ],
  [
    'audio',
    anyOf(
      // OpenRouter.
      'no endpoints found that support input audio',
      `\\b(?:input_?audio|audio)(?:[ _](?:inputs?|content|parts?))?['"\`]?\\b[^.\\n]{0,30}?${NOT_SUPPORTED}`,
      `${DOES_NOT_SUPPORT}(?:input[_ ])?audio`,
      'unknown variant `?input_audio',
      'at most 0 audio',
    ),
  ],
  [
    'images',
    anyOf(
      // OpenRouter.
      'no endpoints found that support image input',
      `\\b(?:images?|vision|multimodal input)(?:[ _](?:url|inputs?|content|parts?|attachments?))?['"\`]?\\b[^.\\n]{0,30}?${NOT_SUPPORTED}`,
      `${DOES_NOT_SUPPORT}(?:image|vision|visual|multimodal|multi-modal)`,
      'image_url is only supported',
      "(?:cannot|can't|unable to) (?:process|read|handle|accept|see) images?",
      'only supports? text|only text (?:content |input |messages? )?(?:is|are) supported',
      // DeepSeek, in three versions.
      'unknown variant `?image_url',
      'invalid type: sequence, expected a string',
      'untagged enum chatcompletionrequestcontent',
      'content must be a string',
      'is not a (?:multimodal|vision) model',
      'at most 0 image',
      // Ollama.
      'missing data required for image input',
      'only supports single image',
    ),
  ],
  [
    'roles',
    anyOf(
      '(?:must|should|requests|roles|conversation) alternate',
      // Perplexity.
      'roles (?:must|should) be alternating',
      'alternates? between (?:the )?["\'`]?user',
      'roles in a row',
      // DeepSeek.
      'successive user or assistant messages',
      'first message must (?:use|be|have)',
      'must (?:start|begin) with a user',
      'last message (?:role )?must (?:be|have)',
      'last message of [\\w.-]{1,60} must be',
      'requests end with a user',
      // Mistral.
      'expected last role user',
    ),
  ],
  [
    'thinking',
    anyOf(
      `${DOES_NOT_SUPPORT}(?:extended |setting |adaptive )?(?:the )?(?:thinking|reasoning)(?!_?content)`,
      `\\b(?:think(?:ing)?|reasoning)(?:[ _](?:value|budget|config|mode|level|effort))?\\b[^.\\n]{0,20}?(?:${NOT_SUPPORTED}|is invalid|(?:can't|cannot|can not) be (?:disabled|set))`,
      '\\bthinking[ _]budget \\(\\d+\\) is invalid',
      'only works in thinking mode',
      'thinking\\.type\\.\\w{1,20}[^.]{0,10} is not supported',
      'must be greater than [\'"`]?thinking',
      'only enabled when thinking is enabled',
    ),
  ],
  // OpenRouter, where no provider takes all of them.
  ['parameters', anyOf('can handle the requested parameters')],
];

function anyOf(...alternatives: readonly string[]): RegExp {
  return new RegExp(alternatives.join('|'));
}
