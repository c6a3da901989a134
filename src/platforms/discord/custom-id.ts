import type { Button, Controls } from '../../contracts/reply-surface.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';

/** Ends the ids of buttons whose press may open a form. Discord's limit of 100 characters leaves room for it. */
const FORM_MARK = '#form';

/** The id by which Discord knows a button. It tells whether a press may open a form. */
export function customIdOf({ id, mayOpenForm }: Pick<Button, 'id' | 'mayOpenForm'>): string {
  return mayOpenForm ? `${id}${FORM_MARK}` : id;
}

/** Names the person of the conversation that a button belongs to. See `Channel.personId`. */
const PERSON_MARK = /#person=(\w+)$/;

/** Marks buttons below an answer in a conversation of one person: a press only tells where it happened. */
export function markPerson(controls: Controls, personId: string): Controls {
  const mark = (button: Button) => ({ ...button, id: `${button.id}#person=${personId}` });
  return controls.map((row) => row.map(mark));
}

/** The reverse of `customIdOf`, and of `markPerson`. */
export function readCustomId(customId: string): {
  readonly id: string;
  readonly personId?: string;
  readonly mayOpenForm: boolean;
} {
  const mayOpenForm = customId.endsWith(FORM_MARK);
  const marked = mayOpenForm ? customId.slice(0, -FORM_MARK.length) : customId;
  const personId = PERSON_MARK.exec(marked)?.[1];
  return omitUndefined({ id: marked.replace(PERSON_MARK, ''), personId, mayOpenForm });
}
