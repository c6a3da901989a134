import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom } from '../chaos/random.ts';
import { abortAnywhere } from '../providers/faults/abort-anywhere.ts';
import { askInMemory } from '../providers/faults/ask-in-memory.ts';
import {
  askWithFallback,
  fallbackConfigurations,
  faultsBeforeContent,
} from '../providers/faults/ask-with-fallback.ts';
import { cutAt } from '../providers/faults/cut-at.ts';
import { listFaultCases } from '../providers/faults/fault-cases.ts';
import { protocols } from '../providers/protocols/index.ts';
import { proveConcessions } from './router/prove-concessions.ts';
import { proveOverflow } from './router/prove-overflow.ts';

const CUTS_PER_CASE = 200;
const ABORTED_ANSWERS = 1_000;
/** Larger bodies take minutes byte by byte. */
const LARGE_BYTES = 100_000;

export const usualMinutes = 2;

/**
 * Every fault in every protocol, in one piece, byte by byte and cut anywhere: each answer ends in its text or its kind of failure. After
 * a fault before the first content, a healthy second model answers once. An aborted answer leaves nothing behind.
 * Refusals of a part of the request are answered, alone and in pairs; no conversation with a wrong window is dead.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  await proveOutcomes(seed);
  await proveSecondModels();
  await proveConcessions();
  await proveOverflow(createRandom(seed));
  const events = await abortAnywhere(ABORTED_ANSWERS, createRandom(seed).next);
  process.stdout.write(
    `router: ${ABORTED_ANSWERS} answers aborted at random moments, after ${events} events: no socket, timer or listener is left (seed ${seed})\n`,
  );
}

async function proveSecondModels(): Promise<void> {
  let faults = 0;
  for (const protocol of protocols) {
    for (const fault of faultsBeforeContent(protocol)) {
      for (const way of fallbackConfigurations) await askWithFallback(protocol, fault, way);
      faults += 1;
    }
  }
  process.stdout.write(
    `router: ${faults} faults before the first content, each by ${fallbackConfigurations.join(' and by ')}: a healthy second model answered once\n`,
  );
}

async function proveOutcomes(seed: number): Promise<void> {
  let faults = 0;
  let runs = 0;
  for (const protocol of protocols) {
    for (const answer of listFaultCases(protocol)) {
      const bytes = Buffer.from(answer.reply.body);
      for (const chunks of waysToCut(bytes, seed)) {
        const outcome = await askInMemory(protocol, answer, chunks);
        assert.equal(
          outcome,
          answer.outcome,
          `${protocol.name}, ${answer.name}, in ${chunks.length} pieces (seed ${seed})`,
        );
        runs += 1;
      }
      faults += 1;
    }
  }
  process.stdout.write(
    `router: ${faults} faults in ${protocols.length} protocols, ${runs} answers, each had the expected outcome (seed ${seed})\n`,
  );
}

function waysToCut(bytes: Buffer, seed: number): readonly (readonly Uint8Array[])[] {
  const cutLists = fc.sample(fc.array(fc.nat(), { maxLength: 40 }), {
    seed,
    numRuns: CUTS_PER_CASE,
  });
  const byteByByte =
    bytes.length < LARGE_BYTES ? [Array.from(bytes, (byte) => Uint8Array.of(byte))] : [];
  return [[bytes], ...byteByByte, ...cutLists.map((cuts) => cutAt(bytes, cuts))];
}
