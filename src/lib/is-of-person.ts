/** Tells whether a limit with this `LimitSubject` is about single people, and not about a place with everybody in it. */
export function isOfPerson(subject: string): subject is 'person' | 'moderators' | 'admins' {
  return subject === 'person' || subject === 'moderators' || subject === 'admins';
}
