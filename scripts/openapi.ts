import { runningApp } from '../test/support/running-app.ts';

/** The API's description as the running program gives it: what is committed is what is served. */
export const openApi = async (): Promise<unknown> => {
  const app = await runningApp();
  try {
    const { status, text } = await app.get('/openapi.json');
    if (status !== 200) throw new Error(`/openapi.json answered ${status}`);
    return JSON.parse(text) as unknown;
  } finally {
    await app.stop();
  }
};
