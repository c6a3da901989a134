/** Discord's limits for the pages of commands. */
export const pageLimits = {
  /** A menu takes 25 entries. One is kept free: the menu of personas ends with “none”. */
  entries: 24,
  /** For the label and the description of an entry. */
  entryCharacters: 100,
  /**
   * For a list on a page, which has to fit into one message: a press edits the message of its button, and a
   * second message would be for all.
   */
  listCharacters: 1_600,
} as const;
