import { readFile } from 'node:fs/promises';
import init, { MSTL } from '@bsull/augurs/mstl';
import type { Job, Method, Path } from './job.ts';

/** MSTL with an automatic non-seasonal ETS of @bsull/augurs, in WebAssembly. */
export async function augursMstl(): Promise<Method> {
  const code = await readFile(new URL(import.meta.resolve('@bsull/augurs/mstl').replace('.js', '_bg.wasm')));
  await init({ module_or_path: code });
  return { version: '@bsull/augurs 0.10.2', forecast };
}

function forecast({ values, seasons, horizon, level }: Job): Path {
  using model = MSTL.ets(Uint32Array.from(seasons), { impute: true });
  model.fit(Float64Array.from(values));
  const { point, intervals } = model.predict(horizon, level);
  return intervals === undefined ? { point } : { point, lower: intervals.lower, upper: intervals.upper };
}
