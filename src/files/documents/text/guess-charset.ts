import { analyse } from 'chardet';
import { ratePlausibility } from './rate-plausibility.ts';

const SAMPLE_BYTES = 32_768;

/** The detector knows languages, and is often wrong about short texts. */
const CONFIDENCE_WEIGHT = 0.6;

/** The charsets to try where bytes are not UTF-8. Earlier ones win where nothing tells them apart. */
const CANDIDATES = [
  'windows-1252',
  'windows-1251',
  'gb18030',
  'shift_jis',
  'big5',
  'euc-kr',
  'euc-jp',
  'windows-1250',
  'koi8-r',
  'ibm866',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-874',
];

/** Names of the detector whose superset from Windows people really use. */
const SUPERSETS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-2': 'windows-1250',
  'iso-8859-5': 'windows-1251',
  'iso-8859-6': 'windows-1256',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
};

/** The lead bytes of the frequent characters of a charset with two bytes for each. */
const FREQUENT_LEADS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  gb18030: [
    [0xb0, 0xd7],
    [0xa1, 0xa3],
  ],
  big5: [[0xa1, 0xc6]],
  'euc-kr': [
    [0xb0, 0xc8],
    [0xa1, 0xa3],
  ],
  'euc-jp': [
    [0xa1, 0xa5],
    [0xb0, 0xcf],
  ],
  shift_jis: [
    [0x81, 0x83],
    [0x88, 0x97],
  ],
};

/** The likeliest charset of bytes that are text and not UTF-8, as `TextDecoder` names it. */
export function guessCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const confidences = detectorConfidences(sample);

  let best = { charset: 'windows-1252', rating: -1 };
  for (const charset of CANDIDATES) {
    const rating =
      rate(sample, charset) * (1 + (confidences.get(charset) ?? 0) * CONFIDENCE_WEIGHT);
    if (rating > best.rating) best = { charset, rating };
  }
  return best.charset;
}

/** The confidences of the detector, from 0 to 1. */
function detectorConfidences(sample: Uint8Array): ReadonlyMap<string, number> {
  const confidences = new Map<string, number>();
  for (const { name, confidence } of analyse(sample)) {
    const lower = name.toLowerCase();
    const charset = SUPERSETS[lower] ?? lower;
    confidences.set(charset, Math.max(confidences.get(charset) ?? 0, confidence / 100));
  }
  return confidences;
}

function rate(sample: Uint8Array, charset: string): number {
  const text = new TextDecoder(charset).decode(sample, { stream: true });
  const plausibility = ratePlausibility(text);
  const leads = FREQUENT_LEADS[charset];
  if (!leads) return plausibility;
  return plausibility * scriptFactor(charset, text) * (0.4 + 0.6 * shareOfLeads(sample, leads));
}

/** Japanese has kana. Korean decoded as Chinese looks Chinese, and hardly ever the other way round. */
function scriptFactor(charset: string, text: string): number {
  if (charset === 'euc-jp') return /[\u3041-\u30ff]/.test(text) ? 1 : 0.6;
  const isKorean = charset === 'euc-kr' && /^[^\u4e00-\u9fff]*$/.test(text);
  return isKorean && (text.match(/[\uac00-\ud7af]/g)?.length ?? 0) >= 4 ? 1.2 : 1;
}

/** The share of the characters of two bytes whose first byte is in one of the ranges. */
function shareOfLeads(
  sample: Uint8Array,
  ranges: readonly (readonly [first: number, last: number])[],
): number {
  let pairs = 0;
  let frequent = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const lead = sample[index] ?? 0;
    if (lead < 0x80) continue;
    pairs += 1;
    if (ranges.some(([first, last]) => lead >= first && lead <= last)) frequent += 1;
    index += 1;
  }
  return pairs === 0 ? 1 : frequent / pairs;
}
