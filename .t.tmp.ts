import { once } from 'node:events'; import { Worker } from 'node:worker_threads';
const seed = Date.now() % 2**31; const count = 2;
const r = await Promise.all([0,1].map(async index => { const w = new Worker(new URL('./test/proofs/replies/judge-hostile-part.ts', import.meta.url), { workerData: { index, count, seed } }); const [x] = await once(w,'message'); return x; }));
console.log(seed, r.map(x => [x.texts, x.measured, x.largestRatio, x.largestGrowth, x.complaints.length, x.complaints.slice(0,8)]));
