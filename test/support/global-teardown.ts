import type { SharedByGlobals } from './global-setup.ts';

/** Stops the shared server and removes its folder. */
export default async function stopSharedServer(): Promise<void> {
  await (globalThis as SharedByGlobals).sharedTestServer?.stop();
}
