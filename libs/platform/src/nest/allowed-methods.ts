import type { FastifyInstance } from 'fastify';

/** The methods that the routes at this path do have. */
export type AllowedMethods = (path: string) => readonly string[];

/** Remembers every route as it is made, to tell a wrong method from a wrong path. */
export const allowedMethods = (fastify: FastifyInstance): AllowedMethods => {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[A-Za-z0-9_]+/g, '[^/]+')
        .replace(/\\\*/g, '.*')}/?$`,
    );
    if (url !== '*' && url !== '/*') routes.push({ pattern, methods: [method].flat() });
  });
  return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
};
