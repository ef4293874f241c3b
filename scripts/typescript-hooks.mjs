import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

/** Compiles TypeScript on loading, with the settings of .swcrc that the tests use too. */
export const load = async (url, context, next) => {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url));
  return { format: 'module', source: code, shortCircuit: true };
};
