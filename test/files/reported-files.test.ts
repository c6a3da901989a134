import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import type { DownloadedFile, FileContent, ReadLimits } from '../../src/contracts/files.ts';
import { readFile } from '../../src/files/read-file.ts';
import { FULL_PAGE_IMAGE, samplePdf, textContent } from '../helpers/sample-pdf.ts';

/** A file as a public report describes it. */
interface Report {
  readonly source: string;
  readonly says: string;
  readonly file: () => DownloadedFile | Promise<DownloadedFile>;
  readonly expects: (content: FileContent) => void | Promise<void>;
}

/** 3.75 MiB as Base64 are the 5 MiB of some services (aws/amazon-q-developer-cli #3912). */
const LIMITS: ReadLimits = {
  characters: 10_000,
  images: { maxEdge: 2_000, maxBytes: 3_932_160, maxImages: 5 },
};
const FIXTURES = join(import.meta.dirname, '../fixtures/files');

const REPORTS: readonly Report[] = [
  {
    source: 'NousResearch/hermes-agent #19195, #21049',
    says: 'Discord calls a PNG image/webp, and the service refuses the wrong type',
    file: async () => ({ name: 'sticker.webp', mime: 'image/webp', bytes: await as('png') }),
    expects: (content) => isPicture(content, 'png'),
  },
  {
    source: 'BerriAI/litellm #24900; anthropics/claude-code #13131; dust-tt/dust PR 26545',
    says: 'a JPEG has the type image/png',
    file: async () => ({ name: 'screenshot.png', mime: 'image/png', bytes: await as('jpeg') }),
    expects: (content) => isPicture(content, 'jpeg'),
  },
  {
    source: 'anthropics/claude-code #11975',
    says: 'logo.png is a WebP',
    file: async () => ({ name: 'logo.png', mime: 'image/png', bytes: await as('webp') }),
    expects: (content) => isPicture(content, 'jpeg'),
  },
  {
    source: 'anthropics/claude-code #8184',
    says: 'a picture has a type that the service does not take',
    file: async () => ({ name: 'scan.tif', mime: 'image/tiff', bytes: await as('tiff') }),
    expects: (content) => isPicture(content, 'png'),
  },
  {
    source: 'NousResearch/hermes-agent PR 44576; cogwheel0/conduit #320',
    says: 'a photograph of an iPhone arrives as a document',
    file: () => ({
      name: 'doc_1.heic',
      mime: 'application/octet-stream',
      bytes: fixture('photo.heic'),
    }),
    expects: (content) => isPicture(content, 'jpeg'),
  },
  {
    source: 'omnigent-ai/omnigent #6936',
    says: 'a browser on Windows gives a HEIC no type',
    file: () => ({ name: 'IMG_0001.HEIC', mime: '', bytes: fixture('photo.heic') }),
    expects: (content) => isPicture(content, 'jpeg'),
  },
  {
    source: 'ollama/ollama #18418; ggml-org/llama.cpp #20870; mistralai/mistral-common #330',
    says: 'a model sees a photograph of a phone on its side',
    file: async () => ({
      name: 'photo.jpg',
      mime: 'image/jpeg',
      bytes: await picture(600, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    }),
    expects(content) {
      assert.equal(content.kind, 'images');
      assert.deepEqual([content.images[0]?.width, content.images[0]?.height], [400, 600]);
    },
  },
  {
    source: 'anthropics/claude-code #59133, #34120',
    says: 'a screenshot that is 2,162 pixels wide ends a conversation for good',
    file: async () => ({
      name: 'toolbar.png',
      mime: 'image/png',
      bytes: await picture(2_162, 322).png().toBuffer(),
    }),
    expects(content) {
      assert.equal(content.kind, 'images');
      assert.deepEqual([content.images[0]?.width, content.images[0]?.height], [2_000, 298]);
    },
  },
  {
    source: 'earendil-works/pi #224; anomalyco/opencode #21668; NousResearch/hermes-agent PR 35732',
    says: 'a picture of more than 5 MB ends a conversation for good',
    file: async () => {
      const bytes = await noise(1_400, 1_400).png().toBuffer();
      assert.ok(bytes.length > 5 * 2 ** 20);
      return { name: 'large.png', mime: 'image/png', bytes };
    },
    expects(content) {
      assert.equal(content.kind, 'images');
      assert.ok((content.images[0]?.bytes.length ?? Infinity) <= LIMITS.images.maxBytes);
    },
  },
  {
    source: 'osaurus-ai/osaurus PR 779; HKUDS/DeepTutor #1522; egoist/chatwise-releases #154',
    says: 'a scanned PDF is said to be empty',
    file: async () => pdf([await scannedPage()]),
    expects: (content) => assert.equal(content.kind, 'images'),
  },
  {
    source: 'NousResearch/hermes-agent PR 81680',
    says: 'the scanned pages of a PDF are lost, and nobody hears of it',
    file: async () =>
      pdf([
        page('A letter that comes with two scanned sheets.'),
        await scannedPage(),
        await scannedPage(),
      ]),
    expects(content) {
      assert.equal(content.kind, 'text');
      assert.equal(content.cut, 'the text (pages 2, 3 have none)');
    },
  },
  {
    source:
      'logseq/logseq #6333; MIT-LCP/physionet-build PR 2182; FlowCrypt/flowcrypt-browser #6087',
    says: 'a PDF with a password is an error without words',
    file: () => ({ name: 'a.pdf', mime: 'application/pdf', bytes: fixture('locked.pdf') }),
    expects: (content) => assert.deepEqual(content, { kind: 'unreadable', why: 'locked' }),
  },
  {
    source: 'codeforamerica/vita-min PR 6264',
    says: 'a PDF that only forbids to print it is taken for one with a password',
    file: () => ({ name: 'a.pdf', mime: 'application/pdf', bytes: fixture('no-printing.pdf') }),
    expects(content) {
      assert.equal(content.kind, 'text');
      assert.match(content.text, /^Annual report/);
    },
  },
  {
    source:
      'chigwell/telegram-mcp #219; LiveHelperChat/livehelperchat #2382; NousResearch/hermes-agent PR 43371',
    says: 'the voice notes of Telegram have a name that services refuse',
    file: () => ({ name: 'file_12.oga', mime: 'audio/ogg', bytes: fixture('voice.ogg') }),
    expects: (content) => isSound(content, 'audio/ogg'),
  },
  {
    source: 'daohoangson/bubby #12; gsamat/telegram_openai_whisper_api_transcriber #12',
    says: 'a service does not know a recording of Voice Memos',
    file: () => ({ name: 'memo.m4a', mime: 'audio/x-m4a', bytes: fixture('voice.m4a') }),
    expects: (content) => isSound(content, 'audio/mp4'),
  },
  {
    source: 'n3d1117/chatgpt-telegram-bot PR 50',
    says: 'people also say things in round videos',
    file: () => ({ name: 'note.mp4', mime: 'video/mp4', bytes: fixture('note.mp4') }),
    expects: (content) => isSound(content, 'video/mp4'),
  },
];

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } });
}

