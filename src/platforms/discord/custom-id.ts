import type { Button } from '../../contracts/reply-surface.ts';

/** Ends the ids of buttons whose press may open a form. Discord's limit of 100 characters leaves room for it. */
const FORM_MARK = '#form';

/** The id by which Discord knows a button. It tells whether a press may open a form. */
export function customIdOf({ id, mayOpenForm }: Pick<Button, 'id' | 'mayOpenForm'>): string {
  return mayOpenForm ? `${id}${FORM_MARK}` : id;
}

/** The reverse of `customIdOf`. */
export function readCustomId(customId: string): {
  readonly id: string;
  readonly mayOpenForm: boolean;
} {
  const mayOpenForm = customId.endsWith(FORM_MARK);
  return { id: mayOpenForm ? customId.slice(0, -FORM_MARK.length) : customId, mayOpenForm };
}
