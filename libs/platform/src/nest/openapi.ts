import { applyDecorators, Post } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  DocumentBuilder,
  getSchemaPath,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemCodes, problemType } from '../problem.ts';
import { RequestId } from '../request-id.ts';
import { publicMark } from './request.ts';

/** RFC 9457. */
export class ProblemDocument {
  @ApiProperty({ enum: problemCodes.map(problemType), description: 'What kind of problem it is.' })
  type: string;
  @ApiProperty()
  title: string;
  @ApiProperty()
  status: number;
  @ApiProperty({ description: 'For people.' })
  detail: string;
  @ApiProperty({ description: 'The path that was asked for.' })
  instance: string;
  @ApiProperty({ required: false, description: 'Names this request in the logs; also in the header X-Correlation-Id.' })
  correlationId?: string;
  @ApiProperty({
    required: false,
    type: 'array',
    items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } }, required: ['field', 'message'] },
    description: 'Of 400: each member that is wrong, by its path.',
  })
  errors?: { field: string; message: string }[];
  @ApiProperty({ required: false, description: 'Of a refusal: the rule that refused, for machines.' })
  reason?: string;
  @ApiProperty({
    selfRequired: false,
    type: 'object',
    properties: {},
    additionalProperties: true,
    description: 'Of a refusal: the facts it rests on.',
  })
  facts?: Record<string, unknown>;
  @ApiProperty({ required: false, type: [String], description: 'Of a refusal: what would make the same command succeed.' })
  liftedBy?: string[];
}

/** A decided command. The same bytes for the same `Idempotency-Key`, for ever. */
export class CommandAnswer {
  @ApiProperty({ enum: ['accepted', 'noEffect'] })
  outcome: string;
  @ApiProperty({ type: [String], description: 'Types of the events that were recorded.' })
  events: string[];
  @ApiProperty()
  stream: string;
  @ApiProperty({ type: 'integer', description: 'Of the last of these events, in its stream.' })
  revision: number;
  @ApiProperty({ type: 'integer', description: 'The last revision that changed anything; also in ETag.' })
  stateRevision: number;
  @ApiProperty()
  caseId: string;
  @ApiProperty({ description: 'Opaque. A query that is given it in `Dealtrail-After` shows this effect.' })
  position: string;
}

const answerHeaders = {
  ETag: { description: 'The state revision, for `If-Match`.', schema: { type: 'string' } },
  'Dealtrail-Position': { description: 'The answer’s position, for `Dealtrail-After`.', schema: { type: 'string' } },
  'Idempotency-Replayed': { description: '`true` when this key was answered before.', schema: { type: 'string' } },
} as const;

const problemContent = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } };

/** A problem that this route can answer with. */
export const ApiProblem = (status: number, description: string): MethodDecorator & ClassDecorator =>
  applyDecorators(ApiExtraModels(ProblemDocument), ApiResponse({ status, description, content: problemContent }));

export interface CommandRouteOptions {
  readonly summary: string;
  /** The first command of something new: answers 201. */
  readonly creates?: boolean;
  /** Nobody gives it for another: it is denied with `On-Behalf-Of`. */
  readonly inPerson?: boolean;
}

/** Marks what nobody does for another, for the API's description. */
const inPersonMark = 'x-in-person';

/** Each does this for themself only, and nobody stands in for them. */
export const InPerson = (): MethodDecorator => ApiExtension(inPersonMark, true);

/** A POST that is one command: its path, its headers, its answers. */
export const CommandRoute = (path: string, { summary, creates = false, inPerson = false }: CommandRouteOptions): MethodDecorator =>
  applyDecorators(
    Post(path),
    ApiOperation({ summary }),
    ...(inPerson ? [InPerson()] : []),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: '1 to 200 visible ASCII characters, new for each command; a repetition gets the same answer and has no further effect.',
    }),
    ApiHeader({ name: 'If-Match', required: false, description: 'The state revision that the command is meant for, as ETag gave it.' }),
    ApiHeader({ name: 'X-Correlation-Id', required: false, description: 'Stated in the events; one is made when absent.' }),
    ...(creates
      ? [ApiResponse({ status: 201, type: CommandAnswer, headers: answerHeaders, description: 'Recorded; something new exists.' })]
      : []),
    ApiResponse({ status: 200, type: CommandAnswer, headers: answerHeaders, description: 'Recorded, or already so (`noEffect`).' }),
    ApiProblem(400, 'Malformed; `errors` names each member.'),
    ApiProblem(403, 'Not allowed to this user.'),
    ApiProblem(404, 'There is no such thing.'),
    ApiProblem(409, 'Refused by a rule: `reason`, `facts`, `liftedBy`. Recorded, and the same for ever.'),
    ApiProblem(412, 'It changed since: `If-Match` does not hold.'),
    ApiProblem(422, 'This key came with another body before.'),
  );

const described = (): Omit<OpenAPIObject, 'paths'> =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dealtrail')
    .setDescription(
      'Commands become events in an append-only log; every figure is folded from that log. ' +
        'Commands are POSTs with an `Idempotency-Key`; failures are problem documents (RFC 9457).',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Proves who asks. Roles come from the log.' })
    .addSecurityRequirements('bearer')
    .addGlobalResponse({ status: 401, description: 'Nobody is identified.', content: problemContent })
    .addGlobalResponse({
      status: 503,
      description: 'Not available at the moment; `Retry-After` says when to try again.',
      content: problemContent,
    })
    .build();

interface Operation {
  security?: object[];
  parameters?: object[];
  responses?: Record<string, unknown>;
  readonly [publicMark]?: boolean;
  readonly [inPersonMark]?: boolean;
}

/** For whom a request is made, of whatever asks for a name. */
const onBehalfOf = {
  name: 'On-Behalf-Of',
  in: 'header',
  required: false,
  schema: { ...RequestId },
  description:
    'The id of another user who delegated roles to this one: it is done in those roles, for as long as the delegation lasts, and both are on record. 403 without one.',
} as const;

const ofOnBehalfOf = { $ref: '#/components/parameters/OnBehalfOf' };

/** What is public needs no token and is never answered 401; nobody stands in for anyone where everyone may ask, or each for themself only. */
const named = (document: OpenAPIObject): OpenAPIObject => {
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path as Record<string, Operation>)) {
      if (operation[publicMark]) {
        operation.security = [];
        delete operation.responses?.['401'];
      } else if (!operation[inPersonMark]) operation.parameters = [...(operation.parameters ?? []), ofOnBehalfOf];
    }
  return { ...document, components: { ...document.components, parameters: { OnBehalfOf: onBehalfOf } } };
};

/** The API's description, OpenAPI 3.1. */
export const buildOpenApi = (app: NestFastifyApplication): OpenAPIObject =>
  named(
    SwaggerModule.createDocument(app, described(), {
      extraModels: [ProblemDocument, CommandAnswer],
      operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    }),
  );
