import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListApprovalsHandler, ShowApprovalHandler } from './approval-list.queries.ts';
import { approvalEntity } from './approval-list.tables.ts';
import { ApprovalListController } from './http/approval-list.controller.ts';

/** Approvals as they stand now, and whom each waits for. */
@Module({
  imports: [TypeOrmModule.forFeature([approvalEntity])],
  controllers: [ApprovalListController],
  providers: [ListApprovalsHandler, ShowApprovalHandler],
})
export class ApprovalListModule {}
