/** Longer texts say something. */
const MAX_IDLE_CHARACTERS = 40;

const FRAMING = /^[\s,[\]]*$/;
/** Fields of server-sent events, for servers that send them inside of other framing. */
const FIELD = /^(?::|event:|id:|retry:)/;
/**
 * The words that gateways send to keep a connection open. OpenRouter's comment is here without its
 * colon, since some gateways pass comments on as data.
 */
const KEEP_ALIVE =
  /^["'[({<]*(?:ping|pong|keep[-_ ]?alive|heart[-_ ]?beat|null|none|undefined|nil|ok|connected|open|start|(?:openrouter )?processing)["'\])}>.:!]*$/i;

/** True for text between the frames of an answer that says only that the connection is alive. */
export function isIdleText(text: string): boolean {
  // Before everything else, since this runs for every delta.
  if (text.startsWith('{')) return false;

  const words = text.trim();
  if (FIELD.test(words)) return true;

  return words.length <= MAX_IDLE_CHARACTERS && (FRAMING.test(words) || KEEP_ALIVE.test(words));
}
