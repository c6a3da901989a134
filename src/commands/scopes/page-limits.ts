/** Discord's menus take 25 entries. One is kept free: the menu of personas ends with “none”. */
export const MAX_MENU_ENTRIES = 24;
/** Discord's limit for the label and the description of an entry. */
export const MAX_ENTRY_CHARACTERS = 100;
/**
 * A page has to fit into one message of Discord: a press edits the message of its button, and a second
 * message would be for all.
 */
export const MAX_LIST_CHARACTERS = 1_600;
