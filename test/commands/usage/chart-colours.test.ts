import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartColours } from '../../../src/commands/usage/chart-colours.ts';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/**
 * How people see colours who see no red, no green or no blue: Machado, Oliveira and Fernandes 2009, severity 1.0,
 * for linear RGB. https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html
 */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** In CIE L*a*b*, from where on people name two colours differently without a doubt. */
const LEAST_DISTANCE = 20;
const LEAST_LIGHTNESS = 7;
/** WCAG 2.2, 1.4.11, for graphics. */
const LEAST_CONTRAST = 3;

function linear(hex: string): Triple {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function seenBy(matrix: Matrix, [r, g, b]: Triple): Triple {
  const row = ([x, y, z]: Triple) => Math.min(1, Math.max(0, x * r + y * g + z * b));
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function lab(colour: Triple): Triple {
  const [r, g, b] = colour;
  const f = (t: number) => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(luminance(colour));
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const [look, { ground, series, rest, signs }] of Object.entries(chartColours)) {
  test(`the colours of the ${look} chart can be told apart by all eyes, and by their lightness alone`, () => {
    const all = [...series, rest].map(linear);
    assert.equal(new Set(series).size, 5);
    for (const [eyes, matrix] of Object.entries(EYES)) {
      const seen = all.map((colour) => lab(seenBy(matrix, colour)));
      for (const [index, a] of seen.entries()) {
        for (const [other, b] of seen.slice(0, index).entries()) {
          const pair = `${eyes}: ${other + 1} and ${index + 1}`;
          assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) > LEAST_DISTANCE, pair);
          if (eyes === 'usual') assert.ok(Math.abs(a[0] - b[0]) > LEAST_LIGHTNESS, pair);
        }
      }
    }

    for (const colour of [...series, signs]) {
      const [dark = 0, light = 0] = [colour, ground]
        .map((each) => luminance(linear(each)))
        .toSorted((a, b) => a - b);
      assert.ok((light + 0.05) / (dark + 0.05) > LEAST_CONTRAST, colour);
    }
  });
}
