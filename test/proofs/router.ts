import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askInMemory } from '../providers/faults/ask.ts';
import { casesOf } from '../providers/faults/cases.ts';
import { cutAt } from '../providers/faults/cut-at.ts';
import { protocols } from '../providers/protocols/index.ts';

const CUTS_PER_CASE = 200;
/** Byte by byte, larger ones take minutes. */
const LONG = 100_000;

/** Every fault in every protocol, in one piece, byte by byte and cut anywhere: each ends in its text or in its kind of failure. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  let faults = 0;
  let runs = 0;
  for (const protocol of protocols) {
    for (const answer of casesOf(protocol)) {
      const bytes = Buffer.from(answer.reply.body);
      for (const chunks of waysToCut(bytes, seed)) {
        const outcome = await askInMemory(protocol, answer, chunks);
        assert.equal(
          outcome,
          answer.outcome,
          `${protocol.name}, ${answer.what}, in ${chunks.length} pieces (seed ${seed})`,
        );
        runs += 1;
      }
      faults += 1;
    }
  }
  process.stdout.write(
    `router: ${faults} faults in ${protocols.length} protocols, ${runs} answers, each ended as it must (seed ${seed})\n`,
  );
}

function waysToCut(bytes: Buffer, seed: number): readonly (readonly Uint8Array[])[] {
  const places = fc.sample(fc.array(fc.nat(), { maxLength: 40 }), { seed, numRuns: CUTS_PER_CASE });
  const byteByByte = bytes.length < LONG ? [Array.from(bytes, (byte) => Uint8Array.of(byte))] : [];
  return [[bytes], ...byteByByte, ...places.map((cuts) => cutAt(bytes, cuts))];
}
