import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor, LedgerHead, LedgerReader } from '#eventsourcing';
import { consistencyProof, inclusionProof, type ConsistencyProof, type InclusionProof } from '#ledger';
import { invalid, notFound } from '#platform';
import { ApiProblem, CurrentActor, LEDGER_READER, Public, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { PROVABLE_LEDGER, type ProvableLedger } from '../ports.ts';
import { ConsistencyQuery, InclusionQuery } from './ledger.dto.ts';

@ApiTags('ledger')
@Controller('v1/ledger')
export class LedgerController {
  constructor(
    @Inject(LEDGER_READER) private readonly reader: LedgerReader,
    @Inject(PROVABLE_LEDGER) private readonly ledger: ProvableLedger,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Get('head')
  @Public()
  @ApiOperation({ summary: 'Size and root hash of the ledger now: what proofs are checked against. Open to anyone.' })
  head(): Promise<LedgerHead> {
    return this.reader.head();
  }

  @Get('proofs/inclusion')
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Proves that one event is in the ledger, at its index (RFC 6962).' })
  @ApiProblem(404, 'There is no such event, or it is not sequenced yet.')
  async inclusion(@Query() query: InclusionQuery, @CurrentActor() actor: Actor): Promise<InclusionProof> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    return proven('size', inclusionProof(this.ledger, await this.indexFrom(query), query.size));
  }

  @Get('proofs/consistency')
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Proves that the ledger only grew from one size to another (RFC 6962).' })
  async consistency(@Query() { from, to }: ConsistencyQuery, @CurrentActor() actor: Actor): Promise<ConsistencyProof> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    return proven('from', consistencyProof(this.ledger, from, to ?? (await this.reader.head()).size));
  }

  private async indexFrom({ index, stream, revision }: InclusionQuery): Promise<number> {
    const byPlace = stream !== undefined && revision !== undefined;
    if ((index === undefined) !== byPlace || (index !== undefined && (stream ?? revision) !== undefined))
      throw invalid([{ field: 'index', message: 'either index, or stream and revision, must be given' }]);
    const found = byPlace ? await this.reader.indexOf(stream, revision) : index;
    if (found === undefined) throw notFound(`${stream} has no revision ${revision} in the ledger, or not yet.`);
    if (found >= (await this.reader.head()).size) throw notFound(`The ledger has no index ${found} yet.`);
    return found;
  }
}

/** What the ledger cannot prove is a mistake in what was asked. */
const proven = async <T>(field: string, proof: Promise<T>): Promise<T> => {
  try {
    return await proof;
  } catch (error) {
    if (error instanceof RangeError) throw invalid([{ field, message: error.message }]);
    throw error;
  }
};
