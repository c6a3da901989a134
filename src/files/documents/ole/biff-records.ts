/** A record of an old workbook (MS-XLS, 2.1.4). */
export interface BiffRecord {
  readonly type: number;
  readonly data: DataView;
  /** The bodies of the records that continue it. */
  readonly continued: readonly DataView[];
}

const CONTINUE = 0x3c;
const HEADER_BYTES = 4;

/** The records from a place in the stream on, up to its end. */
export function* biffRecords(stream: Uint8Array, start: number): Generator<BiffRecord> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let position = start;
  let pending: { type: number; data: DataView; continued: DataView[] } | undefined;

  while (position + HEADER_BYTES <= stream.length) {
    const type = view.getUint16(position, true);
    const length = Math.min(
      view.getUint16(position + 2, true),
      stream.length - position - HEADER_BYTES,
    );
    const data = new DataView(stream.buffer, stream.byteOffset + position + HEADER_BYTES, length);
    position += HEADER_BYTES + length;
    if (type === CONTINUE && pending) {
      pending.continued.push(data);
      continue;
    }
    if (pending) yield pending;
    pending = { type, data, continued: [] };
  }
  if (pending) yield pending;
}
