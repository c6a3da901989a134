import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile as readFixture } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import type { FileContent, ReadLimits } from '../../src/contracts/files.ts';
import { readFile } from '../../src/files/read-file.ts';
import { samplePdf, textContent } from '../helpers/sample-pdf.ts';

const LIMITS: ReadLimits = {
  characters: 1_000,
  images: { maxEdge: 200, maxBytes: 100_000, maxImages: 3 },
};
const UNKNOWN_TYPE = 'application/octet-stream';

function read(bytes: Uint8Array, name: string, mime = UNKNOWN_TYPE): Promise<FileContent> {
  return readFile({ name, mime, bytes }, LIMITS);
}

function picture(): Promise<Buffer> {
  return sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
}

describe('readFile', () => {
  test('believes the content, and not the name or the type', async () => {
    const png = await picture();
    const content = await read(png, 'report.pdf', 'application/pdf');
    assert.equal(content.kind, 'images');

    const pdf = samplePdf([{ content: textContent(['Hello']) }]);
    assert.deepEqual(await read(pdf, 'cat.png', 'image/png'), { kind: 'text', text: 'Hello' });

    const text = await read(Buffer.from('Not found'), 'cat.png', 'image/png');
    assert.equal(text.kind, 'text');
  });

  for (const [name, text] of Object.entries({
    'cars.txt': 'BMW sells more cars than last year, and more electric ones.',
    'tags.md': 'ID3 is a format for the names of songs.',
    // A packet of a video stream begins with G, and has 188 bytes.
    'access.log': `GET /a HTTP/1.1${' '.repeat(172)}\n`.repeat(40),
    'main.ts': 'export const answer = 42;\n',
  })) {
    test(`reads the text ${name} as text, whatever it begins with`, async () => {
      const content = await read(Buffer.from(text), name, 'video/mp2t');
      assert.equal(content.kind, 'text', JSON.stringify(content));
      assert.equal(content.text.slice(0, 10), text.slice(0, 10));
    });
  }

  test('reads a PDF behind the lines of a print job', async () => {
    const pdf = samplePdf([{ content: textContent(['Hello']) }]);
    const job = Buffer.concat([Buffer.from('@PJL ENTER LANGUAGE = PDF\r\n'), pdf]);
    assert.deepEqual(await read(job, 'print.pdf'), { kind: 'text', text: 'Hello' });
  });

  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>';
  for (const [what, svg] of Object.entries({
    'an SVG': drawing,
    'an SVG with a declaration, a comment and a type': `<?xml version="1.0"?>\n<!-- Made by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n${drawing}`,
    'an SVG below a long licence': `<!-- ${'All rights are yours. '.repeat(100)} -->${drawing}`,
    'an SVG in UTF-16': Buffer.from(
      `\uFEFF<?xml version="1.0" encoding="UTF-16"?>${drawing}`,
      'utf16le',
    ),
  })) {
    test(`draws ${what}`, async () => {
      const content = await read(Buffer.from(svg as string), 'drawing.svg', 'image/svg+xml');
      assert.equal(content.kind, 'images', JSON.stringify(content));
    });
  }

  test('gives the source of an SVG with labels on a machine without fonts', () => {
    const labelled = drawing.replace('</svg>', '<text>Start</text></svg>');
    const code = `
      import { readFile } from ${JSON.stringify(new URL('../../src/files/read-file.ts', import.meta.url))};
      const file = { name: 'a.svg', mime: '', bytes: Buffer.from(${JSON.stringify(labelled)}) };
      const { kind, text } = await readFile(file, ${JSON.stringify(LIMITS)});
      process.stdout.write(kind + ' ' + text);`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
      env: { FONTCONFIG_FILE: join(import.meta.dirname, '../fixtures/files/no-fonts.conf') },
    });
    assert.equal(stdout, `text ${labelled}`);
  });

  test('reads a page with a drawing in it as text', async () => {
    const content = await read(Buffer.from(`<!DOCTYPE html><p>Hello</p>${drawing}`), 'page.html');
    assert.equal(content.kind, 'text');
  });

  test('tells a damaged file from one of an unknown kind', async () => {
    const noise = Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7_919) % 251));
    assert.deepEqual(await read(noise, 'cat.jpg'), { kind: 'unreadable', why: 'damaged' });
    assert.deepEqual(await read(noise, 'data.xyz'), { kind: 'unreadable', why: 'unknown kind' });
  });

  test('does not take the notes of music for sound', async () => {
    const midi = Buffer.from('4d546864000000060000000100604d54726b0000000400ff2f00', 'hex');
    assert.deepEqual(await read(midi, 'song.mid'), { kind: 'unreadable', why: 'unknown kind' });
  });

  const recordings = {
    'voice.ogg': ['audio/ogg', 2_000],
    'voice-vorbis.ogg': ['audio/ogg', 2_000],
    'voice.m4a': ['audio/mp4', 2_000],
    'voice.aac': ['audio/aac', undefined],
    'voice.flac': ['audio/flac', 2_000],
    'voice.webm': ['audio/webm', undefined],
    'note.mp4': ['video/mp4', 2_000],
    'note.webm': ['video/webm', undefined],
  } as const;
  for (const [name, [mime, durationMs]] of Object.entries(recordings)) {
    test(`hands on the sound of ${name} under the name that services know`, async () => {
      const bytes = await readFixture(join(import.meta.dirname, '../fixtures/files', name));
      const audio = { mime, bytes, ...(durationMs && { durationMs }) };
      assert.deepEqual(await read(bytes, 'file'), { kind: 'audio', audio });
    });
  }

  test('knows the duration of a WAV', async () => {
    const header = Buffer.from(
      '52494646000000005741564566' +
        '6d74201000000001000100401f0000803e0000020010006461746100000000',
      'hex',
    );
    const bytes = Buffer.concat([header, Buffer.alloc(16_000)]);
    bytes.writeUInt32LE(16_000, header.length - 4);
    const content = await read(bytes, 'voice.wav');
    assert.equal(content.kind, 'audio');
    assert.deepEqual([content.audio.mime, content.audio.durationMs], ['audio/wav', 1_000]);
  });

  test('knows the duration of an MP3, with and without the number of its frames', async () => {
    const bytes = await readFixture(join(import.meta.dirname, '../fixtures/files/voice.mp3'));
    const header = bytes.indexOf('Info');
    assert.ok(header > 0);
    // The number is in a frame of its own.
    const withoutNumber = bytes.subarray(bytes.indexOf('fff3', header, 'hex'));
    for (const variant of [bytes, withoutNumber]) {
      const content = await read(variant, 'voice.mp3');
      assert.equal(content.kind, 'audio');
      // Encoders add some frames at both ends.
      const { mime, durationMs = 0 } = content.audio;
      assert.equal(mime, 'audio/mpeg');
      assert.ok(durationMs >= 2_000 && durationMs < 2_200, `${durationMs}`);
    }
  });

  test('has nothing of a video without sound', async () => {
    const bytes = await readFixture(join(import.meta.dirname, '../fixtures/files/silent.mp4'));
    assert.deepEqual(await read(bytes, 'a.mp4'), { kind: 'unreadable', why: 'unknown kind' });
  });
});
