import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestMethod, type DynamicModule, type Type } from '@nestjs/common';
import { METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { CommandApiModule } from '../../apps/command-api/src/command-api.module.ts';
import { QueryApiModule } from '../../apps/query-api/src/query-api.module.ts';
import { feedDefaults } from '#feed';

const template = await readFile(join(import.meta.dirname, 'nginx.conf.template'), 'utf8');

const map = /map "\$request_method \$uri" \$api \{\n(.+?)\n {2}\}/s.exec(template)?.[1] ?? '';

/** From `METHOD /path` to an API, as nginx goes through it: the first pattern that matches, else the default. */
const rules = [...map.matchAll(/^\s*(?:"~(\^[^"]+)"|default) \$\{(\w+)\};$/gm)].map(([, pattern = '', api]) => ({
  matches: new RegExp(pattern),
  api,
}));

const apiOf = (request: string): string | undefined => rules.find(({ matches }) => matches.test(request))?.api;

type Module = Type | DynamicModule;

const membersOf = <T>(module: Module, what: string): readonly T[] => {
  const type = 'module' in module ? module.module : module;
  const declared = (Reflect.getMetadata(what, type) ?? []) as T[];
  return [...declared, ...((('module' in module && (module as never)[what]) || []) as T[])];
};

const controllersOf = (module: Module): readonly Type[] => [
  ...membersOf<Type>(module, MODULE_METADATA.CONTROLLERS),
  ...membersOf<Module>(module, MODULE_METADATA.IMPORTS).flatMap(controllersOf),
];

/** Inherited ones too: a controller may be another's under a second path. */
const handlersOf = (prototype: object): readonly object[] =>
  prototype === Object.prototype
    ? []
    : [
        ...Object.values(Object.getOwnPropertyDescriptors(prototype)).map(({ value }) => value as object),
        ...handlersOf(Object.getPrototypeOf(prototype) as object),
      ];

const routesOfController = (controller: Type): readonly string[] => {
  const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string;
  return handlersOf(controller.prototype as object)
    .filter((handler) => typeof handler === 'function' && Reflect.hasMetadata(METHOD_METADATA, handler))
    .map((handler) => {
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const path = Reflect.getMetadata(PATH_METADATA, handler) as string;
      return `${method} /${[prefix, path]
        .map((part) => part.replace(/^\/|\/$/g, ''))
        .filter(Boolean)
        .join('/')}`;
    });
};

/** What both have, each about itself. */
const shared = new Set(['GET /health/live', 'GET /health/ready']);

const routesOf = (module: Module): readonly string[] =>
  [...new Set(controllersOf(module).flatMap(routesOfController))].filter((route) => !shared.has(route));

const commands = routesOf(CommandApiModule.of([]));
const queries = routesOf(QueryApiModule.of({ databaseUrl: 'postgres://nobody@localhost/none', ports: [], feed: feedDefaults }));

describe('the proxy', () => {
  it('knows two APIs with no route in common', () => {
    expect(commands).toContain('POST /v1/imports/batch');
    expect(queries).toEqual(expect.arrayContaining(['POST /v1/operations/verify', 'GET /v1/feed', 'GET /feed']));
    expect(commands.filter((route) => queries.includes(route))).toEqual([]);
  });

  it.each(commands)('sends %s to the command-api', (route) => expect(apiOf(route)).toBe('COMMAND_API'));

  it.each([...queries, 'HEAD /v1/funnel', 'GET /docs', 'GET /openapi.json', 'GET /health/ready'])('sends %s to the query-api', (route) =>
    expect(apiOf(route)).toBe('QUERY_API'),
  );

  it.each(['/feed', '/v1/feed'])('holds nothing of the stream %s back', (path) => {
    const [, pattern = '', block = ''] = /location ~ (\S+) \{([^}]+)\}/.exec(template) ?? [];
    expect(path).toMatch(new RegExp(pattern));
    expect(block).toContain('proxy_buffering off;');
  });

  it('leaves it to the app how large a document may be, and keeps none of it back', () => {
    const [, block = ''] = /location = \/v1\/documents \{([^}]+)\}/.exec(template) ?? [];
    expect(commands).toContain('POST /v1/documents');
    expect(block).toContain('client_max_body_size 0;');
    expect(block).toContain('proxy_request_buffering off;');
  });

  it('waits longer than a stream may be silent', () => {
    const [, seconds] = /proxy_buffering off;[^}]*proxy_read_timeout (\d+)s/.exec(template) ?? [];
    expect(Number(seconds)).toBeGreaterThan(300);
  });

  it('shows no figures outside', () => expect(template).toMatch(/location = \/metrics \{\s+return 404;/));
});
