/** The part of the playground that a trouble is in. */
export type TroubleGroup = 'discord' | 'telegram' | 'model' | 'bot';

/** One way in which things break, which a person switches on at the page. */
export interface Trouble {
  readonly id: string;
  readonly group: TroubleGroup;
  readonly label: string;
  /** One line: what breaks. */
  readonly about: string;
  /** It ends by itself after this time. Absent: it lasts until the person ends it. */
  readonly lastsMs?: number;
  begin(): void | Promise<void>;
  /** Absent: it is over as soon as it has begun. */
  readonly end?: () => void | Promise<void>;
}
