/** Telegram has no menus: each entry is a button, whose data holds the id of the menu and the value. */
const SEPARATOR = '|';

/** The callback data of an entry of a menu. */
export function entryId(menuId: string, value: string): string {
  return `${menuId}${SEPARATOR}${value}`;
}

/** The reverse of `entryId`. Without `values`: a plain button. */
export function readEntryId(data: string): {
  readonly id: string;
  readonly values?: readonly string[];
} {
  const index = data.indexOf(SEPARATOR);
  return index < 0
    ? { id: data }
    : { id: data.slice(0, index), values: [data.slice(index + SEPARATOR.length)] };
}
