/** Pictures and recordings have a length or a flag with a zero in this part. */
const HEAD_BYTES = 4_096;
/** Tab, line feed, form feed, carriage return, and the escape of terminals' colours. */
const TEXT_CONTROLS = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];
const SPACE = 0x20;

/** Tells whether the beginning of a file has no byte that texts do not have, in whatever charset. */
export function hasOnlyTextBytes(bytes: Uint8Array): boolean {
  return bytes
    .subarray(0, HEAD_BYTES)
    .every((byte) => byte >= SPACE || TEXT_CONTROLS.includes(byte));
}
