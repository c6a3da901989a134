import type { Dialect } from '../../../src/contracts/dialect.ts';
import type { CompareOptions } from './compare.ts';
import type { OracleRules } from './oracle.ts';
import type { Shown } from './shown.ts';

/** What every page is, on every platform. */
export interface AnyPage {
  readonly file?: { readonly name: string; readonly markdown: string };
}

/** A dialect with all that is needed to judge it. */
export interface Judged<Page extends AnyPage> {
  readonly name: string;
  readonly dialect: Dialect<Page>;
  readonly rules: OracleRules;
  readonly allows: NonNullable<CompareOptions['allows']>;
  /** What the platform would refuse or change of a page. */
  refusals(page: Page): readonly string[];
  shown(pages: readonly Page[]): Shown;
  /** The visible text. */
  text(page: Page): string;
  /** Code as the platform stores it. */
  code(value: string): string;
  /** The page without its last line, which tells of the file. */
  withoutNote(page: Page): Page;
}
