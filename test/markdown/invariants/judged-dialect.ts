import type { Dialect } from '../../../src/contracts/dialect.ts';
import type { AllowsStyle } from './compare-content.ts';
import type { PlatformRules } from './expected-content.ts';
import type { VisibleContent } from './visible-content.ts';

/** A dialect with everything that is needed to judge it. */
export interface JudgedDialect<Page> {
  readonly name: string;
  readonly dialect: Dialect<Page>;
  readonly rules: PlatformRules;
  readonly allows: AllowsStyle;
  /** Complains about everything that the platform would refuse or change in a page. */
  findRefusals(page: Page): readonly string[];
  /** Reads what people see on these pages. */
  readPages(pages: readonly Page[]): VisibleContent;
  /** Reads the visible text of one page. */
  readText(page: Page): string;
  /** The code as the platform stores it. */
  toStoredCode(code: string): string;
}
