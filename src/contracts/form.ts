/** A form to fill in (Discord's modal). A network without forms shows the reply's `text`, which says what to type. */
export interface Form {
  /** `<command>:<rest>`, at most 100 characters (Discord's limit). */
  readonly id: string;
  /** At most 45 characters (Discord's limit). */
  readonly title: string;
  /** 1 to 5 fields (Discord's limit). */
  readonly fields: readonly FormField[];
}

/** One field of a form. */
export interface FormField {
  readonly name: string;
  /** At most 45 characters (Discord's limit). */
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isLong?: boolean;
  readonly isRequired?: boolean;
  /** At most 4,000 (Discord's limit). */
  readonly maxCharacters?: number;
}
