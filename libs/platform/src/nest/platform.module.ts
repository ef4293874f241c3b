import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandGateway } from './command-gateway.ts';
import { HealthController } from './health.controller.ts';
import { ReadYourWrites } from './read-your-writes.ts';

/** What all contexts and read models share; the composition root gives the ports. */
@Module({})
export class PlatformModule {
  static forRoot(ports: readonly Provider[]): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      controllers: [HealthController],
      providers: [...ports, CommandGateway, ReadYourWrites],
      exports: [...ports, CommandGateway, ReadYourWrites, CqrsModule],
    };
  }
}
