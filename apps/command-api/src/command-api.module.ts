import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PlatformModule } from '#platform/nest';
import { contextModules, intake } from '../../common/src/contexts.module.ts';

/** All contexts, no read model. */
@Module(intake)
export class CommandApiModule {
  static of(ports: readonly Provider[]): DynamicModule {
    return { module: CommandApiModule, imports: [PlatformModule.forRoot(ports), ...contextModules] };
  }
}
