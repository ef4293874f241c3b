import type { SharedByGlobals } from './global-setup.ts';

/** Stops the shared server and removes its folder. */
export default async function stopSharedServer(): Promise<void> {
  const script = (globalThis as SharedByGlobals).sharedTestServer;
  script?.process.kill('SIGTERM');
  await script?.ended;
}
