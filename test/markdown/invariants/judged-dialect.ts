import type { Dialect } from '../../../src/contracts/dialect.ts';
import type { CompareOptions } from './compare-content.ts';
import type { PlatformRules } from './expected-content.ts';
import type { VisibleContent } from './visible-content.ts';

/** A dialect with all that is needed to judge it. */
export interface JudgedDialect<Page> {
  readonly name: string;
  readonly dialect: Dialect<Page>;
  readonly rules: PlatformRules;
  readonly allows: NonNullable<CompareOptions['allows']>;
  /** What the platform would refuse or change of a page. */
  findRefusals(page: Page): readonly string[];
  readPages(pages: readonly Page[]): VisibleContent;
  /** The visible text. */
  readText(page: Page): string;
  /** Code as the platform stores it. */
  storedCode(value: string): string;
}
