import { Body, Controller, Inject, Param, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { CaseId, Command, CommandRequest, StreamId } from '#eventsourcing';
import type { Field as EventField } from '#event-contracts';
import { CommandDto, IdParam, withoutTime } from './command-dto.ts';
import { CommandGateway, type AnswerBody, type CommandMessage } from './command-gateway.ts';
import { Field } from './field.ts';
import { CommandRoute } from './openapi.ts';
import { FromCaller, type Caller } from './request.ts';
import { RequestId } from '../request-id.ts';

type BodyFields = Readonly<Record<string, Pick<EventField, 'schema' | 'required'>>>;

/** One command as a POST on `{base}/{id}/{path}`. */
export interface CommandRouteOf {
  readonly path: string;
  readonly summary: string;
  /** The members of its body, as the event has them. */
  readonly body: BodyFields;
  /** Members that are made from the Idempotency-Key when the caller names none, each with the kind of thing it names. */
  readonly makes?: Readonly<Record<string, string>>;
}

/** `T` are the types of those commands of the kind that this controller takes. */
export interface CommandControllerOptions<C extends Command, T extends C['type'] = C['type']> {
  /** The controller's name in the API's description. */
  readonly name: string;
  readonly tag: string;
  /** For example `v1/opportunities`. */
  readonly base: string;
  /** The member of each command's data that the path's id becomes. */
  readonly id: string;
  readonly Message: new (request: CommandRequest<C>) => CommandMessage<C>;
  readonly streamOf: (id: string) => StreamId;
  readonly caseOf: (id: string) => CaseId;
  readonly routes: Readonly<Record<T, CommandRouteOf>>;
}

/** A request's body out of the fields of an event. */
const bodyClass = (type: string, { body, makes = {} }: CommandRouteOf): Type<CommandDto> => {
  class Dto extends CommandDto {}
  const prototype = Dto.prototype as object;
  Object.defineProperty(Dto, 'name', { value: `${type}Dto` });
  const declare = (member: string, decorator: PropertyDecorator): void => {
    Reflect.defineMetadata('design:type', Object, prototype, member);
    decorator(prototype, member);
  };
  for (const [member, { schema, required }] of Object.entries(body)) declare(member, Field(schema, { optional: !required }));
  for (const member of Object.keys(makes))
    declare(member, Field(RequestId, { optional: true, description: 'Made from the Idempotency-Key when absent.' }));
  return Dto;
};

const methodName = (type: string): string => type.charAt(0).toLowerCase() + type.slice(1);

/** A controller out of a table: each command of one kind of thing with its path and its body. */
export const commandController = <C extends Command, T extends C['type'] = C['type']>(
  options: CommandControllerOptions<C, T>,
): Type<object> => {
  const { name, tag, base, id: idMember, Message, streamOf, caseOf, routes } = options;
  class CommandController {
    constructor(readonly gateway: CommandGateway) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${name}Controller` });
  Inject(CommandGateway)(CommandController, undefined, 0);
  for (const [type, route] of Object.entries<CommandRouteOf>(routes)) {
    const handle = function (this: CommandController, { id }: IdParam, body: CommandDto, caller: Caller): Promise<AnswerBody> {
      const made = Object.entries(route.makes ?? {}).map(([member, kind]) => [member, this.gateway.newId(caller, kind)] as const);
      const data = { [idMember]: id, ...Object.fromEntries(made), ...withoutTime(body) };
      const command = { type, data } as unknown as C;
      return this.gateway.send(caller, Message, { command, stream: streamOf(id), caseId: caseOf(id), occurredAt: body.occurredAt });
    };
    declareRoute(CommandController.prototype as object, type, route, handle);
  }
  ApiTags(tag)(CommandController);
  ApiBearerAuth('bearer')(CommandController);
  Controller(base)(CommandController);
  return CommandController;
};

const declareRoute = (prototype: object, type: string, route: CommandRouteOf, handle: object): void => {
  const method = methodName(type);
  const descriptor = { value: handle, writable: true, enumerable: false, configurable: true };
  Object.defineProperty(prototype, method, descriptor);
  Reflect.defineMetadata('design:paramtypes', [IdParam, bodyClass(type, route), Object], prototype, method);
  Reflect.defineMetadata('design:returntype', Promise, prototype, method);
  CommandRoute(`:id/${route.path}`, { summary: route.summary })(prototype, method, descriptor);
  Param()(prototype, method, 0);
  Body()(prototype, method, 1);
  FromCaller()(prototype, method, 2);
};

/** The members of a body: an event's fields without those that the server gives, such as the id in the path. */
export const bodyOf = (fields: BodyFields, ...without: readonly string[]): BodyFields =>
  Object.fromEntries(Object.entries(fields).filter(([member]) => !without.includes(member)));

/** The same members, none of which has to be given but these: for what is left as it is where a request is silent. */
export const optionalBut = (body: BodyFields, ...required: readonly string[]): BodyFields =>
  Object.fromEntries(Object.entries(body).map(([member, { schema }]) => [member, { schema, required: required.includes(member) }]));
