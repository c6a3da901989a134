/** One sign: the lines of a pen in a box of height 14, and the width of the box. */
interface Sign {
  readonly width: number;
  readonly path: string;
}

/** Slim containers have no fonts, so a chart brings its own signs: those that its numbers need. */
const SIGNS: Readonly<Record<string, Sign>> = {
  '0': { width: 10, path: 'M5 0C8 0 9.8 2.8 9.8 7S8 14 5 14 .2 11.2 .2 7 2 0 5 0Z' },
  '1': { width: 7, path: 'M.6 3.2 4.8 0V14' },
  '2': {
    width: 10,
    path: 'M.6 3.8C.6 1.5 2.4 0 5 0S9.5 1.6 9.5 4C9.5 6 8.4 7.4 6.2 9.4L.9 14H9.8',
  },
  '3': {
    width: 10,
    path: 'M.9 2.5C1.6.9 3.1 0 5 0 7.5 0 9.2 1.4 9.2 3.5S7.5 6.7 5.2 6.7H3.8M5.2 6.7C7.9 6.7 9.7 8 9.7 10.3S7.7 14 5 14C2.8 14 1 13 .3 11.2',
  },
  '4': { width: 10.4, path: 'M7.6 14V0L.2 9.8H10.4' },
  '5': {
    width: 10,
    path: 'M9 0H2L1 6.4C2 5.5 3.4 5 5 5 7.9 5 9.8 6.8 9.8 9.4S7.9 14 5 14C2.8 14 1.1 13.1.3 11.4',
  },
  '6': {
    width: 10,
    path: 'M8.9 1.5C8 .5 6.8 0 5.4 0 2 0 .2 3 .2 7.5.2 11.6 2 14 5 14 7.9 14 9.8 12.1 9.8 9.5S7.9 5.2 5.1 5.2C2.6 5.2.7 6.6.2 9',
  },
  '7': { width: 9.6, path: 'M.2 0H9.6L3.8 14' },
  '8': {
    width: 10,
    path: 'M5 6.5C2.6 6.5 1 5.2 1 3.25S2.6 0 5 0 9 1.3 9 3.25 7.4 6.5 5 6.5ZM5 6.5C2.2 6.5.2 8 .2 10.25S2.2 14 5 14 9.8 12.5 9.8 10.25 7.8 6.5 5 6.5Z',
  },
  '9': {
    width: 10,
    path: 'M1.1 12.5C2 13.5 3.2 14 4.6 14 8 14 9.8 11 9.8 6.5 9.8 2.4 8 0 5 0 2.1 0 .2 1.9.2 4.5S2.1 8.8 4.9 8.8C7.4 8.8 9.3 7.4 9.8 5',
  },
  $: {
    width: 9.8,
    path: 'M8.9 4C8.4 2.4 6.9 1.4 5 1.4 2.6 1.4.9 2.5.9 4.2.9 6.2 2.8 6.7 5 7.1S9.3 8.1 9.3 10.1C9.3 11.7 7.5 12.7 5 12.7 2.8 12.7 1 11.8.5 10.1M5-1V15',
  },
  k: { width: 8.2, path: 'M.4 0V14M7.6 4.6.4 11M3.2 8.5 8.2 14' },
  M: { width: 11.6, path: 'M.4 14V0L5.8 9 11.2 0V14' },
  '.': { width: 1, path: 'M.5 13.6V13.7' },
  '-': { width: 6, path: 'M.4 8H5.6' },
};

const BOX_HEIGHT = 14;
const GAP = 3.4;
/** Of the pen, as a share of the height of the box. */
const PEN = 1.7;

/** The place of a number in a chart. */
interface SignPlace {
  /** The left edge, the middle or the right edge, as `anchor` says. */
  readonly x: number;
  /** The foot of the signs. */
  readonly y: number;
  readonly height: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly colour: string;
}

/** Draws a number with signs of our own. A sign that it does not have is left out. */
export function drawSigns(text: string, { x, y, height, anchor, colour }: SignPlace): string {
  const scale = height / BOX_HEIGHT;
  const left = x - widthOfSigns(text, height) * { start: 0, middle: 0.5, end: 1 }[anchor];
  let at = 0;
  const paths = signsIn(text).map(({ path, width }) => {
    const placed = `<path transform="translate(${round(at)} 0)" d="${path}"/>`;
    at += width + GAP;
    return placed;
  });
  return `<g transform="translate(${round(left)} ${round(y - height)}) scale(${round(scale)})" fill="none" stroke="${colour}" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round">${paths.join('')}</g>`;
}

/** The width of a number that `drawSigns` draws. */
export function widthOfSigns(text: string, height: number): number {
  const widths = signsIn(text).map(({ width }) => width + GAP);
  const sum = widths.reduce((total, width) => total + width, 0);
  return (Math.max(0, sum - GAP) * height) / BOX_HEIGHT;
}

function signsIn(text: string): readonly Sign[] {
  return [...text].flatMap((sign) => SIGNS[sign] ?? []);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
