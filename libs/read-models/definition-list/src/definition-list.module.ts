import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  ListDefinitionsHandler,
  ShowDefinitionInForceHandler,
  ShowDefinitionVersionHandler,
  ShowStandardProcessHandler,
} from './definition-list.queries.ts';
import { definitionVersionEntity } from './definition-list.tables.ts';
import { DefinitionListController } from './http/definition-list.controller.ts';

/** The rules that are and were in force, and those on their way. */
@Module({
  imports: [TypeOrmModule.forFeature([definitionVersionEntity])],
  controllers: [DefinitionListController],
  providers: [ListDefinitionsHandler, ShowDefinitionVersionHandler, ShowDefinitionInForceHandler, ShowStandardProcessHandler],
})
export class DefinitionListModule {}
