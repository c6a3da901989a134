/** When another bot writes a growing reply, as its source shows. */
export interface EditPolicy {
  /** The name of the bot in the figures. */
  readonly name: string;
  /** The least time between two writes. */
  readonly gapMs: number;
  /** The gap begins when the last write was sent, or when the platform answered it. */
  readonly gapFrom: 'sent' | 'answered';
  /** The first write waits until the text has this length. Default: 1. */
  readonly minFirstCharacters?: number;
  /** All replies of the bot together keep the gap. */
  readonly sharesGap?: boolean;
  /** The first write is "...", before the first words. */
  readonly sendsPlaceholder?: boolean;
  /** The final text keeps the gap too. */
  readonly delaysFinalText?: boolean;
  /** The growing text goes into a draft, and only the final text into a message. */
  readonly usesDrafts?: boolean;
}

const llmcord: EditPolicy = { name: 'llmcord', gapMs: 1_000, gapFrom: 'sent', sharesGap: true };
const jsLlmcord: EditPolicy = { name: 'js-llmcord', gapMs: 100, gapFrom: 'answered' };

/** The policies of each setting. The gaps of some bots depend on it. */
export const PEER_POLICIES = {
  discord: [llmcord, openClaw(1_200), chatSdk(500), jsLlmcord],
  private: [openClaw(1_000), chatSdk(1_100, { delaysFinalText: true })],
  group: [openClaw(1_000), chatSdk(3_100, { delaysFinalText: true })],
  drafts: [chatSdk(250, { sendsPlaceholder: false, usesDrafts: true })],
} as const;

function openClaw(gapMs: number): EditPolicy {
  return { name: 'openclaw', gapMs, gapFrom: 'sent', minFirstCharacters: 30 };
}

function chatSdk(gapMs: number, changes: Partial<EditPolicy> = {}): EditPolicy {
  return { name: 'chat-sdk', gapMs, gapFrom: 'answered', sendsPlaceholder: true, ...changes };
}
