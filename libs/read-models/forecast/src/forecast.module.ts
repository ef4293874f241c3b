import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ShowForecastHandler } from './forecast.queries.ts';
import { forecastEntity } from './forecast.tables.ts';
import { ForecastController } from './http/forecast.controller.ts';

/** The forecast. */
@Module({
  imports: [TypeOrmModule.forFeature([forecastEntity])],
  controllers: [ForecastController],
  providers: [ShowForecastHandler],
})
export class ForecastModule {}
