import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListAccountsHandler, ShowAccountHandler } from './account-list.queries.ts';
import { accountEntity, contactEntity } from './account-list.tables.ts';
import { AccountListController } from './http/account-list.controller.ts';

/** Companies as they stand now, with the people and the deals there. */
@Module({
  imports: [TypeOrmModule.forFeature([accountEntity, contactEntity])],
  controllers: [AccountListController],
  providers: [ListAccountsHandler, ShowAccountHandler],
})
export class AccountListModule {}
