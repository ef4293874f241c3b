import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListContractsHandler, ShowContractHandler } from './contract-list.queries.ts';
import { contractEntity } from './contract-list.tables.ts';
import { ContractListController } from './http/contract-list.controller.ts';

/** Contracts as they stand now, and what each waits for. */
@Module({
  imports: [TypeOrmModule.forFeature([contractEntity])],
  controllers: [ContractListController],
  providers: [ListContractsHandler, ShowContractHandler],
})
export class ContractListModule {}