function noise(width: number, height: number) {
  const background = '#000000';
  const gaussian = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width, height, channels: 3, background, noise: gaussian } });
}

function as(format: 'png' | 'jpeg' | 'webp' | 'tiff'): Promise<Buffer> {
  return picture(60, 40).toFormat(format).toBuffer();
}

function fixture(name: string): Buffer {
  return readFileSync(join(FIXTURES, name));
}

function pdf(pages: Parameters<typeof samplePdf>[0]): DownloadedFile {
  return { name: 'a.pdf', mime: 'application/pdf', bytes: samplePdf(pages) };
}

function page(line: string) {
  return { content: textContent([line]) };
}

async function scannedPage() {
  const dictionary =
    '/Width 300 /Height 400 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode';
  const bytes = await picture(300, 400).jpeg().toBuffer();
  return { content: FULL_PAGE_IMAGE, image: { dictionary, bytes } };
}

/** The type is the one of the bytes. */
async function isPicture(content: FileContent, format: 'png' | 'jpeg'): Promise<void> {
  assert.equal(content.kind, 'images', JSON.stringify(content));
  const [image] = content.images;
  assert.equal(image?.mime, `image/${format}`);
  assert.equal((await sharp(image?.bytes).metadata()).format, format);
}

function isSound(content: FileContent, mime: string): void {
  assert.equal(content.kind, 'audio', JSON.stringify(content));
  assert.equal(content.audio.mime, mime);
}

describe('a file of which somebody reported', () => {
  for (const { source, says, file, expects } of REPORTS) {
    test(`${says} (${source})`, async () => {
      await expects(await readFile(await file(), LIMITS));
    });
  }
});
