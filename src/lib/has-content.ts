/** The parts of a message that can hold something to answer. */
interface Content {
  readonly text: string;
  readonly details?: string;
  readonly attachments: readonly unknown[];
}

/** Tells whether a message holds anything: words, a file, or something that is described in words. */
export function hasContent({ text, details, attachments }: Content): boolean {
  return text !== '' || Boolean(details) || attachments.length > 0;
}
