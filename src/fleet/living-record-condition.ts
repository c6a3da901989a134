/**
 * The SQL condition that a stored `value` is the record of the living member with this id: the JSON of a
 * `MemberRecord`, as the store writes it. It looks at the text only: the server refuses a whole statement that reads a
 * damaged one as JSON.
 */
export const livingRecordCondition = (member: string) =>
  `strpos(value, '"member":{"id":"' || ${member} || '"') > 0 AND strpos(value, '"isDead":true') = 0`;
