import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { stringify } from 'yaml';
import { buildOpenApi } from './openapi.ts';

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dealtrail API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, persistAuthorization: false });
`;

/** Nothing from elsewhere runs on the page, into which tokens are typed. */
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** Where the page's scripts lie: they come with the framework's own description of APIs. */
const assetFolder = (): string => {
  const framework = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger/package.json'));
  return join(framework.resolve('swagger-ui-dist/package.json'), '..');
};

/** Serves the API's description at `/openapi.json` and `/openapi.yaml`, and a page for people at `/docs`. Built when first asked for. */
export const serveOpenApi = (app: NestFastifyApplication): void => {
  const fastify = app.getHttpAdapter().getInstance();
  const folder = assetFolder();
  let built: OpenAPIObject | undefined;
  const description = () => (built ??= buildOpenApi(app));
  fastify.get('/openapi.json', (_, reply) => reply.send(description()));
  fastify.get('/openapi.yaml', (_, reply) => reply.type('application/yaml').send(stringify(description())));
  fastify.get('/docs', (_, reply) => reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page));
  fastify.get('/docs/start.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(start));
  for (const [name, type] of Object.entries(assets))
    fastify.get(`/docs/${name}`, (_, reply) => reply.type(type).send(createReadStream(join(folder, name))));
};
