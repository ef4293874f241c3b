import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DealAsOfHandler, DealHistoryHandler } from './audit.queries.ts';
import { auditEntity } from './audit.tables.ts';
import { AuditController } from './http/audit.controller.ts';

/** Any deal's history, and the deal as it stood. */
@Module({
  imports: [TypeOrmModule.forFeature([auditEntity])],
  controllers: [AuditController],
  providers: [DealHistoryHandler, DealAsOfHandler],
})
export class AuditModule {}
