/** What is known of a person without a message of theirs. */
interface KnownPerson {
  readonly id: string;
  readonly name?: string;
  readonly roles?: readonly string[];
}

/** The `Author` of whom only this is known. */
export function bareAuthor({ id, name = '', roles = [] }: KnownPerson) {
  return { id, name, roles, isBot: false, isServerAdmin: false };
}
