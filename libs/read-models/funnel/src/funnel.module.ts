import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ShowFunnelHandler } from './funnel.queries.ts';
import { funnelEntity } from './funnel.tables.ts';
import { FunnelController } from './http/funnel.controller.ts';

/** The sales funnel. */
@Module({
  imports: [TypeOrmModule.forFeature([funnelEntity])],
  controllers: [FunnelController],
  providers: [ShowFunnelHandler],
})
export class FunnelModule {}
