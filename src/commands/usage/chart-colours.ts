/** Where a picture is looked at. */
export type ChartLook = 'dark' | 'light';

/** The colours of a chart. */
interface ChartColours {
  readonly ground: string;
  readonly grid: string;
  readonly signs: string;
  /** Of the five largest, and of the rest together. */
  readonly series: readonly string[];
  readonly rest: string;
}

/**
 * People who see no red, no green or no blue can tell the colours apart, and so can people who see none at all: each
 * has a lightness of its own. A test measures that.
 */
export const chartColours: Readonly<Record<ChartLook, ChartColours>> = {
  dark: {
    ground: '#1e1f24',
    grid: '#3c3e47',
    signs: '#d5d7de',
    series: ['#5f97e6', '#e9cd33', '#fe94aa', '#90fff6', '#e3513e'],
    rest: '#676a75',
  },
  light: {
    ground: '#ffffff',
    grid: '#dcdee4',
    signs: '#3a3d46',
    series: ['#147bd6', '#f46722', '#724102', '#b32f85', '#083a3b'],
    rest: '#b4b8c3',
  },
};
