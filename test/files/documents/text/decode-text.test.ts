import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeText } from '../../../../src/files/documents/text/decode-text.ts';

/** Encodes text in a charset: the bytes of each character, found by decoding every pair of bytes. */
function encode(text: string, charset: string): Uint8Array {
  const table = tableOf(charset);
  const bytes = [...text].flatMap((character) => {
    if (character < '\u0080') return [character.charCodeAt(0)];
    const found = table.get(character);
    assert.ok(found, `${character} is not in ${charset}`);
    return found;
  });
  return new Uint8Array(bytes);
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(charset);
  if (known) return known;
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]) => {
    try {
      const character = decoder.decode(new Uint8Array(bytes));
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // Not a character of this charset.
    }
  };
  const isWide = /^(shift_jis|gb18030|big5|euc-)/.test(charset);
  for (let lead = 0x80; lead <= 0xff; lead += 1) {
    add(lead);
    for (let trail = 0x40; isWide && trail <= 0xfe; trail += 1) add(lead, trail);
  }
  tables.set(charset, table);
  return table;
}

const TEXTS: readonly (readonly [charset: string, text: string])[] = [
  ['windows-1251', 'Привет, мир! Это короткий текст.'],
  ['windows-1251', 'id;ФИО;Сумма\n1;Иванов;100\n'],
  ['windows-1251', 'ПРОТОКОЛ ЗАСЕДАНИЯ'],
  ['koi8-r', 'Привет, мир! Это короткий текст.'],
  ['ibm866', 'Привет, мир! Это короткий текст.'],
  ['windows-1252', 'café'],
  ['windows-1252', 'Año: 2026; Señor Muñoz; ¿Qué?'],
  ['windows-1252', 'The price is 5 € – “quoted” text with a few signs'],
  ['windows-1252', 'C:\\Users\\Müller\\x.log not found\n'.repeat(3)],
  ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
  ['windows-1253', 'Καλημέρα κόσμε'],
  ['windows-1254', 'İstanbul’da güneşli bir gün'],
  ['windows-1255', 'שלום עולם'],
  ['windows-1256', 'مرحبا بالعالم'],
  ['windows-874', 'สวัสดีชาวโลก'],
  ['shift_jis', '日本語のテキストファイルです。文字コードを判定します。'],
  ['shift_jis', '東京都,千代田区'],
  ['euc-jp', '日本語のテキスト'],
  ['gb18030', '姓名,年龄\n张三,30\n李四,25\n'],
  ['gb18030', '这是一个中文文本文件，用来测试编码。'],
  ['big5', '這是一個中文文字檔案，用來測試編碼。'],
  ['euc-kr', '이름,나이\n김철수,30\n'],
];

describe('decodeText', () => {
  // Files in the charset of a system failed or came as noise: xtekky/gpt4free #2716, eosphoros-ai/DB-GPT #145.
  for (const [charset, text] of TEXTS) {
    test(`recognises ${charset}: ${text.slice(0, 16).trim()}`, () => {
      assert.equal(decodeText(encode(text, charset)), text);
    });
  }

  test('recognises UTF-16, with and without a byte order mark', () => {
    for (const text of ['Hello\nWorld äöü', 'Привет\nмир', 'こんにちは\n世界']) {
      const little = Buffer.from(text, 'utf16le');
      const big = Buffer.from(text, 'utf16le').swap16();
      const mark = Buffer.from('\ufeff', 'utf16le');
      for (const bytes of [little, big, Buffer.concat([mark, little])]) {
        assert.equal(decodeText(bytes), text);
      }
      assert.equal(decodeText(Buffer.concat([Buffer.from([0xfe, 0xff]), big])), text);
    }
  });

  test('recognises ISO-2022-JP, which looks like ASCII', () => {
    const bytes = Buffer.from('\x1b$BF|K\\8l\x1b(B ok', 'latin1');
    assert.equal(decodeText(bytes), '日本語 ok');
  });

  test('believes the charset that a document declares', () => {
    assert.equal(decodeText(encode('ÄÖÜ', 'windows-1252'), 'ISO-8859-1'), 'ÄÖÜ');
    assert.equal(decodeText(Buffer.from('Grüße'), 'iso-8859-1'), 'Grüße');
  });

  test('keeps UTF-8 whose last character was cut off, or that has a broken byte', () => {
    const bytes = Buffer.from('Привет, мир! '.repeat(20));
    assert.match(decodeText(bytes.subarray(0, bytes.length - 4)) ?? '', /^Привет, мир! /);
  });

  test('leaves out NULs, which a power cut leaves in a log', () => {
    const bytes = Buffer.concat([
      Buffer.from('before\r\n'.repeat(20)),
      Buffer.alloc(40),
      Buffer.from('after'),
    ]);
    assert.equal(decodeText(bytes), `${'before\n'.repeat(20)}after`);
  });

  test('refuses bytes that are not text', () => {
    const noise = Uint8Array.from(
      { length: 4_000 },
      (_, index) => (index * 7_919 + (index >> 3) * 31) % 256,
    );
    const sound = Uint8Array.from({ length: 4_000 }, (_, index) =>
      index % 2 ? (index / 2) % 4 : Math.round(127 + 120 * Math.sin(index / 9)),
    );
    for (const bytes of [
      noise,
      sound,
      new Uint8Array(100),
      new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
    ]) {
      assert.equal(decodeText(bytes), undefined);
    }
  });
});
