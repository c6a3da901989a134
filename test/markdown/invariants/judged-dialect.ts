import type { Dialect } from '../../../src/contracts/dialect.ts';
import type { CompareOptions } from './compare-content.ts';
import type { OracleRules } from './expected-content.ts';
import type { Shown } from './visible-content.ts';

/** A dialect with all that is needed to judge it. */
export interface Judged<Page> {
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
}
