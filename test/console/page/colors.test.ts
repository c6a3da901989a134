import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const CSS = new URL('../../../src/console/page/base.css', import.meta.url);
/** What WCAG 2.2 wants at least: of text (1.4.3), and of the edges of controls and the parts of charts (1.4.11). */
const TEXT = 4.5;
const GRAPHIC = 3;
const TEXTS = ['ink', 'faint', 'accent', 'good', 'bad', 'busy'];
const GRAPHICS = ['edge', 'series-0', 'series-1', 'series-2', 'series-3', 'series-4', 'series-5'];

type Colors = ReadonlyMap<string, string>;

async function readSchemes(): Promise<readonly [name: string, colors: Colors][]> {
  const [light = '', dark = ''] = (await readFile(CSS, 'utf8')).split('@media (prefers-color');
  const colorsIn = (css: string) =>
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(
      ([, name = '', color = '']) => [name, color] as const,
    );
  const colors = new Map(colorsIn(light));
  return [
    ['light', colors],
    ['dark', new Map([...colors, ...colorsIn(dark)])],
  ];
}

function luminanceOf(color: string): number {
  const hex = color.length === 4 ? color.replace(/[0-9a-f]/g, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(a: string, b: string): number {
  const [low = 0, high = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test('the colors of the console have enough contrast, in light and in dark', async () => {
  assert.equal(Math.round(contrastOf('#fff', '#000')), 21);
  const wanted = [
    ...TEXTS.flatMap((name) => [[name, 'card', TEXT] as const, [name, 'page', TEXT] as const]),
    ...GRAPHICS.map((name) => [name, 'card', GRAPHIC] as const),
    ['edge', 'page', GRAPHIC] as const,
    ['accent', 'soft', TEXT] as const,
    ['accent-ink', 'accent', TEXT] as const,
  ];
  for (const [scheme, colors] of await readSchemes()) {
    for (const [front, back, least] of wanted) {
      const contrast = contrastOf(colors.get(front) ?? '', colors.get(back) ?? '');
      assert.ok(contrast >= least, `${scheme}: ${front} on ${back} has ${contrast.toFixed(2)}`);
    }
  }
});
