import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ProcessConfig } from './config/process.config.ts';
import { explainListenError, urlOf } from './listening.ts';

/** Ends at the latest after `limit` ms: then connections that still wait for an answer are cut. */
export const closeHttp = async (app: NestFastifyApplication, limit: number): Promise<void> => {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), limit);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
};

/** Resolves to the address as a program on this machine reaches it. */
export const listen = async (app: NestFastifyApplication, { host, port }: Pick<ProcessConfig, 'host' | 'port'>): Promise<string> => {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw explainListenError(error, host, port);
  }
  return urlOf(host, (app.getHttpServer().address() as AddressInfo).port);
};
