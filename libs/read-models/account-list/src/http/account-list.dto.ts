import { ApiProperty } from '@nestjs/swagger';
import { Id, OneOf, segments } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { PageQueryDto, SearchText } from '#querying/nest';
import type { AccountDeal, DealSum } from '../account-deals.queries.ts';
import type { AccountContact, AccountView, ListedAccount } from '../account-list.queries.ts';
import type { AccountClaims, AccountRow } from '../account-list.row.ts';

const origins = ['governed', 'imported'] as const satisfies readonly AccountRow['origin'][];
const statuses = ['open', 'won', 'lost', 'abandoned'] as const satisfies readonly AccountDeal['status'][];

export class AccountQueryDto extends PageQueryDto {
  @Field(Id, { optional: true })
  ownerId?: string;

  @Field(OneOf(...origins), { optional: true, description: 'Imported accounts are claims of another system.' })
  origin?: AccountRow['origin'];

  @Field(OneOf(...segments), { optional: true })
  segment?: NonNullable<AccountRow['segment']>;

  @Field(SearchText, { optional: true })
  industry?: string;

  @Field(SearchText, { optional: true })
  territory?: string;

  @Field(SearchText, { optional: true, description: 'Part of the name.' })
  name?: string;
}

export class AccountIdParam {
  @Field(RequestId)
  id: string;
}

export class AccountClaimsDto implements AccountClaims {
  @ApiProperty()
  source: string;
  @ApiProperty({ type: String, nullable: true })
  location: string | null;
  @ApiProperty({ type: String, nullable: true })
  revenue: string | null;
  @ApiProperty({ type: String, nullable: true })
  subsidiaryOf: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  yearEstablished: number | null;
}

export class DealSumDto implements DealSum {
  @ApiProperty({ enum: origins })
  origin: DealSum['origin'];
  @ApiProperty({ enum: ['open', 'won'] })
  status: DealSum['status'];
  @ApiProperty({ type: String, nullable: true, description: 'Null where an imported deal tells none.' })
  currency: string | null;
  @ApiProperty({ type: 'integer' })
  deals: number;
  @ApiProperty({ description: 'Integer minor units, as decimal digits: open ones as forecast, won ones as closed.' })
  minor: string;
}

export class AccountDealDto implements AccountDeal {
  @ApiProperty()
  opportunityId: string;
  @ApiProperty({ enum: origins })
  origin: AccountDeal['origin'];
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ type: String, nullable: true })
  ownerId: string | null;
  @ApiProperty({ enum: statuses, description: 'Of an imported deal: as claimed.' })
  status: AccountDeal['status'];
  @ApiProperty({ type: String, nullable: true })
  stage: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Minor units of `currency`: of an open deal as forecast, of a won one as closed.',
  })
  minor: number | null;
  @ApiProperty({ type: String, nullable: true })
  currency: string | null;
}

export class AccountContactDto implements AccountContact {
  @ApiProperty()
  contactId: string;
  @ApiProperty({ enum: ['open', 'erased', 'damaged', 'withheld'] })
  state: AccountContact['state'];
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ type: String, nullable: true })
  jobTitle: string | null;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  @ApiProperty({ type: String, nullable: true })
  phone: string | null;
}

export class ListedAccountDto implements ListedAccount {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  accountId: string;
  @ApiProperty({ enum: origins })
  origin: AccountRow['origin'];
  @ApiProperty()
  name: string;
  @ApiProperty({ type: String, nullable: true })
  industry: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  employees: number | null;
  @ApiProperty({ enum: segments, nullable: true })
  segment: AccountRow['segment'];
  @ApiProperty({ type: String, nullable: true })
  territory: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Nobody, of an imported account.' })
  ownerId: string | null;
  @ApiProperty({ type: AccountClaimsDto, nullable: true })
  claims: AccountClaimsDto | null;
  @ApiProperty({ format: 'date-time' })
  registeredAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  registeredIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: [DealSumDto], nullable: true, description: 'Of the deals that the user may see; null where that is none.' })
  sums: readonly DealSumDto[] | null;
}

export class AccountDto extends ListedAccountDto implements AccountView {
  @ApiProperty({ type: [AccountContactDto] })
  contacts: readonly AccountContactDto[];
  @ApiProperty({ type: [AccountDealDto], nullable: true, description: 'The newest 200 that the user may see; null where that is none.' })
  deals: readonly AccountDealDto[] | null;
}

export class AccountPageDto {
  @ApiProperty({ type: [ListedAccountDto] })
  items: readonly ListedAccountDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
