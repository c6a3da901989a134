/** The parts of a message that the limits measure. */
interface MeasuredMessage {
  readonly text: string;
  readonly details?: string;
  readonly sentAt: number;
}

/** The limits of what is kept. */
interface Limits {
  readonly messages: number;
  readonly ageMs: number;
  readonly characters: number;
}

/** The newest messages within the limits for number, age and characters, oldest first. */
export function limitNearby<Message extends MeasuredMessage>(
  messages: readonly Message[],
  limits: Limits,
  now: number,
): readonly Message[] {
  let characters = 0;
  const recent = messages.filter(({ sentAt }) => now - sentAt <= limits.ageMs);
  const newest = limits.messages > 0 ? recent.slice(-limits.messages) : [];
  const firstKept = newest.findLastIndex(({ text, details = '' }) => {
    characters += text.length + details.length;
    return characters > limits.characters;
  });
  return newest.slice(firstKept + 1);
}
