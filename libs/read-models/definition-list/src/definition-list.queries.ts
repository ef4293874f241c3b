import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import type { Actor, Instant } from '#eventsourcing';
import type { DefinitionKind } from '#event-contracts';
import { notFound } from '#platform';
import { DIRECTORY, RULEBOOK } from '#platform/nest';
import { mustBeAllowed } from '#querying';
import type { AuthorityLookup, Rulebook } from '#rules';
import type { DefinitionVersionRow } from './definition-list.row.ts';
import { definitionVersionEntity } from './definition-list.tables.ts';

type Lookup = AuthorityLookup;

/** A version in a list: without its contents. */
export type ListedVersion = Omit<DefinitionVersionRow, 'contents' | 'interpretations' | 'acknowledgedBy'>;

/** Every version of every definition, of one kind where that is asked for. */
export class ListDefinitions extends Query<readonly ListedVersion[]> {
  constructor(
    readonly actor: Actor,
    readonly kind?: DefinitionKind,
    readonly id?: string,
  ) {
    super();
  }
}

export class ShowDefinitionVersion extends Query<DefinitionVersionRow> {
  constructor(
    readonly actor: Actor,
    readonly kind: DefinitionKind,
    readonly id: string,
    readonly version: number,
  ) {
    super();
  }
}

export class ShowDefinitionInForce extends Query<DefinitionVersionRow> {
  constructor(
    readonly actor: Actor,
    readonly kind: DefinitionKind,
    readonly id: string,
    readonly at: Instant,
  ) {
    super();
  }
}

/** The process of a deal that asks for no other. */
export interface StandardProcess {
  readonly id: string;
  readonly version: number;
  /** What an envelope states: `id@version#sha256`. */
  readonly processVersion: string;
}

export class ShowStandardProcess extends Query<StandardProcess> {
  constructor(
    readonly actor: Actor,
    readonly at: Instant,
  ) {
    super();
  }
}

@QueryHandler(ListDefinitions)
export class ListDefinitionsHandler implements IQueryHandler<ListDefinitions> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, kind, id }: ListDefinitions): Promise<readonly ListedVersion[]> {
    await mustBeAllowed(this.directory, 'ReadDefinitions', actor, null);
    const rows = await this.database.getRepository(definitionVersionEntity).find({
      where: { ...(kind && { kind }), ...(id !== undefined && { id }) },
      order: { kind: 'ASC', id: 'ASC', version: 'ASC' },
    });
    return rows.map(({ contents, interpretations, acknowledgedBy, ...listed }) => listed);
  }
}

@QueryHandler(ShowDefinitionVersion)
export class ShowDefinitionVersionHandler implements IQueryHandler<ShowDefinitionVersion> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, kind, id, version }: ShowDefinitionVersion): Promise<DefinitionVersionRow> {
    await mustBeAllowed(this.directory, 'ReadDefinitions', actor, null);
    const row = await this.database.getRepository(definitionVersionEntity).findOneBy({ kind, id, version });
    if (!row) throw notFound(`There is no version ${version} of the ${kind} ${id}.`);
    return row;
  }
}

@QueryHandler(ShowDefinitionInForce)
export class ShowDefinitionInForceHandler implements IQueryHandler<ShowDefinitionInForce> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  /** The last version that is effective by then: nothing is effective before the versions before it. */
  async execute({ actor, kind, id, at }: ShowDefinitionInForce): Promise<DefinitionVersionRow> {
    await mustBeAllowed(this.directory, 'ReadDefinitions', actor, null);
    const [row] = await this.database
      .getRepository(definitionVersionEntity)
      .find({ where: { kind, id, effectiveFrom: LessThanOrEqual(at) }, order: { version: 'DESC' }, take: 1 });
    if (!row) throw notFound(`No version of the ${kind} ${id} was in force at ${at}.`);
    return row;
  }
}

/** Asks the rulebook itself, as commands do. */
@QueryHandler(ShowStandardProcess)
export class ShowStandardProcessHandler implements IQueryHandler<ShowStandardProcess> {
  constructor(
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Pick<Rulebook, 'processInForce'>,
  ) {}

  async execute({ actor, at }: ShowStandardProcess): Promise<StandardProcess> {
    await mustBeAllowed(this.directory, 'ReadDefinitions', actor, null);
    const process = await this.rulebook.processInForce({}, at);
    if (!process) throw notFound(`No process was in force at ${at}.`);
    const { id, version, processVersion } = process;
    return { id, version, processVersion };
  }
}
