/** The charset of a font by its `\fcharset`. 0 and those that are missing follow the document. */
const CHARSET_OF_FONT: Readonly<Record<number, string>> = {
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gb18030',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};

const CHARSET_OF_CODE_PAGE: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
};

/** The charset of a font. `undefined`: that of the document. */
export function rtfFontCharset(number: number): string | undefined {
  return CHARSET_OF_FONT[number];
}

/** The charset of a document by its `\ansicpg`. */
export function rtfDocumentCharset(codePage: number): string {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  return CHARSET_OF_CODE_PAGE[codePage] ?? 'windows-1252';
}
